"""Turns the UI schema of a form into plans (JSON Forms core 3.8: layouts, controls, lists, generated details)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.plan import CompiledForm, ControlPlan, DateRange, GroupPlan, LabelPlan, ListPlan, StepPlan
from lotse_app.forms.pointers import escape, join, split
from lotse_app.forms.required import compile_needs
from lotse_app.forms.rules import compile_rule
from lotse_app.forms.schema import DIGITS, at_scope, choices_of, data_path, follow, types_of
from lotse_app.forms.state import Choice, ControlKind
from lotse_app.forms.translating import label_of, prefix, translated
from lotse_app.forms.validators import make_validator
from lotse_app.models.reading import NO_WORDS, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import ElementPlan
    from lotse_app.forms.rules import Rule
    from lotse_app.forms.schema import Schema

    #: Rule and read-only mark of what lies around an element, outermost first.
    _Around = tuple[tuple[Rule | None, bool | None], ...]
    _Category = tuple[Mapping[str, Any], _Around]

#: How often an object may stand inside itself: what is further in has no end.
_DEEPEST = 3
_PLAIN = frozenset({"string", "number", "integer", "boolean"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@lru_cache(maxsize=64)
def compile_form(form: Form) -> CompiledForm:
    """Return the compiled form; a form is compared by identity, so each loaded form is compiled once."""
    maker = _Maker(dict(form.schema), form.texts)
    steps = tuple(maker.steps(form.uischema, form.title))
    return CompiledForm(
        form=form,
        steps=steps,
        validator=make_validator(dict(form.schema)),
        needs=compile_needs(form.schema),
        objects=frozenset(maker.objects),
        lists=maker.lists,
        controls=maker.controls,
        dated=tuple((split(place), plan.range) for place, plan in maker.controls.items() if plan.range is not None),
    )


class _Maker:
    """Compiles elements and notes which pointers are objects, lists and controls (items as ``*``)."""

    def __init__(self, root: Schema, texts: Mapping[str, str]) -> None:
        self._root = root
        self._texts = texts
        self.objects: set[str] = set()
        self.lists: dict[str, ListPlan] = {}
        self.controls: dict[str, ControlPlan] = {}
        self._keys: set[str] = set()
        self._open: list[int] = []

    def steps(self, uischema: Mapping[str, Any], title: str) -> Iterator[StepPlan]:
        """Yield the steps: every category, or the whole form as one step."""
        whole: _Category = ({"type": "Category", "label": title, "elements": [uischema]}, ())
        for category, around in list(_categories(uischema, ())) or [whole]:
            elements = tuple(self._elements(category, self._root, ""))
            yield StepPlan(
                self._key(category),
                label_of(category, _text(category.get("label")), self._texts),
                elements,
                _words(category, {}),
                around,
            )

    def _elements(self, layout: Mapping[str, Any], schema: Schema, pattern: str) -> Iterator[ElementPlan]:
        for element in layout.get("elements", ()):
            made = self._element(element, schema, pattern)
            if made is not None:
                yield made

    def _element(self, element: Mapping[str, Any], schema: Schema, pattern: str) -> ElementPlan | None:
        kind = element.get("type")
        if kind in {"Control", "ListWithDetail"}:
            return self._scoped(element, schema, pattern)
        if kind == "Label":
            return LabelPlan(label_of(element, _text(element.get("text")), self._texts), compile_rule(element))
        if "elements" in element:
            return self._group(element, schema, pattern, {})
        return None

    def _group(
        self,
        element: Mapping[str, Any],
        schema: Schema,
        pattern: str,
        described: Schema,
        at: tuple[str, ...] = (),
    ) -> GroupPlan:
        """Return a layout; ``described`` is the schema of the object it stands for, ``at`` where its elements begin."""
        title = _text(element.get("label")) if element.get("type") in {"Group", "Category"} else ""
        return GroupPlan(
            key=self._key(element),
            title=label_of(element, title, self._texts),
            elements=tuple(self._elements(element, schema, pattern)),
            horizontal=element.get("type") == "HorizontalLayout",
            words=_words(element, {}),
            read_only=_read_only(element, described),
            rule=compile_rule(element),
            at=at,
        )

    def _scoped(self, element: Mapping[str, Any], schema: Schema, pattern: str) -> ElementPlan | None:
        scope = str(element.get("scope", "#"))
        path = data_path(scope)
        found = at_scope(schema, scope, self._root)
        if found is None:
            return None
        for length in range(1, len(path)):
            self.objects.add(pattern + join(path[:length]))
        item = follow(found.get("items"), self._root)
        if "object" in types_of(found):
            self.objects.add(pattern + join(path))
            return self._object(element, found, schema, pattern)
        if not path:
            return None
        if "array" in types_of(found) and "object" in types_of(item):
            return self._list(element, found, item, pattern)
        if "array" in types_of(found) and _PLAIN & set(types_of(item)) and not choices_of(item):
            return self._plain_list(element, found, item, pattern)
        return self._question(element, found, item, pattern)

    def _question(self, element: Mapping[str, Any], found: Schema, item: Schema, pattern: str) -> ControlPlan:
        plan = _control(element, found, item)
        place = pattern + plan.suffix
        chosen = item if plan.kind is ControlKind.MULTI_CHOICE else found
        self.controls[place] = translated(plan, prefix(element, found, place), chosen, self._texts)
        return self.controls[place]

    def _object(self, element: Mapping[str, Any], found: Schema, schema: Schema, pattern: str) -> GroupPlan | None:
        detail = _options(element).get("detail")
        if not (isinstance(detail, dict) and isinstance(detail.get("type"), str)):
            return self._guarded(_generated(element, found, self._root), schema, pattern, found)
        path = data_path(str(element["scope"]))
        layout = {**element, "type": "Group", "elements": [detail]}
        return self._guarded(layout, found, pattern + join(path), found, path)

    def _guarded(
        self,
        layout: Mapping[str, Any],
        schema: Schema,
        pattern: str,
        described: Schema,
        at: tuple[str, ...] = (),
    ) -> GroupPlan | None:
        """Return the group of an object, or None too far inside itself: a schema that contains itself has no end."""
        if self._open.count(id(described)) >= _DEEPEST:
            return None
        self._open.append(id(described))
        made = self._group(layout, schema, pattern, described, at)
        self._open.pop()
        return made

    def _list(self, element: Mapping[str, Any], found: Schema, item: Schema, pattern: str) -> ListPlan | None:
        path = data_path(str(element["scope"]))
        options = _options(element)
        inner = f"{pattern}{join(path)}/*"
        self.objects.add(inner)
        detail = options.get("detail")
        layout = (
            detail
            if isinstance(detail, dict)
            else _generated({"type": "VerticalLayout", "scope": "#"}, item, self._root)
        )
        inside = self._guarded(layout if "elements" in layout else {"elements": [layout]}, item, inner, item)
        if inside is None:
            return None
        return self._noted(_list_plan(element, found, inside), element, found, pattern)

    def _plain_list(self, element: Mapping[str, Any], found: Schema, item: Schema, pattern: str) -> ListPlan:
        """Return a list of single values: each item is one question."""
        path = data_path(str(element["scope"]))
        title = str(_options(element).get("x-element", _label(element, found, path[-1])))
        asked = self._question({"scope": "#", "label": title}, item, {}, f"{pattern}{join(path)}/*")
        inside = GroupPlan(self._key(element), "", (asked,))
        return self._noted(replace(_list_plan(element, found, inside), plain=True), element, found, pattern)

    def _noted(self, plan: ListPlan, element: Mapping[str, Any], found: Schema, pattern: str) -> ListPlan:
        place = pattern + plan.suffix
        title = self._texts.get(f"{prefix(element, found, place)}.label", plan.title)
        self.lists[place] = replace(plan, title=title)
        return self.lists[place]

    def _key(self, element: Mapping[str, Any]) -> str:
        """Return a key that stays the same while the label does, unique in the form."""
        wanted = _options(element).get("x-schluessel") or _slug(_text(element.get("label"))) or "gruppe"
        key, number = str(wanted), 1
        while key in self._keys:
            number += 1
            key = f"{wanted}-{number}"
        self._keys.add(key)
        return key


def _categories(element: Mapping[str, Any], around: _Around) -> Iterator[_Category]:
    """Yield categories, those of categorizations inside included, with what decides about each from outside in."""
    inside = (*around, (compile_rule(element), _read_only(element, {})))
    if element.get("type") == "Category":
        yield element, inside
    elif element.get("type") == "Categorization":
        for inner in element.get("elements", ()):
            yield from _categories(inner, inside)


def _members(schema: Schema, root: Mapping[str, Any]) -> Iterable[str]:
    """Return the names of an object's properties, those of the schemas it is made of included, each once."""
    parts = (follow(part, root) for part in schema.get("allOf", ()))
    names = (*schema.get("properties", {}), *(name for part in parts for name in part.get("properties", {})))
    return dict.fromkeys(names)


def _generated(element: Mapping[str, Any], schema: Schema, root: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout JSON Forms generates for an object: one control a property, in order."""
    scope = str(element.get("scope", "#"))
    controls = [{"type": "Control", "scope": f"{scope}/properties/{escape(name)}"} for name in _members(schema, root)]
    label = _text(element.get("label")) or str(schema.get("title", ""))
    return {**element, "type": "Group" if label else "VerticalLayout", "label": label, "elements": controls}


def _list_plan(element: Mapping[str, Any], found: Schema, inside: GroupPlan) -> ListPlan:
    path = data_path(str(element["scope"]))
    options = _options(element)
    title = _label(element, found, path[-1])
    told_by = options.get("elementLabelProp", ())
    return ListPlan(
        path=path,
        suffix=join(path),
        title=title,
        item_title=str(options.get("x-element", title)),
        detail=inside,
        words=_words(element, found),
        minimum=int(found.get("minItems", 0)),
        maximum=found.get("maxItems"),
        label=tuple(told_by.split(".") if isinstance(told_by, str) else map(str, told_by)),
        sortable=options.get("showSortButtons") is True,
        copyable=options.get("x-verdoppeln") is True,
        read_only=_read_only(element, found),
        rule=compile_rule(element),
    )


def _control(element: Mapping[str, Any], schema: Schema, item: Schema) -> ControlPlan:
    path = data_path(str(element["scope"]))
    options = _options(element)
    kind = _kind(schema, item, options)
    special = bool(schema.get("x-besonders") or options.get("x-besonders"))
    return ControlPlan(
        path=path,
        suffix=join(path),
        kind=kind,
        label=_label(element, schema, path[-1] if path else ""),
        help=str(options.get("x-hilfe", schema.get("description", ""))),
        words=_words(element, schema),
        choices=tuple(_choices(item if kind is ControlKind.MULTI_CHOICE else schema)),
        format=str(schema.get("format") or options.get("format") or ""),
        max_length=schema.get("maxLength"),
        digits=_digits(schema),
        special_category=special,
        prefill="" if special else str(options.get("x-vorbelegung", "")),
        names=str(options.get("x-benennt", "")),
        accepts=_accepts(schema),
        max_bytes=_max_bytes(schema),
        read_only=_read_only(element, schema),
        range=_range(kind, schema, options),
        default=schema.get("default"),
        variant=_variant(options),
        rule=compile_rule(element),
    )


def _kind(schema: Schema, item: Schema, options: Mapping[str, Any]) -> ControlKind:  # noqa: PLR0911 - one line a kind
    types = types_of(schema)
    if "array" in types and choices_of(item):
        return ControlKind.MULTI_CHOICE
    if choices_of(schema):
        return ControlKind.CHOICE
    if "boolean" in types:
        return ControlKind.TICK if schema.get("const") is True or options.get("x-haken") else ControlKind.YES_NO
    if "integer" in types:
        return ControlKind.INTEGER
    if "number" in types:
        return ControlKind.NUMBER
    by_format = {"date": ControlKind.DATE, "teildatum": ControlKind.PARTIAL_DATE}
    wanted = str(schema.get("format") or options.get("format"))
    if wanted in by_format:
        return by_format[wanted]
    return ControlKind.MULTILINE if options.get("multi") else ControlKind.TEXT


def _variant(options: Mapping[str, Any]) -> str:
    """Return how the form wishes a question to be shown, empty where it says nothing known."""
    if options.get("format") == "radio":
        return "radio"
    return "toggle" if options.get("toggle") is True else ""


def _accepts(schema: Schema) -> tuple[str, ...] | None:
    """Return the media types of a question for a file, None where it asks for none."""
    about = schema.get("x-datei")
    if not isinstance(about, dict):
        return None
    kinds = about.get("mediaType")
    return tuple(str(one) for one in kinds) if isinstance(kinds, list) else ()


def _max_bytes(schema: Schema) -> int | None:
    """Return how large a file may be, None where the form does not say it in whole bytes."""
    about = schema.get("x-datei")
    size = about.get("maxSize") if isinstance(about, dict) else None
    return size if isinstance(size, int) and not isinstance(size, bool) and size > 0 else None


def _digits(schema: Schema) -> int:
    match = DIGITS.fullmatch(str(schema.get("pattern", "")))
    return int(match[1]) if match else 0


def _choices(schema: Schema) -> Iterable[Choice]:
    return (Choice(value, label) for value, label in choices_of(schema))


def _range(kind: ControlKind, schema: Schema, options: Mapping[str, Any]) -> DateRange | None:
    if kind not in {ControlKind.DATE, ControlKind.PARTIAL_DATE}:
        return None
    wanted = {**schema.get("x-datum", {}), **options.get("x-datum", {})}
    usual = DateRange()
    return DateRange(
        str(wanted.get("ab", usual.first)),
        str(wanted.get("bis", usual.last)),
        int(wanted.get("mindestalter", 0)),
        str(wanted.get("nicht_vor", "")),
        int(wanted.get("fraglich_ab_jahren", 0)),
    )


def _options(element: Mapping[str, Any]) -> Mapping[str, Any]:
    options = element.get("options")
    return options if isinstance(options, dict) else {}


def _read_only(element: Mapping[str, Any], schema: Schema) -> bool | None:
    """Return what options or schema decide; None where the container decides."""
    options = _options(element)
    for name in ("readonly", "readOnly"):
        if isinstance(options.get(name), bool):
            return bool(options[name])
    return True if schema.get("readOnly") is True else None


def _words(element: Mapping[str, Any], schema: Schema) -> Words:
    """Return what stands beside a German text; Sorbian that nobody verified is left out, so no screen can show it."""
    plain, checked = _note(element, schema, "x-einfach")
    sorbian, verified = _note(element, schema, "x-sorbisch")
    return Words(plain, checked, sorbian if verified else "") if plain or verified else NO_WORDS


def _note(element: Mapping[str, Any], schema: Schema, name: str) -> tuple[str, bool]:
    note = _options(element).get(name, schema.get(name))
    return (str(note.get("text", "")), note.get("stand") == "geprueft") if isinstance(note, dict) else ("", False)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _label(element: Mapping[str, Any], schema: Schema, name: str) -> str:
    label = element.get("label")
    if label is False:
        return ""
    return _text(label) or _text(schema.get("title")) or name.replace("_", " ").capitalize()


def _slug(text: str) -> str:
    plain = text.lower().translate(_UMLAUTS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
