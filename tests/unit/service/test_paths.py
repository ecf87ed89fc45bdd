"""Each path answers as it says, within its limits, and tells what is wrong."""

import json

import pytest
from verifier import verify

import xytour as xt
from tests.unit.service.conftest import FEW, OTHER_KEY

DAY = {"start": "2026-04-10", "days": 1}


def problem(answer, status, kind):
    """Return a problem document, of this status and kind."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["type"]) == (status, kind)
    return told


def test_a_plan_is_what_the_planner_plans(client, planner, planned, region_file, small):
    """The service adds nothing to the plan, and takes nothing away."""
    assert verify(planned, region_file) == []
    alone = planner.plan(xt.TripRequest(**small), iterations=20, time_limit=20)
    assert planned["days"] == alone.model_dump(mode="json")["days"]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "$.request"),
        ({"request": {"days": 1}}, "$.request"),
        ({"request": {**DAY, "days": 4}}, "$.request.days"),
        ({"request": DAY, "time_limit": 21}, "$.time_limit"),
        ({"request": DAY, "iterations": 10**9}, "$.iterations"),
        ({"request": {**DAY, "avoid": ["x"] * 501}}, "$.request"),
        ({"request": {**DAY, "must_visit": ["nowhere"]}}, "$.must_visit[0]"),
        ({"request": DAY, "speed": 1}, "$.speed"),
    ],
)
def test_what_is_wrong_with_a_body_is_told(client, body, path):
    """A fault names its place, and how to mend it."""
    told = problem(client.post("/v1/plan", json=body), 422, "bad-request")

    assert [fault["path"] for fault in told["faults"]] == [path]
    assert told["faults"][0]["reason"]
    assert told["faults"][0]["mend"]


def test_wishes_in_conflict_are_named(client, small):
    """Who wants what cannot be had is told which wishes are in each other's way."""
    wish = {**small, "must_visit": ["jigongshan"], "budget_cny": 1}
    told = problem(client.post("/v1/plan", json={"request": wish}), 409, "infeasible")

    assert sorted(told["conflict"]) == ["budget_cny=1", "must_visit=jigongshan"]
    assert told["relax"]


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 100_000, 400),
        (b"1" * 5_000, 400),
        (b'"\\ud800"', 422),
        (b'{"request": {"start": "2026-04-10", "days": NaN}}', 422),
        (b"null", 422),
        (b"", 422),
        (b"[" * 500_000, 413),
    ],
)
def test_no_body_does_harm(client, content, status):
    """Whatever the bytes, the answer is a problem document."""
    json_type = {"Content-Type": "application/json"}
    answer = client.post("/v1/plan", content=content, headers=json_type)

    assert answer.status_code == status
    assert answer.json()["status"] == status


def test_a_body_that_does_not_tell_its_length_is_cut_off(client):
    """A body that comes in pieces is not read past the limit."""

    def pieces():
        for _ in range(100):
            yield b" " * 10_000

    answer = client.post("/v1/plan", content=pieces(), headers={"Content-Type": "application/json"})

    assert answer.status_code == 413


@pytest.mark.parametrize("given", [None, "Bearer wrong", "Basic abc", "Bearer ", "Bearer \u00e9"])
def test_nobody_without_a_key_is_let_in(client, given):
    """A wrong key is like none."""
    headers = {} if given is None else {"Authorization": given.encode()}
    saved = client.headers.pop("Authorization")
    try:
        answer = client.get("/v1/regions", headers=headers)
        assert client.get("/health").status_code == 200
    finally:
        client.headers["Authorization"] = saved

    problem(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_regions_and_places_can_be_searched(client, region):
    """A region tells its parts, a search its places, page by page, and a place all about it."""
    (info,) = client.get("/v1/regions").json()["regions"]
    about_tea = {"theme": "tea", "limit": 2}
    first = client.get("/v1/regions/xinyang/places", params=about_tea).json()
    next_ = client.get("/v1/regions/xinyang/places", params={**about_tea, "offset": 2}).json()
    whole = client.get(f"/v1/regions/xinyang/places/{first['places'][0]['id']}").json()["place"]

    assert info["id"] == region.id
    assert sum(info["kinds"].values()) == len(region.places)
    assert len(first["places"]) == len(next_["places"]) == 2
    assert not {p["id"] for p in first["places"]} & {p["id"] for p in next_["places"]}
    assert whole == region.by_id[whole["id"]].model_dump(mode="json", by_alias=True)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/regions/nowhere/places",
        "/v1/regions/xinyang/places/nowhere",
        "/v1/regions/..%2f..%2fetc%2fpasswd/places",
        "/v1/regions/xinyang/places/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/v1/trips/..%2f..%2fetc%2fpasswd",
        "/v1/trips/' OR 1=1 --",
        "/v1/trips/{{7*7}}",
        "/static/../../etc/passwd",
        "/docs",
    ],
)
def test_a_path_leads_nowhere_else(client, path):
    """Neither files nor tables are reached through a path, nor is one rendered."""
    answer = client.get(path)

    assert answer.status_code in {404, 422}
    assert "root:" not in answer.text
    assert "49" not in answer.text


def test_a_saved_trip_belongs_to_who_saved_it(client, planned):
    """Its holder reads it and removes it; to others it does not exist."""
    saved = client.post("/v1/trips", json={"itinerary": planned})
    path = f"/v1/trips/{saved.json()['id']}"
    others = {"Authorization": f"Bearer {OTHER_KEY}"}

    assert saved.status_code == 201
    assert client.get(path).json() == planned
    problem(client.get(path, headers=others), 404, "not-found")
    problem(client.delete(path, headers=others), 404, "not-found")
    assert client.delete(path).status_code == 204
    problem(client.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("suffix", "media_type", "begin"),
    [
        ("ics", "text/calendar; charset=utf-8", "BEGIN:VCALENDAR"),
        ("geojson", "application/geo+json", "{"),
        ("md", "text/markdown; charset=utf-8", "#"),
    ],
)
def test_a_saved_trip_comes_as_a_file(client, planned, suffix, media_type, begin):
    """A file is what save() writes, for download and nothing else."""
    trip = client.post("/v1/trips", json={"itinerary": planned}).json()["id"]
    answer = client.get(f"/v1/trips/{trip}/file", params={"format": suffix})

    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.text.startswith(begin)


def test_an_unknown_format_is_refused(client, planned):
    """The formats that there are are named."""
    trip = client.post("/v1/trips", json={"itinerary": planned}).json()["id"]
    answer = client.get(f"/v1/trips/{trip}/file", params={"format": "doc"})

    assert ".ics" in problem(answer, 422, "refused")["detail"]


def test_what_follows_a_plan(client, planned, region_file):
    """Reasons, replans, edits, suggestions and risks are those of the plan that was sent."""
    first = next(one for one in planned["days"][0]["items"] if one["type"] == "visit")["place_id"]
    ask = {"itinerary": planned, "iterations": 20, "time_limit": 1}

    def told(path, **body):
        answer = client.post(f"/v1/{path}", json={**ask, **body})
        assert answer.status_code == 200, answer.text
        return answer.json()

    explained = told("explain", why=[first], why_not=["xinyang-museum"])
    delayed = told("replan", now="2026-04-10T09:00", events=[{"type": "delay", "minutes": 40}])
    edited = told("edit", edits=[{"type": "remove", "place_id": first}])
    risk = told("risk", samples=50)

    assert explained["why"][0]["place_id"] == first
    assert explained["why_not"][0]["reason"] == "unwanted"
    assert delayed["revision"]["now"].startswith("2026-04-10T09:00")
    assert first not in json.dumps(edited["days"])
    assert verify(edited, region_file) == []
    assert risk["samples"] == 50


def test_a_suggestion_can_be_taken(client, small, region_file):
    """What is suggested, handed back as an edit, is in the new plan and keeps its rules."""
    wish = {**small, "avoid": [one for one in small["avoid"] if one != "xinyang-museum"]}
    effort = {"iterations": 5, "time_limit": 9}
    plan = client.post("/v1/plan", json={"request": wish, **effort}).json()
    inside = {one.get("place_id") for one in plan["days"][0]["items"] if one["type"] == "visit"}
    place = next(one for one in ("xinyang-museum", *FEW) if one not in inside)

    told = client.post("/v1/suggest", json={"itinerary": plan, "place_id": place, **effort})
    ways = told.json()["suggestions"]
    body = {"itinerary": plan, "edits": [ways[0]["edit"]], **effort}
    edited = client.post("/v1/edit", json=body).json()

    assert {way["place_id"] for way in ways} == {place}
    assert [way["score"] for way in ways] == sorted((way["score"] for way in ways), reverse=True)
    assert place in {one.get("place_id") for one in edited["days"][0]["items"]}
    assert verify(edited, region_file) == []


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("suggest", {"place_id": "nowhere"}, 422),
        ("edit", {"edits": [{"type": "remove", "place_id": "nowhere"}]}, 422),
        ("edit", {"edits": []}, 422),
        ("edit", {"edits": [{"type": "paint"}]}, 422),
        ("replan", {"now": "2031-01-01T10:00"}, 422),
        ("replan", {"now": "soon"}, 422),
        ("explain", {"why": ["nowhere"]}, 422),
        ("explain", {"why_not": ["nowhere"]}, 422),
    ],
)
def test_what_makes_no_sense_after_a_plan_is_told(client, planned, path, body, status):
    """Unknown places, times after the trip and edits of no kind are named."""
    ask = {"itinerary": planned, "iterations": 2, "time_limit": 1}
    answer = client.post(f"/v1/{path}", json={**ask, **body})

    assert answer.status_code == status, answer.text
    assert answer.json()["detail"] or answer.json()["faults"]


def test_what_follows_a_saved_plan(client, planned):
    """A saved trip is named by its id; one that is not there is not found."""
    trip = client.post("/v1/trips", json={"itinerary": planned}).json()["id"]

    assert client.post("/v1/risk", json={"trip": trip, "samples": 10}).status_code == 200
    problem(client.post("/v1/risk", json={"trip": "0" * 32}), 404, "not-found")
    problem(client.post("/v1/risk", json={}), 422, "bad-request")


def test_too_many_questions_are_refused(client, planned):
    """Each question asks the optimiser again, so their number has a limit."""
    body = {"itinerary": planned, "why_not": ["jigongshan"] * 11}

    assert problem(client.post("/v1/explain", json=body), 422, "bad-request")["faults"]


def test_alternatives_differ(client, small):
    """Two plans are asked for and have other places."""
    wish = {**small, "avoid": small["avoid"][30:]}
    body = {"request": wish, "k": 2, "iterations": 20, "time_limit": 2}
    found = client.post("/v1/alternatives", json=body).json()["itineraries"]

    one, other = ({i.get("place_id") for i in plan["days"][0]["items"]} for plan in found)
    assert one != other


def test_the_figures_tell_what_was_done(client):
    """Plans, requests and what is under way are counted, by path and not by address."""
    client.get("/v1/trips/0123456789abcdef0123456789abcdef")
    text = client.get("/metrics").text

    assert 'xytour_requests_total{method="GET",path="/v1/trips/{trip_id}",status="404"}' in text
    assert "xytour_plan_gap_bucket" in text
    assert "xytour_running 0.0" in text
    assert "0123456789abcdef" not in text


def test_a_method_that_is_not_there_names_those_that_are(client):
    """All methods of a path are named."""
    answer = client.put(f"/v1/trips/{'0' * 32}")

    problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == "DELETE, GET"


def test_an_id_of_the_caller_comes_back(client):
    """A request is known by the caller's id if it is a good one, else by a new one."""
    mine = client.get("/health", headers={"X-Request-Id": "abc-1"})
    bad = client.get("/health", headers={"X-Request-Id": 'x" injected'})

    assert mine.headers["x-request-id"] == "abc-1"
    assert len(bad.headers["x-request-id"]) == 32


def test_the_examples_of_the_document_work(client):
    """The examples that a reader tries first give plans."""
    document = client.get("/openapi.json").json()
    examples = document["components"]["schemas"]["PlanBody"]["examples"]

    assert len(examples) == 2
    for example in examples:
        assert client.post("/v1/plan", json=example).status_code == 200
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPBearer" in document["components"]["securitySchemes"]
