"""Answers what is wrong with a region file, all of it at once.

First the shape, part by part, so that one broken place does not hide the next; then whether
the parts agree with each other and with the world. Whether a file is JSON at all is asked in
`xytour.catalogue.strict_json`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import get_args

from pydantic import BaseModel, ValidationError

from xytour.catalogue.geography import geography_faults
from xytour.catalogue.parts import Part
from xytour.catalogue.references import reference_faults, suggestion
from xytour.catalogue.timing import timing_faults
from xytour.errors import Fault
from xytour.model.faults import faults_of, shorten
from xytour.model.link import Link, Service, StationBoard
from xytour.model.place import Food, Gateway, Shop, Sight, SightKind, Stay, Town
from xytour.model.region import Region, Source
from xytour.model.story import Story

_PLACE_MODELS: dict[str, type[BaseModel]] = {
    **dict.fromkeys(get_args(SightKind), Sight),
    "food": Food,
    "shop": Shop,
    "stay": Stay,
    "gateway": Gateway,
    "town": Town,
}
_LIST_MODELS: dict[str, type[BaseModel]] = {
    "links": Link,
    "services": Service,
    "boards": StationBoard,
    "stories": Story,
}
_SECTIONS = (
    "schema_version",
    "region",
    "sources",
    "places",
    "links",
    "services",
    "boards",
    "stories",
)


def find_faults(data: object) -> list[Fault]:
    """List everything that is wrong with a region.

    Parameters
    ----------
    data
        What a region file holds, as `xytour.catalogue.read_json` returns it.

    Returns
    -------
    list[Fault]
        The faults in the order of the file; empty if the region can be used.
    """
    if not isinstance(data, Mapping):
        reason = "a region is an object with the fields region, places, links and others"
        return [Fault("$", shorten(data), reason, "wrap the content in such an object")]
    try:
        return _find_faults(data)
    except RecursionError:
        return [Fault("$", "an object", "nests too deeply", "remove the needless brackets")]


def _find_faults(data: Mapping[str, object]) -> list[Fault]:
    shape = list(_shape_faults(data))
    misshapen = {fault.path for fault in shape}
    whole = Part("$", data)
    meaning = [
        fault
        for find in (reference_faults, geography_faults, timing_faults)
        for fault in find(whole)
        if fault.path not in misshapen
    ]
    return sorted(shape + meaning, key=_position)


def _position(fault: Fault) -> tuple[int, int]:
    """Where in the file a fault stands: its section and the index there."""
    match = re.match(r"\$\.(\w+)(?:\[(\d+)\])?", fault.path)
    if match is None or match[1] not in _SECTIONS:
        return -1, 0
    return _SECTIONS.index(match[1]), int(match[2] or 0)


def _shape_faults(data: Mapping[str, object]) -> Iterator[Fault]:
    """Check the shape of the frame and of each part on its own."""
    frame = dict(data)
    if isinstance(places := frame.get("places"), list | tuple):
        frame["places"] = ()
        for index, place in enumerate(places):
            yield from _place_faults(f"$.places[{index}]", place)
    for section, model in _LIST_MODELS.items():
        if isinstance(items := frame.get(section), list | tuple):
            frame[section] = ()
            for index, item in enumerate(items):
                yield from _model_faults(f"$.{section}[{index}]", model, item)
    if isinstance(sources := frame.get("sources"), Mapping):
        frame["sources"] = {}
        for key, source in sources.items():
            yield from _model_faults(f"$.sources.{key}", Source, source)
    yield from _model_faults("$", Region, frame)


def _place_faults(path: str, place: object) -> Iterator[Fault]:
    if not isinstance(place, Mapping):
        yield Fault(path, shorten(place), "a place is an object", "write it with its fields")
    elif "kind" not in place:
        yield Fault(f"{path}.kind", "nothing", "field required", "add the field")
    elif (kind := place["kind"]) in tuple(_PLACE_MODELS):
        yield from _model_faults(path, _PLACE_MODELS[kind], place)
    else:
        mend = suggestion(str(kind), _PLACE_MODELS, f"use one of {', '.join(_PLACE_MODELS)}")
        yield Fault(f"{path}.kind", shorten(kind), "there is no such kind of place", mend)


def _model_faults(path: str, model: type[BaseModel], value: object) -> Iterator[Fault]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        for fault in faults_of(error):
            yield replace(fault, path=path + fault.path.removeprefix("$"))
