"""The optimiser: integers only, of use without the rest of xytour."""

from xytour.solver.caps import Cap
from xytour.solver.problem import Bed, Break, Category, Day, Problem, Solution
from xytour.solver.rides import Timetable, TravelProfile
from xytour.solver.solve import Progress, is_feasible, solve

__all__ = [
    "Bed",
    "Break",
    "Cap",
    "Category",
    "Day",
    "Problem",
    "Progress",
    "Solution",
    "Timetable",
    "TravelProfile",
    "is_feasible",
    "solve",
]
