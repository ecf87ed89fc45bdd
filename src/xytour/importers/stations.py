"""Where the stations of a table of trains or flights lie, and whether in the region.

Tables of trains name stations and nothing more. Their positions come from a table of stations,
from metro stations and places of the same name, or from the bundled region, which knows the
large stations around; else from the middle of their town, as an estimate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from xytour.catalogue import load_region
from xytour.importers.completing import SOURCE_KEY
from xytour.importers.names import text_of
from xytour.model.place import Gateway
from xytour.network.geodesy import great_circle_m

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xytour.importers.names import Slugs
    from xytour.importers.report import ImportNotes

GatewayType: TypeAlias = Literal["rail_station", "airport", "coach_station", "interchange"]
HOME = "home"
"""Key of the place that stands for all stations of the town where trips begin."""

OWN_WITHIN_KM = 30.0
"""A station that does not bear the region's name is its own if it is so near the middle."""

TOWN_PRECISION_M = 30_000
_TOWNS: dict[tuple[str, str], tuple[float, float]] = {
    ("北京", "beijing"): (39.9, 116.4),
    ("上海", "shanghai"): (31.2, 121.5),
    ("南京", "nanjing"): (32.1, 118.8),
    ("苏州", "suzhou"): (31.3, 120.6),
    ("杭州", "hangzhou"): (30.3, 120.2),
    ("深圳", "shenzhen"): (22.5, 114.1),
    ("成都", "chengdu"): (30.7, 104.1),
    ("武汉", "wuhan"): (30.6, 114.3),
    ("广州", "guangzhou"): (23.1, 113.3),
    ("重庆", "chongqing"): (29.6, 106.6),
}
"""Middles of towns, rounded to a tenth of a degree: general knowledge, as an estimate."""


def town_names(name: str | Mapping[str, str]) -> dict[str, str]:
    """Return a town's names in both languages, those of large towns of China from one alone.

    Examples
    --------
    >>> town_names("重庆"), town_names("Beijing")
    ({'en': 'Chongqing', 'zh': '重庆'}, {'en': 'Beijing', 'zh': '北京'})
    >>> town_names("Dallas")
    {'en': 'Dallas', 'zh': 'Dallas'}
    """
    names = text_of(name)
    if names["en"] == names["zh"]:
        for zh, en in _TOWNS:
            if names["en"].casefold() in {zh, en}:
                return {"en": en.title(), "zh": zh}
    return names


_NOISE = re.compile(
    r"火车站|高铁站|地铁站|客运站|汽车站|国际机场|机场|站$|"
    r"\b(?:railway|train|metro|coach|bus)\b|\bstation\b|\binternational\b|\bairport\b|[\s\-_().·]",
    re.IGNORECASE,
)


def plain_name(name: str) -> str:
    """Return what two names of one station have in common.

    Examples
    --------
    >>> plain_name("苏州站"), plain_name("苏州火车站"), plain_name("Suzhou North Railway Station")
    ('苏州', '苏州', 'suzhounorth')
    >>> plain_name("苏州机场")
    '苏州/air'
    """
    plain = _NOISE.sub("", name).lower()
    return f"{plain}/air" if re.search(r"机场|airport", name, re.IGNORECASE) else plain


@dataclass(frozen=True, slots=True)
class Known:
    """A position, degrees in WGS-84, and how sure it is."""

    lat: float
    lon: float
    precision_m: int
    confidence: str
    basis: str


@dataclass
class Stations:
    """The stations met so far.

    Parameters
    ----------
    names
        What stations of the region begin with: its names.
    middle
        Of the region, degrees.
    known
        Positions by plain name, of the tables given.
    slugs, notes
        Of the region.
    home
        Names of the town all whose stations are one place, where trips begin; None for none.
    """

    names: Sequence[str]
    middle: tuple[float, float]
    known: Mapping[str, Known]
    slugs: Slugs
    notes: ImportNotes
    home: Mapping[str, str] | None = None
    places: dict[tuple[str, GatewayType], dict[str, Any] | None] = field(default_factory=dict)

    def find(self, name: str, sort: GatewayType, table: str) -> dict[str, Any] | None:
        """Return a station as a place, None where nobody knows where it is.

        Parameters
        ----------
        name
            As it stands in the table.
        sort
            What vehicles stop there.
        table
            Of which name, for the report.
        """
        key = plain_name(name) or name, sort
        if self.is_home(name):
            assert self.home is not None  # noqa: S101
            key, sort = (HOME, "interchange"), "interchange"
        if key not in self.places:
            self.places[key] = self._place(name, sort, table)
        return self.places[key]

    def is_home(self, name: str) -> bool:
        """Whether a station is one of the town where trips begin."""
        return self.home is not None and _starts(name, self.home.values())

    def is_own(self, name: str, at: Known | None) -> bool:
        """Whether a station belongs to the region."""
        if _starts(name, self.names):
            return True
        if at is None or at.precision_m >= TOWN_PRECISION_M:
            return False
        off_m = great_circle_m(at.lat, at.lon, *self.middle)
        return float(off_m) <= 1_000 * OWN_WITHIN_KM

    def _place(self, name: str, sort: GatewayType, table: str) -> dict[str, Any] | None:
        at = self._known(name)
        own = self.is_own(name, at) and not self.is_home(name)
        if at is None and (not own or sort == "rail_station"):
            at = self._guess(name, own=own)
            if at is not None:
                reason = f"where the station is is not told; {at.basis}"
                self.notes.guessed(table, None, "station", name, reason)
        if at is None:
            mend = "give its position in a table of stations"
            self.notes.dropped(table, None, "station", name, "nobody tells where it is", mend)
            return None
        said = text_of(name if sort != "interchange" or self.home is None else self.home)
        outside = {"en": "outside the region", "zh": "区域外"} if not own else {"en": "", "zh": ""}
        return {
            "id": self.slugs.take(said["en"], said["zh"]),
            "name": said,
            "kind": "gateway",
            "gateway_type": sort,
            "outside": not own,
            "location": {
                **{"lat": at.lat, "lon": at.lon},
                **{"precision_m": at.precision_m, "basis": at.basis},
            },
            "summary": {
                "en": f"Station of the tables imported {outside['en']}".strip() + ".",
                "zh": f"导入表格中的车站{outside['zh']}。",
            },
            "sources": [SOURCE_KEY],
            "confidence": {"location": at.confidence},
        }

    def _known(self, name: str) -> Known | None:
        plain = plain_name(name)
        found = self.known.get(plain) or _bundled().get(plain)
        if found is None and plain.endswith("/air"):
            # A town's one airport goes by the town's name alone.
            towns = [known for known in _bundled() if known.endswith("/air")]
            town = next((t for t in towns if plain.startswith(t.removesuffix("/air"))), None)
            found = None if town is None else _bundled()[town]
        return found

    def _guess(self, name: str, *, own: bool) -> Known | None:
        lowered = name.lower()
        if own:
            return Known(
                *self.middle,
                TOWN_PRECISION_M // 2,
                "estimated",
                "taken as the middle of the places",
            )
        for names, (lat, lon) in _TOWNS.items():
            if lowered.startswith(names):
                basis = "taken as the middle of its town"
                return Known(lat, lon, TOWN_PRECISION_M, "estimated", basis)
        return None


def _starts(name: str, towns: Iterable[str]) -> bool:
    return any(name.lower().startswith(town.lower()) for town in towns if town)


@lru_cache(maxsize=1)
def _bundled() -> dict[str, Known]:
    """Return the stations that the bundled region knows, by plain name."""
    return {
        plain_name(name): Known(
            place.location.lat,
            place.location.lon,
            place.location.precision_m,
            place.confidence.location,
            "as in the bundled region",
        )
        for place in load_region().places
        if isinstance(place, Gateway) and place.outside
        for name in (place.name.zh, place.name.en)
    }
