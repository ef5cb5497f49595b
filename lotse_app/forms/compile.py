"""Turns the UI schema of a form into plans (JSON Forms core 3.8: layouts, controls, lists, generated details)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.alternatives import DEEPEST, alternatives_of, members, only_one, seen_as
from lotse_app.forms.bounds import INSIDE_ITSELF
from lotse_app.forms.element_words import options_of, read_only_of, slug_of, text_of, words_of
from lotse_app.forms.picking import Fitting, asking
from lotse_app.forms.plan import CompiledForm, GroupPlan, LabelPlan, StepPlan
from lotse_app.forms.pointers import escape, join, split
from lotse_app.forms.questions import answerable, control_of, in_ways, list_of
from lotse_app.forms.required import compile_needs
from lotse_app.forms.rules import compile_rule
from lotse_app.forms.schema import at_scope, choices_of, data_path, follow, types_of
from lotse_app.forms.state import ControlKind
from lotse_app.forms.translating import label_of, prefix, translated
from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.alternatives import Alternatives
    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import ControlPlan, ElementPlan, ListPlan
    from lotse_app.forms.rules import Rule
    from lotse_app.forms.schema import Schema

    #: Rule and read-only mark of what lies around an element, outermost first.
    _Around = tuple[tuple[Rule | None, bool | None], ...]
    _Category = tuple[Mapping[str, Any], _Around]

#: What the items of a list in a list are called that has no title.
_ITEM = "Eintrag"


@lru_cache(maxsize=64)
def compile_form(form: Form) -> CompiledForm:
    """Return the compiled form; a form is compared by identity, so each loaded form is compiled once."""
    root = dict(form.schema)
    maker = _Maker(root, form.texts)
    steps = tuple(maker.steps(form.uischema, form.title))
    asked = asking(root, maker.drawn)
    alone = make_validator(root)
    return CompiledForm(
        form=form,
        steps=steps,
        validator=make_validator(asked) if maker.drawn else alone,
        needs=compile_needs(asked),
        asked=asked,
        alone=alone,
        fittings=tuple(Fitting(split(place), one, root) for place, one in maker.picks),
        objects=frozenset(maker.objects),
        lists=maker.lists,
        controls=maker.controls,
        doubtful=frozenset(maker.doubtful),
        mute=frozenset(maker.mute),
        dated=tuple((split(place), plan.range) for place, plan in maker.controls.items() if plan.range is not None),
        known=frozenset({*maker.controls, *maker.lists, *maker.objects}),
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
        self._seen: dict[int, Schema] = {}
        self._origin: dict[int, int] = {}
        self._choosers: dict[str, Schema] = {}
        #: Alternatives by the identity of their schema, and the made-up choices by the place of their object.
        self.drawn: dict[int, list[Alternatives]] = {}
        self.picks: list[tuple[str, Alternatives]] = []
        #: Places that alternatives ask in different ways.
        self.doubtful: set[str] = set()
        #: Places whose question has no way to be answered.
        self.mute: set[str] = set()

    def steps(self, uischema: Mapping[str, Any], title: str) -> Iterator[StepPlan]:
        """Yield the steps: every category, or the whole form as one step."""
        whole: _Category = ({"type": "Category", "label": title, "elements": [uischema]}, ())
        for category, around in list(_categories(uischema, ())) or [whole]:
            elements = tuple(self._elements(category, self._root, ""))
            yield StepPlan(
                self._key(category),
                label_of(category, text_of(category.get("label")), self._texts),
                elements,
                words_of(category, {}),
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
            return LabelPlan(label_of(element, text_of(element.get("text")), self._texts), compile_rule(element))
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
        title = text_of(element.get("label")) if element.get("type") in {"Group", "Category"} else ""
        return GroupPlan(
            key=self._key(element),
            title=label_of(element, title, self._texts),
            elements=tuple(self._elements(element, schema, pattern)),
            horizontal=element.get("type") == "HorizontalLayout",
            words=words_of(element, {}),
            read_only=read_only_of(element, described),
            rule=compile_rule(element),
            at=at,
        )

    def _scoped(self, element: Mapping[str, Any], schema: Schema, pattern: str) -> ElementPlan | None:
        scope = str(element.get("scope", "#"))
        path = data_path(scope)
        chosen = self._choosers.get(pattern + join(path)) if self._choosers else None
        there = chosen or at_scope(schema, scope, self._root)
        if there is None:
            return None
        found = self._read(there)
        for length in range(1, len(path)):
            self.objects.add(pattern + join(path[:length]))
        if "object" in types_of(found):
            self.objects.add(pattern + join(path))
            return self._object(element, found, schema, pattern)
        return self._asked(element, found, pattern) if path else None

    def _asked(self, element: Mapping[str, Any], found: Schema, pattern: str) -> ControlPlan | ListPlan | None:
        """Return the list or the question at a schema that is no object."""
        item = self._read(follow(found["items"], self._root)) if "items" in found else {}
        if "array" in types_of(found) and not choices_of(item) and ("items" in found or "prefixItems" in found):
            return self._list(element, found, item, pattern)
        return self._question(element, found, item, pattern)

    def _question(self, element: Mapping[str, Any], found: Schema, item: Schema, pattern: str) -> ControlPlan:
        plan = in_ways(control_of(element, found, item), found, self._root)
        place = pattern + plan.suffix
        chosen = item if plan.kind is ControlKind.MULTI_CHOICE else found
        made = translated(plan, prefix(element, found, place), chosen, self._texts)
        before = self.controls.get(place, made)
        if (before.kind, before.format, before.digits) != (made.kind, made.format, made.digits):
            self.doubtful.add(place)
        if not answerable(made, found, self._root):
            self.mute.add(place)
        if before.special_category:
            made = replace(made, special_category=True, prefill="")
        self.controls[place] = made
        return made

    def _read(self, found: Schema) -> Schema:
        """Return a schema with what it says by its parts, always the same object for the same schema."""
        if "type" in found:
            return found
        if id(found) in self._seen:
            return self._seen[id(found)]
        made = self._seen[id(found)] = seen_as(found, self._root)
        if made is not found:
            self._origin[id(made)] = id(found)
            for one in only_one(found, self._root):
                self._draw(one)
        return self._seen[id(found)]

    def _draw(self, one: Alternatives) -> None:
        there = self.drawn.setdefault(self._origin.get(id(one.owner), id(one.owner)), [])
        if all(other.keyword != one.keyword for other in there):
            there.append(one)

    def _generated(self, element: Mapping[str, Any], schema: Schema, place: str) -> dict[str, Any]:
        """Return the layout JSON Forms generates for an object: one control a property, in order, then alternatives."""
        scope = str(element.get("scope", "#"))
        label = text_of(element.get("label")) or str(schema.get("title", ""))
        controls = self._members(schema, scope, place, frozenset(), 0)
        return {**element, "type": "Group" if label else "VerticalLayout", "label": label, "elements": controls}

    def _members(
        self, schema: Schema, scope: str, place: str, asked: frozenset[str], depth: int
    ) -> list[dict[str, Any]]:
        """Return the elements of an object at a place; ``asked`` are members that were asked for around it."""
        offered = list(alternatives_of(schema, self._root, depth)) if depth <= DEEPEST else []
        own = asked | set(members(schema, self._root))
        for one in offered:
            self._draw(one)
            self._choosers[place + join([one.pick])] = one.chooser
            if one.made_up:
                self.picks.append((place, one))
        names = [name for name in members(schema, self._root) if name not in asked]
        names += [one.pick for one in offered if one.pick not in own]
        made: list[dict[str, Any]] = [
            {"type": "Control", "scope": f"{scope}/properties/{escape(name)}"} for name in names
        ]
        known = own | {one.pick for one in offered}
        for one in offered:
            pick = f"{scope}/properties/{escape(one.pick)}"
            for (at, part), value in zip(one.parts, one.values, strict=True):
                inner = self._members(part, f"{scope}{one.way}/{one.keyword}/{at}", place, known, depth + 1)
                condition = {"scope": pick, "schema": {"const": value}}
                rule = {"effect": "SHOW", "condition": condition}
                made.append({"type": "VerticalLayout", "elements": inner, "rule": rule})
        return made

    def _object(self, element: Mapping[str, Any], found: Schema, schema: Schema, pattern: str) -> GroupPlan | None:
        detail = options_of(element).get("detail")
        if not (isinstance(detail, dict) and isinstance(detail.get("type"), str)):
            place = pattern + join(data_path(str(element.get("scope", "#"))))
            return self._guarded(self._generated(element, found, place), schema, pattern, found)
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
        if self._open.count(id(described)) >= INSIDE_ITSELF:
            return None
        self._open.append(id(described))
        made = self._group(layout, schema, pattern, described, at)
        self._open.pop()
        return made

    def _list(self, element: Mapping[str, Any], found: Schema, item: Schema, pattern: str) -> ListPlan | None:
        """Return a list; None where an item has no end."""
        plan = list_of(element, found)
        place = pattern + plan.suffix
        further = found.get("items", True) not in (True, False)
        title = str(options_of(element).get("x-element", plan.title))
        first = []
        for at, part in enumerate(found.get("prefixItems", ())[: plan.maximum]):
            one = self._read(follow(part, self._root))
            named = str(one.get("title") or f"{title} {at + 1}")
            made = self._item({"label": named}, one, f"{place}/{at}")
            first.append(None if made is None else replace(made, title=named))
        rest = self._item({"label": title, "options": element.get("options")}, item, f"{place}/*") if further else None
        inside = [one for one in (*first, rest) if one is not None]
        if len(inside) < len(first) + further or not inside:
            return None
        plan = replace(plan, detail=inside[-1])
        if first:  # each has its place: none is moved or doubled
            most = plan.maximum if further else len(first)
            plan = replace(plan, first=tuple(inside[: len(first)]), maximum=most, sortable=False, copyable=False)
        return self._noted(plan, element, found, pattern)

    def _item(self, element: Mapping[str, Any], item: Schema, place: str) -> GroupPlan | None:
        """Return what one item is asked: an object's elements, else one question or list of its own."""
        if "object" in types_of(item):
            self.objects.add(place)
            detail = options_of(element).get("detail")
            layout = (
                detail
                if isinstance(detail, dict)
                else self._generated({"type": "VerticalLayout", "scope": "#"}, item, place)
            )
            return self._guarded(layout if "elements" in layout else {"elements": [layout]}, item, place, item)
        if self._open.count(id(item)) >= INSIDE_ITSELF:
            return None
        self._open.append(id(item))
        label = element["label"]
        if "array" in types_of(item) and place.endswith("*"):
            label = item.get("title") or follow(item.get("items"), self._root).get("title") or _ITEM
        asked = self._asked({"scope": "#", "label": label}, item, place)
        self._open.pop()
        return None if asked is None else GroupPlan(self._key(element), "", (asked,))

    def _noted(self, plan: ListPlan, element: Mapping[str, Any], found: Schema, pattern: str) -> ListPlan:
        place = pattern + plan.suffix
        title = self._texts.get(f"{prefix(element, found, place)}.label", plan.title)
        self.lists[place] = replace(plan, title=title)
        return self.lists[place]

    def _key(self, element: Mapping[str, Any]) -> str:
        """Return a key that stays the same while the label does, unique in the form."""
        wanted = options_of(element).get("x-schluessel") or slug_of(text_of(element.get("label"))) or "gruppe"
        key, number = str(wanted), 1
        while key in self._keys:
            number += 1
            key = f"{wanted}-{number}"
        self._keys.add(key)
        return key


def _categories(element: Mapping[str, Any], around: _Around) -> Iterator[_Category]:
    """Yield categories, those of categorizations inside included, with what decides about each from outside in."""
    inside = (*around, (compile_rule(element), read_only_of(element, {})))
    if element.get("type") == "Category":
        yield element, inside
    elif element.get("type") == "Categorization":
        for inner in element.get("elements", ()):
            yield from _categories(inner, inside)
