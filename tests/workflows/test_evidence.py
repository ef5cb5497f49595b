"""What papers may say about evidence: only what somebody entered, whatever the screen offers first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.library import FormLibrary
from lotse_app.models.evidence import EvidenceState
from lotse_app.paths import resources
from lotse_app.workflows.evidence import evidence_lines

if TYPE_CHECKING:
    from lotse_app.forms.form import Form


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
