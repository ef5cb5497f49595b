"""*Was würde wann gelöscht*: the forecast is what happens, tidying says what went, and proofs hold no content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lotse_app.models.problems import Code, Problem, problem
from lotse_app.models.retention import RuleName
from lotse_app.overriding import override
from lotse_app.ui.rooms.keeping_card import KeepingCard
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from lotse_app.clock import FixedClock
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def card(desk: Desk, tasks: Tasks, qtbot: QtBot) -> KeepingCard:
    made = KeepingCard(desk, tasks)
    qtbot.addWidget(made)
    return made


def _told(card: KeepingCard) -> str:
    return "\n".join(label.text() for label in card.findChildren(QLabel) if not label.isHidden())


def _begin(desk: Desk) -> None:
    hits = desk.find.find("Hund anmelden")
    desk.applications.begin(desk.find.card(hits[0].service_id, "14628410"), "14628410")


def test_each_rule_says_how_long_how_much_and_when(
    card: KeepingCard, desk: Desk, lanes: Lanes, settled: Callable[[], None]
) -> None:
    lanes.submit(LaneName.STORE, lambda: _begin(desk)).result()
    card.reload()
    settled()
    told = _told(card)
    assert "Antrag, der nie eingereicht wurde" in told
    assert "Frist: 30 Tage nach „letzte Änderung“" in told
    assert "Fällig: 0. Später: 1. Das Nächste am 20.12.2026." in told
    assert "Nichts da." in told
    assert "Bisher nichts." in told
    assert not card.now.isEnabled()


def test_no_part_of_a_rule_is_ever_a_window_of_its_own_and_takes_the_focus(
    card: KeepingCard, settled: Callable[[], None]
) -> None:
    opened: list[QWidget] = []

    class Watch(QObject):
        @override
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                opened.append(watched)
            return False

    watch = Watch()
    application = QApplication.instance()
    assert application is not None
    application.installEventFilter(watch)
    card.show()
    card.reload()
    settled()
    application.removeEventFilter(watch)
    assert len(card.rules) > 1
    assert opened == [card]


def test_tidying_takes_what_is_due_and_writes_its_proof(
    card: KeepingCard, desk: Desk, lanes: Lanes, clock: FixedClock, settled: Callable[[], None], qtbot: QtBot
) -> None:
    lanes.submit(LaneName.STORE, lambda: _begin(desk)).result()
    clock.advance(days=31)
    card.reload()
    settled()
    assert "Fällig: 1. Später: 0." in _told(card)
    assert card.now.isEnabled()
    with qtbot.waitSignal(card.done) as said:
        card.now.click()
    assert said.args == ["Aufgeräumt. Gelöscht: 1. Was ging, steht bei „Was gelöscht wurde“."]
    settled()
    assert "1 Vorgang · Antrag, der nie eingereicht wurde" in _told(card)
    assert not card.now.isEnabled()


def test_a_rule_is_shortened_and_the_forecast_follows_at_once(
    card: KeepingCard, desk: Desk, lanes: Lanes, clock: FixedClock, settled: Callable[[], None], qtbot: QtBot
) -> None:
    lanes.submit(LaneName.STORE, lambda: _begin(desk)).result()
    clock.advance(days=12)
    card.reload()
    settled()
    card.show()
    rule = card.rules[RuleName.DRAFT]
    rule.change.click()
    assert rule.editor.isVisible()
    assert (rule.days.minimum(), rule.days.value()) == (1, 30)
    rule.days.setValue(10)
    with qtbot.waitSignal(card.done) as said:
        rule.save.click()
    assert said.args is not None
    assert "Antrag, der nie eingereicht wurde, 10 Tage nach „letzte Änderung“. Fällig: 1." in said.args[0]
    told = _told(card)
    assert "Frist: 10 Tage nach „letzte Änderung“ · gekürzt, sonst 30 Tage" in told
    assert "Fällig: 1. Später: 0." in told
    assert card.now.isEnabled()
    rule = card.rules[RuleName.DRAFT]
    rule.change.click()
    rule.days.setValue(30)
    with qtbot.waitSignal(card.done):
        rule.save.click()
    settled()
    assert "gekürzt" not in _told(card)
    assert not card.now.isEnabled()


def test_days_that_are_too_many_are_refused_and_never_cut_to_fewer(
    card: KeepingCard, settled: Callable[[], None], qtbot: QtBot
) -> None:
    card.reload()
    settled()
    card.show()
    rule = card.rules[RuleName.DRAFT]
    rule.change.click()
    QTest.keyClicks(rule.days, "40")
    with qtbot.assertNotEmitted(rule.chosen):
        rule.save.click()
    assert rule.field.problem == "Höchstens 30 Tage. Es gilt weiter: 30 Tage."
    assert rule.days.value() == 40
    QTest.keyClicks(rule.days, "20")
    assert rule.field.problem == ""
    with qtbot.waitSignal(rule.chosen) as chosen:
        rule.save.click()
    assert chosen.args == [(RuleName.DRAFT, 20)]


def test_a_line_that_was_opened_is_put_away_without_a_change(
    card: KeepingCard, settled: Callable[[], None], qtbot: QtBot
) -> None:
    card.reload()
    settled()
    card.show()
    rule = card.rules[RuleName.MANDATE]
    for button in (rule.keep, rule.save):
        rule.change.click()
        if button is rule.keep:
            rule.days.setValue(7)
        with qtbot.assertNotEmitted(rule.chosen):
            button.click()
        assert not rule.editor.isVisible()
        assert rule.days.value() == 365


def test_nobody_else_is_offered_to_shorten(desk: Desk, tasks: Tasks, settled: Callable[[], None], qtbot: QtBot) -> None:
    desk.sight._pilot = replace(desk.workplace.pilot, responsible=False)
    card = KeepingCard(desk, tasks)
    qtbot.addWidget(card)
    card.reload()
    settled()
    card.show()
    assert "Fristen kürzen kann die verantwortliche Person oder die Koordination." in _told(card)
    assert not any(rule.change.isVisible() for rule in card.rules.values())


def test_trouble_is_handed_on(card: KeepingCard, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.refused) as said:
        card._refuse(problem(Code.DISK_FULL))
    assert said.args == [Problem(Code.DISK_FULL)]
