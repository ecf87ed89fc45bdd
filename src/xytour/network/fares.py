"""What vehicles cost beyond a fare a head: taxi runs, charters and rented cars by the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xytour.model.base import minutes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xytour.model.region import Rental, Tariffs
    from xytour.network.rides import Transport

DAY_MIN = 1_440


def taxi_fen(
    distance_km: float,
    tolls_cny: float,
    transport: Transport,
    tariffs: Tariffs,
    *,
    begins: int | None = None,
) -> int:
    """Return what one taxi run costs, fen, for all taxis of the party.

    Parameters
    ----------
    distance_km
        Length of the run.
    tolls_cny
        Tolls along it.
    transport
        Tells the size of the party.
    tariffs
        Flag fall, price by the kilometre, surcharges for far runs and by night.
    begins
        Minute of the day at which the taxi drives off; None for the fare by day.
    """
    fare: float = tariffs.taxi_flag_fall_cny
    fare += tariffs.taxi_cny_per_km * max(0.0, distance_km - tariffs.taxi_included_km)
    if distance_km > tariffs.taxi_far_km:
        beyond_km = max(0.0, distance_km - tariffs.taxi_far_from_km)
        fare += tariffs.taxi_cny_per_km * tariffs.taxi_far_share * beyond_km
    if begins is not None and is_night(begins, tariffs):
        fare *= 1 + tariffs.taxi_night_share
    return round((fare + tolls_cny) * transport.taxis * 100)


def is_night(minute: int, tariffs: Tariffs) -> bool:
    """Return whether taxis are dearer at a minute of the day, which may pass midnight.

    Parameters
    ----------
    minute
        Minutes after midnight.
    tariffs
        Tells when the night begins, and when it is over.
    """
    since = (minute - minutes_of(tariffs.night_from)) % DAY_MIN
    lasts = (minutes_of(tariffs.night_until) - minutes_of(tariffs.night_from)) % DAY_MIN
    return since < lasts


def least_taxi_cny(tariffs: Tariffs) -> tuple[float, float]:
    """Return a start and a price by the kilometre that no run costs less than, by any length."""
    start = tariffs.taxi_flag_fall_cny - tariffs.taxi_cny_per_km * tariffs.taxi_included_km
    if start >= 0:
        return start, tariffs.taxi_cny_per_km
    return 0.0, tariffs.taxi_flag_fall_cny / tariffs.taxi_included_km


def charter_fen(distances_km: Sequence[float], transport: Transport, tariffs: Tariffs) -> list[int]:
    """Return what a charter costs on each day, fen, by the kilometres of the days."""
    return [
        round(
            100
            * transport.cars
            * (
                tariffs.charter_cny_per_day
                + tariffs.charter_cny_per_extra_km
                * max(0.0, distance_km - tariffs.charter_included_km)
            )
        )
        for distance_km in distances_km
    ]


def rental_fen(holidays: Sequence[bool], transport: Transport, rental: Rental) -> list[int]:
    """Return what rented cars cost on each day, fen; fuel and tolls stand with the ways.

    Parameters
    ----------
    holidays
        Whether each calendar day is a public holiday.
    transport
        Tells the size of the party.
    rental
        Prices by the day.
    """
    usual, dear = rental.cny_per_day, rental.holiday_cny_per_day
    return [
        round(100 * transport.cars * (usual if dear is None or not is_holiday else dear))
        for is_holiday in holidays
    ]
