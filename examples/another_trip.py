"""Three trips that truly differ, and a front between money, access, slowness and immersion."""

import xytour as xt

planner = xt.Planner()
request = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0, "nature": 0.5})

for number, trip in enumerate(planner.alternatives(request, k=3, diversity=0.6), start=1):
    certificate = trip.certificate
    print(f"Trip {number}: {certificate.score:.0f} points of at most {certificate.upper_bound:.0f}")
    print("  " + ", ".join(visit.name for visit in trip.visits))
    if trip.revision:
        print("  against the first:", trip.revision.comparison.text)

print("\n  yuan  access  slowness  immersion  style")
for point in planner.pareto(request).points:
    style = point.itinerary.request.style
    print(
        f"{point.cost_cny:6.0f}  {point.access:6.0f}  {point.slowness:8.0f}"
        f"  {point.immersion:9.0f}  {style}"
    )
