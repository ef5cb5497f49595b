"""*Heute* names papers that still lie here and drafts that are soon deleted; nothing goes silently."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from lotse_app.models.application import ApplicationLine, State
from lotse_app.models.retention import DEFAULTS, Due, Forecast, RuleName
from lotse_app.ui.kit.blocks import LinkButton
from lotse_app.ui.rooms.notice_card import NoticeCard
from lotse_app.ui.rooms.rule_view import RuleView
from tests.desks import MORNING

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def words(widget: NoticeCard | RuleView) -> str:
    """Return what stands there."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def line(due: bool) -> ApplicationLine:  # noqa: FBT001 - of this test alone: with a deadline or without
    day = MORNING.date() if due else None
    return ApplicationLine("ap-1", "7F3K", "Hundesteuer", State.SUBMITTED, frozenset(), MORNING, day)


def test_what_lies_here_says_its_deadline_and_opens(qtbot: QtBot) -> None:
    card = NoticeCard("Liegt noch hier")
    qtbot.addWidget(card)
    card.show_lying([line(due=True), line(due=False)])
    assert not card.isHidden()
    assert "noch nicht weitergegeben · Frist 20.11.2026." in words(card)
    assert "noch nicht weitergegeben." in words(card)
    with qtbot.waitSignal(card.opened) as opened:
        card.findChildren(LinkButton)[0].click()
    assert opened.args == ["ap-1"]
    card.show_lying([])
    assert card.isHidden()


def test_a_draft_that_is_soon_deleted_says_its_day(qtbot: QtBot) -> None:
    card = NoticeCard("Wird bald gelöscht")
    qtbot.addWidget(card)
    card.show_going([Due(RuleName.DRAFT, "ap-1", "7F3K", "Hundesteuer", MORNING + timedelta(days=10))])
    assert "wird am 30.11.2026 gelöscht" in words(card)


def test_the_settings_say_what_is_kept_past_its_term(qtbot: QtBot) -> None:
    view = RuleView(Forecast(DEFAULTS[2], 0, 0, None, held=2), may_shorten=False)
    qtbot.addWidget(view)
    assert "Noch nicht gelöscht, weil noch etwas offen ist: 2." in words(view)
