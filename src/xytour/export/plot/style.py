"""What all pictures share: axes, fonts, colours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xytour.export.clean import one_line
from xytour.export.extras import needed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

FONTS = Path(__file__).parents[1] / "vendor/fonts"

INK, SOFT, LAND = "#23291f", "#5d6557", "#eee9da"
DAYS = ("#0b6b4d", "#b2431d", "#2a5aa8", "#85398a", "#7d5900", "#006b75", "#a3214e")

ROADS = {
    "minor": {"color": "#ffffff", "linewidth": 1.4},
    "main": {"color": "#e2bd62", "linewidth": 1.6},
    "motorway": {"color": "#d98b4a", "linewidth": 1.9},
    "rail": {"color": "#8a8577", "linewidth": 0.9, "linestyle": (0, (5, 2))},
    "ferry": {"color": "#6d9fb5", "linewidth": 1.0, "linestyle": "--"},
    "cable": {"color": SOFT, "linewidth": 0.8, "linestyle": ":"},
    "path": {"color": SOFT, "linewidth": 0.8, "linestyle": ":"},
}
"""How roads are drawn, in the order in which they are: what matters lies on top."""


def axes_or_new(ax: Axes | None, size_in: tuple[float, float]) -> Axes:
    """Return the axes given, or those of a new figure.

    Raises
    ------
    ExportError
        Matplotlib is not installed.
    """
    if ax is not None:
        return ax
    plt = needed("matplotlib.pyplot", extra="plot", purpose="a picture")
    made: Axes = plt.subplots(figsize=size_in, layout="constrained")[1]
    return made


def font(size_pt: float, *, bold: bool = False) -> FontProperties:
    """Return the package's own font in a size."""
    from matplotlib.font_manager import FontProperties

    face = FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}.ttf"
    return FontProperties(fname=face, size=size_pt)


def plain(text: str) -> str:
    """Return text that matplotlib does not read as mathematics."""
    return one_line(text).replace("$", r"\$")
