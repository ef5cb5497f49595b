"""How long what is kept (design/privacy, Retention). Rules are data; a station may shorten, never lengthen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class RuleName(StrEnum):
    """Names of the rules, as they stand in proofs and settings."""

    DRAFT = "entwurf"
    CONTENT_CONFIRMED = "inhalt_bestaetigt"
    CONTENT_PAPER = "inhalt_papier"
    RECEIPT_DECIDED = "beleg_beschieden"
    RECEIPT = "beleg"
    MANDATE = "vollmacht"
    LINK = "verbindung"
    SESSION = "beratung"
    BIN = "papierkorb"
    APPOINTMENT = "termin"
    FOLLOW_UP = "wiedervorlage"
    TRAIL = "protokoll"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One rule: ``what`` goes ``days`` after ``since``; ``warn_days`` is when it is said beforehand, 0 for never."""

    name: RuleName
    what: str
    since: str
    days: int
    warn_days: int = 0


#: A month is 30 days and a year 365: never longer than the words say.
DEFAULTS: tuple[RetentionRule, ...] = (
    RetentionRule(RuleName.DRAFT, "Antrag, der nie eingereicht wurde", "letzte Änderung", 30, 20),
    RetentionRule(RuleName.CONTENT_CONFIRMED, "Inhalt eines Antrags", "Eingang bestätigt", 14),
    RetentionRule(RuleName.CONTENT_PAPER, "Inhalt eines Antrags auf Papier", "eingereicht", 60),
    RetentionRule(RuleName.RECEIPT_DECIDED, "Beleg und Vorgang", "Entscheidung", 30),
    RetentionRule(RuleName.RECEIPT, "Beleg und Vorgang", "eingereicht", 365),
    RetentionRule(RuleName.MANDATE, "Vollmacht", "Ende der Gültigkeit", 365),
    RetentionRule(RuleName.LINK, "Verbindung zwischen Beratung und Vorgang", "Beginn der Beratung", 90),
    RetentionRule(RuleName.SESSION, "Beratung (ohne Namen)", "Beginn der Beratung", 5 * 365),
    RetentionRule(RuleName.BIN, "Gelöschte Beratung im Papierkorb", "gelöscht", 30),
    RetentionRule(RuleName.APPOINTMENT, "Termin", "Tag des Termins", 14),
    RetentionRule(RuleName.FOLLOW_UP, "Wiedervorlage", "erledigt oder Tag", 90),
    RetentionRule(RuleName.TRAIL, "Protokoll (ohne Inhalte)", "Eintrag", 3 * 365),
)

#: Settings ``aufbewahrung.<rule>`` hold a station's shorter days.
SETTING_PREFIX = "aufbewahrung."


def shortened(settings: Mapping[str, str]) -> tuple[RetentionRule, ...]:
    """Return the rules with a station's shorter days; what is no number, below one or longer changes nothing."""
    return tuple(_shortened(rule, settings.get(f"{SETTING_PREFIX}{rule.name.value}", "")) for rule in DEFAULTS)


def _shortened(rule: RetentionRule, wanted: str) -> RetentionRule:
    if not (wanted.isascii() and wanted.isdigit()) or not 1 <= int(wanted) < rule.days:
        return rule
    days = int(wanted)
    return replace(rule, days=days, warn_days=min(rule.warn_days, max(days - 10, 0)))


def default_days(name: RuleName) -> int:
    """Return the days that hold where a station shortened nothing; no station keeps longer."""
    return next(rule.days for rule in DEFAULTS if rule.name is name)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that a rule takes: ``record_id`` and, of a Vorgang, its ``number``; ``on`` is the moment."""

    rule: RuleName
    record_id: str
    number: str
    label: str
    on: datetime


@dataclass(frozen=True, slots=True)
class Forecast:
    """*Was würde wann gelöscht* for one rule: how many are due now, how many later, and when the next one goes.

    ``held`` would be due, but something of it is still to be done: a paper taken and not passed on, a day to come.
    """

    rule: RetentionRule
    now: int
    later: int
    next_on: datetime | None
    held: int = 0


@dataclass(frozen=True, slots=True)
class Proof:
    """What was deleted: which rule, what kind, how many, when. No content. ``rule`` may be *person* (an erasure)."""

    number: int
    at: datetime
    rule: str
    kind: str
    count: int
