"""The command line for what follows a plan: `xytour explain`, `replan`.

Both read the JSON that `xytour plan --json` prints.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xytour.cli import RegionFile, _console, _load, _told, app
from xytour.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.model.base import Model
    from xytour.model.happening import Event
    from xytour.model.itinerary import Itinerary

PlanFile = Annotated[Path, typer.Argument(help="Itinerary, as `xytour plan --json` prints it.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _read(path: Path) -> Itinerary:
    """Return the itinerary in a file."""
    from pydantic import ValidationError

    from xytour.catalogue import read_json
    from xytour.errors import DataError
    from xytour.model.faults import faults_of
    from xytour.model.itinerary import Itinerary as Plan

    data = read_json(path)
    try:
        return Plan.model_validate_json(json.dumps(data))
    except ValidationError as error:
        msg = f"{path} is not an itinerary:"
        raise DataError(msg, faults_of(error)) from None


@app.command()
def explain(
    plan: PlanFile,
    why: Annotated[list[str] | None, typer.Option(help="Place id in the plan; repeat.")] = None,
    why_not: Annotated[
        list[str] | None, typer.Option(help="Place id that is not in it; repeat.")
    ] = None,
    binding: Annotated[
        bool, typer.Option("--binding", help="Which of time, money, hours and pace binds.")
    ] = False,
    as_json: AsJson = False,
    time_limit: Annotated[float, typer.Option(help="Seconds for each answer.")] = 0.5,
    seed: Annotated[int, typer.Option(help="Of the random choices.")] = 0,
    region: RegionFile = None,
) -> None:
    """Say why places are in a plan or not, and what binds it.

    Without a question it says why each visit is in the plan.
    """
    with _told():
        itinerary = _read(plan)

        from xytour.planner import Planner

        answers = Planner(_load(region)).explain(itinerary, time_limit=time_limit, seed=seed)
        found: list[Model] = [answers.why_not(place) for place in why_not or ()]
        places = why or []
        if not (why or why_not or binding):
            places = [visit.place_id for visit in itinerary.visits]
        found += [answers.why(place) for place in places]
        if binding:
            found.append(answers.binding())
    _print(found, as_json=as_json)


def _print(found: list[Model], *, as_json: bool) -> None:
    if as_json:
        dumped = [answer.model_dump(mode="json") for answer in found]
        print(json.dumps(dumped, ensure_ascii=False, indent=1))  # noqa: T201
        return
    for answer in found:
        print(getattr(answer, "text", ""))  # noqa: T201


@app.command()
def replan(  # noqa: PLR0913, PLR0917 (one parameter a flag)
    plan: PlanFile,
    now: Annotated[str, typer.Option(help="The time, YYYY-MM-DDTHH:MM.")],
    closed: Annotated[
        list[str] | None, typer.Option(help="Id of a place or link that is closed; repeat.")
    ] = None,
    delay: Annotated[int | None, typer.Option(help="Minutes lost.")] = None,
    rest: Annotated[int | None, typer.Option(help="Minutes of rest, from now on.")] = None,
    rest_until: Annotated[str | None, typer.Option(help="Rest until YYYY-MM-DDTHH:MM.")] = None,
    bad_weather_until: Annotated[
        str | None, typer.Option(help="Nothing outdoors until YYYY-MM-DDTHH:MM.")
    ] = None,
    wish: Annotated[list[str] | None, typer.Option(help="Place id to include; repeat.")] = None,
    longer_lunch: Annotated[int | None, typer.Option(help="Minutes more for lunch.")] = None,
    booked: Annotated[
        list[str] | None, typer.Option(help="Place id that is booked; repeat.")
    ] = None,
    as_json: AsJson = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write a file too, by suffix.")
    ] = None,
    time_limit: Annotated[float, typer.Option(help="Seconds to plan.")] = 0.5,
    seed: Annotated[int, typer.Option(help="Of the random choices.")] = 0,
    region: RegionFile = None,
) -> None:
    """Plan the rest of a trip again after something has happened, and print what changed."""
    given: dict[str, Sequence[object]] = {
        "closed": closed or [],
        "delay": [delay],
        "rest": [rest],
        "rest_until": [rest_until],
        "weather": [bad_weather_until],
        "wish": wish or [],
        "longer_lunch": [longer_lunch],
    }
    with _told():
        itinerary = _read(plan)

        from xytour.planner import Planner

        new = Planner(_load(region)).replan(
            itinerary, now, _events(given), booked=booked, time_limit=time_limit, seed=seed
        )
        if output is not None:
            new.save(output)
        if as_json:
            print(new.model_dump_json(indent=1))  # noqa: T201
            return
        from xytour.export.terminal import print_itinerary

        console = _console()
        print_itinerary(new, console)
        console.print()
        for change in new.revision.changes if new.revision else ():
            console.print(f"* {change.text}")


def _events(given: Mapping[str, Sequence[object]]) -> list[Event]:
    """Return the events that flags tell of."""
    from pydantic import TypeAdapter, ValidationError

    from xytour.model.faults import faults_of
    from xytour.model.happening import Event as AnyEvent

    told = [
        {**_KINDS[name], _FIELDS[name]: value}
        for name, values in given.items()
        for value in values
        if value is not None
    ]
    try:
        return TypeAdapter(list[AnyEvent]).validate_python(told)
    except ValidationError as error:
        msg = "what has happened cannot be meant:"
        raise RequestError(msg, faults_of(error)) from None


_KINDS = {
    "closed": {"type": "closed"},
    "delay": {"type": "delay"},
    "rest": {"type": "rest"},
    "rest_until": {"type": "rest"},
    "weather": {"type": "weather"},
    "wish": {"type": "wish"},
    "longer_lunch": {"type": "longer-meal", "meal": "lunch"},
}
_FIELDS = {
    "closed": "id",
    "delay": "minutes",
    "rest": "minutes",
    "rest_until": "until",
    "weather": "until",
    "wish": "place_id",
    "longer_lunch": "minutes",
}
"""Which event a flag tells of, and which of its fields."""
