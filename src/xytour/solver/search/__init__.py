"""The search for good plans; each file adds to the class of the one it begins with.

`dice`, `books`, `insertions`, `repair`, `ruin`, `nights`, `steps`: Cython in pure Python mode,
like `xytour.solver.schedule`, each with a ``.pxd`` file that tells the others what it keeps.
"""

from xytour.solver.search.steps import Search

__all__ = ["Search"]
