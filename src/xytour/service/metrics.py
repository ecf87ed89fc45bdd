"""Figures for Prometheus, of all processes together."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from xytour.model.itinerary import Itinerary
    from xytour.service.pool import Pool

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where processes put their figures together, if there is more than one."""


class Metrics:
    """What is counted.

    Parameters
    ----------
    pool
        Where the work is done.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._own = registry = CollectorRegistry()
        self.requests = Counter(
            "xytour_requests", "Requests answered.", ("method", "path", "status"), registry=registry
        )
        self.seconds = Histogram(
            "xytour_request_seconds", "Time to answer.", ("path",), registry=registry,
            buckets=(0.005, 0.02, 0.1, 0.3, 0.6, 1, 2, 4, 8, 15, 30, 60),
        )  # fmt: skip
        self.plans = Counter(
            "xytour_plans", "Trips planned, by the status of the certificate, or why not.",
            ("status",), registry=registry,
        )  # fmt: skip
        self.orders = Counter(
            "xytour_orders", "Steps of orders, by the state that they led to.",
            ("state",), registry=registry,
        )  # fmt: skip
        self.gap = Histogram(
            "xytour_plan_gap", "Gap between a plan and its bound.", registry=registry,
            buckets=(0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
        )  # fmt: skip
        self._running = Gauge(
            "xytour_running", "Requests being worked on.", registry=registry,
            multiprocess_mode="livesum",
        )  # fmt: skip
        self._waiting = Gauge(
            "xytour_waiting", "Requests waiting for a thread.", registry=registry,
            multiprocess_mode="livesum",
        )  # fmt: skip

    def planned(self, itinerary: Itinerary) -> None:
        """Count a plan."""
        self.plans.labels(itinerary.certificate.status).inc()
        self.gap.observe(itinerary.certificate.gap)

    def glance(self) -> None:
        """Take down how much there is to do."""
        self._running.set(self._pool.running)
        self._waiting.set(self._pool.waiting)

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        self.glance()
        registry = self._own
        if FOLDER_VARIABLE in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
