"""One feature of a map to facts about a place: what its tags tell, and what is usual for it.

What is tagged is `sourced`, what is taken from the table of tags is `typical`, and how good a place
is, which no map tells, is estimated from signs of being known and says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xytour.catalogue.hours_syntax import hours_fault
from xytour.importers.completing import ROW, TABLE
from xytour.importers.osm_tags import GATEWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.importers.osm_features import Feature
    from xytour.importers.osm_tags import TagRow
    from xytour.importers.report import ImportNotes

SIGNS: tuple[tuple[str, float, str, str], ...] = (
    ("wikipedia", 0.2, "a Wikipedia article", "有维基百科条目"),
    ("wikidata", 0.1, "a Wikidata entry", "有维基数据条目"),
    ("heritage", 0.15, "listed as heritage", "列为遗产"),
)
"""Tags that tell that a place is known, what each adds to its quality, and how that is said."""

MANY_NAMES, NAMES_ADD = 4, 0.1
"""From so many languages in which it has a name on, a place is known abroad."""

BEST, LONGEST_TAG = 0.95, 80
FREE = {"en": "usually free; the map does not say", "zh": "通常免费，地图未注明"}
_STARS = {"1": 0.25, "2": 0.35, "3": 0.5, "4": 0.65, "5": 0.8}
_STAY_TYPES = {"camp_site": "camp", "caravan_site": "camp", "guest_house": "homestay"}
_SERVES = {"cafe": ["breakfast", "lunch"]}
_WHEELCHAIR = {"yes": "yes", "designated": "yes", "limited": "limited", "no": "no"}
_CHARGE = re.compile(
    r"^\s*(?P<before>[A-Z]{3}|[€$£])?\s*(?P<amount>\d+(?:[.,]\d{1,2})?)"
    r"\s*(?P<after>[A-Z]{3}|[€$£])?\s*(?:/\s*(?:person|adult|visit|entry))?\s*$"
)
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}
_ALWAYS_SHUT = frozenset({"closed", "off", "no"})


def names_of(tags: Mapping[str, str]) -> dict[str, str] | None:
    """Return the name in English and Chinese, the local one where there is none; None if nameless.

    Examples
    --------
    >>> names_of({"name": "Kauppatori", "name:zh": "集市广场", "name:en": "Market Square"})
    {'en': 'Market Square', 'zh': '集市广场'}
    >>> names_of({"name": "Kosmos"})
    {'en': 'Kosmos', 'zh': 'Kosmos'}
    """
    local = next((tags[key] for key in ("name", "name:en", "int_name") if tags.get(key)), None)
    if local is None:
        return None
    english = tags.get("name:en") or tags.get("int_name") or local
    chinese = next((tags[key] for key in ("name:zh-Hans", "name:zh") if tags.get(key)), english)
    return {"en": english.strip() or local, "zh": chinese.strip() or local}


def is_shut(tags: Mapping[str, str]) -> bool:
    """Whether a feature is tagged as never open, or as open to its owners alone."""
    hours = tags.get("opening_hours", "").strip().lower()
    return hours in _ALWAYS_SHUT or tags.get("access") in {"private", "no"}


def facts_of(
    feature: Feature, row: TagRow, value: str, currency: str | None, notes: ImportNotes
) -> dict[str, Any]:
    """Return what is known of a place, as `xytour.importers.assembly.assemble` takes it.

    Parameters
    ----------
    feature
        With a name.
    row, value
        Of the table of tags that it fits, and its value there.
    currency
        Of the region: a charge in another is not used.
    notes
        Where to tell what was guessed and what could not be used.
    """
    tags = feature.tags
    sure = {"location": "sourced"}
    place: dict[str, Any] = {
        TABLE: feature.table,
        ROW: feature.id,
        "kind": row.kind,
        "name": names_of(tags),
        "location": _location(feature),
        "themes": dict(row.themes),
        "quality": _quality(tags, row),
        "visit_minutes": dict(zip(("min", "typical", "max"), row.minutes, strict=True)),
        "indoor": row.indoor,
        "accessibility": _accessibility(tags),
        "summary": _summary(tags, row),
        "confidence": sure,
    }
    place["tags"] = _tags(tags, value)
    place["opening_hours"], sure["hours"] = _hours(feature, row, notes)
    place["ticket"], sure["price"] = _ticket(feature, row, currency, notes)
    if row.kind == "food":
        place["serves"] = _SERVES.get(value, ["lunch", "dinner"])
        place["cuisines"] = _values(tags.get("cuisine", ""))
    if row.kind == "stay":
        place |= _stay(tags, value)
    return place


def gateway_of(feature: Feature) -> dict[str, Any] | None:
    """Return a station or airport as facts, None if the feature is none; a metro stop is none."""
    tags = feature.tags
    for key, values, gateway_type, (en, zh) in GATEWAYS:
        if tags.get(key) in values and tags.get("station") not in {"subway", "light_rail"}:
            return {
                TABLE: feature.table,
                ROW: feature.id,
                "kind": "gateway",
                "gateway_type": gateway_type,
                "name": names_of(tags),
                "location": _location(feature),
                "summary": {"en": _sentence(en), "zh": f"{zh}。"},
                "confidence": {"location": "sourced"},
            }
    return None


def _location(feature: Feature) -> dict[str, Any]:
    return {
        "lat": round(feature.lat, 6),
        "lon": round(feature.lon, 6),
        "precision_m": round(feature.radius_m),
        "basis": f"OpenStreetMap {feature.table.removesuffix('s')} {feature.id}",
    }


def _quality(tags: Mapping[str, str], row: TagRow) -> dict[str, Any]:
    """Estimate how good a place is from what it is and from the signs that it is known."""
    worth, en, zh = row.quality, [row.label[0]], [row.label[1]]
    if row.kind == "stay" and (stars := tags.get("stars", "")[:1]) in _STARS:
        worth = _STARS[stars]
        en.append(f"{stars} stars")
        zh.append(f"{stars}星")
    for key, adds, said_en, said_zh in SIGNS:
        if key in tags:
            worth += adds
            en.append(said_en)
            zh.append(said_zh)
    languages = sum(key.startswith("name:") for key in tags)
    if languages >= MANY_NAMES:
        worth += NAMES_ADD
        en.append(f"names in {languages} languages")
        zh.append(f"有{languages}种语言的名称")
    reason = {
        "en": f"estimated from the map's tags: {', '.join(en)}",
        "zh": f"据地图标签估计：{'、'.join(zh)}",
    }
    return {"value": round(min(worth, BEST), 2), "reason": reason}


def _accessibility(tags: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"wheelchair": _WHEELCHAIR.get(tags.get("wheelchair", ""), "unknown")}
    if note := tags.get("wheelchair:description:en") or tags.get("wheelchair:description"):
        told["note"] = {"en": note, "zh": note}
    return told


def _hours(feature: Feature, row: TagRow, notes: ImportNotes) -> tuple[str, str]:
    """Return opening hours and how sure they are."""
    text = feature.tags.get("opening_hours", "").strip()
    at = feature.table, feature.id, "opening_hours"
    if text:
        fault = hours_fault(text)
        if fault is None:
            return text, "sourced"
        notes.dropped(*at, text, fault, "correct the tag in OpenStreetMap")
    elif row.kind != "stay":
        notes.guessed(*at, None, f"not tagged, so {row.hours}, as is usual for: {row.label[0]}")
    return row.hours, "typical"


def _ticket(
    feature: Feature, row: TagRow, currency: str | None, notes: ImportNotes
) -> tuple[dict[str, Any], str]:
    """Return the entrance for an adult and how sure it is."""
    fee, charge = feature.tags.get("fee", ""), feature.tags.get("charge", "")
    if fee == "no":
        return {"adult_cny": 0}, "sourced"
    if charge:
        amount = _amount(charge, currency)
        if amount is not None:
            return {"adult_cny": amount}, "sourced"
        why = f"is not one amount in {currency or 'a currency that is told'}"
        mend = "write one amount and its currency, as in '12.50 EUR'"
        notes.dropped(feature.table, feature.id, "charge", charge, why, mend)
    if row.kind in {"food", "shop", "stay"}:
        return {"adult_cny": 0}, "typical"
    if fee and fee != "no":
        return {"adult_cny": None}, "unknown"
    if row.free:
        return {"adult_cny": 0, "note": dict(FREE)}, "typical"
    return {"adult_cny": None}, "unknown"


def _amount(charge: str, currency: str | None) -> float | None:
    found = _CHARGE.match(charge)
    if not found:
        return None
    unit = found["before"] or found["after"] or ""
    if currency is None or _SYMBOLS.get(unit, unit) != currency:
        return None
    return float(found["amount"].replace(",", "."))


def _tags(tags: Mapping[str, str], value: str) -> list[str]:
    """Return by what else a place is found: its value in the table, and what more it is."""
    found = [value.replace("_", " ")]
    for key in ("tourism", "historic", "amenity", "religion", "artwork_type", "museum"):
        found += _values(tags.get(key, ""))
    return list(dict.fromkeys(found))


def _values(text: str) -> list[str]:
    """Return the values of a tag that may have several."""
    values = (part.strip().replace("_", " ")[:LONGEST_TAG] for part in text.split(";"))
    return [value for value in values if value and value not in {"yes", "no"}]


def _stay(tags: Mapping[str, str], value: str) -> dict[str, Any]:
    told: dict[str, Any] = {"stay_type": _STAY_TYPES.get(value, "hotel")}
    if (stars := tags.get("stars")) is not None:
        told["rating"] = f"{stars} stars"
    if (rooms := _whole(tags.get("rooms"))) is not None:
        told["rooms"] = rooms
    return told


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and int(text) > 0 else None


def _summary(tags: Mapping[str, str], row: TagRow) -> dict[str, str]:
    """Return what it is, by whom, since when, with which kitchen: as far as tags tell."""
    en, zh = [row.label[0]], [row.label[1]]
    for key, said_en, said_zh in (
        ("artist_name", "by {}", "作者：{}"),
        ("architect", "architect: {}", "建筑师：{}"),
        ("cuisine", "cuisine: {}", "菜系：{}"),
        ("start_date", "from {}", "始于{}"),
        ("beds", "{} beds", "{}张床位"),
        ("capacity", "room for {}", "可容纳{}人"),
    ):
        if told := tags.get(key, "").replace(";", ", ").replace("_", " ").strip():
            en.append(said_en.format(told))
            zh.append(said_zh.format(told))
    return {"en": _sentence(", ".join(en)), "zh": f"{'，'.join(zh)}。"}


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
