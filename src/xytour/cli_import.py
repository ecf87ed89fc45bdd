"""The command line: `xytour import`, other data to a region file."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xytour.cli import _told, app
from xytour.export.clean import printable

Table = Annotated[list[Path] | None, typer.Option(help="CSV, JSON or GeoJSON; repeat for more.")]


class DatumChoice(StrEnum):
    """What positions may be in."""

    wgs84 = "wgs84"
    gcj02 = "gcj02"
    bd09 = "bd09"


@app.command("import")
def import_tables(  # noqa: PLR0913, PLR0917 (one parameter a flag)
    name: Annotated[str, typer.Argument(help="Name of the region.")],
    out: Annotated[Path, typer.Argument(help="Region file to write.")],
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
    name_zh: Annotated[str | None, typer.Option(help="Its name in Chinese.")] = None,
    datum: Annotated[DatumChoice, typer.Option(help="Of all positions.")] = DatumChoice.wgs84,
    source: Annotated[str, typer.Option(help="Where the tables are from.")] = "the tables given",
    within_km: Annotated[float, typer.Option(help="How far places may be from the middle.")] = 200,
    timezone: Annotated[str | None, typer.Option(help="As in Europe/Helsinki.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, for public holidays.")] = None,
    currency: Annotated[str | None, typer.Option(help="Three letters, as in EUR.")] = None,
) -> None:
    """Make a region file of plain tables, and tell what was guessed and what was dropped."""
    from xytour.importers import region_from_tables

    with _told():
        imported = region_from_tables(
            {"en": name, "zh": name_zh or name},
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
            datum=datum.value,
            source=source,
            within_km=within_km,
            timezone=timezone,
            country=country,
            currency=currency,
        )
        imported.save(out)
    print(printable(str(imported.report)))  # noqa: T201
    print(f"{out}: {len(imported.region.places)} places")  # noqa: T201


@app.command("import-osm")
def import_osm(
    extract: Annotated[Path, typer.Argument(help="An extract: .osm.pbf, .osm or .osm.bz2.")],
    out: Annotated[Path, typer.Argument(help="Region file to write.")],
    name: Annotated[str | None, typer.Option(help="Of the region.")] = None,
    name_zh: Annotated[str | None, typer.Option(help="Its name in Chinese.")] = None,
    timezone: Annotated[str | None, typer.Option(help="As in Europe/Helsinki.")] = None,
    country: Annotated[str | None, typer.Option(help="Two letters, for public holidays.")] = None,
    currency: Annotated[str | None, typer.Option(help="Three letters, as in EUR.")] = None,
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
        imported.save(out)
    print(printable(str(imported.report)))  # noqa: T201
    print(f"{out}: {len(imported.region.places)} places")  # noqa: T201
