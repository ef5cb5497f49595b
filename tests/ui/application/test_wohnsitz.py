"""Anmeldung eines Wohnsitzes in the window: two adults and a child, from the first question to the signed paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from lotse_app.documents.reader import text_of
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.application import Mark, State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.signing import SignWay
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.form.elements import ListView
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.form.step_page import FormStepPage
    from lotse_app.ui.kit.theme import Appearance
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage

WILSDRUFF = "14628410"
#: A word that stands for the special category: nobody but the office may meet it.
CREED = "Serbisch-Orthodoxe Kirche"
MOVE = {
    "/einzugsdatum": "2026-11-14",
    "/wohnungsart": "alleinige",
    "/neue_anschrift/strasse": "Markt",
    "/neue_anschrift/hausnummer": "1",
    "/neue_anschrift/plz": "01723",
    "/neue_anschrift/ort": "Wilsdruff",
    "/zuzug_aus": "inland",
    "/bisherige_anschrift/strasse": "Hauptstraße",
    "/bisherige_anschrift/hausnummer": "7",
    "/bisherige_anschrift/plz": "01067",
    "/bisherige_anschrift/ort": "Dresden",
    "/bisherige_wird": "aufgegeben",
}
LANDLORD = {
    "/wohnungsgeber/bestaetigung": "papier",
    "/wohnungsgeber/name": "Wohnbau Wilsdruff GmbH",
    "/wohnungsgeber/anschrift/strasse": "Bahnhofstraße",
    "/wohnungsgeber/anschrift/hausnummer": "3",
    "/wohnungsgeber/anschrift/plz": "01723",
    "/wohnungsgeber/anschrift/ort": "Wilsdruff",
    "/wohnungsgeber/ist_eigentuemer": True,
}
CARD = {
    "art": "personalausweis",
    "seriennummer": "T220001293",
    "behoerde": "Landeshauptstadt Dresden",
    "ausgestellt_am": "2021-05-01",
    "gueltig_bis": "2031-04-30",
}
MARRIED = {"eheschliessung/datum": "2015-06-05", "eheschliessung/ort": "Dresden", "ehegatte_in_liste": True}


def person(given: str, born: str, sex: str, **more: object) -> dict[str, object]:
    """Return the answers about one person below ``/personen/n``."""
    names = {"person/familienname": "Nowak-Žurić", "person/vornamen": given, "person/geburtsdatum": born}
    base = {"geschlecht": sex, "geburtsort": "Dresden", "staatsangehoerigkeit": "000"}
    return {**names, **base, **more}


ADULTS = (
    person("Jan Piotr", "1985-04-01", "m", familienstand="verheiratet", vertretung="keine", religion="rk"),
    person("Ewa", "1987-08-11", "w", familienstand="verheiratet", vertretung="keine", religion="andere"),
)
CHILD = person("Mila", "2021-02-03", "w", familienstand="ledig", vertretung="in_liste", religion="keine")


def begin(desk: Desk) -> str:
    """Begin the application. Store lane."""
    hit = desk.find.find("Umzug anmelden Wohnsitz")[0]
    return desk.applications.begin(desk.find.card(hit.service_id, WILSDRUFF), WILSDRUFF).id


@pytest.fixture
def case_id(desk: Desk, lanes: Lanes) -> str:
    return lanes.submit(LaneName.STORE, lambda: begin(desk)).result()


def answer(stage: Stage, answers: dict[str, object], base: str = "") -> None:
    """Answer questions of the step in hand."""
    for name, value in answers.items():
        stage.editing.edit(Edit(f"{base}/{name}" if base else name, value))
    stage.settled()


def page_of(stage: Stage, step: str) -> FormStepPage:
    stage.wizard.show_step(f"formular:{step}")
    stage.settled()
    page = stage.pages.form_page
    assert page is not None
    return page


def people(page: FormStepPage) -> ListView:
    return next(view for view in page.findChildren(ListView) if view.state.pointer == "/personen")


def fill_in(stage: Stage) -> None:
    """Fill in all steps: the second adult and the child are added with the button."""
    stage.editing.set_notice(1)
    answer(stage, dict(MOVE))
    listing = people(page_of(stage, "personen"))
    for _ in range(2):
        listing.add.click()
        stage.settled()
    for at, one in enumerate((*ADULTS, CHILD)):
        answer(stage, one, f"/personen/{at}")
    for at in range(2):
        answer(stage, {f"ausweis/{key}": value for key, value in CARD.items()}, f"/personen/{at}")
        answer(stage, dict(MARRIED), f"/personen/{at}")
    answer(stage, {"religion_name": CREED}, "/personen/1")
    answer(stage, {"ausweis/art": "keiner"}, "/personen/2")
    answer(stage, dict(LANDLORD))


def _hidden(widget: QWidget) -> bool:
    return not widget.isVisible()


def freeze(stage: Stage) -> None:
    """Look at the evidence, read everything back, freeze."""
    stage.wizard.show_step("nachweise")
    stage.key(Qt.Key.Key_1)
    stage.go_on()
    for section in stage.editing.sections():
        stage.editing.confirm(section, ReadBackWay.READ_ALOUD)
    stage.settled()
    stage.go_on()


def test_what_the_person_should_know_stands_in_its_section_where_it_is_read_back(stage: Stage) -> None:
    fill_in(stage)
    answer(stage, {"/einzugsdatum": "2026-10-01", "/bisherige_anschrift/strasse": "markt"})
    answer(
        stage, {f"/bisherige_anschrift/{key}": MOVE[f"/neue_anschrift/{key}"] for key in ("hausnummer", "plz", "ort")}
    )
    stage.wizard.show_step("pruefen")
    stage.settled()
    view = stage.pages.read_back
    told = {card.section.title: card.caution.text for card in view.cards if card.caution.isVisible()}
    assert ["innerhalb von zwei Wochen" in words for words in told.values()] == [True, False]
    assert list(told.values())[1].startswith("Die neue und die bisherige Anschrift sind gleich.")
    assert view.cards[0].caution.accessibleName().startswith("Achtung")
    stage.go_on()
    assert "noch nicht" in view.banner.text.casefold(), "asking for the ticks takes no caution away"
    assert view.cards[0].caution.isVisible()
    answer(stage, {"/einzugsdatum": "2026-11-14", "/bisherige_anschrift/ort": "Dresden"})
    assert not any(card.caution.isVisible() for card in view.cards)
    view.say_cautions([replace(stage.editing.case.form.cautions[0], at="/anderswo")])
    assert view.cards[0].caution.isVisible(), "nothing is lost"


def test_passing_the_evidence_says_of_no_identity_document_that_somebody_looked(
    stage: Stage, stored: Callable[[], OpenCase]
) -> None:
    fill_in(stage)
    stage.wizard.show_step("nachweise")
    row = stage.pages.evidence.rows["ausweise"]
    assert row.states.value == ""
    assert row.usual.isVisible()
    assert row.states.buttons[0].hasFocus()
    stage.go_on()
    assert {line.state for line in stored().evidence} == {EvidenceState.OPEN}
    assert Mark.PAPERS_MISSING in stored().application.marks
    stage.wizard.show_step("nachweise")
    stage.key(Qt.Key.Key_1)
    assert not row.usual.isVisible()
    assert {line.key: line.state for line in stored().evidence}["ausweise"] is EvidenceState.SHOWN


def test_two_adults_and_a_child_come_to_the_signed_paper(
    stage: Stage, desk: Desk, lanes: Lanes, stored: Callable[[], OpenCase]
) -> None:
    fill_in(stage)
    assert [step.title for step in stage.editing.steps if step.progress.value == "offen"] == [
        "Nachweise",
        "Gemeinsam prüfen",
    ]
    lines = {line.key: line.state for line in stage.editing.evidence}
    assert set(lines.values()) == {EvidenceState.OPEN}
    freeze(stage)
    seen = {line.key: line.state for line in stored().evidence}
    assert seen["ausweise"] is EvidenceState.SHOWN  # the pilot pressed 1
    assert seen["wohnungsgeberbestaetigung"] is EvidenceState.OPEN
    view = stage.pages.signature
    assert not view.ways.buttons[0].isEnabled()
    assert "Hier auf dem Feld: gilt hier nicht, nur auf Papier." in view.closed.text()
    assert view.way is SignWay.PRINT
    assert view.signer_name == "Jan Piotr Nowak-Žurić"
    stage.print_first()
    stage.go_on()
    stage.go_on()
    assert stored().application.state is State.SUBMITTED
    # The signed print is the original: it is not printed once more, but stays to be looked at.
    asked = partial(desk.printing.application, stored().application.id)
    text = text_of(lanes.submit(LaneName.STORE, asked).result())
    for words in ("Person1", "Person2", "Person3", "JanPiotr", "Ewa", "Mila", "Hauptstraße", "WohnbauWilsdruffGmbH"):
        assert words in text
    assert CREED.replace(" ", "") in text
    assert "vorgelegtundgeprüft(keineKopie)" in text
    assert "IchbinberechtigtdieDaten" in text.replace(",", "")
    assert "Meldeschein:UnterschrifteinermeldepflichtigenPerson" in text


def test_persons_are_added_and_removed_and_the_focus_goes_along(stage: Stage) -> None:
    listing = people(page_of(stage, "personen"))
    assert not listing.items[0].remove.isVisible()
    listing.add.click()
    stage.settled()
    second = stage.pages.form_page.control("/personen/1/person/familienname") if stage.pages.form_page else None
    assert second is not None
    assert second.isAncestorOf(stage.wizard.focusWidget())
    answer(stage, {"person/vornamen": "Ewa"}, "/personen/1")
    listing.items[0].remove.click()
    stage.settled()
    assert len(listing.items) == 1
    assert listing.items[0].accessibleName() == "Person 1"
    assert stage.editing.answers["personen"][0]["person"]["vornamen"] == "Ewa"
    assert not listing.items[0].remove.isVisible()


@pytest.mark.parametrize("percent", [100, 200])
def test_a_long_page_ends_where_its_content_ends_and_is_never_wider_than_the_window(
    stage: Stage, only_appearance: Appearance, percent: int
) -> None:
    only_appearance.apply(ThemeName.LIGHT, percent)
    fill_in(stage)
    for step in ("umzug", "personen", "wohnungsgeber", "widersprueche"):
        page = page_of(stage, step)
        bar = page.scroller.horizontalScrollBar()
        stage.qtbot.waitUntil(partial(_hidden, bar))
        inner = page.scroller.widget()
        assert inner is not None
        assert inner.height() <= max(inner.heightForWidth(inner.width()), page.scroller.viewport().height()), step
    only_appearance.apply(ThemeName.LIGHT, 100)


def test_before_the_move_it_says_why_it_cannot_be_handed_in(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    fill_in(stage)
    page = page_of(stage, "umzug")
    assert not page.held.isVisible()
    answer(stage, {"/einzugsdatum": "2026-12-01"})
    assert "Der Einzug liegt in der Zukunft." in page.held.text
    assert not page_of(stage, "personen").held.isVisible()
    freeze(stage)
    assert stage.wizard.notice.text.startswith("Heute kann der Antrag noch nicht abgegeben werden. Der Einzug")
    stage.pages.signature.ways.set_value(SignWay.PRINT.value)
    stage.print_first()
    stage.go_on()
    assert "Der Einzug liegt in der Zukunft." in stage.pages.hand_in.near.text()
    stage.go_on()
    assert stored().hand_in is None
    assert "Anmelden kann man sich erst nach dem Einzug." in stage.wizard.notice.text


def test_a_late_registration_and_the_same_address_are_said_on_the_page_and_nothing_is_held_up(stage: Stage) -> None:
    fill_in(stage)
    page = page_of(stage, "umzug")
    assert not page.held.isVisible(), "the positive control is below"
    answer(stage, {"/einzugsdatum": "2026-10-01"})
    assert "eine Ordnungswidrigkeit sein (§ 54 BMG)" in page.held.text
    assert page.held.tone == "warn"
    old = stage.editing.answers["neue_anschrift"]
    answer(stage, {f"bisherige_anschrift/{name}": old[name] for name in ("strasse", "hausnummer", "plz", "ort")}, "")
    freeze(stage)
    assert stage.editing.frozen


def test_the_deadline_counts_from_the_move(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    fill_in(stage)
    stage.wizard.leave()
    stage.settled()
    assert stored().application.due == date(2026, 11, 30)


def test_religion_reaches_nobody_but_the_paper(
    stage: Stage, desk: Desk, lanes: Lanes, caplog: pytest.LogCaptureFixture
) -> None:
    fill_in(stage)
    freeze(stage)
    asked = lanes.submit(LaneName.STORE, lambda: desk.persons.find("Serbisch")).result()
    named = lanes.submit(LaneName.STORE, lambda: desk.persons.find("Nowak")).result()
    assert not asked
    assert named, "the positive control"
    shown = {one.pointer: one for one in people(page_of(stage, "personen")).controls()}
    creeds = [one.state for pointer, one in shown.items() if "religion" in pointer]
    assert creeds
    assert all(one.special_category and not one.prefill for one in creeds)
    assert CREED not in caplog.text
