"""Persons by folded surname and birth date; erasure to the last byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.evidence import EvidenceState
from lotse_app.models.persons import Erased, PersonKey
from lotse_app.models.problems import Code
from tests.chance import seeded
from tests.store.plain import decrypted
from tests.store.samples import (
    KEY,
    START,
    a_draft,
    a_file,
    a_frozen,
    a_session,
    a_signature,
    an_application,
    an_evidence,
    an_operation,
    refused,
)
from tests.store.test_retention import _whole

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.store.opening import Store

NOWAK = PersonKey("NOWAK", "1958-03-14")
NAMES = [f"Verschwundn{number:02d}Ärt" for number in range(50)]
STAY = [f"Bleibendr{number:02d}Ölz" for number in range(20)]


def _named(store: Store, application_id: str, *people: PersonKey) -> None:
    store.applications.create(an_application(application_id), [])
    store.applications.save_draft(a_draft(0, application_id, people=people))


def test_a_person_is_found_by_the_beginning_of_the_name_and_the_birth_date(store: Store) -> None:
    _named(store, "ap-1", NOWAK)
    _named(store, "ap-2", NOWAK, PersonKey("NOWAKOWA", "1960-01-01"))
    _named(store, "ap-3", PersonKey("MUELLER"))
    found = store.persons.find("NOWAK")
    assert [(one.key, sorted(line.id for line in one.applications)) for one in found] == [
        (NOWAK, ["ap-1", "ap-2"]),
        (PersonKey("NOWAKOWA", "1960-01-01"), ["ap-2"]),
    ]
    assert [one.key.surname for one in store.persons.find("NOWAK", "1960-01-01")] == ["NOWAKOWA"]
    assert store.persons.find("XY") == ()
    assert store.persons.of(NOWAK) == ("ap-1", "ap-2")
    assert store.persons.of(PersonKey("", "")) == ()


def test_finding_reads_the_index_and_no_answers(store: Store) -> None:
    plan = store._connection.rows(
        "EXPLAIN QUERY PLAN SELECT surname FROM person_index WHERE surname >= 'A' AND surname < 'B'"
    )
    assert "person_name" in plan[0]["detail"]


def test_the_index_follows_the_answers_in_the_same_transaction(store: Store) -> None:
    _named(store, "ap-1", NOWAK)
    store.applications.save_draft(a_draft(1))  # a caller that does not say who is named changes nothing
    assert store.persons.of(NOWAK) == ("ap-1",)
    store.applications.save_draft(a_draft(2, people=(PersonKey("ANDERS"),)))
    assert store.persons.of(NOWAK) == ()
    with refused(Code.STALE_REVISION):
        store.applications.save_draft(a_draft(0, people=(NOWAK,)))
    assert [one.key for one in store.persons.find("A")] == [PersonKey("ANDERS")]


def test_applications_from_before_the_index_are_looked_at_once(store: Store) -> None:
    store.applications.create(an_application("ap-1"), [])
    store.applications.create(an_application("ap-2"), [])
    assert set(store.persons.unindexed()) == {"ap-1", "ap-2"}
    store.persons.index("ap-1", [NOWAK])
    store.persons.index("ap-2", [])
    assert store.persons.unindexed() == ()
    assert [one.key for one in store.persons.find("")] == [NOWAK]


def test_the_record_of_a_person_holds_everything(store: Store) -> None:
    store.sessions.start(a_session(note="kommt wieder"))
    _whole(store)
    record = store.persons.record("ap-1")
    assert record.application.answers == a_draft(0).answers
    assert [one.edition for one in record.editions] == [1]
    assert [one.signer for one in record.signatures] == ["Muñoz-Żak"]
    assert [one.state for one in record.evidence] == [EvidenceState.FILE]
    assert record.hand_in is not None
    assert record.session is not None
    assert record.session.note == "kommt wieder"
    assert [one.kind.value for one in record.papers] == ["antrag", "antrag_unterschrieben", "beleg", "merkzettel"]
    store.applications.create(an_application("ap-2"), [])
    bare = store.persons.record("ap-2")
    assert (bare.hand_in, bare.session, bare.editions) == (None, None, ())
    with refused(Code.RECORD_MISSING):
        store.persons.record("ap-9")


def test_erasure_counts_what_went_proves_it_and_keeps_the_tombstone(store: Store) -> None:
    store.sessions.start(a_session(note="Frau Muñoz-Żak kommt wieder"))
    _whole(store)
    erased = store.persons.erase(["ap-1"], START, [an_operation("gone", "ap-1")])
    assert erased == Erased(applications=1, files=1, papers=4, notes=1)
    assert {(proof.rule, proof.kind, proof.count) for proof in store.retention.proofs()} == {
        ("person", "vorgang", 1), ("person", "datei", 1), ("person", "papier", 4), ("person", "notiz", 1),
    }  # fmt: skip
    assert store.sessions.get("se-1").note == ""
    assert [logged.operation.op for logged in store.outbox.waiting()] == ["gone"]
    assert store.persons.erase(["ap-1"], START, []).applications == 0


def _live(store: Store, name: str, number: int) -> str:
    """Let a person appear wherever a name can stand, in a draft of changing size that is saved often."""
    application_id, chance = f"ap-{number}", seeded(number)
    session_id = f"se-{number}"
    store.sessions.start(a_session(session_id, pilot_id=f"pi-{number}", note=f"{name} braucht eine Lupe"))
    store.applications.create(an_application(application_id, session_id=session_id), [])
    for revision in range(4):
        answers = {"familienname": name, "text": name * chance.randrange(1, 900)}
        draft = a_draft(revision, application_id, answers=answers, people=(PersonKey(name.upper(), "1958-03-14"),))
        store.applications.save_draft(draft)
    store.evidence.save(an_evidence(application_id=application_id, reason=f"{name} bringt es"), 1, START)
    content = name.encode() * chance.randrange(1, 20_000)
    store.evidence.attach(application_id, "ausweis", f"f-{number}", a_file(content), START)
    frozen = a_frozen(application_id=application_id)
    store.applications.freeze(frozen, 4, name.encode() * 3000, [an_operation(f"o-{number}", application_id)])
    if number % 2:
        store.applications.sign(a_signature(frozen, signer=name), name.encode() * 3000, [])
    return application_id


def _shapes(name: str) -> tuple[bytes, ...]:
    return name.encode(), name.upper().encode(), name.encode("utf-16-le")


def _seen(content: bytes, names: list[str]) -> set[str]:
    return {name for name in names for shape in _shapes(name) if shape in content}


def test_no_deleted_name_is_left_in_any_page(store: Store, folder: Path, tmp_path: Path) -> None:
    ids = {name: _live(store, name, number) for number, name in enumerate([*NAMES, *STAY])}
    store._connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert _seen(decrypted(folder / "lotse.db", KEY), NAMES) == set(NAMES)  # the control: the same search finds all

    store.persons.erase([ids[name] for name in NAMES], START, [])
    assert (folder / "lotse.db-wal").stat().st_size == 0
    pages = decrypted(folder / "lotse.db", KEY)
    assert _seen(pages, NAMES) == set()
    assert _seen(pages, STAY) == set(STAY)
    store.check()

    store._connection.run("ATTACH DATABASE ? AS klar KEY ''", (str(tmp_path / "klar.db"),))
    store._connection.rows("SELECT sqlcipher_export('klar')")
    store._connection.run("DETACH DATABASE klar")
    assert _seen((tmp_path / "klar.db").read_bytes(), NAMES) == set()
    assert _seen((tmp_path / "klar.db").read_bytes(), STAY) == set(STAY)
