"""A region of plain tables: Lantern Bay, a town made up for this example, and two days there.

The rows have the forms that real tables have: hours past midnight, free entry, a place twice.
"""

import xytour as xt

MIDDLE = (30.25, 120.15)  # made up, too


def at(north_km: float, east_km: float) -> dict[str, float]:
    """Return a position so far from the middle."""
    return {"lat": MIDDLE[0] + north_km / 111.2, "lon": MIDDLE[1] + east_km / 96.0}


sights = [
    {
        "name": "Harbour Museum",
        "type": "博物馆",
        **at(0.5, 0.4),
        "opening_hours": "Tu-Su 09:00-17:00",
    },
    {"name": "Old Walls", "type": "历史古迹", **at(2, -3), "opentime": "06:00", "endtime": "24:00"},
    {"name": "Night Market", "type": "商业街", **at(1, 1), "opentime": "17:00", "endtime": "01:00"},
    {"name": "Hill Temple", "type": "temple", **at(-4, 3), "price": "¥25", "rating": "4A"},
    {"name": "Lantern Lake", "type": "自然风光", **at(-3, -2), "price": "免费", "rating": 4.7},
    {"name": "Lantern Lake", "type": "自然风光", **at(-3, -2.01), "price": 0},
    {"name": "Paper Lantern Hall", "type": "something", **at(0.2, -1), "price": "ask"},
]
hotels = [
    {
        "name": "Quay Inn",
        **at(0.3, 0.2),
        "price": 380,
        "numbed": 2,
        "facilities": "laundry、parking",
    },
    {"name": "Lake House", **at(-2.8, -2), "price": 520, "numbed": 1},
]
restaurants = [
    {"name": "Seven Fish", **at(0.4, 0.3), "price": 85, "cuisine": "seafood", "opentime": "10:30"}
    | {"endtime": "21:30", "recommendedfood": "steamed bass, clams"},
    {"name": "Noodle Lane", **at(-0.4, -1), "price": 22, "cuisine": "noodles"},
]
metro = [
    {
        "name": "Line 1",
        "stations": [{"name": n, **at(0, e)} for n, e in (("West", -4), ("Quay", 0))],
    },
    {
        "name": "Line 2",
        "stations": [{"name": n, **at(k, 0)} for n, k in (("Lake", -3), ("Quay", 0))],
    },
]
trains = [
    {"number": f"G{hour}", "from": "Shanghai Hongqiao", "to": "Lantern Bay", "cost": 73}
    | {"departure": f"{hour:02d}:20", "arrival": f"{hour + 1:02d}:25"}
    for hour in range(7, 19)
]
trains += [
    train | {"number": f"{train['number']}0", "from": train["to"], "to": train["from"]}
    for train in trains
]

region, report = xt.region_from_tables(
    "Lantern Bay",
    sights=sights,
    hotels=hotels,
    restaurants=restaurants,
    metro=metro,
    trains=trains,
    stations=[{"name": "Lantern Bay", **at(0, -4)}],
    source="made up for an example",
)
print(report)

home = "shanghai-hongqiao"
request = xt.TripRequest(
    arrive=xt.Arrival(at=home, time="2026-04-10T08:00"),
    depart=xt.Departure(at=home, time="2026-04-11T21:00"),
    transport="public",
)
itinerary = xt.Planner(region).plan(request, iterations=300)
for item in itinerary.items():
    if item.type == "leg":
        print(f"{item.start:%a %H:%M}  " + ", ".join(p.line or p.vehicle for p in item.parts))
    elif item.type in {"visit", "meal", "stay"} and item.place_id is not None:
        print(f"{item.start:%a %H:%M}  {item.type} {region.by_id[item.place_id].name.en}")
