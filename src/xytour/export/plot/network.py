"""A picture of a region: its roads, railways, county seats and places by kind."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING

from xytour.export.atlas import box_around, roads_within
from xytour.export.page.words import say
from xytour.export.plot.style import INK, LAND, ROADS, SOFT, axes_or_new, font, plain
from xytour.model.place import Gateway, Town, Visitable

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xytour.model.base import Language
    from xytour.model.region import Region

KIND_COLOURS = {
    "tea_area": "#3f8f3a",
    "red_education": "#c0392b",
    "nature": "#1f7a6b",
    "village": "#b07d2b",
    "heritage": "#7d4f9e",
    "museum": "#34609c",
    "attraction": "#d1688a",
    "experience": "#6f8f1f",
    "food": "#e07b39",
    "stay": "#54606b",
}


def plot_network(region: Region, *, language: Language = "en", ax: Axes | None = None) -> Axes:
    """Draw a region's network and its places.

    Parameters
    ----------
    region
        What is drawn: links as straight lines, the seats with their names, places to visit,
        eat and sleep at in the colour of their kind; what lies outside the region is left out.
    language
        Of the names.
    ax
        Axes to draw into, by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Longitude and latitude in degrees, true to shape in the middle.

    Raises
    ------
    ExportError
        Matplotlib is not installed.
    """
    ax = axes_or_new(ax, (9.0, 6.6))
    inside = [p for p in region.places if not getattr(p, "outside", False)]
    near = [(p.location.lat, p.location.lon) for p in inside if not isinstance(p, Gateway)]
    south, west, north, east = box = box_around(near, 8.0)
    roads = list(roads_within(region, box))
    for sort, style in ROADS.items():
        for road in roads:
            if road.sort == sort:
                lats, lons = zip(*road.points, strict=True)
                ax.plot(lons, lats, solid_capstyle="round", zorder=1, **style)  # type: ignore[arg-type]
    for kind in dict.fromkeys((*KIND_COLOURS, *(p.kind for p in inside))):
        of_kind = [p for p in inside if p.kind == kind and isinstance(p, Visitable)]
        if of_kind:
            ax.scatter(
                [p.location.lon for p in of_kind],
                [p.location.lat for p in of_kind],
                s=22,
                color=KIND_COLOURS.get(kind, SOFT),
                edgecolors="white",
                linewidths=0.6,
                zorder=3,
                label=say(f"k-{kind}", language),
            )
    for place in inside:
        if isinstance(place, Town) and place.town_type == "seat":
            at = place.location.lon, place.location.lat
            ax.plot(*at, "o", color=INK, markersize=4, zorder=4)
            ax.annotate(
                plain(place.name.get(language)),
                at,
                xytext=(5, 3),
                textcoords="offset points",
                fontproperties=font(8, bold=True),
                color=INK,
                zorder=5,
            )
    ax.set(xlim=(west, east), ylim=(south, north), aspect=1 / cos(radians((south + north) / 2)))
    ax.set_facecolor(LAND)
    ax.tick_params(labelsize=7, labelcolor=SOFT, color=SOFT)
    ax.set_title(plain(region.region.name.get(language)), fontproperties=font(13, bold=True))
    ax.legend(prop=font(8), loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return ax
