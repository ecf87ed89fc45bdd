"""Servers in processes of their own: progress, cancelling, overload, stopping, logs."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from tests.unit.service.conftest import KEY
from xytour.cli import app

LONG = {"request": {"start": "2026-04-10", "days": 5}, "time_limit": 30}
"""A plan whose proof takes longer than its time limit."""

EXAMPLE = Path(__file__).parents[3] / "examples" / "service_client.py"


def events(answer):
    """Yield the events of a stream: their names and data."""
    name = None
    for line in answer.iter_lines():
        if line.startswith("event: "):
            name = line[7:]
        elif line.startswith("data: "):
            yield name, json.loads(line[6:])


def streamed(server, body=LONG, path="plan"):
    """Open a stream of a plan, or of what follows one."""
    return server.client.stream("POST", f"/v1/{path}/stream", json=body)


def eventually(condition):
    """Wait until something holds."""
    for _ in range(600):
        if condition():
            return True
        time.sleep(0.05)
    return False


def health(server):
    """Return how many requests run and wait."""
    told = server.client.get("/health").json()
    return told["running"], told["waiting"]


def test_progress_is_told_and_a_plan_can_be_cancelled(server):
    """Scores come while it works; cancelled, it ends with the best plan by then."""
    scores = []
    with streamed(server) as answer:
        for name, data in events(answer):
            if name == "begun":
                path = f"/v1/plans/{data['id']}"
            elif name == "progress":
                scores.append(data["score"])
                if len(scores) == 1:
                    assert server.client.delete(path).status_code == 202
            else:
                last = name, data

    assert last[0] == "itinerary"
    assert last[1]["certificate"]["score"] >= scores[0]
    assert last[1]["certificate"]["seconds"] < LONG["time_limit"]
    assert eventually(lambda: server.client.delete(path).status_code == 404)


def is_left_alone(server):
    """Whether nothing is under way before the plan that was asked for would have ended."""
    began = time.monotonic()
    return eventually(lambda: health(server) == (0, 0)) and time.monotonic() - began < 25


def hang_up(server, path, body):
    """Ask, and wait for the answer no longer once it is being worked on."""
    patience = httpx.Timeout(60, read=0.4)
    with pytest.raises(httpx.ReadTimeout):
        server.client.post(f"/v1/{path}", json=body, timeout=patience)


def test_who_hangs_up_cancels(server):
    """Nobody's plan is not worked on."""
    hang_up(server, "plan", LONG)

    assert is_left_alone(server)


@pytest.fixture(scope="module")
def long_plan(server):
    """Return a plan of many days, about which there is much to find out."""
    quick = {**LONG, "time_limit": 0.5}
    answer = server.client.post("/v1/plan", json=quick)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("path", "question", "last"),
    [
        ("alternatives", {"k": 3}, "answer"),
        ("explain", {"binding": True}, "answer"),
        ("replan", {"now": "2026-04-10T09:00"}, "itinerary"),
        ("edit", {"edits": [{"type": "set-budget", "budget_cny": 20_000}]}, "itinerary"),
        ("suggest", {"iterations": 100_000}, "answer"),
    ],
)
def test_what_follows_a_plan_is_told_and_cancelled_as_plans_are(
    server, long_plan, path, question, last
):
    """Progress comes; cancelled, it answers with what it has; who hangs up leaves no work."""
    visited = {item.get("place_id") for day in long_plan["days"] for item in day["items"]}
    other = next(one for one in ("jigongshan", "xinyang-museum") if one not in visited)
    about = {"itinerary": long_plan} if path != "alternatives" else {"request": LONG["request"]}
    body = {**about, "time_limit": 30, **question}
    body |= {"place_id": other} if path == "suggest" else {}
    names = []
    with streamed(server, body, path=path) as answer:
        for name, data in events(answer):
            if name == "begun":
                plan = f"/v1/plans/{data['id']}"
            elif name == "progress" and name not in names:
                assert server.client.delete(plan).status_code == 202
            names.append(name)
    assert is_left_alone(server)
    hang_up(server, path, body)

    assert is_left_alone(server)
    assert names[0] == "begun"
    assert "progress" in names
    assert names[-1] == last


def test_who_listens_no_more_cancels(server):
    """A stream that is closed ends its plan."""
    with streamed(server) as answer:
        assert next(events(answer))[0] == "begun"
        assert eventually(lambda: health(server) == (1, 0))

    assert is_left_alone(server)


def test_a_stream_tells_what_is_wrong(server):
    """A conflict is the last event; a bad body is answered before the first."""
    poor = {"start": "2026-04-10", "days": 1, "must_visit": ["jigongshan"], "budget_cny": 1}
    with streamed(server, {"request": poor}) as answer:
        *_, (name, data) = events(answer)
    with streamed(server, {"request": {}}) as refused:
        status = refused.status_code

    assert (name, data["type"], data["status"]) == ("problem", "infeasible", 409)
    assert data["conflict"]
    assert status == 422


def test_the_log_tells_no_secrets(server):
    """Every line is JSON and tells who asked for what; keys, bodies and addresses are not in it."""
    secret = "a-wrong-key-that-is-secret"  # noqa: S105
    server.client.get("/v1/regions", headers={"Authorization": f"Bearer {secret}"})
    server.client.get(f"/v1/trips/{'5' * 32}?token=hidden-in-query")
    poor = {"start": "2026-04-10", "days": 1, "must_visit": ["a-secret-place"]}
    server.client.post("/v1/plan", json={"request": poor})
    mark = {"X-Request-Id": "the-last-one"}
    server.client.get("/health", headers=mark)
    assert eventually(lambda: any("the-last-one" in line for line in server.log))
    text = "".join(server.log)
    lines = [json.loads(line) for line in server.log]

    asked = {(line["path"], line["status"], line["caller"]) for line in lines if "path" in line}
    assert ("/v1/regions", 401, None) in asked
    assert ("/v1/trips/{trip_id}", 404, "first") in asked
    for hidden in (secret, KEY, "hidden-in-query", "a-secret-place", "5" * 32):
        assert hidden not in text


def test_overloaded_it_says_so_and_stopped_it_finishes(server):
    """Who finds no room is told when to come again; told to stop, it gives what it has."""
    answers = []

    def post():
        return server.client.post("/v1/plan", json=LONG)

    threads = [threading.Thread(target=lambda: answers.append(post())) for _ in range(2)]
    threads[0].start()
    assert eventually(lambda: health(server) == (1, 0))
    threads[1].start()
    assert eventually(lambda: health(server) == (1, 1))
    turned_away = post()
    still_there = server.client.get("/v1/regions")
    code = server.stop()  # the last test with this server
    for thread in threads:
        thread.join(60)

    assert turned_away.status_code == 503
    assert int(turned_away.headers["retry-after"]) >= 1
    assert turned_away.json()["type"] == "busy"
    assert still_there.status_code == 200
    planned = [one for one in answers if one.status_code == 200]
    assert len(answers) == 2
    assert planned
    assert all(one.json()["certificate"]["seconds"] < LONG["time_limit"] for one in planned)
    assert {one.status_code for one in answers} <= {200, 503}
    assert code in {0, -15}


def test_two_processes_answer_as_one(running, tmp_path):
    """Any process cancels a plan of another, finds its trips, counts for both; a client runs."""
    with running(tmp_path, "--workers", "2") as server:
        for _ in range(2):
            with streamed(server) as answer:
                for name, data in events(answer):
                    if name == "begun":
                        # A connection of its own: any process may get it.
                        stopped = httpx.delete(f"{server.url}/v1/plans/{data['id']}", timeout=60)
                        assert stopped.status_code == 202
            assert name == "itinerary"
        saved = httpx.post(f"{server.url}/v1/trips", json={"itinerary": data}, timeout=60)
        trip = f"{server.url}/v1/trips/{saved.json()['id']}"
        found = {httpx.get(trip, timeout=60).status_code for _ in range(8)}
        example = subprocess.run(
            [sys.executable, EXAMPLE, server.url],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        figures = httpx.get(f"{server.url}/metrics", timeout=60).text
        code = server.stop()

    assert found == {200}
    assert example.returncode == 0, example.stderr
    assert "events in the calendar" in example.stdout
    assert 'method="DELETE",path="/v1/plans/{plan_id}",status="202"} 2.0' in figures
    assert code in {0, -15}


def test_a_server_that_cannot_run_says_why(tmp_path):
    """What the operator set wrongly is told in a sentence."""
    environment = {**os.environ, "XYTOUR_API_KEYS": ""}
    command = [sys.executable, "-m", "xytour", "serve", "--port", "0", "--region", "missing.json"]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "missing.json" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "keys", "text"),
    [
        (["--host", "0.0.0.0"], "", "set API keys"),  # noqa: S104
        ([], "first=short", "16 characters"),
        (["--quote-rules", "missing.json"], "", "missing.json"),
    ],
)
def test_settings_that_will_not_do_are_told(tmp_path, monkeypatch, options, keys, text):
    """Before anything is loaded, and without the key."""
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["serve", *options], env={"XYTOUR_API_KEYS": keys})

    assert done.exit_code == 2
    assert text in done.stderr
    assert "=short" not in done.stderr
