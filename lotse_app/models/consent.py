"""Consent, only where it is the legal basis: help outside a commune's responsibility (design/privacy, Basis)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lotse_app.models.people import Operator

#: Version of the sentences beside the ticks; a new wording gets a new number.
CONSENT_VERSION = 1


class Purpose(StrEnum):
    """What is consented to, each apart."""

    KEEP = "erfassen_und_speichern"
    PASS_ON = "weitergeben"  # noqa: S105 - a purpose, not a secret


@dataclass(frozen=True, slots=True)
class Consent:
    """One consent in one case; ``revoked_at`` is None while it holds. A later one for the same purpose is a new row."""

    application_id: str
    purpose: Purpose
    version: int
    given_at: datetime
    revoked_at: datetime | None = None


def asked(operator: Operator) -> tuple[Purpose, ...]:
    """Return which consents are asked: none where Art. 6 (1) e DSGVO is the basis."""
    return () if operator.public_body else tuple(Purpose)


def standing(consents: Iterable[Consent]) -> frozenset[Purpose]:
    """Return the purposes that are consented to now."""
    return frozenset(one.purpose for one in consents if one.revoked_at is None)
