"""Why a visit is in the plan, in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.planner.words import say, word

if TYPE_CHECKING:
    from xytour.model.place import Activity, Visitable
    from xytour.model.region import Region
    from xytour.model.request import TripRequest

MOST_THEMES = 3
LEAST_FIT = 0.3

TELLING_QUALITY = 0.6
"""From here on the reason of a quality speaks for a place: a rating, a protection level."""


def visit_reason(
    place: Visitable, activity: Activity | None, request: TripRequest, region: Region
) -> str:
    """Return why a place is visited: wishes, stories, interests it fits, how good it is."""
    language = request.language
    parts = []
    if place.id in request.must_visit:
        parts.append(say("must", language))
    for story in (region.story_by_id[story_id] for story_id in request.stories):
        if place.id in story.chapters:
            parts.append(say("chapter", language, story=story.name.get(language)))
    if themes := fitting_themes(place, request):
        parts.append(say("fits", language, themes=themes))
    if activity is not None and activity.hands_on:
        parts.append(say("hands-on", language))
    if place.quality.value >= TELLING_QUALITY:
        parts.append(place.quality.reason.get(language))
    if not parts:
        parts.append(say("on-the-way", language))
    return ("；" if language == "zh" else "; ").join(parts)


def fitting_themes(place: Visitable, request: TripRequest) -> str:
    """Return the themes of a place that the traveller likes, best first, joined; or nothing."""
    fit = {
        theme: weight * request.interests.get(theme, 0.0)
        for theme, weight in place.themes.items()
        if weight * request.interests.get(theme, 0.0) >= LEAST_FIT
    }
    best = sorted(fit, key=lambda theme: (-fit[theme], theme))[:MOST_THEMES]
    return say("and", request.language).join(word(theme, request.language) for theme in best)
