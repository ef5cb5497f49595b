"""Public services (Leistungen), what the finder returns and what a card shows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SignatureRule(StrEnum):
    """Form requirement of a service; codes of ``form.toml``."""

    FREE = "formfrei"
    WRITTEN = "schriftform"
    REGISTRATION = "meldeschein"
    IN_PERSON = "persoenlich"


class Way(StrEnum):
    """Ways to hand in (design: delivery)."""

    PAPER = "papier"
    RECEPTION_POINT = "annahmestelle"
    ONLINE_TOGETHER = "gemeinsam_online"
    DIRECT = "fachamt"


@dataclass(frozen=True, slots=True)
class PublicService:
    """An entry of the catalogue; ``leika`` are its ids as aliases, best known first.

    ``excluded`` is the code of the reason why one cannot apply for it without a form, empty where one can.
    ``social_benefit`` says that it is one by SGB I §§ 18 to 29, 68; ``signature`` is the form the law asks for.
    """

    service_id: str
    name: str
    leika: tuple[str, ...]
    situation: str = ""
    topic: str = ""
    ozg_service: str = ""
    law: str = ""
    form_id: str = ""
    excluded: str = ""
    social_benefit: bool = False
    signature: SignatureRule = SignatureRule.FREE


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the finder: ``because`` are the words of the query that led here, as typed.

    ``everyday`` are those that stand for the service in the mouth of residents, not in the list. ``alike``: nothing in
    the list fits, this and what follows only looks most like what was typed.
    """

    service_id: str
    name: str
    leika: str
    score: float
    because: tuple[str, ...] = ()
    has_form: bool = False
    everyday: tuple[str, ...] = ()
    alike: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One stated fact with its source and the day it was checked."""

    label: str
    text: str
    source: str = ""
    checked: str = ""


@dataclass(frozen=True, slots=True)
class Representation:
    """Who declares, who carries, presence, signatures: one code per question (design: forms)."""

    declares: str
    carries: str
    presence: str
    signatures: str


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """What stands beside the finder for one service in one commune.

    ``formless``: there is no form of the service's own, and one may apply with the Formloser Antrag.
    """

    service: PublicService
    authority: str
    facts: tuple[Fact, ...]
    bring: tuple[str, ...]
    ways: tuple[Way, ...]
    may_start: bool
    note: str = ""
    formless: bool = False
