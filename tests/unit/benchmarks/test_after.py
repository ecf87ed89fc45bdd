"""The benchmark of what follows a plan asks every question and writes its table."""

from benchmarks.after import Answer, main, row


def test_every_question_is_asked(tmp_path, capsys):
    """A small run writes a table with a row for each kind of question."""
    code = main(["--count", "1", "--seconds", "0.05", "--results", str(tmp_path)])

    text = (tmp_path / "after.md").read_text(encoding="utf-8")
    assert code == 0
    for what in ("replan", "edit", "suggest", "why not", "risk"):
        assert f" {what} |" in text
    assert capsys.readouterr().out.strip() in text


def test_rows_hold_medians_and_high_times():
    """Half of the answers took no longer than the median, 95 % no longer than the other."""
    answers = [Answer(k != 0, float(k), 2.0 * k) for k in range(101)]

    assert row("edit", answers) == ["edit", "101", "100", "1", "50", "95", "100", "190"]
