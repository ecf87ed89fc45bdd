"""Logs as JSON, a line for each event: who asked for what, and how it went.

Neither bodies nor headers are written, so no key and nothing about a traveller.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

LOGGER = logging.getLogger("xytour.service")


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True, default=str)


def log(level: int, event: str, *, exc_info: BaseException | None = None, **fields: Any) -> None:
    """Write an event with its fields."""
    LOGGER.log(level, event, exc_info=exc_info, extra={"fields": fields})


def configuration() -> dict[str, Any]:
    """Return the configuration of :mod:`logging.config` for a service on its own."""
    handler = {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "xytour.service.logs.JsonLines"}},
        "handlers": {"stderr": handler},
        "loggers": {
            name: {"handlers": ["stderr"], "level": "INFO", "propagate": False}
            for name in ("uvicorn", "xytour.service")
        },
    }
