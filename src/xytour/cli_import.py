"""The command line: `xytour import`, other data to a region file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xytour.cli import _told, app
from xytour.export.clean import printable

if TYPE_CHECKING:
    from xytour.importers import Imported

Table = Annotated[list[Path] | None, typer.Option(help="CSV, JSON or GeoJSON; repeat for more.")]
Out = Annotated[Path, typer.Argument(help="Region file to write.")]
NameZh = Annotated[str | None, typer.Option(help="Its name in Chinese.")]
Home = Annotated[str | None, typer.Option("--from", help="Town where trips begin.")]
Zone = Annotated[str | None, typer.Option(help="As in Europe/Helsinki.")]
Country = Annotated[str | None, typer.Option(help="Two letters, for public holidays.")]
Currency = Annotated[str | None, typer.Option(help="Three letters, as in EUR.")]


class DatumChoice(StrEnum):
    """What positions may be in."""

    wgs84 = "wgs84"
    gcj02 = "gcj02"
    bd09 = "bd09"


class UnplacedChoice(StrEnum):
    """What becomes of places without a position."""

    drop = "drop"
    centre = "centre"


Datum = Annotated[DatumChoice, typer.Option(help="Of all positions.")]
Lost = Annotated[UnplacedChoice, typer.Option(help="What becomes of places without a position.")]


@app.command("import")
def import_tables(  # noqa: PLR0913, PLR0917 (one parameter a flag)
    name: Annotated[str, typer.Argument(help="Name of the region.")],
    out: Out,
    sights: Table = None,
    hotels: Table = None,
    restaurants: Table = None,
    shops: Table = None,
    places: Table = None,
    trains: Table = None,
    flights: Table = None,
    coaches: Table = None,
    metro: Table = None,
    stations: Table = None,
    folder: Annotated[
        Path | None, typer.Option(help="More tables, of many towns, by kind and town.")
    ] = None,
    name_zh: NameZh = None,
    home: Home = None,
    datum: Datum = DatumChoice.wgs84,
    unplaced: Lost = UnplacedChoice.drop,
    source: Annotated[str, typer.Option(help="Where the tables are from.")] = "the tables given",
    within_km: Annotated[float, typer.Option(help="How far places may be from the middle.")] = 200,
    timezone: Zone = None,
    country: Country = None,
    currency: Currency = None,
) -> None:
    """Make a region file of plain tables, and tell what was guessed and what was dropped."""
    from xytour.importers import region_from_tables

    with _told():
        imported = region_from_tables(
            name if name_zh is None else {"en": name, "zh": name_zh},
            sights=sights,
            hotels=hotels,
            restaurants=restaurants,
            shops=shops,
            places=places,
            trains=trains,
            flights=flights,
            coaches=coaches,
            metro=metro,
            stations=stations,
            folder=folder,
            home=home,
            datum=datum.value,
            unplaced=unplaced.value,
            source=source,
            within_km=within_km,
            timezone=timezone,
            country=country,
            currency=currency,
        )
        _save(imported, out)


@app.command("import-osm")
def import_osm(
    extract: Annotated[Path, typer.Argument(help="An extract: .osm.pbf, .osm or .osm.bz2.")],
    out: Out,
    name: Annotated[str | None, typer.Option(help="Of the region.")] = None,
    name_zh: NameZh = None,
    timezone: Zone = None,
    country: Country = None,
    currency: Currency = None,
) -> None:
    """Make a region file of an OpenStreetMap extract, and tell what was guessed and dropped."""
    from xytour.importers import region_from_osm

    with _told():
        imported = region_from_osm(
            extract,
            name={"en": name, "zh": name_zh or name} if name else None,
            timezone=timezone,
            country=country,
            currency=currency,
        )
        _save(imported, out)


def _save(imported: Imported, out: Path) -> None:
    """Write a region file, and tell what was guessed and what was dropped."""
    imported.save(out)
    print(printable(str(imported.report)))  # noqa: T201
    print(f"{out}: {len(imported.region.places)} places")  # noqa: T201
