"""Says where and how a result was measured."""

from __future__ import annotations

import os
import platform
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import xytour

if TYPE_CHECKING:
    from argparse import Namespace

RESULTS = Path(__file__).parent / "results"


def machine() -> str:
    """Return processor, cores and versions, in one line."""
    from xytour.solver import schedule  # loads numpy, which few callers want on import

    form = "plain Python" if str(schedule.__file__).endswith(".py") else "compiled"
    versions = f"Python {platform.python_version()}, xytour {xytour.__version__} ({form})"
    return f"{_processor()}, {os.cpu_count()} cores; {versions}"


def command(module: str, wish: Namespace) -> str:
    """Return the command line that asks for the same again, defaults spelt out.

    Parameters
    ----------
    module
        Name as after ``python -m``.
    wish
        Its options as parsed; ``results``, which changes no number, is left out.
    """
    words = ["python", "-m", module]
    for name, value in vars(wish).items():
        if name != "results":
            values = value if isinstance(value, list) else [value]
            words += [f"--{name}", *(str(one).removesuffix(".0") for one in values)]
    return shlex.join(words)


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    if table.exists():
        for line in table.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
