"""The six links of the tourism chain: which of them a visit is part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.place import Shop

if TYPE_CHECKING:
    from xytour.model.place import Activity, Visitable

LINKS = ("food", "stay", "transport", "sights", "shopping", "entertainment")
"""Eating, staying, getting around, seeing, buying, being amused (吃住行游购娱)."""

AMUSING = frozenset({"show", "night", "ride"})
"""Kinds of activity that amuse: shows, evenings, boats and slides."""


def links_of(place: Visitable, activity: Activity | None) -> frozenset[str]:
    """Return the links that a visit adds beside seeing the sight."""
    found = set()
    if isinstance(place, Shop) or place.shopping:
        found.add("shopping")
    if activity is not None and activity.kind in AMUSING:
        found.add("entertainment")
    return frozenset(found)
