"""Pictures in matplotlib: a region's network, a trip's map and timeline, how a solve went.

They need the extra ``plot``. Each draws into axes given, or new ones, and returns them, so
that a figure is put together, changed and saved as any other of matplotlib's. Names are set in
Noto Sans SC from this package, so that Chinese shows without a font of the system's.
"""

from __future__ import annotations

from xytour.export.plot.convergence import plot_convergence
from xytour.export.plot.network import plot_network
from xytour.export.plot.timeline import plot_timeline
from xytour.export.plot.trip import plot_itinerary

__all__ = ["plot_convergence", "plot_itinerary", "plot_network", "plot_timeline"]
