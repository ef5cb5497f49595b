"""The card *Wiederherstellungscode* over a real vault: a new code after the own passphrase, shown once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from lotse_app.documents.reader import text_of
from lotse_app.models.problems import Code, problem
from lotse_app.models.trail import Deed
from lotse_app.ui.entrance.recovery_code import CodePage
from lotse_app.ui.messages.problems import sentence
from lotse_app.ui.rooms.code_card import CodeCard, RenewView
from lotse_app.workflows.lanes import LaneName
from tests.vault.support import by_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.bootstrap import Program
    from lotse_app.models.trail import Entry
    from lotse_app.ui.rooms.room import PaperReady
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk

PASSPHRASE = "vier Wörter sind genug"  # noqa: S105 - of the store that the tests make


@pytest.fixture
def card(desk: Desk, tasks: Tasks, qtbot: QtBot, appearance: object) -> CodeCard:
    assert appearance is not None
    made = CodeCard(desk, tasks)
    qtbot.addWidget(made)
    made.show()
    return made


def asked(card: CodeCard) -> RenewView:
    """Open the question and return it."""
    card.renew.click()
    assert isinstance(card.form, RenewView)
    return card.form


def test_a_new_code_is_shown_once_printed_noted_and_holds(
    card: CodeCard, settled: Callable[[], None], desk: Desk, tasks: Tasks, program: Program
) -> None:
    papers: list[PaperReady] = []
    said: list[str] = []
    card.paper.connect(papers.append)
    card.done.connect(said.append)
    view = asked(card)
    assert "alte Code" in "\n".join(label.text() for label in view.findChildren(QLabel))
    view.own.setText(PASSPHRASE)
    view.primary.click()
    settled()
    page = card.form
    assert isinstance(page, CodePage)
    code = page.code.text()
    assert by_code(program.ground.vault(), code)
    trail: list[Entry] = []
    tasks.run(LaneName.STORE, desk.keeping.trail, card, trail.extend)
    settled()
    assert trail[0].deed == Deed.CODE_RENEWED
    assert code not in str(trail)
    assert not page.primary.isEnabled()
    page.print_button.click()
    settled()
    assert code.replace("-", "") in text_of(papers[0].pdf).replace("-", "")
    page.kept.setChecked(True)
    page.primary.click()
    assert said == ["Der neue Wiederherstellungscode gilt. Der alte öffnet dieses Gerät nicht mehr."]
    assert card.form is None
    assert page.code.text() == ""


def test_without_the_own_passphrase_there_is_no_code(card: CodeCard, settled: Callable[[], None]) -> None:
    view = asked(card)
    view.primary.click()
    assert "eingeben" in view.own_field.problem
    view.own.setText("nicht die eigene")
    view.primary.click()
    settled()
    assert view.own_field.problem == sentence(problem(Code.WRONG_PASSPHRASE))
    view._refuse(problem(Code.KEYRING_LOCKED))
    assert view.banner.text == sentence(problem(Code.KEYRING_LOCKED))
    view.own.setText("halb getippt")
    view._leave()
    assert view.own.text() == ""
    assert card.form is None
    assert card.renew.isVisible()


def test_leaving_takes_the_code_away(card: CodeCard) -> None:
    card._show_code("ABCDE-FGHJK-MNPQR-STVWX-YZ012")
    page = card.form
    assert isinstance(page, CodePage)
    card.forget()
    assert page.code.text() == ""
    assert card.form is None
    card.forget()


def test_only_the_responsible_person_has_the_button(desk: Desk, tasks: Tasks, qtbot: QtBot) -> None:
    desk.backups._pilot = replace(desk.workplace.pilot, responsible=False)
    card = CodeCard(desk, tasks)
    qtbot.addWidget(card)
    card.show()
    assert not card.renew.isVisible()
    assert "verantwortliche Person" in "\n".join(label.text() for label in card.findChildren(QLabel))
