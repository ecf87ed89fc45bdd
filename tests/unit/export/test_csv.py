"""The itinerary as a table: CSV as the standard library reads it, and a DataFrame."""

import csv
import io
import sys

import pandas as pd
import pytest

import xytour as xt
from xytour.export.csv import to_csv, to_dataframe


def lines(itinerary):
    """Return the lines of the CSV as dicts of text."""
    return list(csv.DictReader(io.StringIO(to_csv(itinerary).decode("utf-8-sig"))))


def test_every_item_is_a_line(trip):
    """Times in ISO 8601, costs as numbers, positions in degrees."""
    table = lines(trip)

    assert len(table) == len(list(trip.items()))
    visit = table[6]
    assert visit["place_id"] == "hejiazhai-tea"
    assert visit["start"] == "2026-04-11T14:25:00+08:00"
    assert float(visit["lat"]) == trip.places["hejiazhai-tea"].location.lat
    assert visit["booking_required"] == "false"
    assert sum(float(line["cost"]) for line in table) == pytest.approx(trip.totals.cost_cny)


def test_excel_is_told_the_encoding(trip):
    """The byte order mark stands once, at the head; lines end as RFC 4180 wants."""
    content = to_csv(trip)

    assert content.startswith(b'\xef\xbb\xbf"day"')
    assert content.count(b"\xef\xbb\xbf") == 1
    assert content.count(b"\r\n") == content.count(b"\n") == len(lines(trip)) + 1


def test_pandas_reads_the_file(trip, tmp_path):
    """What another library makes of it is what was written."""
    table = pd.read_csv(trip.save(tmp_path / "trip.csv"), parse_dates=["start", "end"])

    assert table["minutes"].tolist() == [item.minutes for item in trip.items()]
    assert table["start"].tolist() == [item.start for item in trip.items()]


def test_a_dataframe_has_times_and_numbers(trip):
    """Columns have the types that one reckons with."""
    table = to_dataframe(trip)

    assert table["start"].dt.hour.tolist() == [item.start.hour for item in trip.items()]
    assert table.groupby("type")["minutes"].sum()["visit"] == 240 + 90
    assert table["lat"].dtype == "float64"


def test_a_missing_pandas_is_told_with_the_command(trip, monkeypatch):
    """Who lacks the extra is told how to get it."""
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(xt.ExportError, match=r"pip install 'xytour\[pandas\]'"):
        to_dataframe(trip)
