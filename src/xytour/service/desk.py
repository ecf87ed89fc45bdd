"""What the paths share: the planners, the pool, the store, and what callers may ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from starlette.concurrency import run_in_threadpool

from xytour.catalogue import load_region
from xytour.errors import Fault, RequestError, XytourError
from xytour.model.request import TripRequest
from xytour.network.rides import Transport
from xytour.planner import Planner
from xytour.service.bookings import Bookings, as_sold
from xytour.service.metrics import Metrics
from xytour.service.pool import Pool
from xytour.service.problems import ForgedError, NotFoundError
from xytour.service.rate import Rate
from xytour.service.trips import TripStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import Request

    from xytour.model.itinerary import Itinerary
    from xytour.planner.progress import PlanProgress
    from xytour.service.bodies import Effort, OfPlan
    from xytour.service.pool import Job
    from xytour.service.settings import Settings

T = TypeVar("T")

SENSELESS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    StopIteration,
    TypeError,
    ValueError,
)
"""What an itinerary that no planner made comes to grief on."""


class Task(NamedTuple, Generic[T]):
    """Something to ask a planner.

    Parameters
    ----------
    make
        Answers, given what tells when to stop and whom to tell of progress, if anybody.
    seconds
        How long it may take.
    """

    make: Callable[[Callable[[], bool], Callable[[PlanProgress], object] | None], T]
    seconds: float


class Desk:
    """All that answers need.

    Parameters
    ----------
    settings
        How the service runs.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings, self.limits = settings, settings.limits
        rate = self.limits.requests_per_minute
        self.rate = None if rate is None else Rate(rate)
        regions = [load_region(path) for path in settings.regions or (None,)]
        self.store = TripStore(settings.store)
        self.pool = Pool(settings.threads, settings.waiting, settings.waiting_seconds)
        self.metrics = Metrics(self.pool)
        by_id = {region.id: region for region in regions}
        self.bookings = Bookings(settings, by_id, self.metrics)
        self.planners = {
            region.id: Planner(
                region,
                availability=self.bookings.suppliers[region.id],
                when_down=settings.when_down,
                answer_within_s=settings.supplier_seconds,
            )
            for region in regions
        }

    def warm_up(self) -> None:
        """Work out what every first request would wait for."""
        for planner in self.planners.values():
            for transport in ("car", "public"):
                usual = TripRequest(start="2026-04-10", days=1, transport=transport)
                planner.timetables(Transport.of(usual))

    def close(self) -> None:
        """Let what runs end, and close the store."""
        self.pool.close()
        self.bookings.close()
        self.store.close()

    def planner(self, region_id: str | None) -> Planner:
        """Return the planner of a region, of the first one if none is named."""
        if region_id is None:
            return next(iter(self.planners.values()))
        if region_id not in self.planners:
            msg = f"region {region_id!r} is not served"
            raise NotFoundError(msg)
        return self.planners[region_id]

    def effort(self, body: Effort) -> dict[str, Any]:
        """Return how hard to try, within the limits."""
        limits = self.limits
        seconds = limits.default_seconds if body.time_limit is None else body.time_limit
        self._check("$.time_limit", seconds, limits.seconds, "seconds")
        self._check("$.iterations", body.iterations or 0, limits.iterations, "steps")
        return {"time_limit": seconds, "seed": body.seed, "iterations": body.iterations}

    def check(self, request: TripRequest) -> None:
        """Raise RequestError if a trip is larger than is served."""
        self._check("$.request.days", request.n_days, self.limits.days, "days")
        lists = (request.must_visit, request.avoid, request.seen, request.stay.places)
        named = sum(map(len, (*lists, request.appointments, request.stories)))
        named += sum(len(wish.places) for wish in (*request.wanted, request.unwanted))
        self._check("$.request", named, self.limits.places, "places named in all")

    def count(self, path: str, number: int, most: int, what: str) -> None:
        """Raise RequestError if there is more of something than is served."""
        self._check(path, number, most, what)

    async def itinerary(self, body: OfPlan, caller: str) -> Itinerary:
        """Return the plan that a body is about.

        Raises
        ------
        NotFoundError
            No such trip is saved, or its region is not served.
        ForgedError
            Its days are not those of its request.
        """
        itinerary = body.itinerary
        if itinerary is None:
            assert body.trip is not None  # noqa: S101 (the body has one of the two)
            itinerary = await run_in_threadpool(self.store.trip, body.trip, caller)
        self.planner(itinerary.region_id)
        self.check(itinerary.request)
        check_days(itinerary)
        return itinerary

    async def work(
        self,
        http: Request,
        seconds: float,
        work: Callable[[Callable[[], bool]], T],
        pool: Pool | None = None,
    ) -> T:
        """Have something done in a pool, by default that of plans, while the caller waits."""
        pool = pool or self.pool
        job = self.begin(work, pool)
        most = seconds + self.settings.overrun_seconds
        return await pool.outcome(job, most, http.is_disconnected)

    def begin(self, work: Callable[[Callable[[], bool]], T], pool: Pool | None = None) -> Job[T]:
        """Begin something in a pool, by default that of plans.

        Raises
        ------
        BusyError
            There is no room.
        """
        pool = pool or self.pool
        if any(self.bookings.suppliers.values()):
            return pool.begin(lambda should_stop: as_sold(lambda: work(should_stop)))
        return pool.begin(work)

    async def answer(self, http: Request, task: Task[T]) -> T:
        """Ask a planner while the caller waits; who hangs up ends it."""
        return await self.work(http, task.seconds, lambda stop: task.make(stop, None))

    def _check(self, path: str, value: float, most: float, what: str) -> None:
        if value > most:
            reason = f"this service takes at most {most:g} {what}"
            msg = "the request is larger than this service takes:"
            raise RequestError(msg, [Fault(path, f"{value:g}", reason, "ask for less")])


def check_days(itinerary: Itinerary) -> None:
    """Raise ForgedError if an itinerary's days are not those of its request, in order."""
    request, days = itinerary.request, itinerary.days
    dates = [day.date for day in days]
    if len(days) != request.n_days or dates[0] != request.first_date or dates != sorted(set(dates)):
        msg = "the itinerary's days are not those of its request"
        raise ForgedError(msg)
    for day in days:
        for item in day.items:
            if item.end < item.start or item.start.tzinfo is None or item.end.tzinfo is None:
                msg = f"an item of {day.date} ends before it begins, or tells no offset"
                raise ForgedError(msg)


def trusting(work: Callable[[], T]) -> T:
    """Do something with an itinerary that came from outside.

    Raises
    ------
    ForgedError
        It came to grief on something that no planner writes.
    """
    try:
        return work()
    except XytourError:
        raise
    except SENSELESS as error:
        msg = "this is not an itinerary as xytour writes it; send it back unchanged"
        raise ForgedError(msg) from error
