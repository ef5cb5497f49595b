"""Applications from draft to hand-in, on a real file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.ids import Ids
from lotse_app.models.application import CarriedBy, DocumentKind, Mark, State
from lotse_app.models.problems import Code
from lotse_app.models.signing import SignedAs
from lotse_app.store.applications import ApplicationTable
from lotse_app.store.driver import sqlite3
from lotse_app.store.erasing import delete_applications, open_gate
from tests.store.samples import (
    START,
    a_draft,
    a_frozen,
    a_hand_in,
    a_session,
    a_signature,
    an_application,
    an_operation,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.store.opening import Store
    from lotse_app.workflows.ports import ApplicationRows

LATER = START + timedelta(hours=1)


@pytest.fixture
def rows(store: Store) -> ApplicationRows:
    store.sessions.start(a_session())
    store.applications.create(an_application(session_id="se-1"), [])
    return store.applications


@pytest.fixture
def frozen_rows(rows: ApplicationRows) -> ApplicationRows:
    rows.freeze(a_frozen(), 0, b"pdf one", [])
    return rows


def test_a_new_application_gets_a_number_and_comes_back(store: Store) -> None:
    store.sessions.start(a_session())
    marks = frozenset({Mark.PRINT_LATER, Mark.PAPERS_MISSING})
    written = store.applications.create(an_application(session_id="se-1", marks=marks), [an_operation("o1")])

    assert len(written.number) == 4
    assert store.applications.get("ap-1") == written
    assert store.outbox.count_waiting() == 1


def test_a_free_number_is_kept_and_a_taken_one_replaced(store: Store) -> None:
    assert store.applications.create(an_application(number="7F3K"), []).number == "7F3K"
    assert store.applications.create(an_application("ap-2", number="7F3K"), []).number != "7F3K"


def test_numbers_grow_when_chance_only_repeats_itself(store: Store, clock: FixedClock) -> None:
    stuck = ApplicationTable(store._connection, store.outbox, Ids(clock, bytes), store.trail)
    numbers = [stuck.create(an_application(f"ap-{one}"), []).number for one in range(3)]
    assert numbers == ["0000", "00000", "000000"]


def test_an_application_of_an_unknown_session_is_refused_whole(store: Store) -> None:
    with refused(Code.RECORD_MISSING, kind="session"):
        store.applications.create(an_application(session_id="nowhere"), [an_operation("o1")])
    assert store.applications.lines() == ()
    assert store.outbox.count_waiting() == 0


def test_autosave_writes_everything_and_counts_revisions(
    store: Store, rows: ApplicationRows, reopen: Callable[[], Store]
) -> None:
    assert rows.save_draft(a_draft(0, at=LATER)) == 1
    assert rows.save_draft(a_draft(1, at=LATER)) == 2
    store.close()

    saved, draft = reopen().applications.get("ap-1"), a_draft()

    assert (saved.answers, saved.step, saved.acting) == (draft.answers, draft.step, draft.acting)
    assert (saved.notice_version, saved.keep_contact, saved.due) == (3, True, date(2026, 12, 4))
    assert (saved.confirmations, saved.revision, saved.changed_at) == (draft.confirmations, 2, LATER)


def test_a_save_on_an_older_revision_loses_nothing(rows: ApplicationRows) -> None:
    rows.save_draft(a_draft(0))
    with refused(Code.STALE_REVISION, found=1, expected=0):
        rows.save_draft(a_draft(0, answers={"overwritten": True}))
    assert rows.get("ap-1").answers == a_draft().answers


def test_drafts_that_are_missing_are_said_to_be_missing(store: Store) -> None:
    with refused(Code.RECORD_MISSING, kind="application"):
        store.applications.save_draft(a_draft())
    with refused(Code.RECORD_MISSING, kind="application"):
        store.applications.get("ap-1")
    with refused(Code.RECORD_MISSING, kind="application"):
        store.applications.mark("ap-1", Mark.PRINT_LATER, present=True, at=START)


def test_freezing_writes_edition_paper_and_state_together(store: Store, rows: ApplicationRows) -> None:
    rows.freeze(a_frozen(), 0, b"pdf one", [an_operation("o1")])

    assert rows.frozen("ap-1") == a_frozen()
    assert rows.paper("ap-1", DocumentKind.APPLICATION) == b"pdf one"
    assert rows.get("ap-1").state is State.CHECKED
    assert store.outbox.count_waiting() == 1


def test_freezing_what_moved_on_is_refused_whole(store: Store, rows: ApplicationRows) -> None:
    rows.save_draft(a_draft(0))
    with refused(Code.STALE_REVISION):
        rows.freeze(a_frozen(), 0, b"pdf", [an_operation("o1")])
    with refused(Code.STALE_REVISION, found=1, expected=2):
        rows.freeze(a_frozen(edition=2), 1, b"pdf", [an_operation("o1")])
    assert rows.frozen("ap-1") is None
    assert rows.paper("ap-1", DocumentKind.APPLICATION) is None
    assert store.outbox.count_waiting() == 0


def test_a_failing_operation_takes_the_act_with_it(store: Store, rows: ApplicationRows) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        rows.freeze(a_frozen(), 0, b"pdf", [an_operation("o1"), an_operation("o1")])
    assert rows.get("ap-1").state is State.DRAFT
    assert store.outbox.count_waiting() == 0


def test_a_frozen_application_takes_no_more_drafts(frozen_rows: ApplicationRows) -> None:
    with refused(Code.RECORD_FROZEN):
        frozen_rows.save_draft(a_draft(0))
    with refused(Code.RECORD_FROZEN):
        frozen_rows.freeze(a_frozen(), 0, b"pdf", [])


def test_reopening_begins_the_next_edition_and_voids_the_signature(store: Store, frozen_rows: ApplicationRows) -> None:
    rows = frozen_rows
    rows.sign(a_signature(a_frozen()), b"signed one", [])
    reopened = rows.reopen("ap-1", LATER, [an_operation("o1")])

    assert (reopened.state, reopened.edition, reopened.changed_at) == (State.DRAFT, 2, LATER)
    assert rows.frozen("ap-1") is None
    assert rows.signatures("ap-1") == ()
    assert rows.save_draft(a_draft(0)) == 1
    rows.freeze(a_frozen(edition=2), 1, b"pdf two", [])
    assert rows.frozen("ap-1") == a_frozen(edition=2)
    assert rows.signatures("ap-1") == ()
    assert rows.paper("ap-1", DocumentKind.APPLICATION) == b"pdf two"
    assert store.outbox.count_waiting() == 1


def test_reopening_keeps_what_was_read_back(rows: ApplicationRows) -> None:
    rows.save_draft(a_draft(0))
    rows.freeze(a_frozen(), 1, b"pdf", [])
    assert rows.reopen("ap-1", LATER, []).confirmations == a_draft().confirmations


def test_a_draft_cannot_be_reopened(store: Store, rows: ApplicationRows) -> None:
    with refused(Code.TRANSITION_REFUSED):
        rows.reopen("ap-1", LATER, [an_operation("o1")])
    with refused(Code.RECORD_MISSING):
        rows.reopen("ap-9", LATER, [])
    assert rows.get("ap-1").edition == 1
    assert store.outbox.count_waiting() == 0


def test_a_signature_on_the_pad_comes_with_its_paper(store: Store, frozen_rows: ApplicationRows) -> None:
    frozen_rows.sign(a_signature(a_frozen()), b"signed", [an_operation("o1")])

    assert frozen_rows.signatures("ap-1") == (a_signature(a_frozen()),)
    assert frozen_rows.paper("ap-1", DocumentKind.SIGNED_APPLICATION) == b"signed"
    assert frozen_rows.get("ap-1").state is State.SIGNED
    assert store.outbox.count_waiting() == 1


def test_a_signature_on_the_print_needs_no_paper(frozen_rows: ApplicationRows) -> None:
    frozen_rows.sign(a_signature(a_frozen(), on_paper=True, strokes=()), None, [])
    assert frozen_rows.signatures("ap-1") == (a_signature(a_frozen(), on_paper=True, strokes=()),)
    assert frozen_rows.paper("ap-1", DocumentKind.SIGNED_APPLICATION) is None


def test_a_signature_over_anything_else_is_refused(frozen_rows: ApplicationRows) -> None:
    with refused(Code.STALE_REVISION):
        frozen_rows.sign(a_signature(a_frozen(), digest="00"), None, [])
    frozen_rows.reopen("ap-1", LATER, [])
    with refused(Code.STALE_REVISION):
        frozen_rows.sign(a_signature(a_frozen()), None, [])


def test_nothing_is_signed_while_drafting(rows: ApplicationRows) -> None:
    assert rows.frozen("ap-1") is None
    assert rows.signatures("ap-1") == ()
    assert rows.handed_in("ap-1") is None


def test_handing_in_writes_way_papers_and_state_together(store: Store, frozen_rows: ApplicationRows) -> None:
    frozen_rows.hand_in(a_hand_in(), State.SUBMITTED, b"receipt", b"note", [an_operation("o1")])

    assert frozen_rows.handed_in("ap-1") == a_hand_in()
    assert frozen_rows.paper("ap-1", DocumentKind.RECEIPT) == b"receipt"
    assert frozen_rows.paper("ap-1", DocumentKind.NOTE) == b"note"
    assert frozen_rows.get("ap-1").state is State.SUBMITTED
    assert frozen_rows.lines()[0].way == "papier"
    assert store.outbox.count_waiting() == 1


def test_a_reception_point_confirms_at_once(frozen_rows: ApplicationRows) -> None:
    frozen_rows.hand_in(a_hand_in(), State.RECEIVED, b"receipt", b"note", [])
    assert frozen_rows.get("ap-1").state is State.RECEIVED


def test_a_draft_cannot_be_handed_in(rows: ApplicationRows) -> None:
    with refused(Code.TRANSITION_REFUSED, before="entwurf", after="eingereicht"):
        rows.hand_in(a_hand_in(), State.SUBMITTED, b"receipt", b"note", [])
    assert rows.handed_in("ap-1") is None


def test_the_day_it_was_handed_over_is_noted(frozen_rows: ApplicationRows) -> None:
    with refused(Code.RECORD_MISSING, kind="hand_in"):
        frozen_rows.note_handed_over("ap-1", date(2026, 11, 23), CarriedBy.POST, LATER)
    frozen_rows.hand_in(a_hand_in(), State.SUBMITTED, b"receipt", b"note", [])
    frozen_rows.note_handed_over("ap-1", date(2026, 11, 23), CarriedBy.POST, LATER)
    noted = replace(a_hand_in(), handed_over_on=date(2026, 11, 23), handed_over_by=CarriedBy.POST)
    assert frozen_rows.handed_in("ap-1") == noted
    assert frozen_rows.get("ap-1").changed_at == LATER
    frozen_rows.note_handed_over("ap-1", None, None, LATER)
    assert frozen_rows.handed_in("ap-1") == a_hand_in()


def test_lines_are_signed_one_by_one_and_each_once(frozen_rows: ApplicationRows) -> None:
    first = a_signature(a_frozen(), line=0)
    second = a_signature(
        a_frozen(),
        id="si-2",
        line=1,
        on_paper=True,
        strokes=(),
        given_as=SignedAs.MARK,
        beside="Z. Zeuge",
        office="Amt",
    )
    frozen_rows.sign(first, None, [])
    frozen_rows.sign(second, b"signed", [])
    assert frozen_rows.signatures("ap-1") == (first, second)
    assert frozen_rows.get("ap-1").state is State.SIGNED
    with refused(Code.STALE_REVISION):
        frozen_rows.sign(replace(second, id="si-3"), None, [])
    assert len(frozen_rows.signatures("ap-1")) == 2


def test_a_paper_of_an_older_edition_is_not_shown_any_more(frozen_rows: ApplicationRows) -> None:
    frozen_rows.sign(a_signature(a_frozen()), b"signed", [])
    assert frozen_rows.paper("ap-1", DocumentKind.SIGNED_APPLICATION) == b"signed"
    frozen_rows.reopen("ap-1", LATER, [])
    assert frozen_rows.paper("ap-1", DocumentKind.SIGNED_APPLICATION) is None


def test_marks_are_set_and_cleared(rows: ApplicationRows) -> None:
    for _ in range(2):
        rows.mark("ap-1", Mark.PAPERS_MISSING, present=True, at=LATER)
    assert rows.get("ap-1").marks == {Mark.PAPERS_MISSING}
    assert rows.lines()[0].marks == {Mark.PAPERS_MISSING}
    rows.mark("ap-1", Mark.PAPERS_MISSING, present=False, at=LATER)
    assert rows.get("ap-1").marks == frozenset()


def test_choices_count_for_their_edition_and_go_with_it(store: Store, frozen_rows: ApplicationRows) -> None:
    frozen_rows.choose("ap-1", "abgabe", "post")
    frozen_rows.choose("ap-1", "abgabe", "lotse")
    frozen_rows.choose("unknown", "abgabe", "post")
    assert frozen_rows.choices("ap-1") == {"abgabe": "lotse"}
    assert frozen_rows.choices("unknown") == {}
    frozen_rows.reopen("ap-1", START, [])
    assert frozen_rows.choices("ap-1") == {}
    frozen_rows.choose("ap-1", "abgabe", "person")
    assert frozen_rows.choices("ap-1") == {"abgabe": "person"}
    with open_gate(store._connection, "test"):
        delete_applications(store._connection, ["ap-1"])
    assert not store._connection.rows("SELECT 1 FROM application_choice")


def test_only_steps_of_the_table_are_taken(store: Store, rows: ApplicationRows) -> None:
    with refused(Code.TRANSITION_REFUSED, before="entwurf", after="beschieden"):
        rows.change_state("ap-1", State.DECIDED, LATER, [an_operation("o1")])
    rows.change_state("ap-1", State.ABANDONED, LATER, [an_operation("o1")])
    assert rows.get("ap-1").state is State.ABANDONED
    assert store.outbox.count_waiting() == 1


def test_lists_hold_the_newest_change_first_and_can_ask_for_states(store: Store, rows: ApplicationRows) -> None:
    for number in (2, 3):
        store.applications.create(an_application(f"ap-{number}", due=date(2026, 12, number)), [])
    rows.freeze(replace(a_frozen(application_id="ap-2"), frozen_at=LATER), 0, b"pdf", [])

    assert [line.id for line in rows.lines()] == ["ap-2", "ap-3", "ap-1"]
    assert [line.id for line in rows.lines([State.DRAFT])] == ["ap-3", "ap-1"]
    assert rows.lines([State.DECIDED]) == ()
    assert rows.lines([State.CHECKED])[0].due == date(2026, 12, 2)


def test_a_session_knows_the_applications_begun_in_it(store: Store, rows: ApplicationRows) -> None:
    store.applications.create(an_application("ap-2"), [])
    assert [line.id for line in rows.of_session("se-1")] == ["ap-1"]
    assert rows.of_session("nowhere") == ()


def test_a_large_paper_comes_back_byte_for_byte(rows: ApplicationRows) -> None:
    pdf = bytes(range(256)) * 1000
    rows.freeze(a_frozen(), 0, pdf, [])
    assert rows.paper("ap-1", DocumentKind.APPLICATION) == pdf


def test_an_edition_tells_its_case_and_an_unknown_one_is_refused(frozen_rows: ApplicationRows) -> None:
    assert frozen_rows.case_of(a_frozen().id) == a_frozen().application_id
    with refused(Code.STALE_REVISION):
        frozen_rows.case_of("nothing")
