"""Facts about places become a checked region, with a report."""

import pytest

import xytour as xt
from xytour.catalogue import find_faults
from xytour.importers import ROW, TABLE, Frame, ImportNotes, Setting, assemble


def facts(name="West Lake", kind="nature", row=1, **more):
    """Return the facts of one place in Hangzhou."""
    return {
        "name": name,
        "kind": kind,
        "lat": 30.24,
        "lon": 120.15,
        TABLE: "sights",
        ROW: row,
        **more,
    }


def test_a_name_a_kind_and_a_position_are_enough():
    """What is missing is filled in with what is usual, marked, and told."""
    notes = ImportNotes("a list")
    region, report = assemble([facts()], Frame(name="Hangzhou"), notes)
    lake = region.by_id["west-lake"]

    assert find_faults(region.model_dump(mode="json")) == []
    assert (region.region.timezone, region.region.currency) == ("Asia/Shanghai", "CNY")
    assert lake.confidence.hours == "estimated"
    assert lake.confidence.price == "unknown"
    assert {note.column for note in report.guessed if note.table == "sights"} == {
        *("themes", "quality", "opening_hours", "visit_minutes")
    }
    assert report.kept == {"sights": 1}


def test_a_place_that_is_wrong_is_dropped_with_its_row():
    """One broken place does not cost the others."""
    notes = ImportNotes("a list")
    broken = facts("Pagoda", row=2, opening_hours="whenever")
    region, report = assemble([facts(), broken], Frame(name="Hangzhou"), notes)
    (note,) = report.dropped

    assert region.find_place("pagoda") is None
    assert (note.rows, note.column, note.values) == ((2,), "opening_hours", ("'whenever'",))
    assert "row 2, column 'opening_hours'" in str(report)


def test_nothing_usable_is_an_error_that_lists_all():
    """Without a place there is no region."""
    with pytest.raises(xt.DataError, match=r"nothing that can be used:\n.*no such kind"):
        assemble([facts(kind="lake")], Frame(name="Hangzhou"), ImportNotes("a list"))


def test_outside_of_china_time_and_money_must_be_told():
    """Nobody guesses a time zone from a coordinate."""
    with pytest.raises(xt.DataError, match="timezone='Europe/Helsinki'"):
        assemble([facts(lat=60.17, lon=24.94)], Frame(name="Helsinki"), ImportNotes("a list"))


def test_a_currency_without_estimates_needs_tariffs():
    """What a taxi costs in an unknown currency is not made up."""
    frame = Frame(name="Zürich", setting=Setting("Europe/Zurich", "CH", "CHF"))
    with pytest.raises(xt.DataError, match="taxi_flag_fall_cny"):
        assemble([facts(lat=47.37, lon=8.54)], frame, ImportNotes("a list"))


def test_equal_names_get_ids_of_their_own():
    """Two gardens of one name are two places."""
    region, _ = assemble(
        [facts(), facts(row=2, lat=30.3)], Frame(name="Hangzhou"), ImportNotes("a list")
    )

    assert {place.id for place in region.sights} == {"west-lake", "west-lake-2"}
