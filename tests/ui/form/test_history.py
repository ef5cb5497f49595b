"""Undo across the form."""

from __future__ import annotations

from lotse_app.ui.form.history import History


def test_undo_brings_back_the_answers_and_says_where() -> None:
    history = History()
    history.record({}, "/name", typing=False)
    step = history.undo({"name": "Bello"})
    assert step is not None
    assert (step.answers, step.pointer) == ({}, "/name")


def test_redo_brings_the_change_again() -> None:
    history = History()
    history.record({}, "/name", typing=False)
    history.undo({"name": "Bello"})
    step = history.redo({})
    assert step is not None
    assert step.answers == {"name": "Bello"}
    assert history.can_undo


def test_letters_of_one_field_are_one_step() -> None:
    history = History()
    history.record({}, "/name")
    history.record({"name": "B"}, "/name")
    history.record({"name": "Be"}, "/name")
    step = history.undo({"name": "Bel"})
    assert step is not None
    assert step.answers == {}
    assert not history.can_undo


def test_leaving_the_field_ends_the_step() -> None:
    history = History()
    history.record({}, "/name")
    history.close()
    history.record({"name": "B"}, "/name")
    assert history.undo({"name": "Be"}) is not None
    assert history.can_undo


def test_a_new_edit_forgets_what_could_be_redone() -> None:
    history = History()
    history.record({}, "/a", typing=False)
    history.undo({"a": 1})
    history.record({}, "/b", typing=False)
    assert not history.can_redo


def test_only_so_many_steps_are_kept() -> None:
    history = History(longest=3)
    for number in range(5):
        history.record({"n": number}, f"/{number}", typing=False)
    undone = 0
    while history.undo({}) is not None:
        undone += 1
    assert undone == 3


def test_nothing_is_left_for_the_next_person() -> None:
    history = History()
    history.record({"name": "Nowakowa"}, "/name", typing=False)
    before = history.can_undo
    history.clear()
    assert before
    assert not history.can_undo
    assert not history.can_redo
    assert history.undo({}) is None
    assert history.redo({}) is None
