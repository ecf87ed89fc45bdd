"""Request and region to itinerary."""

from xytour.planner.many import plan_many
from xytour.planner.planner import Planner, plan

__all__ = ["Planner", "plan", "plan_many"]
