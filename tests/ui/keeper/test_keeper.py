"""Einstellungen → Formulare: take in, look at, try, release, withdraw, delete; refusals with element and line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from lotse_app.documents.reader import text_of
from lotse_app.forms.xdatenfelder.model import Precision
from lotse_app.models.kept_form import FormState
from lotse_app.models.problems import Code, problem
from lotse_app.ui.form.edits import Edit, ItemAdded, ItemRemoved, ItemShifted, Place, Shift
from lotse_app.ui.keeper.form_page import FormPage
from lotse_app.ui.keeper.releasing import ReleasePage
from lotse_app.ui.keeper.trial import TrialPage
from lotse_app.ui.keeper.view import KeeperView
from lotse_app.ui.rooms.room import PaperReady
from lotse_app.workflows.lanes import LaneName
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, use, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from lotse_app.models.kept_form import KeptForm
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes

PERSON = a_group(
    9,
    use(a_field(1, "Familienname", precision=Precision(1, 40))),
    use(a_field(2, "Kind"), "0:*"),
    rules=(a_rule(1, "Wer das liest, möge etwas tun."),),
    label="Antragstellende Person",
)
LAST = a_group(8, use(a_field(3, "Bemerkung"), "0:1"), label="Zum Schluss")
NAME = "/G00000000009/F00000000001"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "S00000000001.xml"
    made.write_bytes(written(a_document(use(PERSON), use(LAST))))
    return made


@pytest.fixture
def keeper(qtbot: QtBot, desk: Desk, tasks: Tasks, settled: Callable[[], None]) -> KeeperView:
    made = KeeperView(desk, tasks)
    qtbot.addWidget(made)
    made.resize(1060, 640)
    made.show()
    settled()
    return made


@pytest.fixture
def form_page(keeper: KeeperView, file: Path, settled: Callable[[], None]) -> FormPage:
    keeper.listing.taking.take([file])
    settled()
    assert isinstance(keeper.page, FormPage)
    return keeper.page


def shown(view: KeeperView) -> str:
    page = view.page if view.page is not None else view.listing
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def kept(desk: Desk, lanes: Lanes) -> tuple[KeptForm, ...]:
    return lanes.submit(LaneName.STORE, desk.forms.listed).result().kept


def lines(view: KeeperView) -> list[list[str]]:
    model = view.listing.model
    return [
        [str(model.data(model.index(row, column))) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_the_list_shows_what_comes_with_lotse(keeper: KeeperView, settled: Callable[[], None]) -> None:
    lines(keeper)
    settled()
    assert ["Anmeldung eines Wohnsitzes", "1.0.0", "mit Lotse", "–", "freigegeben", "01.11.2026"] in lines(keeper)


def test_a_file_is_taken_in_and_its_report_opens(keeper: KeeperView, form_page: FormPage) -> None:
    words = shown(keeper)
    assert "Dieses Formular ist ungeprüft." in words
    assert "Regeln, die jemand selbst prüfen muss (1)" in words
    assert "Wer das liest, möge etwas tun." in words
    assert form_page.view.kept.state is FormState.UNCHECKED
    assert keeper.crumbs == ("Formulare", "Ansehen")


def test_files_are_chosen_in_a_dialog_that_does_not_block(
    keeper: KeeperView, file: Path, settled: Callable[[], None]
) -> None:
    keeper.listing.taking.choose.click()
    (dialog,) = keeper.listing.taking.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(file)])
    dialog.close()
    settled()
    assert isinstance(keeper.page, FormPage)


def test_a_broken_file_is_refused_with_element_and_line(
    keeper: KeeperView, file: Path, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    file.write_bytes(file.read_bytes().replace(b"<xdf:anzahl>1:1<", b"<xdf:anzahl>immer<", 1))
    keeper.listing.taking.take([file])
    settled()
    assert "Zeile 4, Element „anzahl“" in keeper.listing.taking.told.text
    assert kept(desk, lanes) == ()
    assert keeper.listing.taking.choose.isEnabled()


def test_a_broken_layout_is_refused_with_element_and_line(
    keeper: KeeperView, tmp_path: Path, settled: Callable[[], None]
) -> None:
    schema, layout = tmp_path / "schema.json", tmp_path / "uischema.json"
    schema.write_text('{"type":"object","properties":{"a":{"type":"string"}}}', "utf-8")
    layout.write_text('{"type":"VerticalLayout",\n"elements":[\n{"type":"Kontrol","scope":"#/properties/a"}]}', "utf-8")
    keeper.listing.taking.take([schema, layout])
    settled()
    assert "uischema.json, Zeile 3, Stelle „elements/0/type“" in keeper.listing.taking.told.text


def test_what_was_given_up_is_not_kept(
    keeper: KeeperView, file: Path, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    keeper.listing.taking.take([file])
    keeper.listing.taking.stop.click()
    settled()
    assert "Es ist nichts gespeichert" in keeper.listing.taking.told.text
    assert kept(desk, lanes) == ()


def test_a_problem_of_something_given_up_is_not_said(keeper: KeeperView) -> None:
    keeper.listing.taking._refuse(problem(Code.STORE_IO))
    assert keeper.listing.taking.told.text == ""


@pytest.fixture
def trial(keeper: KeeperView, form_page: FormPage, settled: Callable[[], None]) -> TrialPage:
    form_page.try_button.click()
    settled()
    assert isinstance(keeper.page, TrialPage)
    return keeper.page


def test_a_form_is_tried_step_by_step_and_shown_as_draft(
    qtbot: QtBot, keeper: KeeperView, trial: TrialPage, settled: Callable[[], None]
) -> None:
    assert "Schritt 1 von 2" in trial.steps.currentText()
    assert trial.page is not None
    trial.page.edited.emit(Edit(NAME, "Muñoz"))
    trial.next_button.click()
    assert "Schritt 2 von 2" in trial.steps.currentText()
    trial.back_button.click()
    trial.steps.activated.emit(1)
    assert "Schritt 2 von 2" in trial.steps.currentText()
    with qtbot.waitSignal(keeper.paper) as told:
        trial.next_button.click()
    settled()
    paper = (told.args or [None])[0]
    assert isinstance(paper, PaperReady)
    assert "Muñoz" in text_of(paper.pdf)
    assert "ENTWURF" in text_of(paper.pdf)


def test_two_quick_clicks_make_one_draft(keeper: KeeperView, trial: TrialPage, settled: Callable[[], None]) -> None:
    papers: list[object] = []
    keeper.paper.connect(papers.append)
    trial.draft_button.click()
    trial.draft_button.click()
    settled()
    assert len(papers) == 1
    trial.draft_button.click()
    settled()
    assert len(papers) == 2


def test_a_form_with_alternatives_is_taken_in_tried_and_printed_as_chosen(
    qtbot: QtBot, keeper: KeeperView, tmp_path: Path, settled: Callable[[], None]
) -> None:
    club, person = (
        {
            "title": title,
            "type": "object",
            "properties": {name: {"type": "string", "title": name.title()}},
            "required": [name],
        }
        for title, name in (("Ein Verein", "vereinsname"), ("Ein Mensch", "rufname"))
    )
    schema = {
        "type": "object",
        "properties": {"halter": {"title": "Halter", "oneOf": [club, person]}},
        "required": ["halter"],
    }
    file = tmp_path / "halter.json"
    file.write_text(json.dumps(schema), "utf-8")
    keeper.listing.taking.take([file])
    settled()
    form = keeper.page
    assert isinstance(form, FormPage)
    form.try_button.click()
    settled()
    page = page_of(keeper)
    assert isinstance(page, TrialPage)
    page.trial.edit(Edit("/halter/x-auswahl", "0"))
    page.trial.edit(Edit("/halter/vereinsname", "Kegelfreunde"))
    page.trial.edit(Edit("/halter/x-auswahl", "1"))
    page.trial.edit(Edit("/halter/rufname", "Muñoz"))
    with qtbot.waitSignal(keeper.paper) as told:
        page.next_button.click()
    settled()
    paper = (told.args or [None])[0]
    assert isinstance(paper, PaperReady)
    printed = text_of(paper.pdf)
    assert "AuswahlEinMenschRufnameMuñoz" in "".join(printed.split())
    assert "Kegelfreunde" not in printed


def test_going_on_says_what_is_open(trial: TrialPage) -> None:
    trial.next()
    trial.previous()
    assert trial.page is not None
    control = trial.page.control(NAME)
    assert control is not None
    assert control.state.problems
    trial.previous()
    assert "Schritt 1" in trial.steps.currentText()


def test_lists_grow_move_and_shrink_in_a_trial(trial: TrialPage) -> None:
    kinds = "/G00000000009/F00000000002"
    before = trial.trial.answers
    trial.trial.add_item(ItemAdded(kinds))
    trial.trial.shift_item(ItemShifted(kinds, 0, Shift.DOUBLE))
    trial.trial.shift_item(ItemShifted(kinds, 0, Shift.DOWN))
    trial.trial.remove_item(ItemRemoved(kinds, 0))
    trial.trial.leave(Place(NAME))
    trial.trial.leave(Place(NAME))
    assert trial.trial.answers != before


def test_nothing_of_a_trial_is_kept(
    keeper: KeeperView, trial: TrialPage, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    trial.trial.edit(Edit(NAME, "Muñoz"))
    assert keeper.back()
    settled()
    form = page_of(keeper)
    assert isinstance(form, FormPage)
    assert lanes.submit(LaneName.STORE, desk.overview.applications).result() == ()
    form.try_button.click()
    settled()
    again = page_of(keeper)
    assert isinstance(again, TrialPage)
    assert NAME not in json.dumps(again.trial.answers)


def page_of(keeper: KeeperView) -> object:
    """Return the page in sight, which each act may change."""
    return keeper.page


def test_a_shipped_form_can_be_tried_too(keeper: KeeperView, settled: Callable[[], None]) -> None:
    lines(keeper)
    settled()
    at = next(row for row, line in enumerate(lines(keeper)) if line[0] == "Anmeldung eines Wohnsitzes")
    keeper.listing.table.setCurrentIndex(keeper.listing.model.index(at, 0))
    keeper.listing.open_button.click()
    settled()
    assert isinstance(page_of(keeper), TrialPage)
    assert keeper.back()
    assert page_of(keeper) is None
    assert not keeper.back()


def released(keeper: KeeperView, form_page: FormPage, settled: Callable[[], None]) -> ReleasePage:
    form_page.release_button.click()
    page = keeper.page
    assert isinstance(page, ReleasePage)
    page.service.setText("Jagdschein")
    settled()
    page.service.returnPressed.emit()
    page.law.setText("BJagdG § 15")
    page.source.setText("Merkblatt")
    page.checks.set_values(page.checks._values)
    return page


def test_a_release_says_what_is_missing_then_counts(
    keeper: KeeperView, form_page: FormPage, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    form_page.release_button.click()
    page = keeper.page
    assert isinstance(page, ReleasePage)
    page.release_button.click()
    assert "fehlt noch etwas" in page.banner.text
    keeper.back()
    assert isinstance(keeper.page, FormPage)
    page = released(keeper, keeper.page, settled)
    page.checks.buttons[0].setChecked(False)
    page.release_button.click()
    assert "jeder Punkt" in page.banner.text
    page.checks.buttons[0].setChecked(True)
    page.release_button.click()
    settled()
    (one,) = kept(desk, lanes)
    assert one.released
    assert one.release is not None
    assert (one.release.by, one.release.law) == ("A. Beispiel", "BJagdG § 15")
    assert "Freigabe" in shown(keeper)


def test_withdrawn_and_released_again_keeps_what_was_said(
    keeper: KeeperView, form_page: FormPage, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    released(keeper, form_page, settled).release_button.click()
    settled()
    assert isinstance(keeper.page, FormPage)
    keeper.page.withdraw_button.click()
    settled()
    assert kept(desk, lanes)[0].state is FormState.WITHDRAWN
    keeper.page.release_button.click()
    assert isinstance(keeper.page, ReleasePage)
    assert keeper.page.source.text() == "Merkblatt"


def test_an_unused_form_is_deleted(
    keeper: KeeperView, form_page: FormPage, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    form_page.delete_button.click()
    settled()
    assert kept(desk, lanes) == ()
    assert "gelöscht" in keeper.listing.banner.text


def test_a_problem_is_said_on_the_page_it_belongs_to(
    keeper: KeeperView, trial: TrialPage, settled: Callable[[], None]
) -> None:
    keeper.open("nirgends")
    settled()
    assert trial is not keeper.page
    assert keeper.listing.banner.text


def test_everything_is_reached_by_keyboard(keeper: KeeperView, form_page: FormPage) -> None:
    assert form_page.try_button.hasFocus() or form_page.try_button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert keeper.listing.taking.choose.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(form_page.try_button, Qt.Key.Key_Tab)
