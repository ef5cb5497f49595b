"""Figures have one definition, add up, and agree with a plain count over the same sessions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lotse_app.models.contact import ContactKind, Device, Language
from lotse_app.models.figures import Counted, Dimension, FigureRow, Period, Unit
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, Result
from lotse_app.statistics.cross_foot import mismatches
from lotse_app.statistics.definitions import DEFINITIONS
from lotse_app.statistics.labels import LABELS, NOTHING_NOTED
from lotse_app.statistics.monthly import MonthlyReport
from lotse_app.statistics.periods import months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.models.figures import CaseFact, FigureQuery, FigureTable, Report

QUARTER = Period(date(2026, 10, 1), date(2027, 1, 1), "4. Quartal 2026")
BOOK = MonthlyReport()
#: One station and one commune are known by name, the others are shown as they are.
NAMES = {"st-1": "Rathaus", "14628410": "Wilsdruff"}


@dataclass(frozen=True)
class Contact:
    """One invented session, as plain values."""

    month: str
    minutes: int
    people: int
    first: str
    age: str
    help_kind: str
    result: str
    topics: frozenset[str]
    obstacles: frozenset[str]
    applications: int
    kind: str = "einzel"
    travel: int = 0
    place: str = "rathaus"
    station: str = "st-1"
    ags: str = "14628410"
    access: str = "ohne_termin"
    language: str = ""
    devices: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    @property
    def counsels(self) -> bool:
        return ContactKind(self.kind).counsels


def codes(kind: type) -> list[str]:
    return [member.value for member in kind]  # type: ignore[attr-defined]  # a StrEnum


CONTACTS = st.lists(
    st.builds(
        Contact,
        month=st.sampled_from(["2026-10", "2026-11", "2026-12"]),
        minutes=st.integers(0, 180),
        people=st.integers(1, 12),
        first=st.sampled_from(codes(FirstContact)),
        age=st.sampled_from(codes(AgeBand)),
        help_kind=st.sampled_from([*codes(HelpKind), ""]),
        result=st.sampled_from([*codes(Result), ""]),
        topics=st.frozensets(st.sampled_from(["Hundesteuer", "Wohngeld", "=1+1", "Elterngeld"]), max_size=3),
        obstacles=st.frozensets(st.sampled_from([*codes(Obstacle), "neues_hindernis"]), max_size=4),
        applications=st.integers(0, 2),
        kind=st.sampled_from(codes(ContactKind)),
        travel=st.integers(0, 60),
        place=st.sampled_from(codes(PlaceType)),
        station=st.sampled_from(["st-1", "st-2"]),
        ags=st.sampled_from(["14628410", "14521010"]),
        access=st.sampled_from(codes(Access)),
        language=st.sampled_from(codes(Language)),
        devices=st.frozensets(st.sampled_from(codes(Device)), max_size=2),
        tags=st.frozensets(st.sampled_from(["FKZ 1", "FKZ 2"]), max_size=2),
    ),
    max_size=40,
)


def measures_of(contact: Contact) -> dict[str, int]:
    return {
        "beratungen": 1,
        "kurzkontakte": int(contact.minutes < 10),
        "teilnahmen": contact.people,
        "erstkontakte": contact.people if contact.first == "ja" else 0,
        "minuten": contact.minutes,
        "antraege": contact.applications,
        "kontakte": 1,
        "minuten_alle": contact.minutes,
        "vorbereitung": contact.travel // 2,
        "weg": contact.travel,
        "kilometer": contact.travel * 2 // 3,
    }


def keys_of(contact: Contact, dimension: Dimension) -> list[str]:
    single = {
        Dimension.MONTH: contact.month,
        Dimension.FIRST_CONTACT: contact.first,
        Dimension.AGE_BAND: contact.age,
        Dimension.HELP_KIND: contact.help_kind,
        Dimension.RESULT: contact.result,
        Dimension.KIND: contact.kind,
        Dimension.LENGTH: str(max(bound for bound in (0, 10, 30, 60, 120) if contact.minutes >= bound)),
        Dimension.PLACE: contact.place,
        Dimension.STATION: contact.station,
        Dimension.COMMUNE: contact.ags,
        Dimension.ACCESS: contact.access,
        Dimension.LANGUAGE: contact.language,
    }
    if dimension in single:
        return [single[dimension]]
    several = {
        Dimension.TOPIC: contact.topics,
        Dimension.OBSTACLE: contact.obstacles,
        Dimension.DEVICE: contact.devices,
        Dimension.TAG: contact.tags,
    }
    return sorted(several[dimension]) or [""]


def count(contacts: Sequence[Contact], query: FigureQuery) -> list[FigureRow]:
    """Count as the store does: one row a key and column, cells without a session left out."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for contact in contacts:
        if not (query.all_contacts or contact.counsels):
            continue
        for key in keys_of(contact, query.rows):
            for column in keys_of(contact, query.columns) if query.columns else [""]:
                found.setdefault((key, column), Counter()).update(measures_of(contact))
    return [FigureRow(*key, tuple(cells[name] for name in query.measures)) for key, cells in sorted(found.items())]


def whole(counted: Sequence[Sequence[FigureRow]], cases: tuple[CaseFact, ...] | None = None) -> Counted:
    return Counted(tuple(map(tuple, counted)), cases, NAMES)


def report_of(contacts: Sequence[Contact]) -> Report:
    return BOOK.report(
        QUARTER, whole([count(contacts, query) for query in BOOK.queries(QUARTER)]), (("Art", "Intern"),)
    )


def table(report: Report, key: str) -> FigureTable:
    return next(one for one in report.tables if one.key == key)


def cells(one: FigureTable) -> Iterator[tuple[str, str, object]]:
    for row in one.rows:
        for name, cell in zip(one.columns[1:], row[1:], strict=True):
            yield str(row[0]), name, cell


CONTACT = Contact("2026-11", 22, 3, "ja", "60_69", "gemeinsam_ausgefuellt", "antrag_gestellt",
                  frozenset({"Hundesteuer", "Wohngeld"}), frozenset({"kein_bundid"}), 1)  # fmt: skip


@given(CONTACTS)
def test_every_figure_equals_a_plain_count_and_all_totals_cross_foot(contacts: list[Contact]) -> None:
    report = report_of(contacts)
    counselled = [contact for contact in contacts if contact.counsels]

    assert [text for one in report.tables for text in mismatches(one)] == []
    for key, counted, measures in (
        ("monate", counselled, ("beratungen", "kurzkontakte", "teilnahmen", "erstkontakte", "minuten", "antraege")),
        ("arbeitszeit", contacts, ("kontakte", "minuten_alle", "vorbereitung", "weg", "kilometer")),
    ):
        totals = table(report, key).totals
        assert totals is not None
        assert totals[1:] == tuple(sum(measures_of(contact)[one] for contact in counted) for one in measures)
    shown_keys = {one.key for one in report.tables}
    for dimension in set(Dimension) - {Dimension.MONTH, Dimension.FIRST_CONTACT, Dimension.TAG}:
        if dimension.value not in shown_keys:
            assert dimension in {Dimension.STATION, Dimension.COMMUNE}
            assert len({key for contact in counselled for key in keys_of(contact, dimension)}) < 2
            continue
        names = NAMES | {"": NOTHING_NOTED.get(dimension, "nicht angegeben")} | LABELS[dimension]
        names["kurzkontakt"] = "Kurzkontakt (unter 10 Minuten)"
        expected: Counter[tuple[str, str]] = Counter()
        for contact in contacts if dimension is Dimension.KIND else counselled:
            short = dimension is Dimension.KIND and contact.counsels and contact.minutes < 10
            for key in ["kurzkontakt"] if short else keys_of(contact, dimension):
                month = f"{contact.month[5:]}/{contact.month[:4]}"
                expected[names.get(key, key), month] += contact.people if dimension is Dimension.AGE_BAND else 1
        shown = {(row, column): cell for row, column, cell in cells(table(report, dimension.value)) if "/" in column}
        assert {place: cell for place, cell in shown.items() if cell} == dict(expected)


@given(CONTACTS)
def test_participations_by_first_contact_sum_to_all_participations(contacts: list[Contact]) -> None:
    report = report_of(contacts)

    assert table(report, "erstkontakt").totals == ("Gesamt", *_participations(contacts))


def _participations(contacts: Sequence[Contact]) -> list[int]:
    per_month = [
        sum(c.people for c in contacts if c.month == month and c.counsels)
        for month in ("2026-10", "2026-11", "2026-12")
    ]
    return [*per_month, sum(per_month)]


def test_rows_without_a_single_contact_are_there_too() -> None:
    report = report_of([])

    assert [row[0] for row in table(report, "monate").rows] == ["Oktober 2026", "November 2026", "Dezember 2026"]
    assert ("keine Angabe", 0, 0, 0, 0) in table(report, "altersgruppe").rows
    assert ("nicht gefragt", 0, 0, 0, 0) in table(report, "erstkontakt").rows
    assert ("nicht angegeben", 0, 0, 0, 0) in table(report, "ergebnis").rows
    assert ("kein Anliegen vermerkt", 0, 0, 0, 0) in table(report, "anliegen").rows
    assert len(table(report, "hindernis").rows) == len(Obstacle) + 1


def test_a_group_is_one_beratung_and_its_minutes_count_once() -> None:
    overview = table(report_of([replace(CONTACT, people=10)]), "monate")

    assert overview.totals == ("Gesamt", 1, 0, 10, 10, 22, 1)


def test_the_headline_says_how_many_were_not_asked() -> None:
    contacts = [CONTACT, replace(CONTACT, first="nicht_gefragt", people=4, minutes=45)]

    assert dict(report_of(contacts).headline) == {
        "Beratungen": "2",
        "davon Kurzkontakte": "0",
        "Teilnahmen": "7",
        "davon Erstkontakte": "3 (bei 4 nicht gefragt)",
        "Dauer": "1 Std. 7 min",
        "Anträge": "2",
    }


def test_obstacles_are_ranked_and_set_against_the_applications() -> None:
    contacts = [CONTACT, CONTACT, replace(CONTACT, obstacles=frozenset({"pin_unbekannt", "kein_bundid"}))]
    obstacles = table(report_of(contacts), "hindernis")

    assert obstacles.rows[0] == ("kein BundID-Konto", 0, 3, 0, 3, 100.0)
    assert obstacles.rows[1] == ("PIN unbekannt", 0, 1, 0, 1, 33.3)
    assert obstacles.rows[-1] == ("kein Hindernis vermerkt", 0, 0, 0, 0, None)
    assert obstacles.units[-1] is Unit.PER_HUNDRED


def test_without_an_application_there_is_no_rate() -> None:
    obstacles = table(report_of([replace(CONTACT, applications=0)]), "hindernis")

    assert [row[-1] for row in obstacles.rows] == [None] * len(obstacles.rows)


def test_several_values_are_called_so_and_the_last_row_counts_each_once() -> None:
    report = report_of([CONTACT])

    topics = table(report, "anliegen")
    assert "Mehrfachnennung" in topics.note
    assert topics.totals == ("Beratungen insgesamt", 0, 1, 0, 1)
    assert sum(row[-1] for row in topics.rows if isinstance(row[-1], int)) == 2
    assert all(not table(report, key).note for key in ("ergebnis", "altersgruppe", "hilfeform", "erstkontakt"))


def test_a_code_nobody_knows_is_shown_under_its_own_name() -> None:
    report = report_of([replace(CONTACT, result="neuer_ausgang", age="")])

    assert ("neuer_ausgang", 0, 1, 0, 1) in table(report, "ergebnis").rows
    assert ("nicht angegeben", 0, 3, 0, 3) in table(report, "altersgruppe").rows


@pytest.mark.parametrize("dimension", [Dimension.RESULT, Dimension.AGE_BAND, Dimension.FIRST_CONTACT])
def test_figures_that_do_not_add_up_are_never_shown(dimension: Dimension) -> None:
    queries = BOOK.queries(QUARTER)
    counted = [count([CONTACT], query) for query in queries]
    index = next(number for number, query in enumerate(queries) if query.rows is dimension)
    counted[index] = []

    with pytest.raises(ValueError, match="cross-foot"):
        BOOK.report(QUARTER, whole(counted), ())


def test_kinds_that_do_not_sum_up_to_the_beratungen_are_never_shown() -> None:
    queries = BOOK.queries(QUARTER)
    counted = [count([CONTACT], query) for query in queries]
    index = next(number for number, query in enumerate(queries) if query.rows is Dimension.KIND)
    counted[index] = count([replace(CONTACT, kind="intern")], queries[index])

    with pytest.raises(ValueError, match="kontaktart: Beratungen"):
        BOOK.report(QUARTER, whole(counted), ())


def test_short_contacts_are_shown_apart_from_their_kind_and_in_the_total() -> None:
    short = replace(CONTACT, minutes=9)
    kinds = table(
        report_of([CONTACT, short, replace(short, kind="telefon"), replace(short, kind="intern")]), "kontaktart"
    )
    assert kinds.rows[0] == ("Kurzkontakt (unter 10 Minuten)", 0, 2, 0, 2)
    assert ("Einzelberatung", 0, 1, 0, 1) in kinds.rows
    assert ("am Telefon", 0, 0, 0, 0) in kinds.rows
    assert ("intern (keine Beratung)", 0, 1, 0, 1) in kinds.rows
    assert kinds.totals == ("Gesamt", 0, 4, 0, 4)


def test_short_contacts_that_are_not_those_of_the_overview_are_never_shown() -> None:
    queries = BOOK.queries(QUARTER)
    counted = [count([CONTACT], query) for query in queries]
    index = next(number for number, query in enumerate(queries) if query.rows is Dimension.KIND)
    counted[index] = count([replace(CONTACT, minutes=9)], queries[index])

    with pytest.raises(ValueError, match="kontaktart: Kurzkontakte"):
        BOOK.report(QUARTER, whole(counted), ())


def test_work_that_is_no_beratung_is_counted_apart() -> None:
    report = report_of([CONTACT, replace(CONTACT, kind="anleitung", minutes=60, travel=40)])

    assert dict(report.headline)["Beratungen"] == "1"
    assert ("Anleitung von Beschäftigten (keine Beratung)", 0, 1, 0, 1) in table(report, "kontaktart").rows
    assert table(report, "arbeitszeit").totals == ("Gesamt", 2, 82, 20, 40, 26)


def test_a_month_outside_of_the_period_is_never_dropped_silently() -> None:
    queries = BOOK.queries(QUARTER)
    counted = [count([replace(CONTACT, month="2027-01")], query) for query in queries]

    with pytest.raises(ValueError, match="outside the period"):
        BOOK.report(QUARTER, whole(counted), ())


def test_a_table_that_does_not_add_up_is_found_out() -> None:
    topics = table(report_of([CONTACT]), "ergebnis")
    wrong = replace(topics, rows=((*topics.rows[0][:-1], 99), *topics.rows[1:]))
    other = replace(topics, totals=("Gesamt", 1, 1, 0, 3))

    assert mismatches(topics) == ()
    assert mismatches(wrong) == ("ergebnis: Zeile erledigt", "ergebnis: Spalte Gesamt")
    assert "ergebnis: Summenzeile" in mismatches(other)
    assert mismatches(replace(topics, totals=None)) == ()


def test_every_code_of_a_session_has_a_label_and_every_column_a_definition() -> None:
    for kind, dimension in (
        (FirstContact, Dimension.FIRST_CONTACT),
        (Result, Dimension.RESULT),
        (HelpKind, Dimension.HELP_KIND),
        (AgeBand, Dimension.AGE_BAND),
        (Obstacle, Dimension.OBSTACLE),
        (ContactKind, Dimension.KIND),
    ):
        assert set(LABELS[dimension]) == set(codes(kind))
    assert all(definition.sentence.endswith(".") for definition in DEFINITIONS.values())
    assert {key for query in BOOK.queries(QUARTER) for key in query.measures} <= set(DEFINITIONS)


def test_a_period_touches_all_its_months() -> None:
    assert months(Period(date(2026, 11, 30), date(2027, 1, 2), "über Neujahr")) == (
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    )
