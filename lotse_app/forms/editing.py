"""Changes to answers: every function returns new answers and leaves the old ones as they were."""

from __future__ import annotations

import re
import unicodedata
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.forms import dates, times
from lotse_app.forms.compile import compile_form
from lotse_app.forms.picking import picked
from lotse_app.forms.plan import ControlPlan, ListPlan
from lotse_app.forms.pointers import MISSING, item_index, join, look, look_up, sound, split
from lotse_app.forms.state import ControlKind
from lotse_app.forms.visible import items_of, seen
from lotse_app.forms.ways import Given

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import CompiledForm, GroupPlan

_INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}(?:[.,][0-9]{1,6})?")
_COMPACT = frozenset({"iban", "bic", "ausweis-seriennummer", "fin", "rentenversicherungsnummer", "kfz-kennzeichen"})
_TIMES = frozenset({"time", "date-time"})
#: A Kennzeichen as people type it: the first gap must be there, or nobody knows where the district ends.
_PLATE = re.compile(r"([A-ZÄÖÜ]{1,3})[ –-]+(?:([A-Z]{1,2})[ –-]*([0-9]{1,4}[EH]?)|([0-9][0-9 –-]{0,7}))")
#: What comes along unseen when something is pasted from a letter or a mail, with the blanks around it.
_BREAKS = re.compile(r"\s*[\x00-\x1f\x7f-\x9f\u2028\u2029]+\s*")
#: Blanks that look like the one of the keyboard: word processors put them where no line may break.
_WIDE_AND_NARROW = re.compile("[\u00a0\u2007\u2009\u202f]")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_AS_IT_IS = frozenset({ControlKind.MULTILINE, ControlKind.CHOICE, ControlKind.MULTI_CHOICE})
_DIGITS_ONLY = frozenset({"plz", "ags", "steuer-idnr"})


def initial(form: Form) -> dict[str, Any]:
    """Return answers of a new application: defaults, and as many empty items as a list needs at least."""
    compiled = compile_form(form)
    answers: dict[str, Any] = {}
    new = True
    while new:
        missing = [(plan, pointer) for plan, pointer, value in seen(compiled, answers) if value is MISSING]
        wanted = [(pointer, first) for plan, pointer in missing if (first := _first_value(plan)) is not None]
        new = False
        for pointer, first in wanted:
            if _has_room(answers, split(pointer)):
                answers = _changed(compiled, answers, pointer, first)
                new = True
    return answers


def _has_room(here: object, segments: Sequence[str]) -> bool:
    """Return whether something can be put at a path: not below a list's name or a single value."""
    for at, segment in enumerate(segments):
        if here is MISSING:
            return True
        if not isinstance(here, dict) and not (isinstance(here, list) and item_index(segment) is not None):
            return False
        here = look(here, segments[at : at + 1])
    return here is MISSING


def _first_value(plan: ControlPlan | ListPlan) -> object:
    if not isinstance(plan, ListPlan):
        return plan.default
    if not plan.first:
        return plan.unanswered or None
    items = [_first_item(one) for one in plan.first]
    return items if any(one is not None for one in items) else None


def _first_item(detail: GroupPlan) -> object:
    """Return the item with which a place of its own in a list begins."""
    return detail.bare.default if isinstance(detail.bare, ControlPlan) else detail.nothing


def edit(
    form: Form, answers: Mapping[str, Any], pointer: str, value: object, today: date | None = None
) -> dict[str, Any]:
    """Return answers with ``value`` at ``pointer``; None, blank text and an empty list take the member away.

    Objects on the way are made. Typed text is brought into the form it is kept in: NFC, IBAN without blanks,
    numbers as numbers, and with ``today`` dates as ISO. Where there are several ways to answer, ``Given`` says which.
    What cannot be read is kept as typed, so that it can be shown with its problem. Items of lists are made by
    ``add_item``; an index that is not there changes nothing.
    """
    compiled = compile_form(form)
    answers = picked(compiled, answers)
    plan = _plan(compiled, answers, pointer)
    if isinstance(value, Given):
        plan, value = plan.ways[value.way] if plan is not None and plan.ways else plan, value.value
    cleaned = value if plan is None or not isinstance(value, str) else clean(plan, value, today)
    if not split(pointer):
        return dict(answers)
    return _changed(compiled, answers, pointer, None if cleaned in ("", []) else cleaned)


def _changed(compiled: CompiledForm, answers: Mapping[str, Any], pointer: str, value: object) -> dict[str, Any]:
    """Return answers with the change; an item that is asked although it is not there gets its place."""
    segments = split(pointer)
    changed: Any = dict(answers)
    for length in range(1, len(segments)):
        plan = compiled.list_at(join(segments[:length]))
        if plan is not None and plan.first:
            changed = _set(changed, segments[:length], items_of(plan, look(changed, segments[:length])))
    changed = _set(changed, segments, value)
    return changed if isinstance(changed, dict) else dict(answers)


def _plan(compiled: CompiledForm, answers: Mapping[str, Any], pointer: str) -> ControlPlan | None:
    """Return the question at a pointer: where alternatives ask it in different ways, the one that is seen."""
    place = compiled.place(pointer)
    if place in compiled.doubtful:
        for plan, at, _ in seen(compiled, answers):
            if at == pointer and not isinstance(plan, ListPlan):
                return plan
    return compiled.controls.get(place)


def clean(plan: ControlPlan, text: str, today: date | None = None) -> object:
    """Return typed text as it is kept.

    Where one line is asked for, a pasted line break, tabulator or hard blank is a blank and what nobody sees is left
    out: the field shows none of them, so that nobody could mend what was refused for it.
    """
    text = sound(text)
    if plan.kind not in _AS_IT_IS:
        text = _WIDE_AND_NARROW.sub(" ", _BREAKS.sub(" ", text.translate(_UNSEEN)))
    text = unicodedata.normalize("NFC", text).strip()
    if plan.format in _COMPACT or plan.format in _TIMES:
        return _by_format(plan.format, text, today)
    if plan.format in _DIGITS_ONLY or (plan.digits and not re.search(r"[^0-9\s]", text)):
        return "".join(text.split())
    if plan.kind in {ControlKind.INTEGER, ControlKind.NUMBER} and _INTEGER.fullmatch(text):
        return int(text)  # read back and printed as it was typed: 2, and not 2,0
    if plan.kind is ControlKind.NUMBER and _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    if plan.range is not None and today is not None and text:
        partial = plan.kind is ControlKind.PARTIAL_DATE
        read = dates.parse(text, today, partial=partial, past=plan.range.last == "heute")
        return read if isinstance(read, str) else text
    return text


def _by_format(wanted: str, text: str, today: date | None) -> str:
    if wanted == "time":
        return times.typed_time(text)
    if wanted == "date-time":
        return text if today is None else times.typed_moment(text, today)
    return _compact(text.upper(), plate=wanted == "kfz-kennzeichen")


def _compact(text: str, *, plate: bool) -> str:
    """Return a number without blanks; a Kennzeichen keeps the two gaps that tell its parts."""
    match = _PLATE.fullmatch(text) if plate else None
    if match is None:
        return text if plate else "".join(text.split())
    district, letters, number, digits = match.groups()
    return f"{district}-{letters} {number}" if letters else f"{district}-{re.sub('[^0-9]', '', digits)}"


def _set(here: object, segments: Sequence[str], value: object) -> object:
    """Return ``here`` with the change, copied along the way; containers of the wrong shape are replaced."""
    name, rest = segments[0], segments[1:]
    if isinstance(here, list):
        index = item_index(name)
        if index is None or index >= len(here) or (value is None and not rest and isinstance(here[index], dict)):
            return here
        if value is None and not rest and isinstance(here[index], list):
            value = []
        return [*here[:index], _set(here[index], rest, value) if rest else value, *here[index + 1 :]]
    members = dict(here) if isinstance(here, dict) else {}
    if rest:
        if value is None and name not in members:
            return here
        members[name] = _set(members.get(name, {}), rest, value)
    elif value is None:
        members.pop(name, None)
    else:
        members[name] = value
    return members


def add_item(form: Form, answers: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return answers with one more empty item at the end of the list; unchanged where the list is full or none."""
    compiled = compile_form(form)
    plan = compiled.list_at(pointer)
    items = [] if plan is None else items_of(plan, look_up(answers, pointer))
    if plan is None or (plan.maximum is not None and len(items) >= plan.maximum):
        return dict(answers)
    return _changed(compiled, answers, pointer, [*items, plan.detail.nothing])


def duplicate_item(form: Form, answers: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return answers with a copy of the item at ``pointer`` right after it; unchanged where the list is full."""
    found = _item(form, answers, pointer)
    if found is None or (found.plan.maximum is not None and len(found.items) >= found.plan.maximum):
        return dict(answers)
    items, index = found.items, found.index
    return _with_items(form, answers, found, [*items[: index + 1], deepcopy(items[index]), *items[index + 1 :]])


def move_item(form: Form, answers: Mapping[str, Any], pointer: str, steps: int) -> dict[str, Any]:
    """Return answers with the item at ``pointer`` moved by ``steps``, at most to an end of the list."""
    found = _item(form, answers, pointer)
    if found is None:
        return dict(answers)
    others = [*found.items[: found.index], *found.items[found.index + 1 :]]
    place = min(max(found.index + steps, 0), len(others))
    return _with_items(form, answers, found, [*others[:place], found.items[found.index], *others[place:]])


def remove_item(form: Form, answers: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """Return answers without the item at ``pointer``; unchanged where it is needed or not there.

    A list that becomes empty is taken away.
    """
    found = _item(form, answers, pointer)
    if found is None or len(found.items) <= max(found.plan.minimum, len(found.plan.first)):
        return dict(answers)
    return _with_items(form, answers, found, [*found.items[: found.index], *found.items[found.index + 1 :]])


@dataclass(frozen=True, slots=True)
class _Item:
    """An item of a list that is there: the list's plan and pointer, all items, its place."""

    plan: ListPlan
    pointer: str
    items: list[Any]
    index: int


def _item(form: Form, answers: Mapping[str, Any], pointer: str) -> _Item | None:
    list_pointer, _, last = pointer.rpartition("/")
    plan = compile_form(form).list_at(list_pointer)
    items = look_up(answers, list_pointer)
    index = item_index(last)
    if plan is None or not isinstance(items, list) or index is None or index >= len(items):
        return None
    return _Item(plan, list_pointer, items, index)


def _with_items(form: Form, answers: Mapping[str, Any], found: _Item, items: list[Any]) -> dict[str, Any]:
    return _changed(compile_form(form), answers, found.pointer, items or None)
