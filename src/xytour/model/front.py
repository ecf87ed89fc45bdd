"""Trips of which none beats another in all aims: money, access, slowness, immersion."""

from __future__ import annotations

from xytour.model.base import Model
from xytour.model.itinerary import Itinerary

AIMS = ("cost_cny", "access", "slowness", "immersion")


class FrontPoint(Model):
    """One trip of a front: its four aims, and what it trades against the one asked for."""

    itinerary: Itinerary
    cost_cny: float
    access: float
    slowness: float
    immersion: float
    text: str


class Front(Model):
    """Trips of which none is at least as good as another in all aims and better in one.

    Parameters
    ----------
    points
        The cheapest first.
    tried
        How many trips were planned for it. The front is of these: another trip, that was
        not among them, may still beat one of its points.
    """

    points: tuple[FrontPoint, ...]
    tried: int
