"""A picture of a solve: the score rising, the bound falling, the gap between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from xytour.export.plot.style import INK, SOFT, axes_or_new

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes


class Record(Protocol):
    """How far a solve had come, as ``xytour.solver.Progress`` tells it."""

    @property
    def score(self) -> float | None:
        """Of the best plan so far; None while there is none."""

    @property
    def upper_bound(self) -> float | None:
        """No plan scores more; None while no bound is known."""

    @property
    def seconds(self) -> float:
        """Since the start."""


def plot_convergence(records: Iterable[Record], *, ax: Axes | None = None) -> Axes:
    """Draw how score and bound came together while solving.

    Parameters
    ----------
    records
        What the solver's ``progress`` was called with, in order.
    ax
        Axes to draw into, by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Seconds across, points up; the gap between score and bound is shaded.

    Raises
    ------
    ExportError
        Matplotlib is not installed.
    ValueError
        No record has a score or a bound.
    """
    kept = list(records)
    scores = [(r.seconds, r.score) for r in kept if r.score is not None]
    bounds = [(r.seconds, r.upper_bound) for r in kept if r.upper_bound is not None]
    if not scores and not bounds:
        msg = "expected records of a solve's progress, got none with a score or a bound"
        raise ValueError(msg)
    ax = axes_or_new(ax, (7.0, 4.2))
    end = kept[-1].seconds
    for points, colour, name in (bounds, "#b2431d", "upper bound"), (scores, "#0b6b4d", "score"):
        if points:
            xs, ys = zip(*[*points, (end, points[-1][1])], strict=True)
            ax.step(xs, ys, where="post", color=colour, linewidth=1.8, label=name)
    both = [r for r in kept if r.score is not None and r.upper_bound is not None]
    if both:
        times = [r.seconds for r in both] + [end]
        low = [r.score or 0.0 for r in both]
        high = [r.upper_bound or 0.0 for r in both]
        ax.fill_between(
            times, [*low, low[-1]], [*high, high[-1]], step="post", color="#dfb954", alpha=0.25
        )
        gap = (high[-1] - low[-1]) / max(1.0, abs(high[-1]))
        ax.set_title(f"gap {gap:.1%} after {end:.2f} s", color=INK, fontsize=11)
    ax.set_xlabel("seconds", color=SOFT)
    ax.set_ylabel("points", color=SOFT)
    ax.spines[["top", "right"]].set_visible(False)
    ax.legend(frameon=False)
    return ax
