"""Itineraries that were tampered with on the way: refused or used, and never a failure."""

import copy
import random

import pytest

ASK = {
    "explain": {"why_not": ["jigongshan"]},
    "replan": {"now": "2026-04-10T10:00", "events": [{"type": "delay", "minutes": 30}]},
    "edit": {"edits": [{"type": "extend", "place_id": "xinyang-tea-city", "minutes": 90}]},
    "suggest": {"place_id": "xinyang-museum"},
    "risk": {"samples": 20},
}
VALUES = [
    None, 0, -1, 10**9, 1e308, "", "nowhere", "2026-04-10T08:00:00+08:00", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+00:00", [], {}, True, "<script>", "{{7*7}}", "xinyang-east-station",
]  # fmt: skip


def leaves(value, path=()):
    """Yield the way to each part of a document."""
    yield path
    if isinstance(value, dict | list):
        steps = value if isinstance(value, dict) else range(len(value))
        for step in steps:
            yield from leaves(value[step], (*path, step))


def tampered(document, dice):
    """Return a copy with a few parts changed, taken out, doubled or put elsewhere."""
    changed = copy.deepcopy(document)
    for _ in range(dice.choice([1, 1, 2, 5])):
        ways = [path for path in leaves(changed) if path]
        if not ways:
            break
        *way, last = dice.choice(ways)
        parent = changed
        for step in way:
            parent = parent[step]
        act = dice.choice(["value", "remove", "double", "swap"])
        if act == "remove":
            del parent[last]
        elif act == "double" and isinstance(parent, list):
            parent.insert(last, copy.deepcopy(parent[last]))
        elif act == "swap" and isinstance(parent, list):
            parent.reverse()
        else:
            parent[last] = dice.choice(VALUES)
    return changed


@pytest.mark.parametrize("path", list(ASK))
def test_a_forged_plan_does_no_harm(client, planned, path):
    """Whatever was changed, the answer is a plan or tells what is wrong."""
    dice = random.Random(path)  # noqa: S311
    seen = set()
    for _ in range(12):
        forged = tampered(planned, dice)
        body = {"itinerary": forged, "iterations": 2, "time_limit": 0.1, **ASK[path]}
        answer = client.post(f"/v1/{path}", json=body)
        seen.add(answer.status_code)

        assert answer.status_code in {200, 404, 409, 422}, (answer.text, forged)

    assert 422 in seen


def test_a_forged_plan_can_be_saved_and_shown(client, planned):
    """What is saved comes back in any format, or is refused; nothing in it is carried out."""
    dice = random.Random(7)  # noqa: S311
    shown = 0
    for _ in range(12):
        forged = tampered(planned, dice)
        saved = client.post("/v1/trips", json={"itinerary": forged})
        assert saved.status_code in {201, 404, 422}, saved.text
        if saved.status_code == 201:
            for suffix in ("ics", "md", "geojson", "gpx"):
                path = f"/v1/trips/{saved.json()['id']}/file"
                answer = client.get(path, params={"format": suffix})
                assert answer.status_code in {200, 422}, (suffix, answer.text, forged)
                shown += answer.status_code == 200

    assert shown > 0
