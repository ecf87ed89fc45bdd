"""Is this itinerary right? A check from the specification alone, without xytour.

Written from ``docs/itinerary-format.md`` and from nothing else of the library, so that a
fault of the planner cannot hide behind the same fault here. It does not ask whether a better
itinerary exists, only whether this one holds what it says.
"""

from verifier.checks import verify

__all__ = ["verify"]
