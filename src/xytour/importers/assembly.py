"""Places as plain facts to a checked region.

A reader of tables, or of a map, gives what it found as dicts like those of a region file, with
as little as a name, a kind and a position. What a region needs beyond that is filled in here with
what is usual, marked as estimated and told in the report. What cannot be is dropped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from xytour.catalogue.checks import find_faults
from xytour.importers.completing import ROW, SOURCE_KEY, TABLE, completed
from xytour.importers.names import Slugs, slug_of, text_of
from xytour.importers.setting import Setting, settle
from xytour.importers.typical import FAR_FROM_KM, ROAD_CLASSES, WALK_DETOUR, WALK_KMH
from xytour.model.region import Region
from xytour.model.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.errors import Fault
    from xytour.importers.report import ImportNotes, ImportReport

MOST_ROUNDS = 5


class Imported(NamedTuple):
    """A region made of other data, and what became of these."""

    region: Region
    report: ImportReport

    def save(self, path: str | Path) -> Path:
        """Write the region as a region file, whole or not at all.

        Parameters
        ----------
        path
            Where to.

        Raises
        ------
        ExportError
            The file cannot be written.
        """
        text = self.region.model_dump_json(by_alias=True, exclude_defaults=True, indent=1)
        write_whole(Path(path), text.encode("utf-8"))
        return Path(path)


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What a region is made of beside its places.

    Parameters
    ----------
    name
        Of the region; a text for both languages, or ``{"en": ..., "zh": ...}``.
    setting
        Time zone, country, currency and tariffs, None where they are to be found out.
    source
        Who says so: a title, or a dict with ``title``, ``url`` and ``read`` (``YYYY-MM``).
    links, services
        As in a region file, between ids that the places have.
    gateway
        Id of the place where a trip begins that names none; None makes one in the middle.
    region_id
        None makes one of the name.
    """

    name: str | Mapping[str, str]
    setting: Setting = field(default_factory=Setting)
    source: str | Mapping[str, str] = "the tables given"
    links: Sequence[Mapping[str, Any]] = ()
    services: Sequence[Mapping[str, Any]] = ()
    gateway: str | None = None
    region_id: str | None = None


def assemble(places: Sequence[Mapping[str, Any]], frame: Frame, notes: ImportNotes) -> Imported:
    """Make a region of facts about places.

    Parameters
    ----------
    places
        Each a dict with ``name`` (a text, or English and Chinese), ``kind`` and ``location``
        (or ``lat`` and ``lon``, WGS-84), and whatever else a place of a region file has.
        ``TABLE`` and ``ROW`` tell where it was read. ``id`` may be left out.
    frame
        The rest of the region.
    notes
        Where to tell what was guessed and dropped.

    Returns
    -------
    Imported
        A region that has no fault, and the report.

    Raises
    ------
    DataError
        No usable place is left, or what is told of the whole region is wrong.
    """
    if not places:
        raise notes.refusal()
    slugs = Slugs()
    taken = [str(place["id"]) for place in places if place.get("id")]
    for slug in taken:
        slugs.take(slug)
    found = [completed(place, slugs, notes) for place in places]
    middle = _middle(found)
    info, gateway = _info(frame, middle, notes), frame.gateway
    if gateway is None:
        centre = _centre(frame, middle, slugs)
        found.append(centre)
        gateway = centre["id"]
    data: dict[str, Any] = {
        "schema_version": 1,
        "region": {**info, "gateway": gateway},
        "sources": {SOURCE_KEY: _source(frame.source)},
        "places": found,
        "links": [dict(link) for link in frame.links],
        "services": [dict(service) for service in frame.services],
    }
    return Imported(Region.model_validate(_without_faults(data, notes)), notes.report())


def _info(frame: Frame, middle: tuple[float, float], notes: ImportNotes) -> dict[str, Any]:
    name = text_of(frame.name)
    setting = settle(frame.setting, *middle, notes)
    return {
        "id": frame.region_id or slug_of(name["en"], name["zh"]),
        "name": name,
        "timezone": setting.timezone,
        "currency": setting.currency,
        "holidays": setting.country,
        "road_classes": ROAD_CLASSES,
        "connector_class": "street",
        "direct": {"far_class": "highway", "far_from_km": FAR_FROM_KM},
        "walk_detour": WALK_DETOUR,
        "walk_kmh": WALK_KMH,
        "tariffs": setting.tariffs,
    }


def _source(source: str | Mapping[str, str]) -> dict[str, str]:
    told = {"title": source} if isinstance(source, str) else dict(source)
    return {"read": datetime.now(tz=UTC).strftime("%Y-%m"), **told}


def _middle(places: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Return the median position, degrees: where most places are around."""
    inside = [p["location"] for p in places if not p.get("outside")] or [
        p["location"] for p in places
    ]
    lats = sorted(spot["lat"] for spot in inside)
    lons = sorted(spot["lon"] for spot in inside)
    return lats[len(lats) // 2], lons[len(lons) // 2]


def _centre(frame: Frame, middle: tuple[float, float], slugs: Slugs) -> dict[str, Any]:
    """Return the middle of the region as a place, where trips begin that name no place."""
    name = text_of(frame.name)
    lat, lon = middle
    return {
        "id": slugs.take(f"{slug_of(name['en'], name['zh'])}-centre"),
        "kind": "town",
        "town_type": "seat",
        "name": {"en": f"Middle of {name['en']}", "zh": f"{name['zh']}中心"},
        "location": {"lat": lat, "lon": lon, "precision_m": 2_000, "basis": "median of places"},
        "summary": {"en": "The middle of the places imported.", "zh": "导入地点的中心位置。"},
        "confidence": {"location": "estimated"},
    }


def _without_faults(data: dict[str, Any], notes: ImportNotes) -> dict[str, Any]:
    """Return a region without the places, links and services that are wrong."""
    read_at = {
        place["id"]: (place.pop(TABLE, "places"), place.pop(ROW, None)) for place in data["places"]
    }
    for _ in range(MOST_ROUNDS):
        faults = find_faults(data)
        if not faults:
            break
        wrong: dict[str, set[int]] = {"places": set(), "links": set(), "services": set()}
        for fault in faults:
            section, index = _position(fault)
            if section not in wrong:
                raise notes.refusal(*faults)
            wrong[section].add(index)
            part = data[section][index]
            table, row = (
                read_at.get(part["id"], (section, None)) if section == "places" else (section, None)
            )
            column = fault.path.partition("].")[2] or None
            notes.dropped(table, row, column, fault.value, fault.reason, fault.mend)
        for section, indices in wrong.items():
            data[section] = [part for k, part in enumerate(data[section]) if k not in indices]
        if not any(place["kind"] != "town" for place in data["places"]):
            raise notes.refusal()
    else:
        raise notes.refusal(*find_faults(data))
    for place in data["places"]:
        table, row = read_at[place["id"]]
        if row is not None:
            notes.keep(table)
    return data


def _position(fault: Fault) -> tuple[str, int]:
    found = re.match(r"\$\.(\w+)\[(\d+)\]", fault.path)
    return (found[1], int(found[2])) if found else ("", 0)
