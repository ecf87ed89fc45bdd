"""An itinerary as a notebook shows it: a table of the days, without any library."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xytour.model.itinerary import Day, Item, Itinerary

_WORDS = {
    "en": ("score {score:.2f}, at most {bound:.2f}", "¥{cost:,.2f}", "{km:g} km"),
    "zh": ("得分{score:.2f}，上界{bound:.2f}", "{cost:,.2f}元", "{km:g}公里"),
}
_SIGNS = {"leg": "→", "meal": "◆", "stay": "☾", "wait": "…", "free": "○"}
_CELL = '<td style="text-align:left;vertical-align:top;padding:1px 10px 1px 0">'


def to_notebook(itinerary: Itinerary) -> str:
    """Return an itinerary as a small piece of HTML, every name in it escaped."""
    totals, certificate = itinerary.totals, itinerary.certificate
    words = [
        word.format(
            score=certificate.score,
            bound=certificate.upper_bound,
            cost=totals.cost_cny,
            km=totals.distance_km,
        )
        for word in _WORDS[itinerary.language]
    ]
    head = f"<b>{escape(itinerary.region_name)}</b> · {' · '.join(words)}"
    days = "".join(map(_day, itinerary.days))
    return f"<div>{head}<table><tbody>{days}</tbody></table></div>"


def _day(day: Day) -> str:
    head = f'<tr><th colspan="3" style="text-align:left">{day.date:%Y-%m-%d}</th></tr>'
    return head + "".join(map(_row, day.items))


def _row(item: Item) -> str:
    time = f"{item.start:%H:%M}–{item.end:%H:%M}"
    name = item.to_name if item.type == "leg" else item.name
    if item.type == "activity":
        name = f"{item.activity_name} ({item.name})"
    why = getattr(item, "reason", "")
    cells = (time, f"{_SIGNS.get(item.type, '●')} {name}", why)
    return f"<tr>{''.join(f'{_CELL}{escape(cell)}</td>' for cell in cells)}</tr>"
