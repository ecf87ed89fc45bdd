"""The page in a browser: it moves with its map, fetches nothing, and obeys no name."""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from xytour.export.clean import one_line

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")


@pytest.fixture(scope="module")
def browser():
    """Return a headless Chromium; without one on the machine these tests are skipped."""
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        path = str(own) if own.exists() else next(filter(None, map(shutil.which, NAMES)), None)
        if path is None:
            pytest.skip(f"no browser: install Chromium (one of {', '.join(NAMES)})")
        # Chromium's sandbox refuses to run for the superuser, as in most containers.
        sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
        launched = playwright.chromium.launch(executable_path=path, chromium_sandbox=sandbox)
        yield launched
        launched.close()


@pytest.fixture
def show(browser, tmp_path):
    """Return a function that opens a plan's page, and close what it opened."""
    opened = []

    def open_page(itinerary, *, width=1280, height=900, dark=False, check=True):
        file = itinerary.save(tmp_path / "trip.html")
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            bypass_csp=not check,
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("dialog", lambda dialog: (page.said.append("dialog"), dialog.dismiss()))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready]")
        opened.append(context)
        return page

    yield open_page
    for context in opened:
        context.close()


def off_centre(page, place_id):
    """Return how many pixels a place's mark is from the middle of the map."""
    return page.evaluate(
        """id => {
            const middle = box => [box.left + box.width / 2, box.top + box.height / 2];
            const map = middle(document.getElementById("map").getBoundingClientRect());
            const mark = document.querySelector(`[data-mark="${id}"]`).getBoundingClientRect();
            return Math.hypot(...middle(mark).map((x, i) => x - map[i]));
        }""",
        place_id,
    )


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_opens_without_a_word_and_without_a_network(show, trip, language, width):
    """No message of the console, no request but for the page itself, nothing sticks out."""
    page = show(trip.model_copy(update={"language": language}), width=width)

    page.wait_for_timeout(200)

    assert page.said == []
    assert len(page.asked) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator(".way").count() >= len([i for i in trip.items() if i.type == "leg"]) - 1


def test_showing_a_visit_moves_the_map_to_it(show, trip):
    """The button of a card brings its place into the middle of the map."""
    page = show(trip)
    target = max((v.place_id for v in trip.visits), key=lambda id_: off_centre(page, id_))
    assert off_centre(page, target) > 30

    page.locator(f".item:not(.leg)[data-place='{target}'] .show").first.click()

    page.wait_for_function(
        "id => document.querySelector(`[data-mark='${id}']`).classList.contains('here')",
        arg=target,
    )
    assert off_centre(page, target) < 3
    assert page.locator("#said").inner_text() != ""
    assert page.said == []


def test_reading_moves_the_map(show, trip):
    """As a card scrolls to where one reads, the map follows; told not to, it stays."""
    page = show(trip)
    visits = [item for item in trip.items() if item.type in {"visit", "activity"}]
    last = visits[-1].place_id
    card = f".item[data-place='{last}'] article"

    page.locator(card).last.evaluate("card => card.scrollIntoView({block: 'center'})")
    page.wait_for_function(
        "id => document.querySelector(`[data-mark='${id}']`).classList.contains('here')", arg=last
    )
    near = off_centre(page, last)
    page.locator("#follow").uncheck()
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(300)

    assert near < 3
    assert off_centre(page, last) < 3


def test_a_mark_leads_to_its_card(show, trip):
    """Clicking a place on the map brings its card into view."""
    page = show(trip, width=390, height=844)
    last = trip.visits[-1].place_id

    page.locator(f"[data-mark='{last}']").dispatch_event("click")
    page.wait_for_timeout(300)

    card = page.locator(f".item[data-place='{last}']:not(.leg)").first
    assert card.evaluate("item => item.classList.contains('here')")
    top = card.evaluate("item => item.getBoundingClientRect().top")
    below_map = page.locator(".map-side").evaluate("map => map.getBoundingClientRect().bottom")
    assert below_map - 5 <= top < 844


def test_the_slider_runs_through_the_trip_by_keyboard(show, trip):
    """End brings the last item of the trip, Home the first; the dot goes along."""
    page = show(trip)
    page.locator("#scrub").focus()

    page.keyboard.press("End")
    at_end = page.locator("#scrub-text").inner_text()
    there = page.locator(".you").bounding_box()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")

    first = next(trip.items())
    assert f"{trip.days[-1].items[-1].end:%H:%M}" in at_end
    assert f"{first.start:%H}:" in page.locator("#scrub-text").inner_text()
    assert page.locator("#scrub").get_attribute("aria-valuetext")
    assert page.locator(".you").bounding_box() != there


def test_a_day_is_shown_alone(show, trip):
    """Choosing a day fits the map to it and fades the others."""
    page = show(trip)

    page.locator(".day-nav a[data-day='1']").click()

    days = page.evaluate("[...document.querySelectorAll('.way:not(.faded)')].length")
    legs = sum(item.type == "leg" for item in trip.days[1].items)
    assert days == legs
    assert page.locator(".day-nav [aria-current]").get_attribute("data-day") == "1"


def test_the_keyboard_begins_at_the_days(show, trip):
    """The first stop of the tabulator skips to the days; maps' marks are no stops."""
    page = show(trip)

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".leaflet-marker-pane [tabindex='0']").count() == 0


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_axe_finds_no_barrier(show, trip, width, dark):
    """Names, roles, landmarks and contrast satisfy an independent checker."""
    page = show(trip, width=width, dark=dark, check=False)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")

    violations = Axe().run(page).response["violations"]

    assert [(v["id"], v["nodes"][0]["html"]) for v in violations] == []


def test_harmful_names_do_no_harm(show, nasty):
    """They are shown as text; nothing runs, nothing is asked for."""
    page = show(nasty, width=390)

    for button in page.locator(".show:visible").all()[:4]:
        button.click()
    page.wait_for_timeout(200)

    assert page.said == []
    assert len(page.asked) == 1
    shown = page.locator(".item h3").all_text_contents()
    assert {one_line(v.name) for v in nasty.visits if v.type == "visit"} <= set(shown)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_plan_without_positions_opens(show, trip):
    """A file from before positions were told has its days and no map to move."""
    page = show(trip.model_copy(update={"places": {}}))

    page.locator("#scrub").focus()
    page.keyboard.press("End")

    assert page.said == []
    assert page.locator(".item").count() == len(list(trip.items()))
    assert page.locator(".mark").count() == 0


def test_without_scripts_the_days_are_whole(browser, trip, tmp_path):
    """Nothing of the plan needs a script; the empty map is not shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(trip.save(tmp_path / "trip.html").as_uri())

    visible = page.locator(".item").filter(visible=True).count()
    map_shown = page.locator("#map").is_visible()
    context.close()

    assert visible == len(list(trip.items()))
    assert not map_shown


def test_paper_shows_map_and_days(show, trip):
    """Printed, the whole plan is there, without buttons."""
    page = show(trip)

    page.emulate_media(media="print")

    assert page.locator(".show").first.is_hidden()
    assert page.locator("#map").is_visible()
    assert page.locator(".item").count() == len(list(trip.items()))
