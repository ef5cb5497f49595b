"""From milliseconds and bytes an operation to what a country needs: one page, every assumption named."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Working days in a year, seconds of the busiest hour, share of a day's work that comes up in it.
_DAYS, _HOUR, _BUSY = 250, 3600, 0.25
#: Operations a counselling session makes: create, one change in three, obstacles, steps of a Vorgang.
_A_SESSION = 3
#: A device that has the network asks so often in the busiest hour.
_ROUNDS_AN_HOUR = 12


@dataclass(frozen=True, slots=True)
class Country:
    """How many stations and devices, and sessions a device holds on a working day."""

    name: str
    stations: int
    devices: int
    sessions: int


#: Two stations a commune at first sight of the design; Saxony has 418 communes, Germany about 10,750.
COUNTRIES = (Country("Saxony", 836, 1_700, 8), Country("Germany", 21_500, 43_000, 8))


_PAGE = f"""## Arithmetic

Assumed: {_A_SESSION} operations a session; {_BUSY:.0%} of a day's work in its busiest hour; a device asks
{_ROUNDS_AN_HOUR} times in that hour; {_DAYS} working days. Measured above: an operation pushed alone takes {{push:.1f}}
ms (the worst case: in batches it is far less), a round without news {{idle:.1f}} ms, and an operation lies there
with {{kilobytes:.1f}} kB, indexes included. Busy: seconds of work in a second on one connection; several run beside
each other, those of different stations without waiting.

| | stations | devices | operations a day | in the busiest second | rounds a second | busy | store a year |
|---|---:|---:|---:|---:|---:|---:|---:|
"""


def arithmetic(milliseconds: Mapping[str, Sequence[float]], weight: float) -> str:
    """Return the page: load and store of each country; ``weight`` is bytes an operation takes with its indexes."""
    push = statistics.median(milliseconds["push of one operation"])
    idle = statistics.median(milliseconds["round without news"])
    rows = [_row(country, push, idle, weight) for country in COUNTRIES]
    return _PAGE.format(push=push, idle=idle, kilobytes=weight / 1000) + "".join(rows)


def _row(country: Country, push: float, idle: float, weight: float) -> str:
    day = country.devices * country.sessions * _A_SESSION
    second = day * _BUSY / _HOUR
    rounds = country.devices * _ROUNDS_AN_HOUR / _HOUR
    busy = (second * push + rounds * idle) / 1000
    year = day * _DAYS * weight / 1e9
    return (
        f"| {country.name} | {country.stations:,} | {country.devices:,} | {day:,} | {second:,.1f} | {rounds:,.1f}"
        f" | {busy:.2f} | {year:,.0f} GB |\n"
    )
