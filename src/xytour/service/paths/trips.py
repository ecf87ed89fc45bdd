"""Saved trips, in all the formats that itineraries come in."""

from __future__ import annotations

import mimetypes
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from xytour.model.itinerary import Itinerary
from xytour.service.bodies import SaveBody, Saved, TripId
from xytour.service.callers import Caller, TheDesk
from xytour.service.desk import check_days, trusting
from xytour.service.order_bodies import QuoteId
from xytour.service.problems import documented

router = APIRouter(tags=["trips"], prefix="/v1/trips", responses=documented(404, 503))

MEDIA_TYPES = {
    "geojson": "application/geo+json",
    "gpx": "application/gpx+xml",
    "ics": "text/calendar; charset=utf-8",
    "jsonld": "application/ld+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "md": "text/markdown; charset=utf-8",
}

Format = Annotated[
    str, Query(pattern=r"^[a-z0-9]{1,12}$", description="A suffix, such as ics or geojson.")
]


@router.post("", status_code=201)
def save(desk: TheDesk, caller: Caller, body: SaveBody) -> Saved:
    """Keep a plan."""
    check_days(body.itinerary)
    desk.planner(body.itinerary.region_id)
    desk.check(body.itinerary.request)
    return Saved(id=desk.store.save(body.itinerary, caller))


@router.get("/{trip_id}")
def trip(desk: TheDesk, caller: Caller, trip_id: TripId) -> Itinerary:
    """Return a saved plan."""
    return desk.store.trip(trip_id, caller)


@router.get(
    "/{trip_id}/file",
    response_class=Response,
    responses={200: {"content": {"*/*": {}}, "description": "The file."}},
)
def file(
    desk: TheDesk,
    caller: Caller,
    trip_id: TripId,
    format: Format = "ics",
    quote: QuoteId | None = None,
) -> Response:
    """Return a saved plan as a file: calendar, map, hand-out, table, brochure with a quote."""
    itinerary = desk.store.trip(trip_id, caller)
    options = {} if quote is None else {"quote": desk.store.quote(quote, caller)}
    return _written(itinerary, format, options)


@router.delete("/{trip_id}", status_code=204, response_class=Response)
def forget(desk: TheDesk, caller: Caller, trip_id: TripId) -> None:
    """Forget a saved plan."""
    desk.store.remove(trip_id, caller)


def _written(itinerary: Itinerary, suffix: str, options: dict[str, Any]) -> Response:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"trip.{suffix}"
        trusting(lambda: itinerary.save(path, **options))
        content = path.read_bytes()
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    # Always as a download: names in it are text from a data file.
    name = f'attachment; filename="trip.{suffix}"'
    return Response(
        content,
        media_type=MEDIA_TYPES.get(suffix, guessed),
        headers={"Content-Disposition": name},
    )
