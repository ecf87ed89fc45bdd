"""The itinerary in a terminal."""

import io

import pytest
from rich.console import Console

from xytour.export.terminal import print_itinerary, progress_line
from xytour.planner.progress import PlanProgress


def printed(itinerary, **options):
    """Return what is printed on a console of 100 columns."""
    out = io.StringIO()
    console = Console(file=out, width=100, highlight=False, markup=False, emoji=False, **options)
    print_itinerary(itinerary, console)
    return out.getvalue()


def test_every_item_has_a_line_with_its_times(trip):
    """Days are headed by their dates, names are not broken."""
    lines = printed(trip).splitlines()

    for item in trip.items():
        name = item.to_name if item.type == "leg" else item.name
        (line,) = [
            line for line in lines if line.startswith(f"{item.start:%H:%M}-{item.end:%H:%M}")
        ]
        assert item.type in {"meal", "wait", "free"} or name in line
    assert "Sunday 12 April 2026" in lines


def test_colours_are_for_terminals(trip):
    """A file or a pipe gets the same words without them."""
    coloured = printed(trip, force_terminal=True, color_system="standard")
    plain = printed(trip)

    assert "\x1b[" in coloured
    assert "\x1b" not in plain


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (
            PlanProgress(None, None, 0.0),
            "Planning: score not known yet, at most not known yet, gap not known yet, 0.0 s",
        ),
        (PlanProgress(75.04, 100.0, 0.52), "Planning: score 75.0, at most 100.0, gap 25.0%, 0.5 s"),
    ],
)
def test_progress_is_one_line(state, text):
    """Score, bound, gap and time, as far as they are known."""
    assert progress_line(state, "en").plain == text


def test_progress_in_chinese():
    """The same in Chinese."""
    line = progress_line(PlanProgress(75.0, 100.0, 0.5), "zh").plain

    assert line == "规划中：评分75.0，上限100.0，差距25.0%，0.5秒"
