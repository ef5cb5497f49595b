"""Vollmachten: made from what stands in the case, signed, verified, reused, revoked (product, steps 3, 4, 10)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.forms.freeze import digest_of
from lotse_app.forms.mandate_bytes import mandate_bytes
from lotse_app.models.application import State
from lotse_app.models.mandate import (
    LONGEST,
    TEXT_VERSION,
    AgentKind,
    KeptMandate,
    Mandate,
    MandateSignature,
    Revocation,
    Scope,
    Standing,
    standing,
)
from lotse_app.models.office import OFFICE_UNKNOWN
from lotse_app.models.papers import MandatePaper, RevocationPaper, Watermark
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError, refuse
from lotse_app.models.public_service import SignatureRule
from lotse_app.models.representation import AGENTS
from lotse_app.models.signing import require_signature
from lotse_app.models.trail import Deed
from lotse_app.workflows.agents import agent_problem, sides_problem
from lotse_app.workflows.mandate_rules import (
    agent_of,
    check,
    fits_way,
    grantor_of,
    key_of,
    sha256_of,
    signed_well_enough,
    use_of,
)
from lotse_app.workflows.mandate_sight import require_seen

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.mandate import (
        MandateCheck,
        MandateText,
        MandateUse,
        RevocationNotice,
        RevokedBy,
        SentBy,
    )
    from lotse_app.models.office import Office
    from lotse_app.models.signing import Strokes
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.mandate_ports import MandatePapers, MandateRows, MandateTextFiles
    from lotse_app.workflows.offices import Offices
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift

GRANTOR, AGENT = "gibt", "bekommt"
#: A case that is not with the office yet, and a mandate that no longer helps it.
_STILL_HERE = frozenset({State.DRAFT, State.CHECKED, State.SIGNED})
_OVER = frozenset({Standing.EXPIRED, Standing.REVOKED})


@dataclass(frozen=True, slots=True)
class MandateWish:
    """What the pilot and the resident chose; names stand in the case."""

    scopes: tuple[Scope, ...]
    first: date
    last: date
    every_service: bool = False


@dataclass(frozen=True, slots=True)
class PreparedMandate:
    """A mandate with its paper, not written yet."""

    kept: KeptMandate
    pdf: bytes
    use: MandateUse


class Mandates:
    """Mandates of this desk. ``draft`` and ``check_case`` are pure; work lane where it says so, else store lane."""

    def __init__(
        self,
        rows: MandateRows,
        applications: ApplicationRows,
        texts: MandateTextFiles,
        papers: MandatePapers,
        offices: Offices,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._applications = applications
        self._texts = texts
        self._papers = papers
        self._offices = offices
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids
        self._sight = shift.sight
        self._trail = shift.trail

    def text(self, version: int = TEXT_VERSION) -> MandateText:
        """Return the sentences of a text. Work lane: they are read from a file."""
        return self._texts.text(version)

    # making and signing -------------------------------------------------------------------

    def prepare(self, case: OpenCase, wish: MandateWish, strokes: Strokes = ()) -> PreparedMandate:
        """Return mandate, canonical bytes and paper; with ``strokes`` it is signed on the pad. Work lane.

        Raises MANDATE_PARTIES where the case does not say who gives and who gets it, MANDATE_CHILD, MANDATE_SELF,
        AGENT_OFFICIAL, AGENT_DECIDES, MANDATE_TERM, MANDATE_SCOPE without any scope, SIGNATURE_ON_PAPER_ONLY,
        SIGNATURE_EMPTY.
        """
        mandate = self._draft(case, wish)
        canonical = mandate_bytes(mandate)
        digest = digest_of(canonical)
        signature = self._pad_signature(case, mandate, digest, strokes) if strokes else None
        pdf = self._papers.mandate(self._paper(mandate, digest, signature))
        kept = KeptMandate(mandate, canonical, digest, self._workplace.pilot.id, sha256_of(pdf), signature)
        return PreparedMandate(kept, pdf, use_of(case))

    def draft_pdf(self, case: OpenCase, wish: MandateWish) -> bytes:
        """Return the paper to be read beforehand, marked as a draft. Work lane. Raises as ``prepare``."""
        mandate = self._draft(case, wish)
        paper = self._paper(mandate, digest_of(mandate_bytes(mandate)), None)
        return self._papers.mandate(replace(paper, watermark=Watermark.DRAFT))

    def commit(self, prepared: PreparedMandate) -> KeptMandate:
        """Write a mandate and put the case under it."""
        self._sight.require_case(prepared.use.application_id)
        mandate = prepared.kept.mandate
        people = [(GRANTOR, key_of(mandate.grantor))]
        if mandate.agent.kind is AgentKind.PERSON:  # who helps is no resident, and found elsewhere
            people.append((AGENT, key_of(mandate.agent)))
        self._rows.give(prepared.kept, people, prepared.pdf, prepared.use)
        return self._rows.get(mandate.id)

    def sign_on_print(self, application_id: str) -> KeptMandate:
        """Note that the very print was signed by hand. Raises RECORD_MISSING, RECORD_FROZEN."""
        kept = self._of_case(application_id)
        signature = MandateSignature(kept.digest, kept.mandate.grantor.name, self._clock.now(), on_paper=True)
        self._rows.sign(kept.mandate.id, signature)
        return self._rows.get(kept.mandate.id)

    # using one that is there --------------------------------------------------------------

    def offered(self, case: OpenCase) -> tuple[KeptMandate, ...]:
        """Return still valid mandates of the same resident that cover this case; ask only once they agreed."""
        self._sight.require_case(case.application.id)
        key = key_of(grantor_of(case.application.answers))
        if not key.surname or not key.birth:
            return ()
        today = local_date(self._clock.now())
        return tuple(
            kept
            for kept in self._rows.of_person(key, GRANTOR)
            if standing(kept, today) is Standing.VALID
            and kept.mandate.covers(case.application.service_id, Scope.APPLY)
            and fits_way(kept.mandate.agent, case.application.acting, self._workplace)
            and signed_well_enough(kept, case.form)
        )

    def reuse(self, case: OpenCase, mandate_id: str) -> KeptMandate:
        """Put a case under a mandate that was offered. Raises RECORD_MISSING."""
        if mandate_id not in {kept.mandate.id for kept in self.offered(case)}:
            raise refuse(Code.RECORD_MISSING, kind="mandate")
        self._rows.use(mandate_id, use_of(case))
        return self._rows.get(mandate_id)

    def say_namesake(self, application_id: str, *, another: bool) -> None:
        """Note that it was asked whether an agent is the official of that name, and what was said; no name.

        The answer itself stands in the Vorgang.
        """
        self._sight.require_case(application_id)
        self._trail.note(Deed.NAMESAKE, application_id, reason="andere_person" if another else "dieselbe_person")

    # reading ------------------------------------------------------------------------------

    def of_case(self, application_id: str) -> KeptMandate | None:
        """Return the mandate a case is under."""
        self._sight.require_case(application_id)
        return self._rows.of_application(application_id)

    def pdf(self, mandate_id: str) -> bytes:
        """Return the paper exactly as it was signed, or printed for signing."""
        self.seen(mandate_id)
        return self._rows.pdf(mandate_id)

    def enclosed(self, application_id: str) -> bytes | None:
        """Return the paper to be printed along with an application; None where nobody acts as agent.

        None also where its print was signed by hand: that sheet is the original, a second one would bear no signature.
        And where it was taken back or ran out before the case went to the office; what went there is printed again.
        """
        application = self._applications.get(application_id)
        if application.acting not in AGENTS:
            return None
        kept = self._rows.of_application(application_id)
        if kept is None or (kept.signature is not None and kept.signature.on_paper):
            return None
        if application.state in _STILL_HERE and standing(kept, local_date(self._clock.now())) in _OVER:
            return None
        return self._rows.pdf(kept.mandate.id)

    def verify(self, mandate_id: str) -> MandateCheck:
        """Check everything that is kept against its digests; nothing is asked of a network."""
        return check(self.seen(mandate_id), self._rows.pdf(mandate_id), self._texts, local_date(self._clock.now()))

    # revoking -----------------------------------------------------------------------------

    def revoke(self, mandate_id: str, by: RevokedBy) -> KeptMandate:
        """Note that it was taken back; every office that got it is still to be told. Raises RECORD_FROZEN."""
        self.seen(mandate_id)
        self._rows.revoke(mandate_id, Revocation(self._clock.now(), by))
        return self._rows.get(mandate_id)

    def address(self, kept: KeptMandate, office: str) -> Office | None:
        """Return where an office that is told receives post, None where nobody entered it. Store lane.

        Its Vorgänge may be gone by now: it is found by how it is called, or by the service it was entered for.
        """
        services = tuple(one.service_name for one in kept.uses if one.office == office)
        return self._offices.called(office, services)

    def revocation(self, kept: KeptMandate, office: str, address: Office | None = None) -> bytes:
        """Return the letter to one office, with its ``address`` where it is known. Work lane."""
        where = () if address is None else address.where
        named = address.name if address is not None and office.startswith(OFFICE_UNKNOWN) else office
        return self._papers.revocation(RevocationPaper(kept, office, self._workplace, where, named))

    def sent(self, mandate_id: str, office: str, on: date, how: SentBy) -> KeptMandate:
        """Note that an office has the revocation. Raises DATE_IN_FUTURE, DATE_BEFORE_REVOCATION, RECORD_MISSING."""
        revoked = self.seen(mandate_id).revocation
        if on > local_date(self._clock.now()):
            raise refuse(Code.DATE_IN_FUTURE)
        if revoked is not None and on < local_date(revoked.at):
            raise refuse(Code.DATE_BEFORE_REVOCATION)
        self._rows.sent(mandate_id, office, on, how)
        return self._rows.get(mandate_id)

    def open_notices(self) -> tuple[RevocationNotice, ...]:
        """Return revocations that some office does not have yet: numbers and offices, no names."""
        return self._rows.open_notices() if self._sight.allows(Right.COUNSEL) else ()

    # --------------------------------------------------------------------------------------

    def _draft(self, case: OpenCase, wish: MandateWish) -> Mandate:
        answers = case.application.answers
        grantor, agent = grantor_of(answers), agent_of(case.application.acting, answers, self._workplace)
        now = self._clock.now()
        found = sides_problem(case, grantor, agent, local_date(now)) or agent_problem(case, self._workplace)
        if found is not None:
            raise ProblemError(found)
        if not wish.scopes:
            raise refuse(Code.MANDATE_SCOPE)
        if not local_date(now) <= wish.last <= wish.first + LONGEST or wish.last < wish.first:
            raise refuse(Code.MANDATE_TERM)
        text, one = self._texts.text(TEXT_VERSION), not wish.every_service
        return Mandate(
            id=self._ids.new(),
            number=f"V-{self._ids.case_number(6)}",
            text_version=text.version,
            text_digest=text.digest,
            grantor=grantor,
            agent=agent,
            scopes=wish.scopes,
            service_id=case.application.service_id if one else "",
            service_name=case.application.service_name if one else "",
            first=wish.first,
            last=wish.last,
            made_at=now,
            place=self._workplace.commune_name,
            operator=self._workplace.operator.name,
            station=self._workplace.station.name,
        )

    def _pad_signature(self, case: OpenCase, mandate: Mandate, digest: str, strokes: Strokes) -> MandateSignature:
        if case.form.signature is not SignatureRule.FREE:
            raise refuse(Code.SIGNATURE_ON_PAPER_ONLY)
        require_signature(strokes)
        return MandateSignature(digest, mandate.grantor.name, mandate.made_at, on_paper=False, strokes=strokes)

    def _paper(self, mandate: Mandate, digest: str, signature: MandateSignature | None) -> MandatePaper:
        return MandatePaper(mandate, self._texts.text(mandate.text_version), digest, signature)

    def _of_case(self, application_id: str) -> KeptMandate:
        kept = self.of_case(application_id)
        if kept is None:
            raise refuse(Code.RECORD_MISSING, kind="mandate")
        return kept

    def seen(self, mandate_id: str) -> KeptMandate:
        """Return a mandate this pilot took, or one of a case this pilot may open.

        Raises TAKEOVER_MISSING, RECORD_MISSING.
        """
        kept = self._rows.get(mandate_id)
        require_seen(kept, self._workplace.pilot.id, self._sight)
        return kept
