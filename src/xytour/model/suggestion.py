"""A way to fit a place into a plan."""

from __future__ import annotations

from datetime import datetime

from xytour.model.base import Model, Slug
from xytour.model.happening import Wish


class Suggestion(Model):
    """Where a place could fit, and what that costs against the plan as it is.

    Parameters
    ----------
    place_id
        What is fitted in.
    start, end
        When it would be visited.
    score, cost_cny, travel_min
        What the plan's score, cost and time on the way change by.
    drops, shortens
        Places that must give way, or be visited for a shorter time.
    edit
        What to hand to :meth:`xytour.Planner.edit` to have it so.
    text
        The same in a sentence.
    """

    place_id: Slug
    start: datetime
    end: datetime
    score: float
    cost_cny: float
    travel_min: int
    drops: tuple[Slug, ...] = ()
    shortens: tuple[Slug, ...] = ()
    edit: Wish
    text: str
