"""A session in the copy of a person's data: as label and value, as JSON (DSGVO Art. 15). Pure.

Only the session the person's Vorgang was begun in. Heads of a group count everybody who was there, and stay out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.clock import long_moment
from lotse_app.models.words import (
    ACCESS,
    AGES,
    CONTACT_KINDS,
    DEVICES,
    FIRST_CONTACT,
    HELP,
    LANGUAGES,
    OBSTACLES,
    PLACES,
    REFERRED,
    RESULTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lotse_app.models.session import CounsellingSession, Revision


def session_facts(session: CounsellingSession) -> tuple[tuple[str, str], ...]:
    """Return a session as people read it; what was not asked is not told."""
    end = "" if session.ended_at is None else f" bis {long_moment(session.ended_at)}"
    pairs = [
        ("Beratung", f"{long_moment(session.started_at)}{end}"),
        ("Art der Beratung", f"{CONTACT_KINDS[session.kind]}, {PLACES[session.place_type]}, {ACCESS[session.access]}"),
        ("Personen", str(session.people)),
        ("Alter", AGES[session.age_band]),
        ("Zum ersten Mal hier", FIRST_CONTACT[session.first_contact]),
        ("Themen", ", ".join(topic.label for topic in session.topics)),
        ("Hilfe", HELP[session.help_kind] if session.help_kind else ""),
        ("Ergebnis", RESULTS[session.result] if session.result else ""),
        ("Verwiesen an", REFERRED[session.referred_to] if session.referred_to else ""),
        ("Hindernisse", ", ".join(OBSTACLES[one] for one in session.obstacles)),
        ("Sprache", LANGUAGES[session.details.language]),
        ("Geräte", ", ".join(DEVICES[one] for one in session.details.devices)),
        ("Zeichen", ", ".join(session.details.tags)),
        ("Notiz zur Beratung", session.note),
    ]
    return tuple((label, words) for label, words in pairs if words)


def session_document(session: CounsellingSession, revisions: Iterable[Revision]) -> dict[str, Any]:
    """Return a session and its corrections as JSON values."""
    return {
        "am": session.started_at.isoformat(),
        "bis": None if session.ended_at is None else session.ended_at.isoformat(),
        "art": session.kind.value,
        "ort": session.place_type.value,
        "gemeinde": session.ags,
        "zugang": session.access.value,
        "personen": session.people,
        "alter": session.age_band.value,
        "erstkontakt": session.first_contact.value,
        "themen": [{"leistung": one.service_id, "thema": one.label} for one in session.topics],
        "hilfe": session.help_kind.value if session.help_kind else "",
        "ergebnis": session.result.value if session.result else "",
        "verwiesen_an": session.referred_to.value if session.referred_to else "",
        "hindernisse": [one.value for one in session.obstacles],
        "kurzkontakt": session.short_contact,
        "notiz": session.note,
        **_details_document(session),
        "berichtigungen": [
            {
                "nummer": one.number,
                "am": one.at.isoformat(),
                "vorher": {name: value for name, value in one.before.items() if name != "heads"},
            }
            for one in revisions
        ],
    }


def _details_document(session: CounsellingSession) -> dict[str, Any]:
    details = session.details
    return {
        "geschlecht": details.gender.value,
        "wohnort": details.residence,
        "sprache": details.language.value,
        "geraete": [one.value for one in details.devices],
        "selbststaendigkeit": details.independence.value,
        "zufriedenheit": details.satisfaction,
        "vorbereitung_minuten": details.preparation,
        "fahrt_minuten": details.travel,
        "kilometer": details.distance,
        "zeichen": list(details.tags),
    }
