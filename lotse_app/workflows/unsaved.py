"""Entries that could not be written before a lock: sealed in memory under the store's key, written after unlocking."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Protocol

from lotse_app.models.acting import ActingAs, ReadBackWay
from lotse_app.models.application import Confirmation, DraftSave
from lotse_app.workflows.held_drafts import HeldDraft, newest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lotse_app.workflows.applications import Applications, OpenCase
    from lotse_app.workflows.shift import Shift


class DraftSeal(Protocol):
    """Seals bytes so that only who opens the store again can read them."""

    def seal(self, content: bytes) -> bytes:
        """Return the content sealed."""
        ...

    def unseal(self, content: bytes) -> bytes | None:
        """Return the content, None where it was sealed under another key."""
        ...


@dataclass(frozen=True, slots=True)
class SealedDrafts:
    """Sealed entries of one pilot."""

    pilot_id: str
    content: bytes


class Unsaved:
    """Seals and unseals (work lane) and writes (store lane) entries that could not be written."""

    def __init__(self, seal: DraftSeal, applications: Applications, shift: Shift) -> None:
        self._seal = seal
        self._applications = applications
        self._pilot_id = shift.workplace.pilot.id

    def seal(self, held: Iterable[HeldDraft]) -> SealedDrafts:
        """Return the drafts sealed."""
        text = json.dumps([[one.number, _document(one.draft)] for one in newest(held)], ensure_ascii=False)
        return SealedDrafts(self._pilot_id, self._seal.seal(text.encode("utf-8")))

    def unseal(self, sealed: SealedDrafts) -> tuple[HeldDraft, ...]:
        """Return the drafts; none where they are another pilot's or of another store."""
        if sealed.pilot_id != self._pilot_id:
            return ()
        content = self._seal.unseal(sealed.content)
        told = [] if content is None else json.loads(content)
        return tuple(HeldDraft(number, _draft(document)) for number, document in told)

    def write(self, draft: DraftSave) -> int:
        """Write a draft; return its new revision. Raises DISK_FULL and the like, STALE_REVISION, RECORD_FROZEN."""
        return self._applications.save(draft)


def resumed(case: OpenCase, draft: DraftSave) -> OpenCase:
    """Return an opened draft with the entries that could not be written yet, to go on from there. Pure."""
    application = replace(
        case.application,
        answers=draft.answers,
        step=draft.step,
        acting=draft.acting,
        notice_version=draft.notice_version,
        keep_contact=draft.keep_contact,
        confirmations=draft.confirmations,
    )
    return replace(case, application=application, form=case.forms[draft.acting])


def _document(draft: DraftSave) -> dict[str, Any]:
    """Return a draft as JSON; who it names is worked out again when it is written."""
    return {
        "application_id": draft.application_id,
        "expected_revision": draft.expected_revision,
        "answers": draft.answers,
        "step": draft.step,
        "acting": draft.acting.value,
        "notice_version": draft.notice_version,
        "keep_contact": draft.keep_contact,
        "confirmations": [[one.section, one.how.value, one.at.isoformat(), one.digest] for one in draft.confirmations],
        "due": None if draft.due is None else draft.due.isoformat(),
        "at": draft.at.isoformat(),
    }


def _draft(told: dict[str, Any]) -> DraftSave:
    return DraftSave(
        application_id=told["application_id"],
        expected_revision=told["expected_revision"],
        answers=told["answers"],
        step=told["step"],
        acting=ActingAs(told["acting"]),
        notice_version=told["notice_version"],
        keep_contact=told["keep_contact"],
        confirmations=tuple(
            Confirmation(section, ReadBackWay(how), datetime.fromisoformat(at), digest)
            for section, how, at, digest in told["confirmations"]
        ),
        due=None if told["due"] is None else date.fromisoformat(told["due"]),
        at=datetime.fromisoformat(told["at"]),
    )
