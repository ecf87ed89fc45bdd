"""Public transport by the timetable: what runs, the search, journeys."""

from xytour.network.transit.connections import Connections, Profile
from xytour.network.transit.feed import (
    Days,
    Feed,
    Frequency,
    Point,
    Stop,
    Trip,
    join_feeds,
)
from xytour.network.transit.graph import graph_of_feed
from xytour.network.transit.journey import Journey, JourneyPart
from xytour.network.transit.regional import feed_of_region, untimed_travel
from xytour.network.transit.ways import Ways, join_ways, walks_between

__all__ = [
    "Connections",
    "Days",
    "Feed",
    "Frequency",
    "Journey",
    "JourneyPart",
    "Point",
    "Profile",
    "Stop",
    "Trip",
    "Ways",
    "feed_of_region",
    "graph_of_feed",
    "join_feeds",
    "join_ways",
    "untimed_travel",
    "walks_between",
]
