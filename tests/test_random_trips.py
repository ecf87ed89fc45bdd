"""Whatever is asked for: a trip that the verifier finds nothing wrong with, or a clear no."""

import os
from collections import Counter
from random import Random

import pytest
from trips.wishes import random_request
from verifier import verify

import xytour as xt

PLANNED = 1_000 if os.environ.get("XYTOUR_LONG") else 32
STEPS = 15


@pytest.fixture(scope="module")
def answers(planner, region):
    """Return what became of random requests, until enough of them are planned."""
    draw = Random(20260410)  # noqa: S311
    found = []
    planned = 0
    while planned < PLANNED:
        request = random_request(draw, region)
        try:
            answer = planner.plan(request, iterations=STEPS, time_limit=30, seed=len(found))
            planned += 1
        except xt.InfeasibleError as refusal:
            answer = refusal
        found.append((request, answer))
    return found


@pytest.fixture(scope="module")
def itineraries(answers):
    """Return the trips that were planned."""
    return [answer for _, answer in answers if isinstance(answer, xt.Itinerary)]


def test_every_trip_keeps_all_rules(itineraries, region_file):
    """Trips over dates, styles, parties and wishes pass the verifier."""
    wrong = {
        number: faults
        for number, itinerary in enumerate(itineraries)
        if (faults := verify(itinerary.model_dump(mode="json"), region_file))
    }

    assert len(itineraries) == PLANNED
    assert not wrong


def test_the_trips_are_of_all_kinds(itineraries):
    """The drawn requests cover every style, length, transport and language."""
    styles = Counter(trip.request.style for trip in itineraries)
    lengths = Counter(len(trip.days) for trip in itineraries)
    transports = Counter(str(trip.request.transport) for trip in itineraries)
    languages = Counter(trip.language for trip in itineraries)

    assert min(styles[s] for s in ("quick", "slow", "immersive", "balanced")) >= 3
    assert min(lengths[n] for n in range(1, 8)) >= 1
    assert len(transports) == 6
    assert min(languages.values()) >= 10


def test_refusals_say_what_is_in_conflict(answers):
    """Who is refused learns which wishes conflict and what could be relaxed."""
    refusals = [answer for _, answer in answers if isinstance(answer, xt.InfeasibleError)]

    assert refusals
    for refusal in refusals:
        assert refusal.conflict
        assert refusal.relax


def test_no_bound_is_below_its_plan(itineraries):
    """The certificate's upper bound is never less than the score."""
    for itinerary in itineraries:
        assert itinerary.certificate.upper_bound >= itinerary.certificate.score
