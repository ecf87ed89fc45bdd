"""Reasons for a plan, each from solving again with one thing changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from xytour.errors import InfeasibleError, RequestError
from xytour.model.base import clock_of, minutes_of
from xytour.model.explanation import Bind, Binding, Why, WhyNot
from xytour.model.itinerary import ActivityItem, Leg, Meal, Visit
from xytour.model.money import money_text
from xytour.model.place import Food, Shop, Sight
from xytour.model.request import TripRequest
from xytour.planner.after.answering import Question
from xytour.planner.after.conflicts import blame
from xytour.planner.after.likeness import plain_score
from xytour.planner.after.pricing import NO_BONUS, Bonus
from xytour.planner.after.recalling import is_chosen, recall
from xytour.planner.after.standing import Standing, stand, standing_of
from xytour.planner.after.words import listed, more_or_less, tell
from xytour.planner.fairness import level
from xytour.planner.lookup import unknown_place
from xytour.planner.matching import unwanted_ids
from xytour.planner.rewards import POINT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xytour.model.explanation import What
    from xytour.model.itinerary import Itinerary
    from xytour.planner.after.course import Course
    from xytour.planner.after.past import Rest
    from xytour.planner.planner import Planner
    from xytour.planner.progress import Effort

MORE_MINUTES = 60
MONEY_WISHES = ("budget_cny=", "caps_cny.")
"""How wishes about money begin."""

MORE_CNY = 100.0
LEAST_GAIN = 0.05
"""Points; less is no gain."""

REWARD = 20_000
"""Solver points that a plan with a place in it may be worse than nothing."""

ALL_DAY = (0, 1_440)


@dataclass
class Explanation:
    """Answers questions about a plan; made by :meth:`xytour.Planner.explain`.

    Parameters
    ----------
    planner
        Of the region.
    itinerary
        The plan.
    effort
        How hard to look for each answer.
    """

    planner: Planner
    itinerary: Itinerary
    effort: Effort
    _better: list[Course] = field(default_factory=list, init=False, repr=False)

    @cached_property
    def _standing(self) -> Standing:
        return standing_of(self.planner, self.itinerary)

    @cached_property
    def _course(self) -> Course:
        return self._standing.course(self.itinerary)

    def why(self, place_id: str) -> Why:
        """Say why a place is in the plan, and what would take its place.

        Parameters
        ----------
        place_id
            A place that the plan visits or eats at.

        Raises
        ------
        RequestError
            The place is unknown or not in the plan.
        """
        item = self._item(place_id)
        if item is None:
            msg = f"place_id: {place_id} is not in the plan; ask why_not({place_id!r})"
            raise RequestError(msg)
        rest = self._standing.rest()
        stops = rest.draft.stops_of(place_id)
        group = rest.draft.group_of(place_id)
        rest.draft.required.discard(-1 if group is None else group)
        rest.draft.forbid(stops)
        base = self._base
        other = self._answer(self._standing, rest)
        assert other is not None  # noqa: S101 (what can be done with a visit can be done without)
        loss = plain_score(base) - plain_score(other)
        least = plain_score(base) - other.certificate.upper_bound
        instead, gives_way = self._swapped(other, place_id)
        language = self.itinerary.language
        cost = item.ticket_cny if isinstance(item, Visit | ActivityItem) else item.cost_cny
        text = tell(
            "why" if loss > 0 else "why-free", language,
            name=item.name, points=f"{item.profit:.0f}", minutes=item.minutes,
            travel=self._detour(item), loss=f"{abs(loss):.1f}",
            cost=money_text(round(cost), self.itinerary.currency),
        )  # fmt: skip
        if instead:
            text += tell("why-instead", language, names=self._names(instead))
        text += self._less_fair(other)
        return Why(
            place_id=place_id,
            name=item.name,
            points=item.profit,
            minutes=item.minutes,
            travel_min=self._detour(item),
            cost_cny=cost,
            loss=round(loss, 2),
            loss_at_least=round(min(least, loss), 2),
            instead=instead,
            gives_way=gives_way,
            proven=_is_proven(base, other),
            text=text,
        )

    def why_not(self, place_id: str) -> WhyNot:
        """Say why a place is not in the plan, and what it would cost to have it in.

        Parameters
        ----------
        place_id
            A place to visit or to eat at.

        Raises
        ------
        RequestError
            The place is unknown, or none to visit or eat at.
        """
        place = self.planner.region.find_place(place_id)
        if place is None:
            msg = "the place is not known:"
            raise RequestError(msg, [unknown_place(self.planner.region, place_id, "place_id")])
        if not isinstance(place, Sight | Shop | Food):
            msg = f"place_id: {place_id} is of kind {place.kind}, not a place to visit or eat at"
            raise RequestError(msg)
        language = self.itinerary.language
        name = place.name.get(language)
        if self._item(place_id) is not None:
            return self._out(
                place_id, name, "in-plan", tell("in-plan", self.itinerary.language, name=name)
            )
        request = self.itinerary.request
        if place_id in unwanted_ids(self.planner.region, request):
            return self._out(
                place_id, name, "unwanted", tell("unwanted", self.itinerary.language, name=name)
            )
        for drop in self._standing.trip.dropped:
            if drop.place_id == place_id:
                return self._out(place_id, name, drop.reason, f"{name}: {drop.text}")
        rest = self._standing.rest()
        stops = rest.draft.stops_of(place_id)
        if not any(any(rest.draft.windows[stop]) for stop in stops):
            text = tell("closed-now", language, name=name)
            return self._out(place_id, name, "closed", text)
        rest.draft.require(place_id)
        forced = self._answer(self._standing, rest, self._reward(rest, stops))
        if forced is None:
            return self._conflict(place_id, name)
        return self._priced(place_id, name, forced)

    def binding(self) -> Binding:
        """Say which of time, money, opening hours and pace binds, and what more of it gives."""
        base = self._base
        language = self.itinerary.language
        more = money_text(MORE_CNY, self.itinerary.currency)
        found = []
        for what, richer in self._richer():
            if self.effort.is_stopped:
                break
            gain = 0.0 if richer is None else plain_score(richer) - plain_score(base)
            bound = 0.0 if richer is None else richer.certificate.upper_bound - plain_score(base)
            adds, drops = ((), ()) if richer is None else self._swapped(richer, "")
            binds = gain >= LEAST_GAIN
            key = f"binds-{what}" if binds else f"free-{what}"
            text = tell(key, language, gain=f"{gain:.1f}", money=more)
            if binds and adds:
                text += tell("binds-adds", language, names=self._names(adds))
            found.append(
                Bind(
                    what=what,
                    gain=round(max(gain, 0.0), 2),
                    gain_at_most=round(max(bound, gain, 0.0), 2),
                    binds=binds,
                    adds=adds if binds else (),
                    drops=drops if binds else (),
                    text=text,
                )
            )
        found.sort(key=lambda bind: -bind.gain)
        joined = ("；" if language == "zh" else "; ").join(bind.text for bind in found)
        return Binding(binds=tuple(found), text=joined)

    @cached_property
    def _base(self) -> Itinerary:
        """The best plan known of the problem: one may still be found that betters the plan."""
        found = self._answer(self._standing, self._standing.rest())
        assert found is not None  # noqa: S101 (the plan at hand is one)
        self._better.append(self._standing.course(found))
        return found

    def _answer(self, standing: Standing, rest: Rest, bonus: Bonus = NO_BONUS) -> Itinerary | None:
        starts = (self._course, *self._better)
        question = Question(standing, rest, bonus, starts, floor=self._level)
        found = question.answer(self.effort)
        if found is None and self._level:
            found = replace(question, floor=None).answer(self.effort)
        return found

    @cached_property
    def _level(self) -> int:
        """Points of whoever gets least from the plan, 0 if nobody asked for a fair share."""
        standing = self._standing
        if standing.trip.request.fairness != "maximin":
            return 0
        tours = recall(standing.trip, standing.posed, self.itinerary.days).tours
        options = [standing.posed.options[stop] for tour in tours for stop in tour]
        return level(options, len(standing.trip.request.travellers))

    def _less_fair(self, other: Itinerary) -> str:
        """Say so where a plan gives whoever gets least less than the plan at hand."""
        if not self._level:
            return ""
        plans = self.itinerary, other
        before, then = (min(each.points for each in plan.satisfaction) for plan in plans)
        if then >= self._level:
            return ""
        language = self.itinerary.language
        return tell("less-fair", language, then=f"{then:.0f}", before=f"{before:.0f}")

    def _reward(self, rest: Rest, stops: list[int]) -> Bonus:
        """Pay so much for any of some stops that no plan is better without them.

        The proof of a day does not know what is required, but knows what is worth most.
        """
        points = round(max(0.0, self._base.certificate.upper_bound) * POINT) + REWARD
        rest.draft.profit[stops] += points
        paid = {(stop, d): points for stop in stops for d in range(len(rest.draft.days))}
        return Bonus(points, paid, {}, {})

    def _richer(self) -> Iterator[tuple[What, Itinerary | None]]:
        """Yield the best plan found with a little more of each thing."""
        request = self._standing.trip.asked
        end = min(minutes_of(request.day_end) + MORE_MINUTES, 1_439)
        yield "time", self._asked_for({"day_end": clock_of(end)})
        more: dict[str, object] = {}
        if request.caps_cny:
            more["caps_cny"] = {kind: most + MORE_CNY for kind, most in request.caps_cny.items()}
        if request.budget_cny is not None:
            more["budget_cny"] = request.budget_cny + MORE_CNY
        if more:
            yield "money", self._asked_for(more)
        rest = self._standing.rest()
        _open_all_day(rest)
        yield "hours", self._answer(self._standing, rest)
        rest = self._standing.rest()
        _allow_one_more(rest)
        yield "pace", self._answer(self._standing, rest)

    def _asked_for(self, fields: dict[str, object]) -> Itinerary | None:
        """Return the best plan found for a request that asks for a little more."""
        standing = self._standing
        request = standing.trip.asked.model_copy(update=fields)
        richer = stand(self.planner, request, standing.holds, standing.past)
        return self._answer(richer, richer.rest())

    def _item(self, place_id: str) -> Visit | ActivityItem | Meal | None:
        for item in self.itinerary.items():
            if is_chosen(item) and item.place_id == place_id:
                return item
        return None

    def _detour(self, item: Visit | ActivityItem | Meal) -> int:
        """Return the minutes that the way over a place takes beyond the direct way."""
        travel, place = self._standing.trip.travel, item.place_id
        into = out = None
        for day in self.itinerary.days:
            if item not in day.items:
                continue
            at = day.items.index(item)
            legs = [(k, other) for k, other in enumerate(day.items) if isinstance(other, Leg)]
            into = next((leg for k, leg in reversed(legs) if k < at and leg.to_id == place), None)
            out = next((leg for k, leg in legs if k > at and leg.from_id == place), None)
        if into is None or out is None:
            return 0
        a, b = travel.index[into.from_id], travel.index[out.to_id]
        direct = 0 if a == b else int(travel.minutes[a, b])
        return max(0, into.minutes + out.minutes - direct)

    def _swapped(self, other: Itinerary, place_id: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the places that another plan adds, and those that it drops, but for one."""
        mine, theirs = (
            dict.fromkeys(
                item.place_id
                for item in plan.items()
                if is_chosen(item) and item.place_id is not None
            )
            for plan in (self._base, other)
        )
        adds = tuple(place for place in theirs if place not in mine and place != place_id)
        drops = tuple(place for place in mine if place not in theirs and place != place_id)
        return adds, drops

    def _names(self, ids: tuple[str, ...]) -> str:
        language = self.itinerary.language
        by_id = self.planner.region.by_id
        return listed((by_id[place].name.get(language) for place in ids), language)

    def _out(self, place_id: str, name: str, reason: str, text: str) -> WhyNot:
        return WhyNot.model_validate(
            {"place_id": place_id, "name": name, "reason": reason, "proven": True, "text": text}
        )

    def _priced(self, place_id: str, name: str, forced: Itinerary) -> WhyNot:
        base, language = self._base, self.itinerary.language
        cost = plain_score(base) - plain_score(forced)
        least = plain_score(base) - forced.certificate.upper_bound
        adds, drops = self._swapped(forced, place_id)
        money = forced.totals.cost_cny - base.totals.cost_cny
        travel = forced.totals.travel_min - base.totals.travel_min
        is_worse = cost > -LEAST_GAIN / 10
        text = tell(
            "worth-less" if is_worse else "overlooked", language,
            name=name, cost=f"{abs(cost):.1f}", travel=f"{travel:+d}",
            money=more_or_less(money, base.currency),
        )  # fmt: skip
        if drops:
            text += tell("drops", language, names=self._names(drops))
        text += self._less_fair(forced)
        proven = _is_proven(base, forced)
        if not proven and is_worse and least > LEAST_GAIN:
            text += tell("not-proven", language, least=f"{least:.1f}")
        return WhyNot(
            place_id=place_id,
            name=name,
            reason="worth-less" if is_worse else "overlooked",
            cost=round(cost, 2),
            cost_at_least=round(min(least, cost), 2),
            cost_cny=round(money, 2),
            travel_min=travel,
            drops=drops,
            adds=adds,
            proven=proven,
            text=text,
        )

    def _conflict(self, place_id: str, name: str) -> WhyNot:
        """Return which wishes a place conflicts with."""
        language = self.itinerary.language
        old = self._standing.trip.asked
        given = {field: getattr(old, field) for field in old.model_fields_set}
        request = TripRequest(**{**given, "must_visit": (*old.must_visit, place_id)})
        try:
            wished = stand(self.planner, request, self._standing.holds, self._standing.past)
            # What is asked for by name may stand beside what it is alike to.
            forced = self._answer(wished, wished.rest())
            if forced is not None:
                return self._priced(place_id, name, forced)
            error = blame(wished, should_stop=self.effort.should_stop)
        except InfeasibleError as refusal:
            error = refusal
        others = tuple(w for w in error.conflict if w != f"must_visit={place_id}")
        is_money = len(others) == 1 and others[0].startswith(MONEY_WISHES)
        key = "over-budget" if is_money else "in-conflict"
        text = tell(key, language, name=name, wishes=listed(others, language))
        return WhyNot(
            place_id=place_id,
            name=name,
            reason="over-budget" if is_money else "conflict",
            conflict=others,
            proven=error.proven,
            text=text,
        )


def _is_proven(one: Itinerary, other: Itinerary) -> bool:
    return one.certificate.status == other.certificate.status == "optimal"


def _open_all_day(rest: Rest) -> None:
    """Let all that is open on a day be open all day long."""
    draft = rest.draft
    for stop, option in enumerate(draft.options):
        if option.kind in {"visit", "activity"}:
            draft.windows[stop] = [[ALL_DAY] if row else [] for row in draft.windows[stop]]


def _allow_one_more(rest: Rest) -> None:
    """Let each day have one visit more."""
    days = rest.draft.days
    days[:] = [replace(day, max_stops=day.max_stops + 1) for day in days]
