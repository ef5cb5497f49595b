"""Handing in and consents in the copy of a person's data: as label and value, as JSON (DSGVO Art. 15 (3)). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.clock import long_moment, short_date
from lotse_app.models.application import CarriedBy
from lotse_app.models.consent import Purpose

if TYPE_CHECKING:
    from lotse_app.models.application import HandIn
    from lotse_app.models.consent import Consent
    from lotse_app.models.persons import PersonRecord

_CARRIERS = {
    CarriedBy.RESIDENT: "durch die Person",
    CarriedBy.PILOT: "durch die Beratung",
    CarriedBy.POST: "mit der Post",
}
_PURPOSES = {
    Purpose.KEEP: "Angaben aufschreiben und speichern",
    Purpose.PASS_ON: "Angaben weitergeben",
}


def filing_facts(record: PersonRecord) -> tuple[tuple[str, str], ...]:
    """Return handing in and consents as people read them."""
    facts = [("Einwilligung", _consent_words(one)) for one in record.consents]
    if record.hand_in is not None:
        done = record.hand_in
        facts.append(("Eingereicht", f"{long_moment(done.at)}, {_CARRIERS[done.carried_by]}"))
        if done.handed_over_on is not None:
            by = _CARRIERS[done.handed_over_by or done.carried_by]
            facts.append(("Abgegeben", f"am {short_date(done.handed_over_on)}, {by}"))
    return tuple(facts)


def _consent_words(one: Consent) -> str:
    end = "" if one.revoked_at is None else f", widerrufen {long_moment(one.revoked_at)}"
    return f"{_PURPOSES[one.purpose]}: erteilt {long_moment(one.given_at)}{end}"


def filing_document(record: PersonRecord) -> dict[str, Any]:
    """Return handing in and consents for the JSON."""
    return {
        "eingereicht": None if record.hand_in is None else _hand_in_document(record.hand_in),
        "einwilligungen": [
            {
                "zweck": one.purpose.value,
                "fassung": one.version,
                "erteilt": one.given_at.isoformat(),
                "widerrufen": None if one.revoked_at is None else one.revoked_at.isoformat(),
            }
            for one in record.consents
        ],
    }


def _hand_in_document(done: HandIn) -> dict[str, Any]:
    return {
        "am": done.at.isoformat(),
        "weg": done.way,
        "durch": done.carried_by.value,
        "beleg": done.receipt,
        "abgegeben_am": None if done.handed_over_on is None else done.handed_over_on.isoformat(),
        "abgegeben_durch": None if done.handed_over_by is None else done.handed_over_by.value,
    }
