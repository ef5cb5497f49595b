"""A form: two standard documents and a few facts (design/forms)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.models.service import Fact, Representation, SignatureRule, Way


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """One line of ``[[evidence]]``: ``when`` is a JSON Forms condition (schema based, AND, OR) or None for always.

    ``preset`` is the evidence state offered first (``vorgelegt`` for identity documents, PAuswG § 20 (2)).
    """

    key: str
    label: str
    when: Mapping[str, Any] | None = None
    preset: str = "offen"
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """Name of the rule in ``catalogue/deadlines.py`` and the sentence that says it, with source."""

    rule: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Form:
    """One released or unreleased version of a form; ``schema`` has all building blocks bundled in ``$defs``."""

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
