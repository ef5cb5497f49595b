"""Freezing: validate, prune hidden answers, canonical bytes, digest, PDF with digest (product, step 8).

``prepare`` is pure and runs on the work lane; ``commit`` writes everything in one transaction on the store lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.forms.acting import MEMBER
from lotse_app.forms.clauses import declarations, signature_lines
from lotse_app.forms.freeze import canonical_bytes, digest_of, prune, remaining_problems, settled, unpicked
from lotse_app.forms.reading import sections
from lotse_app.models.application import FrozenApplication, State
from lotse_app.models.mandate import AgentKind
from lotse_app.models.office import OFFICE_UNKNOWN
from lotse_app.models.papers import ApplicationPaper, Watermark
from lotse_app.models.problems import Code, Problem, refuse
from lotse_app.models.representation import AGENTS
from lotse_app.workflows.agents import parents_problem
from lotse_app.workflows.applications import acting_choices
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.find import receiver_of
from lotse_app.workflows.mandate_rules import case_problem, mandate_section
from lotse_app.workflows.naming import applicant, named
from lotse_app.workflows.read_back import unconfirmed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from lotse_app.models.application import Signature
    from lotse_app.models.evidence import Evidence
    from lotse_app.models.people import Workplace
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift


@dataclass(frozen=True, slots=True)
class Prepared:
    """A frozen edition that is not written yet, or the problems that stand in its way."""

    application_id: str
    expected_revision: int
    frozen: FrozenApplication | None
    pdf: bytes
    problems: tuple[Problem, ...] = ()


class Freezing:
    """Turns a draft that was read back into an immutable edition."""

    def __init__(self, rows: ApplicationRows, papers: Papers, shift: Shift) -> None:
        self._rows = rows
        self._papers = papers
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._operations = shift.operations

    def prepare(self, case: OpenCase) -> Prepared:
        """Validate, prune, digest, print. Work lane. All problems are returned at once."""
        application = case.application
        now = self._clock.now()
        today = local_date(now)
        kept = settled(case.form, application.answers)
        problems = (*self._obstacles(case), *remaining_problems(case.form, kept, today))
        if problems:
            return Prepared(application.id, application.revision, None, b"", problems)
        evidence = evidence_lines(case.form, kept, application.id, case.evidence, case.mandate)
        canonical = canonical_bytes(self._document(case, unpicked(kept), evidence))
        frozen = FrozenApplication(
            id=self._ids.new(),
            application_id=application.id,
            edition=application.edition,
            form_id=case.form.id,
            form_version=case.form.version,
            canonical=canonical,
            digest=digest_of(canonical),
            frozen_at=now,
            people=named(case.form, application.answers),
        )
        pdf = self._papers.application(application_paper(case, frozen, self._workplace))
        return Prepared(application.id, application.revision, frozen, pdf)

    def commit(self, prepared: Prepared) -> FrozenApplication:
        """Write edition, PDF, state and operation. Store lane. Raises ANSWERS_INVALID, STALE_REVISION."""
        if prepared.frozen is None:
            raise refuse(Code.ANSWERS_INVALID, count=len(prepared.problems))
        application = self._rows.get(prepared.application_id)
        operations = self._operations.state_changed(application, State.CHECKED, prepared.frozen.frozen_at)
        self._rows.freeze(prepared.frozen, prepared.expected_revision, prepared.pdf, operations)
        return prepared.frozen

    def acting_open(self, case: OpenCase) -> tuple[Problem, ...]:
        """Return what stands against who acts, to be said before anything is frozen. Pure."""
        return acting_problems(case, self._workplace, local_date(self._clock.now()))

    def _obstacles(self, case: OpenCase) -> tuple[Problem, ...]:
        application = case.application
        missing = unconfirmed(case.form, application.answers, application.confirmations)
        found: list[Problem] = []
        if application.notice_version is None:
            found.append(Problem(Code.PRIVACY_SHEET_MISSING))
        found.extend(self.acting_open(case))
        if missing:
            found.append(Problem(Code.READ_BACK_MISSING, (("count", len(missing)),)))
        return tuple(found)

    def _document(
        self, case: OpenCase, answers: Mapping[str, Any], evidence: tuple[Evidence, ...]
    ) -> dict[str, object]:
        application = case.application
        return {
            **_representation(case, answers),
            "form": case.form.id,
            "version": case.form.version,
            "service": application.service_id,
            "ags": application.ags,
            "number": application.number,
            "edition": application.edition,
            "acting": application.acting.value,
            "answers": {name: one for name, one in answers.items() if name != MEMBER},
            "evidence": [
                {
                    "key": line.key,
                    "state": line.state.value,
                    "reason": line.reason,
                    "files": [file.sha256 for file in line.files],
                }
                for line in evidence
            ],
        }


def _representation(case: OpenCase, answers: Mapping[str, Any]) -> dict[str, object]:
    """Return who acts for the person, apart from the answers the form's own schema knows; nothing for *selbst*."""
    told: dict[str, object] = {}
    if answers.get(MEMBER):
        told["representation"] = answers[MEMBER]
    if case.application.acting in AGENTS and case.mandate is not None:
        told["mandate"] = {"number": case.mandate.mandate.number, "sha256": case.mandate.digest}
    return told


def acting_problems(case: OpenCase, workplace: Workplace, today: date) -> tuple[Problem, ...]:
    """Return what keeps a case from going on because of who acts: the table of ways, then the Vollmacht. Pure."""
    application = case.application
    ways = acting_choices(case.form, workplace, application.ags)
    if not any(way.allowed for way in ways if way.acting is application.acting):
        return (Problem(Code.ACTING_REFUSED),)
    found = parents_problem(case, today) or case_problem(case, workplace, today)
    return () if found is None else (found,)


def _unknown_words(case: OpenCase) -> str:
    return f"{OFFICE_UNKNOWN} (wird noch ermittelt)" if case.office is None else case.office.name


def _acts(case: OpenCase) -> str:
    """Return who acts as the paper says it: where the operator has the Vollmacht, by its name."""
    agent = None if case.mandate is None else case.mandate.mandate.agent
    if agent is None or agent.kind is not AgentKind.OPERATOR:
        return case.application.acting.value
    return f"{agent.name} als bevollmächtigte Stelle, durch die unterstützende Person"


def application_paper(
    case: OpenCase, frozen: FrozenApplication, workplace: Workplace, signatures: tuple[Signature, ...] = ()
) -> ApplicationPaper:
    """Return the paper of a frozen edition; the same edition, signatures and address always give the same paper."""
    kept = prune(case.form, case.application.answers)
    receiver = receiver_of(case.form, case.commune, kept)
    unknown = receiver == OFFICE_UNKNOWN
    return ApplicationPaper(
        number=case.application.number,
        edition=frozen.edition,
        title=case.form.title,
        authority=_unknown_words(case) if unknown else receiver,
        # The commune is no office: below the words above it would stand as an address that nobody looked up.
        commune="" if unknown else case.commune.short_name,
        law=case.form.law,
        sections=(*sections(case.form, kept), *mandate_section(case)),
        evidence=evidence_lines(case.form, kept, case.application.id, case.evidence, case.mandate),
        acting=_acts(case),
        workplace=workplace,
        digest=frozen.digest,
        frozen_at=frozen.frozen_at,
        signatures=signatures,
        signature_lines=signature_lines(case.form, kept),
        declarations=declarations(case.form, kept),
        address=() if case.office is None else case.office.where,
        leave_out_empty=case.form.leave_out_empty,
        watermark=Watermark.NONE if case.form.released else Watermark.DRAFT,
        applicant=applicant(case.form, kept),
    )
