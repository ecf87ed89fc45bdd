"""What an itinerary stands on: its trip and problem, with all that still holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xytour.errors import RequestError
from xytour.model.happening import Closed
from xytour.planner.after.course import Course
from xytour.planner.after.draft import Draft
from xytour.planner.after.holds import lay_down
from xytour.planner.after.past import Past, Rest, past_at, rest_of
from xytour.planner.after.recalling import recall
from xytour.planner.caps import spendable_fen
from xytour.planner.posing import pose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.happening import Hold
    from xytour.model.itinerary import Itinerary
    from xytour.model.request import TripRequest
    from xytour.planner.planner import Planner
    from xytour.planner.posing import Posed
    from xytour.planner.trip import Trip

NOTHING_PAST = Past((), (), None, None)


@dataclass(frozen=True)
class Standing:
    """A trip with its holds, and how much of it is past.

    Parameters
    ----------
    planner
        Knows the network as it is now.
    trip, posed
        The whole trip.
    holds
        What is in force besides the request.
    past
        What is behind.
    """

    planner: Planner
    trip: Trip
    posed: Posed
    holds: tuple[Hold, ...]
    past: Past = NOTHING_PAST

    def rest(self) -> Rest:
        """Return the open part, to be changed and solved."""
        return rest_of(self.trip, self.posed, self.past)

    def course(self, itinerary: Itinerary) -> Course:
        """Return what a plan of the whole trip does in the open part."""
        whole = recall(self.trip, self.posed, itinerary.days)
        today = self.past.today
        tours = list(whole.tours[today:])
        done = {s for tour in recall(self.trip, self.posed, self.past.all_days).tours for s in tour}
        tours[0] = tuple(s for s in tours[0] if s not in done)
        return Course(tuple(tours), whole.beds[today:], whole.nights[today:])


def stand(
    planner: Planner, request: TripRequest, holds: Sequence[Hold], past: Past = NOTHING_PAST
) -> Standing:
    """Return what a plan of a request stands on.

    Parameters
    ----------
    planner
        Of the region.
    request, holds
        What is asked for, and what is in force besides.
    past
        What is behind.

    Raises
    ------
    InfeasibleError
        A wish or a hold cannot be met whatever the plan is.
    """
    closed = [hold.id for hold in holds if isinstance(hold, Closed)]
    planner = planner.without_links(closed)
    trip, posed = planner.pose(request)
    elsewhere = _elsewhere(past, posed)
    if elsewhere:
        trip = replace(trip, also=elsewhere)
        posed = pose(trip, spendable_fen(trip))
    if holds:
        draft = Draft(posed)
        trip = lay_down(trip, draft, holds)
        posed = draft.build()
    return Standing(planner, trip, posed, tuple(holds), past)


def _elsewhere(past: Past, posed: Posed) -> tuple[str, ...]:
    """Return where the party is, or slept last, if nothing that is left to choose from is there."""
    places = {past.here, past.last_bed}.difference(posed.places)
    return tuple(sorted(place for place in places if place))


def standing_of(
    planner: Planner,
    itinerary: Itinerary,
    request: TripRequest | None = None,
    holds: Sequence[Hold] | None = None,
) -> Standing:
    """Return what an itinerary stands on.

    Parameters
    ----------
    planner
        Of the region.
    itinerary
        Tells what is past.
    request, holds
        What is asked for, and what is in force besides, where they are not the itinerary's own.

    Raises
    ------
    RequestError
        It is of another region.
    """
    if itinerary.region_id != planner.region.id:
        msg = (
            f"itinerary: it is of region {itinerary.region_id!r}, "
            f"this planner is of {planner.region.id!r}"
        )
        raise RequestError(msg)
    revision = itinerary.revision
    if holds is None:
        holds = revision.holds if revision else ()
    request = request or itinerary.request
    standing = stand(planner, request, holds)
    if revision is None or revision.open_from is None:
        return standing
    past = past_at(itinerary, standing.trip, revision.open_from)
    if _elsewhere(past, standing.posed):
        return stand(planner, request, holds, past)
    return replace(standing, past=past)
