"""Three slow days in tea country: the shortest program that plans a trip."""

import xytour as xt

request = xt.TripRequest(
    start="2026-04-10", days=3, interests={"tea": 1.0, "red": 0.6}, style="slow"
)
itinerary = xt.plan(request)

for day in itinerary.days:
    print(f"{day.date:%A %d %B}")
    for item in day.items:
        if item.type in {"visit", "activity", "meal", "stay"}:
            print(f"  {item.start:%H:%M}-{item.end:%H:%M}  {item.name}")

certificate = itinerary.certificate
print(f"score {certificate.score}, at most {certificate.upper_bound}, gap {certificate.gap:.0%}")
print(f"{itinerary.totals.cost_cny:.0f} yuan for two")
print("written:", itinerary.save("trip.json"), itinerary.save("trip.md"))
