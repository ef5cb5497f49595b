"""What a form keeper must not release: faults in a form that no answer can mend."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lotse_app.forms.bounds import INSIDE_ITSELF
from lotse_app.forms.compile import compile_form
from lotse_app.forms.plan import GroupPlan, LabelPlan, ListPlan
from lotse_app.forms.pointers import join, split
from lotse_app.forms.schema import at_path, at_reference, at_scope, choices_of, data_path, follow, types_of
from lotse_app.forms.state import ControlKind
from lotse_app.forms.validation import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.form import Form
    from lotse_app.forms.plan import CompiledForm, ElementPlan

_LOGIC = frozenset({"AND", "OR"})
#: Lists inside lists, and objects inside objects, are looked into so often: what is further in has no end.
_DEEPEST = 8


def lint(form: Form) -> tuple[str, ...]:
    """Return all faults of a form as ``rule: place``; empty where it may be released."""
    lost = tuple(_lost_references(form.schema, form.schema, "#"))
    if lost:  # such a schema is none, so nothing more can be said about it
        return lost
    compiled = compile_form(form)
    return tuple(
        dict.fromkeys(
            [
                *_lost_scopes(form.uischema, dict(form.schema), form.schema, "#"),
                *_hidden_but_required(compiled),
                *_unreached(compiled),
                *_alternatives(compiled),
                *(f"no way to answer: {place}" for place in sorted(compiled.mute)),
                *_unlabelled(compiled),
                *_special(compiled),
                *(fault for layout in (form.uischema, *_details(form.uischema)) for fault in _chained(layout)),
                *_conditions(form),
                *_dates(compiled),
                *_cautions(compiled),
                *_responsible(compiled),
            ]
        )
    )


def _lost_references(part: object, root: Mapping[str, Any], place: str) -> Iterator[str]:
    """Name references that lead nowhere."""
    if isinstance(part, list):
        for index, one in enumerate(part):
            yield from _lost_references(one, root, f"{place}/{index}")
    elif isinstance(part, dict):
        reference = part.get("$ref")
        if isinstance(reference, str) and at_reference(reference, root) is None:
            yield f"reference: {place}"
        for name, one in part.items():
            yield from _lost_references(one, root, f"{place}/{name}")


def _lost_scopes(element: object, schema: dict[str, Any], root: Mapping[str, Any], place: str) -> Iterator[str]:
    """Name controls and conditions whose scope is no property of the schema they stand in."""
    if not isinstance(element, dict):
        return
    inner = schema
    for scope in _scopes(element):
        own = scope == element.get("scope")
        if at_path(schema, data_path(scope), root) is None or (own and at_scope(schema, scope, root) is None):
            yield f"scope: {place} {scope}"
    if isinstance(element.get("scope"), str):
        found = at_path(schema, data_path(element["scope"]), root) or {}
        inner = follow(found.get("items"), root)
    yield from _lost_scopes(_detail(element), inner, root, f"{place}/detail")
    for index, one in enumerate(element.get("elements", ())):
        yield from _lost_scopes(one, schema, root, f"{place}/{index}")


def _detail(element: Mapping[str, Any]) -> object:
    """Return the layout of one item of a list, None where it is generated."""
    options = element.get("options")
    return options.get("detail") if isinstance(options, dict) else None


def _scopes(element: Mapping[str, Any]) -> Iterator[str]:
    if isinstance(element.get("scope"), str):
        yield element["scope"]
    rule = element.get("rule")
    if isinstance(rule, dict):
        yield from _condition_scopes(rule.get("condition"))


def _condition_scopes(condition: object) -> Iterator[str]:
    if isinstance(condition, dict):
        if isinstance(condition.get("scope"), str):
            yield condition["scope"]
        for part in condition.get("conditions", ()):
            yield from _condition_scopes(part)


def _hidden_but_required(compiled: CompiledForm) -> Iterator[str]:
    """Name what can be hidden and is required all the same: nobody could answer it, so nobody could apply.

    A member of an object that may be missing as a whole is asked for only where the object is there.
    """
    required = _always_required(dict(compiled.form.schema), compiled.form.schema, "")
    for step in compiled.steps:
        for place in _hideable(step.elements, "", hidden=any(rule is not None for rule, _ in step.around)):
            if place in required:
                yield f"hidden and required: {place}"


def _always_required(schema: object, root: Mapping[str, Any], place: str) -> set[str]:
    """Return the pointers (items as ``*``) that are required whatever else is answered."""
    here = follow(schema, root)
    found: set[str] = set()
    for part in here.get("allOf", ()):
        found |= _always_required(part, root, place)
    for name in here.get("required", ()):
        at = place + join([name])
        member = at_path(here, (name,), root) or {}
        found |= {at} | _always_required(member, root, at)
    for name in here.get("properties", {}):
        member = at_path(here, (name,), root) or {}
        for at, item in _items(member, root, f"{place}{join([name])}"):
            found |= _always_required(item, root, at)
    return found


def _items(schema: dict[str, Any], root: Mapping[str, Any], place: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Yield what a list is made of with its place, also where its items are lists again."""
    parts = [*enumerate(schema.get("prefixItems", ())), ("*", schema.get("items"))]
    for at, part in parts if "array" in types_of(schema) and depth < _DEEPEST else ():
        yield f"{place}/{at}", part
        yield from _items(follow(part, root), root, f"{place}/{at}", depth + 1)


def _hideable(elements: tuple[ElementPlan, ...], base: str, *, hidden: bool) -> Iterator[str]:
    for element in elements:
        inside = hidden or element.rule is not None
        if isinstance(element, LabelPlan):
            continue
        if isinstance(element, GroupPlan):
            yield from _hideable(element.elements, base + join(element.at), hidden=inside)
            continue
        if inside:
            yield base + element.suffix
        if isinstance(element, ListPlan):
            # Inside an item only the item's own rules count: where the list is hidden there are no items.
            for at, detail in (*enumerate(element.first), ("*", element.detail)):
                yield from _hideable((detail,), f"{base}{element.suffix}/{at}", hidden=False)


def _chained(uischema: Mapping[str, Any]) -> Iterator[str]:
    """Name rules that look at a question which can be hidden while the rule's own element is not.

    The hidden answer would still decide while drafting, but be gone at freeze: the person would have seen
    another form than the one that is frozen. An element beside the question, inside the same hidden container, is fine,
    and so is one that is hidden by all that hides the question.
    """
    hiding: dict[str, frozenset[str]] = {}
    ruled: list[tuple[str, frozenset[str]]] = []
    _gather(uischema, frozenset(), hiding, ruled)
    for scope, around in ruled:
        if not hiding.get(scope, frozenset()) <= around:
            yield f"rule looks at a hidden question: {scope}"


def _gather(
    element: Mapping[str, Any],
    around: frozenset[str],
    hiding: dict[str, frozenset[str]],
    ruled: list[tuple[str, frozenset[str]]],
) -> None:
    rule = element.get("rule")
    if isinstance(rule, dict):
        reasons = _reasons(rule, element)
        for reason, condition in reasons.items():  # none of them speaks for itself
            others = around | reasons.keys() - {reason}
            ruled.extend((scope, others) for scope in _condition_scopes(condition))
        if rule.get("effect") in {"SHOW", "HIDE"}:
            around |= reasons.keys()
    if isinstance(element.get("scope"), str):
        hiding[element["scope"]] = around
    for inner in element.get("elements", ()):
        _gather(inner, around, hiding, ruled)


def _reasons(rule: Mapping[str, Any], element: Mapping[str, Any]) -> dict[str, object]:
    """Return what a rule says by name: conditions of which one is enough to hide, else its condition as a whole."""
    condition = rule.get("condition")
    if rule.get("effect") == "HIDE" and isinstance(condition, dict):
        parts = condition.get("conditions", ()) if condition.get("type") == "OR" else (condition,)
        return {json.dumps(part, sort_keys=True): part for part in parts}
    return {str(id(element)): condition}


def _details(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the layouts of items; their scopes are a world of their own."""
    detail = _detail(element)
    if isinstance(detail, dict):
        yield detail
        yield from _details(detail)
    for inner in element.get("elements", ()):
        yield from _details(inner)


def _unreached(compiled: CompiledForm) -> Iterator[str]:
    """Name properties without a control: a form's own ones, and the required ones of building blocks."""
    reached = {*compiled.controls, *compiled.lists, *compiled.objects}
    for place, optional in _properties(dict(compiled.form.schema), compiled.form.schema, "", borrowed=False):
        if place not in reached and not optional:
            yield f"no control: {place}"


def _properties(
    schema: dict[str, Any],
    root: Mapping[str, Any],
    place: str,
    *,
    borrowed: bool,
    around: tuple[int, ...] = (),
) -> Iterator[tuple[str, bool]]:
    """Yield (pointer, whether a form may leave it out): optional members of a referenced block may be left out.

    ``around`` are the schemas this one stands in: what stands further inside itself is never shown.
    """
    if len(around) > _DEEPEST or around.count(id(schema)) >= INSIDE_ITSELF:
        return
    inside = (*around, id(schema))
    required = set(schema.get("required", ()))
    for name, part in schema.get("properties", {}).items():
        at = place + join([name])
        member = follow(part, root)
        yield at, borrowed and name not in required
        lent = isinstance(part, dict) and "$ref" in part
        yield from _properties(member, root, at, borrowed=lent or borrowed, around=inside)
        for place_of, item in _items(member, root, at):
            item_lent = isinstance(item, dict) and "$ref" in item
            yield from _properties(follow(item, root), root, place_of, borrowed=item_lent, around=inside)


def _alternatives(compiled: CompiledForm) -> Iterator[str]:
    """Name members that only an alternative of an object has and no control asks for: the window offers no choice."""
    reached = {*compiled.controls, *compiled.lists, *compiled.objects}
    for place in ("", *sorted(reached)):
        schema = at_place(compiled, place)
        alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        parts = [follow(part, compiled.form.schema) for part in alternatives]
        for name in dict.fromkeys(name for part in parts for name in part.get("properties", {})):
            if place + join([name]) not in reached:
                yield f"alternative without control: {place}{join([name])}"
        for name in _conditional(schema, compiled.form.schema):
            if place + join([name]) not in reached:
                yield f"condition without control: {place}{join([name])}"


def _conditional(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[str]:
    """Yield the members that only ``then``, ``else`` or ``dependentSchemas`` speak of; those they forbid are none."""
    parts = [schema.get("then"), schema.get("else"), *schema.get("dependentSchemas", {}).values()]
    for part in parts:
        members = follow(part, root).get("properties", {})
        yield from (name for name, member in members.items() if member is not False)


def _unlabelled(compiled: CompiledForm) -> Iterator[str]:
    """Name choices that would be shown by their code, and questions without a label."""
    for place, plan in compiled.controls.items():
        schema = at_place(compiled, place)
        if plan.kind is ControlKind.MULTI_CHOICE:
            schema = follow(schema.get("items"), compiled.form.schema)
        titled = all(isinstance(one, dict) and one.get("title") for one in schema.get("oneOf", ()))
        if choices_of(schema) and ("oneOf" not in schema or not titled):
            yield f"choice without label: {place}"
        if not plan.label:
            yield f"no label: {place}"


def at_place(compiled: CompiledForm, place: str) -> dict[str, Any]:
    """Return the schema at a pointer with ``*`` for items."""
    here = dict(compiled.form.schema)
    root = compiled.form.schema
    for segment in split(place):
        found = here.get("items") if segment == "*" else at_path(here, (segment,), root)
        first = here.get("prefixItems", ())
        here = follow(first[int(segment)] if found is None and segment.isdigit() and first else found, root)
    return here


def _special(compiled: CompiledForm) -> Iterator[str]:
    """Name marks of special categories (Art. 9 DSGVO) that no control carries: the mark would protect nothing."""
    for place, _ in _properties(dict(compiled.form.schema), compiled.form.schema, "", borrowed=False):
        if at_place(compiled, place).get("x-besonders") and place not in compiled.controls:
            yield f"special category without control: {place}"


def _conditions(form: Form) -> Iterator[str]:
    """Name conditions of ``form.toml`` that JSON Forms would not know or that look at nothing."""
    kinds = {
        "evidence": [rule.when for rule in form.evidence],
        "declaration": [clause.when for clause in form.clauses],
        "signature_line": [clause.when for clause in form.lines],
        "block": [block.when for block in form.blocks],
    }
    for name, conditions in kinds.items():
        for number, condition in enumerate(conditions, start=1):
            if condition is not None and not _is_condition(condition, form.schema):
                yield f"condition: {name} {number}"


def _is_condition(condition: object, root: Mapping[str, Any]) -> bool:
    if not isinstance(condition, dict):
        return False
    if condition.get("type") in _LOGIC:
        parts = condition.get("conditions")
        return isinstance(parts, list) and all(_is_condition(part, root) for part in parts)
    scope = condition.get("scope")
    known = isinstance(scope, str) and at_path(dict(root), data_path(scope), root) is not None
    return known and ("schema" in condition or (condition.get("type") == "LEAF" and "expectedValue" in condition))


def _dates(compiled: CompiledForm) -> Iterator[str]:
    """Name deadlines and blocks that count from something that is no date of the form."""
    deadline = compiled.form.deadline
    counted = [("deadline", name, pointer) for name, pointer in deadline.inputs] if deadline else []
    counted += [("block", block.key, block.date) for block in compiled.form.blocks if block.date]
    for what, name, pointer in counted:
        plan = compiled.control(pointer)
        if plan is None or plan.range is None:
            yield f"{what}: {name} {pointer}"


def _cautions(compiled: CompiledForm) -> Iterator[str]:
    """Name cautions that look at nothing the form asks, or at a deadline it does not have."""
    for caution in compiled.form.cautions:
        places = [caution.at, *(at + part for at in caution.same for part in caution.parts)]
        yield from (f"caution: {caution.key} {at}" for at in places if pattern(at) not in compiled.controls)
        if caution.overdue and compiled.form.deadline is None:
            yield f"caution: {caution.key} deadline"


def _responsible(compiled: CompiledForm) -> Iterator[str]:
    """Name questions about who answers for a list that the form does not ask, or whose answers it does not know."""
    rule = compiled.form.responsible
    if rule is None:
        return
    item = f"{rule.people}/*"
    born, asked = (compiled.controls.get(item + place) for place in (rule.born, rule.question))
    names = {item + place + name for place in ("", rule.representative) for name in rule.names}
    known = {choice.value for choice in asked.choices} if asked is not None else set()
    if born is None or born.range is None or not {rule.alone, rule.within} <= known:
        yield f"responsible: {rule.born} {rule.question}"
    names |= {rule.on} if rule.on else set()
    yield from (f"responsible: {name}" for name in sorted(names - compiled.controls.keys()))
