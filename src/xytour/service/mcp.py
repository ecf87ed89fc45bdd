"""Tools for language models: search places, plan, explain, replan (Model Context Protocol).

Plans are told as text, short enough to be read by a model, and kept by an id under which
further questions are asked; the whole itinerary can be had as well.
"""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from xytour.catalogue import load_region
from xytour.errors import InfeasibleError, XytourError
from xytour.model.base import Language, Model
from xytour.model.explanation import Binding, Why, WhyNot
from xytour.model.happening import Event
from xytour.model.itinerary import Certificate, Itinerary
from xytour.model.request import TripRequest
from xytour.model.search import find_places
from xytour.planner import Planner

P = ParamSpec("P")
T = TypeVar("T")

MOST_PLANS = 50
"""How many plans are kept, the latest."""

INSTRUCTIONS = """Plans trips of days in one region, with a proof of how good each is. Search places
for their ids first; then plan; then ask why, or replan. Prices and hours that are marked estimated
are no promises: say so. A gap of 0 means that no better plan exists."""

Seconds = Annotated[float, Field(gt=0, le=30, description="Time to search, seconds.")]
PlanId = Annotated[str, Field(description="What plan_trip or replan_trip returned as plan_id.")]


class FoundPlace(Model):
    """A place found."""

    id: str
    kind: str
    name: str
    summary: str
    themes: dict[str, float] = {}


class FoundPlaces(Model):
    """Places found, and how many there are in all."""

    total: int
    places: tuple[FoundPlace, ...]


class PlanText(Model):
    """A plan in words."""

    plan_id: str
    text: str
    certificate: Certificate
    visits: tuple[str, ...]
    total_cny: float
    changes: tuple[str, ...] = ()


class Reasons(Model):
    """Why places are in a plan or not, and what binds it."""

    why: tuple[Why, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    binding: Binding | None = None


class Plans:
    """The plans of one session.

    Parameters
    ----------
    planner
        Who makes them.
    """

    def __init__(self, planner: Planner) -> None:
        self.planner = planner
        self._kept: OrderedDict[str, Itinerary] = OrderedDict()

    def keep(self, itinerary: Itinerary) -> PlanText:
        """Keep a plan and tell it."""
        from xytour.export.markdown import to_markdown

        plan_id = uuid.uuid4().hex[:8]
        self._kept[plan_id] = itinerary
        while len(self._kept) > MOST_PLANS:
            self._kept.popitem(last=False)
        changes = () if itinerary.revision is None else itinerary.revision.changes
        return PlanText(
            plan_id=plan_id,
            text=to_markdown(itinerary),
            certificate=itinerary.certificate,
            visits=tuple(visit.place_id for visit in itinerary.visits),
            total_cny=itinerary.totals.cost_cny,
            changes=tuple(change.text for change in changes),
        )

    def plan(self, plan_id: str) -> Itinerary:
        """Return a plan that is kept."""
        if plan_id not in self._kept:
            msg = f"there is no plan {plan_id!r}; plan the trip again"
            raise ToolError(msg)
        return self._kept[plan_id]


def build_server(region: Path | None = None) -> MCPServer[Any]:
    """Return a server of the tools.

    Parameters
    ----------
    region
        Region file; the bundled region by default.

    Raises
    ------
    DataError
        The file is faulty.
    """
    plans = Plans(Planner(load_region(region)))
    name = plans.planner.region.region.name.en
    server = MCPServer("xytour", instructions=f"Region: {name}. {INSTRUCTIONS}")
    _add_looking(server, plans)
    _add_planning(server, plans)
    return server


def _add_looking(server: MCPServer[Any], plans: Plans) -> None:
    region = plans.planner.region

    @server.tool()
    def search_places(
        query: str = "",
        kind: str | None = None,
        theme: str | None = None,
        county: str | None = None,
        language: Language = "en",
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
    ) -> FoundPlaces:
        """Find places by words in their names and summaries, kind, theme (such as tea or red)."""
        found = _told(find_places)(region, query, kind=kind, theme=theme, county=county)
        places = tuple(
            FoundPlace(
                id=one.id,
                kind=one.kind,
                name=one.name.get(language),
                summary=one.summary.get(language),
                themes=dict(getattr(one, "themes", {})),
            )
            for one in found[:limit]
        )
        return FoundPlaces(total=len(found), places=places)

    @server.tool()
    def explain_trip(
        plan_id: PlanId,
        why: tuple[str, ...] = (),
        why_not: tuple[str, ...] = (),
        what_binds: bool = False,
    ) -> Reasons:
        """Tell why places (by id) are in a plan, why others are not, and what binds it."""
        told = plans.planner.explain(plans.plan(plan_id))
        return Reasons(
            why=tuple(map(_told(told.why), why[:5])),
            why_not=tuple(map(_told(told.why_not), why_not[:5])),
            binding=_told(told.binding)() if what_binds else None,
        )

    @server.tool()
    def get_itinerary(plan_id: PlanId) -> Itinerary:
        """Return a plan as data, with every leg, price and coordinate. It is long."""
        return plans.plan(plan_id)


def _add_planning(server: MCPServer[Any], plans: Plans) -> None:
    @server.tool()
    def plan_trip(request: TripRequest, seconds: Seconds = 1.0) -> PlanText:
        """Plan a trip: dates are needed, all else has defaults. Place ids come from search."""
        return plans.keep(_told(plans.planner.plan)(request, time_limit=seconds))

    @server.tool()
    def replan_trip(
        plan_id: PlanId,
        now: Annotated[str, Field(description="The time, YYYY-MM-DDTHH:MM.")],
        events: tuple[Event, ...] = (),
        seconds: Seconds = 1.0,
    ) -> PlanText:
        """Plan the rest of a trip under way again after a delay, a closed place, rain, a wish."""
        plan = plans.plan(plan_id)
        return plans.keep(_told(plans.planner.replan)(plan, now, events, time_limit=seconds))


def _told(function: Callable[P, T]) -> Callable[P, T]:
    """Return a function whose errors a model can read, and act upon."""

    def call(*values: P.args, **named: P.kwargs) -> T:
        try:
            return function(*values, **named)
        except InfeasibleError as error:
            text = f"The wishes cannot all be met. {error}"
            raise ToolError(text) from error
        except XytourError as error:
            raise ToolError(str(error)) from error

    return call
