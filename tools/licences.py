"""List the licence of everything that an installation brings along.

Writes ``docs/licences.md`` for the environment it runs in::

    python tools/licences.py
"""

from __future__ import annotations

from importlib.metadata import distribution, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parents[1] / "docs/licences.md"


def closure(extras: tuple[str, ...] = ()) -> set[str]:
    """Return the names of all distributions that ``xytour[extras]`` needs in this environment.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        If one of them is not installed.
    """
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [("xytour", frozenset(extras))]
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        for text in requires(name) or ():
            need = Requirement(text)
            if not need.marker or any(need.marker.evaluate({"extra": x}) for x in (*wanted, "")):
                waiting.append((canonicalize_name(need.name), frozenset(need.extras)))
    return {name for name, _ in seen} - {"xytour"}


def licence(name: str) -> str:
    """Return what a distribution says of its licence: expression, classifiers or first line."""
    meta = distribution(name).metadata
    classifiers = [text for text in meta.get_all("Classifier", ()) if text.startswith("License ::")]
    said = meta.get("License-Expression") or ", ".join(
        text.split(" :: ")[-1] for text in classifiers
    )
    return said or (meta.get("License") or "unknown").strip().split("\n")[0]


def main() -> None:
    """Write the page."""
    core = closure()
    rows = [
        f"| {name} | {distribution(name).version} | {licence(name)} | "
        f"{'core' if name in core else 'extras'} |"
        for name in sorted(closure(("all",)))
    ]
    head = (
        "# Licences of what is installed\n\nMade by `tools/licences.py` from what the packages say"
        " of themselves; fonts, icons and\nLeaflet inside the wheel keep their own"
        " (`src/xytour/export/vendor/README.md`).\n\n"
        "| package | version | licence | needed by |\n|---|---|---|---|\n"
    )
    PAGE.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
