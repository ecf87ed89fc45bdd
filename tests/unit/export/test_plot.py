"""Pictures in matplotlib: what is drawn can be asked back."""

import sys
from dataclasses import dataclass

import matplotlib as mpl
import pytest

import xytour as xt
from xytour.export.plot import plot_convergence, plot_itinerary, plot_network, plot_timeline

mpl.use("Agg")


@pytest.fixture(autouse=True)
def _close():
    """Leave no figure behind."""
    yield
    import matplotlib.pyplot as plt

    plt.close("all")


@dataclass
class Record:
    """How far a solve had come."""

    score: float | None
    upper_bound: float | None
    seconds: float


def texts(ax):
    """Return all texts in axes."""
    return [text.get_text() for text in ax.texts]


def test_a_network_shows_seats_and_kinds(region):
    """The seats are named, the kinds are in the legend, and Chinese has its letters."""
    ax = plot_network(region, language="zh")
    ax.figure.canvas.draw()  # a letter that the font lacks would warn, and fail

    assert {"新县县城（新集）", "信阳市区"} <= set(texts(ax))
    assert "茶区" in [text.get_text() for text in ax.get_legend().get_texts()]
    assert len(ax.lines) > 100


def test_a_trip_shows_its_days_and_its_places_in_order(trip):
    """Each day has its colour in the legend, each place visited its number."""
    ax = plot_itinerary(trip)
    ax.figure.canvas.draw()

    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    visited = {visit.place_id for visit in trip.visits}
    assert [line.split("  ")[0] for line in legend] == ["Day 1", "Day 2"]
    assert {str(n + 1) for n in range(len(visited))} <= set(texts(ax))


def test_a_timeline_has_a_bar_for_every_item(trip):
    """Bars lie on the clock where the items do, a row a day."""
    ax = plot_timeline(trip)
    ax.figure.canvas.draw()

    bars = [bar for bars in ax.containers for bar in bars]
    begins = [(round(bar.get_y() + bar.get_height() / 2), bar.get_x() * 60) for bar in bars]
    wanted = [
        (n, item.start.hour * 60 + item.start.minute)
        for n, day in enumerate(trip.days)
        for item in day.items
    ]
    assert [(row, round(minutes)) for row, minutes in begins] == wanted


def test_convergence_ends_at_the_last_gap():
    """The lines begin when something is known and end with the solve."""
    records = [Record(None, 900, 0.1), Record(300, 800, 0.5), Record(400, 500, 2.0)]

    ax = plot_convergence(records)

    bound, score = ax.lines
    assert list(bound.get_xdata()) == [0.1, 0.5, 2.0, 2.0]
    assert list(score.get_ydata()) == [300, 400, 400]
    assert ax.get_title() == "gap 20.0% after 2.00 s"


def test_convergence_takes_what_the_solver_tells():
    """A real solve's records can be drawn."""
    from benchmarks.synthetic import synthetic
    from xytour.solver import solve

    records = []
    solve(synthetic(40), iterations=50, time_limit=20, progress=records.append)

    assert plot_convergence(records).lines


def test_convergence_of_nothing_is_refused():
    """An empty picture would look like a proof."""
    with pytest.raises(ValueError, match="score or a bound"):
        plot_convergence([])


def test_axes_given_are_drawn_into(trip):
    """Pictures combine as matplotlib's own do."""
    import matplotlib.pyplot as plt

    _, (left, right) = plt.subplots(1, 2)

    assert plot_itinerary(trip, ax=left) is left
    assert plot_timeline(trip, ax=right) is right


def test_harmful_names_are_drawn_as_text(nasty):
    """Dollars, breaks and escapes in names are no mathematics and no error."""
    figure = plot_itinerary(nasty).figure

    with pytest.warns(UserWarning, match="missing from font"):  # emoji have no letters here
        figure.canvas.draw()
    plot_timeline(nasty)


def test_missing_matplotlib_is_named(trip, monkeypatch):
    """The message tells which extra to install."""
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)

    with pytest.raises(xt.ExportError, match=r"pip install 'xytour\[plot\]'"):
        plot_timeline(trip)
