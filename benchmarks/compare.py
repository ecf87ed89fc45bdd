"""Run xytour beside the engines one would pick instead, and write who came how far.

    python -m benchmarks.compare --bench DIR --tours 1 2 3 4 --seconds 0.2 1 5

DIR (or the environment variable XYTOUR_BENCH) holds the TOPTW files in ``toptw/`` and the best
values known in ``bks.csv``. Every engine gets every case, in turn, with the same time on one
thread. A Markdown table and a CSV file with all cases are written; while it runs, the latter
stands beside them as ``.csv.part``. Engines that are not installed are left out; all are in
the extra ``bench``. Exit code 2 is files or engines that are not there.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import dataclasses
import itertools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cases import find_files
from benchmarks.engines import ENGINES
from benchmarks.formats import read
from benchmarks.known import best_known
from benchmarks.machine import RESULTS, machine
from benchmarks.row import Row, judge
from benchmarks.summary import summary
from benchmarks.versions import version
from benchmarks.worker import EngineError, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BAD_INPUT = 2


def run(
    files: Sequence[Path],
    workers: Mapping[str, Worker],
    *,
    tours: Sequence[int],
    budgets: Sequence[float],
    seed: int,
    table: Path | None,
) -> Iterator[Row]:
    """Run all cases.

    Parameters
    ----------
    files
        TOPTW files.
    workers
        A process for each engine.
    tours, budgets
        Numbers of tours and seconds; each file is run with all pairs of them.
    seed
        For engines that take one.
    table
        The best values known; None if there are none.

    Yields
    ------
    Row
        Case after case, the engines side by side, so that what else the machine does hits all
        alike.
    """
    versions = {name: version(ENGINES[name].distribution) for name in workers}
    for budget, file, count in itertools.product(budgets, files, tours):
        instance = read(file, "toptw", count)
        best = best_known("toptw", instance.name, count, table) if table else None
        for name, worker in workers.items():
            outcome = worker.run(instance, seconds=budget, seed=seed)
            yield judge(
                instance,
                outcome,
                engine=name,
                version=versions[name],
                budget=budget,
                seed=seed,
                best_known=best,
            )


def start(names: Iterable[str], stack: contextlib.ExitStack) -> dict[str, Worker]:
    """Return a running process for each engine that can be imported, and tell the others.

    Parameters
    ----------
    names
        Engines.
    stack
        Ends the processes when it closes.
    """
    workers = {}
    for name in names:
        try:
            workers[name] = stack.enter_context(Worker(ENGINES[name].module))
        except EngineError as error:
            _say(f"{name} is left out: {error}; the extra bench has it")
    return workers


def write(rows: Iterable[Row], output: Path, *, total: int) -> None:
    """Write rows as they come, and their summary at the end.

    Parameters
    ----------
    rows
        At least one case.
    output
        The Markdown file; the CSV file beside it has its name but for the suffix. Older ones
        are replaced when all is done.
    total
        Number of rows to come.
    """
    output.parent.mkdir(parents=True, exist_ok=True)
    raw = output.with_suffix(".csv")
    part, summary_part = Path(f"{raw}.part"), Path(f"{output}.part")
    everywhere = {"machine": machine()}
    done: list[Row] = []
    with part.open("w", encoding="utf-8", newline="") as file:
        names = [field.name for field in dataclasses.fields(Row)]
        writer = csv.DictWriter(file, [*names, "gap", *everywhere])
        writer.writeheader()
        for row in rows:
            done.append(row)
            gap = "" if row.gap is None else f"{row.gap:.3f}"
            writer.writerow({**dataclasses.asdict(row), "gap": gap, **everywhere})
            file.flush()
            _say(
                f"{len(done)} of {total}: {row.instance}, {row.tours} tours, {row.budget:g} s, "
                f"{row.engine}: {row.fault or row.score}"
            )
    summary_part.write_text(summary(done), encoding="utf-8")
    part.replace(raw)
    summary_part.replace(output)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    wish = _parser().parse_args(arguments)
    folder = Path(wish.bench) if wish.bench else None
    output = wish.output or RESULTS / f"compare-{'-'.join(f'{s:g}' for s in wish.seconds)}.md"
    with contextlib.ExitStack() as stack:
        try:
            files = find_files(wish.files, folder / "toptw" if folder else None)
            for file in files:
                read(file, "toptw")  # tells a file that cannot be read before hours of work
            workers = start(dict.fromkeys(wish.engines), stack)
            if not workers:
                _say("no engine is left")
                return BAD_INPUT
            rows = run(
                files,
                workers,
                tours=wish.tours,
                budgets=wish.seconds,
                seed=wish.seed,
                table=folder / "bks.csv" if folder else None,
            )
            total = len(files) * len(wish.tours) * len(wish.seconds) * len(workers)
            write(rows, output, total=total)
        except (OSError, ValueError) as error:
            _say(str(error))
            return BAD_INPUT
    print(output)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="benchmarks.compare",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--bench", default=os.environ.get("XYTOUR_BENCH"), metavar="DIR")
    parser.add_argument(
        "--files", nargs="+", default=["*"], help="names with wildcards, or paths; default all"
    )
    parser.add_argument("--tours", nargs="+", type=_tours, default=[1, 2, 3, 4])
    parser.add_argument("--seconds", nargs="+", type=_seconds, default=[1.0])
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--output", type=_markdown, metavar="FILE.md", help="default: in benchmarks/results"
    )
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < float("inf"):
        msg = f"expected seconds above 0, got {text}"
        raise argparse.ArgumentTypeError(msg)
    return seconds


def _tours(text: str) -> int:
    tours = int(text)
    if tours < 1:
        msg = f"expected at least 1 tour, got {text}"
        raise argparse.ArgumentTypeError(msg)
    return tours


def _markdown(text: str) -> Path:
    path = Path(text)
    if path.suffix != ".md":
        msg = f"expected a name that ends in .md, got {text}"
        raise argparse.ArgumentTypeError(msg)
    return path


def _say(words: str) -> None:
    print(f"benchmarks.compare: {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
