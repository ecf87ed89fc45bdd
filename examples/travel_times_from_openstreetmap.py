"""A region without a single link, planned over the roads of an OpenStreetMap extract."""

from pathlib import Path

import xytour as xt
from xytour.network.importers.osm_file import read_osm
from xytour.network.roads import road_matrix

data = Path(__file__).parent / "data"
region = xt.load_region(data / "helsinki-center.json")
roads = read_osm(data / "helsinki-center.osm.pbf")
print(f"{len(roads.lat):,} nodes, {len(roads.tail):,} edges")

try:
    road_matrix(region, roads)
except xt.DataError as error:
    print(f"refused: {error}")

matrix = road_matrix(region, roads, too_far="unreachable", cache_dir="travel-times")
for note in matrix.notes:
    print("note:", note)

request = xt.TripRequest(start="2026-05-07", days=1, interests={"history": 1.0, "culture": 0.8})
itinerary = xt.Planner(region, travel=matrix).plan(request)
for item in itinerary.items():
    if item.type == "leg":
        part = item.parts[0]
        print(f"{item.start:%H:%M}  to {item.to_name}: {item.minutes} min by {part.vehicle}")
for drop in itinerary.dropped:
    print(f"not in the plan: {drop.place_id}, {drop.text}")
