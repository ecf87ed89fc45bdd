"""What a request may say."""

import pytest

import xytour as xt


def test_dates_and_length_are_enough():
    """Everything else has a default."""
    request = xt.TripRequest(days=2, start="2026-05-02")

    assert request.n_days == 2
    assert (request.style, request.transport, request.party.size) == ("balanced", "car", 2)


def test_arrival_and_departure_tell_the_dates():
    """Without start and days the times do."""
    request = xt.TripRequest(
        arrive=xt.Arrival(at="a", time="2026-04-10T10:30"),
        depart=xt.Departure(at="b", time="2026-04-12T17:40"),
    )

    assert request.n_days == 3


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "no date"),
        ({"start": "2026-05-02"}, "no length"),
        ({"start": "2026-05-02", "days": 31}, "less than or equal to 30"),
        ({"start": "2026-05-02", "days": 1, "stlye": "slow"}, r"\$\.stlye"),
        ({"start": "2026-05-02", "days": 1, "style": "lazy"}, r"\$\.style"),
        ({"start": "2026-05-02", "days": 1, "budget_cny": float("nan")}, r"\$\.budget_cny"),
        ({"start": "2026-05-02", "days": 1, "budget_cny": -1}, r"\$\.budget_cny"),
        ({"start": "2026-05-02", "days": 1, "interests": {"tea": 2}}, r"\$\.interests\.tea"),
        ({"start": "2026-05-02", "days": 1, "day_start": "21:00"}, "not before day_end"),
        ({"start": "2026-05-02", "days": 1, "day_end": "25:00"}, r"\$\.day_end"),
        ({"start": "2026-05-02", "days": 1, "must_visit": ["a"], "avoid": ["a"]}, "as well: a"),
        ({"start": "2026-05-02", "days": 1, "party": {"adults": 0}}, "at least one traveller"),
        ({"start": "2026-05-02", "days": 1, "party": {"wheelchairs": 3}}, "at most 2 wheelchairs"),
        ({"start": "2026-05-02", "days": 1, "arrive": {"at": " "}}, r"\$\.arrive\.at"),
        (
            {"start": "2026-05-02", "arrive": {"at": "a", "time": "2026-05-03T10:00"}, "days": 1},
            "drop one",
        ),
        (
            {"start": "2026-05-02", "depart": {"at": "a", "time": "2026-05-01T10:00"}},
            "before it begins",
        ),
    ],
)
def test_what_is_wrong_is_told(fields, words):
    """Each impossible wish is a RequestError that names the field or the rule."""
    with pytest.raises(xt.RequestError, match=words):
        xt.TripRequest.model_validate(fields)


def test_all_faults_come_at_once():
    """Three wrong fields make one error with three faults."""
    with pytest.raises(xt.RequestError) as refused:
        xt.TripRequest(start="x", days=0, party={"adults": -1})

    assert [fault.path for fault in refused.value.faults] == ["$.start", "$.days", "$.party.adults"]


def test_a_request_survives_json():
    """What is written and read again is equal."""
    request = xt.TripRequest(
        start="2026-05-02",
        days=2,
        interests={"tea": 0.3},
        style=xt.Style(linger=0.2),
        transport=["bus", "walk"],
        stay=xt.StayWish(places=["a"], max_room_cny=200),
    )

    assert xt.TripRequest.model_validate_json(request.model_dump_json()) == request


def test_a_request_cannot_be_changed():
    """A request is a value."""
    request = xt.TripRequest(days=2, start="2026-05-02")

    with pytest.raises(ValueError, match="frozen"):
        request.days = 3
