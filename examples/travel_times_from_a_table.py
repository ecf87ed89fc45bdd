"""A day on foot by a table of walking times, and what is said of a table with slips."""

from pathlib import Path

import xytour as xt
from xytour.network.importers.matrix_csv import read_matrix_csv

data = Path(__file__).parent / "data"
region = xt.load_region(data / "helsinki-center.json")
table = data / "helsinki-center-on-foot.csv"

# No line of the table leads to the island: what that means is ours to say.
matrix = read_matrix_csv(table, region, missing="unreachable", vehicle="walk")
request = xt.TripRequest(
    start="2026-05-07", days=1, interests={"nature": 1.0, "history": 0.5}, transport=["walk"]
)
itinerary = xt.Planner(region, travel=matrix).plan(request)
for item in itinerary.items():
    if item.type == "leg":
        print(f"{item.start:%H:%M}  walk to {item.to_name}, {item.minutes} min")

slips = Path("slips.csv")
text = table.read_text(encoding="utf-8").replace("ateneum,amos-rex,", "ateneum,amos-rex,-", 1)
slips.write_text(text + "ateneum,moon,5,384400\n", encoding="utf-8")
try:
    read_matrix_csv(slips, region, missing="unreachable", vehicle="walk")
except xt.DataError as error:
    print(error)
