"""A compiled module as it stands, as plain Python, whatever was compiled."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import xytour.solver.search
from xytour.solver import problem

if TYPE_CHECKING:
    from types import ModuleType

SCHEDULE, SEARCH = "xytour.solver.schedule", "xytour.solver.search"
PARTS = ("dice", "books", "insertions", "repair", "ruin", "nights", "steps")


def uncompiled(name: str) -> Any:
    """Load a module of the optimiser from its source, under another name.

    What it uses is loaded from its source as well.
    """
    plain = {SCHEDULE: _load(problem, "schedule")}
    if name == "schedule":
        return plain[SCHEDULE]
    with patch.dict(sys.modules, plain):
        if name != "search":
            return _load(problem, name)
        for part in PARTS:
            sys.modules[f"{SEARCH}.{part}"] = _load(xytour.solver.search, part)
        return sys.modules[f"{SEARCH}.steps"]


def load_plain(module: ModuleType) -> Any:
    """Load a compiled module that uses no other one from its source, under another name."""
    return _load(module, module.__name__.rpartition(".")[2])


def _load(neighbour: ModuleType, name: str) -> Any:
    path = Path(neighbour.__file__ or "").with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"plain_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
