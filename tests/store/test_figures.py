"""Figures against a count in plain Python."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import given, settings

from lotse_app.models.application import State
from lotse_app.models.contact import COUNSELLING, ContactKind, HeadKind, Heads, whole_heads
from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Period
from lotse_app.models.session import Topic
from lotse_app.store.figures import FigureCounts
from lotse_app.store.opening import create_store
from tests.store.drawn_sessions import MEASURES, compared, data_sets, differences, drawn_queries, write
from tests.store.samples import KEY, START, a_session, an_application, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from sqlite3 import Row

    from lotse_app.store.connection import Connection
    from lotse_app.store.opening import Reports, Store
    from lotse_app.workflows.ports import FigureRows
    from tests.store.drawn_sessions import Drawn

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Reports]]:
    """One store for all drawn examples; each example counts at a station of its own."""
    clock = make_clock()
    store = create_store(tmp_path_factory.mktemp("figures"), KEY, clock, make_ids(clock))
    reports = store.open_for_reports()
    yield store, reports
    reports.close()
    store.close()


class Watched:
    """Keeps the statement that a figure was compiled to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.way = connection.way
        self.sql = ""
        self.parameters: dict[str, str] = {}

    def one_state(self) -> AbstractContextManager[None]:
        return self._connection.one_state()

    def rows(self, sql: str, parameters: dict[str, str] | None = None) -> list[Row]:
        self.sql, self.parameters = sql, parameters or {}
        return self._connection.rows(sql, self.parameters)


#: ``make faults`` sets it.
EXAMPLES = 2_000 if os.environ.get("LOTSE_HUNT") == "1" else 200


@settings(max_examples=EXAMPLES)
@given(drawn=data_sets, cross=drawn_queries())
def test_figures_equal_a_plain_count(shared: tuple[Store, Reports], drawn: Drawn, cross: FigureQuery) -> None:
    wrong, _ = differences(*shared, drawn, cross)
    assert wrong == []


def test_the_plain_count_sees_a_contact_that_was_counted_twice(shared: tuple[Store, Reports]) -> None:
    store, reports = shared
    twice = a_session("se-twice", pilot_id="pi-twice", station_id="st-twice", ended_at=START + timedelta(minutes=20))
    write(store, twice)
    query = FigureQuery(("beratungen",), Dimension.KIND, YEAR, station_ids=("st-twice",))
    counted = [reports.figures.count(query)]
    assert compared([(twice, 0)], [query], counted) == ([], 1)
    assert len(compared([(twice, 0)] * 2, [query], counted)[0]) == 1


def test_a_running_session_is_not_counted(store: Store, reports: Reports) -> None:
    figures: FigureRows = reports.figures
    store.sessions.start(a_session())
    assert figures.count(FigureQuery(MEASURES, Dimension.MONTH, YEAR)) == ()
    assert figures.last_change() is None

    store.sessions.save(a_session(ended_at=START + timedelta(minutes=10)))
    assert figures.count(FigureQuery(MEASURES, Dimension.MONTH, YEAR)) == (
        FigureRow("2026-11", "", (1, 0, 1, 0, 10, 0, 1, 10, 0, 0, 0)),
    )
    assert figures.last_change() == START + timedelta(minutes=10)


def test_persons_of_a_group_count_under_what_each_of_them_said(store: Store, reports: Reports) -> None:
    heads = whole_heads((Heads(HeadKind.AGE, "70_79", 6), Heads(HeadKind.FIRST_CONTACT, "ja", 3)), 10)
    end = START + timedelta(minutes=90)
    write(store, a_session(kind=ContactKind.GROUP, people=10, heads=heads, ended_at=end))
    ages = FigureQuery(("teilnahmen", "beratungen", "erstkontakte"), Dimension.AGE_BAND, YEAR)
    assert reports.figures.count(ages) == (FigureRow("70_79", "", (6, 1, 0)), FigureRow("k_a", "", (4, 1, 0)))
    first = FigureQuery(("teilnahmen", "erstkontakte"), Dimension.FIRST_CONTACT, YEAR)
    assert reports.figures.count(first) == (FigureRow("ja", "", (3, 3)), FigureRow("nicht_gefragt", "", (7, 0)))
    whole = FigureQuery(("beratungen", "teilnahmen", "erstkontakte", "minuten"), Dimension.MONTH, YEAR)
    assert reports.figures.count(whole) == (FigureRow("2026-11", "", (1, 10, 3, 90)),)


def test_two_attributes_of_heads_are_never_crossed(reports: Reports) -> None:
    with pytest.raises(ValueError, match="crossed"):
        reports.figures.count(FigureQuery(("teilnahmen",), Dimension.AGE_BAND, YEAR, Dimension.FIRST_CONTACT))


def test_what_is_no_beratung_is_counted_apart(store: Store, reports: Reports) -> None:
    for number, kind in enumerate(ContactKind):
        write(store, a_session(f"se-{number}", kind=kind, ended_at=START + timedelta(minutes=20)))
    query = FigureQuery(("kontakte",), Dimension.KIND, YEAR)
    assert {row.row for row in reports.figures.count(query)} == {kind.value for kind in COUNSELLING}
    assert {row.row for row in reports.figures.count(replace(query, all_contacts=True))} == set(ContactKind)


def test_all_stations_count_unless_some_are_named(store: Store, reports: Reports) -> None:
    for number in range(3):
        write(store, a_session(f"se-{number}", station_id=f"st-{number}", ended_at=START + timedelta(minutes=20)))
    query = FigureQuery(("beratungen",), Dimension.AGE_BAND, YEAR)
    assert reports.figures.count(query) == (FigureRow("k_a", "", (3,)),)
    assert reports.figures.count(replace(query, station_ids=("st-1",))) == (FigureRow("k_a", "", (1,)),)


def test_a_renamed_service_stays_one_row_under_its_newest_name(store: Store, reports: Reports) -> None:
    end = START + timedelta(minutes=20)
    write(store, a_session("se-1", ended_at=end, topics=(Topic("s-1", "Alter Name"),)))
    write(store, a_session("se-2", ended_at=end, topics=(Topic("s-1", "Neuer Name"),)))
    query = FigureQuery(("beratungen",), Dimension.TOPIC, YEAR)
    assert reports.figures.count(query) == (FigureRow("Neuer Name", "", (2,)),)
    assert store.sessions.get("se-1").topics == (Topic("s-1", "Alter Name"),)


def test_the_data_state_follows_states_of_applications(store: Store, reports: Reports) -> None:
    store.applications.create(an_application(), [])
    assert reports.figures.last_change() == START
    store.applications.change_state("ap-1", State.ABANDONED, START + timedelta(hours=2), [])
    assert reports.figures.last_change() == START + timedelta(hours=2)


def test_a_reader_sees_what_is_committed_and_only_that(store: Store, reports: Reports) -> None:
    query = FigureQuery(("beratungen",), Dimension.MONTH, YEAR)
    store.sessions.start(a_session())
    with store._connection.atomic():
        store.sessions.save(a_session(ended_at=START + timedelta(minutes=20)))
        assert reports.figures.count(query) == ()
    assert len(reports.figures.count(query)) == 1


def test_figures_read_their_index_and_no_note(store: Store) -> None:
    connection = Watched(store._connection)
    FigureCounts(cast("Connection", connection)).count(
        FigureQuery((*MEASURES[:5], *MEASURES[6:]), Dimension.RESULT, YEAR, Dimension.MONTH)
    )
    plan = store._connection.rows(f"EXPLAIN QUERY PLAN {connection.sql}", connection.parameters)
    assert "COVERING INDEX session_figures" in plan[0]["detail"]


def test_a_service_and_a_theme_of_one_name_are_one_row_in_which_a_beratung_counts_once(
    store: Store, reports: Reports
) -> None:
    end = START + timedelta(minutes=20)
    both = (Topic("s-dog", "Hundesteuer"), Topic("", "Hundesteuer"))
    write(store, a_session("se-1", ended_at=end, topics=both))
    write(store, a_session("se-2", ended_at=end, topics=both[:1]))
    write(store, a_session("se-3", ended_at=end, topics=both[1:]))
    query = FigureQuery(("beratungen", "minuten"), Dimension.TOPIC, YEAR)
    assert reports.figures.count(query) == (FigureRow("Hundesteuer", "", (3, 60)),)
