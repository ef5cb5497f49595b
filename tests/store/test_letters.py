"""Letters, endings and addresses in the store: they hold what a deadline needs, and go with the person, really."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import State
from lotse_app.models.ending import Ending
from lotse_app.models.letter import DueSource, Letter, LetterKind
from lotse_app.models.office import Office
from lotse_app.models.problems import Code
from lotse_app.models.retention import DEFAULTS, RuleName
from tests.store.plain import decrypted
from tests.store.samples import (
    KEY,
    PILOT,
    START,
    a_draft,
    a_frozen,
    a_hand_in,
    an_application,
    an_operation,
    refused,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.store.opening import Store

DAY = timedelta(days=1)
TODAY = START.date()
RULES = {rule.name: rule for rule in DEFAULTS}


def a_letter(number: int = 1, application_id: str = "ap-1", **fields: object) -> Letter:
    """Return a query that came today."""
    base: dict[str, object] = {
        "id": f"le-{application_id}-{number}",
        "application_id": application_id,
        "kind": LetterKind.QUERY,
        "dated": TODAY - DAY,
        "received": TODAY,
        "entered_at": START,
        "entered_by": PILOT.id,
        "state_before": State.SUBMITTED,
        "state_after": State.QUERY,
        "due": TODAY + 9 * DAY,
        "due_source": DueSource.PRINTED,
        "note": "Impfpass fehlt",
    }
    return Letter(**(base | fields))  # type: ignore[arg-type]  # any field of a letter


def handed_in(store: Store, application_id: str = "ap-1") -> None:
    """Make an application that is on its way."""
    store.applications.create(an_application(application_id), [])
    store.applications.save_draft(a_draft(0, application_id))
    store.applications.freeze(a_frozen(application_id=application_id), 1, b"pdf", [])
    store.applications.hand_in(a_hand_in(application_id), State.SUBMITTED, b"receipt", b"note", [])


def due(store: Store, name: RuleName, days: float) -> list[str]:
    """Return the ids a rule takes so many days later."""
    return [one.record_id for one in store.retention.due(RULES[name], START + days * DAY)]


def test_a_letter_comes_back_as_it_was_written(store: Store) -> None:
    handed_in(store)
    store.letters.enter(a_letter(), [an_operation("op-1", "ap-1")])
    assert store.letters.of_application("ap-1") == (a_letter(),)
    assert store.letters.open_letters() == (a_letter(),)
    assert store.applications.get("ap-1").state is State.QUERY
    assert [one.operation.op for one in store.outbox.waiting()] == ["op-1"]
    line = store.applications.lines()[0]
    assert (line.letter_due, line.outcome, line.guarded) == (TODAY + 9 * DAY, "", False)


def test_a_letter_to_a_state_that_is_another_by_now_writes_nothing(store: Store) -> None:
    handed_in(store)
    with refused(Code.STALE_REVISION, found="eingereicht", expected="rueckfrage"):
        store.letters.enter(a_letter(state_before=State.QUERY), [an_operation("op-1", "ap-1")])
    with refused(Code.RECORD_MISSING):
        store.letters.enter(a_letter(application_id="ap-9"), [])
    with refused(Code.TRANSITION_REFUSED):
        store.letters.enter(a_letter(state_after=State.CLOSED), [an_operation("op-2", "ap-1")])
    assert store.letters.of_application("ap-1") == ()
    assert store.outbox.count_waiting() == 0


def test_a_deadline_that_runs_holds_a_decided_vorgang(store: Store) -> None:
    handed_in(store)
    decided = a_letter(kind=LetterKind.REFUSED, state_after=State.DECIDED, due=TODAY + 35 * DAY)
    store.letters.enter(decided, [])
    assert due(store, RuleName.RECEIPT_DECIDED, 40) == []
    assert due(store, RuleName.RECEIPT_DECIDED, 66) == ["ap-1"]
    assert due(store, RuleName.RECEIPT, 366) == ["ap-1"]  # the longest that anything is kept
    store.letters.answer(decided, TODAY, State.DECIDED, START, [])
    assert due(store, RuleName.RECEIPT_DECIDED, 40) == ["ap-1"]


def test_letters_endings_and_marks_are_part_of_what_is_known_of_a_person(store: Store) -> None:
    handed_in(store)
    store.letters.enter(a_letter(), [])
    ending = Ending("ap-1", State.WITHDRAWN, START, PILOT.id, State.QUERY, "kein Hund mehr")
    store.letters.end(ending, [])
    record = store.persons.record("ap-1")
    assert record.letters == (a_letter(),)
    assert record.ending == ending


@pytest.mark.parametrize("taken_back", [False, True])
def test_nothing_of_a_letter_is_left_in_any_page(store: Store, folder: Path, *, taken_back: bool) -> None:
    handed_in(store)
    handed_in(store, "ap-2")
    words = [f"Kranichwort{number}" for number in range(40)]
    for number, word in enumerate(words):
        state = {"state_before": State.SUBMITTED, "state_after": State.SUBMITTED}
        store.letters.enter(a_letter(number, kind=LetterKind.OTHER, note=word, **state), [])
    store.letters.enter(a_letter(99, "ap-2", note="Reiherwort"), [])
    store.letters.end(Ending("ap-1", State.NOT_ACCEPTED, START, PILOT.id, State.SUBMITTED, "Bussardwort"), [])
    store._connection.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    pages = decrypted(folder / "lotse.db", KEY)
    assert all(word.encode() in pages for word in [*words, "Bussardwort", "Reiherwort"])  # the control

    if taken_back:
        store.letters.undo_end("ap-1", START, [])
        for letter in store.letters.of_application("ap-1"):
            store.letters.take_back(letter, START, [])
        store.retention.settle()
    else:
        store.persons.erase(["ap-1"], START, [], [])
    pages = decrypted(folder / "lotse.db", KEY)
    assert [word for word in [*words, "Bussardwort"] if word.encode() in pages] == []
    assert b"Reiherwort" in pages


def test_the_mark_of_an_auskunftssperre_is_kept(store: Store) -> None:
    handed_in(store)
    assert not store.letters.guarded("ap-1")
    store.letters.guard("ap-1", on=True)
    assert store.letters.guarded("ap-1")
    assert store.applications.lines()[0].guarded
    store.letters.guard("ap-1", on=False)
    assert not store.letters.guarded("ap-1")


def test_an_entered_address_is_replaced_by_the_next(store: Store) -> None:
    first = Office("Jobcenter", "Weg 1", "01796", "Pirna", "eingetragen", date(2026, 11, 20), entered=True)
    second = Office("Jobcenter", "Weg 2", "01796", "Pirna", "eingetragen", date(2026, 11, 21), entered=True)
    store.offices.enter("14628410", "Jobcenter", first, START)
    store.offices.enter("14628410", "Jobcenter", second, START)
    assert store.offices.all_entered() == (("14628410", "Jobcenter", second),)


def test_a_question_after_the_receipt_does_not_keep_the_content_longer(store: Store) -> None:
    handed_in(store)
    store.applications.change_state("ap-1", State.RECEIVED, START, [])
    asked = a_letter(state_before=State.RECEIVED, entered_at=START + 10 * DAY, due=TODAY + 40 * DAY)
    store.letters.enter(asked, [])
    assert due(store, RuleName.CONTENT_CONFIRMED, 13) == []
    assert due(store, RuleName.CONTENT_CONFIRMED, 14) == ["ap-1"]
    store.letters.take_back(asked, START + 11 * DAY, [])
    assert due(store, RuleName.CONTENT_CONFIRMED, 14) == ["ap-1"]


def test_an_answer_does_not_keep_the_content_longer_than_the_question_told_that_it_is_there(store: Store) -> None:
    handed_in(store)
    asked = a_letter(entered_at=START + 5 * DAY)
    store.letters.enter(asked, [])
    store.letters.answer(asked, TODAY, State.RECEIVED, START + 12 * DAY, [])
    assert due(store, RuleName.CONTENT_CONFIRMED, 18) == []
    assert due(store, RuleName.CONTENT_CONFIRMED, 19) == ["ap-1"]


@pytest.mark.parametrize("before", [State.RECEIVED, State.DECIDED])
def test_an_end_prolongs_nothing(store: Store, before: State) -> None:
    handed_in(store)
    store.applications.change_state("ap-1", before, START, [])
    after = State.CLOSED if before is State.DECIDED else State.WITHDRAWN
    store.letters.end(Ending("ap-1", after, START + 10 * DAY, PILOT.id, before), [])
    assert due(store, RuleName.CONTENT_CONFIRMED, 13) == []
    assert due(store, RuleName.CONTENT_CONFIRMED, 14) == ["ap-1"]
    told = 30 if before is State.DECIDED else 40
    assert due(store, RuleName.RECEIPT_DECIDED, told - 1) == []
    assert due(store, RuleName.RECEIPT_DECIDED, told) == ["ap-1"]
