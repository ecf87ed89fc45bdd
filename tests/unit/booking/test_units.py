"""A party becomes units by age and type, or cannot be sold to."""

import pytest

from xytour import Party
from xytour.booking.octo.models import Option
from xytour.booking.product_map import ProductLink
from xytour.booking.units import units_for

FAMILY = Party(adults=2, children=[3, 8, 16], seniors=1, senior_ages=[66])


def option(*units, **restrictions):
    """Return an option; each unit is id, type, youngest, oldest."""
    rows = [
        {"id": name, "type": kind, "restrictions": {"minAge": least, "maxAge": most}}
        for name, kind, least, most in units
    ]
    return Option.model_validate({"id": "o", "units": rows, "restrictions": restrictions})


def link(**units):
    """Return a link with units named."""
    named = {kind: (ids,) if isinstance(ids, str) else ids for kind, ids in units.items()}
    return ProductLink(place="a", supplier="s", product="p", option="o", units=named)


ALL_AGES = option(
    ("adult", "ADULT", 18, 64),
    ("senior", "SENIOR", 65, None),
    ("child", "CHILD", 4, 12),
    ("youth", "YOUTH", 13, 17),
    ("infant", "INFANT", 0, 3),
)


def test_types_and_ages_tell_who_is_what():
    """Without anything named, ages choose among the types."""
    assert units_for(link(), ALL_AGES, FAMILY) == {
        "adult": 2,
        "infant": 1,
        "child": 1,
        "youth": 1,
        "senior": 1,
    }


def test_who_has_no_unit_of_their_own_pays_as_an_adult():
    """Without units for children and seniors, all are adults, if the ages allow."""
    anybody = option(("ticket", "ADULT", None, None))
    grown_ups = option(("ticket", "ADULT", 18, None))

    assert units_for(link(), anybody, FAMILY) == {"ticket": 6}
    assert units_for(link(), grown_ups, FAMILY) is None
    assert units_for(link(), grown_ups, Party(adults=2, seniors=1)) == {"ticket": 3}


def test_units_can_be_named():
    """The first whose ages admit somebody; kinds left out buy what adults buy."""
    named = link(adult="adult", child=("infant", "child", "youth"))

    counts = units_for(named, ALL_AGES, Party(adults=1, children=[2, 9]))

    assert counts == {"adult": 1, "infant": 1, "child": 1}
    # At 66 one is too old for the adult's unit, and no other is named.
    assert units_for(named, ALL_AGES, FAMILY) is None


def test_rooms_and_whole_parties_are_counted_as_such():
    """Two rooms for five or as many as the trip has, one ticket for all."""
    one = option(("x", "OTHER", None, None))
    five = Party(adults=3, children=[5, 9])

    assert units_for(link(room="x"), one, five) == {"x": 2}
    assert units_for(link(room="x"), one, five, rooms=4) == {"x": 4}
    assert units_for(link(party="x"), one, five) == {"x": 1}


@pytest.mark.parametrize("restrictions", [{"minUnits": 7}, {"maxUnits": 5}])
def test_numbers_that_an_option_is_not_sold_in(restrictions):
    """Too few or too many for it."""
    anybody = option(("ticket", "ADULT", None, None), **restrictions)

    assert units_for(link(), anybody, FAMILY) is None
