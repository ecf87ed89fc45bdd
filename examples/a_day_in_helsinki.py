"""A day in Helsinki, from nothing but a map: places, hours, streets, and a tram's timetable.

Shows how an OpenStreetMap extract becomes a region, what the report says was guessed, and how
walks and drives over the same map and a GTFS feed go into one planner.
"""

from pathlib import Path

import xytour as xt
from xytour.importers.osm_tags import TAG_TABLE
from xytour.network.gtfs import read_gtfs
from xytour.network.importers.osm_file import read_osm
from xytour.network.roads import road_matrix
from xytour.network.transit.beside import PublicTransport

data = Path(__file__).parent / "data"
extract = data / "helsinki-center.osm.pbf"

# Museums and monuments are enough for this traveller; leave `table` out for all that there is.
wanted = [row for row in TAG_TABLE if row.kind in {"museum", "heritage", "stay"}]
region, report = xt.region_from_osm(
    extract,
    name={"en": "Helsinki", "zh": "赫尔辛基"},
    timezone="Europe/Helsinki",
    country="FI",
    currency="EUR",
    table=wanted,
)
print(f"{len(region.places)} places; {len(report.guessed)} kinds of guess, for example:")
print(report.guessed[0])
print(f"{len(report.dropped)} kinds of things left out, for example:")
print(report.dropped[-1])

travel = [
    road_matrix(region, read_osm(extract, vehicle=vehicle), too_far="unreachable")
    for vehicle in ("walk", "car")
]
trams = PublicTransport(read_gtfs(data / "helsinki-tram-gtfs.zip"), source="HSL timetable")
planner = xt.Planner(region, travel=travel, public_transport=trams)
request = xt.TripRequest(
    start="2022-03-02",  # the part of a timetable that lies here is of that year
    days=1,
    interests={"history": 1.0, "culture": 0.8},
    must_visit=["museum-of-modern-art-kiasma", "evacuation-of-children-1939-1945"],
    transport=["walk", "rail"],
    max_walk_km=1.0,
)
itinerary = planner.plan(request, time_limit=3)

for item in itinerary.items():
    if item.type == "leg":
        for part in item.parts:
            line = f" {part.line} at {part.departure:%H:%M}" if part.departure else ""
            print(f"  {part.start:%H:%M} {part.vehicle}{line}, {part.distance_km:g} km")
    else:
        print(f"{item.start:%H:%M} {item.type}: {item.name}")
certificate = itinerary.certificate
print(f"score {certificate.score:.0f}, nothing above {certificate.upper_bound:.0f} is possible")
itinerary.save("helsinki.html")
