"""Run the service with uvicorn, in one process or several."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from typing import TYPE_CHECKING

from xytour.errors import RequestError

if TYPE_CHECKING:
    from xytour.service.settings import Settings

START_SECONDS = 30
"""Time for a process to give a sign of life; a stop waits as long for one that comes up."""

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
STOP_SECONDS = 20
"""Time for answers under way, once told to stop."""


def serve(
    settings: Settings, *, host: str = "127.0.0.1", port: int = 8000, workers: int = 1
) -> None:
    """Serve until told to stop (SIGTERM or SIGINT).

    Parameters
    ----------
    settings
        How the service runs.
    host, port
        Where to listen; port 0 takes a free one, which the log tells.
    workers
        Processes that answer.

    Raises
    ------
    RequestError
        Others than this machine could ask, and there are no keys.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    from xytour.service.app import create_app
    from xytour.service.logs import configuration

    if host not in LOOPBACK and not settings.keys:
        msg = f"to listen on {host}, set API keys: XYTOUR_API_KEYS=NAME=KEY"
        raise RequestError(msg)
    config = uvicorn.Config(
        partial(create_app, settings),
        host=host,
        port=port,
        factory=True,
        workers=workers,
        access_log=False,
        log_config=configuration(),
        server_header=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=1_000,
        # The usual 5 s would kill a process that is still loading a large region.
        timeout_worker_healthcheck=START_SECONDS,
    )
    if workers == 1:
        uvicorn.Server(config).run()
        return
    with tempfile.TemporaryDirectory(prefix="xytour-metrics-") as folder:
        # Read when prometheus_client is first imported: in each process, after this.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        try:
            Multiprocess(config, sockets=[config.bind_socket()]).run()
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]
