"""What is fed with spoilt input: each parser with sound input of its own to spoil.

Each target is built once, with a folder to write to, and returns a function of a source of
randomness, which spoils, feeds and returns what came of it. `xytour.XytourError` is a refusal;
any other exception is a fault.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xytour as xt
from benchmarks.mutations import spoil, spoil_bytes, spoil_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Try = Callable[[Random], str]

ROOT = Path(__file__).parents[1]
TAKEN = "taken"


def region_file(folder: Path) -> Try:
    """Region files as JSON; what is taken must plan, or refuse to."""
    from nasty import region, request

    sound = [region(), _few_places()]
    asked = {"nasty": request(), "xinyang": {"start": "2026-04-10", "days": 1}}
    path = folder / "region.json"

    def attempt(dice: Random) -> str:
        path.write_bytes(spoil_json(dice.choice(sound), dice))
        found = xt.load_region(path)
        wish = xt.TripRequest(**asked.get(found.id, asked["xinyang"]))
        xt.Planner(found).plan(wish, iterations=1, time_limit=20)
        return TAKEN

    return attempt


def request(_folder: Path) -> Try:
    """Any request, as JSON and as values; what is taken must plan, or refuse to."""
    from nasty import region
    from nasty import request as nasty_request

    from xytour.catalogue import region_from_dict

    planner = xt.Planner(region_from_dict(region()))
    full = json.loads((ROOT / "tests/golden/tea_by_train/itinerary.json").read_bytes())["request"]
    full |= {"arrive": {"at": "west"}, "depart": {"at": "east"}, "must_visit": ["sight-1"]}
    full |= {"start": "2026-04-10", "days": 2, "appointments": nasty_request()["appointments"]}
    sound = [nasty_request(), full]

    def attempt(dice: Random) -> str:
        document = dice.choice(sound)
        if dice.random() < 0.5:
            spoilt = spoil(document, dice)
            wish = xt.TripRequest.model_validate(spoilt)
        else:
            wish = xt.TripRequest.model_validate_json(spoil_json(document, dice))
        planner.plan(wish, iterations=1, time_limit=20)
        return TAKEN

    return attempt


def itinerary(folder: Path) -> Try:
    """Itineraries read back; what is taken is written in every format, explained, replanned."""
    from importlib.metadata import entry_points

    from xytour.cli_after import _read

    golden = ROOT / "tests/golden/tea_by_train/itinerary.json"
    sound = json.loads(golden.read_bytes())
    planner = xt.Planner()
    names = [e.name for e in entry_points(group="xytour.exporters") if e.name not in {"pdf", "png"}]
    path = folder / "plan.json"

    def attempt(dice: Random) -> str:
        path.write_bytes(spoil_json(sound, dice))
        plan = _read(path)
        refused = 0
        for use in (
            lambda: plan.save(folder / f"plan.{dice.choice(names)}"),
            lambda: planner.risk(plan, samples=5),
            lambda: planner.replan(plan, plan.days[0].items[0].end, [xt.Delay(minutes=30)]),
        ):
            try:
                use()
            except xt.XytourError:
                refused += 1
        return f"{TAKEN}, {refused} of 3 uses refused"

    return attempt


def gtfs(folder: Path) -> Try:
    """GTFS feeds: a small one and its files, row by row, and the zip file's own bytes."""
    from unit.network.gtfs.conftest import SMALL

    from xytour.network.gtfs import read_gtfs

    sound = {name: "\n".join(x.strip() for x in text.strip().splitlines()).encode()
             for name, text in SMALL.items()}  # fmt: skip
    path = folder / "feed.zip"

    def attempt(dice: Random) -> str:
        files = dict(sound)
        for name in dice.sample(sorted(files), dice.choice((0, 1, 1, 2))):
            files[name] = spoil_bytes(files[name], dice)
        if dice.random() < 0.1:
            del files[dice.choice(sorted(files))]
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, "w", dice.choice((0, 8))) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        content = raw.getvalue()
        path.write_bytes(spoil_bytes(content, dice) if dice.random() < 0.3 else content)
        feed = read_gtfs(path)
        str(feed.report)
        return TAKEN if feed.span or not feed.trips else "taken, nothing runs"

    return attempt


def matrix_csv(folder: Path) -> Try:
    """Travel times as CSV, long and square; what is taken must plan."""
    from nasty import region, request

    from xytour.catalogue import region_from_dict
    from xytour.network.importers.matrix_csv import read_matrix_csv

    place = region_from_dict(region())
    ids = [one.id for one in place.places]
    pairs = [(a, b) for a in ids for b in ids if a != b]
    long = "from,to,minutes,distance_km\n" + "".join(f"{a},{b},12.5,8\n" for a, b in pairs)
    rows = [",".join([a, *("0" if a == b else "12" for b in ids)]) for a in ids]
    square = "\n".join([",".join(["from", *ids]), *rows])
    wish = xt.TripRequest(**(request() | {"transport": "car", "must_visit": []}))
    path = folder / "times.csv"

    def attempt(dice: Random) -> str:
        path.write_bytes(spoil_bytes(dice.choice((long, square)).encode(), dice))
        matrix = read_matrix_csv(path, place, missing=dice.choice(("refuse", "unreachable")))
        xt.Planner(place, travel=matrix).plan(wish, iterations=1, time_limit=20)
        return TAKEN

    return attempt


def osm(folder: Path) -> Try:
    """OpenStreetMap extracts: a village as XML and the middle of Helsinki as PBF."""
    from unit.network.importers.test_osm_file import VILLAGE

    from xytour.network.importers.osm_file import read_osm

    helsinki = (ROOT / "examples/data/helsinki-center.osm.pbf").read_bytes()

    def attempt(dice: Random) -> str:
        binary = dice.random() < 0.05
        path = folder / ("x.osm.pbf" if binary else "x.osm")
        path.write_bytes(spoil_bytes(helsinki if binary else VILLAGE.encode(), dice))
        read_osm(path)
        return TAKEN

    return attempt


def hours(_folder: Path) -> Try:
    """Any opening hours, seasons and days; what is taken must be told for every kind of date."""
    from datetime import date

    from drawn.values import DAYS, HOURS, SEASONS

    from xytour.catalogue.hours_syntax import days_fault, hours_fault, season_fault
    from xytour.hours.calendar import HolidayCalendar
    from xytour.hours.windows import Openings

    openings = Openings(HolidayCalendar("CN"), "Asia/Shanghai")
    dates = [date(2000, 1, 1), date(2024, 2, 29), date(2026, 10, 1), date(2100, 12, 31)]
    real = sorted({text for text in _hours_of_xinyang() if text})
    parts = [
        "PH",
        "SH",
        ",",
        ";",
        "||",
        "-",
        "off",
        "Mo[1]",
        "week 53",
        "Feb 30",
        "25:00",
        "+",
        '"',
    ]

    def attempt(dice: Random) -> str:
        text = dice.choice((*HOURS, *SEASONS, *DAYS, *real))
        match dice.randrange(5):
            case 0:
                text = spoil_bytes(text.encode(), dice).decode("utf-8", "surrogateescape")
            case 1:
                at = dice.randrange(len(text))
                text = text[:at] + dice.choice(parts) + text[at + dice.randrange(3) :]
            case _:
                text = _rules(dice)
        reasons = [judge(text) for judge in (hours_fault, season_fault, days_fault)]
        for day in dates if None in reasons else ():
            for opens, closes in openings.intervals(text, day):
                assert 0 <= opens <= closes  # noqa: S101
        return TAKEN if None in reasons else "refused"

    return attempt


def _rules(dice: Random) -> str:
    """Return hours made of parts that may stand together or not."""
    dates = (
        "",
        "",
        "Apr-Oct",
        "Dec 24-Jan 06",
        "2026",
        "2026-2028 Feb 29",
        "week 1-53/2",
        "easter",
    )
    weekdays = ("", "Mo-Fr", "Sa,Su", "PH", "Su,PH", "Mo[1]", "Fr[-1]", "Mo-Su,PH", "Sa-Mo")
    times = ("", "09:00-17:00", "22:00-04:00", "08:00-12:00,13:00-26:00", "24/7", "18:00+", "00:00")
    states = ("", "", "off", "closed", "open", 'unknown "ask"', '"call"')
    text = ""
    for _ in range(dice.choice((1, 1, 2, 3))):
        rule = " ".join(
            filter(None, (dice.choice(some) for some in (dates, weekdays, times, states)))
        )
        text += (dice.choice(("; ", ", ", " || ")) if text else "") + rule
    return text


def _few_places() -> dict[str, Any]:
    """Return the bundled region with few of its places, and no links."""
    file = json.loads((ROOT / "data" / "attractions.json").read_bytes())
    gateway = file["region"]["gateway"]
    seen: dict[str, int] = {}
    for place in file["places"]:
        seen[place["kind"]] = seen.get(place["kind"], 0) + 1
        place["few"] = seen[place["kind"]] <= 2 or place["id"] == gateway
    file["places"] = [place for place in file["places"] if place.pop("few")]
    known = {place["id"] for place in file["places"]}
    for place in file["places"]:
        place["sources"] = []
    file |= {"sources": {}, "links": [], "services": [], "boards": [], "stories": []}
    file["region"]["tariffs"]["sources"] = []
    rental = file["region"]["tariffs"].get("rental")
    if rental:
        rental["sources"] = []
        rental["places"] = [at for at in rental["places"] if at in known] or [gateway]
    return file


def _hours_of_xinyang() -> list[str | None]:
    file = json.loads((ROOT / "data" / "attractions.json").read_bytes())
    return [place.get("opening_hours") for place in file["places"]]


TARGETS: dict[str, Callable[[Path], Try]] = {
    "region": region_file,
    "request": request,
    "itinerary": itinerary,
    "gtfs": gtfs,
    "matrix": matrix_csv,
    "osm": osm,
    "hours": hours,
}
