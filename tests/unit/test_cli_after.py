"""`xytour explain` and `xytour replan`, run as a person runs them."""

import json
import subprocess
import sys

import pytest
from verifier import verify

import xytour as xt


def run(*arguments):
    """Run xytour in a process of its own."""
    command = [sys.executable, "-m", "xytour", *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


@pytest.fixture(scope="module")
def plan(planner, tmp_path_factory):
    """Return the file of a plan."""
    request = xt.TripRequest(start="2026-04-10", days=1, interests={"tea": 1.0})
    itinerary = planner.plan(request, iterations=40, time_limit=30)
    return itinerary.save(tmp_path_factory.mktemp("plans") / "plan.json")


def test_reasons_are_printed(plan):
    """Why not one place, and what binds: a line each."""
    done = run("explain", str(plan), "--why-not", "jigongshan", "--binding", "--time-limit", "0.2")

    assert (done.returncode, done.stderr) == (0, "")
    first, second = done.stdout.splitlines()
    assert first.startswith("Jigong Mountain Scenic Area")
    assert "an hour more each day" in second


def test_reasons_are_printed_as_json(plan):
    """The same as data; without a question every visit is explained."""
    done = run("explain", str(plan), "--json", "--time-limit", "0.1")

    visits = xt.Itinerary.model_validate_json(plan.read_bytes()).visits
    answers = json.loads(done.stdout)
    assert [answer["place_id"] for answer in answers] == [visit.place_id for visit in visits]


def test_a_trip_is_planned_again(plan, region_file):
    """What comes out keeps all rules and tells of the delay."""
    done = run("replan", str(plan), "--now", "2026-04-10T10:00", "--delay", "30", "--json")

    assert (done.returncode, done.stderr) == (0, "")
    new = json.loads(done.stdout)
    assert verify(new, region_file) == []
    assert "delay" in {item.get("reason") for item in new["days"][0]["items"]}


def test_what_changed_is_printed(plan):
    """On a terminal the plan is followed by its changes."""
    visits = xt.Itinerary.model_validate_json(plan.read_bytes()).visits
    gone = visits[-1]

    done = run("replan", str(plan), "--now", "2026-04-10T08:40", "--closed", gone.place_id)

    assert done.returncode == 0
    assert "it is closed" in done.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--now", "noon"), "expected a time such as"),
        (("--now", "2026-04-10T10:00", "--delay", "-5"), "greater than 0"),
        (("--now", "2026-04-10T10:00", "--closed", "nowhere"), "no place or link"),
    ],
)
def test_bad_input_is_told_in_a_line(plan, arguments, words):
    """Exit code 2, and a sentence."""
    done = run("replan", str(plan), *arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_itinerary_is_told(tmp_path):
    """What is missing is listed."""
    file = tmp_path / "x.json"
    file.write_text('{"days": []}', encoding="utf-8")

    done = run("explain", str(file))

    assert done.returncode == 2
    assert "is not an itinerary" in done.stderr
