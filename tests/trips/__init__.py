"""Trips as travellers ask for them, for tests of the whole planner."""
