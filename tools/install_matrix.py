"""Install the wheel with all extras on each Python, oldest and newest dependencies, and use it.

The table goes to ``docs/install-matrix.md``. Needs ``uv`` and the interpreters named::

    python tools/install_matrix.py python3.11 python3.12 python3.13

Where no interpreter is at hand (other systems, coming Pythons) it is at least checked that every
dependency has a wheel there.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
SMOKE = Path(__file__).with_name("smoke_install.py")
SHOWN = ("numpy", "networkx", "pydantic", "highspy", "opening-hours-py")
RESOLUTIONS = {"oldest": "lowest-direct", "newest": "highest"}
ELSEWHERE = [
    (system, python)
    for system in ("linux", "macos", "windows")
    for python in ("3.11", "3.12", "3.13", "3.14")
]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it prints; show its errors and stop where it fails."""
    done = subprocess.run(  # noqa: S603
        list(map(str, command)), cwd=cwd, check=False, capture_output=True, text=True
    )
    if done.returncode:
        msg = f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}"
        raise RuntimeError(msg)
    return done.stdout


def build(python: str, work: Path) -> Path:
    """Return the wheel that is built with ``python``."""
    home = work / f"wheel-{len(list(work.iterdir()))}"
    run("uv", "build", "--wheel", "--python", python, "--out-dir", home, ROOT, cwd=work)
    (built,) = home.glob("*.whl")
    return built


def tried(python: str, wheel: Path, which: str, work: Path) -> list[str]:
    """Install on ``python`` with the ``which`` dependencies, use it, return a row."""
    home = work / f"{wheel.parent.name}-{which}"
    inside = home / "bin/python"
    run("uv", "venv", "--python", python, home, cwd=work)
    # Resolved from the project's own bounds: a wheel's dependencies do not count as direct.
    bounds = work / f"{home.name}.txt"
    options = ("--python", inside, "--resolution", RESOLUTIONS[which], "--extra", "all")
    run("uv", "pip", "compile", "-q", *options, ROOT / "pyproject.toml", "-o", bounds, cwd=work)
    asked = ("-c", bounds, f"xytour[all] @ {wheel.as_uri()}")
    run("uv", "pip", "install", "--python", inside, *asked, cwd=work)
    how = run(inside, "-W", "error", SMOKE, cwd=work)
    frozen = dict(
        line.split("==")
        for line in run("uv", "pip", "freeze", "--python", inside, cwd=work).splitlines()
        if "==" in line
    )
    version = run(inside, "-c", "import platform as p; print(p.python_version())", cwd=work)
    return [version.strip(), which, *(frozen[name] for name in SHOWN), str(len(frozen)), how]


def resolved(system: str, python: str, extra: str, work: Path) -> bool:
    """Tell whether every dependency has a wheel for this system and Python."""
    options = ("--python-platform", system, "--python-version", python, "--only-binary", ":all:")
    chosen = ("--extra", extra) if extra else ()
    try:
        run("uv", "pip", "compile", "-q", *options, *chosen, ROOT / "pyproject.toml", cwd=work)
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return False
    return True


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def main() -> None:
    """Fill both tables and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        os.environ["UV_NO_PROGRESS"] = "1"
        rows = []
        for python in sys.argv[1:]:
            wheel = build(python, work)
            rows += [tried(python, wheel, which, work) for which in RESOLUTIONS]
        cells = {True: "yes", False: "no"}
        wheels = [
            [system, python, *(cells[resolved(system, python, x, work)] for x in ("", "all"))]
            for system, python in ELSEWHERE
        ]
    text = f"""# Where it installs

Seen on {datetime.now(tz=UTC):%Y-%m-%d}, {platform.system()} {platform.machine()}, by
`tools/install_matrix.py`: the wheel is built and installed with all extras in a new environment,
with the oldest allowed version of every direct dependency and with the newest; then two days are
planned, saved in every format, read back, explained and planned many at once, and the service and
the tools for language models are loaded, with warnings as errors.

{table(["Python", "dependencies", *SHOWN, "packages", "built"], rows)}

Whether every dependency has a wheel elsewhere (resolved, not run):

{table(["system", "Python", "xytour", "xytour[all]"], wheels)}
"""
    (ROOT / "docs/install-matrix.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
