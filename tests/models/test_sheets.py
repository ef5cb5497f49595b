"""What people write in their lists is understood, and what is not is said cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.contact import ContactKind
from lotse_app.models.session import Access, AgeBand, FirstContact, HelpKind, Obstacle, ReferredTo, Result, Topic
from lotse_app.models.session_sheet import CellTrouble, SheetMap, SheetReader, guess_map
from lotse_app.models.sheet_cells import CellError, count_of, day_of, minutes_of, text_of, time_of
from lotse_app.models.sheet_words import HEADS, SheetField, codes, field_of, folded
from tests.store.samples import a_session

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.session_sheet import RowRead
    from lotse_app.models.sheet_cells import Value

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("20.11.2026", date(2026, 11, 20)),
        (" 3. 4. 26", date(2026, 4, 3)),
        ("20.11.", date(2026, 11, 20)),
        ("Fr., 20.11.2026", date(2026, 11, 20)),
        ("Freitag 20.11.2026 09:15", date(2026, 11, 20)),
        ("2026-11-20", date(2026, 11, 20)),
        ("2026-11-20T09:15:00", date(2026, 11, 20)),
        (46346.0, date(2026, 11, 20)),
        ("46346", date(2026, 11, 20)),
        (46346.4, date(2026, 11, 20)),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 20)),
    ],
)
def test_days_are_read_as_they_are_written(cell: Value, day: date) -> None:
    assert day_of(cell, 2026) == day


@pytest.mark.parametrize("cell", ["31.02.2026", "2026-13-01", "gestern", 12, "12", 900000, True, None, "20.11.2026 ff"])
def test_what_is_no_day_is_refused(cell: Value) -> None:
    with pytest.raises(CellError):
        day_of(cell, 2026)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("9:30", time(9, 30)), ("09.30 Uhr", time(9, 30)), ("9h", time(9)), ("930", time(9, 30)), ("0930", time(9, 30)),
        ("09:30:00", time(9, 30)), ("9", time(9)), (0.5, time(12)), (0.99999, time(23, 59)), (time(9, 30), time(9, 30)),
        (datetime(2026, 11, 20, 9, 30, tzinfo=UTC), time(9, 30)), ("0,25", time(6)),
    ],
)  # fmt: skip
def test_times_of_day_are_read(cell: Value, clock: time) -> None:
    assert time_of(cell).replace(tzinfo=None) == clock


@pytest.mark.parametrize("cell", ["25:00", "9:75", "halb zehn", 1.5, None])
def test_what_is_no_time_is_refused(cell: Value) -> None:
    with pytest.raises(CellError):
        time_of(cell)


@pytest.mark.parametrize(
    ("cell", "minutes"),
    [
        (45, 45), ("45", 45), ("45 min", 45), ("0:45", 45), ("1:30:00", 90), ("1,5 h", 90), ("1 Std 15 min", 75),
        (0.03125, 45), (0, 0), ("22,5", 23), (time(0, 45), 45), (timedelta(minutes=45), 45), ("7'", 7), ("2.50 min", 3),
    ],
)  # fmt: skip
def test_lengths_are_read(cell: Value, minutes: int) -> None:
    assert minutes_of(cell) == minutes


@pytest.mark.parametrize(
    "cell", ["lange", -5, 2000, None, datetime(2026, 11, 20, tzinfo=UTC), "30 h", "0,5", "1,5", 2.25, 0.5]
)
def test_what_is_no_length_is_refused(cell: Value) -> None:
    with pytest.raises(CellError):
        minutes_of(cell)


def test_numbers_and_texts_of_cells() -> None:
    assert [count_of(cell) for cell in (3, 3.0, "3", "3 Personen", "12 km")] == [3, 3, 3, 3, 12]
    for wrong in (2.5, "drei", -1, None, True):
        with pytest.raises(CellError):
            count_of(wrong)
    assert [text_of(cell) for cell in (3.0, 2.5, None, date(2026, 1, 2), " a ")] == ["3", "2.5", "", "2026-01-02", "a"]


def test_words_meet_whatever_their_case_accents_and_signs() -> None:
    assert folded("K. A.") == folded("k.a.")
    assert folded("?") == "?"
    assert field_of("Dauer (Min)") is SheetField.MINUTES
    assert field_of("Lieblingsfarbe") is None
    assert codes(SheetField.NOTE) == {}
    assert codes(SheetField.KIND)[folded("Anleitung von Beschäftigten")] == ContactKind.COACHING
    assert all(field_of(words[0]) is field for field, words in HEADS.items())


@pytest.fixture
def read() -> Callable[..., RowRead]:
    """Return a function that reads one row, given by field; ``minutes`` is what a length is without one."""
    numbers = count(1)
    blank = a_session(started_at=NOW, beat_at=NOW, topics=())

    def reading(minutes: int | None = None, **cells: Value) -> RowRead:
        fields = {SheetField(name): at for at, name in enumerate(cells)}
        reader = SheetReader(blank, lambda: f"se-{next(numbers)}", NOW, minutes)
        (row,) = reader.read([[*cells], [*cells.values()]], SheetMap(fields, 0))
        return row

    return reading


def test_a_whole_row_becomes_a_session(read: Callable[..., RowRead]) -> None:
    row = read(
        tag="18.11.2026", beginn="14:00", ende="15:10", art="Hausbesuch", ort="Hausbesuch", zugang="mit Termin",
        personen=2, anliegen="Wohngeld; Brief erklärt", hilfe="gemeinsam ausgefüllt",
        ergebnis="mitgegeben, Person reicht ein", alter=74, erstkontakt="x", geschlecht="w",
        hindernisse="kein BundID-Konto, Ausdruck nötig, obwohl online", vorbereitung=10, weg="0:40", kilometer="22 km",
        kennzeichen="FKZ 12, Dorf", notiz="Lupe  mitbringen",
    )  # fmt: skip
    assert row.problems == ()
    session = row.session
    assert session is not None
    assert (session.started_at, session.minutes) == (datetime(2026, 11, 18, 13, tzinfo=UTC), 70)
    assert (session.kind, session.access, session.people) == (ContactKind.HOME_VISIT, Access.APPOINTMENT, 2)
    assert session.topics == (Topic("", "Wohngeld"), Topic("", "Brief erklärt"))
    assert (session.help_kind, session.result) == (HelpKind.FILLED_TOGETHER, Result.PREPARED)
    assert (session.age_band, session.first_contact) == (AgeBand.FROM_70, FirstContact.YES)
    assert session.obstacles == (Obstacle.NO_BUNDID, Obstacle.MEDIA_BREAK)
    assert (session.details.preparation, session.details.travel, session.details.distance) == (10, 40, 22)
    assert (session.details.gender, session.details.tags, session.note) == ("w", ("FKZ 12", "Dorf"), "Lupe mitbringen")


def test_little_is_enough_and_nothing_is_guessed(read: Callable[..., RowRead]) -> None:
    session = read(tag="18.11.2026", minuten=20).session
    assert session is not None
    assert (session.started_at.hour, session.minutes, session.people) == (11, 20, 1)
    assert (session.age_band, session.first_contact, session.result) == (AgeBand.NOT_SAID, FirstContact.NOT_ASKED, None)
    today = read(minutes=5, anliegen="Brief").session
    assert today is not None
    assert today.ended_at == NOW, "noon is still to come"
    referred = read(tag="18.11.2026", minuten=20, verwiesen="Jobcenter").session
    assert referred is not None
    assert (referred.result, referred.referred_to) == (Result.REFERRED, ReferredTo.JOBCENTER)
    somewhere = read(tag="18.11.2026", minuten=20, ergebnis="verwiesen").session
    assert somewhere is not None
    assert somewhere.referred_to is ReferredTo.OTHER


@pytest.mark.parametrize(
    ("cells", "field", "trouble", "text"),
    [
        ({"minuten": 5}, SheetField.DAY, CellTrouble.NO_DAY, ""),
        ({"tag": "18.11.", "minuten": 5}, SheetField.DAY, CellTrouble.NOT_A_DAY, "18.11."),
        ({"tag": "31.02.2026", "minuten": 5}, SheetField.DAY, CellTrouble.NOT_A_DAY, "31.02.2026"),
        ({"tag": "18.11.2026"}, SheetField.MINUTES, CellTrouble.NO_LENGTH, ""),
        ({"tag": "18.11.2026", "beginn": "9:00"}, SheetField.MINUTES, CellTrouble.NO_LENGTH, ""),
        ({"tag": "18.11.2026", "minuten": "lang"}, SheetField.MINUTES, CellTrouble.NOT_A_LENGTH, "lang"),
        ({"tag": "18.11.2026", "beginn": "früh", "minuten": 5}, SheetField.BEGIN, CellTrouble.NOT_A_TIME, "früh"),
        ({"tag": "18.11.2026", "beginn": "9", "ende": "8"}, SheetField.END, CellTrouble.END_FIRST, "8"),
        ({"tag": "18.11.2026", "minuten": 5, "personen": 2.5}, SheetField.PEOPLE, CellTrouble.NOT_A_NUMBER, "2.5"),
        ({"tag": "18.11.2026", "minuten": 5, "personen": 46344}, SheetField.PEOPLE, CellTrouble.TOO_LARGE, "46344"),
        ({"tag": "18.11.2026", "minuten": 5, "alter": "siebzig"}, SheetField.AGE, CellTrouble.UNKNOWN_WORD, "siebzig"),
        ({"tag": "18.11.2026", "minuten": 5, "alter": 170}, SheetField.AGE, CellTrouble.UNKNOWN_WORD, "170"),
        ({"tag": "18.11.2026", "minuten": "=B2*2"}, SheetField.MINUTES, CellTrouble.FORMULA, "=B2*2"),
        ({"tag": "#REF!", "minuten": 5}, SheetField.DAY, CellTrouble.FORMULA, "#REF!"),
        ({"tag": "18.11.2026", "minuten": 5, "hindernisse": "Regen"}, SheetField.OBSTACLES, CellTrouble.UNKNOWN_WORD,
         "Regen"),
    ],
)  # fmt: skip
def test_a_wrong_cell_holds_its_row_back(
    read: Callable[..., RowRead],
    cells: dict[str, Value],
    field: SheetField,
    trouble: CellTrouble,
    text: str,
) -> None:
    row = read(**cells)
    assert row.session is None
    assert [(one.row, one.field, one.trouble, one.text) for one in row.problems] == [(2, field, trouble, text)]


def test_a_note_about_somebody_is_left_out_and_the_row_is_taken(read: Callable[..., RowRead]) -> None:
    row = read(tag="18.11.2026", minuten=5, notiz="Frau Žurić, Tel. 0351 123456")
    assert row.session is not None
    assert row.session.note == ""
    assert [one.trouble for one in row.problems] == [CellTrouble.NOTE_LEFT_OUT]
    assert "Žurić" not in str(row.problems)


def test_a_topic_about_somebody_is_left_out_since_topics_travel(read: Callable[..., RowRead]) -> None:
    row = read(tag="18.11.2026", minuten=5, anliegen="Wohngeld; Frau Žurić")
    assert row.session is not None
    assert [topic.label for topic in row.session.topics] == ["Wohngeld"]
    assert [one.trouble for one in row.problems] == [CellTrouble.TOPIC_LEFT_OUT]
    assert "Žurić" not in str(row.problems)


def test_a_programme_tag_that_looks_like_a_name_is_left_out_since_tags_travel(read: Callable[..., RowRead]) -> None:
    row = read(tag="18.11.2026", minuten=5, kennzeichen="100/00123456; Herr Žurić; FKZ DE12 ABCD 0000 11112")
    assert row.session is not None
    assert row.session.details.tags == ("100/00123456", "FKZ DE12 ABCD 0000 11112")
    assert [one.trouble for one in row.problems] == [CellTrouble.TAG_LEFT_OUT]
    assert "Žurić" not in str(row.problems)


@pytest.mark.parametrize(("field", "name"), [(SheetField.TOPIC, "anliegen"), (SheetField.TAGS, "kennzeichen")])
def test_of_a_cell_with_too_much_others_can_read_the_rest(
    read: Callable[..., RowRead], field: SheetField, name: str
) -> None:
    cell = "; ".join([f"A{number}" for number in range(21)] + ["x" * 201, "A\x07\t0", "\x07"])
    row = read(tag="18.11.2026", minuten=5, **{name: cell})
    assert row.session is not None
    kept = [topic.label for topic in row.session.topics] or list(row.session.details.tags)
    assert kept == [f"A{number}" for number in range(20)]
    assert [(one.field, one.trouble) for one in row.problems] == [(field, CellTrouble.TOO_MUCH)]


def test_a_word_may_be_begun_where_only_one_begins_so(read: Callable[..., RowRead]) -> None:
    begun = read(tag="18.11.2026", minuten=5, ergebnis="eingereich").session
    assert begun is not None
    assert begun.result is Result.SUBMITTED
    assert read(tag="18.11.2026", minuten=5, ergebnis="ei").session is None


def test_heads_are_found_below_a_title_and_empty_rows_are_passed_over() -> None:
    rows: list[list[Value]] = [
        ["Beratungen 2026"], [], ["Datum", "Dauer (min)", "Thema", "Farbe", "Dauer"],
        [46346.0, 20.0, "Brief"], [None, "", None], [46347.0],
    ]  # fmt: skip
    found = guess_map(rows)
    assert found == SheetMap({SheetField.DAY: 0, SheetField.MINUTES: 1, SheetField.TOPIC: 2}, 2)
    blank = replace(a_session(), topics=())
    read = SheetReader(blank, lambda: "se", datetime(2026, 12, 1, tzinfo=UTC)).read(rows, found)
    assert [(row.number, row.session is not None) for row in read] == [(4, True), (6, False)]
    assert guess_map([]) == SheetMap({}, 0)
