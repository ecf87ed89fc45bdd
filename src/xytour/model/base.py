"""What every model shares: frozen, closed pydantic models, bilingual text, clock times."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
)

Language: TypeAlias = Literal["en", "zh"]
"""Languages that texts come in: English, Simplified Chinese."""

Slug: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""A stable identifier in kebab-case, such as ``xinyang-east-station``."""

PlaceName: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
]
"""How a request names a place: by its id, or by its name in either language."""

ClockTime: TypeAlias = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""A time of day, ``HH:MM``, 00:00 to 23:59."""

Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
"""A weight from 0 (not at all) to 1 (wholly)."""

Money: TypeAlias = Annotated[float, Field(ge=0, le=10_000_000, allow_inf_nan=False)]
"""An amount in the region's currency, in whole units (yuan); two decimals count."""


KNOWN_YEARS = range(1900, 2201)

LONGEST_TEXT = 100_000
"""Most characters of any one text."""

Tag: TypeAlias = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)
]
"""A word or two that something is found by, in any language; case does not count."""


class Model(BaseModel):
    """Base of all models: frozen, and closed against misspelt fields."""

    # With a longest length texts are also refused that hold half a character.
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, str_max_length=LONGEST_TEXT
    )


class Text(Model):
    """A text in English and Simplified Chinese."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]

    def get(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


def _check_year(moment: datetime) -> datetime:
    if moment.year not in KNOWN_YEARS:
        msg = f"year {moment.year} is not one of {KNOWN_YEARS[0]} to {KNOWN_YEARS[-1]}"
        raise ValueError(msg)
    return moment


Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(_check_year)]
"""A time with its offset, of a year in which it can be told on any clock."""


def minutes_of(clock: str) -> int:
    """Convert ``HH:MM`` to minutes after midnight.

    Examples
    --------
    >>> minutes_of("16:30")
    990
    """
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def clock_of(minute: int) -> str:
    """Convert minutes after midnight to ``HH:MM``; past midnight the hours run on.

    Examples
    --------
    >>> clock_of(990), clock_of(1_500)
    ('16:30', '25:00')
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"
