"""Persons: found by surname and birth date, given a copy of their data, forgotten on request."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.forms.dates import spoken
from lotse_app.forms.reading import sections
from lotse_app.models.outstanding import owed_in_case, owed_under_mandate
from lotse_app.models.papers import PersonCase, PersonPaper
from lotse_app.models.permission import Right
from lotse_app.models.persons import DataCopy, NamedRemark, RemarkKind
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.trail import Deed
from lotse_app.workflows.case_copy import case_document, case_facts, evidence_files, paper_files
from lotse_app.workflows.mandate_copy import mandate_document, mandate_facts, mandate_file
from lotse_app.workflows.mandate_sight import require_seen
from lotse_app.workflows.naming import mentions, mentions_part, named, person_key, written_forms
from lotse_app.workflows.standing_copy import written_surname

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from lotse_app.forms.form import Form
    from lotse_app.models.application import Application
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
        kept = written_forms(key.surname) if key.surname else ()
        found = (one for form in kept for one in self._rows.find(form, key.birth))
        seen = (one for each in found if (one := self._seen(each)).applications or one.mandates)
        # Who has an Auskunftssperre is found by the whole name and the birth date only, and shown masked.
        return tuple(
            one for one in seen if not one.guarded or (person_key(one.key.surname, one.key.birth) == key and key.birth)
        )

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

        What others wrote for themselves, and what the Vorgang of somebody with an Auskunftssperre says, comes without
        its words. What a Vorgang says that names the person or a namesake is not told: it is about them. Raises as
        ``outstanding``.
        """
        self._require_named(key, ids)
        lines = self._sight.seen(self._applications.lines())
        hidden = {line.id for line in lines if line.masked or line.guarded}
        masked = {line.id for line in lines if line.masked}
        same_name = {*self._rows.of(key), *self._of_namesakes(key)}
        own = {"", self._workplace.pilot.id}
        found = []
        for one in self._rows.remarks():
            said = one.kind is RemarkKind.SAID
            whole = mentions(one.text, key.surname)
            if (said and one.application_id in same_name) or not (whole or mentions_part(one.text, key.surname)):
                continue
            read = one.pilot_id in own and one.application_id not in (hidden if said else masked)
            found.append(NamedRemark(one.kind, one.id, one.day, one.text if read else "", whole))
        return tuple(found)

    def _of_namesakes(self, key: PersonKey) -> set[str]:
        found = self._rows.find(key.surname)
        return {line.id for one in found if one.key.surname == key.surname for line in one.applications}

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

    def shared(self, key: PersonKey) -> frozenset[str]:
        """Return the ids of the Vorgänge of a person that name somebody else as well. Store lane.

        What is said of others there is theirs (DSGVO Art. 15 (4)). Raises UNDERTAKING_MISSING, COORDINATOR_NO_PERSONS.
        """
        self._sight.require(Right.OPEN_OWN_CASE)
        return self._rows.shared(key)

    def gather(self, key: PersonKey, ids: Sequence[str]) -> Gathered:
        """Return everything kept about a person in these Vorgänge, not printed yet. Noted in the trail. Store lane.

        ``ids`` are those the pilot saw and ticked: a namesake's Vorgang may name the same surname and birth date, and
        what somebody else applied for is not this person's to take away (DSGVO Art. 15 (4)). Raises RECORD_MISSING if
        one of them does not name this person, PERSON_OF_COLLEAGUES as long as a colleague's is among them,
        UNDERTAKING_MISSING.
        """
        self._require_named(key, ids)
        now = self._clock.now()
        records = [self._rows.record(one) for one in ids]
        cases = tuple(self._case(record) for record in records)
        mandates = self._given_in(key, ids)
        surname = written_surname(key, [record.application.answers for record in records])
        content = {
            "person": {"familienname": surname, "geburtsdatum": key.birth},
            "stand": now.isoformat(),
            "traeger": self._workplace.operator.name,
            "vorgaenge": [case_document(record) for record in records],
            "vollmachten": [mandate_document(one) for one in mandates],
        }
        for record in records:
            self._trail.note(Deed.COPIED, record.application.id)
        birth = spoken(key.birth) if key.birth else ""
        text = json.dumps(content, ensure_ascii=False, indent=2).encode("utf-8")
        given = tuple((one.mandate.number, mandate_facts(one)) for one in mandates)
        paper = PersonPaper(surname, birth, cases, self._workplace, now, given)
        return Gathered(paper, text, (*self._files(records), *self._papers_of(mandates)))

    def _given_in(self, key: PersonKey, ids: Sequence[str]) -> list[KeptMandate]:
        """Return the Vollmachten of these Vorgänge; where all are meant, those without a Vorgang too."""
        whole = set(ids) == set(self._rows.of(key))
        given = self._mandates.of_person(key)
        return [one for one in given if whole or {use.application_id for use in one.uses} & set(ids)]

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
        return tuple((mandate_file(one), self._mandates.pdf(one.mandate.id)) for one in mandates)

    def _case(self, record: PersonRecord) -> PersonCase:
        application = record.application
        return PersonCase(
            application.number, application.service_name, case_facts(record), self._sections(record), record.evidence
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
        """Return the files of evidence and the kept papers, each under the name that PDF and JSON say."""
        evidence = ((name, self._evidence.content(file.id)) for one in records for name, _, file in evidence_files(one))
        papers = ((name, self._rows.paper(paper.id)) for one in records for name, paper in paper_files(one))
        return (*evidence, *papers)
