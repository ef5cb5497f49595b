"""Invented contacts of a town, and a plain count of them: what the tests of publications are checked against."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.models.contact import COUNSELLING
from lotse_app.models.figures import CaseFact, Counted, Dimension, FigureRow
from lotse_app.models.session import AgeBand, FirstContact, HelpKind, Obstacle, Result
from lotse_app.statistics import published
from tests.chance import seeded

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from lotse_app.models.figures import Period

PLACES = ("rathaus", "rathaus", "rathaus", "mobil", "hausbesuch", "bibliothek")


@dataclass(frozen=True)
class Visit:
    """One Beratung as plain values."""

    month: str
    people: int
    age: str
    first: str
    kind: str
    place: str
    length: str
    help_kind: str
    result: str
    obstacles: frozenset[str]
    topics: frozenset[str]
    station: str


def town(seed: int, months: Sequence[str], least: int = 20, most: int = 260) -> list[Visit]:
    """Return the contacts of one invented town; some values are rare, as they are in life."""
    draw = seeded(seed)
    return [_visit(draw, draw.choice(months)) for _ in range(draw.randint(least, most))]


def some_town(seed: int, months: Sequence[str]) -> list[Visit]:
    """Return a town of any size; every fifth is large."""
    return town(seed, months, *((320, 480) if seed % 5 == 0 else (20, 260)))


def _rare(draw: random.Random, codes: Sequence[str]) -> str:
    """Return one of the codes, the first ones far more often."""
    return codes[min(int(draw.expovariate(1.0)), len(codes) - 1)]


def _visit(draw: random.Random, month: str) -> Visit:
    return Visit(
        month=month,
        people=draw.choice((1, 1, 1, 1, 2, 7)),
        age=_rare(draw, [band.value for band in AgeBand]),
        first=_rare(draw, [one.value for one in FirstContact]),
        kind=_rare(draw, sorted(COUNSELLING)),
        place=draw.choice(PLACES),
        length=_rare(draw, ["10", "30", "0", "60", "120"]),
        help_kind=_rare(draw, [*(one.value for one in HelpKind), ""]),
        result=_rare(draw, [*(one.value for one in Result), ""]),
        obstacles=frozenset(_rare(draw, [one.value for one in Obstacle]) for _ in range(draw.choice((0, 0, 1, 2)))),
        topics=frozenset(f"Thema {_rare(draw, 'ABCDEFGHIJKL')}" for _ in range(draw.choice((1, 1, 2)))),
        station=_rare(draw, ["st-1", "st-2", "st-3"]),
    )


def keys_of(visit: Visit, dimension: Dimension) -> list[str]:
    """Return under which rows of a table a contact counts."""
    several = {Dimension.OBSTACLE: visit.obstacles, Dimension.TOPIC: visit.topics}
    if dimension in several:
        return sorted(several[dimension]) or [""]
    single = {
        Dimension.MONTH: visit.month,
        Dimension.AGE_BAND: visit.age,
        Dimension.FIRST_CONTACT: visit.first,
        Dimension.KIND: visit.kind,
        Dimension.PLACE: visit.place,
        Dimension.LENGTH: visit.length,
        Dimension.HELP_KIND: visit.help_kind,
        Dimension.RESULT: visit.result,
        Dimension.STATION: visit.station,
    }
    return [single[dimension]]


def counted(visits: Sequence[Visit], period: Period, cases: Sequence[CaseFact] = ()) -> Counted:
    """Return what a store would count of these contacts for an edition."""
    answers = []
    for query in published.queries(period):
        found: dict[tuple[str, str], Counter[str]] = {}
        for visit in visits:
            for key in keys_of(visit, query.rows):
                cell = found.setdefault((key, visit.month if query.columns else ""), Counter())
                cell.update({"beratungen": 1, "teilnahmen": visit.people})
        answers.append(
            tuple(FigureRow(*key, tuple(cell[name] for name in query.measures)) for key, cell in sorted(found.items()))
        )
    return Counted(tuple(answers), tuple(cases), {"st-1": "Rathaus", "st-2": "Bibliothek", "st-3": "Bücherbus"})


def some_cases(seed: int, months: Sequence[str]) -> tuple[CaseFact, ...]:
    """Return invented applications."""
    draw = seeded(seed)
    plain = CaseFact("Hundesteuer", "")
    return tuple(
        replace(plain, started=draw.choice(months), filed=draw.choice(["", *months]), way=draw.choice(["papier", ""]))
        for _ in range(draw.randint(0, 40))
    )
