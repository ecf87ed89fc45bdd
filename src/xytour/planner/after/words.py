"""What is said after planning, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.money import money_text
from xytour.planner.after.phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xytour.model.base import Language


def tell(key: str, language: Language, **facts: object) -> str:
    """Return a sentence with its facts."""
    return PHRASES[key][language == "zh"].format(**facts)


def listed(names: Iterable[str], language: Language) -> str:
    """Return names joined as a list in a sentence."""
    return ("、" if language == "zh" else ", ").join(names)


def more_or_less(amount: float, currency: str) -> str:
    r"""Return how much more, or less, something costs in whole units.

    Examples
    --------
    >>> more_or_less(40.7, "CNY"), more_or_less(-12, "EUR"), more_or_less(0.2, "EUR")
    ('+¥41', '-€12', '+€0')
    """
    whole = round(amount)
    return f"{'-' if whole < 0 else '+'}{money_text(abs(whole), currency)}"
