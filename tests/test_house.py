"""The house is in order: style, types, import directions, public names, light imports."""

import subprocess
import sys
from pathlib import Path

import pytest

import xytour

ROOT = Path(__file__).parents[1]


def run(*command):
    """Run a tool in the project's folder."""
    return subprocess.run(
        command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=600
    )


@pytest.mark.parametrize(
    "command",
    [
        ("-m", "ruff", "check", "."),
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command as c; c()"),
        ("-m", "numpydoc", "lint", *map(str, sorted((ROOT / "src").rglob("*.py")))),
    ],
    ids=["ruff", "format", "mypy", "imports", "docstrings"],
)
def test_the_tools_find_nothing(command):
    """Linter, formatter, type checker and import contracts are content."""
    done = run(sys.executable, *command)

    assert done.returncode == 0, done.stdout + done.stderr


def test_public_names_are_sorted_and_there():
    """What __all__ names can be imported, and is listed in order."""
    assert xytour.__all__ == sorted(xytour.__all__)
    assert len(xytour.__all__) <= 32
    for name in xytour.__all__:
        assert getattr(xytour, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    """Lazy names do not hide misspellings."""
    with pytest.raises(AttributeError, match="plam"):
        _ = xytour.plam


@pytest.mark.parametrize("statement", ["import xytour", "import xytour.cli"])
def test_nothing_heavy_is_imported_before_it_is_needed(statement):
    """The package and its command line start without arrays, graphs, models or solvers."""
    heavy = "{'numpy', 'networkx', 'highspy', 'rustworkx', 'geopy', 'holidays', 'pydantic', "
    heavy += "'jinja2', 'matplotlib', 'typst'}"
    done = run(sys.executable, "-c", f"{statement}; import sys; print({heavy} & set(sys.modules))")

    assert done.stdout.strip() == "set()", done.stdout + done.stderr


def test_the_version_is_one(pytestconfig):
    """Package, project file and changelog name the same version."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert project["version"] == xytour.__version__
    assert f"## {xytour.__version__}" in changelog
