"""A second, slow and plain statement of what the optimiser must do, to test it against.

Nothing here imports the optimiser's own arithmetic: only the definition of a problem.
"""
