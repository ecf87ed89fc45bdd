"""A compiled module as it stands, as plain Python, whatever was compiled."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from xytour.solver import problem

if TYPE_CHECKING:
    from types import ModuleType

SCHEDULE = "xytour.solver.schedule"


def uncompiled(name: str) -> Any:
    """Load a module of the optimiser from its source, under another name.

    The schedule that it uses is loaded from its source as well.
    """
    if name == "schedule":
        return _load(problem, name)
    with patch.dict(sys.modules, {SCHEDULE: _load(problem, "schedule")}):
        return _load(problem, name)


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
