"""Regions and their places."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query

from xytour.model.base import Language, Slug
from xytour.model.search import find_places
from xytour.service.bodies import Named, PlaceAnswer, PlaceBrief, Places, RegionInfo, Regions
from xytour.service.callers import Caller, TheDesk
from xytour.service.problems import NotFoundError, documented

if TYPE_CHECKING:
    from xytour.model.region import Region

router = APIRouter(tags=["places"], prefix="/v1", responses=documented(404))

Word = Annotated[str | None, Query(max_length=80)]


@router.get("/regions")
def regions(desk: TheDesk, _caller: Caller) -> Regions:
    """List the regions that are served."""
    return Regions(regions=tuple(_info(one.region) for one in desk.planners.values()))


@router.get("/regions/{region_id}/places")
def places(  # noqa: PLR0913, PLR0917 (one parameter a filter)
    desk: TheDesk,
    _caller: Caller,
    region_id: Slug,
    query: Annotated[str, Query(max_length=200, description="Words that must all occur.")] = "",
    kind: Word = None,
    theme: Word = None,
    county: Word = None,
    language: Language = "en",
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Places:
    """Search the places of a region; those about a theme come strongest first."""
    region = desk.planner(region_id).region
    found = find_places(region, query, kind=kind, theme=theme, county=county)
    brief = tuple(
        PlaceBrief(
            id=place.id,
            kind=place.kind,
            name=place.name.get(language),
            summary=place.summary.get(language),
            county=place.county,
        )
        for place in found[offset : offset + limit]
    )
    return Places(total=len(found), places=brief)


@router.get("/regions/{region_id}/places/{place_id}")
def place(desk: TheDesk, _caller: Caller, region_id: Slug, place_id: Slug) -> PlaceAnswer:
    """Tell all that is known about a place, with sources and what is uncertain."""
    found = desk.planner(region_id).region.find_place(place_id)
    if found is None:
        msg = f"region {region_id!r} has no place {place_id!r}"
        raise NotFoundError(msg)
    return PlaceAnswer(place=found)


def _info(region: Region) -> RegionInfo:
    about = region.region
    return RegionInfo(
        id=about.id,
        name=about.name,
        timezone=about.timezone,
        currency=about.currency,
        gateway=about.gateway,
        counties=tuple(Named(id=one.id, name=one.name) for one in about.counties),
        kinds=dict(Counter(one.kind for one in region.places)),
        stories=tuple(Named(id=one.id, name=one.name) for one in region.stories),
    )
