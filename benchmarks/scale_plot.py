"""Draws time and memory over the number of places."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

TIMES = {"in all": "total_s", "to pose": "pose_s", "to the first plan": "first_s"}
MARKS = ("o-", "s--", "^:")
PEAK = {"peak of the process": "peak_mb"}


def plot(cases: Sequence[dict[str, Any]]) -> bytes:
    """Return a picture (PNG) of two panels, both axes logarithmic.

    Parameters
    ----------
    cases
        As `benchmarks.scale` measures them; what a case lacks is left out.
    """
    figure = Figure(figsize=(9, 4), layout="constrained")
    time, memory = figure.subplots(1, 2)
    _panel(time, cases, TIMES, "seconds")
    _panel(memory, [case for case in cases if "solve_s" in case], PEAK, "MB")
    picture = BytesIO()
    # Without the software's name the picture is the same whoever draws it.
    figure.savefig(picture, format="png", dpi=150, metadata={"Software": None})
    return picture.getvalue()


def _panel(axes: Axes, cases: Sequence[dict[str, Any]], lines: dict[str, str], unit: str) -> None:
    for (label, name), mark in zip(lines.items(), MARKS, strict=False):
        known = [case for case in cases if name in case]
        axes.loglog(
            [case["places"] for case in known],
            [case[name] for case in known],
            mark,
            label=label,
        )
    axes.set_xticks([case["places"] for case in cases])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda places, _: f"{places:,.0f}"))
    axes.tick_params(axis="x", labelrotation=45)
    axes.set_xlabel("places")
    axes.set_ylabel(unit)
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
