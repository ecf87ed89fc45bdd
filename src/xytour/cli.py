"""The command line: `xytour plan`, `places`, `validate`, `schema`; more in `cli_after`.

Heavy parts of the package are imported by the command that needs them, so that `--help`
is there at once. Answers go to stdout, complaints to stderr; exit code 0 is done, 2 bad
input, 3 wishes that cannot be met.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from xytour.errors import InfeasibleError, RequestError, XytourError
from xytour.export.clean import printable
from xytour.service.commands import add_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import BaseModel
    from rich.console import Console

    from xytour.errors import Fault
    from xytour.model.base import Language
    from xytour.model.region import Region
    from xytour.model.request import TripRequest
    from xytour.planner.progress import PlanProgress

BAD_INPUT, INFEASIBLE = 2, 3
TABLES = frozenset({"interests", "caps_cny"})
"""Fields of a request that a flag replaces as a whole."""

app = typer.Typer(
    help="Plan trips in Xinyang, or in any region described by a data file.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


class Lang(StrEnum):
    """Languages of the texts."""

    en = "en"
    zh = "zh"


class StyleChoice(StrEnum):
    """The four named styles."""

    quick = "quick"
    slow = "slow"
    immersive = "immersive"
    balanced = "balanced"


class SchemaChoice(StrEnum):
    """What has a JSON Schema."""

    region = "region"
    request = "request"
    itinerary = "itinerary"


RegionFile = Annotated[
    Path | None, typer.Option("--region", help="Region file; the bundled Xinyang if not given.")
]


def main() -> None:
    """Run the command line."""
    app()


@contextmanager
def _told() -> Iterator[None]:
    """Turn the errors that xytour raises on purpose into a sentence and an exit code."""
    try:
        yield
    except XytourError as error:
        faults: tuple[Fault, ...] = getattr(error, "faults", ())
        text = str(faults[0]) if len(faults) == 1 else str(error)
        print(f"xytour: {printable(text)}", file=sys.stderr)  # noqa: T201
        code = INFEASIBLE if isinstance(error, InfeasibleError) else BAD_INPUT
        raise typer.Exit(code) from None


def _load(path: Path | None) -> Region:
    from xytour.catalogue import load_region

    return load_region(path)


def _console() -> Console:
    from rich.console import Console

    # A pipe tells no width, and the usual 80 columns break names and hours apart.
    piped = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, markup=False, emoji=False, width=100 if piped else None)


@app.command()
def plan(  # noqa: PLR0913, PLR0917 (one parameter a flag)
    start: Annotated[str | None, typer.Option(help="First date, YYYY-MM-DD.")] = None,
    days: Annotated[int | None, typer.Option(help="Number of days.")] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help="Where the trip begins, id or name.")
    ] = None,
    to: Annotated[str | None, typer.Option(help="Where it ends; as --from.")] = None,
    arrive: Annotated[str | None, typer.Option(help="Arrival, YYYY-MM-DDTHH:MM.")] = None,
    depart: Annotated[str | None, typer.Option(help="Departure, YYYY-MM-DDTHH:MM.")] = None,
    interest: Annotated[
        list[str] | None, typer.Option(help="THEME=WEIGHT, 0 to 1; repeat for more.")
    ] = None,
    style: Annotated[StyleChoice | None, typer.Option(help="How to travel.")] = None,
    must: Annotated[
        list[str] | None, typer.Option(help="Place to include, id or name; repeat.")
    ] = None,
    avoid: Annotated[list[str] | None, typer.Option(help="Place to leave out; repeat.")] = None,
    seen: Annotated[list[str] | None, typer.Option(help="Place known already; repeat.")] = None,
    adults: Annotated[int | None, typer.Option(help="Number of adults.")] = None,
    child: Annotated[list[int] | None, typer.Option(help="A child's age; repeat.")] = None,
    seniors: Annotated[int | None, typer.Option(help="Number of people of 60 or older.")] = None,
    wheelchairs: Annotated[int | None, typer.Option(help="How many use a wheelchair.")] = None,
    budget: Annotated[float | None, typer.Option(help="Most to spend in all, CNY.")] = None,
    cap: Annotated[
        list[str] | None, typer.Option(help="KIND=CNY, most for a kind of cost; repeat.")
    ] = None,
    rooms: Annotated[int | None, typer.Option(help="Number of rooms.")] = None,
    transport: Annotated[
        str | None,
        typer.Option(help="car, rented_car, charter, public, or modes joined by commas."),
    ] = None,
    stay: Annotated[list[str] | None, typer.Option(help="Stay to choose from; repeat.")] = None,
    one_base: Annotated[bool, typer.Option("--one-base", help="The same bed every night.")] = False,
    max_room: Annotated[float | None, typer.Option(help="Dearest room and night, CNY.")] = None,
    day_start: Annotated[str | None, typer.Option(help="When days begin, HH:MM.")] = None,
    day_end: Annotated[str | None, typer.Option(help="When days end, HH:MM.")] = None,
    lang: Annotated[Lang | None, typer.Option(help="Language of the texts.")] = None,
    request: Annotated[
        Path | None, typer.Option(help="JSON file of a request; flags replace its fields.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the itinerary's JSON.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write a file too, by suffix.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds to plan.")] = 0.8,
    seed: Annotated[int, typer.Option(help="Of the random choices.")] = 0,
    region: RegionFile = None,
) -> None:
    """Plan a trip and print it.

    Without a place it begins and ends at the region's main station.
    """
    flags = {
        "start": start,
        "days": days,
        "arrive": _without_none({"at": from_, "time": arrive}),
        "depart": _without_none({"at": to, "time": depart}),
        "style": style and style.value,
        "must_visit": must,
        "avoid": avoid,
        "seen": seen,
        "party": _without_none(
            {"adults": adults, "children": child, "seniors": seniors, "wheelchairs": wheelchairs}
        ),
        "budget_cny": budget,
        "transport": _transport(transport),
        "stay": _without_none(
            {
                "places": stay,
                "one_base": one_base or None,
                "max_room_cny": max_room,
                "rooms": rooms,
            }
        ),
        "day_start": day_start,
        "day_end": day_end,
        "language": lang and lang.value,
    }
    with _told():
        flags["interests"] = _interests(interest)
        flags["caps_cny"] = _numbers("--cap", "KIND=CNY", cap, "stay=900 or meal=400")
        loaded = _load(region)
        wish = _request(request, _without_none(flags), loaded)

        from xytour.planner import Planner

        with _progress(wish.language) as tell:
            itinerary = Planner(loaded).plan(wish, time_limit=time_limit, seed=seed, progress=tell)
        if output is not None:
            itinerary.save(output)
        if as_json:
            print(itinerary.model_dump_json(indent=1))  # noqa: T201
        else:
            from xytour.export.terminal import print_itinerary

            print_itinerary(itinerary, _console())


@contextmanager
def _progress(language: Language) -> Iterator[Callable[[PlanProgress], None] | None]:
    """Show a line about how far the planner has come, while it works, to who looks on."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console

    from xytour.export.terminal import progress_line
    from xytour.planner.progress import PlanProgress

    console = Console(stderr=True, highlight=False, markup=False, emoji=False)
    with console.status(progress_line(PlanProgress(None, None, 0.0), language)) as status:
        yield lambda state: status.update(progress_line(state, language))


def _without_none(fields: dict[str, Any]) -> dict[str, Any] | None:
    """Return the fields that say something, None if none does."""
    return {key: value for key, value in fields.items() if value not in (None, [])} or None


def _transport(text: str | None) -> str | list[str] | None:
    if text is None or text in {"car", "rented_car", "charter", "public"}:
        return text
    return [mode.strip() for mode in text.split(",")]


def _interests(texts: list[str] | None) -> dict[str, float] | None:
    whole = [text if "=" in text else f"{text}=1" for text in texts or ()]
    return _numbers("--interest", "THEME=WEIGHT", whole, "tea=1 or red=0.6")


def _numbers(
    flag: str, form: str, texts: list[str] | None, example: str
) -> dict[str, float] | None:
    """Return what a flag of the form NAME=NUMBER says; nothing where it is not given."""
    if not texts:
        return None
    numbers = {}
    for text in texts:
        name, _, number = text.partition("=")
        try:
            numbers[name.strip()] = float(number)
        except ValueError:
            msg = f"{flag} {text!r}: expected {form}, as in {example}"
            raise RequestError(msg) from None
    return numbers


def _request(path: Path | None, flags: dict[str, Any] | None, region: Region) -> TripRequest:
    """Return the request of a file with the flags laid over it, field by field."""
    from xytour.catalogue import read_json
    from xytour.model.request import TripRequest

    data = {} if path is None else read_json(path)
    if not isinstance(data, dict):
        msg = f"{path}: expected a JSON object with the fields of a request"
        raise RequestError(msg)
    for key, value in (flags or {}).items():
        inside = isinstance(value, dict) and isinstance(data.get(key), dict) and key not in TABLES
        data[key] = {**data[key], **value} if inside else value
    # A time without a place means the region's main station; leaving from where one came.
    ends = {key: data[key] for key in ("arrive", "depart") if isinstance(data.get(key), dict)}
    fallback = ends.get("arrive", {}).get("at", region.region.gateway)
    for end in ends.values():
        end.setdefault("at", fallback)
    return TripRequest.model_validate(data)


@app.command()
def places(
    query: Annotated[str, typer.Argument(help="Part of a name, an id or a summary.")] = "",
    kind: Annotated[str | None, typer.Option(help="Kind of place, such as museum.")] = None,
    theme: Annotated[str | None, typer.Option(help="Theme, such as tea.")] = None,
    county: Annotated[str | None, typer.Option(help="County id, such as xinxian.")] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the texts.")] = Lang.en,
    as_json: Annotated[bool, typer.Option("--json", help="Print the places' JSON.")] = False,
    region: RegionFile = None,
) -> None:
    """Search the places of a region, or list them all."""
    from xytour.model.search import find_places

    with _told():
        loaded = _load(region)
        found = find_places(loaded, query, kind=kind, theme=theme, county=county)
        if as_json:
            dumped = [place.model_dump(mode="json", by_alias=True) for place in found]
            print(json.dumps(dumped, ensure_ascii=False, indent=1))  # noqa: T201
            return
        from xytour.export.listing import print_places

        print_places(found, lang.value, _console(), currency=loaded.region.currency)


@app.command()
def validate(
    file: Annotated[Path, typer.Argument(help="Region file to check.")],
) -> None:
    """Check a region file and list everything that is wrong with it."""
    from xytour.catalogue import find_faults, read_json

    with _told():
        data = read_json(file)
        faults = find_faults(data)
    for fault in faults:
        print(printable(str(fault)))  # noqa: T201
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        print(f"{file}: {count}", file=sys.stderr)  # noqa: T201
        raise typer.Exit(BAD_INPUT)
    assert isinstance(data, dict)  # noqa: S101 (else a fault was found)
    counted = f"{len(data['places'])} places, {len(data.get('links', ()))} links"
    print(f"{file}: {counted}, no faults")  # noqa: T201


@app.command()
def schema(
    what: Annotated[SchemaChoice, typer.Argument(help="Which model.")],
) -> None:
    """Print the JSON Schema of a region file, a request or an itinerary."""
    from xytour.model.itinerary import Itinerary
    from xytour.model.region import Region
    from xytour.model.request import TripRequest

    models: dict[str, type[BaseModel]] = {
        "region": Region,
        "request": TripRequest,
        "itinerary": Itinerary,
    }
    model = models[what.value]
    text = json.dumps(model.model_json_schema(by_alias=True), ensure_ascii=False, indent=1)
    print(text)  # noqa: T201


add_commands(app, _told)
# They add their commands to the app; at the end, for they need what is above.
from xytour import cli_after as _after  # noqa: E402, F401
from xytour import cli_import as _import  # noqa: E402, F401
