"""Mandates in the copy of a person's data: as label and value, as JSON, as the paper itself. Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date, long_date, short_date
from lotse_app.models.mandate import RevokedBy, Scope, SentBy

if TYPE_CHECKING:
    from lotse_app.models.mandate import KeptMandate

_SCOPES = {
    Scope.APPLY: "Antrag stellen",
    Scope.HAND_IN_LATER: "Unterlagen nachreichen",
    Scope.RECEIVE: "Bescheide empfangen",
    Scope.INFORMATION: "Auskunft bekommen",
    Scope.COLLECT: "Papiere abholen",
}
_BY = {RevokedBy.GRANTOR: "von der Person", RevokedBy.AGENT: "von der bevollmächtigten Seite"}
_HOW = {
    SentBy.HAND: "persönlich",
    SentBy.POST: "mit der Post",
    SentBy.LETTER_BOX: "in den Hausbriefkasten",
    SentBy.FAX: "als Fax",
}


def mandate_file(kept: KeptMandate) -> str:
    """Return the name of the paper in the copy; it names nobody."""
    return f"{kept.mandate.number}.pdf"


def mandate_facts(kept: KeptMandate) -> tuple[tuple[str, str], ...]:
    """Return a mandate as people read it."""
    mandate = kept.mandate
    pairs = [
        ("Gegeben von", mandate.grantor.name),
        ("Bekommen hat sie", mandate.agent.name),
        ("Erlaubt", ", ".join(_SCOPES[scope] for scope in mandate.scopes)),
        ("Wofür", mandate.service_name or "alle Anträge mit Hilfe dieses Trägers"),
        ("Gilt von – bis", f"{long_date(mandate.first)} – {long_date(mandate.last)}"),
    ]
    if kept.signature is not None:
        pairs.append(("Unterschrieben am", long_date(local_date(kept.signature.at))))
    if kept.revocation is not None:
        revoked = kept.revocation
        pairs.append(("Widerrufen am", f"{long_date(local_date(revoked.at))}, {_BY[revoked.by]}"))
    for one in kept.notices:
        done = "noch nicht" if one.sent_on is None or one.how is None else f"{short_date(one.sent_on)}, {_HOW[one.how]}"
        pairs.append(("Widerruf übergeben", f"{one.office}: {done}"))
    pairs.extend(("Verwendet für", f"Vorgang {one.number}: {one.service_name}, {one.office}") for one in kept.uses)
    return tuple(pairs)


def mandate_document(kept: KeptMandate) -> dict[str, Any]:
    """Return a mandate as JSON values: what was signed, word for word, and what came of it."""
    signed, revoked = kept.signature, kept.revocation
    return {
        "vollmacht": json.loads(kept.canonical),
        "pruefsumme": kept.digest,
        "papier": {"datei": mandate_file(kept), "sha256": kept.paper_digest},
        "unterschrift": None
        if signed is None
        else {
            "name": signed.signer,
            "am": signed.at.isoformat(),
            "auf_papier": signed.on_paper,
            "striche": signed.strokes,
        },
        "widerruf": None if revoked is None else {"am": revoked.at.isoformat(), "durch": revoked.by.value},
        "mitteilungen": [
            {
                "stelle": one.office,
                "am": None if one.sent_on is None else one.sent_on.isoformat(),
                "wie": None if one.how is None else one.how.value,
            }
            for one in kept.notices
        ],
        "verwendet": [{"vorgang": one.number, "leistung": one.service_name, "stelle": one.office} for one in kept.uses],
    }
