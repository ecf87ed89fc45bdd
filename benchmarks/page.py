"""How heavy the page of a trip is, and how fast a browser opens it.

    python -m benchmarks.page             prints a table, see docs/page.md

Needs Chromium and the extra ``test``. The Performance API of headless Chromium tells the
times, from the start of the navigation, a fresh browser context for each opening; the CPU
time of the page's main thread depends less on what else the machine is doing.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

import xytour as xt

OPENINGS = 9
TIMES = """() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return [paint?.startTime ?? NaN, navigation.loadEventEnd];
}"""


def open_once(browser: Browser, file: Path, width: int) -> tuple[float, float, float]:
    """Return first contentful paint, load and the main thread's CPU time, milliseconds."""
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]")
    page.wait_for_timeout(100)
    paint, load = page.evaluate(TIMES)
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    busy = next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")
    context.close()
    return paint, load, 1000 * busy


def main() -> None:
    """Measure trips of one to seven days."""
    planner = xt.Planner(xt.load_region())
    print("| days | kB | kB compressed | width | first paint, ms | loaded, ms | CPU, ms |")
    print("|---|---|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), chromium_sandbox=os.geteuid() != 0
        )
        for days in (1, 3, 7):
            request = xt.TripRequest(start="2026-04-10", days=days, interests={"tea": 1.0})
            file = planner.plan(request).save(Path(folder) / "trip.html")
            content = file.read_bytes()
            small = len(gzip.compress(content)) / 1000
            for width in (390, 1280):
                found = [open_once(browser, file, width) for _ in range(OPENINGS)]
                times = [f"{median(one):.0f}" for one in zip(*found, strict=True)]
                sizes = f"{len(content) / 1000:.0f} | {small:.0f} | {width}"
                print(f"| {days} | {sizes} | {' | '.join(times)} |")
        browser.close()


if __name__ == "__main__":
    main()
