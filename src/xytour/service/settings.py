"""What an operator sets about the service: regions, keys, limits."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from xytour.errors import RequestError
from xytour.model.base import Model
from xytour.model.quote import QuoteRules

KEYS_VARIABLE = "XYTOUR_API_KEYS"
LEAST_KEY_LENGTH = 16


class Limits(Model):
    """What one caller may ask for, so that the others are served as well.

    Parameters
    ----------
    body_bytes
        Longest body of a request.
    days
        Most days of a trip.
    places
        Most places that a request names, all its lists together.
    seconds
        Longest time limit of a plan.
    default_seconds
        The time limit where a caller gives none.
    iterations
        Most search steps that may be asked for.
    questions
        Most questions about a plan at a time.
    answers
        Most alternatives asked for.
    requests_per_minute
        Most requests for each key, in each process; None for as many as there is room for.
    """

    body_bytes: Annotated[int, Field(gt=0)] = 2_000_000
    days: Annotated[int, Field(gt=0, le=30)] = 14
    places: Annotated[int, Field(gt=0)] = 500
    seconds: Annotated[float, Field(gt=0)] = 30.0
    default_seconds: Annotated[float, Field(gt=0)] = 1.0
    iterations: Annotated[int, Field(gt=0)] = 100_000
    questions: Annotated[int, Field(gt=0)] = 10
    answers: Annotated[int, Field(gt=0)] = 5
    requests_per_minute: Annotated[int, Field(gt=0)] | None = None


class Settings(Model):
    """How the service runs.

    Parameters
    ----------
    regions
        Region files; the bundled region if there are none.
    keys
        SHA-256 of each API key, hexadecimal, by the name of its holder. Without any, everybody
        is let in.
    store
        URL of the database of saved trips.
    quote_rules
        How prices are made on quotes.
    product_maps
        Files that tell which suppliers sell what, and where their keys are.
    when_down
        Whether a plan is refused while a supplier does not answer, or made with the region's
        own data and a warning.
    supplier_seconds
        How long one question to a supplier may take, its repetitions together.
    hold_minutes
        How long suppliers are asked to hold.
    lease_seconds
        After so long without a step an order counts as abandoned; longer than
        ``supplier_seconds``.
    recover_seconds
        How often it is looked for orders that were abandoned, and for holds that ran out.
    booking_threads
        Orders and quotes at a time in each process that ask suppliers.
    threads
        Trips planned at a time in each process. Threads are enough: the optimiser lets go of
        the interpreter lock, and they share the region; more processes serve more processors.
    waiting
        Most requests that wait for a thread; further ones are turned away at once.
    waiting_seconds
        Longest wait for a thread.
    overrun_seconds
        How much longer than its time limit an answer may take before the caller is told that
        it failed: the first plan is made however little time is given.
    limits
        What one caller may ask for.
    """

    regions: tuple[Path, ...] = ()
    keys: dict[str, str] = {}
    store: str = "sqlite:///xytour.db"
    quote_rules: QuoteRules = QuoteRules()
    product_maps: tuple[Path, ...] = ()
    when_down: Literal["refuse", "warn"] = "refuse"
    supplier_seconds: Annotated[float, Field(gt=0)] = 20.0
    hold_minutes: Annotated[int, Field(gt=0)] = 30
    lease_seconds: Annotated[float, Field(gt=0)] = 120.0
    recover_seconds: Annotated[float, Field(gt=0)] = 30.0
    booking_threads: Annotated[int, Field(gt=0)] = 8
    threads: Annotated[int, Field(gt=0)] = 2
    waiting: Annotated[int, Field(ge=0)] = 16
    waiting_seconds: Annotated[float, Field(gt=0)] = 15.0
    overrun_seconds: Annotated[float, Field(gt=0)] = 60.0
    limits: Limits = Limits()

    @model_validator(mode="after")
    def _check_lease(self) -> Self:
        if self.lease_seconds <= self.supplier_seconds:
            msg = "lease_seconds must be longer than supplier_seconds: a supplier may take so long"
            raise ValueError(msg)
        return self


def keys_from_environment() -> dict[str, str]:
    """Return the digests of the keys that the environment holds: ``name=key,name=key``.

    Raises
    ------
    RequestError
        The variable cannot be read, or a key is too short to be one. The message tells no key.
    """
    keys: dict[str, str] = {}
    for entry in filter(None, os.environ.get(KEYS_VARIABLE, "").split(",")):
        name, sign, key = entry.strip().partition("=")
        if not (sign and name) or len(key) < LEAST_KEY_LENGTH:
            msg = (
                f"{KEYS_VARIABLE}: entry {len(keys) + 1} is not NAME=KEY with a key of "
                f"{LEAST_KEY_LENGTH} characters or more"
            )
            raise RequestError(msg)
        keys[name] = digest_of(key)
    return keys


def digest_of(key: str) -> str:
    """Return what is kept of a key: its SHA-256, hexadecimal."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
