"""A family with a grandmother in a wheelchair: short days, one base, step-free places.

Shows parties, daily windows, one bed for all nights, and honest warnings: where nobody has
told whether a place is step-free, the itinerary says so.
"""

import xytour as xt

request = xt.TripRequest(
    start="2026-10-24",
    days=3,
    day_start="09:30",
    day_end="18:30",
    party=xt.Party(adults=2, children=[7], seniors=1, wheelchairs=1),
    interests={"nature": 0.8, "family": 0.8, "food": 0.5},
    style="slow",
    stay=xt.StayWish(one_base=True),
)
itinerary = xt.plan(request)

for day in itinerary.days:
    print(day.date)
    for item in day.items:
        if item.type in {"visit", "activity", "meal", "stay"}:
            print(f"  {item.start:%H:%M}-{item.end:%H:%M}  {item.name}")

left_out = [drop.place_id for drop in itinerary.dropped if drop.reason == "unsuited"]
print(f"{len(left_out)} places left out for their steps, among them {left_out[0]}")
for warning in itinerary.warnings:
    if warning.code == "accessibility":
        print("ask first:", warning.text)
