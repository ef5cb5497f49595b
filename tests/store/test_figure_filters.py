"""Filters of figures against a plain look at each contact: one code, and several of a kind."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from lotse_app.models.contact import Details, Language
from lotse_app.models.figures import Dimension, FigureQuery, Period
from lotse_app.models.filters import FilterKind, Filters
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, AgeBand, Obstacle, Result, Topic
from tests.chance import seeded
from tests.store.drawn_sessions import write
from tests.store.samples import START, a_session

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from random import Random

    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Reports, Store

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")
#: What a contact says of each kind of filter.
SAID: Mapping[FilterKind, Callable[[CounsellingSession], set[str]]] = {
    FilterKind.STATION: lambda one: {one.station_id},
    FilterKind.COMMUNE: lambda one: {one.ags},
    FilterKind.DISTRICT: lambda one: {one.ags[:5]},
    FilterKind.KIND: lambda one: {one.kind.value},
    FilterKind.PLACE: lambda one: {one.place_type.value},
    FilterKind.TOPIC: lambda one: {topic.label for topic in one.topics if not topic.service_id},
    FilterKind.SERVICE: lambda one: {topic.service_id for topic in one.topics} - {""},
    FilterKind.AGE: lambda one: {one.age_band.value},
    FilterKind.LANGUAGE: lambda one: {one.details.language.value},
    FilterKind.ACCESS: lambda one: {one.access.value},
    FilterKind.OBSTACLE: lambda one: {obstacle.value for obstacle in one.obstacles},
    FilterKind.RESULT: lambda one: {one.result.value} if one.result else set(),
    FilterKind.TAG: lambda one: set(one.details.tags),
}


def drawn(draw: Random, number: int) -> CounsellingSession:
    """Return a contact that says something of every kind."""
    return a_session(
        f"se-{number}",
        ended_at=START + timedelta(minutes=20),
        station_id=draw.choice(["st-1", "st-2"]),
        ags=draw.choice(["14628410", "14628110", "14521010"]),
        place_type=draw.choice(list(PlaceType)[:3]),
        access=draw.choice(list(Access)),
        age_band=draw.choice(list(AgeBand)[:4]),
        result=draw.choice([*list(Result)[:3], None]),
        obstacles=tuple(draw.sample(list(Obstacle)[:4], draw.randrange(3))),
        topics=tuple(draw.sample([Topic("s-1", "Wohngeld"), Topic("s-2", "Rente"), Topic("", "Rente")], 2)),
        details=Details(language=draw.choice(list(Language)[:3]), tags=tuple(draw.sample(["A", "B", '["A"]'], 2))),
    )


def test_one_code_and_several_narrow_to_the_contacts_that_say_one_of_them(store: Store, reports: Reports) -> None:
    draw = seeded(5)
    contacts = [drawn(draw, number) for number in range(40)]
    for one in contacts:
        write(store, one)
    for kind, said in SAID.items():
        codes = sorted(set[str]().union(*map(said, contacts)))
        for chosen in (*([code] for code in codes), codes[:2], [codes[-1], "gibt es nicht"], ["gibt es nicht"]):
            narrow = Filters().with_codes(kind, chosen)
            query = FigureQuery(("kontakte",), Dimension.MONTH, YEAR, all_contacts=True, filters=narrow)
            wanted = sum(bool(said(one) & set(chosen)) for one in contacts)
            counted = reports.figures.count(query)
            assert (kind, chosen, counted[0].values[0] if counted else 0) == (kind, chosen, wanted)


def test_two_kinds_narrow_to_the_contacts_that_say_one_of_each(store: Store, reports: Reports) -> None:
    draw = seeded(7)
    contacts = [drawn(draw, number) for number in range(60)]
    for one in contacts:
        write(store, one)
    met = 0
    for kinds in combinations(SAID, 2):
        chosen = {kind: draw.sample(sorted(set[str]().union(*map(SAID[kind], contacts))), 1) for kind in kinds}
        narrow = Filters()
        for kind, codes in chosen.items():
            narrow = narrow.with_codes(kind, codes)
        query = FigureQuery(("kontakte",), Dimension.MONTH, YEAR, all_contacts=True, filters=narrow)
        wanted = sum(all(SAID[kind](one) & set(codes) for kind, codes in chosen.items()) for one in contacts)
        counted = reports.figures.count(query)
        assert (chosen, counted[0].values[0] if counted else 0) == (chosen, wanted)
        met += bool(wanted)
    assert met > len(SAID)  # else most pairs would agree on nothing
