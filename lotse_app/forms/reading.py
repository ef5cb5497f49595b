"""Answers as people read them: every visible question in form order, for read-back, print and data copy."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms import dates, times
from lotse_app.forms.engine import painted
from lotse_app.forms.state import ControlKind, ControlState, GroupState, ListState
from lotse_app.forms.visible import prune
from lotse_app.forms.ways import way_of
from lotse_app.models.reading import Line, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.state import Element, StepState
    from lotse_app.models.reading import Words

_DATES = frozenset({ControlKind.DATE, ControlKind.PARTIAL_DATE})
_CHOICES = frozenset({ControlKind.CHOICE, ControlKind.MULTI_CHOICE})


def sections(form: Form, answers: Mapping[str, Any]) -> tuple[Section, ...]:
    """Return what is read back together: one section a titled group, one a list item, in form order.

    Made from pruned answers: what is read back is what will be frozen. A list without items is one line.
    """
    state = painted(form, prune(form, answers))
    return tuple(section for step in state.steps if step.visible for section in _step(step))


def _step(step: StepState) -> Iterator[Section]:
    loose: list[Line] = []
    for element in step.elements:
        if isinstance(element, ControlState):
            loose.extend(_lines((element,)))
            continue
        if loose:
            yield _section(f"{step.key}{loose[0].pointer}", step, step.title, loose, step.words)
            loose = []
        yield from _parts(element, step)
    if loose:
        yield _section(f"{step.key}{loose[0].pointer}", step, step.title, loose, step.words)


def _parts(element: Element, step: StepState) -> Iterator[Section]:
    if not getattr(element, "visible", True):
        return
    if isinstance(element, GroupState):
        lines = list(_lines(element.elements))
        if lines:
            yield _section(element.key, step, element.title or step.title, lines, element.words)
        for inner in _inner_lists(element.elements):
            yield from _parts(inner, step)
    elif isinstance(element, ListState):
        if not element.items:
            title = element.title or element.within
            line = Line(element.pointer, title, "", element.words, required=element.minimum > 0)
            yield _section(element.pointer, step, title, [line], element.words)
        alone = [item for item in element.items if not item.title]
        if alone:  # places of their own, each one question: together they are one answer
            lines = [line for item in alone for line in _lines(item.elements)]
            yield _section(element.pointer, step, element.title, lines, element.words)
        for item in element.items:
            if item.title:
                yield from _parts(item, step)


def _inner_lists(elements: tuple[Element, ...]) -> Iterator[ListState]:
    for element in elements:
        if isinstance(element, ListState):
            yield element
        elif isinstance(element, GroupState) and element.visible:
            yield from _inner_lists(element.elements)


def _lines(elements: tuple[Element, ...]) -> Iterator[Line]:
    for element in elements:
        if isinstance(element, ControlState) and element.visible:
            yield Line(element.pointer, element.label, spoken(element), element.words, element.required)
        elif isinstance(element, GroupState) and element.visible:
            yield from _lines(element.elements)


def _section(key: str, step: StepState, title: str, lines: list[Line], words: Words) -> Section:
    return Section(key, step.key, title, tuple(lines), words)


def spoken(control: ControlState) -> str:
    """Return a value as people read it: dates in words, choices by label, an IBAN in groups of four."""
    value = control.value
    if value is None:
        return ""
    if (way := way_of(control.ways, value)) is not None:
        return spoken(replace(control.ways[way], value=value))
    if control.kind in _CHOICES:
        values = value if isinstance(value, list) else [value]
        return ", ".join(_label(control, one) for one in values)
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return _spoken_text(control, value) if isinstance(value, str) else _plain(value)


def _spoken_text(control: ControlState, text: str) -> str:
    if control.kind in _DATES:
        return dates.spoken(text)
    if control.format in {"time", "date-time"}:
        return times.spoken(text)
    if control.format == "iban":
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
    return text


def _label(control: ControlState, value: object) -> str:
    for choice in control.choices:
        if type(choice.value) is type(value) and choice.value == value:
            return choice.label
    return _plain(value)


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def section_digest(section: Section) -> str:
    """Return SHA-256 (hex) over title, pointers, labels and values: a later change clears the confirmation."""
    lines = [[line.pointer, line.label, line.value] for line in section.lines]
    text = json.dumps([section.key, section.title, lines], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()
