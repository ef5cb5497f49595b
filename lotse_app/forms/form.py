"""A form: two standard documents and a few facts (design/forms)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lotse_app.models.laws import LawKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.models.public_service import Fact, Representation, SignatureRule, Way


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """One line of ``[[evidence]]``: ``when`` is a JSON Forms condition (schema based, AND, OR) or None for always.

    ``preset`` is the state that is usual: ``vorgelegt`` for identity documents only (PAuswG § 20 (2)). It is offered
    in words and first under the finger; nothing counts as seen before a pilot said so.
    """

    key: str
    label: str
    when: Mapping[str, Any] | None = None
    preset: str = "offen"
    hint: str = ""

    @property
    def to_bring(self) -> str:
        """What to bring, and for whom: nobody is to look for a paper that only some need."""
        return f"{self.label}: {self.hint}" if self.hint else self.label


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """Name of the rule in ``catalogue/deadlines.py`` and the sentence that says it, with source.

    ``inputs`` are (name of the rule's argument, pointer into the answers); ``*`` stands for every list item.
    """

    rule: str
    text: str
    source: str
    inputs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """A declaration or the caption of a signature line that may depend on the answers (JSON Forms condition)."""

    text: str
    when: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class SignatureLine(Clause):
    """A line to be signed. ``signer`` are pointers to the parts of the name that is offered, in order.

    ``responsible``: offered is who answers for the people of the list instead (``Form.responsible``). ``others``: the
    name is only offered, somebody else may sign it. ``print_only``: the pad is too little for it, also where the form
    is free (SEPA mandate). ``laws``: it stands only where the service's law is one of these, empty for always (a second
    parent under BEEG § 7 (3)).
    """

    signer: tuple[str, ...] = ()
    print_only: bool = False
    laws: tuple[str, ...] = ()
    responsible: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """What keeps a finished application from being handed in today, though it may be drafted (``forms/blocks.py``).

    It holds where ``when`` holds and, if ``date`` is a pointer, the day answered there (``*``: any of them) lies
    after ``later_than``: an ISO day, or ``heute`` with days to add. ``text`` is what the person is told.
    """

    key: str
    text: str
    source: str
    when: Mapping[str, Any] | None = None
    date: str = ""
    later_than: str = ""


@dataclass(frozen=True, slots=True)
class Caution:
    """What the person should know now, though nothing is held up by it (``forms/blocks.py``).

    ``at`` is the question it belongs to. ``overdue``: it holds once the deadline of the form is over. ``same`` are
    pointers to two answers made of ``parts``: it holds where both say the same, however they are typed.
    """

    key: str
    text: str
    source: str
    at: str
    overdue: bool = False
    same: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who answers for the people of a list (``forms/responsible.py``): pointers into the answers.

    ``people`` is the list. The others start at one of its items: ``born`` is the birth date, ``question`` asks who
    decides for the person (``alone``: nobody else; ``within``: an adult of the list), ``representative`` is somebody
    who is not in the list, ``names`` are the parts of a name in order, of an item or of the representative.
    ``signs_from`` are the years from which one signs for oneself, counted on the day at the pointer ``on``, though
    somebody else decides; 0: only who decides alone does.
    """

    people: str
    born: str
    question: str
    alone: str
    within: str
    representative: str
    names: tuple[str, ...]
    signs_from: int = 0
    on: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """One released or unreleased version of a form; ``schema`` has all building blocks bundled in ``$defs``.

    ``authority`` is the office of the commune that decides, empty where the form does not say who does.
    Forms are compared by identity, so that a form can be the key of what is compiled from it.
    ``signature_lines`` and ``declarations`` are all there may be; ``lines`` and ``clauses`` are the same with the
    conditions under which they are printed (``forms/clauses.py``). ``leave_out_empty``: questions without an answer
    are not printed, so that a short form stays on one page.
    """

    id: str
    version: str
    title: str
    service_id: str
    leika: tuple[str, ...]
    leika_alias: tuple[str, ...]
    valid_from: date
    released: bool
    authority: str
    law: str
    social_benefit: bool
    facts: tuple[Fact, ...]
    deadline: DeadlineRule | None
    representation: Representation
    signature: SignatureRule
    signature_lines: tuple[str, ...]
    declarations: tuple[str, ...]
    evidence: tuple[EvidenceRule, ...]
    ways: tuple[Way, ...]
    schema: Mapping[str, Any]
    uischema: Mapping[str, Any]
    lines: tuple[SignatureLine, ...] = ()
    clauses: tuple[Clause, ...] = ()
    languages: tuple[str, ...] = ("de",)
    blocks: tuple[Block, ...] = ()
    cautions: tuple[Caution, ...] = ()
    leave_out_empty: bool = False
    responsible: Responsible | None = None
    #: May it be declared *zur Niederschrift*? None: as the signature rule says (``models/signing.py``).
    record: bool | None = None
    #: The form's own words by the keys of JSON Forms (``forms/translating.py``).
    texts: Mapping[str, str] = field(default_factory=dict)
    #: What law the service runs under; chosen from what form and catalogue say of it (``models/laws.py``).
    law_kind: LawKind = LawKind.GENERAL
