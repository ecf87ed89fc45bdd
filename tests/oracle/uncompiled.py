"""A module of the optimiser as it stands, as plain Python, whatever was compiled."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

from xytour.solver import problem

SCHEDULE = "xytour.solver.schedule"


def uncompiled(name: str) -> Any:
    """Load a module of the optimiser from its source, under another name.

    The schedule that it uses is loaded from its source as well.
    """
    if name == "schedule":
        return _load(name)
    with patch.dict(sys.modules, {SCHEDULE: _load("schedule")}):
        return _load(name)


def _load(name: str) -> Any:
    path = Path(problem.__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"plain_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
