"""Sessions drawn by chance, and figures as plain Python counts them: no SQL, no code of the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from lotse_app.models.contact import ContactKind, Details, Device, HeadKind, Heads, Language, whole_heads
from lotse_app.models.figures import Counted, Dimension, FigureQuery, Period
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, Result, Topic
from lotse_app.statistics.monthly import MonthlyReport
from tests.store.samples import a_session, an_application

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.figures import FigureRow
    from lotse_app.models.session import CounsellingSession
    from lotse_app.store.opening import Reports, Store

MEASURES = (
    "beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege",
    "kontakte", "minuten_alle", "vorbereitung", "weg", "kilometer",
)  # fmt: skip
TOPICS = (
    Topic("s-dog", "Hundesteuer"),
    Topic("s-flat", "Wohngeld"),
    Topic("", "Brief erklärt"),
    Topic("", "Handy"),
    Topic("", "Hundesteuer"),  # of the same name as a service
)
#: Some columns of all there may be; a name that two topics share, and nothing noted.
AMONG: dict[Dimension, tuple[str, ...]] = {
    Dimension.OBSTACLE: tuple(one.value for one in list(Obstacle)[:4]),
    Dimension.TOPIC: ("Hundesteuer", ""),
}
#: Half-open; the last one ends before it begins. The first ones hold all sessions that are drawn.
SPANS = (
    *[(date(2026, 1, 1), date(2027, 2, 1))] * 5,
    (date(2026, 1, 1), date(2026, 4, 1)),
    (date(2026, 3, 29), date(2027, 1, 1)),
    (date(2026, 11, 1), date(2027, 1, 2)),
    (date(2026, 11, 1), date(2026, 4, 1)),
)

Drawn = list[tuple["CounsellingSession", int]]

_numbers = count()

#: Moments around everything that makes a local day or month differ from the one in UTC.
_moments = st.sampled_from(
    [datetime(2026, month, day, 21, 30, tzinfo=UTC) for month, day in [(3, 28), (3, 31), (10, 24), (10, 31), (12, 31)]]
).flatmap(lambda base: st.integers(0, 240).map(lambda minutes: base + timedelta(minutes=minutes)))


@st.composite
def _sessions(draw: st.DrawFn) -> CounsellingSession:
    started = draw(_moments)
    length = draw(st.sampled_from([0, 30, 599, 600, 601, 1500, 1799, 1800, 3629, 3630, 7200]))
    return a_session(
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


def count_plainly(sessions: Drawn, query: FigureQuery) -> dict[tuple[str, str], tuple[int, ...]]:
    """Return every cell of a query."""
    cells: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: dict.fromkeys(MEASURES, 0))
    for session, applications in sessions:
        day = session.started_at.astimezone(ZoneInfo("Europe/Berlin")).date()
        if session.ended_at is None or not query.period.start <= day < query.period.end:
            continue
        if not (query.all_contacts or session.kind.counsels):
            continue
        for row in _keys(session, query.rows):
            for column in _columns(session, query):
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


def _columns(session: CounsellingSession, query: FigureQuery) -> set[str]:
    """Say in plain words under which columns a session counts."""
    every = _keys(session, query.columns)
    found = every & set(query.among or every)
    return {""} if found and query.as_one else found


def _first(session: CounsellingSession, query: FigureQuery, keys: set[str], persons: int | None) -> int:
    """Say in plain words how many first contacts a session adds to a cell."""
    if persons is not None:  # a group: known of the whole, and of the row that is about nothing else
        return persons if Dimension.FIRST_CONTACT in {query.rows, query.columns} and "ja" in keys else 0
    counted = [one for one in session.heads if one.kind is HeadKind.FIRST_CONTACT]
    if counted:
        return sum(one.count for one in counted if one.value == "ja")
    return session.people if session.first_contact is FirstContact.YES else 0


#: One data set: up to eight contacts, each with the applications begun in it.
data_sets = st.lists(st.tuples(st.one_of(_sessions(), _groups()), st.integers(0, 2)), max_size=8)


@st.composite
def drawn_queries(draw: st.DrawFn) -> FigureQuery:
    """Draw any cross of two dimensions that can be asked for."""
    rows = draw(st.sampled_from(Dimension))
    headed = {Dimension.AGE_BAND, Dimension.FIRST_CONTACT}
    others = [one for one in Dimension if one is not rows and not {one, rows} >= headed]
    columns = draw(st.sampled_from([None, *others]))
    codes = draw(st.sampled_from([(), AMONG.get(columns, ()) if columns else ()]))
    return FigureQuery(
        draw(st.lists(st.sampled_from(MEASURES), unique=True, min_size=1).map(tuple)),
        rows,
        Period(*draw(st.sampled_from(SPANS)), ""),
        columns,
        all_contacts=draw(st.booleans()),
        among=codes,
        as_one=bool(codes) and draw(st.booleans()),
    )


def write(store: Store, session: CounsellingSession, applications: int = 0) -> None:
    """Write a session that ran, and applications begun in it."""
    store.sessions.start(replace(session, ended_at=None))
    store.sessions.save(session)
    for number in range(applications):
        store.applications.create(an_application(f"{session.id}-{number}", session_id=session.id), [])


def differences(store: Store, reports: Reports, drawn: Drawn, cross: FigureQuery) -> tuple[list[str], int]:
    """Write a data set at a station of its own; say where figures differ from the plain count, and how many were equal.

    Compared are every query of the standard report and one cross. Tables that do not cross-foot raise ValueError.
    """
    station = f"st-{next(_numbers)}"
    here = [
        (replace(session, id=f"{station}-{at}", pilot_id=f"{station}-{at}", station_id=station), applications)
        for at, (session, applications) in enumerate(drawn)
    ]
    with store._connection.atomic():
        for session, applications in here:
            write(store, session, applications)
    asked = [
        replace(query, station_ids=(station, "another")) for query in (*MonthlyReport().queries(cross.period), cross)
    ]
    counted = reports.figures.counts(asked)
    if cross.period.start < cross.period.end:
        MonthlyReport().report(cross.period, Counted(counted[:-1]), ())
    return compared(here, asked, counted)


def compared(
    here: Drawn, asked: Sequence[FigureQuery], counted: Sequence[Sequence[FigureRow]]
) -> tuple[list[str], int]:
    """Say where figures differ from the plain count of the same contacts, and how many were equal."""
    found, equal = [], 0
    for query, rows in zip(asked, counted, strict=True):
        cells = {(row.row, row.column): row.values for row in rows}
        if cells != count_plainly(here, query) or len(cells) != len(rows):
            found.append(f"{query}: {cells}")
        equal += sum(len(row.values) for row in rows)
    return found, equal
