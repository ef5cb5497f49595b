"""What a form keeper does: take forms in, look at them, release, withdraw, delete (design/product, *form keeper*).

Reading and turning over are pure and belong to the work lane; they come in stages, so that the window can say where it
is and stop between them. Everything else belongs to the store lane.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date
from lotse_app.forms.incoming import examine, kept_form, read_files, translate
from lotse_app.forms.lint import lint
from lotse_app.forms.reading import sections
from lotse_app.models.kept_form import FormState, KeptForm
from lotse_app.models.papers import ApplicationPaper, Watermark
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from lotse_app.forms.form import Form
    from lotse_app.forms.incoming import Chosen
    from lotse_app.models.kept_form import FormRelease, Incoming
    from lotse_app.workflows.form_ports import FormRows
    from lotse_app.workflows.form_shelf import Forms
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.shift import Shift

#: Stands where a paper has the number of a Vorgang and there is none.
NO_CASE = "Probe"


@dataclass(frozen=True, slots=True)
class ShippedForm:
    """A form that comes with the program."""

    form_id: str
    version: str
    title: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class FormList:
    """What the room shows."""

    shipped: tuple[ShippedForm, ...]
    kept: tuple[KeptForm, ...]


@dataclass(frozen=True, slots=True)
class FormView:
    """One kept form with everything a form keeper looks at; ``faults`` are findings that forbid a release."""

    kept: KeptForm
    form: Form
    report: Mapping[str, Any]
    faults: tuple[str, ...]


class FormKeeping:
    """The forms of this store. Everybody may look; changing takes the right RELEASE_FORMS."""

    def __init__(self, rows: FormRows, forms: Forms, papers: Papers, shift: Shift, *, practice: bool = False) -> None:
        self._rows = rows
        self._forms = forms
        self._papers = papers
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations
        self._sight = shift.sight
        self._practice = practice

    @property
    def allowed(self) -> bool:
        """Return whether this pilot keeps forms here. Any lane."""
        return not self._practice and self._sight.allows(Right.RELEASE_FORMS)

    # work lane ------------------------------------------------------------------------------

    def read(self, paths: Sequence[Path]) -> Chosen:
        """Read the files that were chosen. Raises FORM_REFUSED, FORM_KEEPER_ONLY, PRACTICE_CLOSED."""
        self._require()
        return read_files(paths)

    def translate(self, chosen: Chosen, land: str) -> Incoming:
        """Turn the files over. Raises XDF_REFUSED, FORM_REFUSED with element and line."""
        return translate(chosen, land)

    def examine(self, incoming: Incoming) -> Incoming:
        """Open the form once and note findings. Raises FORM_REFUSED."""
        return examine(incoming)

    def draft(self, form: Form, answers: Mapping[str, Any]) -> bytes:
        """Return what was filled in to try, as a draft: ENTWURF across each page, nothing is kept."""
        now = self._clock.now()
        paper = ApplicationPaper(
            number=NO_CASE,
            edition=1,
            title=form.title,
            authority=form.authority,
            commune=self._workplace.commune_name,
            law=form.law,
            sections=sections(form, answers),
            evidence=(),
            acting="selbst",
            workplace=self._workplace,
            digest="",
            frozen_at=now,
            signature_lines=form.signature_lines,
            declarations=form.declarations,
            watermark=Watermark.DRAFT,
        )
        return self._papers.application(paper)

    # store lane -----------------------------------------------------------------------------

    def listed(self) -> FormList:
        """Return all forms: shipped ones by title, kept ones the newest first."""
        library = self._forms.shipped
        shipped = [library.form(form_id) for form_id in library.form_ids()]
        lines = (ShippedForm(one.id, one.version, one.title, one.valid_from) for one in shipped)
        return FormList(tuple(sorted(lines, key=lambda one: one.title)), self._rows.all_kept())

    def shipped(self, form_id: str) -> Form:
        """Return a form that comes with the program. Raises FORM_MISSING."""
        return self._forms.shipped.form(form_id)

    def view(self, row_id: str) -> FormView:
        """Return one kept form. Raises RECORD_MISSING, FORM_BROKEN."""
        kept, documents = self._rows.get(row_id), self._rows.documents(row_id)
        form = kept_form(kept, documents)
        return FormView(kept, form, json.loads(documents.report), lint(form))

    def keep(self, incoming: Incoming) -> KeptForm:
        """Keep a form that was read, unchecked. Raises FORM_KNOWN for a file from which the same was made already."""
        self._require()
        kept = self._rows.all_kept()
        for one in kept:
            if self._is_same(one, incoming):
                raise refuse(Code.FORM_KNOWN, title=one.title, version=one.version)
        form_id = incoming.form_id
        if form_id in self._forms.shipped.form_ids():
            form_id = f"{form_id}-eigen"
        now = self._clock.now()
        made = KeptForm(
            id=self._ids.new(),
            form_id=form_id,
            version=_free(incoming.version, {one.version for one in kept if one.form_id == form_id}),
            title=incoming.title,
            standard=incoming.standard,
            source=incoming.source,
            land=incoming.land,
            digest=incoming.digest,
            state=FormState.UNCHECKED,
            imported_at=now,
            changed_at=now,
        )
        self._rows.keep(made, incoming.documents, self._operations.form_kept(made, now))
        return made

    def _is_same(self, kept: KeptForm, incoming: Incoming) -> bool:
        """Return whether file and form are the same: a code list that lies beside the file now makes another form."""
        if (kept.digest, kept.land, kept.standard) != (incoming.digest, incoming.land, incoming.standard):
            return False
        before, now = self._rows.documents(kept.id), incoming.documents
        return (before.schema, before.uischema) == (now.schema, now.uischema)

    def release(self, row_id: str, release: FormRelease) -> KeptForm:
        """Release a form: from now on it is offered. Raises RELEASE_INCOMPLETE, FORM_FAULTY."""
        self._require()
        if not release.complete:
            raise refuse(Code.RELEASE_INCOMPLETE)
        faults = self.view(row_id).faults
        if faults:
            raise refuse(Code.FORM_FAULTY, count=len(faults))
        return self._change(row_id, FormState.RELEASED, release)

    def withdraw(self, row_id: str) -> KeptForm:
        """Withdraw a form: it is offered no longer, prints as draft and cannot be handed in."""
        self._require()
        return self._change(row_id, FormState.WITHDRAWN, self._rows.get(row_id).release)

    def delete(self, row_id: str) -> None:
        """Delete a form with which no Vorgang was begun. Raises FORM_IN_USE."""
        self._require()
        kept = self._rows.get(row_id)
        self._rows.delete(row_id, self._operations.form_deleted(kept.id, self._clock.now()))
        self._forms.refresh()

    def new_release(self, release: FormRelease) -> FormRelease:
        """Return a release with the day and the name of this pilot where none was given."""
        by = release.by.strip() or self._workplace.pilot.name
        return replace(release, by=by, on=local_date(self._clock.now()))

    def _change(self, row_id: str, state: FormState, release: FormRelease | None) -> KeptForm:
        before, now = self._rows.get(row_id), self._clock.now()
        after = replace(before, state=state, release=release, changed_at=now)
        self._rows.change_state(after, self._operations.form_changed(before, after, now))
        self._forms.refresh()
        return after

    def _require(self) -> None:
        if self._practice:
            raise refuse(Code.PRACTICE_CLOSED)
        self._sight.require(Right.RELEASE_FORMS)


def _free(version: str, taken: set[str]) -> str:
    """Return a version nobody has yet: ``1.0.0``, then ``1.0.0-2`` for another file of the same version."""
    number, wanted = 1, version
    while wanted in taken:
        number += 1
        wanted = f"{version}-{number}"
    return wanted
