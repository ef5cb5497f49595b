"""One Vorgang in the copy of a person's data: as label and value, as JSON, its files by name (DSGVO Art. 15). Pure."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lotse_app.clock import long_moment, short_date
from lotse_app.models.application import DocumentKind
from lotse_app.models.signing import SignedAs
from lotse_app.models.words import LETTERS, MARKS, STATES
from lotse_app.workflows.acts_copy import acts_document, acts_facts
from lotse_app.workflows.filing_copy import filing_document, filing_facts
from lotse_app.workflows.session_copy import session_document, session_facts
from lotse_app.workflows.standing_copy import standing_facts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.models.agenda import Appointment
    from lotse_app.models.application import FrozenApplication, Signature
    from lotse_app.models.ending import Ending
    from lotse_app.models.evidence import Evidence, EvidenceFile
    from lotse_app.models.letter import Letter
    from lotse_app.models.persons import KeptPaper, PersonRecord

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_PAPERS = {
    DocumentKind.APPLICATION: "Antrag",
    DocumentKind.SIGNED_APPLICATION: "Antrag, unterschrieben",
    DocumentKind.RECEIPT: "Beleg",
    DocumentKind.NOTE: "Merkzettel",
}
_SIGNED = {
    SignedAs.OWN_HAND: "Unterschrieben von",
    SignedAs.MARK: "Handzeichen von",
    SignedAs.RECORD: "Zur Niederschrift erklärt von",
}
_BESIDE = {
    SignedAs.OWN_HAND: "Dabei",
    SignedAs.MARK: "Zeugin oder Zeuge",
    SignedAs.RECORD: "Aufgenommen von",
}


def evidence_files(record: PersonRecord) -> tuple[tuple[str, Evidence, EvidenceFile], ...]:
    """Return the files of evidence with their lines and names; no name says whose they are."""
    files = [(line, file) for line in record.evidence for file in line.files]
    number = record.application.number
    return tuple(
        (f"{number}-{at}.{_ENDINGS.get(file.media_type, 'bin')}", line, file)
        for at, (line, file) in enumerate(files, start=1)
    )


def paper_files(record: PersonRecord) -> tuple[tuple[str, KeptPaper], ...]:
    """Return the kept papers with their names, in the order they were made."""
    number = record.application.number
    return tuple(
        (f"{number}-Papier-{at}-{paper.kind.value}.pdf", paper) for at, paper in enumerate(record.papers, start=1)
    )


def case_facts(record: PersonRecord) -> tuple[tuple[str, str], ...]:
    """Return what is kept with a Vorgang as people read it, but for its answers."""
    application = record.application
    facts = [
        ("Begonnen", long_moment(application.created_at)),
        ("Zuletzt geändert", long_moment(application.changed_at)),
        ("Angelegt von", record.pilot),
        *standing_facts(application),
    ]
    if _cleared(record):
        facts.append(("Angaben, Nachweise, Unterschriften, Antrag", "nach Ablauf der Aufbewahrungsfrist gelöscht"))
    facts.extend(("Vermerk", MARKS[one]) for one in sorted(application.marks))
    facts.extend(filing_facts(record))
    for one in record.signatures:
        facts.append((_SIGNED[one.given_as], _signature_words(one, record.editions)))
        if one.beside:
            facts.append((_BESIDE[one.given_as], ", ".join(part for part in (one.beside, one.office) if part)))
    facts.extend(("Post vom Amt", _letter_words(letter)) for letter in record.letters)
    if record.ending is not None:
        facts.append(("Beendet", _ending_words(record.ending)))
    facts.extend(("Termin", _appointment_words(one)) for one in record.appointments)
    facts.extend(("Wiedervorlage", f"{short_date(one.due)}: {one.reason}") for one in record.follow_ups)
    facts.extend(("Papier", _paper_words(name, paper)) for name, paper in paper_files(record))
    facts.extend(("Datei", f"{name}: {line.label}") for name, line, _ in evidence_files(record))
    if record.session is not None:
        facts.extend(session_facts(record.session))
    facts.extend(acts_facts(record))
    return tuple(facts)


def _cleared(record: PersonRecord) -> bool:
    """Return whether retention took the content: what was handed in had an edition."""
    return record.hand_in is not None and not record.editions


def _signature_words(signature: Signature, editions: Sequence[FrozenApplication]) -> str:
    """Return who signed how, when, and which edition: what was signed before a change counts for that one only."""
    where = "auf Papier" if signature.on_paper else "auf dem Unterschriftenfeld"
    edition = next(one.edition for one in editions if one.id == signature.frozen_id)
    return f"{signature.signer}, {where}, Fassung {edition}, {long_moment(signature.at)}"


def _paper_words(name: str, paper: KeptPaper) -> str:
    return f"{_PAPERS[paper.kind]}, Fassung {paper.edition}, {long_moment(paper.made_at)}, Datei {name}"


def _letter_words(letter: Letter) -> str:
    parts = [LETTERS[letter.kind], f"vom {short_date(letter.dated)}", f"erhalten {short_date(letter.received)}"]
    if letter.due is not None:
        parts.append(f"Frist {short_date(letter.due)}")
    if letter.answered_on is not None:
        parts.append(f"beantwortet {short_date(letter.answered_on)}")
    if letter.note:
        parts.append(f"Notiz: {letter.note}")
    return ", ".join(parts)


def _appointment_words(one: Appointment) -> str:
    return ", ".join(part for part in (long_moment(one.starts_at), one.purpose, one.initials) if part)


def _ending_words(ending: Ending) -> str:
    return ", ".join(part for part in (STATES[ending.state], long_moment(ending.at), ending.reason) if part)


def _letters_document(record: PersonRecord) -> dict[str, Any]:
    ending = record.ending
    return {
        "post": [
            {
                "art": one.kind.value,
                "vom": one.dated.isoformat(),
                "erhalten": one.received.isoformat(),
                "frist": None if one.due is None else one.due.isoformat(),
                "frist_aus": one.due_source.value,
                "notiz": one.note,
                "beantwortet": None if one.answered_on is None else one.answered_on.isoformat(),
            }
            for one in record.letters
        ],
        "beendet": None
        if ending is None
        else {"stand": ending.state.value, "am": ending.at.isoformat(), "grund": ending.reason},
    }


def _signature_document(one: Signature) -> dict[str, Any]:
    return {
        "name": one.signer,
        "am": one.at.isoformat(),
        "auf_papier": one.on_paper,
        "striche": one.strokes,
        "zeile": one.line,
        "art": one.given_as.value,
        "dabei": one.beside,
        "dienststelle": one.office,
    }


def _frozen_document(one: FrozenApplication) -> dict[str, Any]:
    return {
        "fassung": one.edition,
        "am": one.frozen_at.isoformat(),
        "pruefsumme": one.digest,
        "inhalt": json.loads(one.canonical),
    }


def _evidence_documents(record: PersonRecord) -> Iterator[dict[str, Any]]:
    named = evidence_files(record)
    for line in record.evidence:
        yield {
            "nachweis": line.label,
            "stand": line.state.value,
            "grund": line.reason,
            "dateien": [
                {"datei": name, "art": file.media_type, "bytes": file.size, "sha256": file.sha256}
                for name, of, file in named
                if of is line
            ],
        }


def _standing_document(record: PersonRecord) -> dict[str, Any]:
    """Return what the program remembers of the work on a Vorgang."""
    application = record.application
    return {
        "lotse": record.pilot,
        "vermerke": sorted(one.value for one in application.marks),
        "frist": None if application.due is None else application.due.isoformat(),
        "kontakt_behalten": application.keep_contact,
        "auskunftssperre": application.guarded,
        "rueckgelesen": [
            {"abschnitt": one.section, "wie": one.how.value, "am": one.at.isoformat()}
            for one in application.confirmations
        ],
    }


def case_document(record: PersonRecord) -> dict[str, Any]:
    """Return everything that is kept with a Vorgang as JSON values."""
    application, session = record.application, record.session
    return {
        "nummer": application.number,
        "leistung": application.service_name,
        "gemeinde": application.ags,
        "stand": application.state.value,
        "begonnen": application.created_at.isoformat(),
        "geaendert": application.changed_at.isoformat(),
        "handelt": application.acting.value,
        "datenschutzblatt": application.notice_version,
        **_standing_document(record),
        "inhalt_nach_frist_geloescht": _cleared(record),
        "angaben": application.answers,
        "fassungen": [_frozen_document(one) for one in record.editions],
        "unterschriften": [_signature_document(one) for one in record.signatures],
        "nachweise": list(_evidence_documents(record)),
        "papiere": [
            {
                "datei": name,
                "art": paper.kind.value,
                "fassung": paper.edition,
                "am": paper.made_at.isoformat(),
                "bytes": paper.size,
            }
            for name, paper in paper_files(record)
        ],
        **filing_document(record),
        "beratung": None if session is None else session_document(session, record.revisions),
        "termine": [
            {"am": one.starts_at.isoformat(), "anliegen": one.purpose, "kuerzel": one.initials}
            for one in record.appointments
        ],
        "wiedervorlagen": [{"am": one.due.isoformat(), "grund": one.reason} for one in record.follow_ups],
        **_letters_document(record),
        **acts_document(record),
    }
