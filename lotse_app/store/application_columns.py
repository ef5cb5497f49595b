"""How applications, editions and signatures lie in columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.models.acting import ActingAs, ReadBackWay
from lotse_app.models.application import (
    Application,
    ApplicationLine,
    CarriedBy,
    Confirmation,
    FrozenApplication,
    HandIn,
    Mark,
    Signature,
    State,
)
from lotse_app.models.signing import SignedAs
from lotse_app.store.columns import (
    day_or_none,
    document,
    moment_text,
    read_day_or_none,
    read_document,
    read_moment,
)

#: An outcome is shown behind these states only.
_DECIDED = frozenset({State.DECIDED.value, State.CLOSED.value})

if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Row


def confirmations_text(confirmations: Sequence[Confirmation]) -> str:
    """Return confirmations as a JSON list of [section, how, at, digest]."""
    return document([[one.section, one.how.value, moment_text(one.at), one.digest] for one in confirmations])


def application_row(application: Application) -> dict[str, Any]:
    """Return the columns of a new application; marks lie in their own table."""
    return {
        "id": application.id,
        "number": application.number,
        "service_id": application.service_id,
        "service_name": application.service_name,
        "form_id": application.form_id,
        "form_version": application.form_version,
        "ags": application.ags,
        "pilot_id": application.pilot_id,
        "created_at": moment_text(application.created_at),
        "changed_at": moment_text(application.changed_at),
        "state": application.state.value,
        "state_at": moment_text(application.changed_at),
        "acting": application.acting.value,
        "notice_version": application.notice_version,
        "keep_contact": int(application.keep_contact),
        "revision": application.revision,
        "edition": application.edition,
        "step": application.step,
        "answers": document(application.answers),
        "confirmations": confirmations_text(application.confirmations),
        "due": day_or_none(application.due),
    }


def read_application(row: Row) -> Application:
    """Return the application of a row that also has ``marks``."""
    return Application(
        id=row["id"],
        number=row["number"],
        service_id=row["service_id"],
        service_name=row["service_name"],
        form_id=row["form_id"],
        form_version=row["form_version"],
        ags=row["ags"],
        pilot_id=row["pilot_id"],
        created_at=read_moment(row["created_at"]),
        changed_at=read_moment(row["changed_at"]),
        session_id=row["session_id"],
        state=State(row["state"]),
        marks=_read_marks(row["marks"]),
        acting=ActingAs(row["acting"]),
        notice_version=row["notice_version"],
        keep_contact=bool(row["keep_contact"]),
        revision=row["revision"],
        edition=row["edition"],
        step=row["step"],
        answers=read_document(row["answers"]),
        confirmations=tuple(
            Confirmation(section, ReadBackWay(how), read_moment(at), digest)
            for section, how, at, digest in read_document(row["confirmations"])
        ),
        due=read_day_or_none(row["due"]),
        guarded=bool(row["guarded"]),
    )


def read_line(row: Row) -> ApplicationLine:
    """Return a list line."""
    return ApplicationLine(
        id=row["id"],
        number=row["number"],
        service_name=row["service_name"],
        state=State(row["state"]),
        marks=_read_marks(row["marks"]),
        changed_at=read_moment(row["changed_at"]),
        due=read_day_or_none(row["due"]),
        way=row["way"],
        step=row["step"],
        pilot_id=row["pilot_id"],
        letter_due=read_day_or_none(row["letter_due"]),
        outcome=row["outcome"] if row["state"] in _DECIDED else "",
        guarded=bool(row["guarded"]),
        service_id=row["service_id"],
        form_id=row["form_id"],
        ags=row["ags"],
        receipt=row["receipt"],
        handed_over=row["handed_over_on"] is not None,
        carried_by=row["carried_by"],
    )


def read_frozen(row: Row) -> FrozenApplication:
    """Return a frozen edition."""
    return FrozenApplication(
        id=row["id"],
        application_id=row["application_id"],
        edition=row["edition"],
        form_id=row["form_id"],
        form_version=row["form_version"],
        canonical=row["canonical"],
        digest=row["digest"],
        frozen_at=read_moment(row["frozen_at"]),
    )


def signature_row(signature: Signature) -> dict[str, Any]:
    """Return the columns of a signature."""
    return {
        "id": signature.id,
        "frozen_id": signature.frozen_id,
        "digest": signature.digest,
        "signer": signature.signer,
        "at": moment_text(signature.at),
        "on_paper": int(signature.on_paper),
        "strokes": document(signature.strokes),
        "line": signature.line,
        "given_as": signature.given_as.value,
        "beside": signature.beside,
        "office": signature.office,
    }


def read_signature(row: Row) -> Signature:
    """Return a signature."""
    return Signature(
        id=row["id"],
        frozen_id=row["frozen_id"],
        digest=row["digest"],
        signer=row["signer"],
        at=read_moment(row["at"]),
        on_paper=bool(row["on_paper"]),
        strokes=tuple(tuple((x, y) for x, y in stroke) for stroke in read_document(row["strokes"])),
        line=row["line"],
        given_as=SignedAs(row["given_as"]),
        beside=row["beside"],
        office=row["office"],
    )


def read_hand_in(row: Row) -> HandIn:
    """Return how an application was handed in."""
    return HandIn(
        application_id=row["application_id"],
        way=row["way"],
        carried_by=CarriedBy(row["carried_by"]),
        receipt=row["receipt"],
        at=read_moment(row["at"]),
        handed_over_on=read_day_or_none(row["handed_over_on"]),
        handed_over_by=CarriedBy(row["handed_over_by"]) if row["handed_over_by"] else None,
    )


def _read_marks(text: str | None) -> frozenset[Mark]:
    return frozenset(Mark(mark) for mark in text.split(",")) if text else frozenset()
