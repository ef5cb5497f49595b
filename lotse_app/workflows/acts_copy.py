"""Who did what with a Vorgang, in a data copy: takeovers, readings, the Protokoll (DSGVO Art. 15). Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from lotse_app.clock import long_moment
from lotse_app.models.sight import TakeoverReason
from lotse_app.models.trail import Deed

if TYPE_CHECKING:
    from lotse_app.models.persons import Act, PersonRecord

#: What the person reads on paper; all other entries stand in the JSON.
_READ = {
    Deed.TAKEN_OVER.value: "Vertretung übernommen",
    Deed.READ_OF_COLLEAGUE.value: "Eingesehen",
    Deed.COPIED.value: "Datenkopie",
}
_REASONS = {
    TakeoverReason.ABSENT: "abwesend",
    TakeoverReason.PERSON_PRESENT: "die Person war da",
    TakeoverReason.DEADLINE: "eine Frist lief ab",
    TakeoverReason.ASKED: "auf Bitte",
    TakeoverReason.OTHER: "anderer Grund",
}


def acts_facts(record: PersonRecord) -> tuple[tuple[str, str], ...]:
    """Return takeovers, readings by colleagues and earlier copies as people read them."""
    return tuple((_READ[one.deed], _words(one)) for one in record.acts if one.deed in _READ)


def _words(one: Act) -> str:
    """Return when, by whom and why: the reason stands in the Protokoll as ``sonst: Krankheit``."""
    kind, _, words = one.reason.partition(": ")
    reason = _REASONS[TakeoverReason(kind)] if kind in set(TakeoverReason) else kind
    why = ": ".join(part for part in (reason, words) if part)
    return ", ".join(part for part in (long_moment(datetime.fromisoformat(one.at)), one.who, why) if part)


def acts_document(record: PersonRecord) -> dict[str, Any]:
    """Return who stands in now, and every entry of the Protokoll about this Vorgang, as JSON values."""
    return {
        "vertretungen": [{"lotse": one.who, "am": one.at.isoformat()} for one in record.takeovers],
        "protokoll": [
            {"am": one.at, "wer": one.who, "was": one.deed, "ergebnis": one.outcome, "grund": one.reason}
            for one in record.acts
        ],
    }
