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
        Which the plan was made with. Those by car serve for taxis. A way by tram or bus, which
        has several parts, is taken as it stands, as one walk without length and fare: whether it
        runs, what it costs and how far one walks is for the test to check.
    """
    document, region_file = copy.deepcopy(document), copy.deepcopy(region_file)
    links: list[dict[str, Any]] = []
    by_vehicle = {matrix.vehicle: matrix for matrix in matrices}
    if any(matrix.door_to_door for matrix in matrices if matrix.vehicle == "car"):
        nothing = {table: {"other": 0} for table in ("car_min", "taxi_min", "charter_min")}
        region_file["region"]["tariffs"]["access"] = nothing
    for day in document["days"]:
        for item in day["items"]:
            if len(item.get("parts", ())) > 1:
                links.append(_as_one_link(document, item, f"given-{len(links)}"))
                continue
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


def _as_one_link(document: dict[str, Any], leg: dict[str, Any], link_id: str) -> dict[str, Any]:
    """Make one part of a leg of several, and return its link."""
    parts = leg["parts"]
    for part in parts:
        total = "walk_km" if part["vehicle"] == "walk" else "distance_km"
        document["totals"][total] -= part["distance_km"]
    minutes = sum(part[key] for part in parts for key in ("board_min", "wait_min", "ride_min"))
    leg["ride_min"], leg["wait_min"], leg["transfer_min"], leg["mode"] = minutes, 0, 0, "walk"
    leg["distance_km"] = 0
    leg["parts"] = [
        {
            **parts[0],
            **{key: parts[-1][key] for key in ("end", "to_id")},
            **{"board_min": 0, "wait_min": 0, "ride_min": minutes, "park_min": 0},
            **{"mode": "walk", "vehicle": "walk", "link_id": link_id, "distance_km": 0},
            **{"cost_cny": 0, "line": None, "departure": None},
        }
    ]
    leg["cost_cny"] = 0
    return {
        **{"id": link_id, "from": leg["from_id"], "to": leg["to_id"], "mode": "walk"},
        **{"road": parts[0]["road"], "minutes": minutes, "distance_km": 0, "both_ways": False},
    }
