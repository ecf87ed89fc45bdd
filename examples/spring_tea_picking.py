"""Tea picking around Qingming, and why it cannot be had in July.

Shows activities with a season, a budget, and a style of one's own.
"""

import xytour as xt

planner = xt.Planner()
hands_on = xt.Style(name="hands-on", interest_share=0.9, linger=0.6, hands_on_bonus=1.0)

for start in ("2026-04-03", "2026-07-03"):
    request = xt.TripRequest(
        start=start,
        days=2,
        interests={"tea": 1.0, "craft": 0.8},
        style=hands_on,
        budget_cny=1_500,
    )
    itinerary = planner.plan(request)
    print(f"{start}: {itinerary.totals.cost_cny:.0f} of 1500 yuan")
    for visit in itinerary.visits:
        what = f" ({visit.activity_name})" if visit.type == "activity" else ""
        print(f"  {visit.start:%a %H:%M}  {visit.name}{what}")
    for dropped in itinerary.dropped:
        if dropped.reason == "out-of-season":
            print(f"  not now: {dropped.place_id}, {dropped.text}")
