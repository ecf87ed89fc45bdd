"""The score: its parts add up, and the certificate speaks of the same score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verifier.trip import Trip, near

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 0.01
"""Points are printed to two decimals at least."""

PROFITS = {"visits": ("visit", "activity"), "tables": ("meal",), "stays": ("stay",)}


def faults(trip: Trip) -> Iterator[str]:
    """Yield scores that do not agree with their parts, their items or their bound."""
    score = trip.itinerary["totals"]["score"]
    parts = trip.itinerary["score_parts"]
    whole = sum(parts.values())
    if not near(score, whole, STEP * (len(parts) + 1)):
        yield f"totals.score is {score}, score_parts add up to {whole:g}"
    for name, types in PROFITS.items():
        profits = [item.raw.get("profit", 0) for item in trip.items(*types)]
        if not near(parts.get(name, 0), sum(profits), STEP * (len(profits) + 1)):
            got = parts.get(name, 0)
            yield f"score_parts.{name} is {got}, profits of its items add up to {sum(profits):g}"
    yield from _bound_faults(trip, score)


def _bound_faults(trip: Trip, score: float) -> Iterator[str]:
    told = trip.itinerary["certificate"]
    bound = told["upper_bound"]
    if not near(told["score"], score, STEP):
        yield f"certificate.score is {told['score']}, totals.score is {score}"
    if not told["score"] <= bound + STEP / 2:
        yield f"certificate.upper_bound {bound} is below the score {told['score']}"
    gap = (bound - told["score"]) / max(1, abs(bound))
    if not near(told["gap"], gap, 1e-3):
        yield f"certificate.gap is {told['gap']}, bound and score give {gap:.4f}"
    if told["status"] not in {"optimal", "feasible"}:
        yield f"certificate.status {told['status']!r} is neither optimal nor feasible"
    if told["status"] == "optimal" and not gap <= 1e-3:
        yield f"certificate.status is optimal, but the gap is {gap:.4f}"
