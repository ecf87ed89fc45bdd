"""Facts about one place to all that a region file tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xytour.importers.names import Slugs, text_of
from xytour.importers.typical import QUALITY, USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.importers.report import ImportNotes

KIND_NAMES = {
    "attraction": ("sight", "景点"),
    "red_education": ("memorial", "纪念地"),
    "tea_area": ("tea area", "茶区"),
    "village": ("village", "村镇"),
    "museum": ("museum", "博物馆"),
    "heritage": ("heritage site", "古迹"),
    "nature": ("park or scenery", "自然风光"),
    "hot_spring": ("hot spring", "温泉"),
    "academy": ("academy", "书院"),
    "experience": ("experience", "体验项目"),
    "food": ("restaurant", "餐馆"),
    "shop": ("shop", "商店"),
    "stay": ("place to stay", "住宿"),
    "gateway": ("station", "车站"),
    "town": ("place", "地点"),
}
TABLE, ROW = "_table", "_row"
"""Keys of a dict of facts that tell where it was read; they do not enter the region."""

SOURCE_KEY = "import"

PRECISION_M = 100
"""How far off a position may be of which nobody tells."""


def completed(facts: Mapping[str, Any], slugs: Slugs, notes: ImportNotes) -> dict[str, Any]:
    """Return a place as a region file holds it; what is filled in is noted.

    Parameters
    ----------
    facts
        As for :func:`xytour.importers.assembly.assemble`.
    slugs
        Ids given so far.
    notes
        Where to tell what was guessed.
    """
    place = dict(facts)
    place["name"] = text_of(place["name"])
    en, zh = place["name"]["en"], place["name"]["zh"]
    place["id"] = place.get("id") or slugs.take(en, zh)
    if "location" not in place:
        place["location"] = {"lat": place.pop("lat"), "lon": place.pop("lon")}
        place["location"]["precision_m"] = place.pop("precision_m", PRECISION_M)
    place.setdefault("sources", [SOURCE_KEY])
    kind_en, kind_zh = KIND_NAMES.get(place["kind"], KIND_NAMES["town"])
    place.setdefault("summary", {"en": f"{en}, a {kind_en}.", "zh": f"{zh}，{kind_zh}。"})
    place["summary"] = text_of(place["summary"])
    place["confidence"] = {"location": "sourced", **place.get("confidence", {})}
    if place["kind"] in USUAL:
        _complete_visit(place, notes)
    return place


def _complete_visit(place: dict[str, Any], notes: ImportNotes) -> None:
    """Fill in what a place that one visits, eats or sleeps at needs."""
    usual, sure = USUAL[place["kind"]], place["confidence"]
    table, row = place.get(TABLE, "places"), place.get(ROW)

    def guess(column: str, value: object, reason: str) -> None:
        if column not in place:
            place[column] = value
            notes.guessed(table, row, column, None, f"not told, so {reason}")

    guess("themes", usual.themes, "what is usual for its kind")
    guess(
        "quality",
        {"value": QUALITY, "reason": text_of({"en": "nothing is told", "zh": "资料未说明"})},
        f"{QUALITY} of 1",
    )
    if place.get("opening_hours") is None and place["kind"] != "stay":
        place["opening_hours"] = usual.hours
        sure["hours"] = "estimated"
        notes.guessed(
            table,
            row,
            "opening_hours",
            None,
            f"not told, so {usual.hours}, as is usual for its kind",
        )
    place.setdefault("opening_hours", usual.hours)
    sure.setdefault("hours", "sourced" if place["kind"] != "stay" else "estimated")
    least, typical, most = usual.minutes
    if "visit_minutes" not in place:
        place["visit_minutes"] = {"min": least, "typical": typical, "max": most}
        if place["kind"] not in {"stay", "food"}:
            notes.guessed(
                table,
                row,
                "visit_minutes",
                None,
                f"not told, so {least} to {most} minutes, as is usual for its kind",
            )
    place.setdefault("ticket", {"adult_cny": None})
    place.setdefault("indoor", usual.indoor)
    if place["kind"] == "food":
        place.setdefault("serves", ["lunch", "dinner"])
    sure.setdefault("price", "unknown")
