"""One case of a comparison: an engine's answer, judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.checker import check

if TYPE_CHECKING:
    from benchmarks.formats.instance import Instance
    from benchmarks.worker import Outcome

LATE = 1.1
"""Times the budget that an engine may take without being late."""


@dataclass(frozen=True, slots=True)
class Row:
    """One engine on one instance under one budget.

    Parameters
    ----------
    engine, version
        Name of the engine, version of its package.
    instance, tours
        Stem of the file's name, number of tours.
    budget, seed
        Seconds allowed, and of the random choices.
    score
        Points of the routes by the checker; 0 if they are not allowed or there are none.
    best_known
        Best value known, None if none is.
    upper_bound
        As the engine says, None if it does not.
    seconds, cpu_seconds
        Wall time, and time on processors.
    fault
        Why the answer does not count, empty if it does.
    """

    engine: str
    version: str
    instance: str
    tours: int
    budget: float
    seed: int
    score: int
    best_known: int | None
    upper_bound: int | None
    seconds: float
    cpu_seconds: float
    fault: str

    @property
    def gap(self) -> float | None:
        """Percent below the best known value; negative above it, None if none is known."""
        if not self.best_known:
            return None
        return 100 * (self.best_known - self.score) / self.best_known

    @property
    def is_proven(self) -> bool:
        """Whether the engine has proved that its answer is the best."""
        return not self.fault and self.upper_bound is not None and self.score >= self.upper_bound

    @property
    def is_late(self) -> bool:
        """Whether it took more than a tenth longer than allowed."""
        return self.seconds > LATE * self.budget


def judge(
    instance: Instance,
    outcome: Outcome,
    *,
    engine: str,
    version: str,
    budget: float,
    seed: int,
    best_known: int | None,
) -> Row:
    """Check an outcome by the rules of the file.

    Parameters
    ----------
    instance
        As read from its file.
    outcome
        What the engine said.
    engine, version, budget, seed, best_known
        As in `Row`.

    Returns
    -------
    Row
        The case, its score counted by `benchmarks.checker`.
    """
    score, faults = check(instance, outcome.routes)
    if outcome.upper_bound is not None and outcome.upper_bound < score:
        faults.append(f"scores {score}, above its own bound {outcome.upper_bound}")
    fault = outcome.fault or "; ".join(faults)
    return Row(
        engine=engine,
        version=version,
        instance=instance.name,
        tours=len(instance.tours),
        budget=budget,
        seed=seed,
        score=0 if fault else score,
        best_known=best_known,
        upper_bound=outcome.upper_bound,
        seconds=round(outcome.seconds, 3),
        cpu_seconds=round(outcome.cpu_seconds, 3),
        fault=fault,
    )
