"""Reading regions from files and dicts, and the errors of files that are none."""

import json

import pytest

from xytour.catalogue import load_region, loading, read_json, region_from_dict
from xytour.errors import DataError


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file and returns its path."""

    def write(content):
        path = tmp_path / "region.json"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_file_becomes_a_region(region_data, write):
    """A file without faults gives the same region as its content, by path or by name."""
    path = write(json.dumps(region_data))

    assert load_region(path) == load_region(str(path)) == region_from_dict(region_data)


def test_region_survives_the_way_through_a_dict(region_data):
    """A region written out as a dict, plain or for JSON, is read back unchanged."""
    region = region_from_dict(region_data)

    assert region_from_dict(region.model_dump(by_alias=True)) == region
    assert region_from_dict(region.model_dump(mode="json", by_alias=True)) == region


def test_byte_order_mark_is_let_pass(region_data, write):
    """Editors that put a mark before UTF-8 do not spoil a file."""
    path = write(b"\xef\xbb\xbf" + json.dumps(region_data).encode())

    assert load_region(path).id == "hills"


NOT_JSON = {
    # name: (content, where, word of the reason)
    "empty": ("", "line 1", "empty"),
    "blank": (" \n ", "line 1", "empty"),
    "cut off": ('{\n "region": {', "line 2, column 13", "not JSON"),
    # Pythons point at the comma or just behind it.
    "trailing comma": ('{\n "places": [1,]\n}', "line 2, column 1", "not JSON"),
    "single quotes": ("{'region': 1}", "line 1, column 2", "not JSON"),
    "two values": ("{} {}", "line 1, column 4", "not JSON"),
    "GBK": ('{\n"zh": "信阳"}'.encode("gbk"), "line 2", "UTF-8"),
    "UTF-16": ("{}".encode("utf-16"), "line 1", "UTF-8"),
    "not a number": ('{"places": [{}, {"lat": NaN}]}', "$.places[1].lat", "not a number"),
    "infinite": ('{"region": -Infinity}', "$.region", "not a number"),
    "repeated key": ('{"places": [{"id": "a", "id": "b"}]}', "$.places[0].id", "more than once"),
    "repeated section": ('{"links": [], "links": []}', "$.links", "more than once"),
    "huge nesting": ("[" * 100_000, "$", "deep"),
    "huge number": ('{"x": ' + "1" * 5_000 + "}", "$", "digits"),
    "list": ("[]", "$", "object"),
    "text": ('"region"', "$", "object"),
}


@pytest.mark.parametrize(("content", "where", "word"), NOT_JSON.values(), ids=NOT_JSON)
def test_file_that_is_no_region(write, content, where, word):
    """A file that is no JSON object tells where it goes wrong and why."""
    path = write(content)

    with pytest.raises(DataError, match=r"region\.json") as caught:
        load_region(path)

    (fault,) = caught.value.faults
    assert fault.path.startswith(where)
    assert word in fault.reason
    assert fault.mend


def test_all_repeated_keys_are_told(write):
    """Every repeated key and every bad number is listed, in the order of the file."""
    path = write('{"a": {"x": 1, "x": 2}, "b": [NaN, {"y": 1, "y": 1, "z": 1, "z": 1}]}')

    with pytest.raises(DataError) as caught:
        read_json(path)

    assert [fault.path for fault in caught.value.faults] == [
        "$.a.x",
        "$.b[0]",
        "$.b[1].y",
        "$.b[1].z",
    ]


@pytest.mark.parametrize("name", ["missing.json", ".", "null\0byte.json"])
def test_unreadable_path(tmp_path, name):
    """A path that leads to no file is a fault of the data, not a crash."""
    with pytest.raises(DataError, match="cannot read"):
        load_region(f"{tmp_path}/{name}")


def test_error_lists_every_fault(region_data, write):
    """The error of a faulty file names the file, counts its faults and shows each."""
    region_data["places"][1]["opening_hours"] = "9 to 5"
    region_data["region"]["gateway"] = "west-station"
    path = write(json.dumps(region_data))

    with pytest.raises(DataError, match=r"region\.json has 2 faults:") as caught:
        load_region(path)

    assert [fault.path for fault in caught.value.faults] == [
        "$.region.gateway",
        "$.places[1].opening_hours",
    ]
    assert all(str(fault) in str(caught.value) for fault in caught.value.faults)


def test_single_fault_is_counted_as_one():
    """The error of data with one fault speaks of one."""
    with pytest.raises(DataError, match="the region has 1 fault:"):
        region_from_dict([])


@pytest.fixture
def bundled(monkeypatch, tmp_path):
    """Return the path at which the bundled file is looked for in a source tree."""
    module = tmp_path / "src" / "xytour" / "catalogue" / "loading.py"
    monkeypatch.setattr(loading, "__file__", str(module))
    monkeypatch.setattr(loading.resources, "files", lambda _: tmp_path / "not installed")
    loading._bundled_region.cache_clear()
    yield tmp_path / "data" / "attractions.json"
    loading._bundled_region.cache_clear()


def test_bundled_region_comes_from_the_source_tree(bundled, region_data):
    """Without an installed file, that of the source tree is read, and only once."""
    bundled.parent.mkdir()
    bundled.write_text(json.dumps(region_data), encoding="utf-8")

    region = load_region()

    assert region == region_from_dict(region_data)
    assert load_region() is region


def test_bundled_region_comes_from_the_package(monkeypatch, bundled, region_data, tmp_path):
    """An installed file is preferred to that of the source tree."""
    (tmp_path / "attractions.json").write_text(json.dumps(region_data), encoding="utf-8")
    monkeypatch.setattr(loading.resources, "files", lambda _: tmp_path)

    assert not bundled.exists()
    assert load_region().id == "hills"


def test_package_without_data(monkeypatch, bundled, region_data):
    """Where the data package is not installed, the source tree serves."""

    def files(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(loading.resources, "files", files)
    bundled.parent.mkdir()
    bundled.write_text(json.dumps(region_data), encoding="utf-8")

    assert load_region().id == "hills"


def test_bundled_region_missing(bundled):
    """An installation without its data says so."""
    assert not bundled.exists()
    with pytest.raises(DataError, match="install it again or name a region file"):
        load_region()


def test_bundled_region_damaged(bundled):
    """A damaged installation says what is damaged."""
    bundled.parent.mkdir()
    bundled.write_text('{"places": []}', encoding="utf-8")

    with pytest.raises(DataError, match=r"damaged(.|\n)*\$\.region"):
        load_region()
