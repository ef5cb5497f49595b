"""Entries that could not be written before a lock: sealed under the store's key, for the same pilot, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.folders.seals import StoreKeySeal
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.application import Confirmation, DraftSave
from lotse_app.vault.sealing import sealed, unsealed
from lotse_app.workflows.held_drafts import HeldDraft, newest
from tests.cases import filled
from tests.desks import MORNING

if TYPE_CHECKING:
    from tests.desks import Office


def _draft(office: Office) -> DraftSave:
    application = filled(office).application
    return DraftSave(
        application_id=application.id,
        expected_revision=application.revision,
        answers={**application.answers, "weitere_hunde_haushalt": 7},
        step="hund",
        acting=application.acting,
        notice_version=1,
        keep_contact=True,
        confirmations=(Confirmation("halter", ReadBackWay.READ_ALOUD, MORNING, "ab" * 32),),
        due=MORNING.date(),
        at=MORNING,
    )


def test_what_was_sealed_comes_back_and_is_written(office: Office) -> None:
    draft = _draft(office)
    held = HeldDraft(3, draft)
    kept = office.desk.unsaved.seal([held])
    assert b"Nowakowa" not in kept.content
    assert office.desk.unsaved.unseal(kept) == (held,)
    assert office.desk.unsaved.write(draft) == draft.expected_revision + 1
    assert office.desk.applications.open(draft.application_id).application.answers == draft.answers
    undated = HeldDraft(4, replace(draft, due=None, notice_version=None))
    assert office.desk.unsaved.unseal(office.desk.unsaved.seal([undated])) == (undated,)


def test_nobody_else_reads_it(office: Office) -> None:
    kept = office.desk.unsaved.seal([HeldDraft(1, _draft(office))])
    assert office.desk.unsaved.unseal(replace(kept, pilot_id="jemand anders")) == ()
    assert StoreKeySeal(bytes(32)).unseal(kept.content) is None
    office.desk.unsaved._seal = StoreKeySeal(bytes(32))
    assert office.desk.unsaved.unseal(kept) == ()


def test_of_several_the_last_counts_over_what_was_really_written_whatever_the_clock_said(office: Office) -> None:
    first = _draft(office)
    other = HeldDraft(3, replace(first, application_id="ap-2"))
    for moved in (timedelta(seconds=1), timedelta(0), timedelta(hours=-1)):
        later = replace(first, expected_revision=first.expected_revision + 1, at=MORNING + moved, step="x")
        last = HeldDraft(2, replace(later, expected_revision=first.expected_revision))
        assert newest([HeldDraft(1, first), HeldDraft(2, later), other]) == (last, other)
        assert newest([HeldDraft(2, later), HeldDraft(1, first)]) == (last,)


def test_a_changed_bit_is_seen() -> None:
    key = bytes(range(32))
    content = sealed(key, b"Bello")
    assert unsealed(key, content) == b"Bello"
    assert unsealed(key, content[:-1] + bytes([content[-1] ^ 1])) is None
    assert sealed(key, b"Bello") != content
