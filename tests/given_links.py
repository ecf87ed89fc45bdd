"""Plans by travel that was given, rewritten so that the verifier can check them."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xytour.network.matrix import TravelMatrix


def as_links(
    document: dict[str, Any], region_file: dict[str, Any], *matrices: TravelMatrix
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return plan and region file in which the ways given are one-way links.

    Parameters
    ----------
    document, region_file
        As parsed from JSON.
    *matrices
        Which the plan was made with. Those by car serve for taxis.
    """
    document, region_file = copy.deepcopy(document), copy.deepcopy(region_file)
    links: list[dict[str, Any]] = []
    by_vehicle = {matrix.vehicle: matrix for matrix in matrices}
    if any(matrix.door_to_door for matrix in matrices if matrix.vehicle == "car"):
        nothing = {table: {"other": 0} for table in ("car_min", "taxi_min", "charter_min")}
        region_file["region"]["tariffs"]["access"] = nothing
    for day in document["days"]:
        for item in day["items"]:
            for part in item.get("parts", ()):
                assert part["mode"] == "given"
                matrix = by_vehicle[part["vehicle"] if part["vehicle"] in by_vehicle else "car"]
                pair = matrix.ids.index(part["from_id"]), matrix.ids.index(part["to_id"])
                part["mode"] = "walk" if matrix.vehicle == "walk" else "county_road"
                part["link_id"] = f"given-{len(links)}"
                links.append(
                    {
                        "id": part["link_id"],
                        "from": part["from_id"],
                        "to": part["to_id"],
                        "mode": part["mode"],
                        "road": matrix.source,
                        "minutes": int(matrix.minutes[pair]),
                        "distance_km": int(matrix.distance_m[pair]) / 1000,
                        "both_ways": False,
                        "operating": True,
                    }
                )
    return document, {**region_file, "links": links}
