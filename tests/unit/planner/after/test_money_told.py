"""What is told of money is in the region's own currency."""

import pytest

from xytour.planner.after.phrases import PHRASES
from xytour.planner.after.words import more_or_less, tell


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_phrase_names_a_currency(language):
    """A region may have any: the amounts bring it along."""
    for key, words in PHRASES.items():
        said = words[language == "zh"]
        assert "CNY" not in said, key
        assert "元" not in said, key


def test_a_dearer_and_a_cheaper_way_are_told_in_euros():
    """With a sign, in whole units."""
    way = {"name": "Kiasma", "cost": "2.0", "travel": "+5"}

    dearer = tell("worth-less", "en", money=more_or_less(11.6, "EUR"), **way)
    cheaper = tell("worth-less", "zh", money=more_or_less(-11.6, "EUR"), **way)

    assert dearer == "Kiasma in the plan costs 2.0 points, +€12 and +5 minutes on the way"
    assert "费用-€12" in cheaper
