"""GTFS feeds: read with the standard library, broken rows gathered, the rest kept."""

from xytour.network.gtfs.calendar import FeedDays
from xytour.network.gtfs.reading import GtfsFeed, read_gtfs
from xytour.network.gtfs.report import FeedReport

__all__ = ["FeedDays", "FeedReport", "GtfsFeed", "read_gtfs"]
