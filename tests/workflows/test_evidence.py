"""What papers may say about evidence: only what somebody entered, whatever the screen offers first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.library import FormLibrary
from lotse_app.models.application import CarriedBy
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.mandate import RevokedBy
from lotse_app.paths import resources
from lotse_app.workflows.evidence import evidence_lines
from tests.documents.test_application import text_of
from tests.mandates import WISH, agent_case, frozen_under, under_mandate

if TYPE_CHECKING:
    from lotse_app.forms.form import Form
    from lotse_app.workflows.applications import OpenCase
    from tests.desks import Office


def a_form(name: str) -> Form:
    return FormLibrary(resources() / "forms").form(name)


@pytest.mark.parametrize("name", ["hundesteuer-anmeldung", "wohnsitz-anmeldung", "formloser-antrag"])
def test_only_identity_documents_are_preset_as_seen(name: str) -> None:
    presets = {rule.key: rule.preset for rule in a_form(name).evidence if rule.preset != "offen"}
    assert presets == ({"ausweise": "vorgelegt"} if name == "wohnsitz-anmeldung" else {})


def test_what_is_usual_is_stated_on_no_paper_until_it_is_entered() -> None:
    form = a_form("wohnsitz-anmeldung")
    (stated, *_) = evidence_lines(form, {}, "a", ())
    assert stated.state is EvidenceState.OPEN
    (kept, *_) = evidence_lines(form, {}, "a", (replace(stated, state=EvidenceState.SHOWN),))
    assert kept.state is EvidenceState.SHOWN


#: Letters behind *Noch nachzureichen* in which the list of this case ends.
_LIST = 240


def of_mandate(case: OpenCase) -> EvidenceState:
    """Return the state of the Vollmacht among the Nachweise."""
    answers, stored = case.application.answers, case.evidence
    lines = evidence_lines(case.form, answers, case.application.id, stored, case.mandate)
    return next(line.state for line in lines if line.label == "Vollmacht")


def test_a_vollmacht_signed_here_and_printed_along_is_enclosed_without_a_tick(office: Office) -> None:
    case = agent_case(office)
    assert of_mandate(case) is EvidenceState.OPEN, "there is none yet"
    case = frozen_under(office, under_mandate(office))
    assert of_mandate(case) is EvidenceState.ON_PAPER

    def still_asked(of: OpenCase) -> list[bool]:
        made = office.desk.handing_in.prepare(of, CarriedBy.RESIDENT)
        papers = (text_of(one) for one in (made.receipt_pdf, made.note_pdf))
        return ["Vollmacht" in "".join(paper.partition("nachzureichen")[2].split())[:_LIST] for paper in papers]

    assert still_asked(case) == [False, False]
    later = Evidence(case.application.id, "vollmacht", "Vollmacht", EvidenceState.LATER)
    assert still_asked(replace(case, evidence=(later,))) == [True, True], "control: what comes later is asked for"
    assert case.mandate is not None
    kept = office.desk.mandates.revoke(case.mandate.mandate.id, RevokedBy.GRANTOR)
    assert of_mandate(replace(case, mandate=kept)) is EvidenceState.OPEN


def test_a_vollmacht_signed_on_its_print_is_enclosed_when_somebody_says_so(office: Office) -> None:
    """The sheet is with the person or the agent; nobody knows whether it lies beside."""
    case = agent_case(office)
    office.desk.mandates.commit(office.desk.mandates.prepare(case, WISH))
    office.desk.mandates.sign_on_print(case.application.id)
    case = office.desk.applications.open(case.application.id)
    assert of_mandate(case) is EvidenceState.OPEN
    line = Evidence(case.application.id, "vollmacht", "Vollmacht", EvidenceState.SHOWN)
    assert of_mandate(replace(case, evidence=(line,))) is EvidenceState.SHOWN
