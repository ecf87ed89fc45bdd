"""The itinerary as Markdown."""

import pytest

import xytour as xt
from xytour.export.markdown import to_markdown


@pytest.fixture(scope="module")
def itinerary(planner):
    """Return a day in golden week."""
    request = xt.TripRequest(start="2026-10-05", days=1)
    return planner.plan(request, iterations=10, time_limit=30)


def test_every_item_has_a_row(itinerary):
    """The day's table has a row for each item, with its times."""
    page = to_markdown(itinerary)

    for item in itinerary.items():
        assert f"| {item.start:%H:%M}–{item.end:%H:%M} |" in page
    assert page.count("|---|---|---|") == 1


def test_costs_bound_and_warnings_are_told(itinerary):
    """The page says what it costs, how good it is, and what to mind."""
    page = to_markdown(itinerary)

    assert f"Total: ¥{itinerary.totals.cost_cny:,.2f}" in page or (
        f"Total: ¥{itinerary.totals.cost_cny:,.0f}" in page
    )
    assert f"{itinerary.certificate.upper_bound:.2f}" in page
    assert "2026-10-05 is a public holiday" in page
    assert "Opening hours not confirmed" in page


def test_names_cannot_turn_into_markup(itinerary):
    """A name with pipes, stars and tags is shown as it stands."""
    day = itinerary.days[0]
    nasty = "a | b *c* <script>[x](y)\n# z"
    items = tuple(
        item.model_copy(update={"name": nasty}) if item.type == "visit" else item
        for item in day.items
    )
    trip = itinerary.model_copy(update={"days": (day.model_copy(update={"items": items}),)})

    page = to_markdown(trip)

    assert "a \\| b \\*c\\* \\<script\\>\\[x\\](y) \\# z" in page
    assert "\n# z" not in page


def test_a_page_in_chinese(planner):
    """Headings and words are Chinese in a Chinese itinerary."""
    request = xt.TripRequest(start="2026-10-05", days=2, language="zh")

    page = to_markdown(planner.plan(request, iterations=5, time_limit=30))

    assert page.startswith("# 信阳2日游，2026年10月5日 星期一出发")
    assert "| 时间 | 内容 | 说明 |" in page


def test_places_are_linked_to_maps(itinerary):
    """Each place visited has four links in its row, and each link its address once."""
    page = to_markdown(itinerary)

    for visit in itinerary.visits:
        (row,) = [line for line in page.splitlines() if f"[Amap][amap-{visit.place_id}]" in line]
        assert visit.name in row
        for name in ("amap", "baidu", "apple", "google"):
            assert row.count(f"][{name}-{visit.place_id}]") == 1
            assert page.count(f"\n[{name}-{visit.place_id}]: https://") == 1


def test_a_plan_without_positions_is_still_written(itinerary):
    """A plan read from an older file has no links, and no dangling ones."""
    page = to_markdown(itinerary.model_copy(update={"places": {}}))

    assert "[Amap]" not in page
    assert "https://" not in page


def test_a_cap_is_told_beside_what_is_spent(planner):
    """Who caps a kind of cost reads both amounts in the list of costs."""
    request = xt.TripRequest(start="2026-04-10", days=2, caps_cny={"stay": 400})
    itinerary = planner.plan(request, iterations=10, time_limit=30)

    assert f"{itinerary.totals.cost_by_kind['stay']:g} (cap ¥400)" in to_markdown(itinerary)
