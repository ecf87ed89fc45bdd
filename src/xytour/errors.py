"""The error tree: every exception that xytour raises on purpose.

    XytourError
    ├── DataError         a region file says something impossible (also ValueError)
    ├── RequestError      a trip request, or a call, says something impossible (also ValueError)
    ├── InfeasibleError   the wishes are well formed but cannot all be met
    ├── ProblemError      a solver problem is malformed (also ValueError)
    ├── EngineError       a routing engine is down, hangs or answers nonsense
    ├── SupplierError     a supplier is down, hangs or answers nonsense
    │   └── SupplierRefusalError   it understood, and said no
    ├── BookingError      a booking cannot be made, confirmed or given back as asked
    ├── StoreError        what is kept of quotes and bookings cannot be read or written
    └── ExportError       an itinerary cannot be written as asked

Faults of one input are gathered and raised once, each as a :class:`Fault`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in an input, where it is, and how to mend it.

    Parameters
    ----------
    path
        Where: a JSON path such as ``$.places[3].opening_hours``.
    value
        What stands there, shortened for display.
    reason
        Why it is wrong.
    mend
        What to do about it.
    """

    path: str
    value: str
    reason: str
    mend: str

    def __str__(self) -> str:
        """Return the fault as one line."""
        return f"{self.path}: {self.value} - {self.reason}; {self.mend}"


class XytourError(Exception):
    """Base of all errors raised by xytour."""


class _FaultyInputError(XytourError, ValueError):
    """An input with one or more faults, all of them listed."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        lines = [message, *(f"  {fault}" for fault in self.faults)]
        super().__init__("\n".join(lines))


class DataError(_FaultyInputError):
    """A region file is malformed; ``faults`` lists everything that is wrong."""


class RequestError(_FaultyInputError):
    """A request or an argument is malformed; ``faults`` lists everything that is wrong."""


class ProblemError(XytourError, ValueError):
    """A solver problem has mismatched sizes or impossible numbers."""


class EngineError(XytourError):
    """A routing engine does not answer, refuses, or answers what makes no sense."""


class SupplierError(XytourError):
    """A supplier does not answer, or answers what makes no sense.

    Parameters
    ----------
    message
        What went wrong, in words.
    supplier
        Its name.
    places
        Ids of the places whose availability or price is not known because of it.
    """

    def __init__(self, message: str, *, supplier: str = "", places: Sequence[str] = ()) -> None:
        self.supplier = supplier
        self.places = tuple(places)
        super().__init__(message)


class SupplierRefusalError(SupplierError):
    """A supplier understood the question and refused it.

    Parameters
    ----------
    message
        What was refused, in words.
    supplier
        Its name.
    code
        Why, as OCTO names it, such as ``UNPROCESSABLE_ENTITY``.
    """

    def __init__(self, message: str, *, supplier: str = "", code: str = "") -> None:
        self.code = code
        super().__init__(message, supplier=supplier)


class BookingError(XytourError):
    """Something cannot be booked, confirmed or given back as asked.

    Parameters
    ----------
    message
        What happened, what was given back, and what still stands, in words.
    order_id
        The order that it is about, if there is one.
    standing
        References of the bookings that could not be given back, for somebody to see to.
    """

    def __init__(self, message: str, *, order_id: str = "", standing: Sequence[str] = ()) -> None:
        self.order_id = order_id
        self.standing = tuple(standing)
        super().__init__(message)


class StoreError(XytourError):
    """The store of quotes and bookings cannot be opened, read or written."""


class ExportError(XytourError):
    """An itinerary cannot be written in the format or to the place asked for."""


class InfeasibleError(XytourError):
    """The wishes cannot all be met.

    Parameters
    ----------
    message
        What cannot be done, in words.
    conflict
        The smallest set of conflicting wishes that was found, as request field
        names with values, such as ``must_visit=jigongshan``.
    relax
        What to change, one suggestion each, most promising first.
    proven
        Whether it is certain that the conflict is one and that each of its wishes is
        needed for it; else no plan was found in the time.
    """

    def __init__(
        self,
        message: str,
        *,
        conflict: Sequence[str] = (),
        relax: Sequence[str] = (),
        proven: bool = False,
    ) -> None:
        self.proven = proven
        self.conflict = tuple(conflict)
        self.relax = tuple(relax)
        lines = [message]
        if self.conflict:
            lines.append("  in conflict: " + "; ".join(self.conflict))
        lines.extend(f"  try: {suggestion}" for suggestion in self.relax)
        super().__init__("\n".join(lines))
