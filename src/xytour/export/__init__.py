"""Itineraries in the formats that other programs read, one file for each."""
