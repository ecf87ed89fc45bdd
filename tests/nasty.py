"""A region whose every text would do harm in some format, if it were not escaped there."""

from __future__ import annotations

from itertools import count

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|'/C calc'!A0"

TEXTS = (
    SCRIPT,
    FORMULA,
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1+1，全角",
    "line one\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n# heading\n| cell |",
    "quotes \" ' ` and \\ backslash\\n, comma; semicolon: colon",
    "]]> <![CDATA[ --> <!-- &amp; &#60; ${name} $[id] {{ name }} %s %(x)s",
    "<img src=x onerror=alert(2)> <a href='javascript:alert(3)'>x</a>",
    "\u202egnp.egami\u202c \u2067isolate \u200fmark \u200e",
    "family \U0001f468\u200d\U0001f469\u200d\U0001f467 flag \U0001f1e8\U0001f1f3 tea \U0001f375",
    "bell \x07 escape \x1b[31mred\x1b[0m\x1b]0;title\x07 null \x00 \x85 \u2028 \ufffe",
    "\\begin{x} \\input{/etc/passwd} #set(text) *bold* _it_ [link](http://x) ~~no~~",
    "long " * 400 + "end",
    "e\u0301\u0327" * 3 + "z\u0335\u0336\u0337\u0338 " + "سلام שלום",
    "</title></style></textarea></svg><svg onload=alert(4)>",
    "'; DROP TABLE trips; --",
)
"""What places and people are called; each is in every plan of :func:`request`."""

SIGHTS = 8


def region():
    """Return a region file as a dict: a station, sights, tables, beds and a train, all nasty."""
    texts = _Texts()
    sure = {"location": "estimated", "hours": "typical", "price": "sourced"}

    def place(kind, place_id, lat, lon, **fields):
        return {
            "id": place_id,
            "kind": kind,
            "name": texts.both(),
            "location": {"lat": lat, "lon": lon, "precision_m": 100},
            "summary": texts.both(),
            "notes": texts.both(),
            "confidence": sure,
            **fields,
        }

    def visitable(kind, place_id, lat, lon, **fields):
        return place(
            kind,
            place_id,
            lat,
            lon,
            **{
                "themes": {"tea": 0.5},
                "quality": {"value": 0.6, "reason": texts.both()},
                "rating": texts.one(),
                "opening_hours": "Mo-Su 08:00-21:00",
                "visit_minutes": {"min": 60, "typical": 60, "max": 90},
                "ticket": {"adult_cny": 20, "note": texts.both()},
                "booking_required": True,
                **fields,
            },
        )

    making = {"id": "making", "name": texts.both(), "kind": "do", "minutes": 90, "hands_on": True}
    kinds = ("museum", "tea_area", "village", "heritage")
    sights = [
        visitable(
            kinds[n % 4],
            f"sight-{n}",
            32.0 + n / 100,
            114.2,
            name=both(TEXTS[n]),
            activities=[making] if n % 4 == 1 else [],
        )
        for n in range(SIGHTS)
    ]
    return {
        "schema_version": 1,
        "region": {**_info(texts), "name": both(TEXTS[13])},
        "places": [
            place("gateway", "west", 32.0, 113.5, name=both(TEXTS[8]), gateway_type="rail_station"),
            place("gateway", "east", 32.0, 114.1, name=both(TEXTS[9]), gateway_type="rail_station"),
            place("town", "town", 32.02, 114.15, name=both(TEXTS[10]), town_type="seat"),
            *sights,
            visitable(
                "food",
                "table",
                32.02,
                114.21,
                name=both(TEXTS[11]),
                meal_price_cny=30,
                serves=["lunch", "dinner"],
            ),
            visitable("stay", "inn", 32.03, 114.2, name=both(TEXTS[12])),
        ],
        "links": [
            _link("rail", "west", "east", "high_speed_rail", 60, 40, road=texts.one()),
            _link("road", "east", "town", "county_road", 8, 15, road=texts.one()),
        ],
        "services": [_train("west", "east"), _train("east", "west")],
    }


def request():
    """Return a request by train for two days in that region, with a nasty appointment."""
    return {
        "arrive": {"at": "west", "time": "2026-04-10T08:00"},
        "depart": {"at": "west", "time": "2026-04-11T20:00"},
        "transport": "public",
        "must_visit": ["table", *(f"sight-{n}" for n in range(SIGHTS))],
        "style": {"name": SCRIPT + FORMULA, "visits_per_day": 6},
        "appointments": [
            {"at": "town", "start": "2026-04-11T10:00", "minutes": 30, "title": TEXTS[15]}
        ],
    }


def both(text):
    """Return a text in both languages."""
    return {"en": text, "zh": f"{text}中"}


class _Texts:
    """Deals the texts out in turn, for what a plan may show or not."""

    def __init__(self):
        self.turn = count()

    def one(self):
        return TEXTS[next(self.turn) % len(TEXTS)]

    def both(self):
        return both(self.one())


def _info(texts):
    tariffs = dict.fromkeys(
        (
            *("fuel_cny_per_km", "taxi_flag_fall_cny", "taxi_included_km", "taxi_cny_per_km"),
            *("taxi_far_km", "taxi_far_from_km", "taxi_far_share", "charter_cny_per_day"),
            *("charter_included_km", "charter_cny_per_extra_km", "picnic_cny", "room_cny"),
        ),
        1,
    )
    return {
        "id": "nasty",
        "timezone": "Asia/Shanghai",
        "currency": "CNY",
        "holidays": "CN",
        "gateway": "east",
        "road_classes": {"lane": {"detour": 1.3, "speed_kmh": 50, "overhead_min": 2}},
        "connector_class": "lane",
        "walk_detour": 1.3,
        "walk_kmh": 4,
        "tariffs": {**tariffs, "co2_kg_per_km": {"bus": 0.05}, "confidence": "typical"},
    }


def _link(link_id, start, end, mode, km, minutes, **fields):
    ends = {"from": start, "to": end}
    return {
        "id": link_id,
        "mode": mode,
        "distance_km": km,
        "minutes": minutes,
        "confidence": "typical",
        **ends,
        **fields,
    }


def _train(start, end):
    trips = [
        {"number": TEXTS[14], "departure": f"{hour:02}:40", "arrival": f"{hour + 1:02}:20"}
        for hour in range(7, 20)
    ]
    return {
        "id": f"train-{start}",
        "name": both(TEXTS[14]),
        "from": start,
        "to": end,
        "mode": "high_speed_rail",
        "link_id": "rail",
        "trips": trips,
        "confidence": "sourced",
    }
