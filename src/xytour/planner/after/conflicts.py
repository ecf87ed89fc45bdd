"""Why a trip cannot be planned: a smallest set of wishes in conflict, and how to relax it.

Each wish is given up in turn. Those without which the trip is still impossible are not to
blame (deletion filter: Chinneck and Dravnieks 1991, ORSA Journal on Computing 3(2)). What
remains is a set of which every member is needed: without it, a plan was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError
from xytour.model.base import clock_of, minutes_of
from xytour.model.request import Matching, StayWish
from xytour.planner.after.holds import wording
from xytour.planner.after.proving import is_proven_infeasible
from xytour.planner.after.words import listed, tell
from xytour.planner.matching import named
from xytour.planner.refusing import stranded
from xytour.solver import is_feasible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from xytour.model.base import Language
    from xytour.model.happening import Hold
    from xytour.model.request import CostKind, TripRequest
    from xytour.planner.after.standing import Standing
    from xytour.solver import Problem

TRY_SECONDS = 0.4
TRY_ITERATIONS = 120
PROOF_SECONDS = 2.0

WIDE_DAY = ("05:00", "23:59")
BUDGET_TRIES, DOUBLINGS = 5, 6
"""How often the budget that suffices is narrowed down, and how often it is doubled at most."""

DAY_STEPS = (30, 60, 90, 120, 180)
"""By how many minutes a longer day is tried."""

FRAME = frozenset(
    {
        "arrive", "depart", "start", "days", "day_start", "day_end", "party", "interests", "style",
        "language", "travellers", "fairness", "must_visit", "appointments", "meals", "budget_cny",
        "stay", "transport", "caps_cny", "wanted", "unwanted",
    }
)  # fmt: skip
"""Fields that are no wish, or of which is told apart."""

Terms = tuple["TripRequest", tuple["Hold", ...]]


@dataclass(frozen=True)
class Wish:
    """One wish: its name, the terms without it, and what giving it up is called."""

    name: str
    without: Callable[[Terms], Terms]
    relax: str


@dataclass(frozen=True)
class Inquiry:
    """Finds out which terms can be met.

    Parameters
    ----------
    pose
        Returns the problem of some terms; raises InfeasibleError where one has none.
    should_stop
        Asked whether to look no further: the conflict found by then may not be the least.
    """

    pose: Callable[[Terms], Problem]
    should_stop: Callable[[], bool] | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether to look no further."""
        return self.should_stop is not None and self.should_stop()

    def is_possible(self, terms: Terms) -> bool:
        """Whether a plan was found for some terms."""
        try:
            problem = self.pose(terms)
        except InfeasibleError:
            return False
        return is_feasible(problem, time_limit=TRY_SECONDS, iterations=TRY_ITERATIONS)

    def is_proven_impossible(self, terms: Terms) -> bool:
        """Whether it is certain that some terms cannot be met."""
        try:
            problem = self.pose(terms)
        except InfeasibleError:
            return True
        return is_proven_infeasible(problem, seconds=PROOF_SECONDS)


def blame(
    standing: Standing,
    *,
    unseen_fen: Mapping[str, int] = {},
    should_stop: Callable[[], bool] | None = None,
) -> InfeasibleError:
    """Return the error for a trip of which no plan was found.

    Parameters
    ----------
    standing
        What was tried. What is past of it is not to blame.
    unseen_fen
        Money that only the written plan was found to cost, beyond what the solver counts, by
        kind of cost.
    should_stop
        Asked whether to look no further.
    """
    from xytour.planner.after.standing import stand

    def pose(terms: Terms) -> Problem:
        draft = stand(standing.planner, *terms, past=standing.past).rest().draft
        draft.hold_back(unseen_fen)
        return draft.build().problem

    inquiry = Inquiry(pose, should_stop)
    terms = standing.trip.asked, standing.holds
    if inquiry.is_stopped:
        return InfeasibleError(tell("stopped", terms[0].language), conflict=[], relax=[])
    wishes = list(wishes_of(*terms))
    if not inquiry.is_possible(_keeping(terms, wishes, [])):
        return stranded(standing.trip, standing.posed) or _out_of_time(standing)
    kept = conflict(inquiry, terms, wishes)
    return _told(standing, inquiry, terms, wishes, kept)


def conflict(inquiry: Inquiry, terms: Terms, wishes: Sequence[Wish]) -> list[Wish]:
    """Return wishes that cannot be met together, each of which is needed for the conflict.

    Parameters
    ----------
    inquiry
        Finds out what is possible.
    terms
        With all wishes; not possible.
    wishes
        All of them; without any the terms are possible.
    """
    kept = list(wishes)
    for wish in wishes:
        if inquiry.is_stopped:
            break
        rest = [other for other in kept if other is not wish]
        if not inquiry.is_possible(_keeping(terms, wishes, rest)):
            kept = rest
    return kept


def _keeping(terms: Terms, wishes: Sequence[Wish], kept: Sequence[Wish]) -> Terms:
    """Return terms with the kept wishes alone."""
    for wish in wishes:
        if wish not in kept:
            terms = wish.without(terms)
    return terms


def wishes_of(request: TripRequest, holds: Sequence[Hold]) -> Iterator[Wish]:
    """Yield the wishes of a request and its holds, those first that are easiest to keep.

    Parameters
    ----------
    request, holds
        What is asked for, and what is in force besides.

    Yields
    ------
    Wish
        Each with the terms without it.
    """
    language = request.language
    for name in sorted(request.model_fields_set - FRAME):
        value = getattr(request, name)
        default = type(request).model_fields[name].get_default(call_default_factory=True)
        if value != default:
            yield _field(name, value, default, tell("relax-field", language, field=name))
    if request.meals:
        meals = f"meals={', '.join(request.meals)}"
        yield Wish(meals, lambda terms: _with(terms, meals=()), tell("relax-meals", language))
    yield Wish(
        f"day_start={request.day_start}, day_end={request.day_end}",
        lambda terms: _with(terms, day_start=WIDE_DAY[0], day_end=WIDE_DAY[1]),
        tell("relax-day", language),
    )
    if not request.unwanted.is_empty:
        called = f"unwanted: {named(request.unwanted)}"
        relax = tell("relax-unwanted", language)
        yield Wish(called, lambda terms: _with(terms, unwanted=Matching()), relax)
    for wish in request.wanted:
        called = f"wanted: {named(wish)}"
        yield Wish(called, _item_without("wanted", wish), _leave_out(called, language))
    for name in ("one_base", "max_room_cny", "places", "rooms", "room_beds", "tags"):
        value, default = getattr(request.stay, name), getattr(StayWish(), name)
        if value != default:
            relax = tell(f"relax-{name}", language)
            yield Wish(_stay_name(name, value), _stay_without(name, default), relax)
    for hold in holds:
        relax = tell("relax-hold", language, hold=wording(hold))
        yield Wish(wording(hold), _hold_without(hold), relax)
    if request.budget_cny is not None:
        yield _field("budget_cny", f"{request.budget_cny:g}", None, tell("relax-budget", language))
    for kind, most in request.caps_cny.items():
        called = f"caps_cny.{kind}={most:g}"
        yield Wish(called, _cap_without(kind), tell("relax-cap", language, kind=kind))
    for appointment in request.appointments:
        called = f"appointment {appointment.start:%Y-%m-%dT%H:%M} {appointment.title}"
        yield Wish(called, _item_without("appointments", appointment), _leave_out(called, language))
    for place_id in request.must_visit:
        called = f"must_visit={place_id}"
        yield Wish(called, _item_without("must_visit", place_id), _leave_out(called, language))


def _leave_out(called: str, language: Language) -> str:
    return tell("leave-out", language, name=called)


def _with(terms: Terms, **fields: object) -> Terms:
    request, holds = terms
    return request.model_copy(update=fields), holds


def _field(name: str, value: object, default: object, relax: str) -> Wish:
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
    return Wish(f"{name}={shown}", lambda terms: _with(terms, **{name: default}), relax)


def _cap_without(kind: CostKind) -> Callable[[Terms], Terms]:
    def without(terms: Terms) -> Terms:
        left = {key: most for key, most in terms[0].caps_cny.items() if key != kind}
        return _with(terms, caps_cny=left)

    return without


def _stay_name(name: str, value: object) -> str:
    if value is True:
        return f"stay.{name}"
    shown = ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}"
    return f"stay.{name}={shown}"


def _stay_without(name: str, default: object) -> Callable[[Terms], Terms]:
    def without(terms: Terms) -> Terms:
        return _with(terms, stay=terms[0].stay.model_copy(update={name: default}))

    return without


def _item_without(name: str, item: object) -> Callable[[Terms], Terms]:
    def without(terms: Terms) -> Terms:
        left = tuple(other for other in getattr(terms[0], name) if other != item)
        return _with(terms, **{name: left})

    return without


def _hold_without(hold: Hold) -> Callable[[Terms], Terms]:
    def without(terms: Terms) -> Terms:
        request, holds = terms
        return request, tuple(other for other in holds if other != hold)

    return without


def _told(
    standing: Standing,
    inquiry: Inquiry,
    terms: Terms,
    wishes: Sequence[Wish],
    kept: Sequence[Wish],
) -> InfeasibleError:
    """Return the error that tells of a conflict, with what would resolve it, cheapest first.

    What has an amount comes first, with the least that was found to do; then what would have
    to be given up, the least worthy place first.
    """
    language = terms[0].language
    proven = not inquiry.is_stopped and inquiry.is_proven_impossible(_keeping(terms, wishes, kept))
    amounts = {wish.name: _amount(inquiry, terms, wish, language) for wish in kept}
    worth = {f"must_visit={option.place_id}": option.profit for option in standing.posed.options}
    given_up = sorted(kept, key=lambda wish: worth.get(wish.name, 0.0))
    relax = [text for text in amounts.values() if text is not None]
    relax += [wish.relax for wish in given_up if amounts[wish.name] is None]
    names = [wish.name for wish in kept]
    key = "conflict-proven" if proven else "conflict"
    text = tell(key, language, wishes=listed(names, language))
    return InfeasibleError(text, conflict=names, relax=relax, proven=proven)


def _amount(inquiry: Inquiry, terms: Terms, wish: Wish, language: Language) -> str | None:
    """Return by how much a wish must be relaxed, None where it has no amount or none does."""
    if inquiry.is_stopped:
        return None
    if wish.name.startswith("budget_cny="):
        enough = _least_money(inquiry, terms, terms[0].budget_cny, _with_budget)
        return None if enough is None else tell("relax-budget-to", language, amount=f"{enough:g}")
    if wish.name.startswith("caps_cny."):
        caps: dict[str, float] = dict(terms[0].caps_cny.items())
        kind = wish.name.removeprefix("caps_cny.").partition("=")[0]

        def with_cap(terms: Terms, most: float) -> Terms:
            return _with(terms, caps_cny={**caps, kind: most})

        enough = _least_money(inquiry, terms, caps[kind], with_cap)
        if enough is None:
            return None
        return tell("relax-cap-to", language, kind=kind, amount=f"{enough:g}")
    if wish.name.startswith("day_start="):
        end = minutes_of(terms[0].day_end)
        for more in DAY_STEPS:
            clock = clock_of(min(end + more, 1_439))
            if inquiry.is_possible(_with(terms, day_end=clock)):
                return tell("relax-day-to", language, time=clock)
    return None


def _with_budget(terms: Terms, most: float) -> Terms:
    return _with(terms, budget_cny=most)


def _least_money(
    inquiry: Inquiry,
    terms: Terms,
    given: float | None,
    with_most: Callable[[Terms, float], Terms],
) -> float | None:
    """Return a budget or cap that suffices, to about 3 %; None where none was found."""
    low = float(given or 0)
    highs = [max(low, 100.0) * 2**k for k in range(1, DOUBLINGS + 1)]
    high = next((h for h in highs if inquiry.is_possible(with_most(terms, h))), None)
    if high is None:
        return None
    low = max(low, high / 2)
    for _ in range(BUDGET_TRIES):
        middle = (low + high) / 2
        if inquiry.is_possible(with_most(terms, middle)):
            high = middle
        else:
            low = middle
    return float(round(high + 4.9, -1))


def _out_of_time(standing: Standing) -> InfeasibleError:
    days, language = standing.rest().trip.days, standing.trip.request.language
    first, last = days[0], days[-1]
    text = tell(
        "out-of-time", language,
        start=first.starts_at, first=first.date, end=last.ends_at, last=last.date,
        leave=clock_of(first.earliest), by=clock_of(last.latest),
    )  # fmt: skip
    conflict = [f"arrive={first.starts_at}", f"depart={last.ends_at}", "day_start", "day_end"]
    relax = [tell(f"out-of-time-{k}", language) for k in (1, 2, 3)]
    return InfeasibleError(text, conflict=conflict, relax=relax)
