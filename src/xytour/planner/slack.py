"""Slack for who wants to be sure: ways are planned for longer than they usually take."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from xytour.model.risk import Spread
from xytour.network.travel import UNREACHABLE

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL_VISIT_MIN = 90
"""The visit whose overrun each way makes up for."""


def stretched(minutes: NDArray[np.int64], sure: float) -> NDArray[np.int64]:
    """Return ways with so much slack that each is in time with a given probability.

    Parameters
    ----------
    minutes
        Usual times between places.
    sure
        Probability, 0 to 1; at or below one half no slack is added.

    Notes
    -----
    The quantile of a lognormal way (see :class:`xytour.model.risk.Spread`), and the
    quantile of a normal overrun of a visit of 90 minutes before it.

    Examples
    --------
    >>> import numpy as np
    >>> stretched(np.array([[0, 60], [60, 0]]), 0.9).tolist()
    [[0, 88], [88, 0]]
    """
    if sure <= 0.5:
        return minutes
    z = NormalDist().inv_cdf(sure)
    spread = Spread()
    variance = math.log1p(spread.road**2)
    factor = max(1.0, math.exp(z * math.sqrt(variance) - variance / 2))
    overrun = math.ceil(z * spread.visit * USUAL_VISIT_MIN)
    longer = np.ceil(minutes * factor).astype(np.int64) + overrun
    return np.where((minutes > 0) & (minutes < UNREACHABLE), longer, minutes)
