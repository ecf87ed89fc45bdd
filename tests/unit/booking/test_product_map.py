"""A product map is checked as a whole: form, region, and what the supplier really sells."""

import copy
import json

import pytest
from servers.octo_goods import MAP

from xytour import Party
from xytour.booking.product_map import read_product_map
from xytour.booking.suppliers import LiveSupplier, live_suppliers
from xytour.errors import DataError
from xytour.planner.protocols import Offer


def changed(**fields):
    """Return the map with its first link changed."""
    data = copy.deepcopy(MAP)
    data["products"][0].update(fields)
    return data


def test_a_map_is_read_from_a_file(tmp_path, region):
    """The same as from a dict, and sound."""
    path = tmp_path / "map.json"
    path.write_text(json.dumps(MAP), encoding="utf-8")

    found = read_product_map(path)
    found.check_region(region)

    assert found == read_product_map(MAP)
    assert [link.product for link in found.of("shop")] == ["tea", "raft"]


def test_what_is_not_of_the_form_is_told_with_its_place():
    """All faults at once."""
    with pytest.raises(DataError) as told:
        read_product_map(changed(place="Not A Slug", suplier="x"))

    assert {fault.path for fault in told.value.faults} == {
        "$.products[0].place",
        "$.products[0].suplier",
    }


def test_what_the_region_does_not_have_is_told_with_a_way_out(region):
    """Unknown places and activities, what cannot be sold, and links that repeat."""
    data = changed(place="xihe-raftin", activity=None)
    data["products"] += [
        {**MAP["products"][0], "activity": "sleep"},
        {**MAP["products"][0], "place": "xinyang-east-station", "activity": None},
        MAP["products"][1],
    ]

    with pytest.raises(DataError, match="4 faults") as told:
        read_product_map(data).check_region(region)

    text = str(told.value)
    assert "did you mean xihe-rafting" in text
    assert "it has pick-and-hand-fry-tea, tea-tasting" in text
    assert "a gateway is nothing to sell" in text
    assert "'xihe-rafting' - it is linked 2 times" in text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"product": "coffee"}, "it sells tea, raft"),
        ({"option": "gold"}, "product tea has standard"),
        ({"units": {"adult": ["dog"]}}, "option standard has adult, child"),
    ],
)
def test_what_the_supplier_does_not_sell_is_told(wrong, told, client, region):
    """When its products are first read, with what it has instead."""
    supplier = LiveSupplier(client, read_product_map(changed(**wrong)), region)

    with pytest.raises(DataError, match=told):
        supplier.wanted(Offer("xihe-rafting"), Party())


def test_rooms_and_people_are_not_mixed():
    """A unit for a room stands alone."""
    with pytest.raises(DataError, match="stand alone"):
        read_product_map(changed(units={"room": ["r"], "adult": ["a"]}))


def test_keys_come_from_the_environment(region):
    """None stands in the file; a missing one is told by its variable."""
    address = {"endpoint": "http://127.0.0.1:9", "key_env": "SHOP_KEY"}
    product_map = read_product_map({**MAP, "suppliers": {"shop": address}})

    (supplier,) = live_suppliers(product_map, region, environment={"SHOP_KEY": "k"})
    supplier.client.close()

    assert supplier.name == "shop"
    with pytest.raises(DataError, match="variable SHOP_KEY"):
        live_suppliers(product_map, region, environment={})


def test_a_key_may_stand_in_a_file(region, tmp_path):
    """What the file holds is the key; one that is not there is told by the file's name."""
    file = tmp_path / "key"
    address = {"endpoint": "https://example.com/octo", "key_file": str(file)}
    product_map = read_product_map({**MAP, "suppliers": {"shop": address}})

    with pytest.raises(DataError, match=str(file)):
        live_suppliers(product_map, region)
    file.write_text("s3cret key\nof two lines\n", encoding="utf-8")
    with pytest.raises(DataError, match="one line") as told:
        live_suppliers(product_map, region)
    file.write_text("s3cret\n", encoding="utf-8")
    (supplier,) = live_suppliers(product_map, region)
    supplier.client.close()

    assert "s3cret" not in str(told.value)
    assert "s3cret" not in repr(supplier.client)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"endpoint": "http://example.com", "key_env": "K"}, "use https"),
        ({"endpoint": "http://169.254.169.254/latest", "key_env": "K"}, "use https"),
        ({"endpoint": "https://me:word@example.com", "key_env": "K"}, "no name, password"),
        ({"endpoint": "https://example.com/?key=7", "key_env": "K"}, "no name, password"),
        ({"endpoint": "file:///etc/passwd", "key_env": "K"}, "endpoint"),
        ({"endpoint": "https://example.com"}, "either key_env or key_file"),
        ({"endpoint": "https://example.com", "key_env": "K", "key_file": "f"}, "either key_env"),
    ],
)
def test_an_address_that_would_give_keys_away_is_refused(address, told):
    """Keys go over https or stay on this machine, and have one place."""
    with pytest.raises(DataError, match=told):
        read_product_map({**MAP, "suppliers": {"shop": address}})


def test_a_link_to_a_supplier_that_the_map_lacks_is_told(region):
    """Where the map tells suppliers, it tells all."""
    address = {"endpoint": "https://example.com", "key_env": "K"}

    with pytest.raises(DataError, match="known are other"):
        read_product_map({**MAP, "suppliers": {"other": address}}).check_region(region)
