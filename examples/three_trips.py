"""Three trips in three styles: a quick day by rail, slow days in tea country, the red trail.

Writes each as Markdown into the working folder.
"""

from pathlib import Path

import xytour as xt

TRIPS = {
    "quick-day-from-wuhan": xt.TripRequest(
        arrive=xt.Arrival(at="wuhan-station", time="2026-04-11T07:00"),
        depart=xt.Departure(at="wuhan-station", time="2026-04-11T21:30"),
        interests={"tea": 1.0, "history": 0.6, "food": 0.5},
        style="quick",
        transport="public",
    ),
    "slow-days-in-tea-country": xt.TripRequest(
        arrive=xt.Arrival(at="xinyang-east-station", time="2026-04-10T10:30"),
        depart=xt.Departure(at="xinyang-east-station", time="2026-04-12T17:40"),
        interests={"tea": 1.0, "rural": 0.5, "nature": 0.4},
        style="slow",
        stories=["eight-origins-of-maojian"],
    ),
    "immersive-days-on-the-red-trail": xt.TripRequest(
        arrive=xt.Arrival(at="xinyang-east-station", time="2026-05-11T10:30"),
        depart=xt.Departure(at="xinyang-east-station", time="2026-05-14T17:40"),
        interests={"red": 1.0, "history": 0.5, "culture": 0.3},
        style="immersive",
        stories=["first-long-march"],
    ),
}

planner = xt.Planner()
for name, request in TRIPS.items():
    itinerary = planner.plan(request, iterations=1_000, time_limit=60)
    itinerary.save(Path(f"{name}.md"))
    indices = itinerary.indices
    print(
        f"{name}: access {indices.access:.0f}, slowness {indices.slowness:.0f}, "
        f"immersion {indices.immersion:.0f}; {itinerary.totals.cost_cny:.0f} yuan"
    )
    for day in itinerary.days:
        stops = [item.name for item in day.items if item.type in {"visit", "activity"}]
        print(f"  {day.date}: {', '.join(stops)}")
