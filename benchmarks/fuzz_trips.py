"""Plan trips in drawn regions: each passes the verifier, or is refused in words.

    python -m benchmarks.fuzz_trips --tries 10000 --seed 1 --out faults

Draws from the strategies of ``tests/drawn`` and goes on where a fault is found: of each kind of
fault the first input is written to the folder as ``fault-N.json``, and ``--again FILE`` plans
it once more. ``at.json`` holds the input at hand, should the process crash; a try that takes
longer than two minutes ends it with a traceback. Leaves with 1 if there was any fault.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTS = Path(__file__).parents[1] / "tests"
PATIENCE = 120
NUMBERS = re.compile(r"\d+(\.\d+)?")


class Run:
    """Counts what became of all tries, and keeps the first input of each kind of fault."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outcomes: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.began = time.perf_counter()

    def make(self, file: dict[str, Any], wishes: dict[str, Any]) -> None:
        """Make one try."""
        from drawn.judging import judge

        text = json.dumps({"region": file, "request": wishes})
        (self.folder / "at.json").write_text(text, encoding="utf-8")
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        outcome, faults = judge(file, wishes)
        faulthandler.cancel_dump_traceback_later()
        self.outcomes[outcome] += 1
        for fault in faults[:1]:
            kind = NUMBERS.sub("0", fault)[:90]
            self.kinds[kind] += 1
            if self.kinds[kind] == 1:
                name = f"fault-{len(self.kinds)}.json"
                (self.folder / name).write_text(text, encoding="utf-8")
                print(f"{name}: {fault}", flush=True)
        if self.outcomes.total() % 500 == 0:
            print(self, flush=True)

    def __str__(self) -> str:
        """Return the counts in one line."""
        found = ", ".join(f"{name} {count}" for name, count in sorted(self.outcomes.items()))
        seconds = time.perf_counter() - self.began
        return (
            f"tries {self.outcomes.total()} in {seconds:.0f} s: {found}; "
            f"tries with faults {self.kinds.total()} of {len(self.kinds)} kinds"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path("faults"))
    parser.add_argument("--again", type=Path)
    asked = parser.parse_args(arguments)
    sys.path.insert(0, str(TESTS))
    from drawn import region_files, requests
    from drawn.judging import judge

    if asked.again:
        document = json.loads(asked.again.read_text(encoding="utf-8"))
        outcome, faults = judge(document["region"], document["request"])
        print(outcome, *faults, sep="\n  ")
        return int(bool(faults))
    asked.out.mkdir(parents=True, exist_ok=True)
    run = Run(asked.out)

    @seed(asked.seed)
    @settings(
        max_examples=asked.tries,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def draw(data: st.DataObject) -> None:
        file = data.draw(region_files())
        run.make(file, data.draw(requests(file)))

    draw()
    print(run)
    return int(bool(run.kinds))


if __name__ == "__main__":
    sys.exit(main())
