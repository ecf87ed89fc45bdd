"""Find the places that a request names, or say which it may have meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from xytour.errors import Fault, RequestError
from xytour.model.place import Food, Shop, Sight, Stay
from xytour.planner.matching import WORDS, folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xytour.model.region import Region
    from xytour.model.request import TripRequest

MOST_TOLD = 20
"""Most faults of one field that are told."""


def unknown_place(region: Region, place_id: str, path: str) -> Fault:
    """Return the fault of a place id that the region does not have."""
    names = region.by_id if place_id.isascii() else {p.name.zh: None for p in region.places}
    near = get_close_matches(place_id, names, n=3, cutoff=0.5)
    mend = f"did you mean {' or '.join(near)}?" if near else "`xytour places` lists them"
    return Fault(path, repr(place_id), f"region {region.id!r} has no such place", mend)


def with_ids(request: TripRequest, region: Region) -> TripRequest:
    """Return a request that names all places by id, also those that it names by name.

    Where several places may be meant (``avoid``, ``wanted``...), all that bear the name are.

    Raises
    ------
    RequestError
        One place is meant, and several bear its name.
    """
    faults: list[Fault] = []

    def one(path: str, name: str) -> str:
        ids = _ids_of(region, name)
        if len(ids) > 1:
            reason = f"is the name of {len(ids)} places"
            faults.append(Fault(path, repr(name), reason, f"use an id: {', '.join(ids[:5])}"))
        return ids[0]

    def every(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for name in names for each in _ids_of(region, name)))

    def at(path: str, part: Any) -> Any:
        return part and part.model_copy(update={"at": one(f"$.{path}.at", part.at)})

    def of(part: Any) -> Any:
        return part.model_copy(update={"places": every(part.places)})

    meetings = enumerate(request.appointments)
    update = {
        "arrive": at("arrive", request.arrive),
        "depart": at("depart", request.depart),
        "must_visit": tuple(
            one(f"$.must_visit[{k}]", name) for k, name in enumerate(request.must_visit)
        ),
        "avoid": every(request.avoid),
        "seen": every(request.seen),
        "stay": of(request.stay),
        "wanted": tuple(map(of, request.wanted)),
        "unwanted": of(request.unwanted),
        "appointments": tuple(at(f"appointments[{k}]", meeting) for k, meeting in meetings),
    }
    if faults:
        msg = "the request names places that may be several:"
        raise RequestError(msg, faults)
    changed = {name: value for name, value in update.items() if value != getattr(request, name)}
    if not changed:
        return request
    # What names one place by two names may be as wrong as who names it twice.
    return type(request).model_validate(request.model_copy(update=changed).model_dump())


def _ids_of(region: Region, name: str) -> tuple[str, ...]:
    """Return the places that a name may mean; an unknown one is left as it is."""
    if name in region.by_id:
        return (name,)
    return region.ids_by_name.get(name.casefold(), (name,))


def check_places(request: TripRequest, region: Region) -> None:
    """Raise one RequestError for all place ids of a request that cannot be meant so.

    Raises
    ------
    RequestError
        With a fault for each id that is unknown or of the wrong kind.
    """
    visited = (Sight, Shop, Food)
    faults = [
        *_faults(region, "must_visit", request.must_visit, visited, "a place to visit or eat at"),
        *_faults(region, "avoid", request.avoid, object, ""),
        *_faults(region, "seen", request.seen, object, ""),
        *_faults(region, "stay.places", request.stay.places, Stay, "a place to sleep at"),
    ]
    faults += _wish_faults(request, region)
    for k, story in enumerate(request.stories):
        if story not in region.story_by_id:
            known = ", ".join(region.story_by_id) or "none"
            reason = f"region {region.id!r} has no such story"
            faults.append(Fault(f"$.stories[{k}]", repr(story), reason, f"it has: {known}"))
    for k, appointment in enumerate(request.appointments):
        if region.find_place(appointment.at) is None:
            faults.append(unknown_place(region, appointment.at, f"$.appointments[{k}].at"))
    if faults:
        msg = "the request names places that cannot be meant:"
        raise RequestError(msg, faults)


def _wish_faults(request: TripRequest, region: Region) -> Iterator[Fault]:
    """Yield places and words that are wanted and that the region does not have.

    What is unwanted and not there is left out all the same.
    """
    visited = (Sight, Shop, Food)
    for k, wish in enumerate(request.wanted):
        what = "a place to visit or eat at"
        yield from _faults(region, f"wanted[{k}].places", wish.places, visited, what)
        for name in WORDS:
            path = f"$.wanted[{k}].{name}"
            yield from _word_faults(region, path, name, getattr(wish, name), visited)
    yield from _faults(region, "unwanted.places", request.unwanted.places, object, "")
    yield from _word_faults(region, "$.stay.tags", "tags", request.stay.tags, (Stay,))


def _word_faults(
    region: Region, path: str, name: str, words: Sequence[str], kinds: tuple[type, ...]
) -> Iterator[Fault]:
    """Yield the words that no place of some kinds has."""
    known = {
        word
        for place in region.places
        if isinstance(place, kinds)
        for word in getattr(place, name, ())
    }
    for k, word in enumerate(words):
        if word.casefold() not in folded(known):
            near = get_close_matches(word, known, n=5, cutoff=0.4) or sorted(known)[:10]
            mend = f"it has: {', '.join(near)}" if near else f"it tells no {name} at all"
            reason = f"region {region.id!r} has no such place"
            yield Fault(f"{path}[{k}]", repr(word), reason, mend)


def _faults(
    region: Region, field: str, ids: Iterable[str], wanted: type | tuple[type, ...], what: str
) -> list[Fault]:
    faults: list[Fault] = []
    for k, place_id in enumerate(ids):
        if len(faults) == MOST_TOLD:
            break  # who sends a million of them waits for no advice on each
        path = f"$.{field}[{k}]"
        place = region.find_place(place_id)
        if place is None:
            faults.append(unknown_place(region, place_id, path))
        elif not isinstance(place, wanted):
            reason = f"{place.name.en} is of kind {place.kind}, not {what}"
            faults.append(Fault(path, repr(place_id), reason, f"name {what}"))
    return faults
