"""A red-study weekend from Wuhan: there and back by public transport, museum included.

Shows arrival and departure at a station outside the region, a place that must be visited,
and what to do when wishes cannot be met.
"""

import xytour as xt

request = xt.TripRequest(
    arrive=xt.Arrival(at="wuhan-station", time="2026-10-17T08:00"),
    depart=xt.Departure(at="wuhan-station", time="2026-10-18T20:00"),
    interests={"red": 1.0, "history": 0.4},
    must_visit=["eyuwan-museum"],
    transport="public",
    party=xt.Party(adults=4),
)
planner = xt.Planner()
try:
    itinerary = planner.plan(request)
except xt.InfeasibleError as error:
    print("in conflict:", error.conflict)
    print("try to:", error.relax)
    raise SystemExit(3) from None

for day in itinerary.days:
    print(day.date)
    for item in day.items:
        if item.type == "leg":
            vehicles = " + ".join(dict.fromkeys(part.vehicle for part in item.parts))
            print(f"  {item.start:%H:%M}  {vehicles} to {item.to_name}, {item.minutes} min")
        elif item.type in {"visit", "activity"}:
            print(f"  {item.start:%H:%M}  {item.name}: {item.reason}")

print(f"getting around costs {itinerary.totals.cost_by_kind['transport']:.0f} yuan for four")
for warning in itinerary.warnings:
    if warning.code in {"booking", "old-timetable"}:
        print("mind:", warning.text)
