"""What is sent to the service and what comes back, with examples for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import AwareDatetime, ConfigDict, Field, NaiveDatetime, model_validator

from xytour.model.base import Model, Slug, Text
from xytour.model.explanation import Binding, Why, WhyNot
from xytour.model.happening import Edit, Event
from xytour.model.itinerary import Itinerary
from xytour.model.place import Place
from xytour.model.request import TripRequest
from xytour.model.revision import ChangePrices
from xytour.model.suggestion import Suggestion

TripId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="Id of a saved trip.")]
A_TRIP = "0123456789abcdef0123456789abcdef"

_REQUEST: dict[str, Any] = {
    "arrive": {"at": "xinyang-east-station", "time": "2026-04-10T10:30"},
    "depart": {"at": "xinyang-east-station", "time": "2026-04-11T17:40"},
    "interests": {"tea": 1.0, "red": 0.6},
    "party": {"adults": 2, "children": [7]},
    "budget_cny": 3000,
}


def _example(*examples: dict[str, Any]) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": list(examples)})


class Effort(Model):
    """How hard to try.

    Parameters
    ----------
    time_limit
        Seconds; the service has an upper limit and a usual one.
    seed
        Of the random choices.
    iterations
        Most search steps, for the same answer every time.
    """

    time_limit: Annotated[float, Field(gt=0)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    iterations: Annotated[int, Field(ge=1)] | None = None


class PlanBody(Effort):
    """A trip to plan, in one of the regions that are served (the first if none is named)."""

    model_config = _example(
        {"request": _REQUEST},
        {"request": {"start": "2026-05-02", "days": 1, "transport": "public"}, "iterations": 50},
    )

    request: TripRequest
    region: Slug | None = None


class AlternativesBody(PlanBody):
    """A trip of which several plans are wanted that truly differ."""

    model_config = _example({"request": _REQUEST, "k": 3, "time_limit": 3})

    k: Annotated[int, Field(ge=1)] = 3
    diversity: Annotated[float, Field(gt=0, le=1)] = 0.5


class OfPlan(Effort):
    """A plan: the itinerary itself, or the id of a saved one."""

    itinerary: Itinerary | None = None
    trip: TripId | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if (self.itinerary is None) == (self.trip is None):
            msg = "give either itinerary or trip"
            raise ValueError(msg)
        return self


class ExplainBody(OfPlan):
    """Questions about a plan: why places are in, why others are not, what binds."""

    model_config = _example({"trip": A_TRIP, "why_not": ["jigongshan"], "binding": True})

    why: tuple[Slug, ...] = ()
    why_not: tuple[Slug, ...] = ()
    binding: bool = False


class ReplanBody(OfPlan):
    """A plan under way, the time, and what has happened."""

    model_config = _example(
        {
            "trip": A_TRIP,
            "now": "2026-04-10T13:20",
            "events": [{"type": "delay", "minutes": 40}],
        }
    )

    now: AwareDatetime | NaiveDatetime
    events: Annotated[tuple[Event, ...], Field(max_length=50)] = ()
    prices: ChangePrices | None = None
    booked: tuple[Slug, ...] | None = None


class EditBody(OfPlan):
    """A plan, and what to change about it."""

    model_config = _example(
        {"trip": A_TRIP, "edits": [{"type": "remove", "place_id": "xinyang-museum"}]}
    )

    edits: Annotated[tuple[Edit, ...], Field(min_length=1, max_length=50)]
    prices: ChangePrices | None = None
    booked: tuple[Slug, ...] | None = None


class SuggestBody(OfPlan):
    """A plan, and a place that could fit into it."""

    model_config = _example({"trip": A_TRIP, "place_id": "jigongshan"})

    place_id: Slug


class RiskBody(OfPlan):
    """A plan whose fixed times may be missed."""

    model_config = _example({"trip": A_TRIP, "samples": 1000})

    samples: Annotated[int, Field(ge=1, le=20_000)] = 2_000


class SaveBody(Model):
    """A plan to keep."""

    itinerary: Itinerary


class Itineraries(Model):
    """Several plans, the best first."""

    itineraries: tuple[Itinerary, ...]


class Answers(Model):
    """Answers in the order of the questions."""

    why: tuple[Why, ...] = ()
    why_not: tuple[WhyNot, ...] = ()
    binding: Binding | None = None


class Suggestions(Model):
    """Ways to fit a place in, the best first."""

    suggestions: tuple[Suggestion, ...]


class QuoteBody(OfPlan):
    """A plan, and what it is called on the quote."""

    model_config = _example({"trip": A_TRIP, "title": "Spring tea"})

    title: Annotated[str, Field(max_length=200)] = ""


class Saved(Model):
    """The id of a saved trip."""

    id: TripId


class Cancelled(Model):
    """A plan that was asked to end."""

    id: TripId


class Named(Model):
    """An id with its name."""

    id: Slug
    name: Text


class RegionInfo(Model):
    """A region that is served."""

    id: Slug
    name: Text
    timezone: str
    currency: str
    gateway: Slug
    counties: tuple[Named, ...]
    kinds: dict[str, int]
    stories: tuple[Named, ...]


class Regions(Model):
    """The regions that are served; the first is meant where none is named."""

    regions: tuple[RegionInfo, ...]


class PlaceBrief(Model):
    """A place in a list."""

    id: Slug
    kind: str
    name: str
    summary: str
    county: str | None = None


class Places(Model):
    """A part of the places found."""

    total: int
    places: tuple[PlaceBrief, ...]


class PlaceAnswer(Model):
    """All that is known about a place."""

    place: Place


class Health(Model):
    """How the service is."""

    status: str
    version: str
    regions: tuple[Slug, ...]
    running: int
    waiting: int
