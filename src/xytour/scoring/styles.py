"""The four named styles: weights on one objective, open to users."""

from __future__ import annotations

from xytour.model.request import Style, TripRequest

STYLES: dict[str, Style] = {
    # Sees the best in little time and hates travel: an hour on the way costs most of a good
    # sight, the first minutes of a visit count most, many visits fit into a day, quality
    # outweighs taste.
    "quick": Style(
        name="quick",
        interest_share=0.5,
        linger=0.3,
        hands_on_bonus=0.0,
        table_bonus=0.15,
        travel_points_per_hour=45.0,
        bed_change_points=8.0,
        visits_per_day=8,
        theme_visits_per_day=1.0,
        chain_points=0.0,
        story_points=30.0,
    ),
    # Takes its time: every minute at a place counts nearly alike, few visits a day, a part of
    # the afternoon free, and a change of bed costs as much as a good sight.
    "slow": Style(
        name="slow",
        interest_share=0.7,
        linger=0.9,
        hands_on_bonus=0.15,
        table_bonus=0.3,
        travel_points_per_hour=15.0,
        bed_change_points=40.0,
        visits_per_day=3,
        free_min=90,
        theme_visits_per_day=1.0,
        chain_points=5.0,
        story_points=40.0,
    ),
    # Goes deep into its themes, does things with its hands wherever they are, and wants the
    # whole chain.
    "immersive": Style(
        name="immersive",
        interest_share=0.95,
        linger=0.6,
        hands_on_bonus=1.0,
        table_bonus=0.4,
        travel_points_per_hour=8.0,
        bed_change_points=10.0,
        visits_per_day=6,
        theme_visits_per_day=2.0,
        chain_points=40.0,
        story_points=60.0,
    ),
    "balanced": Style(name="balanced"),
}


def style_of(request: TripRequest) -> Style:
    """Return the style of a request: a named one, or its own weights."""
    return STYLES[request.style] if isinstance(request.style, str) else request.style
