"""Free time of a style: kept where it can be, given up where it cannot, and told apart."""

import pytest

import xytour as xt

TEA = {"start": "2026-04-10", "days": 1, "style": "slow", "interests": {"tea": 1.0}}
LONG = {"title": "wedding", "at": "xinyang-museum", "start": "2026-04-10T14:00", "minutes": 240}


def leisure(itinerary):
    """Return the free time of a trip."""
    return [i for i in itinerary.items() if getattr(i, "purpose", None) == "leisure"]


def test_free_time_of_a_style_is_told_from_one_wished_for(plan):
    """Both are whole; each says where it comes from."""
    (of_style,) = leisure(plan(**TEA))
    (wished,) = leisure(plan(**TEA, pace=xt.Pace(free_min=60)))

    assert (of_style.minutes, wished.minutes) == (90, 60)
    assert "style" in of_style.reason
    assert "wished" in wished.reason
    assert leisure(plan(**TEA, pace=xt.Pace(free_min=0))) == []


def test_free_time_of_a_style_gives_way_to_an_appointment_and_says_so(plan):
    """An afternoon that is taken has none; what was wished for is a conflict instead."""
    appointment = xt.Appointment(**LONG)

    itinerary = plan(**TEA, appointments=[appointment])

    assert leisure(itinerary) == []
    assert [item.name for item in itinerary.items() if item.type == "appointment"] == ["wedding"]
    (warning,) = [one for one in itinerary.warnings if one.code == "no-pause"]
    assert "2026-04-10" in warning.text
    assert itinerary.certificate.upper_bound >= itinerary.certificate.score
    with pytest.raises(xt.InfeasibleError, match=r"pace=.*free_min=90"):
        plan(**TEA, appointments=[appointment], pace=xt.Pace(free_min=90))
