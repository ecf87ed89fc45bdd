"""What is said after planning, in English and Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
