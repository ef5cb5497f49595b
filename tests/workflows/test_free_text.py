"""Every text column of the schema is sorted: searched for a name, goes with who applied, or holds no free text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.agenda import Appointment
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.letter import LetterEntry, LetterKind
from lotse_app.models.persons import PersonKey, RemarkKind
from tests.cases import begin, filled, hand_in
from tests.desks import MORNING
from tests.everywhere import NO_PERSON, tables
from tests.proofs import connection_of

if TYPE_CHECKING:
    from tests.desks import Office

#: What a pilot writes beside the answers: whoever erases a person is shown these, whomever they stand with.
SEARCHED = {
    ("session", "note"): RemarkKind.NOTE,
    ("follow_up", "reason"): RemarkKind.FOLLOW_UP,
    ("appointment", "purpose"): RemarkKind.APPOINTMENT,
    ("letter", "note"): RemarkKind.LETTER,
    ("ending", "reason"): RemarkKind.ENDING,
    ("evidence", "reason"): RemarkKind.EVIDENCE,
}
#: Searched and shown as well, but it stays: what somebody else's Vorgang tells an office in own words.
SHOWN = {("application", "answers"): RemarkKind.SAID, ("signature", "beside"): RemarkKind.SAID}
#: What an application or a Vollmacht says to an office: it goes with those whose it is, never changed for others.
TOLD = {
    "application": "confirmations",
    "mandate_person": "surname birth",
    "mandate_signature": "signer strokes",
    "person_index": "surname birth",
    "signature": "signer strokes",
}
#: Ids, numbers, digests, moments, words of a list, and names of services, forms and offices.
NO_FREE_TEXT = {
    "application": "id number service_id service_name form_id form_version ags pilot_id created_at changed_at state "
    "state_at acting step due mandate_id",
    "application_choice": "application_id name value",
    "application_mark": "application_id mark",
    "appointment": "id starts_at local_day kind initials origin state",
    "consent": "application_id purpose given_at revoked_at",
    "ending": "application_id state at by state_before state_at_before",
    "evidence": "application_id key label state changed_at",
    "evidence_file": "id application_id key media_type sha256 attached_at",
    "evidence_part": "file_id",
    "follow_up": "id due application_id done_at pilot_id",
    "frozen": "id application_id form_id form_version digest frozen_at",
    "hand_in": "application_id way carried_by receipt at handed_over_on handed_over_by",
    "letter": "id application_id kind dated received due due_source entered_at entered_by answered_on state_before "
    "state_at_before state_after",
    "mandate": "id number pilot_id digest valid_until made_at",
    "mandate_case": "mandate_id application_id number service_name office handed_in_at",
    "mandate_notice": "mandate_id office sent_on how",
    "mandate_paper": "mandate_id sha256",
    "mandate_part": "mandate_id",
    "mandate_person": "mandate_id role",
    "mandate_revocation": "mandate_id at by",
    "mandate_signature": "mandate_id digest at",
    "paper": "application_id kind made_at",
    "person_index": "application_id",
    "session": "id pilot_id role station_id ags place_type started_at beat_at ended_at local_day access age_band "
    "first_contact help_kind result referred_to kind gender residence language silent_from silent_to deleted_at "
    "deleted_by batch topics obstacles devices tags heads stop figure_cells figure_topics figure_obstacles "
    "figure_devices figure_tags",
    "signature": "id frozen_id digest at given_as office",
    "takeover": "application_id pilot_id at",
}


def test_every_text_column_that_can_name_a_person_is_sorted(office: Office) -> None:
    connection = connection_of(office)
    there = {
        (table, str(column["name"]))
        for table in tables(connection)
        if table not in NO_PERSON
        for column in connection.rows(f"PRAGMA table_info({table})")
        if "TEXT" in str(column["type"])
    }
    sorted_out = [
        *SEARCHED,
        *SHOWN,
        *((table, name) for kind in (TOLD, NO_FREE_TEXT) for table, names in kind.items() for name in names.split()),
    ]
    assert len(sorted_out) == len(set(sorted_out))
    assert there == set(sorted_out), "is the new column free text? Then remarks() has to find it"


def test_what_is_searched_is_found_and_goes_from_every_column(office: Office) -> None:
    desk, today, name = office.desk, MORNING.date(), "Nowakowa-Žurić"
    desk.agenda.remind(today, name)
    desk.agenda.enter(Appointment("", MORNING, 30, purpose=name))
    with_letter, ended = (hand_in(office, CarriedBy.RESIDENT).application for _ in range(2))
    desk.letters.enter(with_letter.id, LetterEntry(LetterKind.QUERY, today, today, note=name))
    connection = connection_of(office)
    desk.letters.end(ended.id, State.NOT_ACCEPTED, "Lageplan unleserlich")
    connection.run("UPDATE ending SET reason = ?", (name,))
    case = filled(office).application
    connection.run("UPDATE session SET note = ?", (name,))
    key = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")
    other = begin(office).id
    desk.evidence.set_state(Evidence(other, "halter", "Haltererklärung", EvidenceState.NOT_NEEDED, name), 0)
    assert {one.kind for one in desk.persons.beside(key, [case.id])} == set(SEARCHED.values())
    assert set(SEARCHED.values()) | set(SHOWN.values()) == set(RemarkKind)
    desk.persons.erase(key, [case.id], unfinished=True)
    for table, column in SEARCHED:
        words = [str(row[0]) for row in connection.rows(f"SELECT {column} FROM {table}")]  # noqa: S608 - names of this file
        assert name not in words, table
