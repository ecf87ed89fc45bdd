"""A region from an OpenStreetMap extract.

The map tells what is where, often when it is open, and seldom what it costs; how good a place is
and how long one stays is estimated from its tags. The report says what was kept, guessed and
dropped. Roads and timetables are read elsewhere: `xytour.network.importers.osm_file`,
`xytour.network.gtfs`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from xytour.importers.assembly import Frame, Imported, assemble
from xytour.importers.names import Slugs
from xytour.importers.osm_facts import facts_of, gateway_of, is_shut, names_of
from xytour.importers.osm_features import Extract, Feature, read_features
from xytour.importers.osm_tags import TAG_TABLE, find_row, is_known
from xytour.importers.osm_twins import Found, without_twins
from xytour.importers.report import ImportNotes
from xytour.importers.setting import Setting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xytour.importers.osm_tags import TagRow

LICENCE_URL = "https://www.openstreetmap.org/copyright"


def region_from_osm(
    path: str | Path,
    *,
    name: str | Mapping[str, str] | None = None,
    timezone: str | None = None,
    country: str | None = None,
    currency: str | None = None,
    tariffs: Mapping[str, Any] | None = None,
    table: Sequence[TagRow] = TAG_TABLE,
) -> Imported:
    """Make a region of an OpenStreetMap extract.

    Parameters
    ----------
    path
        An extract (.osm.pbf, .osm, .osm.bz2).
    name
        Of the region, a text or ``{"en": ..., "zh": ...}``; the file's if not given.
    timezone, country, currency
        As in ``Europe/Helsinki``, ``FI`` (whose public holidays count) and ``EUR``; what is not
        given is known for mainland China alone.
    tariffs
        What getting around and eating simply costs, as in a region file; the rest is estimated.
    table
        Which tags make a place, and what is usual for it.

    Returns
    -------
    Imported
        The region, and the report of what was kept, guessed and dropped. Rows of the report are
        numbers of OpenStreetMap.

    Raises
    ------
    DataError
        The file is no extract, holds no place that can be used, or a setting is missing or wrong.
    ImportError
        pyosmium is not installed: ``pip install 'xytour[osm]'``.

    Examples
    --------
    >>> import xytour as xt
    >>> region, report = xt.region_from_osm(
    ...     "helsinki.osm.pbf", timezone="Europe/Helsinki", country="FI", currency="EUR"
    ... )  # doctest: +SKIP
    """
    extract = read_features(path)
    notes = ImportNotes(str(path))
    for feature in extract.features:
        if names_of(feature.tags) or find_row(feature.tags, table) is not None:
            notes.read(feature.table, 1)  # the rest is street furniture
    for kind, number, tags in extract.shapeless:
        if find_row(tags, table) is not None and names_of(tags):
            why = "has no outline in the extract, so nobody knows where it is"
            notes.read(kind, 1)
            notes.dropped(kind, number, None, tags.get("name"), why, "take a larger extract")
    found = without_twins(_places(extract, table, notes), notes)
    places = [facts_of(*each, currency, notes) for each in found]
    gateways = _gateways(extract)
    frame = Frame(
        name=name or Path(path).name.partition(".")[0].replace("-", " ").title(),
        setting=Setting(timezone, country, currency, tariffs or {}),
        source=_source(path, extract),
        gateway=gateways[0]["id"] if gateways else None,
    )
    return assemble([*gateways, *places], frame, notes)


def _places(extract: Extract, table: Sequence[TagRow], notes: ImportNotes) -> list[Found]:
    """Return the features that make a place, telling why the others do not."""
    found: list[Found] = []
    for feature in extract.features:
        row = find_row(feature.tags, table)
        at = feature.table, feature.id, None
        if row is None:
            _tell_unwanted(feature, notes)
        elif not names_of(feature.tags):
            why = "has no name"
            notes.dropped(*at, row[1], why, "name it in OpenStreetMap")
        elif is_shut(feature.tags):
            why = "is closed for good or not open to the public"
            notes.dropped(*at, feature.tags.get("name"), why, "nothing")
        else:
            found.append(Found(feature, *row))
    return found


def _tell_unwanted(feature: Feature, notes: ImportNotes) -> None:
    """Note a feature with a name that is nothing to plan for, if it is no station."""
    if names_of(feature.tags) and gateway_of(feature) is None:
        why = "is of no kind that trips are planned for"
        mend = "add a row to the table of tags, if it should be"
        notes.dropped(feature.table, feature.id, None, feature.tags.get("name"), why, mend)


def _gateways(extract: Extract) -> list[dict[str, Any]]:
    """Return the stations and airports, the best known railway station first, with ids."""
    found = [
        (facts["gateway_type"] != "rail_station", not is_known(feature.tags), -len(feature.tags), k)
        for k, feature in enumerate(extract.features)
        if names_of(feature.tags) and (facts := gateway_of(feature)) is not None
    ]
    slugs, gateways = Slugs(), []
    for *_, k in sorted(found):
        facts = gateway_of(extract.features[k])
        assert facts is not None  # noqa: S101 (it was one above)
        en, zh = facts["name"]["en"], facts["name"]["zh"]
        gateways.append({**facts, "id": slugs.take(en, zh)})
    return gateways


def _source(path: str | Path, extract: Extract) -> dict[str, str]:
    state = f", state of {extract.as_of}" if extract.as_of else ""
    return {
        "title": f"© OpenStreetMap contributors, ODbL 1.0 ({Path(path).name}{state})",
        "url": LICENCE_URL,
    }
