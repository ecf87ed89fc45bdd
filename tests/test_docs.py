"""The documentation says what is so: its code runs, its commands exist, its lists are whole."""

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import get_args

import pytest
from given import GIVEN, everywhere, nothing_more
from typer.main import get_command
from typer.testing import CliRunner

import xytour as xt
from docs.ext.pages import blocks, run
from xytour import cli, errors
from xytour.model.explanation import OutReason
from xytour.model.itinerary import Dropped

ROOT = Path(__file__).parents[1]
MADE = {"gallery", "benchmarks", "made"}
PAGES = [
    ROOT / "README.md",
    *sorted(
        path
        for path in (ROOT / "docs").rglob("*.md")
        if path.relative_to(ROOT / "docs").parts[0] not in MADE
    ),
]
FEW_STEPS = 20
STAY_UP = {"serve", "mcp"}
LIMITED = ("plan", "explain", "replan", "edit", "suggest", "alternatives", "pareto")


@pytest.fixture(scope="module", autouse=True)
def _short_limits():
    """Plan for a moment where a page says nothing of time, and for few steps."""
    plan = xt.Planner.plan

    def plan_few(self, request, *, iterations=None, **options):
        few = iterations and min(iterations, FEW_STEPS)
        return plan(self, request, iterations=few, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in LIMITED:
            patch.setitem(getattr(xt.Planner, name).__kwdefaults__, "time_limit", 0.1)
        patch.setattr(xt.Planner, "plan", plan_few)
        patch.setenv("MPLBACKEND", "Agg")
        yield


@pytest.fixture(scope="module")
def common(planner):
    """Return what all fragments may go on from."""
    return everywhere(planner)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_the_code_of_a_page_runs(path, common, tmp_path, monkeypatch):
    """Its Python, in order, and then its commands."""
    text = path.read_text(encoding="utf-8")
    # The README's program is run by itself, and compared with what it prints there.
    run_here = {"py", "sh"} if path.stem == "README" else {"python", "py", "sh"}
    found = [block for block in blocks(text) if block.language in run_here]
    if not found:
        return
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__", **common}
    with GIVEN.get(path.stem, nothing_more)(names):
        for block in found:
            if block.language != "sh":
                run(block, names, path)
        for block in found:
            if block.language == "sh":
                for line in block.text.splitlines():
                    if line.startswith("xytour "):
                        command(line)


def command(line):
    """Run a command line; only read that of a server."""
    words = shlex.split(line.split(" > ")[0], comments=True)[1:]
    if words[0] in STAY_UP:
        understood(words)
        return
    if words[0] == "plan" and "--time-limit" not in words:
        words += ["--time-limit", "0.1"]
    done = CliRunner().invoke(cli.app, words)
    assert done.exit_code == 0, f"{line}\n{done.output}"


def understood(words):
    """Let the command line read words without doing what they say."""
    group = get_command(cli.app)
    known = group.commands[words[0]]
    known.make_context(words[0], list(words[1:]))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_commands_within_sentences_are_understood(path):
    """Each names a command that there is, with options that it has."""
    text = path.read_text(encoding="utf-8")
    for line in re.findall(r"`xytour ([a-z][^`]*)`", text.replace("\n", " ")):
        words = shlex.split(line)
        if len(words) == 1:
            assert words[0] in get_command(cli.app).commands, line
        else:
            understood(words)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_data_in_a_page_can_be_read(path):
    """JSON and TOML are whole, or fields of an object."""
    for block in blocks(path.read_text(encoding="utf-8")):
        if block.language == "toml":
            tomllib.loads(block.text)
        if block.language == "json":
            text = block.text.strip()
            json.loads(text if text[0] in "[{" else f"{{{text}}}")


def first_column(section):
    """Return the codes that the tables of a section of the page of errors list."""
    text = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    part = text.split(f"## {section}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE))


def test_every_error_is_explained():
    """The page has all classes of the tree but the root, and no others."""
    tree = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, xt.XytourError) and name[0] != "_"
    }

    assert first_column("Errors") == tree - {"XytourError"}


def test_every_warning_is_explained():
    """The page has all codes that the planner gives to notices, and no others."""
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/xytour/planner").rglob("*.py")
    )

    assert first_column("Warnings of an itinerary") == set(
        re.findall(r"Notice\(\s*code=\"([a-z-]+)\"", source)
    )


def test_every_reason_for_leaving_out_is_explained():
    """The page has all reasons of ``dropped`` and of ``why_not``, and no others."""
    dropped = set(get_args(Dropped.model_fields["reason"].annotation))

    assert first_column("Why a place is left out") == dropped | set(get_args(OutReason))


def test_every_problem_of_the_service_is_explained():
    """The page has all types of problem documents that are the service's own, and no others."""
    problems = pytest.importorskip("xytour.service.problems", reason="needs the service's packages")
    known = {code for _, _, code, _ in problems._KNOWN} | {"failed"}

    assert first_column("Problems of the HTTP service") == known


def test_the_reference_has_every_public_name():
    """What ``xytour`` offers is in the reference."""
    listed = (ROOT / "docs" / "reference" / "planning.rst").read_text(encoding="utf-8")
    in_errors = {name for name in xt.__all__ if hasattr(errors, name)}

    assert {name for name in xt.__all__ if f":: xytour.{name}\n" not in listed} == in_errors
