"""Words beside the cases: notes, Wiedervorlagen and appointments, whom they tell of and who reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.agenda import Appointment
from lotse_app.models.persons import PersonKey
from lotse_app.workflows.naming import mentions
from tests.cases import filled
from tests.colleagues import add, sit_down
from tests.desks import MORNING

if TYPE_CHECKING:
    from lotse_app.models.session import CounsellingSession
    from lotse_app.workflows.desk import Desk
    from tests.desks import Office

NOWAKOWA = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rückfrage zu Müller.", True),
        ("MÜLLER, zweites Mal", True),
        ("Müllers Hund", True),
        ("zur Mueller hin", True),
        ("Müllerei erklärt", False),
        ("Obermüller war da", False),
        ("", False),
    ],
)
def test_a_surname_is_found_as_a_word_of_its_own(text: str, *, found: bool) -> None:
    assert mentions(text, "MUELLER") is found


def test_a_double_name_is_found_with_and_without_its_hyphen() -> None:
    assert mentions("Nowakowa-Žurić rief an", NOWAKOWA.surname)
    assert mentions("nowakowa  žurić", NOWAKOWA.surname)
    assert not mentions("Nowakowa rief an", NOWAKOWA.surname)
    assert not mentions("Nowakowa", "")


def written(desk: Desk, note: str) -> CounsellingSession:
    """Record a session afterwards, with a note and no case."""
    return desk.counsel.record(replace(desk.counsel.afterwards(), note=note))


def test_erasing_a_person_finds_the_name_wherever_it_was_written(office: Office) -> None:
    desk = office.desk
    case = filled(office)
    second, other = written(desk, "Nowakowa-Žurić fragt nach"), written(desk, "Drucker klemmt")
    desk.agenda.remind(MORNING.date(), "Nowakowa-Žurić anrufen")
    kept = desk.agenda.remind(MORNING.date(), "Papier nachfüllen")
    for purpose in ("Nowakowa-Žurić", "Hundesteuer"):
        desk.agenda.enter(Appointment("", MORNING, 30, purpose=purpose))

    assert desk.persons.erase(NOWAKOWA, [], unfinished=True).notes == 0, "a surname alone empties nothing"
    erased = desk.persons.erase(NOWAKOWA, [case.application.id], unfinished=True)
    assert (erased.applications, erased.notes) == (1, 3)
    assert desk.counsel.get(second.id) == replace(second, note=""), "its figures stay"
    assert desk.counsel.get(other.id).note == "Drucker klemmt"
    assert [line.follow_up.id for line in desk.agenda.follow_ups()] == [kept.id]
    assert sorted(one.purpose for one in desk.agenda.day().appointments) == ["", "Hundesteuer"]
    counted = {(one.kind, one.count) for one in desk.keeping.proofs() if one.rule == "person"}
    assert counted >= {("vorgang", 1), ("notiz", 1), ("wiedervorlage", 1), ("termin", 1)}


def test_a_colleague_reads_neither_note_nor_wiedervorlage_of_a_session(office: Office) -> None:
    session = written(office.desk, "Frau Nowakowa fragt nach")
    office.desk.agenda.remind(MORNING.date(), "Nowakowa anrufen", session_id=session.id)
    free = office.desk.agenda.remind(MORNING.date(), "Papier nachfüllen")
    binned = written(office.desk, "Doppelt")
    office.desk.counsel.delete(binned.id)
    boss = add(office.desk, responsible=True)

    desk = sit_down(office, boss.id)
    masked = replace(session, note="")
    assert desk.counsel.get(session.id) == masked
    assert desk.counsel.page([session.id]) == (masked,)
    assert desk.counsel.kept(session.id).session == masked
    assert [one.session.note for one in desk.counsel.binned()] == [""]
    for lines in (desk.agenda.follow_ups(), desk.agenda.day().follow_ups):
        assert [line.follow_up.id for line in lines] == [free.id]
    desk.counsel.correct(replace(masked, people=2))

    desk = sit_down(office, office.pilot_id)
    assert desk.counsel.get(session.id) == replace(session, people=2), "a correction by the responsible keeps the note"
    assert len(desk.agenda.follow_ups()) == 2
    assert [one.session.note for one in desk.counsel.binned()] == ["Doppelt"]
