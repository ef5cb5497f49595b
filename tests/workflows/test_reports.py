"""Filters, named reports, one's own hours, editions and lists of contacts, at a real desk and from the command line."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from lotse_app.errands import ExportErrand, export
from lotse_app.models.application import CarriedBy
from lotse_app.models.contact import ContactKind, Details, HeadKind, Heads, Language
from lotse_app.models.figures import Period
from lotse_app.models.filters import FilterKind, Filters, filters_of, kept_filters
from lotse_app.models.letter import LetterEntry, LetterKind
from lotse_app.models.people import PlaceType
from lotse_app.models.periods import named
from lotse_app.models.problems import Code, ProblemError
from lotse_app.models.session import Access, AgeBand, Obstacle, Result, Topic
from lotse_app.ui.kit.figure_views import cell_words
from tests.cases import hand_in
from tests.desks import MORNING, PASSPHRASE, WILSDRUFF

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.models.figures import FigureTable, Report
    from tests.desks import Office

QUARTER = named(date(2026, 10, 1), date(2027, 1, 1))


def counsel(office: Office, minutes: int = 20, **fields: object) -> None:
    session = office.desk.counsel.start()
    office.clock.advance(minutes=minutes)
    ending = replace(office.desk.counsel.ending(session.id).session, **fields)  # type: ignore[arg-type]  # fields of a session by name
    office.desk.counsel.end(ending)


def table(report: Report, key: str) -> FigureTable:
    return next(one for one in report.tables if one.key == key)


def counted(office: Office, kind: FilterKind, *codes: str) -> str:
    report = office.desk.report.build(QUARTER, Filters().with_codes(kind, codes))
    return dict(report.headline)["Beratungen"]


def refused(code: Code) -> pytest.RaisesExc[ProblemError]:
    return pytest.raises(ProblemError, check=lambda error: error.problem.code is code)


def test_every_kind_of_filter_narrows_to_what_it_says(office: Office) -> None:
    dog = office.desk.find.find("Hund anmelden")[0]
    situation = office.desk.find.card(dog.service_id, WILSDRUFF).service.situation
    counsel(
        office,
        place_type=PlaceType.LIBRARY,
        kind=ContactKind.VIDEO,
        age_band=AgeBand.FROM_60,
        access=Access.APPOINTMENT,
        result=Result.NEW_APPOINTMENT,
        obstacles=(Obstacle.LANGUAGE,),
        topics=(Topic(dog.service_id, dog.name), Topic("", "Brief erklärt")),
        details=Details(language=Language.UPPER_SORBIAN, tags=("FKZ 7",)),
    )
    counsel(office)
    wanted = {
        FilterKind.STATION: office.desk.workplace.station.id,
        FilterKind.COMMUNE: WILSDRUFF,
        FilterKind.DISTRICT: WILSDRUFF[:5],
        FilterKind.KIND: "video",
        FilterKind.PLACE: "bibliothek",
        FilterKind.TOPIC: "Brief erklärt",
        FilterKind.SERVICE: dog.service_id,
        FilterKind.SITUATION: situation,
        FilterKind.AGE: "60_69",
        FilterKind.LANGUAGE: "hsb",
        FilterKind.ACCESS: "termin",
        FilterKind.OBSTACLE: "sprache",
        FilterKind.RESULT: "neuer_termin",
        FilterKind.TAG: "FKZ 7",
    }
    assert set(wanted) == set(FilterKind)
    for number, (kind, code) in enumerate(wanted.items()):
        assert counted(office, kind, code) == ("2" if number < 3 else "1"), kind
        assert counted(office, kind, "gibt es nicht") == "0", kind
        assert code in {one.code for one in office.desk.report.choices(kind)}, kind
    assert office.desk.report._figures().choices(FilterKind.RESULT) == (), "fixed codes are no matter of the store"
    report = office.desk.report.build(QUARTER, filters_of({"zugang": ["termin", "telefon"], "sprache": ["hsb"]}))
    assert ("Filter", "Sprache: Obersorbisch; Zugang: mit Termin oder am Telefon") in report.header
    assert "antragsverlauf" not in {one.key for one in report.tables}, "applications have no language"


def test_a_group_is_in_where_one_of_its_persons_is_of_the_age(office: Office) -> None:
    heads = (Heads(HeadKind.AGE, "70_79", 2), Heads(HeadKind.AGE, "u18", 1))
    counsel(office, kind=ContactKind.GROUP, people=4, heads=heads)
    assert counted(office, FilterKind.AGE, "u18") == "1"
    assert counted(office, FilterKind.AGE, "k_a") == "1"
    assert counted(office, FilterKind.AGE, "30_44") == "0"


def test_a_choice_is_kept_found_replaced_and_forgotten(office: Office) -> None:
    keeping = office.desk.report_keeping
    filters = Filters((), "nobody").with_codes(FilterKind.RESULT, ["erledigt"])
    kept = keeping.save("  Nur   Erledigte ", filters)
    assert kept.name == "Nur Erledigte"
    assert keeping.find("nur erledigte").filters == Filters(filters.chosen)
    assert kept_filters(filters) == {"ergebnis": ["erledigt"]}
    keeping.save("Nur Erledigte", filters.with_codes(FilterKind.RESULT, ()))
    assert [one.filters for one in keeping.named()] == [Filters()]
    keeping.delete("Nur Erledigte")
    assert keeping.named() == ()
    with refused(Code.REPORT_UNKNOWN):
        keeping.find("Nur Erledigte")
    for name in ("  ", "x" * 61):
        with refused(Code.REPORT_NAME):
            keeping.save(name, filters)


def test_names_of_choices_are_told_apart_as_the_command_line_asks_for_them(office: Office) -> None:
    keeping, done = office.desk.report_keeping, Filters().with_codes(FilterKind.RESULT, ["erledigt"])
    for name in ("standard", "Medienbrüche", "Kurzbericht  Medienbrüche", "Mein Tätigkeitsnachweis"):
        with refused(Code.REPORT_THERE):
            keeping.save(name, done)
    keeping.save("Bücherei Süd", Filters())
    keeping.save("Rathaus", Filters())
    keeping.save("bücherei süd", done)
    assert [one.name for one in keeping.named()] == ["Rathaus", "bücherei süd"]
    assert keeping.find(" Bücherei   Süd").filters == done


def test_nobody_gets_figures_of_one_pilot_but_that_pilot(office: Office) -> None:
    counsel(office, details=Details(travel=30, distance=12, preparation=10, tags=("FKZ 7",)))
    mine = office.desk.report.own(QUARTER)
    assert dict(mine.headline)["Arbeitszeit mit Vorbereitung und Weg"] == "1 Std. 0 min"
    assert table(mine, "foerderkennzeichen").rows[0] == ("FKZ 7", 1, 20, 10, 30, 12)
    sly = Filters(pilot_id="somebody else")
    assert dict(office.desk.report.build(QUARTER, sly).headline)["Beratungen"] == "1", "a pilot is no filter"
    assert dict(office.desk.report.brief(QUARTER, sly).headline)["Beratungen im Zeitraum"] == "1"


def test_the_brief_names_services_with_cases_and_trend(office: Office) -> None:
    counsel(office, obstacles=(Obstacle.MEDIA_BREAK,), topics=(Topic("", "Wohngeld"),))
    office.clock.advance(days=92)
    for _ in range(3):
        counsel(office, obstacles=(Obstacle.MEDIA_BREAK,), topics=(Topic("", "Wohngeld"),))
    report = office.desk.report.brief(named(date(2027, 1, 1), date(2027, 4, 1)))
    assert table(report, "medienbruch").rows == (("Wohngeld", 3, 1, "+2", 0, None),)
    assert table(report, "hindernis").rows == (("Ausdruck nötig, obwohl online", 3, 1, "+2"),)
    assert len(office.desk.report.pdf(report)) > 1000


def test_a_beratung_with_two_media_breaks_is_one_case_of_the_brief(office: Office) -> None:
    topics = (Topic("", "Wohngeld"),)
    counsel(office, obstacles=(Obstacle.MEDIA_BREAK, Obstacle.NOT_ONLINE), topics=topics)
    counsel(office, obstacles=(Obstacle.NOT_ONLINE, Obstacle.LANGUAGE), topics=topics)
    counsel(office, obstacles=(Obstacle.LANGUAGE,), topics=topics)
    report = office.desk.report.brief(QUARTER)
    assert report.headline == (
        ("Beratungen im Zeitraum", "3"),
        ("davon mit Medienbruch (Ausdruck nötig oder nicht online)", "2"),
    )
    assert table(report, "medienbruch").rows == (("Wohngeld", 2, 0, "+2", 0, None),)
    assert [row[:2] for row in table(report, "hindernis").rows] == [
        ("Dienst nicht online", 2), ("Sprache", 2), ("Ausdruck nötig, obwohl online", 1)]  # fmt: skip


def test_begun_applications_that_a_filter_does_not_fit_are_left_open_not_counted_as_none(office: Office) -> None:
    case = hand_in(office, CarriedBy.PILOT)
    ending = office.desk.counsel.ending(case.application.session_id or "").session
    office.desk.counsel.end(replace(ending, obstacles=(Obstacle.MEDIA_BREAK,)))
    walk_in = Filters().with_codes(FilterKind.ACCESS, [ending.access.value])
    for filters, begun, rate in ((None, 1, 100.0), (walk_in, None, None)):
        for report in (office.desk.report.build(QUARTER, filters), office.desk.report.brief(QUARTER, filters)):
            (line,) = table(report, "medienbruch").rows
            assert line[-2:] == (begun, rate), report.title
            assert len(office.desk.report.pdf(report)) > 1000


def test_applications_are_told_of_whole_months_only_for_their_days_are_not_kept(office: Office) -> None:
    """The day after: one was begun in its month, but not on it."""
    case = hand_in(office, CarriedBy.PILOT)
    office.desk.counsel.end(office.desk.counsel.ending(case.application.session_id or "").session)
    office.clock.advance(days=1)
    counsel(office, obstacles=(Obstacle.MEDIA_BREAK,), topics=(Topic("", "Wohngeld"),))
    day = MORNING.date() + timedelta(days=1)
    said = ("Antragsverlauf", "nur bei ganzen Monaten ausgewiesen")
    for period, whole in ((QUARTER, True), (named(day, day + timedelta(days=1)), False)):
        report, brief = office.desk.report.build(period), office.desk.report.brief(period)
        assert ("antragsverlauf" in {one.key for one in report.tables}) is whole
        for one in (report, brief):
            assert (said in one.header) is not whole
            assert table(one, "medienbruch").rows[0][-2:] == ((0, None) if whole else (None, None))


def test_what_became_of_applications_is_counted_also_when_they_went(office: Office) -> None:
    counsel(office)
    case = hand_in(office, CarriedBy.PILOT)
    office.clock.advance(days=10)
    day = MORNING.date() + timedelta(days=10)
    office.desk.letters.enter(case.application.id, LetterEntry(LetterKind.GRANTED, day, day))
    before = office.desk.report.build(QUARTER)
    steps = {row[0]: row[-1] for row in table(before, "antragsverlauf").rows}
    assert (steps["begonnen"], steps["eingereicht"], steps["beschieden"]) == (1, 1, 1)
    assert steps["davon über die Annahmestelle"] == steps["Eingang bestätigt"] == 1
    assert table(before, "laufzeit").rows[1] == ("Laufzeit, Median", None, 10)
    office.clock.advance(days=400)
    office.desk.keeping.tidy()
    after = office.desk.report.build(QUARTER)
    assert office.desk.overview.applications() == ()
    assert table(after, "antragsverlauf") == table(before, "antragsverlauf")
    assert table(after, "laufzeit") == table(before, "laufzeit")
    office.clock.advance(days=6 * 365)
    office.desk.keeping.tidy()
    assert sum(row[-1] for row in table(office.desk.report.build(QUARTER), "antragsverlauf").rows) == 0  # type: ignore[misc]  # the last column holds counts


def test_an_edition_is_frozen_once_and_prints_again_from_the_store(office: Office) -> None:
    for _ in range(25):
        counsel(office)
    edition = office.desk.report.edition(QUARTER, ())
    kept = office.desk.report_keeping.publish(QUARTER, edition)
    assert office.desk.report_keeping.publications() == (kept,)
    assert office.desk.report.reprint(office.desk.report_keeping.publications()[0]) == edition.report
    with refused(Code.RECORD_FROZEN):
        office.desk.report_keeping.publish(QUARTER, edition)


def test_no_header_tells_at_what_time_the_last_contact_ended(office: Office) -> None:
    for _ in range(25):
        counsel(office)
    ended = office.clock.now()
    office.clock.advance(days=2)
    desk = office.desk.report
    for report in (desk.build(QUARTER), desk.records(QUARTER), desk.edition(QUARTER, ()).report):
        assert dict(report.header)["Datenstand"] == f"{ended:%d.%m.%Y}"
        assert [label for label, words in report.header if "Uhr" in words] == ["Erstellt"]


def errand(folder: Path, **asked: object) -> ExportErrand:
    plain = ExportErrand("statistics", "Standard", date(2026, 10, 1), date(2027, 1, 1), False, "xlsx", folder)
    return replace(plain, **asked)  # type: ignore[arg-type]  # fields by name


def run(office: Office, folder: Path, **asked: object) -> tuple[int, str]:
    office.desk.close_reports()
    office.desk.close()
    said: list[str] = []
    status = export(office.program, errand(folder, **asked), lambda _: PASSPHRASE, said.append)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    office.reopen(key)
    return status, "\n".join(said)


def test_the_command_line_writes_what_the_screen_shows(office: Office, tmp_path: Path) -> None:
    counsel(office, result=Result.DONE)
    screen = office.desk.report.build(QUARTER)
    assert run(office, tmp_path) == (0, f"Gesichert: {tmp_path / 'Beratungen_je_Monat_4_Quartal_2026_intern.xlsx'}")
    book = openpyxl.load_workbook(tmp_path / "Beratungen_je_Monat_4_Quartal_2026_intern.xlsx")
    sheets = [sheet for sheet in book if sheet.title not in {"Bericht", "Definitionen"}]
    assert len(sheets) == len(screen.tables)
    for sheet, shown in zip(sheets, screen.tables, strict=True):
        rows = [shown.columns, *shown.rows, *([shown.totals] if shown.totals else [])]
        found = [[cell.value for cell in line] for line in sheet.iter_rows(max_row=len(rows))]
        assert [list(map(cell_words, row)) for row in found] == [list(map(cell_words, row)) for row in rows]


def test_no_report_takes_the_file_of_another(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "aus"
    for _ in range(25):
        counsel(office)
    for name, kind in (("Bücherei", "bibliothek"), ("Rathaus & Co.", "rathaus")):
        office.desk.report_keeping.save(name, Filters().with_codes(FilterKind.PLACE, [kind]))
    asked: list[dict[str, object]] = [
        {}, {"report": "Bücherei"}, {"report": "rathaus & co."}, {"report": "Medienbrüche"}, {"all_stations": True},
        {"report": "Tätigkeitsnachweis"}, {"what": "sessions"}, {"what": "sessions", "per_person": True},
        {"what": "sessions", "report": "Bücherei"}, {"public": True},
    ]  # fmt: skip
    for number, one in enumerate(asked, start=1):
        assert run(office, out, **one)[0] == 0
        assert len(list(out.iterdir())) == number, one
    for _ in range(20):
        counsel(office)
    assert run(office, out, public=True)[1].endswith("oeffentlich_2_Fassung.xlsx")
    assert len(list(out.iterdir())) == len(asked) + 1


def test_a_folder_of_csv_holds_the_tables_of_one_report_only(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "aus"
    assert run(office, out, form="csv")[0] == 0
    (folder,) = out.iterdir()
    (folder / "03_gemeinde.csv").write_text("of a report that had this table")
    (folder / "Notizen.csv").write_text("of somebody")
    assert run(office, out, form="csv")[0] == 0
    names = {path.name for path in folder.iterdir()}
    assert "03_gemeinde.csv" not in names
    assert {"00_bericht.csv", "Notizen.csv"} <= names


def test_the_command_line_knows_named_reports_briefs_and_editions(office: Office, tmp_path: Path) -> None:
    for _ in range(21):
        counsel(office)
    office.desk.report_keeping.save("Bücherei", Filters().with_codes(FilterKind.PLACE, ["bibliothek"]))
    assert run(office, tmp_path, report="Bücherei")[0] == 0
    assert run(office, tmp_path, report="Medienbrüche", form="pdf")[0] == 0
    assert run(office, tmp_path, report="Tätigkeitsnachweis", form="pdf")[0] == 0
    assert run(office, tmp_path, public=True, form="pdf")[0] == 0
    edition = tmp_path / "Beratungen_zur_Veröffentlichung_4_Quartal_2026_oeffentlich_1_Fassung.pdf"
    first = edition.read_bytes()
    office.clock.advance(days=1)
    assert run(office, tmp_path, public=True, form="pdf")[0] == 0
    assert first == edition.read_bytes()
    assert len(office.desk.report_keeping.publications()) == 1
    status, said = run(office, tmp_path, public=True, start=date(2026, 1, 1), end=date(2026, 2, 1))
    assert (status, "weniger als 20" in said) == (1, True)
    assert "gibt es nicht" in run(office, tmp_path, report="Nie gemerkt")[1]


def test_the_list_of_contacts_tells_of_nobody(office: Office, tmp_path: Path) -> None:
    heads = (Heads(HeadKind.AGE, "70_79", 2),)
    counsel(office, kind=ContactKind.GROUP, people=3, heads=heads, note="Rampe fehlt", topics=(Topic("", "=1+1"),))
    assert run(office, tmp_path, what="sessions", form="csv")[0] == 0
    folder = next(path for path in tmp_path.iterdir() if path.is_dir())
    text = (folder / "01_kontakte.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert rows[1][0] == "20.11.2026"
    assert rows[1][8] == "in der Gruppe gezählt"
    assert "'=1+1" in rows[1]
    for word in ("Rampe", "Beispiel", "10:30", "09:30", office.pilot_id):
        assert word not in text
    report = office.desk.report.records(QUARTER, per_person=True)
    lines = report.tables[0].rows
    assert [line[8] for line in lines] == ["70–79", "70–79", "keine Angabe"]
    assert [line[7] for line in lines] == [3, 0, 0], "a sum over the column is still true"
    assert sum(line[16] for line in lines) == 20  # type: ignore[misc]  # minutes are numbers


def test_periods_go_by_their_names() -> None:
    assert named(date(2026, 11, 1), date(2026, 12, 1)).name == "November 2026"
    assert named(date(2026, 1, 1), date(2027, 1, 1)).name == "Jahr 2026"
    assert named(date(2026, 11, 3), date(2026, 11, 10)) == Period(
        date(2026, 11, 3), date(2026, 11, 10), "03.11.2026 bis 09.11.2026"
    )
