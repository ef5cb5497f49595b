"""Forms that a form keeper imported, with their documents and their release."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.models.kept_form import Check, FormDocuments, FormRelease, FormState, KeptForm, WhoActs
from lotse_app.models.problems import Code, refuse
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_text, read_document, read_moment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from sqlite3 import Row

    from lotse_app.models.operation import Operation
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable

_LINE = """
SELECT id, form_id, version, title, standard, source, land, digest, state, imported_at, changed_at, release,
  (SELECT count(*) FROM application WHERE application.form_id = form.form_id
   AND application.form_version = form.version) AS used
FROM form
"""
_DEEDS = {FormState.RELEASED: Deed.FORM_RELEASED, FormState.WITHDRAWN: Deed.FORM_WITHDRAWN}


class FormTable:
    """Implements ``form_ports.FormRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail

    def all_kept(self) -> tuple[KeptForm, ...]:
        """Return all imported forms without their documents, the newest first."""
        return tuple(map(_read, self._connection.rows(f"{_LINE} ORDER BY imported_at DESC, id DESC")))

    def get(self, row_id: str) -> KeptForm:
        """Return one imported form. Raises RECORD_MISSING."""
        row = self._connection.row(f"{_LINE} WHERE id = ?", (row_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="form")
        return _read(row)

    def documents(self, row_id: str) -> FormDocuments:
        """Return the documents of a form. Raises RECORD_MISSING."""
        row = self._connection.row("SELECT schema, uischema, facts, report FROM form WHERE id = ?", (row_id,))
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="form")
        return FormDocuments(row["schema"], row["uischema"], row["facts"], row["report"])

    def keep(self, kept: KeptForm, documents: FormDocuments, operations: Sequence[Operation]) -> None:
        """Write an imported form."""
        with self._connection.atomic():
            self._connection.insert("form", {**_row(kept), **_texts(documents)})
            self._outbox.append(operations)
            self._trail.note(Deed.FORM_IMPORTED, kept.id)

    def change_state(self, kept: KeptForm, operations: Sequence[Operation]) -> None:
        """Write state and release of a form. Raises RECORD_MISSING."""
        sql = "UPDATE form SET state = ?, release = ?, changed_at = ? WHERE id = ?"
        values = (kept.state.value, _release_text(kept.release), moment_text(kept.changed_at), kept.id)
        with self._connection.atomic():
            if not self._connection.run(sql, values):
                raise refuse(Code.RECORD_MISSING, kind="form")
            self._outbox.append(operations)
            self._trail.note(_DEEDS[kept.state], kept.id)

    def delete(self, row_id: str, operations: Sequence[Operation]) -> None:
        """Delete a form no Vorgang was begun with. Raises RECORD_MISSING, FORM_IN_USE."""
        with self._connection.atomic():
            if not self._connection.run("DELETE FROM form WHERE id = ?", (row_id,)):
                raise refuse(Code.RECORD_MISSING, kind="form")
            self._outbox.append(operations)
            self._trail.note(Deed.FORM_DELETED, row_id)


def _row(kept: KeptForm) -> dict[str, Any]:
    return {
        "id": kept.id,
        "form_id": kept.form_id,
        "version": kept.version,
        "title": kept.title,
        "standard": kept.standard,
        "source": kept.source,
        "land": kept.land,
        "digest": kept.digest,
        "state": kept.state.value,
        "imported_at": moment_text(kept.imported_at),
        "changed_at": moment_text(kept.changed_at),
        "release": _release_text(kept.release),
    }


def _texts(documents: FormDocuments) -> dict[str, str]:
    return {
        "schema": documents.schema,
        "uischema": documents.uischema,
        "facts": documents.facts,
        "report": documents.report,
    }


def _release_text(release: FormRelease | None) -> str | None:
    if release is None:
        return None
    return document(
        {
            "by": release.by,
            "on": release.on.isoformat(),
            "service_id": release.service_id,
            "service_name": release.service_name,
            "authority": release.authority,
            "law": release.law,
            "signature": release.signature.value,
            "who": release.who.value,
            "source": release.source,
            "checked": release.checked.isoformat(),
            "checks": sorted(release.checks),
        }
    )


def _read_release(text: str | None) -> FormRelease | None:
    if text is None:
        return None
    told: Mapping[str, Any] = read_document(text)
    return FormRelease(
        by=told["by"],
        on=date.fromisoformat(told["on"]),
        service_id=told["service_id"],
        service_name=told["service_name"],
        authority=told["authority"],
        law=told["law"],
        signature=SignatureRule(told["signature"]),
        who=WhoActs(told["who"]),
        source=told["source"],
        checked=date.fromisoformat(told["checked"]),
        checks=frozenset(map(Check, told["checks"])),
    )


def _read(row: Row) -> KeptForm:
    return KeptForm(
        id=row["id"],
        form_id=row["form_id"],
        version=row["version"],
        title=row["title"],
        standard=row["standard"],
        source=row["source"],
        land=row["land"],
        digest=row["digest"],
        state=FormState(row["state"]),
        imported_at=read_moment(row["imported_at"]),
        changed_at=read_moment(row["changed_at"]),
        release=_read_release(row["release"]),
        used=row["used"],
    )
