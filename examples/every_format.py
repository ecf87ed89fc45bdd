"""One trip in every format: for phones, maps, spreadsheets, pages and search engines.

Shows which exporters are installed, how a file is written, and what a missing package says.
"""

from importlib.metadata import entry_points

import xytour as xt

request = xt.TripRequest(
    arrive=xt.Arrival(at="xinyang-east-station", time="2026-04-10T10:30"),
    depart=xt.Departure(at="xinyang-east-station", time="2026-04-12T17:40"),
    interests={"tea": 1.0, "red": 0.6},
    transport="public",
)
itinerary = xt.plan(request)

for exporter in sorted(entry_points(group="xytour.exporters"), key=lambda each: each.name):
    try:
        path = itinerary.save(f"trip.{exporter.name}")
    except xt.ExportError as error:
        print(f".{exporter.name}: {error}")
    else:
        print(f"{path}: {path.stat().st_size:,} bytes")
