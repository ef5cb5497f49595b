"""Figures over station files equal the plain count of all contacts, however they are split, doubled and read."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lotse_app.models.figures import Counted, Period
from lotse_app.models.filters import Filters
from lotse_app.models.people import PlaceType
from lotse_app.models.station_file import FileStation, Log, Origin, Received, StationFile
from lotse_app.models.station_text import read, written
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.store.erasing import open_gate
from lotse_app.store.figure_cases import placed_cases
from lotse_app.store.opening import create_store
from lotse_app.store.own_figures import own_contacts
from tests.store.drawn_sessions import compared, data_sets, drawn_queries, write
from tests.store.samples import KEY, START, a_session, an_application, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lotse_app.models.figures import FigureQuery
    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Reports, Store
    from tests.store.drawn_sessions import Drawn

STATIONS = 3
EXAMPLES = 200 if os.environ.get("LOTSE_HUNT") == "1" else 12
YEAR = Period(date(2026, 1, 1), date(2027, 2, 1), "2026")
_rounds = count()


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, ...]]:
    """The coordinator's store and those of the stations."""
    clock = make_clock()
    made = tuple(
        create_store(tmp_path_factory.mktemp("gathered"), KEY, clock, make_ids(clock, seed))
        for seed in range(STATIONS + 1)
    )
    yield made
    for store in made:
        store.close()


@pytest.fixture(scope="module")
def reports(stores: tuple[Store, ...]) -> Iterator[Reports]:
    reader = stores[0].open_for_reports()
    yield reader
    reader.close()


def origin(at: datetime, number: int, *logs: Log) -> Origin:
    station = FileStation(f"st-{number}", f"Station {number}", PlaceType.LIBRARY.value, "14628410", "Stadt")
    return Origin(station, logs or (Log(f"log-{number}", START),), at, "", 2, "0", "")


def file_of(store: Store, source: Origin) -> StationFile:
    """Return what a store's file says, by way of its text."""
    connection = store._connection
    return read(written(StationFile(source, own_contacts(connection), placed_cases(connection))))


def put(store: Store, session: CounsellingSession, applications: int, *, corrected: bool) -> None:
    write(store, session, applications)
    if corrected and session.ended_at is not None:
        store.sessions.correct(session, {}, "pi-1", START, [])


#: Where each contact lies: who has it as it was last, and who has an older copy of it.
places = st.tuples(st.integers(0, STATIONS), st.sets(st.integers(0, STATIONS), max_size=2))


@given(
    drawn=data_sets,
    spread=st.lists(places, min_size=8, max_size=8),
    order=st.permutations(range(1, 4)),
    cross=drawn_queries(),
)
@settings(max_examples=EXAMPLES)
def test_every_figure_is_that_of_all_contacts_once(
    stores: tuple[Store, ...],
    reports: Reports,
    drawn: Drawn,
    spread: list[tuple[int, set[int]]],
    order: list[int],
    cross: FigureQuery,
) -> None:
    round_ = next(_rounds)
    truth = [
        (replace(session, id=f"{round_}-{at}", pilot_id=f"{round_}-{at}", station_id=f"st-{spread[at][0]}"), begun)
        for at, (session, begun) in enumerate(drawn)
    ]
    coordinator, at = stores[0], START + timedelta(days=round_)
    files = {number: _written(stores[number], number, at, truth, spread) for number in order}
    _empty(coordinator)
    _fill(coordinator, 0, truth, spread)
    for number in (*order, order[0]):  # one of them twice, as another file with the same content
        source = f"log-{number}"
        coordinator.station_files.take(Received(files[number], f"{round_}", "KEY"), (source,), at)
    figures = reports.gathered.figures(origin(at, 0, Log("log-0", START)), {})
    asked = [*MonthlyReport().queries(cross.period), cross]
    there = [(session, begun) for session, begun in truth if session.ended_at is not None]
    found, _ = compared(there, asked, figures.counts(asked))
    assert found == []
    assert len(figures.cases(Filters())) == sum(begun for _, begun in truth)
    if cross.period.start < cross.period.end:
        MonthlyReport().report(cross.period, Counted(figures.counts(asked)[:-1]), ())


def _empty(store: Store) -> None:
    with open_gate(store._connection, "test"):
        store._connection.run("DELETE FROM application")
        store._connection.run("DELETE FROM session")


def _written(store: Store, number: int, at: datetime, truth: Drawn, spread: list[tuple[int, set[int]]]) -> StationFile:
    with store._connection.one_state():  # whatever is written goes again
        _fill(store, number, truth, spread)
        return file_of(store, origin(at, number))


def _fill(store: Store, number: int, truth: Drawn, spread: list[tuple[int, set[int]]]) -> None:
    for (session, begun), (home, copies) in zip(truth, spread, strict=False):
        if number == home:
            put(store, session, begun, corrected=True)
        elif number in copies and session.ended_at is not None:
            put(store, replace(session, people=session.people + 3, heads=()), 0, corrected=False)


def test_of_a_device_and_its_copy_that_both_go_on_cases_count_once(stores: tuple[Store, ...], reports: Reports) -> None:
    first, copy = stores[1], stores[2]
    for held in stores[0].station_files.held():
        stores[0].station_files.forget(held.origin.source)
    _empty(stores[0])
    begun = Log("log-1", START)
    split = START + timedelta(days=400)
    for store, source in (
        (first, origin(split + timedelta(days=1), 1, begun)),
        (copy, origin(split + timedelta(days=2), 1, begun, Log("log-2", split))),
    ):
        with store._connection.one_state():
            write(store, replace(a_session("both"), ended_at=START + timedelta(minutes=5)), 1)
            store.applications.create(an_application(f"only-{source.source}"), [])
            file = file_of(store, source)
        replaced = [one.origin.source for one in stores[0].station_files.held() if source.covers(one.origin)]
        assert replaced == []
        stores[0].station_files.take(Received(file, source.source, "KEY"), replaced, START)
    figures = reports.gathered.figures(origin(split, 0, Log("log-0", START)), {})
    assert len(figures.cases(Filters())) == 2
    assert [row.values for row in figures.count(MonthlyReport().queries(YEAR)[0])] != []
    assert len(figures.records(YEAR, Filters())) == 1
    own = origin(split + timedelta(days=3), 1, begun, Log("log-0", split))
    stores[0].sessions.start(replace(a_session("more"), ended_at=None))
    assert reports.gathered.figures(own, {}).cases(Filters()) == (), (
        "the newest of the family is this store: it has none"
    )
    assert len(reports.gathered.held()) == 2
    behind = replace(own, made_at=split, logs=(begun, Log("log-0", split)))
    for held in stores[0].station_files.held()[:1]:
        stores[0].station_files.forget(held.origin.source)
    assert len(reports.gathered.figures(behind, {}).cases(Filters())) == 2, (
        "a file may be newer by the clock of its device"
    )
