"""A weekend from Wuhan by train: which trains and buses the planner catches, and when.

Shows how to ask for public transport alone, and how to read the rides of an itinerary.
"""

import xytour as xt

request = xt.TripRequest(
    arrive=xt.Arrival(at="wuhan-station"),
    start="2026-04-11",
    days=2,
    transport=["high_speed_rail", "rail", "bus", "shuttle", "cable_car", "ferry", "walk"],
    interests={"tea": 1.0, "nature": 0.8},
)
itinerary = xt.plan(request, iterations=60, time_limit=10)

for day in itinerary.days:
    print(day.date)
    for item in day.items:
        print(f"  {item.start:%H:%M}  {item.type}", getattr(item, "name", ""))
        for part in item.parts if item.type == "leg" else ():
            where = f"{itinerary.places[part.to_id].name.en} at {part.end:%H:%M}"
            if part.departure is None:
                print(f"           {part.vehicle} to {where}")
            else:
                print(f"           {part.departure:%H:%M} {part.line} to {where}")

for notice in itinerary.warnings:
    if notice.code in {"old-timetable", "estimated-departure"}:
        print(notice.text)
