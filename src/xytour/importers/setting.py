"""Time zone, holidays, currency and tariffs of a region, told by the caller or found out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from xytour.errors import DataError, Fault
from xytour.importers.typical import usual_tariffs
from xytour.network.datums import in_mainland_china

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xytour.importers.report import ImportNotes

_IN_CHINA = {"timezone": "Asia/Shanghai", "country": "CN", "currency": "CNY"}
_EXAMPLES = {"timezone": "Europe/Helsinki", "country": "FI", "currency": "EUR"}


@dataclass(frozen=True)
class Setting:
    """Where a region is in time and money.

    Parameters
    ----------
    timezone
        As in ``Asia/Shanghai``.
    country
        Whose public holidays count, ISO 3166 code of two letters.
    currency
        ISO 4217 code.
    tariffs
        What getting around costs, as in a region file; what is left out is estimated.
    """

    timezone: str | None = None
    country: str | None = None
    currency: str | None = None
    tariffs: Mapping[str, Any] = field(default_factory=dict)


def settle(setting: Setting, lat: float, lon: float, notes: ImportNotes) -> Setting:
    """Return a setting in which nothing is left open.

    Parameters
    ----------
    setting
        What is told.
    lat, lon
        A point of the region, WGS-84, degrees: in mainland China the rest is known.
    notes
        Where to tell what was found out.

    Raises
    ------
    DataError
        Something is not told and cannot be found out.
    """
    missing = [name for name in _EXAMPLES if getattr(setting, name) is None]
    if missing and bool(in_mainland_china(lat, lon)):
        setting = Setting(
            setting.timezone or _IN_CHINA["timezone"],
            setting.country or _IN_CHINA["country"],
            setting.currency or _IN_CHINA["currency"],
            setting.tariffs,
        )
        told = ", ".join(f"{name} {_IN_CHINA[name]}" for name in missing)
        notes.guessed("region", None, None, None, f"{told}: the places lie in mainland China")
    elif missing:
        faults = [
            Fault(name, "nothing", "is not told", f"give {name}=, as in {name}={_EXAMPLES[name]!r}")
            for name in missing
        ]
        msg = "where the region is in time and money must be told:"
        raise DataError(msg, faults)
    usual = usual_tariffs(setting.currency or "")
    if guessed := sorted(set(usual) - set(setting.tariffs) - {"confidence"}):
        notes.guessed(
            "region", None, "tariffs", setting.currency, f"estimated: {', '.join(guessed)}"
        )
    return replace(setting, tariffs={**usual, **setting.tariffs})
