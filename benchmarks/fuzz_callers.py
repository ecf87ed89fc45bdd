"""What is spoilt on its way from others: suppliers' answers, product maps, flags, bodies."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xytour as xt
from benchmarks.mutations import ODD, spoil, spoil_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    Try = Callable[[Random], str]

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests/golden/tea_by_train/itinerary.json"
STATUSES = (200, 200, 200, 200, 201, 204, 302, 400, 404, 429, 500)


def octo(_folder: Path) -> Try:
    """Answers of a supplier, to each question that it is asked."""
    import httpx
    from servers.octo_goods import PEOPLE, TRAVELLER
    from servers.octo_stock import Shop

    from xytour.booking.octo.calling import Patience
    from xytour.booking.octo.client import OctoClient

    shop = Shop()
    units = [dict(zip(("id", "type", "retail", "net"), row, strict=False)) for row in PEOPLE]
    sessions = [["10:00", "12:00"]]
    tea = {"id": "tea", "option": "standard", "capacity": 10, "units": units, "sessions": sessions}
    shop.products["tea"] = tea
    days = {"localDateStart": "2027-04-10", "localDateEnd": "2027-04-11"}
    asked = {"productId": "tea", "optionId": "standard", "units": [{"id": "adult", "quantity": 2}]}
    free = shop.availability({**asked, **days})
    items = [{"unitId": "adult"}]
    held = shop.reserve({**asked, "uuid": "u", "availabilityId": free[0]["id"], "unitItems": items})
    first, last = date(2027, 4, 10), date(2027, 4, 11)
    questions: list[tuple[Any, Callable[[OctoClient], object]]] = [
        ({"id": "s", "name": "Shop", "endpoint": "http://x", "contact": {}}, OctoClient.supplier),
        ([shop.shown(tea)], OctoClient.products),
        (shop.shown(tea), lambda client: client.product("tea")),
        (free, lambda client: client.availability("tea", "standard", first, last)),
        (shop.calendar({**asked, **days}), lambda c: c.calendar("tea", "standard", first, last)),
        (held, lambda client: client.reserve("u", "tea", "standard", "a", {"adult": 2})),
        (held, lambda client: client.confirm("u", TRAVELLER)),
        (held, lambda client: client.cancel("u")),
        ({"error": "BAD_REQUEST", "errorMessage": "no"}, lambda client: client.booking("u")),
    ]
    patience = Patience(timeout_s=5, deadline_s=10, attempts=1)
    client = OctoClient("http://shop.example", "key", patience=patience)
    answer: dict[str, Any] = {}

    def respond(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(**answer)

    client._caller._client = httpx.Client(transport=httpx.MockTransport(respond))  # noqa: SLF001

    def attempt(dice: Random) -> str:
        sound, ask = dice.choice(questions)
        content = spoil_json(sound, dice)
        if dice.random() < 0.02:
            content = b"[" * 200_000
        headers = {"Retry-After": str(dice.choice((0, -1, "x", "9" * 50)))}
        answer.update(status_code=dice.choice(STATUSES), content=content, headers=headers)
        ask(client)
        return "taken"

    return attempt


def product_map(folder: Path) -> Try:
    """Product maps, read and held against the region."""
    from servers.octo_goods import MAP

    from xytour.booking.product_map import read_product_map

    sound = {"suppliers": {"shop": {"endpoint": "http://x/octo", "key_env": "KEY"}}, **MAP}
    path = folder / "map.json"

    def attempt(dice: Random) -> str:
        path.write_bytes(spoil_json(dice.choice((sound, MAP)), dice))
        read_product_map(path).check_region(xt.load_region())
        return "taken"

    return attempt


FLAGS = {
    "plan": (
        *("--start", "--days", "--from", "--to", "--arrive", "--depart", "--interest", "--style"),
        *("--must", "--avoid", "--seen", "--adults", "--child", "--seniors", "--wheelchairs"),
        *("--budget", "--transport", "--stay", "--one-base", "--max-room", "--day-start"),
        *("--day-end", "--lang", "--request", "--json", "-o", "--time-limit", "--seed", "--region"),
    ),
    "places": ("--kind", "--theme", "--county", "--lang", "--json", "--region"),
    "validate": (),
    "schema": (),
    "explain": ("--why", "--why-not", "--binding", "--json", "--time-limit", "--seed", "--region"),
    "replan": (
        *("--now", "--closed", "--delay", "--rest", "--rest-until", "--bad-weather-until"),
        *("--wish", "--longer-lunch", "--booked", "--json", "-o", "--time-limit", "--seed"),
    ),
}


def cli(folder: Path) -> Try:
    """Commands with flags and values in any order; exit codes 0, 2 and 3 are answers."""
    from typer.testing import CliRunner

    from xytour.cli import app

    region = folder / "region.json"
    region.write_text(json.dumps(_nasty_region()), encoding="utf-8")
    (folder / "junk.json").write_bytes(b'{"start": [')
    values = (
        *("2026-04-10", "2026-04-10T10:30", "2026-04-11T18:00", "1", "2", "-1", "0.2", "tea=1"),
        *("tea=x", "xinyang-museum", "jigongshan", "car", "public", "walk,bus", "slow", "en", "zh"),
        *("08:30", "25:00", "nan", "inf", "1e400", "9" * 40, "", " ", "\x00", "\ud800", "🍵"),
        *(str(region), str(folder / "junk.json"), str(folder), "/dev/null", "/nowhere/x.json"),
        *(str(GOLDEN), str(folder / "out.md"), str(folder / "out.nope"), "\x1b[31m", "--", "-"),
        *("museum", "request", "itinerary", "a" * 300),
    )
    runner = CliRunner()

    def attempt(dice: Random) -> str:
        command = dice.choice(list(FLAGS))
        words = [command]
        if command == "plan":
            words += ["--start", "2026-04-10", "--days", "1", "--time-limit", "0.1"]
        if command in {"explain", "replan"}:
            words += [str(GOLDEN), "--time-limit", "0.05"]
        for _ in range(dice.choice((0, 1, 2, 3, 5))):
            flags = FLAGS[command]
            if flags and dice.random() < 0.85:
                words.append(dice.choice(flags))
            if dice.random() < 0.9:
                words.append(dice.choice(values))
        for at, word in enumerate(words[:-1]):
            # Without an end is what they ask for.
            if word == "--time-limit" and words[at + 1] in {"inf", "1e400", "9" * 40, "1", "2"}:
                words[at + 1] = "0.1"
        result = runner.invoke(app, words)
        error = result.exception
        if error is not None and not isinstance(error, SystemExit):
            msg = f"{words!r}: {error!r}"
            raise AssertionError(msg) from error
        if result.exit_code not in {0, 2, 3}:
            msg = f"{words!r}: exit code {result.exit_code}"
            raise AssertionError(msg)
        return f"exit {result.exit_code}"

    return attempt


def service(folder: Path) -> Try:
    """Bodies, queries and paths of the HTTP service: below 500 is an answer, and 503 too."""
    from fastapi.testclient import TestClient

    from xytour.service.app import create_app
    from xytour.service.settings import Limits, Settings

    limits = Limits(days=3, seconds=20.0, default_seconds=0.1, body_bytes=400_000)
    settings = Settings(store=f"sqlite:///{folder / 'trips.db'}", limits=limits)
    client = TestClient(create_app(settings), raise_server_exceptions=False)
    client.__enter__()
    plan = json.loads(GOLDEN.read_bytes())
    quick = {"iterations": 1, "time_limit": 0.1}
    wish = {"start": "2026-04-10", "days": 1, "meals": ["lunch"], "party": {"adults": 2}}
    of_plan = {"itinerary": plan, **quick}
    edits = [{"type": "remove", "place_id": "xinyang-museum"}]
    bodies: dict[str, dict[str, Any]] = {
        "plan": {"request": wish, **quick},
        "alternatives": {"request": wish, "k": 2, **quick},
        "explain": {**of_plan, "why_not": ["jigongshan"]},
        "replan": {
            **of_plan,
            "now": "2026-04-10T13:20",
            "events": [{"type": "delay", "minutes": 9}],
        },
        "edit": {**of_plan, "edits": edits},
        "suggest": {**of_plan, "place_id": "jigongshan"},
        "risk": {**of_plan, "samples": 5},
        "trips": {"itinerary": plan},
        "quotes": {**of_plan, "title": "Tea"},
    }
    queries = {"q": "tea", "kind": "museum", "limit": "5", "offset": "0", "language": "zh"}

    def attempt(dice: Random) -> str:
        if dice.random() < 0.2:
            odd = {key: str(dice.choice(ODD)).encode("utf-8", "replace") for key in queries}
            chosen = {
                key: dice.choice((queries[key], odd[key]))
                for key in dice.sample(sorted(queries), 3)
            }
            where = dice.choice(("places", "regions", f"trips/{dice.choice('x %/é')}", "jobs/1"))
            answer = client.get(f"/v1/{where}", params=chosen)
        else:
            path = dice.choice(list(bodies))
            body = bodies[path]
            content = spoil_json(body, dice)
            if "itinerary" in body and dice.random() < 0.5:
                content = spoil_json(body | {"itinerary": spoil(plan, dice)}, dice)
            if dice.random() < 0.01:
                content = b"[" * 100_000
            headers = {"Content-Type": "application/json"}
            answer = client.post(f"/v1/{path}", content=content, headers=headers)
        if answer.status_code >= 500 and answer.status_code != 503:
            asked = f"{answer.request.method} {answer.request.url}"
            msg = f"{asked}: {answer.status_code} {answer.text[:200]}"
            raise AssertionError(msg)
        return f"HTTP {answer.status_code}"

    return attempt


def _nasty_region() -> dict[str, Any]:
    from nasty import region

    return region()


CALLERS: dict[str, Callable[[Path], Try]] = {
    "octo": octo,
    "product_map": product_map,
    "cli": cli,
    "service": service,
}
