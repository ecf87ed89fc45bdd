"""The optimiser: integers only, of use without the rest of xytour."""

from xytour.solver.problem import Bed, Break, Day, Problem, Solution
from xytour.solver.solve import is_feasible, solve

__all__ = ["Bed", "Break", "Day", "Problem", "Solution", "is_feasible", "solve"]
