"""From files that a form keeper chose to a form that may be tried: read, turned over, looked at. Work lane."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import initial, state
from lotse_app.forms.facts import read_form
from lotse_app.forms.json_places import refused
from lotse_app.forms.lint import lint
from lotse_app.forms.pair import File, read_pair
from lotse_app.models.kept_form import FormDocuments, Incoming
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lotse_app.forms.form import Form
    from lotse_app.models.kept_form import KeptForm

#: Any day will do to see whether a form opens.
_DAY = date(2026, 1, 1)
#: What reading a document can meet that is not as it should be; all of it means: this is no form.
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, RecursionError, ArithmeticError)
_LARGEST = 40_000_000
#: How a question says that it asks for a surname, beside ``x-benennt`` (``workflows/naming.py``).
_SURNAME_KEY = "person.familienname"
_SURNAMES = frozenset(
    {(one,) for one in ("familienname", "geburtsname", "nachname", "surname", "lastName", "last_name")}
)
_NOBODY = (
    "Keine Frage ist als Familienname erkannt. Vorgänge mit diesem Formular findet die Suche nach der Person nicht, "
    "auch nicht für Datenkopie und Löschen."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen: one XDatenfelder file (it is read where it lies, with its code lists), or a JSON pair."""

    files: tuple[File, ...]
    xdatenfelder: Path | None
    digest: str


def read_files(paths: Sequence[Path]) -> Chosen:
    """Read the files. Raises FORM_REFUSED for what cannot be read and for more than two."""
    files = tuple(File(path.name, _content(path)) for path in paths)
    first = files[0].content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] if files else b""
    digest = hashlib.sha256(b"\0".join(one.content for one in files)).hexdigest()
    if first == b"<" or (files and files[0].name.lower().endswith(".xml")):
        if len(files) > 1:
            raise refused(files[1].name, 1, "", "eine Datei von XDatenfelder wird allein gewählt")
        return Chosen(files, paths[0], digest)
    if not 1 <= len(files) <= 2:
        raise refused(files[-1].name if files else "–", 1, "", "es braucht ein Schema und höchstens ein UI-Schema")
    return Chosen(files, None, digest)


def translate(chosen: Chosen, land: str) -> Incoming:
    """Return the form that the files become. Raises XDF_REFUSED or FORM_REFUSED with element and line."""
    if chosen.xdatenfelder is None:
        return read_pair(chosen.files)
    from lotse_app.forms.xdatenfelder.importing import import_file

    try:
        made = import_file(chosen.xdatenfelder, land)
    except OSError as error:
        raise refused(chosen.files[0].name, 1, "", "die Datei lässt sich nicht mehr lesen") from error
    root = made.document.root
    documents = FormDocuments(
        json.dumps(made.schema, ensure_ascii=False),
        json.dumps(made.uischema, ensure_ascii=False),
        made.facts,
        json.dumps(made.report.as_json(), ensure_ascii=False),
    )
    return Incoming(
        form_id=made.form_id,
        version=root.identity.version or "0",
        title=" ".join((root.label or root.name).split()),
        standard=f"XDatenfelder {made.document.standard}",
        source=chosen.files[0].name,
        land=land,
        digest=chosen.digest,
        documents=documents,
    )


def examine(incoming: Incoming) -> Incoming:
    """Open the form once, and note what the lint finds. Raises FORM_REFUSED where it cannot be opened."""
    try:
        form = form_of(incoming.form_id, incoming.version, incoming.documents)
        compiled = compile_form(form)
        state(form, initial(form), frozenset(), _DAY)
        faults = lint(form)
    except _BROKEN as error:
        raise refused(incoming.source, 1, "", "daraus lässt sich kein Formular öffnen") from error
    plans = compiled.controls.values()
    known = any(one.names or one.prefill == _SURNAME_KEY or one.path[-1:] in _SURNAMES for one in plans)
    return replace(incoming, faults=faults, documents=incoming.documents if known else _nobody(incoming.documents))


def _nobody(documents: FormDocuments) -> FormDocuments:
    """Return documents whose report says that no question is known to ask for a name."""
    report = json.loads(documents.report)
    report["remarks"].append({"element": "Dokument", "text": _NOBODY})
    return replace(documents, report=json.dumps(report, ensure_ascii=False))


def form_of(form_id: str, version: str, documents: FormDocuments, kept: KeptForm | None = None) -> Form:
    """Return the form of documents, with what its release says where there is one. Raises ValueError.

    Without a release, or withdrawn, it is not released: it prints as draft.
    """
    facts: dict[str, Any] = {**tomllib.loads(documents.facts), "id": form_id, "version": version}
    if kept is not None:
        facts.update(_said(kept))
    faults: list[str] = []
    form = read_form(form_id, facts, json.loads(documents.schema), json.loads(documents.uischema), faults)
    if faults:
        raise ValueError("; ".join(faults))
    return form


def kept_form(kept: KeptForm, documents: FormDocuments) -> Form:
    """Return a kept form. Raises FORM_BROKEN."""
    try:
        form = form_of(kept.form_id, kept.version, documents, kept)
        compile_form(form)
    except _BROKEN as error:
        raise refuse(Code.FORM_BROKEN, form=kept.form_id, details=type(error).__name__, count=1) from error
    return form


def _said(kept: KeptForm) -> dict[str, Any]:
    release = kept.release
    if release is None:
        return {}
    return {
        "status": "freigegeben" if kept.released else "ungeprueft",
        "service_id": release.service_id,
        "authority": release.authority,
        "law": release.law,
        "representation": release.who.codes,
        "signature": {"rule": release.signature.value, "source": release.source},
        "source": [{"title": release.source, "checked": release.checked}],
    }


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise refused(path.name, 1, "", f"größer als {_LARGEST // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise refused(path.name, 1, "", "die Datei lässt sich nicht lesen") from error
