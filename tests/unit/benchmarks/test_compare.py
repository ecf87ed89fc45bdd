"""Engines are run side by side, judged by the checker, and told in a table."""

import csv
import importlib
import textwrap

import pytest

from benchmarks import worker
from benchmarks.cases import CORDEAU, OTHER, TIGHT, WIDE, family, find_files
from benchmarks.checker import check
from benchmarks.compare import main
from benchmarks.engines import ENGINES, Engine
from benchmarks.engines.graph import graph_of
from benchmarks.formats import read
from benchmarks.row import Row
from benchmarks.summary import summary
from benchmarks.worker import EngineError, Worker

# Three vertices on a line, 10 units apart from the depot at 0; a day of 60 units. Vertex 1 is
# out of reach: out and back takes 60, and the visit one more. The best is 2 and 3 for 12.
TOPTW = """1 1 3 0
1 1
0 0 0 0 0 0 0 0 60
1 30 0 1 9 0 0 0 60
2 10 0 1 5 0 0 0 60
3 20 0 1 7 0 0 0 60
"""
KNOWN = "set,instance,m,bks\nTOPTW-solomon,c101,1,12\nTOPTW-solomon,c101,2,12\n"
BEST = "return Answer([[2, 3]], 12)"


@pytest.fixture
def bench(tmp_path):
    """Return a folder with one instance and its best value."""
    (tmp_path / "toptw").mkdir()
    (tmp_path / "toptw" / "c101.txt").write_text(TOPTW, encoding="utf-8")
    (tmp_path / "toptw" / "format.txt").write_text("i x y", encoding="utf-8")
    (tmp_path / "bks.csv").write_text(KNOWN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Return a function that makes the engine "fake" of the body of its solve."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(ENGINES, "fake", Engine("fake_engine", "pytest", "made up", has_bound=True))

    def made(body):
        source = "import os, time\nfrom benchmarks.engines.answer import Answer\n\n\n"
        source += f"def solve(instance, seconds, seed):\n{textwrap.indent(body, '    ')}\n"
        (tmp_path / "fake_engine.py").write_text(source, encoding="utf-8")
        return "fake_engine"

    return made


def compare(bench, *arguments):
    """Run the command line on the fake engine; return its exit code and the rows written."""
    output = bench / "out" / "table.md"
    code = main(["--bench", str(bench), "--output", str(output), "--engines", "fake", *arguments])
    with output.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return code, list(csv.DictReader(file))


def cells(text):
    """Return the cells of all lines of tables."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def row(**changes):
    """Return a row, changed as wanted."""
    usual = {
        "engine": "xytour",
        "version": "1",
        "instance": "c101",
        "tours": 1,
        "budget": 1.0,
        "seed": 0,
        "score": 90,
        "best_known": 100,
        "upper_bound": None,
        "seconds": 1.0,
        "cpu_seconds": 1.0,
        "fault": "",
    }
    return Row(**{**usual, **changes})


def test_all_cases_are_written(bench, fake):
    """Each file is run with each number of tours and each budget, and nothing is left beside."""
    fake(BEST)

    code, rows = compare(bench, "--tours", "1", "2", "--seconds", "0.5", "1")

    assert code == 0
    assert [(r["instance"], r["tours"], r["budget"]) for r in rows] == [
        ("c101", "1", "0.5"),
        ("c101", "2", "0.5"),
        ("c101", "1", "1.0"),
        ("c101", "2", "1.0"),
    ]
    assert {(r["score"], r["gap"], r["upper_bound"], r["fault"]) for r in rows} == {
        ("12", "0.000", "12", "")
    }
    assert all(r["machine"] and r["version"] == pytest.__version__ for r in rows)
    assert sorted(path.name for path in (bench / "out").iterdir()) == ["table.csv", "table.md"]
    text = (bench / "out" / "table.md").read_text("utf-8")
    assert cells(text)[2][:5] == ["fake", "0.5", "0.00", "0.0", "2"]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return Answer([[1]])", "tour 1: ends at 61, after 60"),
        ("return Answer([[2, 3]], 11)", "scores 12, above its own bound 11"),
        ("raise ZeroDivisionError('by nothing')", "ZeroDivisionError: by nothing"),
        ("os._exit(1)", "the process died"),
        ("time.sleep(60)", "killed 0.2 s after its budget"),
    ],
)
def test_an_answer_that_does_not_count_is_told(bench, fake, monkeypatch, body, words):
    """It scores nothing, the fault is named, and the bench neither hangs nor stops."""
    monkeypatch.setattr(worker, "GRACE", 0.2)
    fake(body)

    code, rows = compare(bench, "--tours", "1", "--seconds", "0.1")

    assert code == 0
    assert [(r["score"], r["gap"], r["fault"]) for r in rows] == [("0", "100.000", words)]
    assert words in (bench / "out" / "table.md").read_text("utf-8")


def test_an_engine_that_was_killed_gets_its_next_case(bench, fake, monkeypatch):
    """A case that hangs costs that case only."""
    monkeypatch.setattr(worker, "GRACE", 0.2)
    module = fake(f"if seed: time.sleep(60)\n{BEST}")
    instance = read(bench / "toptw" / "c101.txt", "toptw")

    with Worker(module) as engine:
        outcomes = [engine.run(instance, seconds=0.1, seed=seed) for seed in (1, 0)]

    assert [outcome.routes for outcome in outcomes] == [[], [[2, 3]]]


def test_an_engine_that_is_not_installed_is_left_out(bench, fake, monkeypatch, capsys):
    """It is named, and without any engine there is nothing to do."""
    monkeypatch.setitem(ENGINES, "none", Engine("no_such_engine", "none", "not there"))
    fake(BEST)
    wish = ["--bench", str(bench), "--tours", "1", "--output", str(bench / "x.md"), "--engines"]

    assert main([*wish, "none", "fake"]) == 0
    assert "none is left out: ModuleNotFoundError" in capsys.readouterr().err
    assert main([*wish, "none"]) == 2


def test_a_library_that_fails_is_no_traceback():
    """The worker tells what its process could not import."""
    with pytest.raises(EngineError, match="ModuleNotFoundError: No module named 'no_such_engine'"):
        Worker("no_such_engine")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--files", "c999"], "got 'c999'"),
        (["--files", "format"], "format.txt, line 1"),
    ],
)
def test_files_that_cannot_be_run_are_told(bench, capsys, arguments, words):
    """A name without a file, or a file of another kind, is exit code 2 before any case."""
    assert main(["--bench", str(bench), *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--tours", "0"], "expected at least 1 tour, got 0"),
        (["--seconds", "0"], "expected seconds above 0, got 0"),
        (["--output", "x.csv"], "expected a name that ends in .md, got x.csv"),
    ],
)
def test_wishes_out_of_range_are_told(capsys, arguments, words):
    """The message names the wish."""
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("c101", TIGHT),
        ("RC104", TIGHT),
        ("r206", WIDE),
        ("rc201", WIDE),
        ("pr07", CORDEAU),
        ("format_TOPTW", OTHER),
    ],
)
def test_the_name_tells_the_family(name, expected):
    """Series 1 of Solomon has tight windows, series 2 wide ones."""
    assert family(name) == expected


def test_files_are_named_by_wildcards_names_or_paths(bench):
    """Wildcards pass over files that are no instance; a file is run once."""
    folder = bench / "toptw"
    instance = folder / "c101.txt"

    assert find_files(["*", "c101", "c101.txt"], folder) == [instance]
    assert find_files([str(instance), f"{folder}/c*.txt"], None) == [instance]
    assert find_files(["format"], folder) == [folder / "format.txt"]


def test_means_are_by_engine_and_family():
    """Gaps, proofs, times and late answers are summed up for all cases and each family."""
    text = summary(
        [
            row(score=100, upper_bound=100, seconds=0.5, cpu_seconds=0.5),
            row(instance="pr01", score=80, upper_bound=150, seconds=1.5),
            row(instance="pr01", engine="pyvrp"),
        ]
    )

    every, tight = text.split("\n## ")[1:3]
    assert every.startswith("All cases (2)")
    assert cells(every)[2:] == [
        ["xytour", "1", "10.00", "20.0", "1", "1.00", "1.50", "1", "0", "0.75"],
        ["pyvrp", "1", "10.00", "10.0", "-", "1.00", "1.00", "0", "0", "1.00"],
    ]
    assert tight.startswith(TIGHT)
    assert "pyvrp" not in tight


def test_answers_against_the_table_of_best_values_are_told():
    """A better score and a lower bound say that the table or the engine is wrong."""
    text = summary([row(score=101, upper_bound=120), row(score=80, upper_bound=99)])

    assert "101, above the best known 100" in text
    assert "bound 99, best known 100" in text


def test_without_best_values_there_are_no_gaps():
    """The other figures are still told."""
    text = summary([row(best_known=None)])

    assert cells(text)[2][:6] == ["xytour", "1", "-", "-", "0", "1.00"]


def test_the_graph_has_no_node_out_of_reach(bench):
    """Vertex 1 cannot be visited in a day, and from 3 there is time for 2."""
    graph = graph_of(read(bench / "toptw" / "c101.txt", "toptw"))

    assert graph.reached == [2, 3]
    assert graph.can_follow(3, 2)
    assert graph.latest == [600, 290, 490, 390]


def test_the_graph_is_of_toptw_only(load):
    """Engines have no other rules."""
    with pytest.raises(ValueError, match="expected a TOPTW instance, got ttdp"):
        graph_of(load("ttdp"))


@pytest.mark.parametrize(
    ("name", "library"),
    [
        ("xytour", "xytour"),
        ("pyvrp", "pyvrp"),
        ("ortools-routing", "ortools"),
        ("ortools-cpsat", "ortools"),
        ("didppy", "didppy"),
        ("vroom", "vroom"),
    ],
)
@pytest.mark.parametrize("tours", [1, 2])
@pytest.mark.filterwarnings("ignore")  # those of the libraries
def test_every_engine_finds_the_best_of_a_tiny_instance(bench, name, library, tours):
    """Routes are allowed and score 12; a bound is not below that."""
    pytest.importorskip(library)
    instance = read(bench / "toptw" / "c101.txt", "toptw", tours)

    answer = importlib.import_module(ENGINES[name].module).solve(instance, 0.2, 1)

    assert check(instance, answer.routes) == (12, [])
    assert answer.upper_bound is None or answer.upper_bound >= 12
    assert ENGINES[name].has_bound or answer.upper_bound is None
