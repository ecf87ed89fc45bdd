"""Will we make the train? A plan simulated many times, all samples at once.

The party keeps to the plan: nothing begins before its time, and what takes longer pushes on
what follows. Waits and free time absorb delays, and so does every night. A place found
closed is left out. Nobody hurries to catch up, so that the truth is a little better.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from xytour.errors import RequestError
from xytour.model.base import minutes_of
from xytour.model.itinerary import ActivityItem, AppointmentItem, Leg, Meal, Visit
from xytour.model.place import Visitable
from xytour.model.risk import DayEnd, Keep, Risk, Spread
from xytour.planner.after.words import tell
from xytour.planner.dates import local_time, margin

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from xytour.model.itinerary import Day, Item, Itinerary, LegPart
    from xytour.model.region import Region
    from xytour.model.risk import KeepKind

    Samples = NDArray[np.float64]

GATES_CLOSE_MIN = {"rail_station": 5, "airport": 40, "coach_station": 5}
"""How long before a departure one must be there at the latest: assumptions, minutes."""

ROAD = {"car", "taxi", "bus", "shuttle"}
RAIL = {"train", "plane"}
MOST_SAMPLES = 1_000_000


def lognormal(draw: np.random.Generator, variation: float, samples: int) -> Samples:
    """Return factors of mean 1 whose standard deviation is as given."""
    variance = np.log1p(variation**2)
    return np.exp(draw.normal(-variance / 2, np.sqrt(variance), samples))


def assess(
    region: Region, itinerary: Itinerary, *, samples: int, seed: int, spread: Spread
) -> Risk:
    """Return how surely a plan can be kept; see :meth:`Planner.risk`."""
    if not isinstance(samples, int) or not 1 <= samples <= MOST_SAMPLES:
        msg = f"samples: expected 1 to {MOST_SAMPLES}, got {samples!r}"
        raise RequestError(msg)
    runs = Runs(region, itinerary, samples, spread, np.random.default_rng(seed))
    days = [runs.day(day) for day in itinerary.days]
    language = itinerary.language
    weakest = min(runs.keeps, key=lambda keep: keep.probability, default=None)
    all_kept = float(np.mean(runs.all_kept))
    if weakest is None:
        text = tell("risk-none", language)
    else:
        text = tell("risk", language, all=f"{all_kept:.0%}", weakest=weakest.text)
    return Risk(
        samples=samples,
        seed=seed,
        spread=spread,
        keeps=tuple(runs.keeps),
        all_kept=all_kept,
        weakest=weakest,
        days=tuple(days),
        text=text,
    )


@dataclass
class Runs:
    """A plan lived through many times.

    Parameters
    ----------
    region, itinerary
        Where, and what is simulated.
    samples
        How often.
    spread
        How times vary.
    draw
        Source of all chance.
    """

    region: Region
    itinerary: Itinerary
    samples: int
    spread: Spread
    draw: np.random.Generator
    keeps: list[Keep] = field(default_factory=list)
    all_kept: NDArray[np.bool_] = field(init=False)
    now: Samples = field(init=False)
    midnight: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.all_kept = np.ones(self.samples, dtype=bool)

    def day(self, day: Day) -> DayEnd:
        """Live through a day; return how late it ends."""
        first = day.items[0].start
        self.midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
        self.now = np.full(self.samples, self._minute(first))
        planned = self._minute(first)
        for item in day.items:
            if item.type not in {"wait", "free", "stay"}:
                self._live(item)
                planned = self._minute(item.end)
        if day is self.itinerary.days[-1]:
            self._depart()
        late = np.maximum(self.now - planned, 0.0)
        return DayEnd(
            date=day.date,
            mean_min=round(float(late.mean()), 1),
            p95_min=round(float(np.quantile(late, 0.95)), 1),
        )

    def _live(self, item: Item) -> None:
        self.now = np.maximum(self.now, self._minute(item.start))
        if isinstance(item, Leg):
            self._ride(item)
        elif isinstance(item, Visit | ActivityItem):
            self._visit(item)
        elif isinstance(item, AppointmentItem):
            start = self._minute(item.start)
            self._keep("appointment", item.place_id, item.name, start, start)
            self.now = np.maximum(self.now, self._minute(item.end))
        elif isinstance(item, Meal):
            self.now = self.now + item.minutes * self._factors(self.spread.visit)

    def _ride(self, leg: Leg) -> None:
        """Ride each part; the road is as slow or as fast on all parts of a leg."""
        road, path, rail = (
            self._factors(v) for v in (self.spread.road, self.spread.path, self.spread.rail)
        )
        for part in leg.parts:
            vehicle = part.vehicle
            factor = road if vehicle in ROAD else rail if vehicle in RAIL else path
            if part.departure is not None:
                self._catch(leg, part, factor)
            else:
                moving = part.minutes - part.wait_min
                self.now = self.now + part.wait_min + moving * factor

    def _catch(self, leg: Leg, part: LegPart, factor: Samples) -> None:
        """Catch a departure, or the next one."""
        assert part.departure is not None  # noqa: S101 (asked before)
        leaves = self._minute(part.departure)
        name = part.line or leg.to_name
        self._keep("service", part.from_id, name, self._minute(part.start), leaves)
        headway = self.spread.headway_min
        missed = np.maximum(self.now - leaves, 0.0)
        later = np.ceil(missed / headway) * headway
        self.now = leaves + later + (self._minute(part.end) - leaves) * factor

    def _visit(self, visit: Visit | ActivityItem) -> None:
        start = self._minute(visit.start)
        if isinstance(visit, ActivityItem) and visit.session is not None:
            inside = self._keep("session", visit.place_id, visit.activity_name, start, start)
        else:
            latest = self._last_entry(visit)
            if latest is None:
                inside = np.ones(self.samples, dtype=bool)
            else:
                inside = self._keep("door", visit.place_id, visit.name, start, latest)
        stay = visit.minutes * self._factors(self.spread.visit)
        closes = self._closing(visit)
        left = np.minimum(self.now + stay, max(closes, self._minute(visit.end)))
        self.now = np.where(inside, np.maximum(left, self.now), self.now)

    def _closing(self, visit: Visit | ActivityItem) -> float:
        """Return when a place closes, minutes of the day."""
        return float(_clock(visit.opening.partition("-")[2], 10**6))

    def _last_entry(self, visit: Visit | ActivityItem) -> float | None:
        """Return when a visit must begin at the latest, None if at any time."""
        closes = self._closing(visit)
        place = self.region.find_place(visit.place_id)
        least = place.visit_minutes.min if isinstance(place, Visitable) else visit.minutes
        if isinstance(visit, ActivityItem):
            least = visit.minutes
        latest = closes - min(least, visit.minutes)
        if visit.last_entry is not None:
            latest = min(latest, float(minutes_of(visit.last_entry)))
        return None if closes >= 1_440 and visit.last_entry is None else latest

    def _depart(self) -> None:
        """Be at the gates before the departure that ends the trip."""
        depart = self.itinerary.request.depart
        if depart is None or depart.time is None:
            return
        zone = self.midnight.tzinfo
        moment = depart.time.replace(tzinfo=zone) if depart.time.tzinfo is None else depart.time
        leaves = self._minute(moment.astimezone(zone))
        gate = self.region.by_id[depart.at]
        before = margin(gate, GATES_CLOSE_MIN)
        last = [i for i in self.itinerary.days[-1].items if i.type not in {"wait", "free"}]
        planned = self._minute(last[-1].end) if last else leaves - before
        name = gate.name.get(self.itinerary.language)
        self._keep("departure", depart.at, name, min(planned, leaves - before), leaves - before)

    def _keep(
        self, kind: KeepKind, place_id: str, name: str, planned: float, deadline: float
    ) -> NDArray[np.bool_]:
        """Note how often a fixed time is kept; return in which samples."""
        kept = self.now <= deadline + 1e-9
        self.all_kept &= kept
        share = float(kept.mean())
        late = np.maximum(self.now - deadline, 0.0)
        at = self._moment(deadline)
        text = tell(
            f"keep-{kind}", self.itinerary.language,
            name=name, date=at.date(), time=f"{at:%H:%M}", share=f"{share:.0%}",
        )  # fmt: skip
        self.keeps.append(
            Keep(
                kind=kind,
                place_id=place_id,
                name=name,
                planned=self._moment(planned),
                deadline=at,
                probability=share,
                error=round(float(np.sqrt(share * (1 - share) / self.samples)), 5),
                lateness_min=round(float(late.mean()), 2),
                slack_min=round(deadline - planned),
                text=text,
            )
        )
        return kept

    def _factors(self, variation: float) -> Samples:
        return lognormal(self.draw, variation, self.samples)

    def _minute(self, moment: datetime) -> float:
        """Return a time as minutes after the midnight of the day in progress."""
        local = local_time(moment, self.midnight.tzinfo)  # type: ignore[arg-type]
        return (
            local.replace(tzinfo=None) - self.midnight.replace(tzinfo=None)
        ).total_seconds() / 60

    def _moment(self, minute: float) -> datetime:
        from datetime import timedelta

        return self.midnight + timedelta(minutes=minute)


def _clock(text: str, default: int) -> int:
    """Read ``HH:MM``; hours may run past midnight."""
    try:
        hours, minutes = text.split(":")
        return int(hours) * 60 + int(minutes)
    except ValueError:
        return default
