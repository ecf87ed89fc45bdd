"""One benchmark file, solved on the command line."""

import json
from itertools import permutations, product

import pytest

from benchmarks.checker import check
from benchmarks.formats import FORMATS
from benchmarks.instance import answer, main

# Three vertices on a line, 10 units apart from the depot at 0; a day of 60 units. All three
# cannot be visited: out to 30 and back takes 60, and each visit one more.
TOPTW = """1 1 3 0
1 1
0 0 0 0 0 0 0 0 60
1 10 0 1 5 0 0 0 60
2 20 0 1 7 0 0 0 60
3 30 0 1 9 0 0 0 60
"""


@pytest.fixture
def file(tmp_path):
    """Return a TOPTW file."""
    path = tmp_path / "c101.txt"
    path.write_text(TOPTW, encoding="utf-8")
    return path


def test_a_file_is_solved_and_proven(file, capsys):
    """The best is 1 and 2 for 12 points: 40 units of way and 2 of service."""
    code = main(["--format", "toptw", "--file", str(file), "--tours", "1", "--seconds", "2"])

    found = json.loads(capsys.readouterr().out)
    assert code == 0
    assert (found["score"], found["upper_bound"], found["status"]) == (12, 12, "optimal")
    assert sorted(found["routes"][0]) == [1, 2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "toptw", "--file", "nowhere.txt"], "nowhere.txt"),
        (["--format", "toptw", "--tours", "0"], "at least 1 tour"),
        (["--format", "toptw", "--seconds", "0"], "time_limit"),
        (["--format", "op"], "c101.txt"),
    ],
)
def test_what_cannot_be_solved_is_told(file, capsys, arguments, words):
    """A missing or foreign file, or an impossible wish, is one line and exit code 2."""
    if "--file" not in arguments:
        arguments = [*arguments, "--file", str(file)]

    assert main(arguments) == 2

    printed = capsys.readouterr()
    assert printed.out == ""
    assert words in printed.err


def best_of(instance):
    """Return the best score of any routes that the checker passes, trying them all."""
    scores = []
    for order in permutations(vertex.number for vertex in instance.vertices):
        for days in product(range(len(instance.tours) + 1), repeat=len(order)):
            routes = [
                [number for number, day in zip(order, days, strict=True) if day == d]
                for d in range(len(instance.tours))
            ]
            score, faults = check(instance, routes)
            if not faults:
                scores.append(score)
    return max(scores)


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_is_solved(load, fmt):
    """No routes that the file allows score more, and none exceed the bound."""
    instance = load(fmt)
    found = answer(instance, seconds=0.5, seed=0)
    best = best_of(instance)

    assert check(instance, found["routes"]) == (best, [])
    assert found["score"] == best <= found["upper_bound"]
    assert (found["status"] == "optimal") == (found["upper_bound"] == best)


@pytest.mark.parametrize("tours", [1, 2])
def test_what_breaks_a_limit_by_a_hair_is_searched_again(load, tours):
    """The one tour within reach is a millionth too long; the bound does not know for sure."""
    found = answer(load("op", ("4.9 1", f"3.999999 {tours}")), seconds=0.2, seed=0)

    assert (found["score"], found["upper_bound"], found["status"]) == (0, 10, "feasible")
    assert found["routes"] == [[]] * tours


def test_what_has_no_plan_is_told(load):
    """Trips between hotels must be made, and this one is longer than it may be."""
    found = answer(load("ophs", ("5.3", "1")), seconds=0.2, seed=0)

    assert (found["score"], found["status"], found["routes"]) == (0, "infeasible", [])
