"""Request and region to itinerary."""

from xytour.planner.planner import Planner, plan

__all__ = ["Planner", "plan"]
