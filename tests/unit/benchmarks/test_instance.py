"""One benchmark file, solved on the command line."""

import json

import pytest

from benchmarks.instance import main

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
        (["--format", "toptw", "--seconds", "0"], "time_limit > 0"),
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
