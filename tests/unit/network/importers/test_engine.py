"""Travel matrices from routing engines that run, hang, break down and talk nonsense."""

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from servers import free_port, osrm_like, valhalla_over

import xytour as xt
from xytour.network.geodesy import great_circle_m
from xytour.network.importers.engine import Asking, engine_matrix
from xytour.network.travel import UNREACHABLE

routingpy = pytest.importorskip("routingpy", reason="speaks to the engines")
ROOT = Path(__file__).parents[4]
HASTY = Asking(block=4, timeout_s=0.5, attempts=2, wait_s=0.01)


@pytest.fixture(scope="module")
def valhalla(extract, tmp_path_factory):
    """Return the address of a Valhalla server of the middle of Helsinki."""
    pytest.importorskip("valhalla", reason="is the engine")
    with valhalla_over(extract, tmp_path_factory.mktemp("valhalla")) as address:
        yield address


def osrm(address):
    """Return routingpy's client of an OSRM server."""
    return routingpy.OSRM(base_url=address)


def questions(address):
    """Return how many questions a server was asked."""
    with urllib.request.urlopen(f"{address}/count", timeout=5) as answer:  # noqa: S310
        return json.load(answer)


def test_valhalla_gives_the_matrix_that_it_gives_in_one_piece(valhalla, mainland):
    """Blocks of three are put together to what one question for all returns."""
    router = routingpy.Valhalla(base_url=valhalla)
    whole = router.matrix(
        locations=[[place.location.lon, place.location.lat] for place in mainland.places],
        profile="auto",
    )

    matrix = engine_matrix(mainland, router, "auto", asking=Asking(block=3))

    expected = np.maximum(np.ceil(np.array(whole.durations) / 60), 1)
    np.fill_diagonal(expected, 0)
    assert (matrix.minutes == expected).all()
    off_diagonal = ~np.eye(len(matrix.ids), dtype=bool)
    assert (matrix.distance_m == np.array(whole.distances))[off_diagonal].all()
    assert (matrix.minutes != matrix.minutes.T).any()  # one-way streets


def test_a_place_that_valhalla_moves_to_a_far_road_is_noticed(valhalla, helsinki):
    """The island has no road; what the engine tells of the nearest quay is not believed."""
    router = routingpy.Valhalla(base_url=valhalla)

    with pytest.raises(xt.DataError, match=r"suomenlinna: 2,\d\d\d m - is farther than 1,000 m"):
        engine_matrix(helsinki, router, "auto")
    matrix = engine_matrix(helsinki, router, "auto", too_far="unreachable")

    island = matrix.ids.index("suomenlinna")
    others = np.arange(len(matrix.ids)) != island
    assert (matrix.minutes[island, others] == UNREACHABLE).all()
    assert (matrix.minutes[np.ix_(others, others)] < 15).all()
    assert any("so unreachable: suomenlinna (2," in note for note in matrix.notes)


def test_valhallas_own_limit_is_told_in_its_words(valhalla, mainland):
    """A question that is too big for the engine is refused once, not asked again and again."""
    router = routingpy.Valhalla(base_url=valhalla)
    many = mainland.model_copy(update={"places": mainland.places * 6})

    with pytest.raises(xt.EngineError, match=r"refused the question .*Exceeded max locations"):
        engine_matrix(many, router, "auto", asking=Asking(block=60))


def test_a_plan_by_an_engine_names_it_in_its_legs(valhalla, helsinki):
    """Legs last as long as the engine says, and say that it says so."""
    router = routingpy.Valhalla(base_url=valhalla)
    matrix = engine_matrix(helsinki, router, "auto", too_far="unreachable")

    itinerary = xt.Planner(helsinki, travel=matrix).plan(
        xt.TripRequest(start="2026-05-07", days=1, interests={"history": 1.0}), iterations=50
    )

    legs = [item for item in itinerary.items() if item.type == "leg"]
    assert len(legs) >= 4
    for leg in legs:
        pair = matrix.ids.index(leg.from_id), matrix.ids.index(leg.to_id)
        assert leg.ride_min == matrix.minutes[pair]
        assert leg.minutes == leg.ride_min + leg.transfer_min  # parking is no engine's matter
        assert leg.transfer_min >= 8
        assert [(part.mode, part.road) for part in leg.parts] == [("given", "Valhalla auto")]
    assert ("suomenlinna", "unreachable") in {(d.place_id, d.reason) for d in itinerary.dropped}


def test_the_example_runs(valhalla, tmp_path):
    """The example plans with the engine whose address it is given."""
    example = ROOT / "examples" / "travel_times_from_an_engine.py"

    done = subprocess.run(
        [sys.executable, example, valhalla],
        check=False, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") >= 5


def test_an_osrm_answer_becomes_a_matrix(mainland):
    """Sixty kilometres an hour is a metre in 0.06 seconds, rounded up to minutes."""
    lat, lon = (np.array([getattr(p.location, k) for p in mainland.places]) for k in ("lat", "lon"))
    metres = great_circle_m(lat[:, None], lon[:, None], lat, lon)

    with osrm_like("good") as address:
        matrix = engine_matrix(mainland, osrm(address), "driving", asking=Asking(block=9))
        asked = questions(address)

    assert asked == 3  # 9 x 9, 9 x 1 and 1 x 9: no question is about one place alone
    assert np.abs(matrix.distance_m - metres).max() < 1
    assert (matrix.minutes == np.ceil(np.round(metres / 60 * 3.6, 1) / 60)).all()
    assert matrix.source == "OSRM driving"
    assert matrix.notes == ("farthest from a road is central-station, 12 m",)


def test_null_means_no_way(mainland):
    """A place that the engine cannot reach is unreachable, and is named."""
    with osrm_like("null", "3") as address:
        matrix = engine_matrix(mainland, osrm(address), "driving")

    others = np.arange(len(matrix.ids)) != 3
    assert (matrix.minutes[3, others] == UNREACHABLE).all()
    assert (matrix.minutes[others, 3] == UNREACHABLE).all()
    assert (matrix.minutes[np.ix_(others, others)] < UNREACHABLE).all()
    assert matrix.notes[-1] == (
        "no way was found for 18 of 90 pairs, so unreachable; from or to these all of them: "
        f"{matrix.ids[3]}"
    )


@pytest.mark.parametrize("behaviour", ["hang", "trickle"])
def test_an_engine_that_hangs_is_given_up(mainland, behaviour):
    """Neither silence nor a byte now and then holds the caller for long."""
    with osrm_like(behaviour) as address:
        began = time.monotonic()
        with pytest.raises(xt.EngineError, match=r"no answer within 0\.5 s \(asked 2 times\)"):
            engine_matrix(mainland, osrm(address), "driving", asking=HASTY)

    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("behaviour", "message"),
    [
        ("wrong-size", "makes no sense: a table of times of 3x4, asked for 4x4"),
        ("negative", "makes no sense: -5 among the times"),
        ("text", "makes no sense: 'soon' among the times"),
        ("not-json", "the answer cannot be read"),
        ("error-500", "it broke down"),
        ("refuse", "refused the question .*Too many table coordinates"),
    ],
)
def test_an_engine_that_misbehaves_is_named_with_what_it_did(mainland, behaviour, message):
    """The error says who did what, and that nothing was kept."""
    with (
        osrm_like(behaviour) as address,
        pytest.raises(xt.EngineError, match=message) as told,
    ):
        engine_matrix(mainland, osrm(address), "driving", asking=HASTY)

    assert f"OSRM at {address}: " in str(told.value)
    assert "0 of 9 blocks were done and are lost: name a cache_dir" in str(told.value)


def test_an_engine_that_wants_fewer_questions_is_heard(mainland):
    """Its word comes through when the client does not wait for it."""
    with osrm_like("too-many") as address:
        router = routingpy.OSRM(base_url=address, retry_over_query_limit=False)
        with pytest.raises(xt.EngineError, match=r"it wants fewer questions .*slow down"):
            engine_matrix(mainland, router, "driving", asking=HASTY)


def test_an_engine_that_is_not_there_is_said_so(mainland):
    """Nobody listens at the address."""
    address = f"http://127.0.0.1:{free_port()}"

    with pytest.raises(xt.EngineError, match="cannot be reached; is it running"):
        engine_matrix(mainland, osrm(address), "driving", asking=HASTY)


def test_a_passing_failure_is_overcome(mainland):
    """An engine that breaks down once and then works is asked again."""
    with osrm_like("fail-first", "1") as address:
        matrix = engine_matrix(mainland, osrm(address), "driving", asking=HASTY)

    assert (matrix.minutes < UNREACHABLE).all()


def test_what_came_before_a_breakdown_is_not_asked_for_again(mainland, tmp_path):
    """Seven of nine blocks come; a later run asks for the other two alone."""
    with osrm_like("break-after", "7") as address:
        with pytest.raises(xt.EngineError, match="7 of 9 blocks were done and are kept in"):
            engine_matrix(mainland, osrm(address), "driving", asking=HASTY, cache_dir=tmp_path)
        before = questions(address)
        matrix = engine_matrix(mainland, osrm(address), "driving", asking=HASTY, cache_dir=tmp_path)
        asked = questions(address) - before
        fresh = engine_matrix(mainland, osrm(address), "driving", asking=HASTY)

    assert asked == 2
    assert (matrix.minutes == fresh.minutes).all()
    assert (matrix.distance_m == fresh.distance_m).all()


def test_a_damaged_block_is_asked_for_again(mainland, tmp_path):
    """A cache file with a flipped byte is noticed, rebuilt and noted; others are used."""
    with osrm_like("good") as address:
        first = engine_matrix(mainland, osrm(address), "driving", asking=HASTY, cache_dir=tmp_path)
        victim = min(tmp_path.glob("*.xytour-cache"))
        content = bytearray(victim.read_bytes())
        content[-9] ^= 1
        victim.write_bytes(content)
        before = questions(address)
        again = engine_matrix(mainland, osrm(address), "driving", asking=HASTY, cache_dir=tmp_path)
        asked = questions(address) - before

    assert asked == 1
    assert again.notes[-1] == f"cache file {victim.name} is damaged, rebuilt"
    assert (again.minutes == first.minutes).all()


def test_patience_has_to_make_sense():
    """No timeouts of zero, no questions for nothing."""
    with pytest.raises(xt.DataError, match="timeout_s > 0"):
        Asking(timeout_s=0)
    with pytest.raises(xt.DataError, match="block and attempts >= 1"):
        Asking(block=0)
