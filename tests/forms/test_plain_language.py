"""Every question of the shipped forms can be asked in plain language, and says who verified it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.forms.compile import compile_form
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.plan import ControlPlan, GroupPlan, LabelPlan, ListPlan
from lotse_app.models.acting import ActingAs
from lotse_app.paths import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.plan import ElementPlan
    from lotse_app.models.reading import Words

LIBRARY = FormLibrary(resources() / "forms")
SHIPPED = ("formloser-antrag", "hundesteuer-anmeldung", "wohnsitz-anmeldung")


def told(elements: tuple[ElementPlan, ...], base: str) -> Iterator[tuple[str, str, Words]]:
    """Yield place, German text and what stands beside it, for everything that is read back."""
    for element in elements:
        if isinstance(element, LabelPlan):
            continue
        if isinstance(element, GroupPlan):
            if element.title:
                yield f"{base} {element.key}", element.title, element.words
            yield from told(element.elements, base)
        elif isinstance(element, ListPlan):
            yield base + element.suffix, element.title, element.words
            yield from told((element.detail,), f"{base}{element.suffix}/*")
        else:
            assert isinstance(element, ControlPlan)
            yield base + element.suffix, element.label, element.words


def all_told(form_id: str) -> list[tuple[str, str, Words]]:
    compiled = compile_form(LIBRARY.form(form_id))
    steps = [(step.key, step.title, step.words) for step in compiled.steps]
    return [*steps, *(one for step in compiled.steps for one in told(step.elements, ""))]


@pytest.mark.parametrize("form_id", SHIPPED)
def test_everything_that_is_asked_has_plain_words(form_id: str) -> None:
    found = all_told(form_id)
    assert len(found) > 10
    assert [place for place, _, words in found if not words.plain] == []


@pytest.mark.parametrize("form_id", SHIPPED)
def test_nobody_verified_any_of_it_yet_and_it_says_so(form_id: str) -> None:
    found = all_told(form_id)
    assert [place for place, _, words in found if words.plain_checked or words.sorbian] == []


@pytest.mark.parametrize("form_id", SHIPPED)
def test_plain_words_are_short(form_id: str) -> None:
    found = all_told(form_id)
    assert [words.plain for _, _, words in found if len(words.plain) > 80] == []


def test_a_question_about_somebody_else_does_not_say_you() -> None:
    about_others = ("/personen/*/ehegatte", "/personen/*/gesetzlicher_vertreter", "/mithalter/*", "/wohnungsgeber/")
    found = [one for form_id in SHIPPED for one in all_told(form_id)]
    others = [(place, words.plain) for place, _, words in found if place.startswith(about_others)]
    assert len(others) > 20
    mine = [(place, plain) for place, plain in others if "wohnen Sie" in plain or "heißen Sie" in plain]
    assert mine == []
    assert any("heißen Sie" in words.plain for _, _, words in found)


@pytest.mark.parametrize("acting", [ActingAs.LEGAL_GUARDIAN, ActingAs.AUTHORISED_PERSON, ActingAs.MESSENGER])
def test_a_question_about_who_acts_does_not_say_you(acting: ActingAs) -> None:
    compiled = compile_form(LIBRARY.acting.fitted(LIBRARY.form("hundesteuer-anmeldung"), acting))
    found = [one for step in compiled.steps for one in told(step.elements, "") if one[0].startswith("/vertretung/")]
    assert len(found) >= 2
    assert [plain for _, _, words in found if (plain := words.plain).startswith("Wie heißen Sie")] == []
    assert [place for place, _, words in found if "wohnen Sie" in words.plain or not words.plain] == []


@pytest.mark.parametrize("form_id", SHIPPED)
def test_no_name_stands_twice_in_one_object(form_id: str) -> None:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len({name for name, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    for name in ("schema.json", "uischema.json"):
        text = (resources() / "forms" / form_id / name).read_text("utf-8")
        json.loads(text, object_pairs_hook=once)
    with pytest.raises(AssertionError):
        json.loads('{"a": 1, "a": 2}', object_pairs_hook=once)
