"""The audit trail (Protokoll): who did what on which id, when, with which result. No content (design/privacy)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

#: The hash before the first entry.
START = "0" * 64


class Deed(StrEnum):
    """What can stand in the trail."""

    UNLOCKED = "entsperrt"
    BEGUN = "antrag_begonnen"
    READ_OF_COLLEAGUE = "vorgang_eingesehen"
    TAKEN_OVER = "vertretung_uebernommen"
    CONSENTED = "eingewilligt"
    CONSENT_REVOKED = "einwilligung_widerrufen"
    FROZEN = "antrag_geprueft"
    SIGNED = "unterschrieben"
    HANDED_IN = "eingereicht"
    REOPENED = "wieder_geoeffnet"
    ATTACHED = "nachweis_angehaengt"
    DETACHED = "nachweis_entfernt"
    RETENTION = "aufbewahrung"
    ERASED = "person_geloescht"
    COPIED = "datenkopie"
    BACKED_UP = "gesichert"
    RESTORED = "wiederhergestellt"
    CODE_RENEWED = "code_erneuert"
    TERM_CHANGED = "frist_geaendert"
    STATION = "stuetzpunkt_geaendert"
    PILOT = "lotse_geaendert"
    MANDATE_MADE = "vollmacht_angelegt"
    MANDATE_SIGNED = "vollmacht_unterschrieben"
    NAMESAKE = "namensgleich_gefragt"
    MANDATE_REVOKED = "vollmacht_widerrufen"
    REVOCATION_SENT = "widerruf_uebergeben"
    REFUSED = "verweigert"
    OFFICE = "anschrift_geaendert"
    OFFICE_UNKNOWN = "anschrift_unbekannt"
    LETTER = "post_eingetragen"
    LETTER_TAKEN_BACK = "post_zurueckgenommen"
    ANSWERED = "post_beantwortet"
    ENDED = "stand_geaendert"
    TAKEN_BACK = "stand_zurueckgenommen"
    GUARDED = "auskunftssperre"
    SESSION_CORRECTED = "beratung_geaendert"
    SESSION_BINNED = "beratung_geloescht"
    SESSION_RESTORED = "beratung_zurueckgeholt"
    SESSIONS_TAKEN = "liste_uebernommen"
    SESSIONS_TAKEN_BACK = "liste_zurueckgenommen"
    CALENDAR_TAKEN = "kalender_uebernommen"
    CALENDAR_TAKEN_BACK = "kalender_zurueckgenommen"
    PUBLISHED = "zahlen_veroeffentlicht"
    STATION_FILE_MADE = "stuetzpunktdatei_geschrieben"
    STATION_FILE_TAKEN = "stuetzpunktdatei_eingelesen"
    STATION_FILE_FORGOTTEN = "stuetzpunktdatei_entfernt"
    FORM_IMPORTED = "formular_eingelesen"
    FORM_RELEASED = "formular_freigegeben"
    FORM_WITHDRAWN = "formular_zurueckgezogen"
    FORM_DELETED = "formular_geloescht"
    PORTAL_JOINED = "portal_beigetreten"
    PORTAL_LEFT = "portal_verlassen"
    CLEARED = "geklaert"
    ERASURE_PROVED = "loeschung_bestaetigt"


class Outcome(StrEnum):
    """How a deed ended."""

    DONE = "erledigt"
    FAILED = "fehlgeschlagen"
    REFUSED = "verweigert"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail.

    ``number`` counts without a gap; ``hash`` is SHA-256 (hex) over the hash before and this line, ``at`` is the
    text of the column. ``reason`` is a rule, a code or the reason a colleague gave, never what stands in a Vorgang.
    """

    number: int
    at: str
    who: str
    deed: str
    record_id: str
    outcome: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry: what a portal would be told."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class TrailCheck:
    """Result of following the chain: ``broken_at`` is the first number that is wrong, or None.

    ``anchor`` is the entry before the first that is still kept (0: nothing was pruned); ``anchor_good`` is whether
    that anchor carries the mark of this store's key. ``missing`` counts what the store holds and no entry tells of: its
    set-up, signatures, what was handed in.
    """

    entries: int
    head: Head
    anchor: int
    anchor_good: bool
    broken_at: int | None
    missing: int = 0

    @property
    def whole(self) -> bool:
        """Return whether nothing is wrong with the trail."""
        return self.anchor_good and self.broken_at is None and not self.missing


@dataclass(frozen=True, slots=True)
class StoreCheck:
    """What ``lotse check`` found: so many pages were read and are whole; ``trail`` says what became of the chain."""

    pages: int
    trail: TrailCheck


def link(before: str, entry: Entry) -> str:
    """Return the hash of an entry that follows ``before``."""
    fields = [before, entry.number, entry.at, entry.who, entry.deed, entry.record_id, entry.outcome, entry.reason]
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
