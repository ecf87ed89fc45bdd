"""Travel times from a routing engine: run with the address of a Valhalla server.

python travel_times_from_an_engine.py http://localhost:8002
"""

import sys
from pathlib import Path

import routingpy

import xytour as xt
from xytour.network.importers.engine import Asking, engine_matrix

region = xt.load_region(Path(__file__).parent / "data" / "helsinki-center.json")
router = routingpy.Valhalla(base_url=sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8002")
try:
    matrix = engine_matrix(
        region,
        router,
        "auto",
        asking=Asking(block=20, timeout_s=30),
        too_far="unreachable",
        cache_dir="travel-times",
    )
except xt.EngineError as error:
    sys.exit(f"no travel times: {error}")

for note in matrix.notes:
    print("note:", note)
request = xt.TripRequest(start="2026-05-07", days=1, interests={"history": 1.0, "culture": 0.8})
itinerary = xt.Planner(region, travel=matrix).plan(request)
for item in itinerary.items():
    if item.type == "leg":
        print(f"{item.start:%H:%M}  to {item.to_name}: {item.minutes} min ({item.parts[0].road})")
