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
from lotse_app.models.contact import (
    COUNSELLING,
    ContactKind,
    Details,
    Device,
    HeadKind,
    Heads,
    Language,
    whole_heads,
)
from lotse_app.models.figures import Dimension, FigureQuery, FigureRow, Period
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, Result, Topic
from lotse_app.store.figures import FigureCounts
from lotse_app.store.opening import create_store
from tests.store.samples import KEY, START, a_session, an_application, make_clock, make_ids

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from sqlite3 import Row

    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.connection import Connection
    from lotse_app.store.opening import Reports, Store
    from lotse_app.workflows.ports import FigureRows

MEASURES = (
    "beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege",
    "kontakte", "minuten_alle", "vorbereitung", "weg", "kilometer",
)  # fmt: skip
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

    def one_state(self) -> AbstractContextManager[None]:
        return self._connection.one_state()

    def rows(self, sql: str, parameters: dict[str, str] | None = None) -> list[Row]:
        self.sql, self.parameters = sql, parameters or {}
        return self._connection.rows(sql, self.parameters)


_numbers = count()

#: Moments around everything that makes a local day or month differ from the one in UTC.
_moments = st.sampled_from(
    [datetime(2026, month, day, 21, 30, tzinfo=UTC) for month, day in [(3, 28), (3, 31), (10, 24), (10, 31), (12, 31)]]
).flatmap(lambda base: st.integers(0, 240).map(lambda minutes: base + timedelta(minutes=minutes)))


@st.composite
def _sessions(draw: st.DrawFn) -> CounsellingSession:
    started = draw(_moments)
    length = draw(st.sampled_from([0, 30, 599, 600, 601, 1500, 1799, 1800, 3629, 3630, 7200]))
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
        kind=draw(st.sampled_from(ContactKind)),
        details=Details(
            preparation=draw(st.integers(0, 90)),
            travel=draw(st.integers(0, 90)),
            distance=draw(st.integers(0, 60)),
            language=draw(st.sampled_from(Language)),
            devices=tuple(draw(st.lists(st.sampled_from(Device), unique=True, max_size=2))),
            tags=tuple(draw(st.lists(st.sampled_from(["FKZ 1", "FKZ 2"]), unique=True, max_size=2))),
        ),
        place_type=draw(st.sampled_from(PlaceType)),
        ags=draw(st.sampled_from(["14628410", "14521010"])),
        access=draw(st.sampled_from(Access)),
    )


@st.composite
def _groups(draw: st.DrawFn) -> CounsellingSession:
    """Draw a group as it is written: whole heads for some attributes, and nothing said of all as one for those."""
    session = draw(_sessions())
    ages = draw(st.dictionaries(st.sampled_from(AgeBand), st.integers(1, 4), max_size=3))
    first = draw(st.dictionaries(st.sampled_from(FirstContact), st.integers(1, 4), max_size=2))
    people = max(sum(ages.values()), sum(first.values()), 1) + draw(st.integers(0, 3))
    heads = [Heads(HeadKind.AGE, band.value, number) for band, number in ages.items()]
    heads += [Heads(HeadKind.FIRST_CONTACT, said.value, number) for said, number in first.items()]
    whole = whole_heads(heads, people)
    counted = {one.kind for one in whole}
    return replace(
        session,
        kind=ContactKind.GROUP,
        people=people,
        heads=whole,
        age_band=AgeBand.NOT_SAID if HeadKind.AGE in counted else session.age_band,
        first_contact=FirstContact.NOT_ASKED if HeadKind.FIRST_CONTACT in counted else session.first_contact,
    )


def _by_head(session: CounsellingSession, dimension: Dimension | None) -> dict[str, int]:
    """Return the persons of a group by what they said, empty where it was not counted by heads."""
    kinds = {Dimension.AGE_BAND: HeadKind.AGE, Dimension.FIRST_CONTACT: HeadKind.FIRST_CONTACT}
    if dimension not in kinds:
        return {}
    return {one.value: one.count for one in session.heads if one.kind is kinds[dimension]}


def _keys(session: CounsellingSession, dimension: Dimension | None) -> set[str]:
    """Say in plain words under which keys a session counts."""
    if _by_head(session, dimension):
        return set(_by_head(session, dimension))
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
        Dimension.KIND: {session.kind.value},
        Dimension.LENGTH: {_band(session)},
        Dimension.PLACE: {session.place_type.value},
        Dimension.STATION: {session.station_id},
        Dimension.COMMUNE: {session.ags},
        Dimension.ACCESS: {session.access.value},
        Dimension.LANGUAGE: {session.details.language.value},
        Dimension.DEVICE: {device.value for device in session.details.devices} or {""},
        Dimension.TAG: set(session.details.tags) or {""},
    }
    return keys[dimension]


def _band(session: CounsellingSession) -> str:
    """Say in plain words in which band of length a session is, by its lower end."""
    minutes = 0.0 if session.ended_at is None else (session.ended_at - session.started_at).total_seconds() / 60
    return next(str(bound) for bound in (120, 60, 30, 10, 0) if minutes >= bound)


def _count_plainly(
    sessions: list[tuple[CounsellingSession, int]], query: FigureQuery
) -> dict[tuple[str, str], tuple[int, ...]]:
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    for session, applications in sessions:
        day = session.started_at.astimezone(ZoneInfo("Europe/Berlin")).date()
        if session.ended_at is None or not query.period.start <= day < query.period.end:
            continue
        if not (query.all_contacts or session.kind.counsels):
            continue
        for row in _keys(session, query.rows):
            for column in _keys(session, query.columns):
                persons = _by_head(session, query.rows).get(row) or _by_head(session, query.columns).get(column)
                cell = cells[row, column]
                cell["beratungen"] += 1
                cell["kontakte"] += 1
                cell["kurzkontakte"] += session.ended_at - session.started_at < timedelta(minutes=10)
                cell["teilnahmen"] += persons or session.people
                cell["erstkontakte"] += _first(session, query, {row, column}, persons)
                cell["minuten"] += session.minutes
                cell["minuten_alle"] += session.minutes
                cell["vorbereitung"] += session.details.preparation
                cell["weg"] += session.details.travel
                cell["kilometer"] += session.details.distance
                cell["antraege"] += applications
    return {key: tuple(cell[measure] for measure in query.measures) for key, cell in cells.items()}


def _first(session: CounsellingSession, query: FigureQuery, keys: set[str], persons: int | None) -> int:
    """Say in plain words how many first contacts a session adds to a cell."""
    if persons is not None:  # a group: known of the whole, and of the row that is about nothing else
        return persons if Dimension.FIRST_CONTACT in {query.rows, query.columns} and "ja" in keys else 0
    counted = [one for one in session.heads if one.kind is HeadKind.FIRST_CONTACT]
    if counted:
        return sum(one.count for one in counted if one.value == "ja")
    return session.people if session.first_contact is FirstContact.YES else 0


@settings(max_examples=60)
@given(
    sessions=st.lists(st.tuples(st.one_of(_sessions(), _groups()), st.integers(0, 2)), max_size=12),
    all_contacts=st.booleans(),
    rows=st.sampled_from(Dimension),
    columns=st.sampled_from([None, *Dimension]),
    measures=st.lists(st.sampled_from(MEASURES), unique=True, min_size=1).map(tuple),
    span=st.sampled_from(
        [
            (date(2026, 1, 1), date(2026, 4, 1)),
            (date(2026, 3, 29), date(2027, 1, 1)),
            (date(2026, 11, 1), date(2027, 1, 2)),
            (date(2026, 11, 1), date(2026, 4, 1)),
        ]
    ),
)
def test_figures_equal_a_plain_count(
    shared: tuple[Store, Reports],
    sessions: list[tuple[CounsellingSession, int]],
    all_contacts: bool,  # noqa: FBT001 - drawn by name
    rows: Dimension,
    columns: Dimension | None,
    measures: tuple[str, ...],
    span: tuple[date, date],
) -> None:
    assume(rows is not columns)
    assume({rows, columns} != {Dimension.AGE_BAND, Dimension.FIRST_CONTACT})
    store, reports = shared
    station = f"st-{next(_numbers)}"
    here = [
        (replace(session, id=f"{station}-{at}", pilot_id=f"{station}-{at}", station_id=station), applications)
        for at, (session, applications) in enumerate(sessions)
    ]
    for session, applications in here:
        _write(store, session, applications)
    query = FigureQuery(measures, rows, Period(*span, ""), columns, (station, "another"), all_contacts)

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
        FigureRow("2026-11", "", (1, 0, 1, 0, 10, 0, 1, 10, 0, 0, 0)),
    )
    assert figures.last_change() == START + timedelta(minutes=10)


def test_persons_of_a_group_count_under_what_each_of_them_said(store: Store, reports: Reports) -> None:
    heads = whole_heads((Heads(HeadKind.AGE, "70_79", 6), Heads(HeadKind.FIRST_CONTACT, "ja", 3)), 10)
    end = START + timedelta(minutes=90)
    _write(store, a_session(kind=ContactKind.GROUP, people=10, heads=heads, ended_at=end))
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
        _write(store, a_session(f"se-{number}", kind=kind, ended_at=START + timedelta(minutes=20)))
    query = FigureQuery(("kontakte",), Dimension.KIND, YEAR)
    assert {row.row for row in reports.figures.count(query)} == {kind.value for kind in COUNSELLING}
    assert {row.row for row in reports.figures.count(replace(query, all_contacts=True))} == set(ContactKind)


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


def test_figures_read_their_index_and_no_note(store: Store) -> None:
    connection = Watched(store._connection)
    FigureCounts(cast("Connection", connection)).count(
        FigureQuery((*MEASURES[:5], *MEASURES[6:]), Dimension.RESULT, YEAR, Dimension.MONTH)
    )
    plan = store._connection.rows(f"EXPLAIN QUERY PLAN {connection.sql}", connection.parameters)
    assert "INDEX session_figures" in plan[0]["detail"]
    # SQLite calls no index covering that answers generated columns; what it opens and never moves it does not read.
    steps = store._connection.rows(f"EXPLAIN {connection.sql}", connection.parameters)
    tables = [step["p1"] for step in steps if step["opcode"] == "OpenRead" and str(step["p4"]).isdigit()]
    assert len(tables) == 1
    assert not [step for step in steps if step["opcode"] in {"Column", "NotExists"} and step["p1"] == tables[0]]
    assert [step for step in steps if step["opcode"] == "Column"]


def test_a_service_and_a_theme_of_one_name_are_one_row_in_which_a_beratung_counts_once(
    store: Store, reports: Reports
) -> None:
    end = START + timedelta(minutes=20)
    both = (Topic("s-dog", "Hundesteuer"), Topic("", "Hundesteuer"))
    _write(store, a_session("se-1", ended_at=end, topics=both))
    _write(store, a_session("se-2", ended_at=end, topics=both[:1]))
    _write(store, a_session("se-3", ended_at=end, topics=both[1:]))
    query = FigureQuery(("beratungen", "minuten"), Dimension.TOPIC, YEAR)
    assert reports.figures.count(query) == (FigureRow("Hundesteuer", "", (3, 60)),)
