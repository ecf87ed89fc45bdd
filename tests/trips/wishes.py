"""Random requests, as travellers of all kinds would make them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, get_args

from xytour import Appointment, Arrival, Departure, Pace, Party, StayWish, Traveller, TripRequest
from xytour.model.place import Theme

if TYPE_CHECKING:
    from random import Random

    from xytour import Region

FIRST_DATES = (
    date(2026, 9, 29),  # golden week
    date(2026, 10, 5),  # a Monday that is a holiday
    date(2026, 4, 1),  # tea season and Qingming
    date(2026, 1, 12),  # a Monday in winter
    date(2026, 2, 13),  # Spring Festival
    date(2026, 7, 1),  # summer
    date(2026, 12, 29),  # over New Year
)
TRANSPORTS: tuple[Any, ...] = (
    "car",
    "car",
    "charter",
    "rented_car",
    "public",
    ["taxi", "walk"],
    ["high_speed_rail", "rail", "bus", "taxi", "walk"],
)


def random_request(draw: Random, region: Region) -> TripRequest:
    """Return a request: dates, styles, parties, interests and wishes drawn at random."""
    start = draw.choice(FIRST_DATES) + timedelta(days=draw.randrange(8))
    days = draw.randint(1, 7)
    sights = [place.id for place in region.sights]
    stays = [place.id for place in region.stays]
    themes = draw.sample(get_args(Theme), draw.randint(0, 4))
    fields: dict[str, Any] = {
        "interests": {theme: round(draw.random(), 1) for theme in themes},
        "style": draw.choice(("quick", "slow", "immersive", "balanced")),
        "transport": draw.choice(TRANSPORTS),
        "party": _party(draw),
        "language": draw.choice(("en", "zh")),
        "meals": draw.choice(
            (["breakfast", "lunch", "dinner"],) * 4 + (["lunch"], ["breakfast", "dinner"], [])
        ),
        "must_visit": draw.sample(sights, draw.choice((0, 0, 0, 1, 2))),
        "stories": draw.sample([story.id for story in region.stories], draw.choice((0, 0, 1))),
    }
    fields["avoid"] = [
        place_id
        for place_id in draw.sample(sights, draw.choice((0, 5)))
        if place_id not in fields["must_visit"]
    ]
    if draw.random() < 0.3:
        fields["budget_cny"] = draw.choice((400, 800, 1_500, 3_000)) * days
    if draw.random() < 0.3:
        fields["stay"] = draw.choice(
            (
                StayWish(one_base=True),
                StayWish(places=draw.sample(stays, 4)),
                StayWish(prefer="homestay", max_room_cny=300),
                StayWish(rooms=draw.choice((2, 3, 4))),
            )
        )
    if draw.random() < 0.15:
        fields["appointments"] = [
            Appointment(at=draw.choice(sights), start=f"{start}T14:00", minutes=60, title="Talk")
        ]
    if draw.random() < 0.15:
        shared = fields.pop("interests")
        fields["travellers"] = [
            Traveller(name="A", interests=shared),
            Traveller(name="B", interests={draw.choice(get_args(Theme)): 1.0}),
        ]
        fields["fairness"] = draw.choice(("sum", "maximin"))
    fields.update(_asked(draw, region, days))
    fields.update(_ends(draw, region, start, days))
    fields.update(_comfort(draw, start))
    return TripRequest(**fields)


def _asked(draw: Random, region: Region, days: int) -> dict[str, Any]:
    """Return wishes by kind and caps on kinds of cost, mostly such as can be met."""
    fields: dict[str, Any] = {}
    kinds = sorted({place.kind for place in region.sights})
    words = sorted({tag for place in region.sights for tag in place.tags})
    dishes = sorted({dish for place in region.tables for dish in place.dishes})
    themes = get_args(Theme)
    if draw.random() < 0.25:
        wanted = [
            {"kinds": draw.sample(kinds, 2), "least": draw.choice((1, 1, 2))},
            {"themes": draw.sample(themes, 3), "least": 0, "most": draw.choice((1, 2))},
            {"places": draw.sample([place.id for place in region.sights], 4)},
        ]
        wanted += [{"tags": draw.sample(words, 2)}] if len(words) > 1 else []
        wanted += [{"dishes": draw.sample(dishes, 2)}] if len(dishes) > 1 else []
        fields["wanted"] = draw.sample(wanted, draw.choice((1, 1, 2)))
    if draw.random() < 0.15:
        fields["unwanted"] = draw.choice(
            ({"kinds": draw.sample(kinds, 2)}, {"themes": [draw.choice(themes)]})
        )
    if draw.random() < 0.25:
        caps = {"ticket": 60, "activity": 100, "stay": 500, "meal": 400, "transport": 300}
        caps |= {"getting_around": 250, "way_in_and_out": 300}
        names = draw.sample(sorted(caps), draw.choice((1, 1, 2)))
        fields["caps_cny"] = {name: draw.choice((0.5, 1, 2)) * caps[name] * days for name in names}
    return fields


def _party(draw: Random) -> Party:
    seniors = draw.choice((0, 0, 1, 2))
    return Party(
        adults=draw.randint(1, 4),
        children=[draw.randint(1, 15) for _ in range(draw.choice((0, 0, 1, 2)))],
        seniors=seniors,
        senior_ages=[draw.randint(60, 80) for _ in range(draw.randint(0, seniors))],
        wheelchairs=draw.choice((0, 0, 0, 1)),
        effort=draw.choice((None, None, None, "easy", "moderate")),
    )


def _comfort(draw: Random, start: date) -> dict[str, Any]:
    """Return how the days are paced, and what money and time to book there are."""
    fields: dict[str, Any] = {}
    if draw.random() < 0.3:
        fields["pace"] = Pace(
            stops_a_day=draw.choice((None, 2, 4)),
            rest_min=draw.choice((0, 45, 90)),
            free_min=draw.choice((0, 60, 120)),
            buffer_min=draw.choice((0, 10)),
            avoid_heat=draw.choice((None, True, False)),
        )
    if draw.random() < 0.2:
        fields["early_start"] = draw.choice(("05:00", "07:00"))
    if draw.random() < 0.2:
        fields["evening_end"] = draw.choice(("21:30", "22:30"))
        fields["day_end"] = ("19:00", "20:30")[start.day % 2]
    if draw.random() < 0.2:
        fields["today"] = start - timedelta(days=draw.choice((0, 1, 30)))
    if draw.random() < 0.2:
        fields["points_per_100_cny"] = draw.choice((2.0, 10.0))
    if draw.random() < 0.1:
        fields["picnics"] = True
    return fields


def _ends(draw: Random, region: Region, start: date, days: int) -> dict[str, Any]:
    """Return dates alone, or arrival and departure at stations with their times."""
    if draw.random() < 0.5:
        return {"start": start, "days": days}
    gates = [
        place.id
        for place in region.places
        if place.kind == "gateway" and place.passenger_service and not place.outside
    ]
    arrives = f"{start}T{draw.randint(5, 15):02d}:{draw.choice((0, 15, 40)):02d}"
    last = start + timedelta(days=days - 1)
    departs = f"{last}T{draw.randint(16, 23):02d}:{draw.choice((5, 30)):02d}"
    return {
        "arrive": Arrival(at=draw.choice(gates), time=arrives),
        "depart": Departure(at=draw.choice(gates), time=departs),
    }
