"""All forms of a desk: those that come with the program, and those of its store, each Vorgang with its own version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.forms.incoming import kept_form
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.forms.acting import ActingForms
    from lotse_app.forms.form import Form
    from lotse_app.forms.library import FormLibrary
    from lotse_app.models.kept_form import FormDocuments, KeptForm
    from lotse_app.workflows.form_ports import FormRows

    _Key = tuple[str, str]


class Forms:
    """Finds forms by id and version, and by service.

    ``form`` and ``refresh`` belong to the store lane. ``for_service`` and ``offers`` may be asked on any lane: they
    look at what the last ``refresh`` found, which is swapped as a whole.
    """

    def __init__(self, shipped: FormLibrary, rows: FormRows | None = None) -> None:
        self.shipped = shipped
        self.acting: ActingForms = shipped.acting
        self._rows = rows
        self._made: dict[_Key, tuple[KeptForm, Form]] = {}
        self._offered: Mapping[str, tuple[KeptForm, FormDocuments]] = {}
        if rows is not None:
            self.refresh()

    def refresh(self) -> None:
        """Look anew at what the store holds: of each service the form released last is offered."""
        if self._rows is None:
            return
        released = [kept for kept in self._rows.all_kept() if kept.released and kept.release is not None]
        offered = sorted(released, key=_released_at)
        self._offered = {
            kept.release.service_id: (kept, self._rows.documents(kept.id)) for kept in offered if kept.release
        }

    def form(self, form_id: str, version: str = "") -> Form:
        """Return a form; without a version the newest one. Raises FORM_MISSING, FORM_BROKEN."""
        if self._rows is None or form_id in self.shipped.form_ids():
            return self.shipped.form(form_id)
        found = [kept for kept in self._rows.all_kept() if kept.form_id == form_id and version in {"", kept.version}]
        if not found:
            raise refuse(Code.FORM_MISSING, form=form_id)
        return self._make(found[0], self._rows.documents(found[0].id))

    def for_service(self, leika: Sequence[str], service_id: str = "") -> Form | None:
        """Return the form of a service, a released imported one first; None where there is none."""
        found = self._offered.get(service_id)
        return self.shipped.for_service(leika) if found is None else self._make(*found)

    def offers(self, service_id: str) -> bool:
        """Return whether an imported form is offered for a service."""
        return service_id in self._offered

    def _make(self, kept: KeptForm, documents: FormDocuments) -> Form:
        """Return the form of documents, the same object as long as what was said about it is the same."""
        key = (kept.form_id, kept.version)
        known = self._made.get(key)
        if known is None or _said(known[0]) != _said(kept):
            known = self._made[key] = (kept, kept_form(kept, documents))
        return known[1]


def _said(kept: KeptForm) -> tuple[object, ...]:
    return kept.id, kept.state, kept.release


def _released_at(kept: KeptForm) -> tuple[str, str]:
    return kept.changed_at.isoformat(), kept.id
