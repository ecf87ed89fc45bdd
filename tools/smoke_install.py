"""Use an installed xytour with all its extras as a user would, and fail where it does.

Run with the interpreter of the environment to try, from any folder outside of the sources::

    python smoke_install.py
"""

from __future__ import annotations

import tempfile
from importlib.metadata import entry_points
from pathlib import Path

import xytour as xt
from xytour.solver import search


def main() -> None:
    """Plan, save in every format, plan many, open service and tools; say how it was built."""
    planner = xt.Planner(xt.load_region())
    request = xt.TripRequest(start="2026-04-10", days=2, interests={"tea": 1.0})
    itinerary = planner.plan(request, iterations=300, time_limit=120)
    certificate = itinerary.certificate
    assert itinerary.visits
    assert certificate.score <= certificate.upper_bound
    with tempfile.TemporaryDirectory() as folder:
        for exporter in entry_points(group="xytour.exporters"):
            path = Path(folder) / f"trip.{exporter.name}"
            itinerary.save(path)
            assert path.stat().st_size > 100, exporter.name
        again = xt.Itinerary.model_validate_json((Path(folder) / "trip.json").read_bytes())
    assert again == itinerary
    assert planner.explain(itinerary).why(itinerary.visits[0].place_id)
    assert len(list(xt.plan_many([request] * 2, iterations=50, time_limit=120))) == 2
    extras()
    print("compiled" if not search.__file__.endswith(".py") else "plain Python", end="")


def extras() -> None:
    """Import what each extra brings, through the modules of xytour that use it."""
    import distributed
    import pg8000
    import routingpy

    assert all((distributed, pg8000, routingpy))


if __name__ == "__main__":
    main()
