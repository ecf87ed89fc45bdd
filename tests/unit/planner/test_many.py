"""Many trips at once: the order, failures, who gets the region, and on what it runs."""

import multiprocessing
import os
import pickle
import threading
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from copy import copy

import pytest
from verifier.checks import verify

import xytour as xt
from xytour.planner import many
from xytour.planner.inventory import Inventory

DATES = ["2026-04-10", "2026-04-11", "2026-04-12", "2026-04-13", "2026-04-14", "2026-04-15"]
FEW = ("eyuwan-memorial-xinyang", "xinyang-tea-city", "hejiazhai-tea", "jigongshan")
STEPS = 20


@pytest.fixture(scope="module")
def trips(region):
    """Return a request for a day on each date, with few sights to choose from."""
    others = [one.id for one in (*region.sights, *region.tables, *region.shops)]
    unwanted = tuple(set(others) - set(FEW))
    return [xt.TripRequest(start=day, days=1, avoid=unwanted, meals=["lunch"]) for day in DATES]


@pytest.fixture(scope="module")
def mixed(trips):
    """Return requests of which the second cannot be met and the fourth names nowhere."""
    poor = trips[1].model_copy(update={"must_visit": ("jigongshan",), "budget_cny": 1.0})
    lost = trips[3].model_copy(update={"must_visit": ("nowhere-at-all",)})
    return [trips[0], poor, trips[2], lost, *trips[4:]]


def check_mixed(done, region_file):
    """Check that all is in order: four good plans, two errors, each in its place."""
    assert [one.index for one in done] == list(range(6))
    assert isinstance(done[1].error, xt.InfeasibleError)
    assert done[1].error.conflict
    assert isinstance(done[3].error, xt.RequestError)
    assert "nowhere-at-all" in str(done[3].error)
    for index in (0, 2, 4, 5):
        plan = done[index].result()
        assert plan.days[0].date.isoformat() == DATES[index]
        assert verify(plan.model_dump(mode="json"), region_file) == []
    with pytest.raises(xt.InfeasibleError):
        done[1].result()


@pytest.fixture(scope="module")
def processes():
    """Yield two processes that begin with nothing."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


class Weighing(Executor):
    """Runs what it is given at once, and keeps how many bytes came with it."""

    def __init__(self):
        self.bytes = []

    def submit(self, function, /, *arguments):
        """Run it here, as another process would."""
        self.bytes.append(len(pickle.dumps(arguments)))
        future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


def test_threads_keep_the_order_and_lose_nothing(planner, mixed, region_file):
    """A trip that cannot be planned stands in its place, and the others are planned."""
    seen = []
    with ThreadPoolExecutor(2) as threads:
        done = xt.plan_many(
            mixed, threads, planner=planner, iterations=STEPS,
            progress=lambda n, total, one: seen.append((n, total, one.index)),
        )  # fmt: skip

    check_mixed(done, region_file)
    assert [(n, total) for n, total, _ in seen] == [(n, 6) for n in range(1, 7)]
    assert sorted(index for *_, index in seen) == list(range(6))


def test_processes_plan_what_threads_plan(planner, mixed, region_file, processes):
    """Where the work is done changes nothing about the plans."""
    done = xt.plan_many(mixed, processes, planner=planner, iterations=STEPS, time_limit=60)
    alone = xt.plan_many(mixed, planner=planner, iterations=STEPS, time_limit=60)

    check_mixed(done, region_file)
    for there, here in zip(done, alone, strict=True):
        if here.itinerary is not None:
            assert there.result().days == here.itinerary.days


def test_the_region_does_not_travel_with_each_request(planner, trips):
    """Only what fills the executor at first carries the region; the rest is small."""
    scale = Weighing()
    xt.plan_many(trips, scale, planner=planner, iterations=STEPS, buffersize=2)

    assert min(scale.bytes[:2]) > 100_000
    assert max(scale.bytes[2:]) < 10_000


def test_a_process_that_comes_late_asks_for_the_region(planner, trips, monkeypatch):
    """Who does not have the region gets it, and the request is not lost."""
    scale = Weighing()
    original = many._kept
    calls = []

    def forgetful(digest):
        calls.append(digest)
        return None if len(calls) == 4 else original(digest)

    monkeypatch.setattr(many, "_kept", forgetful)
    done = xt.plan_many(trips, scale, planner=planner, iterations=STEPS, buffersize=1)

    assert all(one.itinerary for one in done)
    assert len(scale.bytes) == 7
    assert scale.bytes[4] > 100_000


def test_a_forked_process_builds_a_planner_of_its_own(planner):
    """A planner whose locks another process may have held is not used."""
    many._keep("of-this-process", planner)

    assert many._kept("of-this-process") is planner
    many._planners[(os.getpid() + 1, "of-another")] = planner
    assert many._kept("of-another") is None


class Dying(Executor):
    """Breaks after two."""

    def __init__(self):
        self.inside = Weighing()

    def submit(self, function, /, *arguments):
        """Run two, then refuse."""
        if len(self.inside.bytes) == 2:
            msg = "broken"
            raise RuntimeError(msg)
        return self.inside.submit(function, *arguments)


def test_what_was_done_before_an_executor_broke_is_kept(planner, trips):
    """The first plans are returned, the others carry the error."""
    done = xt.plan_many(trips, Dying(), planner=planner, iterations=STEPS, buffersize=1)

    assert [one.itinerary is not None for one in done] == [True, True, *[False] * 4]
    assert {str(one.error) for one in done[2:]} == {"broken"}


@pytest.mark.parametrize(
    ("options", "text"),
    [({"time_limit": 0}, "time_limit"), ({"buffersize": 0}, "buffersize")],
)
def test_senseless_arguments_are_refused(options, text):
    """An argument out of its range is named."""
    with pytest.raises(xt.RequestError, match=text):
        xt.plan_many([], **options)


def test_none_asked_none_planned(planner):
    """No requests give no plans."""
    assert xt.plan_many([], planner=planner) == ()


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_plans(planner, mixed, region_file):
    """Two processes of a Dask cluster on this machine plan, each with the region once."""
    distributed = pytest.importorskip("distributed", reason="plans on a cluster")
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    )
    with cluster, distributed.Client(cluster) as client:
        executor = client.get_executor()
        done = xt.plan_many(
            mixed, executor, planner=planner, iterations=STEPS, time_limit=60, buffersize=2
        )
        kept = client.run(lambda: len(many._planners))

    check_mixed(done, region_file)
    assert len(kept) == 2
    assert max(kept.values()) == 1


class Unmovable:
    """A provider that cannot leave its process."""

    def __init__(self):
        self.lock = threading.Lock()

    def outdoors_closed(self, *_):
        """Forbid nothing."""
        return []


def test_providers_that_cannot_travel_are_not_left_out(planner, trips, processes):
    """A plan without the live providers would plan what is sold out: it is refused instead."""
    asking = copy(planner)
    asking.inventory = Inventory(weather=Unmovable())
    done = xt.plan_many(trips[:2], processes, planner=asking, iterations=STEPS)

    assert all(isinstance(one.error, xt.RequestError) for one in done)
    assert "use threads" in str(done[0].error)
