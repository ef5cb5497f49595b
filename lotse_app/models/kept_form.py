"""Forms that a form keeper imported: what is kept of one, what stands in its documents, what a release says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from lotse_app.models.public_service import SignatureRule


class FormState(StrEnum):
    """Where an imported form stands; only a released one is offered and can be handed in."""

    UNCHECKED = "ungeprueft"
    RELEASED = "geprueft"
    WITHDRAWN = "zurueckgezogen"


class Check(StrEnum):
    """What the form keeper ticks before a release; all of it, or there is none."""

    QUESTIONS = "fragen"
    NOTES = "vermerke"
    EVIDENCE = "nachweise"
    LAW = "recht"
    TRIED = "probe"


class WhoActs(StrEnum):
    """What the form keeper says about who may act; codes of ``models/representation.py`` follow from it."""

    IN_PERSON = "nur_persoenlich"
    SELF = "selbst"
    WITH_MANDATE = "mit_vollmacht"

    @property
    def codes(self) -> dict[str, str]:
        """Return the four codes of ``[representation]``: one who declares may always be helped, and send somebody."""
        if self is WhoActs.IN_PERSON:
            return dict.fromkeys(("declares", "carries", "presence", "signatures"), self.value)
        return {"declares": self.value, "carries": "bote", "presence": "frei", "signatures": "eine_person"}


@dataclass(frozen=True, slots=True)
class FormDocuments:
    """The texts of a form: schema and UI schema (JSON), ``form.toml``, and the report of its import (JSON)."""

    schema: str
    uischema: str
    facts: str
    report: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A form that was read from a file and is not kept yet.

    ``digest`` is SHA-256 (hex) over the files as they were read; ``faults`` are findings of the lint.
    """

    form_id: str
    version: str
    title: str
    standard: str
    source: str
    land: str
    digest: str
    documents: FormDocuments
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRelease:
    """What a form keeper says when releasing: for which service, by which law, how it is signed, what was looked at.

    ``source`` and ``checked`` are where that was read, and on which day. ``by`` is the name on the release.
    """

    by: str
    on: date
    service_id: str
    service_name: str
    authority: str
    law: str
    signature: SignatureRule
    who: WhoActs
    source: str
    checked: date
    checks: frozenset[Check]

    @property
    def complete(self) -> bool:
        """Return whether nothing is missing of what a release needs."""
        told = (self.by, self.service_id, self.law, self.source)
        return all(one.strip() for one in told) and self.checks == frozenset(Check)


@dataclass(frozen=True, slots=True)
class KeptForm:
    """One imported form as a list shows it; ``used`` counts the Vorgänge that were begun with it."""

    id: str
    form_id: str
    version: str
    title: str
    standard: str
    source: str
    land: str
    digest: str
    state: FormState
    imported_at: datetime
    changed_at: datetime
    release: FormRelease | None = None
    used: int = 0

    @property
    def released(self) -> bool:
        """Return whether it may be handed in now."""
        return self.state is FormState.RELEASED
