"""Which product of which supplier is which place or activity of a region.

A JSON file or a dict, checked as a whole against the region and against what the suppliers
really sell.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, model_validator

from xytour.catalogue.loading import read_json
from xytour.errors import DataError, Fault
from xytour.model.base import Model, Slug
from xytour.model.faults import faults_of
from xytour.model.place import Visitable
from xytour.planner.lookup import unknown_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from xytour.booking.octo.models import Product
    from xytour.model.region import Region

THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})

Kind: TypeAlias = Literal["adult", "child", "senior", "room", "party"]
"""What a unit is sold for: one of the party, a room, or all of it together."""


class SupplierAddress(Model):
    """Where a supplier answers, and where its key is: an environment variable or a file.

    Keys are sent to ``https`` alone, or to this machine.
    """

    endpoint: Annotated[str, Field(pattern=r"^https?://")]
    key_env: Annotated[str, Field(min_length=1)] | None = None
    key_file: Path | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.key_env is None) == (self.key_file is None):
            msg = "give either key_env or key_file, where the key is"
            raise ValueError(msg)
        url = urlsplit(self.endpoint)
        if url.username is not None or url.query or url.fragment:
            msg = "an endpoint has no name, password, query or fragment; keys go elsewhere"
            raise ValueError(msg)
        if url.scheme == "http" and url.hostname not in THIS_MACHINE:
            msg = "http would send the key for all to read; use https"
            raise ValueError(msg)
        return self

    def key(self, name: str, environment: Mapping[str, str]) -> str:
        """Return a supplier's key; no error of this tells any of it.

        Parameters
        ----------
        name
            Of the supplier, for errors.
        environment
            Where ``key_env`` is looked up.

        Raises
        ------
        DataError
            It is not there.
        """
        if self.key_file is not None:
            where = f"the file {self.key_file}"
            try:
                key = self.key_file.read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError):
                key = ""
        else:
            where = f"the variable {self.key_env}"
            key = environment.get(self.key_env or "", "")
        if not (key and key.isascii() and key.isprintable()):
            msg = f"supplier {name!r}: put its key, one line of plain characters, into {where}"
            raise DataError(msg)
        return key


class ProductLink(Model):
    """A supplier's option that is a place's entrance, table or room, or one of its activities.

    Parameters
    ----------
    place, activity
        Ids in the region; without an activity the place itself is sold.
    supplier, product, option
        Ids at the supplier.
    units
        Unit ids for each kind of traveller, for a room, or for the whole party; of several
        the first whose ages admit somebody is taken. Left out, they are told from the types
        of the option's units.
    with_entrance
        Whether an activity's price pays for the place's entrance too.
    """

    place: Slug
    activity: Slug | None = None
    supplier: str
    product: str
    option: str
    units: dict[Kind, tuple[str, ...]] = {}
    with_entrance: bool = False

    @model_validator(mode="after")
    def _check_units(self) -> Self:
        shared = {"room", "party"} & self.units.keys()
        if shared and len(self.units) > 1:
            msg = f"units for a {shared.pop()} stand alone; remove the other kinds"
            raise ValueError(msg)
        return self


class ProductMap(Model):
    """All suppliers of an agency and what of theirs it sells, in a region if it names one."""

    schema_version: Literal[1] = 1
    region: Slug | None = None
    suppliers: dict[str, SupplierAddress] = {}
    products: tuple[ProductLink, ...]

    def of(self, supplier: str) -> tuple[ProductLink, ...]:
        """Return the links of one supplier."""
        return tuple(link for link in self.products if link.supplier == supplier)

    def check_region(self, region: Region) -> None:
        """Raise if a link names what a region does not have.

        Raises
        ------
        DataError
            With a fault for each.
        """
        _refuse([*_region_faults(self, region), *_double_faults(self)], "the product map")

    def check_products(self, supplier: str, products: Sequence[Product]) -> None:
        """Raise if a link names what a supplier does not sell.

        Raises
        ------
        DataError
            With a fault for each.
        """
        by_id = {product.id: product for product in products}
        faults = [
            fault
            for k, link in enumerate(self.products)
            if link.supplier == supplier
            for fault in _product_faults(link, by_id, f"$.products[{k}]")
        ]
        _refuse(faults, f"the product map of supplier {supplier!r}")


def read_product_map(source: str | Path | Mapping[str, Any]) -> ProductMap:
    """Read a product map.

    Parameters
    ----------
    source
        A JSON file, or what such a file holds.

    Raises
    ------
    DataError
        It cannot be read or is not of this form; all faults are listed.
    """
    from collections.abc import Mapping

    data = source if isinstance(source, Mapping) else read_json(source)
    try:
        return ProductMap.model_validate(data)
    except ValidationError as error:
        msg = "this is not a valid product map:"
        raise DataError(msg, faults_of(error)) from None


def _refuse(faults: Sequence[Fault], name: str) -> None:
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        msg = f"{name} has {count}:"
        raise DataError(msg, faults)


def _region_faults(product_map: ProductMap, region: Region) -> Iterator[Fault]:
    for k, link in enumerate(product_map.products):
        at = f"$.products[{k}]"
        place = region.find_place(link.place)
        if place is None:
            yield unknown_place(region, link.place, f"{at}.place")
            continue
        if not isinstance(place, Visitable):
            reason = f"a {place.kind} is nothing to sell"
            yield Fault(f"{at}.place", repr(link.place), reason, "name a place to visit")
            continue
        known = [activity.id for activity in place.activities]
        if link.activity is not None and link.activity not in known:
            mend = f"it has {', '.join(known)}" if known else "it has none: leave it out"
            reason = f"{link.place} has no such activity"
            yield Fault(f"{at}.activity", repr(link.activity), reason, mend)
    known_suppliers = product_map.suppliers
    for k, link in enumerate(product_map.products):
        if known_suppliers and link.supplier not in known_suppliers:
            mend = f"known are {', '.join(known_suppliers)}"
            reason = "no such supplier in this map"
            yield Fault(f"$.products[{k}].supplier", repr(link.supplier), reason, mend)


def _double_faults(product_map: ProductMap) -> Iterator[Fault]:
    counts = Counter((link.place, link.activity) for link in product_map.products)
    for (place, activity), n in counts.items():
        if n > 1:
            name = place if activity is None else f"{place}/{activity}"
            reason = f"it is linked {n} times"
            yield Fault("$.products", repr(name), reason, "keep the link that is meant")


def _product_faults(link: ProductLink, by_id: Mapping[str, Product], path: str) -> Iterator[Fault]:
    product = by_id.get(link.product)
    if product is None:
        mend = f"it sells {', '.join(by_id)}"
        yield Fault(f"{path}.product", repr(link.product), "the supplier has none such", mend)
        return
    option = product.find_option(link.option)
    if option is None:
        mend = f"product {product.id} has {', '.join(one.id for one in product.options)}"
        yield Fault(f"{path}.option", repr(link.option), "the product has none such", mend)
        return
    known = [unit.id for unit in option.units]
    for kind, ids in link.units.items():
        for unit_id in ids:
            if unit_id not in known:
                mend = f"option {option.id} has {', '.join(known)}"
                yield Fault(f"{path}.units.{kind}", repr(unit_id), "the option has none such", mend)
