"""The command line, run as a person runs it."""

import json
import os
import re
import subprocess
import sys

import pytest
from verifier import verify

import xytour as xt

TRIP = ("--start", "2026-04-10", "--days", "1", "--time-limit", "0.2")


def run(*arguments):
    """Run xytour in a process of its own."""
    command = [sys.executable, "-m", "xytour", *arguments]
    return subprocess.run(
        command, check=False, capture_output=True, text=True, encoding="utf-8", timeout=120
    )


def test_a_plan_reads_well():
    """The days, what is done when, costs and the bound stand in the text, without colours."""
    done = run("plan", "--days", "2", *TRIP[:2], "--interest", "tea=1", "--style", "slow")

    assert done.returncode == 0
    assert done.stderr == ""
    assert "Xinyang, 2 days from Friday 10 April 2026" in done.stdout
    assert "for 2 adults, slow style" in done.stdout
    assert "Saturday 11 April 2026" in done.stdout
    proven = r"proven, no plan within the scope is better"
    bounded = r"no plan within the scope exceeds [\d.]+ \(gap [\d.]+%\)"
    assert re.search(rf"Score [\d.]+(: {proven}|; {bounded})", done.stdout)
    assert "Night at" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_plan_in_chinese():
    """The same in Chinese."""
    done = run("plan", *TRIP, "--lang", "zh")

    assert done.returncode == 0
    assert "2026年4月10日 星期五" in done.stdout
    assert "成人2位，均衡风格" in done.stdout


def test_json_is_the_itinerary_and_nothing_else(region_file):
    """What is printed reads back as an itinerary that keeps all rules."""
    done = run("plan", *TRIP, "--json")

    assert done.stderr == ""
    assert verify(json.loads(done.stdout), region_file) == []
    assert xt.Itinerary.model_validate_json(done.stdout).request.days == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_who_looks_on_sees_how_far_it_has_come():
    """A terminal gets a line with score, bound and gap; what is piped stays what it is."""
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "xytour", "plan", *TRIP, "--json"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as running:
        os.close(theirs)
        printed, _ = running.communicate(timeout=120)
    seen = os.read(ours, 1 << 20).decode("utf-8")
    os.close(ours)

    assert re.search(r"Planning: score [\d.]+, at most [\d.]+, gap [\d.]+%, [\d.]+ s", seen)
    assert json.loads(printed)["request"]["days"] == 1


def test_a_request_file_is_planned_and_flags_replace_its_fields(tmp_path):
    """A file holds the request, flags change single wishes of it."""
    file = tmp_path / "trip.json"
    wish = {"start": "2026-04-10", "days": 2, "party": {"adults": 1, "seniors": 1}}
    file.write_text(json.dumps(wish), encoding="utf-8")

    done = run(
        *("plan", "--request", str(file), "--days", "1", "--child", "7"),
        *("--from", "xinxian-station", "--time-limit", "0.2", "--json"),
    )

    request = json.loads(done.stdout)["request"]
    assert request["days"] == 1
    assert {name: n for name, n in request["party"].items() if n} == {
        "adults": 1,
        "children": [7],
        "seniors": 1,
    }
    assert request["arrive"]["at"] == "xinxian-station"


def test_a_file_is_written_beside_what_is_printed(tmp_path):
    """--output writes the format of its suffix."""
    file = tmp_path / "trip.md"

    done = run("plan", *TRIP, "--output", str(file))

    assert done.returncode == 0
    assert file.read_text(encoding="utf-8").startswith("# Xinyang, one day on")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--days", "2"), "no date"),
        (("--start", "yesterday", "--days", "2"), "$.start"),
        (("--start", "2026-04-10", "--days", "0"), "greater than or equal to 1"),
        (("--start", "2026-04-10", "--days", "2", "--interest", "tea=much"), "THEME=WEIGHT"),
        (("--start", "2026-04-10", "--days", "2", "--interest", "te=1"), "$.interests.te"),
        (("--start", "2026-04-10", "--days", "2", "--must", "jigongshn"), "did you mean"),
        (("--start", "2026-04-10", "--days", "2", "--from", "nowhere"), "no such place"),
        (("--start", "2026-04-10", "--days", "2", "--transport", "rocket"), "$.transport"),
        (("--request", "there-is-no-such-file.json"), "No such file"),
        ((*TRIP, "--region", "there-is-no-such-file.json"), "No such file"),
        ((*TRIP[:4], "--time-limit", "0"), "time_limit"),
        ((*TRIP, "--output", "trip.docx"), "suffixes known: .csv"),
    ],
)
def test_bad_input_is_one_clear_sentence_and_exit_code_2(arguments, words):
    """Nothing on stdout, no traceback, what is wrong on stderr."""
    done = run("plan", *arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert words in done.stderr
    assert done.stderr.startswith("xytour: ")
    assert "Traceback" not in done.stderr


def test_a_wish_that_cannot_be_met_is_exit_code_3():
    """What conflicts and what to try is said."""
    done = run("plan", *TRIP, "--budget", "10")

    assert done.returncode == 3
    assert done.stdout == ""
    assert "budget_cny=10" in done.stderr
    assert "try: raise the budget" in done.stderr


def test_places_are_found_by_word_kind_and_theme():
    """A search narrows the list, in either language."""
    museums = run("places", "museum", "--kind", "museum")
    tea = run("places", "茶", "--theme", "tea", "--lang", "zh", "--json")

    assert "xinyang-museum" in museums.stdout
    assert "Tu-Su 09:00-17:00; Mo off; PH 09:00-17:00" in museums.stdout
    found = json.loads(tea.stdout)
    assert found[0]["themes"]["tea"] == max(place["themes"]["tea"] for place in found)


@pytest.mark.parametrize("flag", ["--kind", "--theme", "--county"])
def test_unknown_words_of_a_search_are_told(flag):
    """A kind, theme or county that does not exist is answered with those that do."""
    done = run("places", flag, "nonsense")

    assert done.returncode == 2
    assert "expected one of" in done.stderr


def test_validate_praises_a_good_file(tmp_path, region_file):
    """A file without faults is counted and passed."""
    file = tmp_path / "region.json"
    file.write_text(json.dumps(region_file), encoding="utf-8")

    done = run("validate", str(file))

    assert done.returncode == 0
    assert "322 places, 338 links, no faults" in done.stdout


def test_validate_lists_all_faults(tmp_path, region_file):
    """Each fault comes with its path, the value, why it is wrong and how to mend it."""
    file = tmp_path / "region.json"
    broken = json.loads(json.dumps(region_file))
    broken["places"][0]["kind"] = "gatewy"
    broken["links"][1]["minutes"] = -5
    file.write_text(json.dumps(broken), encoding="utf-8")

    done = run("validate", str(file))

    assert done.returncode == 2
    assert "$.places[0].kind: 'gatewy' - there is no such kind of place" in done.stdout
    assert "$.links[1].minutes: -5" in done.stdout
    assert done.stderr.strip().endswith("2 faults")


@pytest.mark.parametrize("what", ["region", "request", "itinerary"])
def test_schemas_are_json_schemas(what):
    """A schema names the model's fields, as they stand in files."""
    schema = json.loads(run("schema", what).stdout)

    assert schema["type"] == "object"
    fields = {"region": "places", "request": "must_visit", "itinerary": "certificate"}
    assert fields[what] in schema["properties"]


def test_help_names_the_commands():
    """Who asks for help sees what there is."""
    done = run("--help")

    assert done.returncode == 0
    assert all(name in done.stdout for name in ("plan", "places", "validate", "schema"))
