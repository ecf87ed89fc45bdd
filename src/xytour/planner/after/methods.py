"""The planner's methods for life after planning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.errors import RequestError
from xytour.model.revision import ChangePrices
from xytour.planner.progress import Effort

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime

    from xytour.model.front import Front
    from xytour.model.happening import Edit, Event
    from xytour.model.itinerary import Itinerary
    from xytour.model.request import TripRequest
    from xytour.model.risk import Risk, Spread
    from xytour.model.suggestion import Suggestion
    from xytour.planner.after.explain import Explanation
    from xytour.planner.planner import Planner
    from xytour.planner.progress import PlanProgress

SECONDS = 0.2
"""What an answer to a traveller who waits may take."""


class AfterPlanning:
    """What a planner can do with an itinerary that it made."""

    def _planner(self) -> Planner:
        from xytour.planner.planner import Planner as Whole

        assert isinstance(self, Whole)  # noqa: S101 (this is a part of it)
        return self

    def edit(
        self,
        itinerary: Itinerary,
        *edits: Edit,
        prices: ChangePrices | None = None,
        booked: Collection[str] | None = None,
        time_limit: float = SECONDS,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Itinerary:
        """Change a plan as the traveller asks, and keep the rest as far as it is worth it.

        Parameters
        ----------
        itinerary
            The plan.
        edits
            What to change, all at once; see :mod:`xytour.model.happening`.
        prices
            Points that other changes must be worth at least.
        booked
            Place ids that are booked; by default those that have to be.
        time_limit
            Seconds for the search (> 0).
        seed
            Of its random choices.
        iterations
            Search steps instead, for the same answer on every machine.
        progress, should_stop
            As for :meth:`plan`.

        Returns
        -------
        Itinerary
            Its ``revision`` says what changed, and holds what stays in force.

        Raises
        ------
        RequestError
            An edit names a place or a day that it cannot mean.
        InfeasibleError
            No plan was found that meets the edits and the wishes, with what is in conflict.

        Examples
        --------
        >>> import xytour as xt
        >>> from xytour.model.happening import Remove
        >>> planner = xt.Planner()
        >>> request = xt.TripRequest(start="2026-04-10", days=1, interests={"tea": 1.0})
        >>> plan = planner.plan(request, iterations=20)
        >>> first = plan.visits[0].place_id
        >>> other = planner.edit(plan, Remove(first), iterations=20)
        >>> first in {visit.place_id for visit in other.visits}
        False
        """
        from xytour.planner.after.edit import edited

        effort = _effort(time_limit, seed, iterations, progress, should_stop)
        return edited(
            self._planner(), itinerary, edits,
            prices=prices or ChangePrices(), booked=booked, effort=effort,
        )  # fmt: skip

    def replan(  # noqa: PLR0913 (all but the first three have a name and a default)
        self,
        itinerary: Itinerary,
        now: datetime | str,
        events: Sequence[Event] = (),
        *,
        prices: ChangePrices | None = None,
        booked: Collection[str] | None = None,
        time_limit: float = SECONDS,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Itinerary:
        """Plan the rest of a trip again, with as little change as is worth it.

        Parameters
        ----------
        itinerary
            The plan that the party is travelling on.
        now
            The time; without an offset, in the region's zone. What has begun by then is
            past or finished as planned, and untouched.
        events
            What has happened; see :mod:`xytour.model.happening`.
        prices
            Points that a change must be worth at least.
        booked
            Place ids that are booked; by default those that have to be.
        time_limit
            Seconds for the search (> 0).
        seed
            Of its random choices.
        iterations
            Search steps instead, for the same answer on every machine.
        progress, should_stop
            As for :meth:`plan`.

        Returns
        -------
        Itinerary
            The whole trip; its ``revision`` says what changed and why.

        Raises
        ------
        RequestError
            The trip is over by then, or an event names what it cannot mean.
        InfeasibleError
            The rest cannot be planned: a train is missed, a wish cannot be met any more.

        Examples
        --------
        >>> import xytour as xt
        >>> planner = xt.Planner()
        >>> request = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0})
        >>> plan = planner.plan(request, iterations=20)
        >>> late = planner.replan(plan, "2026-04-10T11:20", [xt.Delay(40)], iterations=20)
        >>> late.revision.now.isoformat()
        '2026-04-10T11:20:00+08:00'
        """
        from xytour.planner.after.replan import replanned

        effort = _effort(time_limit, seed, iterations, progress, should_stop)
        return replanned(
            self._planner(), itinerary, _moment(now), events,
            prices=prices or ChangePrices(), booked=booked, effort=effort,
        )  # fmt: skip

    def suggest(
        self,
        itinerary: Itinerary,
        place_id: str,
        *,
        time_limit: float = SECONDS,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> tuple[Suggestion, ...]:
        """Return where a place could fit into a plan, a way for each day, best first.

        Parameters
        ----------
        itinerary
            The plan; its other days and its beds stay as they are.
        place_id
            A place that is not in it.
        time_limit
            Seconds in all (> 0).
        seed
            Of the random choices.
        iterations
            Search steps for each day.
        progress, should_stop
            As for :meth:`plan`; what was found by then is returned.

        Returns
        -------
        tuple of Suggestion
            Each with its price in score, money and time, what must give way, and the edit
            that makes it so. None where it fits nowhere.

        Raises
        ------
        RequestError
            The place is unknown, or in the plan already.
        """
        from xytour.planner.after.suggest import suggestions

        effort = _effort(time_limit, seed, iterations, progress, should_stop)
        return suggestions(self._planner(), itinerary, place_id, effort)

    def explain(
        self,
        itinerary: Itinerary,
        *,
        time_limit: float = 1.0,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Explanation:
        """Return what answers questions about a plan.

        Parameters
        ----------
        itinerary
            The plan.
        time_limit
            Seconds for each time that the optimiser is asked again (> 0).
        seed
            Of its random choices.
        iterations
            Search steps instead, for the same answer on every machine.
        progress, should_stop
            As for :meth:`plan`; what is asked next is answered with less search.

        Returns
        -------
        Explanation
            Ask it ``why(place_id)``, ``why_not(place_id)`` or ``binding()``.

        Examples
        --------
        >>> import xytour as xt
        >>> planner = xt.Planner()
        >>> request = xt.TripRequest(start="2026-04-10", days=1, avoid=["jigongshan"])
        >>> plan = planner.plan(request, iterations=20)
        >>> planner.explain(plan).why_not("jigongshan").text
        'you asked to leave Jigong Mountain Scenic Area (Jigongshan) out'
        """
        from xytour.planner.after.explain import Explanation as Answers

        effort = _effort(time_limit, seed, iterations, progress, should_stop)
        return Answers(self._planner(), itinerary, effort)

    def alternatives(
        self,
        request: TripRequest,
        k: int = 3,
        *,
        diversity: float = 0.5,
        time_limit: float = 3.0,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> tuple[Itinerary, ...]:
        """Return trips that truly differ, the best first.

        Parameters
        ----------
        request
            What is asked for.
        k
            How many (>= 1).
        diversity
            Share of the visits of each trip before, above 0 to 1, that a trip must not have;
            what must be visited does not count.
        time_limit
            Seconds in all (> 0).
        seed
            Of the random choices.
        iterations
            Search steps for each, for the same answer on every machine.
        progress, should_stop
            As for :meth:`plan`; the trips found by then are returned.

        Returns
        -------
        tuple of Itinerary
            Fewer than ``k`` where no other trip differs enough. The certificate of each
            bounds the trips that differ so much; its ``revision.comparison`` says what it
            trades against the first, and how alike they are.

        Raises
        ------
        RequestError
            The request, or an argument, makes no sense.
        InfeasibleError
            The wishes cannot all be met.
        """
        from xytour.planner.after.alternatives import alternatives

        effort = _effort(time_limit, seed, iterations, progress, should_stop)
        return alternatives(self._planner(), request, k, diversity, effort)

    def pareto(
        self,
        request: TripRequest,
        *,
        time_limit: float = 6.0,
        seed: int = 0,
        iterations: int | None = None,
        progress: Callable[[PlanProgress], object] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> Front:
        """Return trips that trade money, access, slowness and immersion against each other.

        Parameters
        ----------
        request
            What is asked for; trips of the four named styles are planned for it, each with
            less and less money, and those kept that no other one beats in all four.
        time_limit
            Seconds in all (> 0).
        seed
            Of the random choices.
        iterations
            Search steps for each, for the same answer on every machine.
        progress, should_stop
            As for :meth:`plan`; the front of what was found by then is returned.

        Returns
        -------
        Front
            Each trip with its certificate, for its own style and budget, and what it trades.

        Raises
        ------
        InfeasibleError
            The wishes cannot all be met.
        """
        from xytour.planner.after.alternatives import front

        effort = _effort(time_limit, seed, iterations, progress, should_stop)
        return front(self._planner(), request, effort)

    def risk(
        self,
        itinerary: Itinerary,
        *,
        samples: int = 2_000,
        seed: int = 0,
        spread: Spread | None = None,
    ) -> Risk:
        """Return how surely each fixed time of a plan is kept, from many simulations.

        Parameters
        ----------
        itinerary
            The plan.
        samples
            How often, 1 to 1,000,000.
        seed
            Of the random choices.
        spread
            How much times vary; see :class:`xytour.model.risk.Spread`.

        Returns
        -------
        Risk
            The probability of each appointment, session, open door, train and departure,
            the weakest of them, and how late days end.

        Raises
        ------
        RequestError
            The number of samples makes no sense.
        """
        from xytour.model.risk import Spread as Usual
        from xytour.planner.after.risk import assess

        planner = self._planner()
        return assess(
            planner.region, itinerary, samples=samples, seed=seed, spread=spread or Usual()
        )


def _effort(
    time_limit: float,
    seed: int,
    iterations: int | None,
    progress: Callable[[PlanProgress], object] | None,
    should_stop: Callable[[], bool] | None,
) -> Effort:
    if not time_limit > 0:
        msg = f"time_limit: expected seconds > 0, got {time_limit}"
        raise RequestError(msg)
    return Effort(time_limit, seed, iterations, progress, should_stop)


def _moment(now: datetime | str) -> datetime:
    from datetime import datetime as when

    if isinstance(now, when):
        return now
    try:
        return when.fromisoformat(now)
    except ValueError:
        msg = f"now: expected a time such as 2026-04-11T11:20, got {now!r}"
        raise RequestError(msg) from None
