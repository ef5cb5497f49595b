"""Figures against a count in plain Python."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lotse_app.models.application import State
from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Period
from lotse_app.models.session import AgeBand, FirstContact, HelpKind, Obstacle, Result, Topic
from lotse_app.store.figures import FigureCounts
from lotse_app.store.opening import create_store
from tests.store.samples import KEY, START, a_session, an_application, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Row

    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.connection import Connection
    from lotse_app.store.opening import Reports, Store
    from lotse_app.workflows.ports import FigureRows

MEASURES = ("beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege")
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "2026")
TOPICS = (Topic("s-dog", "Hundesteuer"), Topic("s-flat", "Wohngeld"), Topic("", "Brief erklärt"), Topic("", "Handy"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Reports]]:
    """One store for all drawn examples; each example counts at a station of its own."""
    clock = make_clock()
    store = create_store(tmp_path_factory.mktemp("figures"), KEY, clock, make_ids(clock))
    reports = store.open_for_reports()
    yield store, reports
    reports.close()
    store.close()


@pytest.fixture
def reports(store: Store) -> Iterator[Reports]:
    reader = store.open_for_reports()
    yield reader
    reader.close()


def _write(store: Store, session: CounsellingSession, applications: int = 0) -> None:
    store.sessions.start(replace(session, ended_at=None))
    store.sessions.save(session)
    for number in range(applications):
        name = f"{session.id}-{number}"
        store.applications.create(an_application(name, session_id=session.id), [])


class Watched:
    """Keeps the statement that a figure was compiled to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.sql = ""
        self.parameters: dict[str, str] = {}

    def rows(self, sql: str, parameters: dict[str, str]) -> list[Row]:
        self.sql, self.parameters = sql, parameters
        return self._connection.rows(sql, parameters)


_numbers = count()

#: Moments around everything that makes a local day or month differ from the one in UTC.
_moments = st.sampled_from(
    [datetime(2026, month, day, 21, 30, tzinfo=UTC) for month, day in [(3, 28), (3, 31), (10, 24), (10, 31), (12, 31)]]
).flatmap(lambda base: st.integers(0, 240).map(lambda minutes: base + timedelta(minutes=minutes)))


@st.composite
def _sessions(draw: st.DrawFn) -> CounsellingSession:
    started = draw(_moments)
    length = draw(st.sampled_from([0, 30, 599, 600, 601, 1500, 3629, 3630]))
    number = next(_numbers)
    return a_session(
        f"se-{number}",
        pilot_id=f"pi-{number}",
        started_at=started,
        beat_at=started,
        ended_at=draw(st.sampled_from([None, *([started + timedelta(seconds=length)] * 4)])),
        people=draw(st.integers(1, 12)),
        age_band=draw(st.sampled_from(AgeBand)),
        first_contact=draw(st.sampled_from(FirstContact)),
        topics=tuple(draw(st.lists(st.sampled_from(TOPICS), unique=True, max_size=3))),
        help_kind=draw(st.sampled_from([None, *HelpKind])),
        result=draw(st.sampled_from([None, *Result])),
        obstacles=tuple(draw(st.lists(st.sampled_from(Obstacle), unique=True, max_size=3))),
    )


def _keys(session: CounsellingSession, dimension: Dimension | None) -> set[str]:
    """Say in plain words under which keys a session counts."""
    local = session.started_at.astimezone(ZoneInfo("Europe/Berlin"))
    keys = {
        None: {""},
        Dimension.MONTH: {f"{local:%Y-%m}"},
        Dimension.TOPIC: {topic.label for topic in session.topics} or {""},
        Dimension.RESULT: {session.result.value if session.result else ""},
        Dimension.OBSTACLE: {obstacle.value for obstacle in session.obstacles} or {""},
        Dimension.HELP_KIND: {session.help_kind.value if session.help_kind else ""},
        Dimension.AGE_BAND: {session.age_band.value},
        Dimension.FIRST_CONTACT: {session.first_contact.value},
    }
    return keys[dimension]


def _count_plainly(
    sessions: list[tuple[CounsellingSession, int]], query: FigureQuery
) -> dict[tuple[str, str], tuple[int, ...]]:
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    for session, applications in sessions:
        day = session.started_at.astimezone(ZoneInfo("Europe/Berlin")).date()
        if session.ended_at is None or not query.period.start <= day < query.period.end:
            continue
        for row in _keys(session, query.rows):
            for column in _keys(session, query.columns):
                cell = cells[row, column]
                cell["beratungen"] += 1
                cell["kurzkontakte"] += session.ended_at - session.started_at < timedelta(minutes=10)
                cell["teilnahmen"] += session.people
                cell["erstkontakte"] += session.people if session.first_contact is FirstContact.YES else 0
                cell["minuten"] += session.minutes
                cell["antraege"] += applications
    return {key: tuple(cell[measure] for measure in query.measures) for key, cell in cells.items()}


@settings(max_examples=60)
@given(
    sessions=st.lists(st.tuples(_sessions(), st.integers(0, 2)), max_size=12),
    rows=st.sampled_from(Dimension),
    columns=st.sampled_from([None, *Dimension]),
    measures=st.lists(st.sampled_from(MEASURES), unique=True, min_size=1).map(tuple),
    start=st.sampled_from([date(2026, 1, 1), date(2026, 3, 29), date(2026, 11, 1)]),
    end=st.sampled_from([date(2026, 4, 1), date(2027, 1, 1), date(2027, 1, 2)]),
)
def test_figures_equal_a_plain_count(
    shared: tuple[Store, Reports],
    sessions: list[tuple[CounsellingSession, int]],
    rows: Dimension,
    columns: Dimension | None,
    measures: tuple[str, ...],
    start: date,
    end: date,
) -> None:
    assume(rows is not columns)
    store, reports = shared
    station = f"st-{next(_numbers)}"
    here = [
        (replace(session, id=f"{station}-{at}", pilot_id=f"{station}-{at}", station_id=station), applications)
        for at, (session, applications) in enumerate(sessions)
    ]
    for session, applications in here:
        _write(store, session, applications)
    query = FigureQuery(measures, rows, Period(start, end, ""), columns, (station, "another"))

    counted = reports.figures.count(query)

    assert {(row.row, row.column): row.values for row in counted} == _count_plainly(here, query)
    assert len(counted) == len({(row.row, row.column) for row in counted})


def test_a_running_session_is_not_counted(store: Store, reports: Reports) -> None:
    figures: FigureRows = reports.figures
    store.sessions.start(a_session())
    assert figures.count(FigureQuery(MEASURES, Dimension.MONTH, YEAR)) == ()
    assert figures.last_change() is None

    store.sessions.save(a_session(ended_at=START + timedelta(minutes=10)))
    assert figures.count(FigureQuery(MEASURES, Dimension.MONTH, YEAR)) == (
        FigureRow("2026-11", "", (1, 0, 1, 0, 10, 0)),
    )
    assert figures.last_change() == START + timedelta(minutes=10)


def test_all_stations_count_unless_some_are_named(store: Store, reports: Reports) -> None:
    for number in range(3):
        _write(store, a_session(f"se-{number}", station_id=f"st-{number}", ended_at=START + timedelta(minutes=20)))
    query = FigureQuery(("beratungen",), Dimension.AGE_BAND, YEAR)
    assert reports.figures.count(query) == (FigureRow("k_a", "", (3,)),)
    assert reports.figures.count(replace(query, station_ids=("st-1",))) == (FigureRow("k_a", "", (1,)),)


def test_a_renamed_service_stays_one_row_under_its_newest_name(store: Store, reports: Reports) -> None:
    end = START + timedelta(minutes=20)
    _write(store, a_session("se-1", ended_at=end, topics=(Topic("s-1", "Alter Name"),)))
    _write(store, a_session("se-2", ended_at=end, topics=(Topic("s-1", "Neuer Name"),)))
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


def test_figures_read_no_note_and_no_answer(store: Store) -> None:
    connection = Watched(store._connection)
    FigureCounts(cast("Connection", connection)).count(
        FigureQuery(MEASURES[:5], Dimension.RESULT, YEAR, Dimension.MONTH)
    )
    plan = store._connection.rows(f"EXPLAIN QUERY PLAN {connection.sql}", connection.parameters)
    assert "COVERING INDEX session_figures" in plan[0]["detail"]
