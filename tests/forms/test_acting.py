"""Who acts is asked by the form itself: every way fits every form, and the texts of the Vollmacht never change."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.acting import MEMBER, ActingForms
from lotse_app.forms.clauses import signature_lines
from lotse_app.forms.evidence import evidence_wanted
from lotse_app.forms.freeze import remaining_problems
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.lint import lint
from lotse_app.forms.mandate_texts import MandateTexts
from lotse_app.forms.reading import sections
from lotse_app.forms.visible import prune
from lotse_app.models.acting import ActingAs
from lotse_app.models.mandate import TEXT_VERSION, Scope
from lotse_app.models.problems import Code, ProblemError
from lotse_app.paths import resources
from tests.desks import MORNING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from lotse_app.forms.form import Form

DOG = "hundesteuer-anmeldung"
TODAY = MORNING.date()
PARENT = {"familienname": "Wójcik", "vornamen": "Měrćin"}
ADDRESS = {"strasse": "Am Markt", "hausnummer": "1", "plz": "02625", "ort": "Bautzen"}
#: SHA-256 of every released text: a wording that was signed is never changed, a new one is a new file.
RELEASED = {
    1: "78a32aa1c1c5835b7b675a8b77fad6d693e8f98412f437739415bbb3a31b0dc3",
    2: "6a0555d510b54b5c57a7f02a09bab193942d88c6c04d6e67be37b93cf603ca29",
}


@pytest.fixture
def library() -> FormLibrary:
    return FormLibrary(resources() / "forms")


def way(library: FormLibrary, acting: ActingAs) -> Form:
    return library.acting.fitted(library.form(DOG), acting)


def open_pointers(form: Form, told: Mapping[str, object]) -> set[str]:
    kept = prune(form, {MEMBER: told})
    return {one.pointer for one in remaining_problems(form, kept, TODAY) if one.pointer.startswith(f"/{MEMBER}")}


@pytest.mark.parametrize("form_id", FormLibrary(resources() / "forms").form_ids())
@pytest.mark.parametrize("acting", ActingAs)
def test_every_way_fits_every_form(library: FormLibrary, form_id: str, acting: ActingAs) -> None:
    form = library.form(form_id)
    fitted = library.acting.fitted(form, acting)
    assert lint(fitted) == ()
    assert fitted is library.acting.fitted(form, acting)
    assert library.acting.all_of(library.form(DOG))[acting].id == DOG
    assert (fitted is form) is (acting is ActingAs.SELF)
    assert (MEMBER in fitted.schema["properties"]) is (acting is not ActingAs.SELF)
    assert MEMBER not in form.schema["properties"]


def test_both_parents_sign_where_both_care(library: FormLibrary) -> None:
    form = way(library, ActingAs.PARENTS)
    both = {"sorge": "gemeinsam", "elternteil_1": PARENT, "anschrift_1": ADDRESS}
    assert open_pointers(form, both) == {
        f"/{MEMBER}/elternteil_2/familienname",
        f"/{MEMBER}/elternteil_2/vornamen",
    } or open_pointers(form, both) == {f"/{MEMBER}/elternteil_2"}
    whole = {**both, "elternteil_2": PARENT}
    assert open_pointers(form, whole) == set()
    assert len([line for line in signature_lines(form, {MEMBER: whole}) if "Elternteils" in line]) == 2
    alone = {**both, "sorge": "allein"}
    assert open_pointers(form, alone) == set()
    assert len([line for line in signature_lines(form, {MEMBER: alone}) if "Elternteils" in line]) == 1
    assert "sorgerecht" in {rule.key for rule in evidence_wanted(form, {MEMBER: alone})}
    assert "sorgerecht" not in {rule.key for rule in evidence_wanted(form, {MEMBER: whole})}


def test_a_guardian_acts_within_the_duties_only(library: FormLibrary) -> None:
    form = way(library, ActingAs.LEGAL_GUARDIAN)
    told = {"person": PARENT, "anschrift": ADDRESS, "aufgabenkreis": "Behördenangelegenheiten"}
    assert open_pointers(form, told) == {f"/{MEMBER}/umfasst"}
    assert open_pointers(form, {**told, "umfasst": False}) == {f"/{MEMBER}/umfasst"}
    assert open_pointers(form, {**told, "umfasst": True}) == set()
    assert evidence_wanted(form, {})[0].key == "bestellungsurkunde"


def test_a_messenger_needs_no_name_and_signs_nothing(library: FormLibrary) -> None:
    form = way(library, ActingAs.MESSENGER)
    assert open_pointers(form, {}) == set()
    assert signature_lines(form, {}) == signature_lines(library.form(DOG), {})


def test_who_acts_is_read_back_first_and_another_way_leaves_nothing(library: FormLibrary) -> None:
    form = way(library, ActingAs.AUTHORISED_PERSON)
    told = {MEMBER: {"person": PARENT}}
    assert [one.title for one in sections(form, told)][:2] == [
        "Wer die Vollmacht gibt",
        "Wer handelt: bevollmächtigte Person",
    ]
    assert prune(library.form(DOG), told) == {}


def test_a_form_without_steps_gets_one_before_it(library: FormLibrary) -> None:
    plain = library.form(DOG)
    bare = replace(plain, uischema={"type": "VerticalLayout", "elements": []})
    fitted = library.acting.fitted(bare, ActingAs.MESSENGER)
    assert [one["label"] for one in fitted.uischema["elements"]] == ["Bote", plain.title]


def test_a_building_block_that_cannot_be_read_is_said(tmp_path: Path, library: FormLibrary) -> None:
    shutil.copytree(resources() / "forms", tmp_path / "forms")
    (tmp_path / "forms" / "vertretung" / "eltern.json").write_text("{", "utf-8")
    forms = ActingForms(tmp_path / "forms")
    with pytest.raises(ProblemError) as refused:
        forms.fitted(library.form(DOG), ActingAs.PARENTS)
    assert refused.value.problem.code is Code.FORM_BROKEN


def test_every_released_text_is_here_and_unchanged() -> None:
    folder = resources() / "mandates"
    texts = MandateTexts(folder)
    assert texts.versions() == tuple(RELEASED)
    assert max(RELEASED) == TEXT_VERSION
    for version, digest in RELEASED.items():
        content = (folder / f"vollmacht-{version}.toml").read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest == texts.text(version).digest
        assert texts.text(version).version == version
        assert set(texts.text(version).scopes) == set(Scope)


def test_a_text_that_is_not_here_is_said() -> None:
    with pytest.raises(ProblemError) as refused:
        MandateTexts(resources() / "mandates").text(99)
    assert refused.value.problem.code is Code.FORM_MISSING
