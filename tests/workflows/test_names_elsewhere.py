"""The name of a person in somebody else's Vorgang: what can go goes, what they tell an office stays and is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lotse_app.demonstration.filling import read_back
from lotse_app.demonstration.script import STROKES
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.persons import PersonKey, RemarkKind
from tests.cases import ANSWERS, begin, filled
from tests.colleagues import add, sit_down
from tests.proofs import connection_of

if TYPE_CHECKING:
    from tests.desks import Office

NOWAKOWA = PersonKey("NOWAKOWA-ZURIC", "1958-03-14")
NAME = "Nowakowa-Žurić"
#: The answers of the demonstration from somebody of another name.
OTHERS = tuple(
    (pointer, value.replace(NAME, "Muster") if isinstance(value, str) else value) for pointer, value in ANSWERS
)


def reasoned(office: Office, application_id: str, reason: str) -> None:
    """Write why a paper is not needed."""
    line = Evidence(application_id, "halter", "Haltererklärung", EvidenceState.NOT_NEEDED, reason)
    office.desk.evidence.set_state(line, 0)


def answered(office: Office, application_id: str, text: str, of: str = "bemerkung") -> None:
    """Put a free answer into somebody else's draft."""
    told = json.dumps({of: text}, ensure_ascii=False)
    connection_of(office).run("UPDATE application SET answers = ? WHERE id = ?", (told, application_id))


def test_the_reason_of_a_paper_in_somebody_elses_draft_is_found_and_goes(office: Office) -> None:
    desk = office.desk
    other = begin(office).id
    reasoned(office, other, f"liegt bei {NAME}")
    case = filled(office).application
    (found,) = desk.persons.beside(NOWAKOWA, [case.id])
    assert (found.kind, found.text, found.whole) == (RemarkKind.EVIDENCE, f"liegt bei {NAME}", True)
    assert desk.persons.erase(NOWAKOWA, [case.id], unfinished=True).notes == 1
    (line,) = desk.evidence.of_application(other)
    assert (line.state, line.reason) == (EvidenceState.NOT_NEEDED, "")
    assert ("nachweis", 1) in {(one.kind, one.count) for one in desk.keeping.proofs()}


def test_what_was_frozen_or_answered_by_somebody_else_is_shown_and_stays(office: Office) -> None:
    desk, connection = office.desk, connection_of(office)
    theirs = read_back(desk, filled(office, OTHERS).application.id).application.id
    rule = desk.applications.open(theirs).form.evidence[0]
    line = Evidence(theirs, rule.key, rule.label, EvidenceState.NOT_NEEDED, f"hat {NAME}")
    desk.evidence.set_state(line, 0)
    desk.freezing.commit(desk.freezing.prepare(desk.applications.open(theirs)))
    answered(office, begin(office).id, f"Nachbarin {NAME} kennt den Hund")
    answered(office, begin(office).id, NAME, of="familienname")  # a namesake: that is a name by its question
    born = "/halter/person/geburtsdatum"
    filled(office, tuple((at, "1961-01-01" if at == born else value) for at, value in ANSWERS))  # another namesake
    case = filled(office).application
    found = desk.persons.beside(NOWAKOWA, [case.id])
    assert {(one.kind, one.text) for one in found} == {
        (RemarkKind.SAID, f"hat {NAME}"),
        (RemarkKind.SAID, f"Nachbarin {NAME} kennt den Hund"),
    }, "what the person's own Vorgang says is not told"
    assert desk.persons.erase(NOWAKOWA, [case.id], unfinished=True).notes == 0
    assert [one.reason for one in desk.evidence.of_application(theirs)] == [f"hat {NAME}"]
    assert any(f"hat {NAME}".encode() in one.canonical for one in desk.persons._rows.record(theirs).editions)
    left = [str(row[0]) for row in connection.rows("SELECT answers FROM application")]
    assert any(NAME in one for one in left)


def test_a_witness_in_somebody_elses_vorgang_is_shown_and_stays(office: Office) -> None:
    desk, connection = office.desk, connection_of(office)
    theirs = read_back(desk, filled(office, OTHERS).application.id)
    desk.freezing.commit(desk.freezing.prepare(theirs))
    theirs = desk.applications.open(theirs.application.id)
    desk.signing.commit(desk.signing.prepare_pad(theirs, theirs.lines[0].signer, STROKES))
    row = dict(connection.row("SELECT * FROM signature") or {})
    connection.insert("signature", row | {"id": "mit-zeugin", "line": 9, "beside": f"Zeugin {NAME}"})
    case = filled(office).application
    (found,) = desk.persons.beside(NOWAKOWA, [case.id])
    assert (found.kind, found.id, found.text) == (RemarkKind.SAID, "mit-zeugin", f"Zeugin {NAME}")


def test_what_the_vorgang_of_a_colleague_or_of_a_guarded_person_says_is_only_counted(office: Office) -> None:
    colleague = add(office.desk)
    office.desk = sit_down(office, colleague.id)
    theirs = begin(office).id
    answered(office, theirs, f"kennt {NAME}")
    reasoned(office, theirs, f"bei {NAME}")
    desk = sit_down(office, office.pilot_id)
    office.desk = desk
    guarded = begin(office).id
    answered(office, guarded, f"wohnt bei {NAME}")
    desk.letters.guard(guarded, on=True)
    case = filled(office).application
    found = desk.persons.beside(NOWAKOWA, [case.id])
    assert sorted((one.kind.value, one.text) for one in found) == [("angabe", ""), ("angabe", ""), ("nachweis", "")]
    assert desk.persons.erase(NOWAKOWA, [case.id], unfinished=True).notes == 1, "a whole name goes, shown or not"
