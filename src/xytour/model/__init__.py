"""Frozen values that everything else speaks in: places, links, region, request, itinerary."""
