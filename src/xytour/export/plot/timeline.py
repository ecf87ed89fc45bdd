"""A picture of a trip's days side by side: what happens when, and how long it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.export.page.summary import dates, headline
from xytour.export.page.words import say, short_date
from xytour.export.plot.style import INK, SOFT, axes_or_new, font, plain
from xytour.export.sketch import text_width
from xytour.model.itinerary import ActivityItem, Free, Leg, StayItem, Wait

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from xytour.model.itinerary import Item, Itinerary

COLOURS = {
    "visit": "#0b6b4d",
    "activity": "#6a8f1f",
    "appointment": "#85398a",
    "meal": "#d1782f",
    "leg": "#9aa39b",
    "wait": "#d8c9a8",
    "free": "#a9cfe0",
    "stay": "#34506b",
}

HOURS_PER_LETTER = 0.085
"""About how much of the clock a Latin letter of a bar's name takes."""

LETTER = 0.55
MOST_LINES = 3
LEAST_LETTERS = 3
"""A name cut to fewer letters a line is left out."""


def plot_timeline(itinerary: Itinerary, *, ax: Axes | None = None) -> Axes:
    """Draw the days of a trip as bars along the clock.

    Parameters
    ----------
    itinerary
        The trip, named in its own language. A night is drawn to the edge of its day.
    ax
        Axes to draw into, by default those of a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Hours of the day across, one row a day, the first on top.

    Raises
    ------
    ExportError
        Matplotlib is not installed.
    """
    ax = axes_or_new(ax, (10.0, 1.6 + 0.8 * len(itinerary.days)))
    language = itinerary.language
    awake = [span for span in _spans(itinerary) if not isinstance(span[1], StayItem)]
    first = int(min(start for _, _, start, _ in awake)) - 0.5 if awake else 0.0
    last = int(max(end for _, _, _, end in awake)) + 1.5 if awake else 24.0
    seen = set()
    for row, item, start, end in _spans(itinerary):
        hours = min(end, last) - start
        label = say(f"t-{item.type}", language) if item.type not in seen else None
        seen.add(item.type)
        ax.barh(row, hours, left=start, height=0.62, color=COLOURS[item.type], label=label)
        ax.text(
            start + hours / 2,
            row,
            plain(_fitting(_name(item), hours)),
            ha="center",
            va="center",
            color="white" if item.type in {"visit", "activity", "stay", "appointment"} else INK,
            fontproperties=font(7),
            clip_on=True,
        )
    ax.set_yticks(
        range(len(itinerary.days)),
        [
            f"{say('day', language, n=n + 1)}\n{short_date(day.date, language)}"
            for n, day in enumerate(itinerary.days)
        ],
        fontproperties=font(8),
    )
    ticks = range(int(first) + 1, int(last) + 1)
    ax.set_xticks(ticks, [f"{hour % 24}:00" for hour in ticks], fontproperties=font(7))
    ax.set(xlim=(first, last), ylim=(len(itinerary.days) - 0.5, -0.5))
    ax.grid(axis="x", color="#ddd8c8", linewidth=0.6)
    ax.set_axisbelow(True)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.tick_params(length=0, labelcolor=SOFT)
    title = f"{headline(itinerary)}, {dates(itinerary)}"
    ax.set_title(plain(title), fontproperties=font(12, bold=True))
    ax.legend(prop=font(8), ncols=8, loc="upper center", bbox_to_anchor=(0.5, -0.12), frameon=False)
    return ax


def _spans(itinerary: Itinerary) -> list[tuple[int, Item, float, float]]:
    """Return row, item, and begin and end in hours of the item's day."""
    spans: list[tuple[int, Item, float, float]] = []
    for row, day in enumerate(itinerary.days):
        midnight = day.items[0].start.replace(hour=0, minute=0, second=0, microsecond=0)
        for item in day.items:
            start, end = ((t - midnight).total_seconds() / 3600 for t in (item.start, item.end))
            spans.append((row, item, start, end))
    return spans


def _name(item: Item) -> str:
    if isinstance(item, ActivityItem):
        return item.activity_name
    if isinstance(item, Leg | Wait | Free) or item.place_id is None:
        return ""
    return item.name


def _fitting(text: str, hours: float) -> str:
    """Return a name in at most three lines as wide as its bar, cut short where it must be."""
    room = hours / HOURS_PER_LETTER * LETTER
    lines: list[str] = []
    rest = text
    while rest and len(lines) < MOST_LINES:
        line = rest
        while text_width(line) > room and line:
            # Between words if that leaves something, else anywhere, as in Chinese.
            shorter = line.rpartition(" ")[0]
            line = shorter or line[:-1]
        if not line:
            break
        lines.append(line)
        rest = rest[len(line) :].lstrip()
    if not lines or len(lines[0]) < LEAST_LETTERS < len(text):
        return ""
    if rest:
        lines[-1] = f"{lines[-1][:-1].rstrip()}…"
    return "\n".join(lines)
