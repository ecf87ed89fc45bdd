"""The examples and the README run as they stand."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Run where their servers are: beside the importer, and beside the service.
NEED_A_SERVER = {"travel_times_from_an_engine", "service_client"}
NEED_AN_EXTRA = {"travel_times_from_openstreetmap": "osmium", "a_day_in_helsinki": "osmium"}
EXAMPLES = [
    path for path in sorted((ROOT / "examples").glob("*.py")) if path.stem not in NEED_A_SERVER
]


def run(*arguments, cwd):
    """Run Python in a folder."""
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, check=False, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120
    )


@pytest.fixture(scope="module", autouse=True)
def _fonts_known():
    """Let matplotlib list the fonts once, which it tells on stderr where it takes long."""
    __import__("matplotlib.font_manager")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_runs(path, tmp_path):
    """Each script ends well and has something to say."""
    if path.stem in NEED_AN_EXTRA:
        pytest.importorskip(NEED_AN_EXTRA[path.stem], reason="the example imports it")
    done = subprocess.run(
        [sys.executable, path],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.count("\n") >= 5


def test_the_readme_prints_what_it_shows(tmp_path):
    """The README's program prints the lines printed under it, scores and all."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (shown,) = re.findall(r"```text\n(.*?)```", text, re.DOTALL)

    done = run("-c", program, cwd=tmp_path)

    assert done.stdout == shown, done.stderr
