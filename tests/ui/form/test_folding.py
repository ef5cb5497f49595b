"""When an item of a list is finished, and what its line says. No widgets."""

from __future__ import annotations

from dataclasses import replace

from lotse_app.forms.state import ControlKind, GroupState, ListState
from lotse_app.models.problems import Code, Problem
from lotse_app.ui.form.folding import Folds, finished, summary
from tests.ui.form.questions import question

NAME = question(pointer="/name", label="Rufname", required=True, value="Bello")
BREED = question(pointer="/rasse", label="Rasse", value="Labrador")
SINCE = question(ControlKind.DATE, pointer="/seit", label="Im Haushalt seit", required=True, value="2026-11-10")
CREED = question(pointer="/religion", label="Religion", value="ev", special_category=True)
DOG = GroupState("/hunde/0", "Hund 1", (NAME, BREED, SINCE))
TAGS = ListState("/hunde/0/marken", "Marken", "Marke", (), minimum=1)


def dogs(*items: GroupState, pointer: str = "/hunde") -> ListState:
    return ListState(pointer, "Hunde", "Hund", items)


def test_an_item_is_finished_when_nothing_needed_is_open_and_nothing_is_wrong() -> None:
    assert finished(DOG)
    assert not finished(replace(DOG, elements=(replace(NAME, value=""), BREED, SINCE)))
    assert not finished(replace(DOG, elements=(replace(BREED, problems=(Problem(Code.WRONG_PATTERN),)),)))
    hidden = replace(NAME, value=None, visible=False)
    assert finished(replace(DOG, elements=(DOG, hidden))), "what is hidden is not asked"


def test_lists_inside_an_item_count_too() -> None:
    assert not finished(replace(DOG, elements=(NAME, TAGS)))
    tag = GroupState("/hunde/0/marken/0", "Marke 1", (replace(NAME, value=None),))
    assert not finished(replace(DOG, elements=(GroupState("", "", (replace(TAGS, items=(tag,)),)),)))
    whole = replace(tag, elements=(NAME,))
    assert finished(replace(DOG, elements=(replace(TAGS, items=(whole,)),)))


def test_the_line_has_labels_values_dates_in_words_and_no_special_category() -> None:
    words = summary(replace(DOG, elements=(CREED, *DOG.elements)))
    assert words == "Rufname: Bello · Rasse: Labrador · Im Haushalt seit: 10. November 2026"
    assert summary(replace(DOG, elements=(replace(NAME, value="B" * 60), replace(BREED, value=[])))).endswith("B…")
    assert len(summary(replace(DOG, elements=(BREED,) * 9)).split(" · ")) == 3


def test_only_finished_items_of_several_fold_and_not_those_that_were_opened() -> None:
    folds, two = Folds("/hunde"), dogs(DOG, DOG)
    assert folds.folded(two, 0)
    assert not folds.folded(dogs(DOG), 0), "a single one stays open"
    assert not folds.folded(dogs(replace(DOG, elements=(NAME,)), DOG), 0), "one question is its own summary"
    folds.open(0)
    assert (folds.folded(two, 0), folds.foldable(two, 0), folds.foldable(two, 1)) == (False, True, False)
    folds.close(0)
    assert folds.folded(two, 0)
    folds.open_only(1)
    assert [folds.folded(two, at) for at in (0, 1)] == [True, False]
    folds.all_open = True
    assert not folds.folded(two, 0)


def test_a_list_inside_an_item_unfolds_with_it() -> None:
    assert not Folds("/hunde/0/marken").folded(dogs(DOG, DOG, pointer="/hunde/0/marken"), 0)
