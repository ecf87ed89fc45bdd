"""What visits, meals and beds are worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xytour.model.place import Activity
from xytour.scoring.profits import base_worth, match, stay_profit, table_profit, visit_profit
from xytour.scoring.styles import STYLES

BALANCED = STYLES["balanced"]
SHARES = st.floats(0, 1)
THEMES = st.dictionaries(st.sampled_from(["red", "tea", "nature", "food"]), SHARES)


@given(themes=THEMES, interests=THEMES)
def test_a_match_is_a_share(themes, interests):
    """However many themes fit, a place never fits more than wholly."""
    assert 0 <= match(themes, interests) <= 1


@given(themes=THEMES, interests=THEMES, more=SHARES)
def test_more_interest_never_lowers_a_match(themes, interests, more):
    """Who likes tea more likes every place at least as much."""
    before = match(themes, {**interests, "tea": min(more, interests.get("tea", 0.0))})

    assert match(themes, {**interests, "tea": max(more, interests.get("tea", 0.0))}) >= before


def test_without_interests_all_themes_count_alike():
    """Half an interest in everything: a place wholly about tea fits by half."""
    assert match({"tea": 1.0}, {}) == 0.5


def test_a_perfect_place_for_its_usual_stay_is_worth_a_hundred(region):
    """Quality 1, interests that fit wholly, the usual time: 100 points in every style."""
    jigongshan = region.by_id["jigongshan"]
    quality = jigongshan.quality.model_copy(update={"value": 1.0})
    place = jigongshan.model_copy(update={"quality": quality, "themes": {"nature": 1.0}})

    for style in STYLES.values():
        assert visit_profit(place, 360, {"nature": 1.0}, style) == 100


def test_time_is_worth_less_the_longer_one_stays(region):
    """Twice the time is worth more, but less than twice as much."""
    place = region.by_id["jigongshan"]
    short, long = (visit_profit(place, minutes, {}, BALANCED) for minutes in (180, 360))

    assert short < long < 2 * short


def test_slow_travellers_gain_more_from_lingering(region):
    """From the shortest visit to the longest the worth grows most in the slow style."""
    place = region.by_id["jigongshan"]
    growth = {
        name: visit_profit(place, 600, {}, style) / visit_profit(place, 180, {}, style)
        for name, style in STYLES.items()
    }

    assert max(growth, key=growth.get) == "slow"
    assert min(growth, key=growth.get) == "quick"


def test_doing_something_by_hand_adds_its_bonus(region):
    """In the immersive style picking tea is worth 60 % more than looking on."""
    place = region.by_id["wenxin-tea-village"]
    text = {"en": "P", "zh": "采"}
    picking = Activity(id="p", name=text, kind="do", minutes=60, hands_on=True)
    style = STYLES["immersive"]

    looking = visit_profit(place, 60, {}, style)

    assert visit_profit(place, 60, {}, style, picking) == pytest.approx(2.0 * looking)


def test_tables_and_beds_are_worth_their_share(region):
    """A table counts by the style's bonus, a bed's surroundings a tenth, of a sight's worth."""
    table, bed = region.tables[0], region.stays[0]

    assert table_profit(table, {}, BALANCED) == 0.3 * base_worth(table, {}, BALANCED)
    assert stay_profit(bed, {}, BALANCED) == 0.1 * base_worth(bed, {}, BALANCED)
