"""Who may not be agent, and whose Vollmacht it is, said on the screen before anything is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from lotse_app.demonstration.script import STROKES
from lotse_app.models.application import Signature
from lotse_app.models.mandate import Term
from lotse_app.ui.application.mandate_view import MADE
from lotse_app.ui.application.signature_view import _signed_words
from lotse_app.ui.application.steps import Progress
from lotse_app.ui.words.shared import GUARDED
from lotse_app.workflows.lanes import LaneName
from tests.ui.application.test_mandate import signed, to_mandate

if TYPE_CHECKING:
    from lotse_app.ui.application.facts import Facts
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage

PERSON = "/vertretung/person"


def shown(facts: Facts) -> list[str]:
    return [words.accessibleName() for _, words in facts.pairs]


def test_a_vollmacht_of_another_person_is_said_where_it_stands_and_before_anything_is_kept(stage: Stage) -> None:
    view = signed(stage)
    assert view.against.isHidden()
    stage.fill((("/halter/person/familienname", "Böhme"), ("/halter/person/vornamen", "Käthe")))
    stage.wizard.show_step("pruefen")
    stage.settled()
    assert "hat eine andere Person gegeben" in stage.pages.read_back.acting.text
    stage.wizard.show_step("vollmacht")
    stage.settled()
    assert "hat eine andere Person gegeben" in view.against.text
    view.card.take_over.click()
    stage.settled()
    assert stage.editing.answers["halter"]["person"]["familienname"] == "Nowakowa-Žurić"
    assert view.against.isHidden()
    stage.wizard.show_step("pruefen")
    stage.settled()
    assert stage.pages.read_back.acting.isHidden()


def test_an_agent_called_like_the_official_is_asked_about(stage: Stage, desk: Desk, lanes: Lanes) -> None:
    view = to_mandate(stage)
    assert view.namesake.isHidden()
    first, _, last = desk.workplace.pilot.name.rpartition(" ")
    stage.fill(((f"{PERSON}/familienname", last), (f"{PERSON}/vornamen", first)))
    stage.wizard.show_step("vollmacht")
    stage.settled()
    assert view.namesake.isVisible()
    assert "heißt wie jemand" in view.against.text
    assert "Nicht möglich" in view.namesake.means.text()
    same, another = view.namesake.choice.buttons
    same.click()
    stage.settled()
    assert same.isChecked()
    assert "heißt wie jemand" in view.against.text
    another.click()
    stage.settled()
    assert view.against.isHidden()
    assert view.namesake.means.isHidden()
    view.form.pad.set_strokes(STROKES)
    stage.go_on()
    assert view.banner.text == MADE
    deeds = [one.reason for one in lanes.submit(LaneName.STORE, desk.keeping.trail).result() if "namens" in one.deed]
    assert deeds == ["andere_person", "dieselbe_person"]
    same.click()
    stage.settled()
    assert "heißt wie jemand" in view.against.text
    stage.fill(((f"{PERSON}/familienname", "Wójcik"),))
    stage.wizard.show_step("vollmacht")
    stage.settled()
    assert view.namesake.isHidden()


def test_the_preset_term_is_chosen_only_while_the_last_day_is_its_own(stage: Stage) -> None:
    form = to_mandate(stage).form
    assert form.term.value == Term.MONTH.value
    form.last.selectAll()
    QTest.keyClicks(form.last, "3.12.2026")
    assert form.term.value == ""
    assert form.last.text() == "3.12.2026"
    form.last.selectAll()
    QTest.keyClicks(form.last, "20.11.2026")
    assert form.term.value == Term.DAY.value
    form.last.selectAll()
    QTest.keyClicks(form.last, "irgendwann")
    assert form.term.value == ""


def test_a_guarded_person_is_named_neither_at_the_vollmacht_nor_among_signatures(
    stage: Stage, desk: Desk, lanes: Lanes
) -> None:
    view = to_mandate(stage)
    case = stage.editing.case
    lanes.submit(LaneName.STORE, lambda: desk.letters.guard(case.application.id, on=True)).result()
    kept = lanes.submit(LaneName.STORE, lambda: desk.applications.open(case.application.id)).result().application
    assert kept.guarded
    stage.editing.take_case(replace(case, application=replace(case.application, guarded=kept.guarded)))
    assert shown(view.form.sides)[0] == f"Gibt die Vollmacht: {GUARDED}"
    view.form.pad.set_strokes(STROKES)
    stage.go_on()
    assert f"Gibt die Vollmacht: {GUARDED}" in shown(view.card.facts)
    at = stage.editing.case.application.created_at
    signature = Signature("si", "fr", "d", "Hańža Nowakowa", at, on_paper=True)
    said = _signed_words(signature, guarded=True)
    assert said.startswith(GUARDED)
    assert _signed_words(signature, guarded=False).startswith("Hańža Nowakowa")


def test_the_step_is_done_only_while_the_vollmacht_names_who_stands_in_the_case(stage: Stage) -> None:
    def progress() -> Progress:
        return next(step.progress for step in stage.editing.steps if step.key == "vollmacht")

    to_mandate(stage)
    assert progress() is Progress.OPEN
    stage.pages.mandate.form.pad.set_strokes(STROKES)
    stage.go_on()
    assert progress() is Progress.DONE
    stage.fill(((f"{PERSON}/familienname", "Anders"),))
    assert progress() is Progress.OPEN
    stage.fill(((f"{PERSON}/familienname", "Wójcik"),))
    assert progress() is Progress.DONE
    stage.fill(((f"{PERSON}/familienname", ""),))
    assert progress() is Progress.OPEN
