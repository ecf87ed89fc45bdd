"""Plain tables of one town, or one stretch of country, to a region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, get_args

from xytour.errors import DataError, Fault
from xytour.importers.assembly import Frame, Imported, assemble
from xytour.importers.cells import text
from xytour.importers.completing import ROW
from xytour.importers.folder import nothing_found, tables_of
from xytour.importers.headers import LINE_ROLES, PLACE_ROLES, RUN_ROLES, find_roles
from xytour.importers.metro import FARES_CNY, Fares, MetroReader
from xytour.importers.names import Slugs, text_of
from xytour.importers.places import PlaceReader, PlaceTable
from xytour.importers.positions import (
    MapDatum,
    Unplaced,
    at_middle,
    in_wgs84,
    placed,
    spot_of,
    without_outliers,
    without_twins,
)
from xytour.importers.reading import Table, TableLike, read_table
from xytour.importers.report import ImportNotes
from xytour.importers.runs import RunReader
from xytour.importers.setting import Setting
from xytour.importers.stations import Known, Stations, plain_name, town_names

if TYPE_CHECKING:
    from pathlib import Path

_PLACE_TABLES: tuple[PlaceTable, ...] = get_args(PlaceTable)
_VEHICLES = {"trains": "train", "flights": "flight", "coaches": "coach"}
TABLES = (*_PLACE_TABLES, *_VEHICLES, "metro", "stations")
"""Names of the tables that can be given."""


def region_from_tables(  # noqa: PLR0913 (one parameter a table)
    name: str | Mapping[str, str],
    *,
    sights: TableLike = None,
    hotels: TableLike = None,
    restaurants: TableLike = None,
    shops: TableLike = None,
    places: TableLike = None,
    trains: TableLike = None,
    flights: TableLike = None,
    coaches: TableLike = None,
    metro: TableLike = None,
    stations: TableLike = None,
    folder: str | Path | None = None,
    columns: Mapping[str, Mapping[str, str]] | None = None,
    home: str | Mapping[str, str] | None = None,
    datum: MapDatum = "wgs84",
    unplaced: Unplaced = "drop",
    source: str | Mapping[str, str] = "the tables given",
    within_km: float = 200.0,
    metro_fares: Fares | None = None,
    timezone: str | None = None,
    country: str | None = None,
    currency: str | None = None,
    tariffs: Mapping[str, Any] | None = None,
    region_id: str | None = None,
) -> Imported:
    """Make a region of plain tables, to be planned in with ``Planner(region)``.

    Each table is the path of a CSV, JSON, JSON Lines or GeoJSON file, a list of dicts, a pandas
    data frame, a GeoJSON FeatureCollection, or a list of several of these.

    Parameters
    ----------
    name
        Of the region; ``{"en": ..., "zh": ...}`` for two languages. Stations whose names begin
        with it belong to the region.
    sights, hotels, restaurants, shops
        A place a row: name, position, and what else is known.
    places
        Places of any kind, told by their column of kinds.
    trains, flights, coaches
        A run a row: number, stations, departure, arrival, price. Those with one end in the
        region count.
    metro
        A line a row, with its stations and their positions in order; or a station a row.
    stations
        Names and positions of stations, of the region and elsewhere.
    folder
        Where more tables are, of many towns, at any depth. What a file holds is told by its name
        or its folder's (``attractions``, ``hotels``, ``restaurants``, ``train``, ``airplane``,
        ``subways``, ``poi``..., or the same in Chinese), and of which town by a part of its path
        (``attractions/beijing/``, ``from_上海_to_北京``). Of files of all towns the region's
        part is taken. A table that is given counts before one that is found.
    columns
        By table, which heading stands for which role, where that is not plain; see the
        documentation for the roles.
    home
        Town where trips begin. All its stations count as one place of its name, so that a plan
        takes whichever serves it best, and what runs from and to other towns is left out.
    datum
        Of all positions: ``wgs84``, ``gcj02`` (Amap, Tencent) or ``bd09`` (Baidu).
    unplaced
        What becomes of places without a position: ``drop``, or ``centre`` to put them in the
        middle of the others, as an estimate.
    source
        Where the tables are from: a title, or a dict with ``title``, ``url`` and ``read``.
    within_km
        How far a place may be from the middle of all.
    metro_fares
        One fare for each ride, or pairs of a length in km and the fare up to it; without any,
        estimated in China, else not known.
    timezone, country, currency, tariffs
        As in a region file; not needed in mainland China.
    region_id
        Id of the region; one is made of its name if not given.

    Returns
    -------
    Imported
        The region and the report on what was guessed and what was dropped.

    Raises
    ------
    DataError
        A table cannot be read, nothing usable is left, or what holds for the whole region is
        wrong; the error lists everything.

    Examples
    --------
    >>> sights = [{"name": "West Lake", "type": "lake", "lat": 30.24, "lon": 120.15}]
    >>> region, report = region_from_tables("Hangzhou", sights=sights)
    >>> region.sights[0].id, region.region.timezone
    ('west-lake', 'Asia/Shanghai')
    """
    given = {table: value for table, value in locals().items() if table in TABLES}
    told = dict(columns or {})
    _check(told, datum, within_km, unplaced)
    notes = ImportNotes(source if isinstance(source, str) else source.get("title", "the tables"))
    names = town_names(name)
    towns = None if home is None else town_names(home)
    if folder is not None:
        found, unused = tables_of(folder, names, towns)
        given = {t: found.get(t) if given[t] is None else given[t] for t in TABLES}
        if all(given[table] is None for table in _PLACE_TABLES):
            raise nothing_found(folder, names)
        for path in unused:
            reason, mend = "its name tells no kind of table", "name it as in attractions.csv"
            notes.dropped("folder", None, None, str(path), reason, mend)
    work = _Work(names, datum, notes, told, towns, unplaced)
    tables = {each: work.read(each, given[each]) for each in TABLES if given[each] is not None}
    work.read_places(tables, within_km)
    fares = metro_fares if metro_fares is not None else work.usual_fares(currency)
    if "metro" in tables:
        work.read_metro(tables["metro"], fares)
    work.read_runs(tables)
    setting = Setting(timezone, country, currency, {**work.hours, **(tariffs or {})})
    frame = Frame(
        name=names,
        setting=setting,
        source=source,
        links=work.links,
        services=work.services,
        gateway=work.gateway,
        region_id=region_id,
    )
    return assemble(work.places, frame, notes)


def _check(told: Mapping[str, object], datum: str, within_km: float, unplaced: str) -> None:
    """Refuse arguments that make no sense."""
    faults = [
        Fault("columns", repr(name), "there is no such table", f"use {', '.join(TABLES)}")
        for name in told
        if name not in TABLES
    ]
    if datum not in get_args(MapDatum):
        faults.append(Fault("datum", repr(datum), "is not known", "use wgs84, gcj02 or bd09"))
    if unplaced not in get_args(Unplaced):
        faults.append(Fault("unplaced", repr(unplaced), "is not known", "use drop or centre"))
    if not within_km > 0:
        faults.append(Fault("within_km", repr(within_km), "is no distance", "give km above 0"))
    if faults:
        msg = "the tables cannot be read as told:"
        raise DataError(msg, faults)


@dataclass
class _Work:
    """A region as it is put together of its tables."""

    name: Mapping[str, str]
    datum: MapDatum
    notes: ImportNotes
    columns: Mapping[str, Mapping[str, str]]
    home: Mapping[str, str] | None = None
    unplaced: Unplaced = "drop"
    places: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    services: list[dict[str, Any]] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    slugs: Slugs = field(default_factory=Slugs)
    gateway: str | None = None
    hours: dict[str, str] = field(default_factory=dict)

    def read(self, name: str, source: TableLike) -> Table:
        """Read one table, or several as one; of a dict by town the region's own part."""
        towns = tuple(self.name.values())
        several = isinstance(source, list | tuple) and not all(
            isinstance(part, Mapping) and part.get("type") != "FeatureCollection" for part in source
        )
        parts = (
            [read_table(part, name, towns) for part in source]
            if several
            else [read_table(source, name, towns)]
        )
        table = self._of_town(Table(name, tuple(row for part in parts for row in part.rows)))
        self.notes.read(name, len(table.rows))
        return table

    def _of_town(self, table: Table) -> Table:
        """Return a table without the rows that its column of towns says are of others."""
        column = find_roles(table, ("city",), {}).get("city")
        names = {name.casefold() for name in self.name.values()}
        own = [r for r in table.rows if column and text(r.get(column, "")).casefold() in names]
        others = len(table.rows) - len(own)
        if not own or not others:
            return table
        reason = f"{others:,} rows of other towns are left out, and not counted"
        self.notes.guessed(table.name, None, column, None, reason)
        return Table(table.name, tuple(own))

    def read_places(self, tables: Mapping[str, Table], within_km: float) -> None:
        """Read sights, hotels, restaurants and shops."""
        found: list[dict[str, Any]] = []
        lost: list[dict[str, Any]] = []
        for name in _PLACE_TABLES:
            if name not in tables:
                continue
            table = tables[name]
            roles = find_roles(table, PLACE_ROLES, self.columns.get(name))
            reader = PlaceReader(table, roles, name, self.notes)
            rows = [(facts, spot_of(table.rows[facts[ROW] - 1], roles)) for facts in reader.facts()]
            if self.unplaced == "centre":
                lost += [facts for facts, spot in rows if spot is None]
                rows = [row for row in rows if row[1] is not None]
            found += placed(rows, self.datum, self.notes)
        kept = without_outliers(found, within_km, self.notes)
        kept = without_twins(kept + at_middle(lost, kept, self.notes), self.notes)
        if not kept:
            raise self.notes.refusal()
        for place in kept:
            said = text_of(place["name"])
            place["id"] = self.slugs.take(said["en"], said["zh"])
            at = Known(place["lat"], place["lon"], 300, "typical", "as the place of that name")
            self.known.setdefault(plain_name(said["zh"]), at)
        self.places = kept

    def usual_fares(self, currency: str | None) -> Fares | None:
        """Return what a ride on a metro costs about; nothing is known outside of China."""
        return FARES_CNY if currency in {None, "CNY"} else None

    def read_metro(self, table: Table, fares: Fares | None) -> None:
        """Read the metro lines."""
        roles = find_roles(table, LINE_ROLES, self.columns.get("metro"))
        reader = MetroReader(table, roles, self.datum, fares, self.slugs, self.notes)
        self.links += reader.links()
        self.places += reader.places()
        self.known |= reader.known
        self.hours = reader.hours
        if self.hours:
            told = " to ".join(self.hours.values())
            reason = "all lines are taken to run as long as the one that runs shortest"
            self.notes.guessed("metro", None, "first and last", told, reason)
        if fares is FARES_CNY and self.links:
            reason = "fares are estimated by length; give metro_fares"
            self.notes.guessed("metro", None, "fare", None, reason)
        elif fares is None and self.links:
            reason = "fares are not told and count as nothing; give metro_fares"
            self.notes.guessed("metro", None, "fare", None, reason)

    def read_runs(self, tables: Mapping[str, Table]) -> None:
        """Read trains, flights and coaches."""
        if "stations" in tables:
            self._read_stations(tables["stations"])
        lat, lon = (median(place[key] for place in self.places) for key in ("lat", "lon"))
        names = tuple(dict.fromkeys(self.name.values()))
        stations = Stations(names, (lat, lon), self.known, self.slugs, self.notes, self.home)
        for name, vehicle in _VEHICLES.items():
            if name not in tables:
                continue
            roles = find_roles(tables[name], RUN_ROLES, self.columns.get(name))
            reader = RunReader(tables[name], roles, vehicle, stations, self.notes)
            links, services = reader.links_and_services()
            self.links += links
            self.services += services
        used = {link[end] for link in self.links for end in ("from", "to")}
        met = [place for place in stations.places.values() if place and place["id"] in used]
        self.places += met
        self.gateway = self._busiest({place["id"] for place in met if not place["outside"]})

    def _read_stations(self, table: Table) -> None:
        roles = find_roles(table, PLACE_ROLES, self.columns.get("stations"))
        for row, cells in enumerate(table.rows, start=1):
            names = [cells[roles[r]] for r in ("name", "name_en") if roles.get(r) in cells]
            spot = spot_of(cells, roles)
            if not names or spot is None:
                mend = "write its name, and lat and lon in degrees"
                self.notes.dropped("stations", row, None, None, "no name or no position", mend)
                continue
            self.notes.keep("stations")
            at = Known(
                *in_wgs84(spot, self.datum), 200, "sourced", "as the table of stations tells"
            )
            self.known |= {plain_name(str(name)): at for name in names}

    def _busiest(self, own: set[str]) -> str | None:
        """Return the station of the region where most trains arrive, None without any."""
        trips = dict.fromkeys(sorted(own), 0)
        for service in self.services:
            if service["to"] in trips:
                trips[service["to"]] += len(service["trips"])
        return max(trips, key=trips.__getitem__, default=None)
