"""The picker of Anliegen in the form of a session: how much it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import LONGEST_TOPIC, MOST_TOPICS, Topic
from lotse_app.workflows.find import Finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.public_service import Hit
    from lotse_app.ui.rooms.counselling import CounsellingRoom


def test_no_more_themes_are_taken_than_others_can_read(room: CounsellingRoom, settled: Callable[[], None]) -> None:
    topics = room.short.topics
    for number in range(MOST_TOPICS + 1):
        topics.line.setText(f"Fahrplan {number}" + "x" * LONGEST_TOPIC)
        settled()
        topics.line.returnPressed.emit()
        settled()
    assert len(topics.topics) == MOST_TOPICS
    assert {len(topic.label) for topic in topics.topics} == {LONGEST_TOPIC}
    assert "Mehr als 20 Anliegen" in topics._field.problem


def _entered(room: CounsellingRoom, text: str, settled: Callable[[], None], *, at_once: bool) -> Topic:
    topics = room.short.topics
    topics.set_topics(())
    topics.line.setText(text)
    if not at_once:
        settled()
    topics.line.returnPressed.emit()
    settled()
    (topic,) = topics.topics
    assert topics.line.text() == ""
    return topic


@pytest.mark.parametrize("at_once", [False, True])
def test_return_takes_the_service_that_is_meant_and_never_the_nearest_one(
    room: CounsellingRoom, settled: Callable[[], None], *, at_once: bool
) -> None:
    for text, name in (
        ("Wohngeld", "Wohngeld"), ("antrag auf kindergeld", "Kindergeld"), ("Hund anmelden", "Hundesteuer – Anmeldung"),
        ("auto anmelden", "Kraftfahrzeug"), ("GEZ", "Rundfunkbeitrag im privaten Bereich"),
    ):  # fmt: skip
        topic = _entered(room, text, settled, at_once=at_once)
        assert topic.label.startswith(name), text
        assert topic.service_id
    for text in ("WhatsApp", "BundID", "ELSTER", "Smartphone", "Passwort vergessen", "Brief erklärt", "E-Mail",
                 "Online-Banking", "Vertrag kündigen", "Fahrplan erklären", "Kopie", "x"):  # fmt: skip
        assert _entered(room, text, settled, at_once=at_once) == Topic("", text)


def test_what_the_catalogue_does_not_hold_gets_no_proposal(room: CounsellingRoom, settled: Callable[[], None]) -> None:
    for text, proposed in (("Ratten im Keller", False), ("Hund anmelden", True)):
        room.short.topics.line.setText(text)
        settled()
        assert bool(room.short.topics._hits) is proposed, text


def test_where_the_finder_fails_or_a_name_is_typed_nothing_wrong_is_taken(
    room: CounsellingRoom, settled: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_self: Finding, _text: str, _limit: int = 20) -> tuple[Hit, ...]:
        raise refuse(Code.RECORD_MISSING, kind="service")

    topics = room.short.topics
    topics.line.setText("Frau Böhme")
    settled()
    topics.line.returnPressed.emit()
    settled()
    assert topics.topics == ()
    monkeypatch.setattr(Finding, "find", fail)
    assert _entered(room, "Rente", settled, at_once=True) == Topic("", "Rente")
