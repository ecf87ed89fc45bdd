"""What is wrong with the answer to a drawn request: nothing, if all is as it should be."""

from __future__ import annotations

import json
import logging
import traceback
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from verifier import verify

import xytour as xt
from xytour.catalogue import region_from_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS = 2


def judge(file: dict[str, Any], wishes: dict[str, Any]) -> tuple[str, list[str]]:
    """Plan a trip and return what came of it, and what is wrong with that.

    Parameters
    ----------
    file
        A region file that must be accepted.
    wishes
        The fields of a request, which may be refused.
    """
    with overheard() as heard:
        try:
            return _judged(file, wishes, heard)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{where.filename.rpartition('/')[2]}:{where.lineno}"
            return "crashed", [f"{type(error).__name__} in {place}: {str(error)[:300]}"]


def _judged(
    file: dict[str, Any], wishes: dict[str, Any], heard: list[str]
) -> tuple[str, list[str]]:
    region = region_from_dict(file)
    try:
        request = xt.TripRequest(**wishes)
        trip = xt.Planner(region).plan(request, iterations=STEPS, time_limit=20)
    except xt.XytourError as refusal:
        unnamed = [] if _names_the_thing(refusal) else [f"{refusal!r} names nothing"]
        return type(refusal).__name__, unnamed + heard
    text = trip.model_dump_json()
    faults = verify(json.loads(text), region.model_dump(mode="json")) + heard
    if trip.certificate.upper_bound < trip.certificate.score:
        faults.append("the upper bound is below the score")
    if xt.Itinerary.model_validate_json(text) != trip:
        faults.append("the itinerary reads back as another")
    return "planned", faults


def _names_the_thing(refusal: xt.XytourError) -> bool:
    """Whether a refusal says which wish or field is to blame."""
    if isinstance(refusal, xt.InfeasibleError):
        return bool(refusal.conflict and refusal.relax)
    return isinstance(refusal, xt.RequestError) and bool(refusal.faults)


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Yield a list to which log records are added; a warning is an error meanwhile."""
    heard: list[str] = []

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(f"logged: {record.getMessage()}")

    ear = Ear(logging.WARNING)
    logging.getLogger().addHandler(ear)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            yield heard
    finally:
        logging.getLogger().removeHandler(ear)
