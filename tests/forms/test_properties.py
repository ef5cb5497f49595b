"""Whatever the answers look like, the engine copes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import example, given
from hypothesis import strategies as st

from lotse_app.forms.dates import is_full, is_partial, parse
from lotse_app.forms.engine import edit, state
from lotse_app.forms.evidence import evidence_wanted
from lotse_app.forms.freeze import canonical_bytes, prune, remaining_problems
from lotse_app.forms.pointers import MISSING, join, look_up, split
from lotse_app.forms.reading import section_digest, sections
from lotse_app.models.problems import ProblemError
from tests.forms.building import TODAY, controls, dog_form, typed_answers

if TYPE_CHECKING:
    from datetime import date

_NAMES = """halter person anschrift kontakt familienname geburtsdatum plz telefon email mithalter hunde name rasse
geschlecht wurfdatum chip haltung_seit herkunft vorbesitzer gefaehrlich erlaubnis befreiung befreiung_nachweis
lastschrift bankverbindung iban bic kontoinhaber weitere_hunde_haushalt /~"""
NAMES = st.sampled_from(_NAMES.split())
KNOWN = ["tierheim", "zuzug", "festgestellt", "keine", "diensthund", "DE89370400440532013000", "1950", "\ud800"]
TEXTS = st.one_of(st.text(max_size=12), st.text(st.characters(), max_size=4), st.sampled_from(KNOWN))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=5)),
    max_leaves=25,
)
ANSWERS = st.dictionaries(NAMES, JSON, max_size=6)
#: Valid answers with something arbitrary put somewhere: deeper than chance alone would get.
DISTURBED = st.builds(
    lambda pointer, value: edit(dog_form(), typed_answers(lastschrift=True), pointer, value),
    st.sampled_from(sorted(controls(state(dog_form(), typed_answers(), frozenset(), TODAY)))),
    JSON,
)


@example({"befreiung": "\ud800"})
@given(st.one_of(ANSWERS, DISTURBED))
def test_the_engine_never_raises(answers: dict[str, Any]) -> None:
    found = state(dog_form(), answers, frozenset(), TODAY, show_all=True)
    assert found.complete == (not found.problems)
    evidence_wanted(dog_form(), answers)
    for section in sections(dog_form(), answers):
        section_digest(section)


@given(st.one_of(ANSWERS, DISTURBED))
def test_pruning_twice_gives_what_pruning_once_gave(answers: dict[str, Any]) -> None:
    once = prune(dog_form(), answers)
    assert repr(prune(dog_form(), once)) == repr(once)


@given(st.one_of(ANSWERS, DISTURBED))
def test_what_is_complete_can_be_frozen_and_nothing_else(answers: dict[str, Any]) -> None:
    kept = prune(dog_form(), answers)
    left = remaining_problems(dog_form(), kept, TODAY)
    try:
        canonical_bytes(kept)
    except ProblemError:
        assert left
    assert bool(left) or state(dog_form(), answers, frozenset(), TODAY).complete


@given(
    DISTURBED, st.fixed_dictionaries({"befreiung": st.sampled_from(["keine", "zwinger"]), "lastschrift": st.booleans()})
)
def test_only_visible_answers_are_kept(answers: dict[str, Any], changes: dict[str, Any]) -> None:
    changed = {**answers, **changes}
    shown = controls(state(dog_form(), changed, frozenset(), TODAY))
    kept = prune(dog_form(), changed)
    for pointer, one in shown.items():
        if not one.visible:
            assert look_up(kept, pointer) is MISSING


@given(NAMES, TEXTS)
def test_an_edit_keeps_everything_else(name: str, text: str) -> None:
    before = typed_answers()
    after = edit(dog_form(), before, f"/hunde/0/{name}", text)
    others = {pointer: value for pointer, value in before["hunde"][0].items() if pointer != name}
    assert {pointer: value for pointer, value in after["hunde"][0].items() if pointer in others} == others
    assert {**after, "hunde": None} == {**before, "hunde": None}


@given(st.text(max_size=14), st.fixed_dictionaries({"partial": st.booleans(), "past": st.booleans()}))
def test_whatever_is_typed_as_a_date_is_a_date_or_refused(text: str, wanted: dict[str, bool]) -> None:
    found = parse(text, TODAY, **wanted)
    if isinstance(found, str):
        assert is_partial(found) if wanted["partial"] else is_full(found)


@given(
    st.dates(),
    st.sampled_from(["{0:02}.{1:02}.{2:04}", "{0:02}{1:02}{2:04}", "{2:04}-{1:02}-{0:02}", "{0}/{1}/{2:04}"]),
)
def test_every_day_can_be_typed(day: date, form: str) -> None:
    assert parse(form.format(day.day, day.month, day.year), TODAY) == day.isoformat()


@given(st.lists(st.text(max_size=5)))
def test_pointers_come_back(segments: list[str]) -> None:
    assert split(join(segments)) == tuple(segments)
