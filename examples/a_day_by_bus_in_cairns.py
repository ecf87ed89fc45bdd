"""A day by bus in Cairns: a GTFS feed, journeys by its timetable, and a plan that catches buses.

Shows how to read a feed, how to ask when one gets where, and how to hand timetables to the
optimiser, which then knows that a bus that has left is gone.
"""

from datetime import date
from pathlib import Path

import numpy as np

from xytour.network.gtfs import read_gtfs
from xytour.network.transit import Connections, Point, walks_between
from xytour.solver import Day, Problem, Timetable, solve

FEED = Path(__file__).parent / "data" / "cairns_gtfs.zip"
FRIDAY = date(2014, 6, 6)

# Where to go, minutes there, and what it is worth.
sights = {
    "hotel": (Point("hotel on the Esplanade", -16.9189, 145.7764), 0, 0),
    "gardens": (Point("Botanic Gardens", -16.8996, 145.7483), 120, 60),
    "skyrail": (Point("Skyrail base station", -16.8492, 145.6937), 180, 90),
    "palm-cove": (Point("Palm Cove beach", -16.7437, 145.6714), 150, 80),
    "trinity": (Point("Trinity Beach", -16.7880, 145.6978), 90, 50),
    "yorkeys": (Point("Yorkeys Knob", -16.8091, 145.7230), 60, 30),
}
points = {name: point for name, (point, _, _) in sights.items()}


def clock(minute: float) -> str:
    """Write a minute of the day."""
    return f"{int(minute) // 60:02d}:{int(minute) % 60:02d}"


feed = read_gtfs(FEED)
print(feed.report)
walks = walks_between({**feed.points, **points}, most_m=900)
net = Connections(feed, FRIDAY, walks)

departures, arrivals, on_foot = net.profile("hotel", ["palm-cove"]).rows("palm-cove")
times = zip(departures, arrivals, strict=True)
found = [f"{clock(leave)}-{clock(there)}" for leave, there in times if 480 <= leave < 720]
print("hotel to Palm Cove this morning:", ", ".join(found))

names = list(sights)
far = 10_000
travel = np.full((len(names), len(names)), far)
rides = {}
for i, origin in enumerate(names):
    profile = net.profile(origin, names)
    for j, target in enumerate(names):
        departures, arrivals, on_foot = profile.rows(target)
        if departures:
            rides[i, j] = Timetable(departures, arrivals, on_foot)
            travel[i, j] = rides[i, j].least
        elif on_foot is not None:
            travel[i, j] = on_foot
stops = range(1, len(names))
solution = solve(
    Problem(
        travel=travel,
        rides=rides,
        location=list(stops),
        group=list(stops),
        duration=[sights[names[k]][1] for k in stops],
        profit=[sights[names[k]][2] for k in stops],
        cost=[0 for _ in stops],
        windows=[[[(510, 1_020)]] for _ in stops],
        days=(Day(start=0, end=0, earliest=480, latest=1_110),),
    ),
    time_limit=5,
)

print(f"{solution.status}: worth {solution.score}, at most {solution.upper_bound}")
here, now = "hotel", 480
for target in [*(names[1 + stop] for stop in solution.tours[0]), "hotel"]:
    journey = net.journey(here, target, now)
    for part in journey.parts:
        what = f"bus {part.trip.line} to {part.to_stop.name}" if part.trip else part.kind
        print(f"  {clock(part.start_s / 60)}  {what}")
    there = -(-journey.arrive_s // 60)
    print(f"{clock(there)}  {points[target].name}")
    here, now = target, max(510, there) + sights[target][1]
