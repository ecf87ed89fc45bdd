"""A picture of a trip on the map: the days' ways, the places in their order, the roads around."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xytour.export.atlas import build_atlas, region_of
from xytour.export.page.summary import dates, headline
from xytour.export.page.words import say, short_date
from xytour.export.plot.style import DAYS, INK, LAND, ROADS, SOFT, axes_or_new, font, plain
from xytour.export.sketch import sketch

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xytour.export.sketch import Sketch
    from xytour.model.itinerary import Itinerary
    from xytour.model.region import Region

SHEET_MM = (220.0, 160.0)


def plot_itinerary(
    itinerary: Itinerary, *, region: Region | None = None, ax: Axes | None = None
) -> Axes:
    """Draw a trip on a map.

    Parameters
    ----------
    itinerary
        The trip, named in its own language.
    region
        Whose roads and towns are drawn around it; by default the bundled region where the
        itinerary is of it, else the trip stands alone.
    ax
        Axes to draw into, by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        In millimetres of a sheet of 220 by 160, without ticks, with a bar for the scale.

    Raises
    ------
    ExportError
        Matplotlib is not installed.
    """
    ax = axes_or_new(ax, (9.0, 6.9))
    sheet = sketch(build_atlas(itinerary, region or region_of(itinerary)), *SHEET_MM)
    _roads(ax, sheet)
    for n, day in enumerate(itinerary.days):
        tracks = [track for track in sheet.tracks if track.day == n]
        name = (
            f"{say('day', itinerary.language, n=n + 1)}  {short_date(day.date, itinerary.language)}"
        )
        for track in tracks:
            xs, ys = zip(*track.points, strict=True)
            ax.plot(xs, ys, color="white", linewidth=4.5, zorder=3, alpha=0.8)
            ax.plot(xs, ys, color=_colour(n), linewidth=2.4, zorder=4, solid_capstyle="round")
        ax.plot([], [], color=_colour(n), linewidth=3, label=name)
    _pins(ax, sheet)
    _names(ax, sheet)
    _scale(ax, sheet, say("km", itinerary.language, n=f"{sheet.scale_km:g}"))
    ax.set(xlim=(0, sheet.width_mm), ylim=(sheet.height_mm, 0), aspect="equal")
    ax.set(xticks=[], yticks=[], facecolor=LAND)
    title = f"{headline(itinerary)}, {dates(itinerary)}"
    ax.set_title(plain(title), fontproperties=font(13, bold=True))
    ax.legend(prop=font(8), loc="upper left")
    return ax


def _colour(day: int) -> str:
    return DAYS[day % len(DAYS)]


def _roads(ax: Axes, sheet: Sketch) -> None:
    for sort, style in ROADS.items():
        for found, points in sheet.roads:
            if found == sort:
                xs, ys = zip(*points, strict=True)
                ax.plot(xs, ys, zorder=1, **style)  # type: ignore[arg-type]


def _pins(ax: Axes, sheet: Sketch) -> None:
    for pin in reversed(sheet.pins):
        colour = _colour(pin.day)
        face, edge, size = ("white", colour, 9) if pin.number is None else (colour, "white", 14)
        ax.plot(pin.x, pin.y, "o", markersize=size, color=face, markeredgecolor=edge, zorder=6)
        if pin.number is not None:
            ax.text(pin.x, pin.y, str(pin.number), **_middle("white"), zorder=7)


def _middle(colour: str) -> dict[str, Any]:
    return {
        "ha": "center",
        "va": "center_baseline",
        "color": colour,
        "fontproperties": font(7.5, bold=True),
    }


def _names(ax: Axes, sheet: Sketch) -> None:
    from matplotlib.patheffects import withStroke

    for name in sheet.names:
        right = name.side == "right"
        if name.rank >= 0:
            ax.plot(name.x, name.y, "o", markersize=2.5, color=SOFT, zorder=2)
        ax.text(
            name.x + (name.gap_mm if right else -name.gap_mm),
            name.y,
            plain(name.text),
            ha="left" if right else "right",
            va="center",
            color=INK if name.rank <= 0 else SOFT,
            fontproperties=font(7.5 if name.rank <= 0 else 6.5, bold=name.rank <= 0),
            path_effects=[withStroke(linewidth=2, foreground=LAND)],
            zorder=5,
            clip_on=True,
        )


def _scale(ax: Axes, sheet: Sketch, text: str) -> None:
    y = sheet.height_mm - 4
    ax.plot((4, 4 + sheet.scale_mm), (y, y), color=SOFT, linewidth=1.5, zorder=5)
    ax.text(4, y - 1.2, text, color=SOFT, fontproperties=font(7), zorder=5)
