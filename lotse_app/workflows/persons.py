"""Persons: found by surname and birth date, given a copy of their data, forgotten on request."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date, long_moment, short_date
from lotse_app.forms.dates import spoken
from lotse_app.forms.reading import sections
from lotse_app.models.outstanding import owed_in_case, owed_under_mandate
from lotse_app.models.papers import PersonCase, PersonPaper
from lotse_app.models.permission import Right
from lotse_app.models.persons import DataCopy, NamedRemark
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.signing import SignedAs
from lotse_app.models.trail import Deed
from lotse_app.models.words import LETTERS, STATES
from lotse_app.workflows.filing_copy import filing_document, filing_facts
from lotse_app.workflows.mandate_copy import mandate_document, mandate_facts
from lotse_app.workflows.mandate_sight import require_seen
from lotse_app.workflows.naming import mentions, mentions_part, named, person_key

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from lotse_app.forms.form import Form
    from lotse_app.models.agenda import Appointment
    from lotse_app.models.application import Application, Signature
    from lotse_app.models.ending import Ending
    from lotse_app.models.evidence import EvidenceFile
    from lotse_app.models.letter import Letter
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.models.outstanding import Outstanding
    from lotse_app.models.persons import Erased, PersonFound, PersonKey, PersonRecord
    from lotse_app.models.reading import Section
    from lotse_app.workflows.applications import Beside
    from lotse_app.workflows.form_shelf import Forms
    from lotse_app.workflows.keeping_ports import PersonPapers, PersonRows
    from lotse_app.workflows.paper_ports import Exporter
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a data copy is made of."""

    paper: PersonPaper
    json: bytes
    files: tuple[tuple[str, bytes], ...]


class Persons:
    """Persons named in applications of this store."""

    def __init__(
        self,
        rows: PersonRows,
        applications: ApplicationRows,
        beside: Beside,
        forms: Forms,
        papers: PersonPapers,
        exporter: Exporter,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._applications = applications
        self._evidence = beside.evidence
        self._mandates = beside.mandates
        self._forms = forms
        self._papers = papers
        self._exporter = exporter
        self._trail = shift.trail
        self._sight = shift.sight
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._operations = shift.operations

    def find(self, surname: str, birth: str = "") -> tuple[PersonFound, ...]:
        """Return persons whose surname begins so, with their Vorgänge; ``birth`` as ``1958-03-14``, empty for any.

        A colleague's Vorgang shows number and service only, and no Vollmacht until it is taken over: who gave whom
        power until when is more than number and service. Raises NAMES_HIDDEN while a resident sees the screen,
        COORDINATOR_NO_PERSONS, UNDERTAKING_MISSING.
        """
        self._sight.guard.require_names()
        self._sight.require(Right.OPEN_OWN_CASE)  # that somebody is known here is already a secret
        key = person_key(surname, birth)
        found = self._rows.find(key.surname, key.birth) if key.surname else ()
        seen = (one for each in found if (one := self._seen(each)).applications or one.mandates)
        # Who has an Auskunftssperre is found by the whole name and the birth date only, and shown masked.
        return tuple(one for one in seen if not one.guarded or (one.key == key and key.birth))

    def _seen(self, person: PersonFound) -> PersonFound:
        """Return a person as this pilot may see them; one known by colleagues' Vollmachten alone has nothing left."""
        own = tuple(one for one in person.mandates if self._may_see(one.id))
        return replace(person, applications=self._sight.seen(person.applications), mandates=own)

    def _may_see(self, mandate_id: str) -> bool:
        try:
            require_seen(self._mandates.get(mandate_id), self._workplace.pilot.id, self._sight)
        except ProblemError:
            return False
        return True

    def index_missing(self) -> int:
        """Write down who is named in applications from before there was an index; return how many were looked at."""
        looked = 0
        while ids := self._rows.unindexed():
            for one in ids:
                application = self._applications.get(one)
                self._rows.index(one, named(self._form(application), application.answers))
            looked += len(ids)
        return looked

    def outstanding(self, key: PersonKey, ids: Sequence[str]) -> tuple[Outstanding, ...]:
        """Return what would be lost unfinished if these Vorgänge of a person were erased now. Store lane.

        A paper taken and not passed on, a letter with an open deadline, a Vollmacht in force at an office, a
        revocation that is not everywhere. Raises RECORD_MISSING if one of them does not name this person, and what
        ``Sight.require_cases`` says.
        """
        self._require_named(key, ids)
        today = local_date(self._clock.now())
        cases = [owed for one in ids for owed in owed_in_case(self._rows.record(one), today)]
        return (*cases, *(owed for one in self._going_along(key, ids) for owed in owed_under_mandate(one, today)))

    def beside(self, key: PersonKey, ids: Sequence[str]) -> tuple[NamedRemark, ...]:
        """Return what was written freely with the surname in it, or with a part of a double name. Store lane.

        What others wrote for themselves comes without its words. Raises as ``outstanding``.
        """
        self._require_named(key, ids)
        masked = {line.id for line in self._sight.seen(self._applications.lines()) if line.masked}
        own = {"", self._workplace.pilot.id}
        return tuple(
            NamedRemark(
                one.kind,
                one.id,
                one.day,
                one.text if one.pilot_id in own and one.application_id not in masked else "",
                mentions(one.text, key.surname),
            )
            for one in self._rows.remarks()
            if mentions(one.text, key.surname) or mentions_part(one.text, key.surname)
        )

    def erase(
        self, key: PersonKey, ids: Sequence[str], *, unfinished: bool = False, parts: Collection[str] = ()
    ) -> Erased:
        """Delete these Vorgänge of a person and all that belongs to them: answers, evidence, papers, notes.

        Vollmachten that name the person go too, but for those of a Vorgang that stays. A note, a Wiedervorlage or the
        purpose of an appointment with the surname goes, a namesake's as well: nobody can tell them apart. With a part
        of a double name only those go whose ids are in ``parts``. ``ids`` are those the pilot saw and confirmed; a
        namesake's may be left out. ``unfinished`` says that the pilot was told
        what is still open and goes on. The portal gets a tombstone of each; older backups are destroyed with the next
        one. Store lane. Raises RECORD_MISSING if one of them does not name this person, PERSON_UNFINISHED where
        something is still open, and what ``Sight.require_cases`` says.
        """
        self._require_named(key, ids)
        if not unfinished and (owed := self.outstanding(key, ids)):
            raise refuse(Code.PERSON_UNFINISHED, numbers=", ".join(sorted({one.number for one in owed})))
        mandates = [one.mandate.id for one in self._going_along(key, ids)]
        now = self._clock.now()
        operations = [one for each in ids for one in self._operations.application_deleted(each, now)]
        # Without a Vorgang that the pilot may open, a surname alone empties nobody's notes.
        found = self.beside(key, ids) if ids else ()
        gone = {one.id for one in found if one.whole or (one.text and one.id in parts)}
        beside = [one for one in self._rows.remarks() if one.id in gone]
        return self._rows.erase(ids, now, operations, mandates, beside)

    def _require_named(self, key: PersonKey, ids: Sequence[str]) -> None:
        """Raise unless each of these Vorgänge names the person and may be opened by this pilot."""
        self._sight.require(Right.OPEN_OWN_CASE)
        if not set(ids) <= set(self._rows.of(key)):
            raise refuse(Code.RECORD_MISSING, kind="application")
        self._sight.require_cases(ids)

    def _going_along(self, key: PersonKey, ids: Sequence[str]) -> list[KeptMandate]:
        """Return the Vollmachten that go with these Vorgänge: those that no Vorgang needs which stays."""
        kept = set(self._rows.of(key)) - set(ids)
        given = self._mandates.of_person(key)
        return [one for one in given if not kept & {use.application_id for use in one.uses}]

    def gather(self, key: PersonKey) -> Gathered:
        """Return everything kept about a person, not printed yet. Noted in the trail. Store lane.

        Raises PERSON_OF_COLLEAGUES as long as a colleague's Vorgang is among it, UNDERTAKING_MISSING.
        """
        self._sight.require_cases(self._rows.of(key))
        now = self._clock.now()
        records = [self._rows.record(one) for one in self._rows.of(key)]
        cases = tuple(self._case(record) for record in records)
        mandates = self._mandates.of_person(key)
        content = {
            "person": {"familienname": key.surname, "geburtsdatum": key.birth},
            "stand": now.isoformat(),
            "traeger": self._workplace.operator.name,
            "vorgaenge": [_document(record) for record in records],
            "vollmachten": [mandate_document(one) for one in mandates],
        }
        for record in records:
            self._trail.note(Deed.COPIED, record.application.id)
        birth = spoken(key.birth) if key.birth else ""
        text = json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8")
        given = tuple((one.mandate.number, mandate_facts(one)) for one in mandates)
        paper = PersonPaper(key.surname, birth, cases, self._workplace, now, given)
        return Gathered(paper, text, (*self._files(records), *self._papers_of(mandates)))

    def copy(self, gathered: Gathered) -> DataCopy:
        """Return the data copy: a paper to read, the same as JSON, and the files of evidence. Work lane."""
        return DataCopy(self._papers.person(gathered.paper), gathered.json, gathered.files)

    def save(self, copy: DataCopy, folder: Path) -> tuple[str, ...]:
        """Write a data copy into a folder the pilot chose; return the names, none of which names the person.

        Work lane. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED.
        """
        files = (("Datenkopie.pdf", copy.pdf), ("Datenkopie.json", copy.json), *copy.files)
        return tuple(self._exporter.write(folder / name, content).name for name, content in files)

    def _papers_of(self, mandates: Sequence[KeptMandate]) -> tuple[tuple[str, bytes], ...]:
        return tuple((f"{one.mandate.number}.pdf", self._mandates.pdf(one.mandate.id)) for one in mandates)

    def _case(self, record: PersonRecord) -> PersonCase:
        application = record.application
        return PersonCase(
            application.number, application.service_name, _facts(record), self._sections(record), record.evidence
        )

    def _sections(self, record: PersonRecord) -> tuple[Section, ...]:
        """Return the answers as read; without their form the JSON holds them all the same."""
        form = self._form(record.application)
        form = None if form is None else self._forms.acting.fitted(form, record.application.acting)
        return sections(form, record.application.answers) if form and record.application.answers else ()

    def _form(self, application: Application) -> Form | None:
        try:
            return self._forms.form(application.form_id, application.form_version)
        except ProblemError:  # a form that is no longer shipped
            return None

    def _files(self, records: Sequence[PersonRecord]) -> tuple[tuple[str, bytes], ...]:
        return tuple(
            (_file_name(record, number, file), self._evidence.content(file.id))
            for record in records
            for number, file in enumerate((file for line in record.evidence for file in line.files), start=1)
        )


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


def _file_name(record: PersonRecord, number: int, file: EvidenceFile) -> str:
    return f"{record.application.number}-{number}.{_ENDINGS.get(file.media_type, 'bin')}"


def _facts(record: PersonRecord) -> tuple[tuple[str, str], ...]:
    application, session = record.application, record.session
    facts = [
        ("Begonnen", long_moment(application.created_at)),
        ("Zuletzt geändert", long_moment(application.changed_at)),
    ]
    facts.extend(filing_facts(record))
    for one in record.signatures:
        facts.append((_SIGNED[one.given_as], one.signer))
        if one.beside:
            facts.append((_BESIDE[one.given_as], ", ".join(part for part in (one.beside, one.office) if part)))
    facts.extend(("Post vom Amt", _letter_words(letter)) for letter in record.letters)
    if record.ending is not None:
        facts.append(("Beendet", _ending_words(record.ending)))
    facts.extend(("Termin", _appointment_words(one)) for one in record.appointments)
    facts.extend(("Wiedervorlage", f"{short_date(one.due)}: {one.reason}") for one in record.follow_ups)
    if session is not None:
        facts.append(("Beratung", long_moment(session.started_at)))
        if session.note:
            facts.append(("Notiz zur Beratung", session.note))
    return tuple(facts)


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


def _document(record: PersonRecord) -> dict[str, Any]:
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
        "angaben": application.answers,
        "fassungen": [
            {"fassung": one.edition, "am": one.frozen_at.isoformat(), "pruefsumme": one.digest}
            for one in record.editions
        ],
        "unterschriften": [_signature_document(one) for one in record.signatures],
        "nachweise": [
            {
                "nachweis": one.label,
                "stand": one.state.value,
                "grund": one.reason,
                "dateien": [{"art": file.media_type, "bytes": file.size, "sha256": file.sha256} for file in one.files],
            }
            for one in record.evidence
        ],
        "papiere": [{"art": kind, "am": at} for kind, at in record.papers],
        **filing_document(record),
        "beratung": None if session is None else {"am": session.started_at.isoformat(), "notiz": session.note},
        "termine": [
            {"am": one.starts_at.isoformat(), "anliegen": one.purpose, "kuerzel": one.initials}
            for one in record.appointments
        ],
        "wiedervorlagen": [{"am": one.due.isoformat(), "grund": one.reason} for one in record.follow_ups],
        **_letters_document(record),
    }
