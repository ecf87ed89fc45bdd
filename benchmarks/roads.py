"""Compare ways to find the travel times between many places of a road graph.

    python -m benchmarks.roads --graphs helsinki 100000 --places 1000 --few 20

Each engine searches each graph in a process of its own. Writes ``roads.md``.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

# Nothing heavy here: a process starts with the peak memory of the one that started it.
from benchmarks.machine import RESULTS, command
from benchmarks.report import page, table
from benchmarks.versions import version
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence

Facts = dict[str, Any]

ROOT = Path(__file__).parents[1]
ENGINES = ("xytour", "scipy", "igraph", "rustworkx", "networkx")
COLUMNS = (
    *("engine", "version", "build, s", "search, s", "ms an origin", "times xytour's"),
    *("peak grows by, MB", "searched from"),
)
NOTES = (
    "Travel times from every place to every other, in processor time, graph and places the same "
    "for all; the sums of the times from the first 20 places agree to one in ten thousand. "
    "networkx starts from few places, and its seconds are scaled up to all. *xytour* is the "
    "search in `xytour.network.dijkstra`; it alone also finds the lengths of "
    "the ways, which the others would need the paths for. rustworkx calls Python "
    "for the weight of each edge and returns the times to all nodes. *Peak* is how much "
    "the process grew over what it held when the graph was there as arrays.",
    "Why our own search and not scipy's: it needs no further package, ends at the last place "
    "instead of the last node, holds one row at a time, and tells lengths with times.",
)


def case(**options: object) -> bytes:
    """Run `benchmarks.roads_case` in a process of its own; return what it prints.

    Raises
    ------
    RuntimeError
        It failed.
    """
    words = [sys.executable, "-m", "benchmarks.roads_case"]
    for name, value in options.items():
        words += [f"--{name}", str(value)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        msg = f"{options} failed: {done.stderr.decode(errors='replace')[-500:]}"
        raise RuntimeError(msg)
    return done.stdout


def measure(engine: str, path: Path, origins: int) -> Facts:
    """Return what one engine needs for the graph in a file."""
    facts: Facts = json.loads(case(engine=engine, load=path, origins=origins))
    facts["whole_s"] = facts["search_s"] * facts["places"] / facts["origins"]
    return facts


def row(engine: str, facts: Facts, ours: Facts) -> list[str]:
    """Return the cells of an engine beside our own."""
    whole = facts["origins"] == facts["places"]
    return [
        engine,
        version(engine),
        f"{facts['build_s']:.2f}",
        f"{facts['whole_s']:.2f}" + ("" if whole else " (scaled)"),
        f"{1000 * facts['search_s'] / facts['origins']:.2f}",
        f"{facts['whole_s'] / ours['whole_s']:.1f}",
        f"{facts['more_mb']:,.0f}",
        "all" if whole else f"{facts['origins']}",
    ]


def compare(graph: str, places: int, few: int, seed: int) -> list[str]:
    """Return the heading and the table of one graph.

    Raises
    ------
    RuntimeError
        An engine failed, or found other times than ours did.
    """
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "roads.npz"
        case(save=path, graph=graph, places=places, seed=seed)
        for engine in ENGINES:
            found[engine] = measure(engine, path, few if engine == "networkx" else places)
            print(f"{graph}, {engine}: {found[engine]['search_s']:.2f} s", file=sys.stderr)
    ours = found["xytour"]
    for engine, facts in found.items():
        if not math.isclose(facts["hours"], ours["hours"], rel_tol=1e-4):
            msg = f"{engine} finds {facts['hours']} hours on {graph}, xytour {ours['hours']}"
            raise RuntimeError(msg)
    name = "Middle of Helsinki, OpenStreetMap" if graph == "helsinki" else "Made-up country roads"
    return [
        f"## {name}: {ours['nodes']:,} nodes, {ours['edges']:,} edges, {ours['places']:,} places",
        table(COLUMNS, [row(engine, facts, ours) for engine, facts in found.items()]),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(prog="benchmarks.roads", description=__doc__)
    parser.add_argument("--graphs", nargs="+", default=["helsinki", "100000"])
    parser.add_argument("--places", type=int, default=1000)
    parser.add_argument("--few", type=int, default=20, help="origins of networkx")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder to write to")
    wish = parser.parse_args(arguments)
    body = []
    for graph in wish.graphs:
        body += compare(graph, wish.places, min(wish.few, wish.places), wish.seed)
    print("\n\n".join(body))
    wish.results.mkdir(parents=True, exist_ok=True)
    text = page("Travel times over road graphs", command("benchmarks.roads", wish), [*body, *NOTES])
    write_whole(wish.results / "roads.md", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
