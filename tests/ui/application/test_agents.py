"""Who may not be agent, and whose Vollmacht it is, said on the screen before anything is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.demonstration.script import STROKES
from lotse_app.ui.application.mandate_view import MADE
from lotse_app.workflows.lanes import LaneName
from tests.ui.application.test_mandate import signed, to_mandate

if TYPE_CHECKING:
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes
    from tests.ui.application.conftest import Stage

PERSON = "/vertretung/person"


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
