"""GTFS feeds."""
