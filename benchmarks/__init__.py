"""Measures the solver on public orienteering instances; not part of the installed package."""
