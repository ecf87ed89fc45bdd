"""Many threads on one planner, in small."""

from nasty import region

from benchmarks import load
from xytour.catalogue import region_from_dict

ONE_DAY = {"start": "2026-04-10", "days": 1, "meals": []}


def test_threads_on_one_planner_get_what_each_would_alone():
    """Every answer is the one of a planner of its own, refusals too, and memory is told."""
    asked = [ONE_DAY, ONE_DAY | {"must_visit": ["nowhere"]}]

    found = load.run(12, 4, asked, region_from_dict(region()))

    assert (found.plans, found.different) == (12, [])
    assert "| answers unlike the one made alone | 0 |" in load.page(found, 4)


def test_another_answer_is_told(monkeypatch):
    """An answer that changes with the planner's age is found."""
    ages = {}

    def answer(planner, _fields, _seed):
        ages[planner] = ages.get(planner, 0) + 1
        return str(ages[planner] > 9)

    monkeypatch.setattr(load, "answer", answer)

    found = load.run(20, 2, [ONE_DAY], region_from_dict(region()))

    assert len(found.different) == 11
