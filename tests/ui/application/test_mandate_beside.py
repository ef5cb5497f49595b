"""A Vollmacht signed on the person's own screen: what it says stands there, and only that is signed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.demonstration.script import STROKES
from lotse_app.models.mandate import Scope, Standing, standing
from lotse_app.models.public_service import SignatureRule
from lotse_app.ui.application.mandate_form import SCOPE_MISSING
from lotse_app.ui.application.mandate_view import SIGNED_OTHER
from tests.ui.application.test_mandate import to_mandate

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.ui.resident.window import ResidentWindow
    from lotse_app.workflows.applications import OpenCase
    from tests.ui.application.conftest import Stage


def beside(stage: Stage) -> ResidentWindow:
    """Go to the Vollmacht and hand the pad to the person."""
    to_mandate(stage).form.resident.click()
    window = stage.wizard.guide.window
    assert window is not None
    assert window.stack.currentWidget() is window.pad
    return window


def sign(window: ResidentWindow) -> None:
    window.pad.pad.set_strokes(STROKES)
    window.pad.ready.click()


def test_the_person_reads_what_it_allows_and_signs_it(
    stage: Stage, stored: Callable[[], OpenCase], clock: FixedClock
) -> None:
    window = beside(stage)
    assert window.pad.words.text().splitlines() == [
        "Vollmacht von: Hańža Marija Nowakowa-Žurić",
        "Bekommt: Měrćin Wójcik",
        "Erlaubt: Antrag stellen",
        "Erlaubt: Unterlagen nachreichen",
        "Wofür: Hundesteuer – Anmeldung",
        "Gilt: 20.11.2026 bis 19.12.2026",
    ]
    sign(window)
    assert not stage.wizard.guide.is_open
    assert stage.wizard.next_button.hasFocus()
    stage.go_on()
    kept = stored().mandate
    assert kept is not None
    assert standing(kept, clock.now().date()) is Standing.VALID
    assert kept.signature is not None
    assert kept.signature.strokes == STROKES
    assert stage.pages.signature.pad.empty, "the application itself is not signed by that"


def test_what_was_changed_afterwards_is_signed_again(stage: Stage, stored: Callable[[], OpenCase]) -> None:
    sign(beside(stage))
    form = stage.pages.mandate.form
    form.scopes.set_values([Scope.APPLY.value, Scope.RECEIVE.value])
    stage.go_on()
    assert stage.pages.mandate.banner.text == SIGNED_OTHER
    assert form.pad.empty
    assert stored().mandate is None
    form.pad.set_strokes(STROKES)
    stage.go_on()
    assert stored().mandate is not None


def test_nothing_to_sign_is_not_shown_to_the_person(stage: Stage) -> None:
    view = to_mandate(stage)
    view.form.scopes.set_values([])
    view.form.resident.click()
    assert view.banner.text == SCOPE_MISSING
    view.form.scopes.set_values([Scope.APPLY.value])
    view.form.last.setText("1.1.2020")
    view.form.resident.click()
    assert not stage.wizard.guide.is_open


def test_a_vollmacht_that_must_be_on_paper_is_not_signed_there(stage: Stage) -> None:
    form = to_mandate(stage).form
    assert form.resident.isVisible()
    case = stage.editing.case
    form.show_case(replace(case, form=replace(case.form, signature=SignatureRule.WRITTEN)), pad_allowed=False)
    assert not form.resident.isVisible()


def test_who_takes_it_away_signed_nothing_and_the_application_pad_is_its_own_again(stage: Stage) -> None:
    beside(stage)
    stage.wizard.guide.close()
    assert stage.pages.mandate.form.pad.empty
    stage.pages.sign_beside_wanted.emit()
    window = stage.wizard.guide.window
    assert window is not None
    sign(window)
    assert stage.pages.mandate.form.pad.empty
    assert stage.pages.signature.pad.strokes == STROKES
