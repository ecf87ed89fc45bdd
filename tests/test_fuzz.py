"""Whatever is given to the optimiser, it answers or raises ProblemError, and nothing crashes."""

from __future__ import annotations

import os
import pprint
import signal
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks import fuzz
from benchmarks.fuzz_input import draw

if TYPE_CHECKING:
    from random import Random

CRASHING = {3, 8}
FAILING = {5, 6}
HANGING = 7


def number_of(random: Random) -> int:
    """Return which of the first calls of seed 0 has a random source."""
    state = random.getstate()
    return next(k for k in range(1000) if fuzz.source(0, k).getstate() == state)


def call(random: Random) -> int | None:
    """Stand in for a call, and crash, fail or hang at some."""
    number = number_of(random)
    if number in CRASHING:
        os.kill(os.getpid(), signal.SIGSEGV)
    if number in FAILING:
        raise ZeroDivisionError
    while number == HANGING:
        time.sleep(1)
    return fuzz.REFUSED if number == 0 else fuzz.SOLVED if number == 1 else None


@pytest.mark.parametrize("seed", range(2))
def test_any_input_is_answered_or_refused(seed: int) -> None:
    """A few thousand inputs, sound or spoilt, meet no other error and no crash."""
    report = fuzz.run(4000, seed)

    assert report.faults == []
    assert report.calls == 4000
    assert report.refused > 1000
    assert report.solved > 50


def test_crash_failure_and_hang_are_told_with_their_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each crash and each endless call is a fault of its own, and the calls after it are made."""
    monkeypatch.setattr(fuzz, "PATIENCE", 6.0)

    report = fuzz.run(10, 0, target="tests.test_fuzz")

    assert (report.calls, report.refused, report.solved, report.crashes) == (10, 1, 1, 3)
    assert [fault["call"] for fault in report.faults] == [3, 5, 7, 8]
    assert "ended with -11" in report.faults[0]["what"]
    assert "ZeroDivisionError" in report.faults[1]["what"]
    assert "no end after 6 s" in report.faults[2]["what"]
    assert str(report).startswith("calls 10, refused 1, solved 1, crashes 3, ")


def test_number_alone_decides_what_is_drawn() -> None:
    """A fault can be looked at again."""
    one, two = (pprint.pformat(draw(fuzz.source(7, 3))) for _ in range(2))

    assert one == two != pprint.pformat(draw(fuzz.source(7, 4)))


def test_one_call_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """With --only the input of one call is printed, and what becomes of it."""
    refused = next(k for k in range(50) if fuzz.call(fuzz.source(0, k)) == fuzz.REFUSED)

    assert fuzz.main(["--seed", "0", "--only", str(refused)]) == 0
    shown = capsys.readouterr().out
    assert "'travel': " in shown
    assert f"outcome: {fuzz.REFUSED}" in shown
