"""HiGHS as all programmes here want it: silent, on one thread."""

from __future__ import annotations

from typing import Any


def quiet_highs() -> Any:
    """Return a HiGHS without a model; it is loaded at the first call."""
    from highspy._core import _Highs  # highspy.Highs prints a banner before it can be silenced

    highs = _Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs
