"""Lists without names, settings, and the figure report in all its forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from lotse_app.documents.reader import text_of
from lotse_app.forms.form import EvidenceRule
from lotse_app.models.application import CarriedBy, DocumentKind, State
from lotse_app.models.figures import Period
from lotse_app.models.operation import Kind
from lotse_app.models.people import Pilot, Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.workflows.print import recovery_sheet
from lotse_app.workflows.settings import THEME, Settings
from lotse_app.workflows.shift import Shift
from lotse_app.workflows.sight import Sight
from tests.cases import begin, filled, frozen, hand_in, operations
from tests.desks import WILSDRUFF

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desks import Office

YEAR = Period(date(2026, 1, 1), date(2027, 1, 1), "Jahr 2026")


def test_today_lists_what_runs_what_is_due_and_what_was_begun(office: Office) -> None:
    assert office.desk.overview.today().begun == ()
    begun = begin(office)
    due = filled(office)
    today = office.desk.overview.today()
    assert today.running is not None
    assert {line.id for line in today.begun} == {begun.id, due.application.id}
    assert [one.line.id for one in today.deadlines] == [due.application.id]
    assert {line.id for line in office.desk.overview.applications()} == {begun.id, due.application.id}


def test_a_deadline_is_over_once_the_paper_is_with_the_office(office: Office) -> None:
    case_id = hand_in(office, CarriedBy.RESIDENT).application.id

    def waits() -> list[str]:
        return [one.line.id for one in office.desk.overview.today().deadlines]

    assert waits() == [case_id], "mitgegeben ist nicht abgegeben"
    office.desk.handing_in.handed_over(case_id, date(2026, 11, 20), CarriedBy.RESIDENT)
    assert waits() == []
    office.clock.advance(days=30)  # the day is past, and was kept
    assert waits() == []
    office.desk.handing_in.handed_over(case_id, None)
    assert waits() == [case_id]


def test_the_post_knows_paper_on_its_way_and_paper_that_arrived(office: Office) -> None:
    away, arrived = hand_in(office, CarriedBy.POST), hand_in(office, CarriedBy.PILOT)
    post = office.desk.overview.post()
    assert [line.id for line in post.underway] == [away.application.id]
    assert [line.id for line in post.arrived] == [arrived.application.id]
    assert post.refused == ()
    assert post.waiting_operations == office.desk.overview.waiting() > 0


def test_the_card_of_a_service_names_office_facts_and_ways(office: Office) -> None:
    hit = office.desk.find.find("Hund anmelden")[0]
    card = office.desk.find.card(hit.service_id, WILSDRUFF)
    assert card.may_start
    assert card.authority == "Stadt Wilsdruff, Steueramt"
    assert {fact.label for fact in card.facts} >= {"Gebühr", "Frist"}
    assert "mitbringen" in text_of(office.desk.printing.bring_list(card))


def test_what_to_bring_says_for_whom_where_only_some_need_it(office: Office) -> None:
    hit = office.desk.find.find("Hund anmelden")[0]
    card = office.desk.find.card(hit.service_id, WILSDRUFF)
    permit = "Erlaubnis nach dem GefHundG: Für jeden Hund, der als gefährlich gilt."
    assert permit in card.bring
    assert permit.replace(" ", "") in text_of(office.desk.printing.bring_list(card))
    assert EvidenceRule("pass", "Reisepass").to_bring == "Reisepass"


def test_a_card_without_form_says_what_remains_possible(office: Office) -> None:
    plain = next(hit for hit in office.desk.find.find("Wohngeld Mietzuschuss") if not hit.has_form)
    card = office.desk.find.card(plain.service_id, WILSDRUFF)
    assert (card.may_start, card.formless) == (True, True)
    assert "formloser Antrag" in card.note
    pass_ = next(hit for hit in office.desk.find.find("Reisepass Ausstellung") if not hit.has_form)
    card = office.desk.find.card(pass_.service_id, WILSDRUFF)
    assert (card.may_start, card.formless) == (False, False)
    assert "selbst zum Amt kommen" in card.note


def test_communes_are_found_by_postcode_and_ambiguous_ones_ask(office: Office) -> None:
    assert len(office.desk.find.communes()) == 418
    shared = [code for commune in office.desk.find.communes() for code in commune.postcodes]
    ambiguous = next(code for code in shared if shared.count(code) > 1)
    assert len(office.desk.find.communes_of_postcode(ambiguous)) > 1
    assert office.desk.find.attribution()


def test_the_responsible_person_changes_the_station_and_the_change_travels(office: Office) -> None:
    settings = office.desk.settings
    settings.save_station(settings.operator(), replace(settings.station(), reception_point=False))
    assert not settings.station().reception_point
    patch = operations(office)[-1]
    assert (patch.kind, patch.body["/reception_point"]["v"]) == (Kind.STATION, False)
    reopened = office.desk.settings
    reopened.save_station(reopened.operator(), reopened.station())
    assert len(operations(office)) == 2, "no change, no operation"


def test_telephone_and_hours_travel_with_the_station(office: Office) -> None:
    settings = office.desk.settings
    assert (settings.station().telephone, settings.station().hours) == ("", "")
    settings.save_station(settings.operator(), replace(settings.station(), telephone="035204 1", hours="Mo 9–12 Uhr"))
    assert settings.station().hours == "Mo 9–12 Uhr"
    body = operations(office)[-1].body
    assert {key: change["v"] for key, change in body.items()} == {"/telephone": "035204 1", "/hours": "Mo 9–12 Uhr"}


def test_nobody_else_changes_the_station(office: Office) -> None:
    settings = office.desk.settings
    colleague = Pilot("p2", "B. Muster", Role.VOLUNTEER)
    place = replace(office.desk.workplace, pilot=colleague)
    tools = office.program.tools
    sight = Sight(office.desk.sight._rows, settings._rows, colleague, tools.clock)
    restricted = Settings(settings._rows, Shift(place, tools.clock, tools.ids, settings._operations, sight=sight))
    with pytest.raises(ProblemError) as refused:
        restricted.save_station(settings.operator(), settings.station())
    assert refused.value.problem.code is Code.NOT_PERMITTED


def test_settings_are_kept(office: Office) -> None:
    assert office.desk.settings.value(THEME, "hell") == "hell"
    office.desk.settings.save_value(THEME, "dunkel")
    assert office.desk.settings.value(THEME) == "dunkel"
    assert [pilot.name for pilot in office.desk.settings.pilots()] == ["A. Beispiel"]


def test_the_report_counts_what_was_recorded_and_writes_it_thrice(office: Office, tmp_path: Path) -> None:
    office.desk.counsel.short_contact(office.desk.counsel.blank())
    frozen(office)
    office.desk.counsel.end(office.desk.counsel.running() or office.desk.counsel.blank())
    report = office.desk.report.build(YEAR)
    assert ("Träger", "Stadt Wilsdruff") in report.header
    assert any(value == "2" for _, value in report.headline) or "2" in str(report.headline)
    written = [
        office.desk.report.write_pdf(report, tmp_path / "a.pdf"),
        office.desk.report.write_xlsx(report, tmp_path / "a.xlsx"),
        *office.desk.report.write_csv(report, tmp_path / "csv"),
    ]
    assert all(path.stat().st_size for path in written)
    assert len(written) == 4 + len(report.tables), "pdf, xlsx, the header block, the definitions, one csv a table"
    assert "A.Beispiel" not in text_of(written[0].read_bytes())


def test_an_empty_report_says_that_there_was_nothing(office: Office) -> None:
    assert ("Datenstand", "noch keine Beratung") in office.desk.report.build(YEAR).header


def test_a_withdrawn_case_is_in_no_list_of_open_ones(office: Office) -> None:
    application = begin(office)
    office.desk.letters.end(application.id, State.ABANDONED)
    assert office.desk.overview.today().begun == ()
    assert [line.state for line in office.desk.overview.applications()] == [State.ABANDONED]


def test_an_unsigned_application_prints_as_frozen_and_shows_as_pictures(office: Office) -> None:
    case = frozen(office)
    pdf = office.desk.printing.application(case.application.id)
    assert pdf == office.desk.printing.stored(case.application.id, DocumentKind.APPLICATION)
    page = office.desk.printing.pages(pdf, 400)[0]
    assert page.width == 400
    assert len(page.rgba) == page.width * page.height * 4


def test_the_recovery_sheet_shows_the_code(office: Office) -> None:
    sheet = recovery_sheet(office.program.shelf.papers(), office.recovery_code, "Rathaus Wilsdruff", office.clock)
    assert office.recovery_code.replace("-", "") in text_of(sheet).replace("-", "")


def test_a_paper_handed_in_without_deadline_names_none(office: Office) -> None:
    case = frozen(office)
    dated = text_of(office.desk.handing_in.prepare(case, CarriedBy.POST).note_pdf)
    undated = replace(case, application=replace(case.application, due=None))
    assert "letzterTagfürdieAbgabe" in dated
    assert "letzterTag" not in text_of(office.desk.handing_in.prepare(undated, CarriedBy.POST).note_pdf)
