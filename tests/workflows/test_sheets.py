"""The old spreadsheet comes over: 5,000 rows with everything that is wrong in them, at a real desk."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from lotse_app.errands import ListErrand, import_sessions
from lotse_app.models.figures import Period
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.session_sheet import CellTrouble, SheetMap
from lotse_app.models.sheet_words import SheetField
from lotse_app.workflows.sheets import written_map
from tests.cases import operations
from tests.chance import seeded
from tests.colleagues import add, sit_down
from tests.desks import PASSPHRASE, close

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.sheet_cells import Value
    from tests.desks import Office

ROWS = 5_000
FIRST = date(2022, 1, 3)
HEADS = ("Datum der Beratung", "Dauer", "Worum ging es", "Personen", "Altersgruppe", "Neu", "Bemerkung")
LINES = (
    "# so heißen die Spalten hier", "", "Tag = Datum der Beratung", "Minuten = Dauer", "Anliegen = Worum ging es",
    "Personen = Personen", "Alter = Altersgruppe", "Erstkontakt = Neu", "Notiz = Bemerkung",
)  # fmt: skip
YEARS = Period(date(2022, 1, 1), date(2027, 1, 1), "alles")
LIST: list[list[Value]] = [["Tag", "Minuten", "Anliegen"], ["18.11.2026", 20, "Wohngeld"], ["19.11.2026", 5, "Brief"]]


def _write_day(sheet: Any, row: int, day: date, dated: Any) -> None:  # noqa: ANN401 - the library ships no types
    """Write a day in one of the ways that lists have: as text, as a bare serial number, as a date."""
    serial = (day - date(1899, 12, 30)).days
    match row % 3:
        case 0:
            sheet.write_string(row, 0, f"{day:%d.%m.%Y}")
        case 1:
            sheet.write_number(row, 0, serial)
        case _:
            sheet.write_number(row, 0, serial, dated)


def sample(target: Path) -> dict[str, int]:
    """Write a workbook as stations keep it: title, merged days, serial dates, formulas; return what is in it."""
    chance = seeded(11)
    book = xlsxwriter.Workbook(str(target))
    sheet, dated = book.add_worksheet("2022 bis 2026"), book.add_format({"num_format": "dd.mm.yyyy"})
    sheet.write(0, 0, "Beratungen Beispielthal")
    sheet.write_row(2, 0, HEADS)
    counted = Counter[str]()
    for number in range(ROWS):
        row, day = number + 3, FIRST + timedelta(days=number // 4)
        wrong, minutes, people = number % 50 == 7, chance.choice([5, 15, 30, 45]), chance.choice([1, 1, 1, 2])
        new = chance.choice(["ja", "nein", "", "x"])
        if wrong:
            sheet.write_string(row, 0, chance.choice(["31.02.2024", "gestern", "1.1.2031", "2o.11.2025"]))
        elif number % 50 in {20, 21}:  # two rows with one day, as lists have it
            if number % 50 == 20:
                sheet.merge_range(row, 0, row + 1, 0, "")
                _write_day(sheet, row, day, dated)
        else:
            _write_day(sheet, row, day, dated)
        sheet.write_formula(row, 1, f"={minutes}*1", None, minutes)
        age = chance.choice(["70-79", "k.A.", 66])
        sheet.write_row(row, 2, [chance.choice(["Wohngeld", "Brief; Handy"]), people, age, new])
        if number % 100 == 30:
            sheet.write_string(row, 6, "Frau Muster kommt wieder")
        if not wrong:
            told = people if new in {"ja", "x"} else 0
            counted.update(good=1, minutes=minutes, people=people, first=told, notes=int(number % 100 == 30))
    book.close()
    return counted


def test_5000_rows_come_over_with_every_figure_right_and_go_back_as_one(office: Office, tmp_path: Path) -> None:
    expected = sample(tmp_path / "alt.xlsx")
    sheets = office.desk.sheets
    rows = sheets.read(tmp_path / "alt.xlsx")
    chosen = written_map(rows, LINES)
    checked = sheets.check(rows, chosen)
    assert (len(checked.rows), checked.good) == (ROWS, expected["good"])
    held = [one for one in checked.problems if one.trouble is not CellTrouble.NOTE_LEFT_OUT]
    assert 90 < len(held) == ROWS - expected["good"]
    assert {one.trouble for one in held} == {CellTrouble.NOT_A_DAY, CellTrouble.IN_FUTURE}
    assert len(checked.problems) - len(held) == expected["notes"]
    assert list(office.desk.counsel.ids()) == [], "a check writes nothing"

    batch = sheets.take(rows, chosen, checked)

    assert batch.count == expected["good"]
    headline = dict(office.desk.report.build(YEARS).headline)
    hours, minutes = divmod(expected["minutes"], 60)
    assert headline["Beratungen"] == str(expected["good"])
    assert headline["Teilnahmen"] == str(expected["people"])
    assert headline["davon Erstkontakte"].startswith(f"{expected['first']} ")
    assert headline["Dauer"] == f"{hours} Std. {minutes} min"
    with pytest.raises(ProblemError) as again:
        sheets.take(rows, chosen, checked)
    assert again.value.problem.code is Code.SHEET_TAKEN
    assert sheets.undo(batch.id) == expected["good"]
    assert dict(office.desk.report.build(YEARS).headline)["Beratungen"] == "0"
    assert sheets.last() is None


def test_a_list_that_was_taken_back_can_come_again_with_its_map_remembered(office: Office) -> None:
    sheets = office.desk.sheets
    chosen = SheetMap({SheetField.DAY: 0, SheetField.MINUTES: 1}, 0)
    assert sheets.map_of(LIST) == SheetMap({SheetField.DAY: 0, SheetField.MINUTES: 1, SheetField.TOPIC: 2}, 0)
    first = sheets.take(LIST, chosen, sheets.check(LIST, chosen))
    assert sheets.last() == first
    assert sheets.map_of([LIST[0], ["1.11.2026", 5, ""]]) == chosen, "remembered for lists with these heads"
    assert sheets.undo(first.id) == 2
    with pytest.raises(ProblemError) as gone:
        sheets.undo(first.id)
    assert gone.value.problem.code is Code.RECORD_MISSING
    assert office.desk.counsel.binned() == ()
    assert [(one.id, one.count) for one in sheets.undone()] == [(first.id, 2)]
    sheets.take(LIST, chosen, sheets.check(LIST, chosen))
    assert len(office.desk.counsel.ids()) == 2
    with pytest.raises(ProblemError) as twice:
        sheets.redo(first.id)
    assert twice.value.problem.code is Code.SHEET_TAKEN


def test_a_list_that_was_taken_back_comes_out_of_the_bin_as_a_whole(office: Office) -> None:
    sheets, chosen = office.desk.sheets, SheetMap({SheetField.DAY: 0, SheetField.MINUTES: 1}, 0)
    taken = sheets.take(LIST, chosen, sheets.check(LIST, chosen))
    alone = office.desk.counsel.ids()[0]
    office.desk.counsel.delete(alone)
    office.clock.advance(minutes=1)
    assert sheets.undo(taken.id) == 1
    assert [one.session.id for one in office.desk.counsel.binned()] == [alone], "deleted by itself before"
    own, other = office.pilot_id, add(office.desk).id
    sheets = sit_down(office, other).sheets
    assert (sheets.last(), sheets.undone()) == (None, ())
    with pytest.raises(ProblemError) as others:
        sheets.redo(taken.id)
    assert others.value.problem.code is Code.RECORD_MISSING
    sheets = sit_down(office, own).sheets
    assert sheets.redo(taken.id) == 1
    assert (len(office.desk.counsel.ids()), sheets.undone(), sheets.last()) == (1, (), taken)
    assert [dict(one.body)["/deleted"]["v"] for one in operations(office)[-2:]] == [True, False]
    with pytest.raises(ProblemError) as others:
        sit_down(office, other).sheets.undo(taken.id)
    assert others.value.problem.code is Code.RECORD_MISSING
    rows = office.desk.sheets._batches
    for act in (rows.redo, partial(rows.undo, by=own, at=office.clock.now())):
        with pytest.raises(ProblemError) as gone:
            act("fehlt", operations=lambda _session: ())
        assert gone.value.problem.code is Code.RECORD_MISSING


def test_a_list_that_was_mended_and_went_on_brings_only_what_is_new(office: Office, tmp_path: Path) -> None:
    """The wrong row is mended, a month is written below, the file is saved as another kind: nothing counts twice."""
    file, later = tmp_path / "liste.csv", tmp_path / "liste.xlsx"
    file.write_text("Tag;Minuten;Anliegen\n18.11.2026;20;Wohngeld\n18.11.2026;20;Wohngeld\ngestern;5;Brief\n", "utf-8")
    book = xlsxwriter.Workbook(str(later))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Tag", "Minuten", "Anliegen"])
    for row, topic in enumerate(["Wohngeld", "Wohngeld", "Brief", "Wohngeld"], 1):
        sheet.write_row(row, 0, [46344 if topic == "Wohngeld" else 46345, 20 if topic == "Wohngeld" else 5, topic])
    book.close()
    check = ListErrand(later, only_check=True)
    codes, said = _run(office, ListErrand(file), check, ListErrand(later), ListErrand(later))
    assert codes == [1, 0, 0, 1]
    again = "2 stehen schon in einer übernommenen Liste und zählen nicht noch einmal."
    assert said.count(f"2 von 4 Zeilen lassen sich übernehmen. {again}") == 2
    assert "Diese Liste wurde schon übernommen." in said[-1]
    found = office.desk.counsel.page(office.desk.counsel.ids())
    assert sorted(one.topics[0].label for one in found) == ["Brief", "Wohngeld", "Wohngeld", "Wohngeld"]


def test_every_session_of_a_list_travels_and_its_going_back_too(office: Office) -> None:
    before = len(operations(office))
    sheets = office.desk.sheets
    chosen = sheets.map_of(LIST)
    batch = sheets.take(LIST, chosen, sheets.check(LIST, chosen))
    sheets.undo(batch.id)
    acts = [one.act.value for one in operations(office)[before:]]
    assert acts == ["create", "create", "patch", "patch"]
    deeds = [entry.deed for entry in office.desk.keeping.trail(10)]
    assert deeds.index("liste_zurueckgenommen") < deeds.index("liste_uebernommen")


def test_a_list_without_heads_is_read_by_its_columns_and_maps_nothing(office: Office) -> None:
    sheets = office.desk.sheets
    chosen = SheetMap({SheetField.TOPIC: 0}, -1)
    checked = sheets.check([["Brief"], ["Handy"]], chosen, 5)
    assert [row.number for row in checked.rows] == [1, 2]
    sheets.take([["Brief"], ["Handy"]], chosen, checked)
    assert sheets.map_of([["Brief"], ["Handy"]]) == SheetMap({}, 0)
    assert sheets.map_of([]) == SheetMap({}, 0)


def test_nothing_good_means_nothing_is_written(office: Office) -> None:
    sheets = office.desk.sheets
    bad: list[list[Value]] = [["Tag", "Minuten"], ["gestern", 5], ["1.1.2019", 5]]
    chosen = sheets.map_of(bad)
    checked = sheets.check(bad, chosen)
    assert [one.trouble for one in checked.problems] == [CellTrouble.NOT_A_DAY, CellTrouble.TOO_OLD]
    with pytest.raises(ProblemError) as refused:
        sheets.take(bad, chosen, checked)
    assert refused.value.problem.code is Code.SHEET_EMPTY


def test_a_map_need_only_name_the_columns_that_are_called_otherwise() -> None:
    rows: list[list[Value]] = [
        ["Liste 2026"],
        ["Wann", "Minuten", "Anliegen", "Notiz"],
        ["18.11.2026", 20, "Brief", "x"],
    ]
    named = {SheetField.DAY: 0, SheetField.MINUTES: 1, SheetField.TOPIC: 2, SheetField.NOTE: 3}
    assert written_map(rows, ["Tag = Wann"]) == SheetMap(named, 1)
    assert written_map(rows, ["Tag = Wann", "Notiz ="]).columns == {
        field: column for field, column in named.items() if field is not SheetField.NOTE
    }
    swapped = written_map(rows, ["Tag = Wann", "Anliegen = Notiz"]).columns
    assert swapped == {SheetField.DAY: 0, SheetField.MINUTES: 1, SheetField.TOPIC: 3}


@pytest.mark.parametrize("lines", [["Farbe = Datum"], ["Tag"], ["Tag = Farbe"]])
def test_a_map_that_does_not_fit_is_refused(lines: list[str]) -> None:
    with pytest.raises(ProblemError) as refused:
        written_map(LIST, lines)
    assert refused.value.problem.code is Code.SHEET_MAP
    with pytest.raises(ProblemError):
        written_map([], ["Tag = Tag"])


def _run(office: Office, *errands: ListErrand) -> tuple[list[int], list[str]]:
    close(office.desk)
    said: list[str] = []
    run = partial(import_sessions, office.program, ask=lambda _words: PASSPHRASE, tell=said.append)
    codes = [run(errand) for errand in errands]
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))
    return codes, said


def test_the_command_line_checks_takes_over_and_takes_back(office: Office, tmp_path: Path) -> None:
    file, lines = tmp_path / "liste.csv", tmp_path / "zuordnung.txt"
    file.write_text("Wann;Wie lange;Alter\n18.11.2026;20;siebzig\n19.11.2026;5;70-79\n", "cp1252")
    lines.write_text("Tag = Wann\nMinuten = Wie lange\nAlter = Alter\n", "utf-8")
    codes, said = _run(
        office,
        ListErrand(file, lines, only_check=True),
        ListErrand(file, lines),
        ListErrand(None),
        ListErrand(None),
        ListErrand(file, tmp_path / "fehlt.txt"),
    )
    assert codes == [1, 1, 0, 1, 1]
    assert said[0] == "Zeile 2, Alter: „siebzig“ ist hier nicht bekannt."
    assert said[1] == "1 von 2 Zeilen lässt sich übernehmen."
    assert "Übernommen: 1 Beratung." in said
    assert "Zurückgenommen: 1 von 1. Sie liegen höchstens 30 Tage im Papierkorb." in said
    assert "Es gibt keine Übernahme" in said[-2]
    assert "fehlt.txt" in said[-1]


def test_a_whole_list_comes_over_without_a_map(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text("Datum;Dauer\n18.11.2026;20\n", "utf-8")
    assert _run(office, ListErrand(file))[0] == [0]
    assert len(office.desk.counsel.ids()) == 1
