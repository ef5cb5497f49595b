"""Questions and lists with all that schema and options say of them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms.element_words import options_of, read_only_of, title_of, words_of
from lotse_app.forms.plan import ControlPlan, DateRange, GroupPlan, ListPlan
from lotse_app.forms.pointers import join
from lotse_app.forms.rules import compile_rule
from lotse_app.forms.schema import DIGITS, choices_of, data_path, follow, types_of
from lotse_app.forms.state import Choice, ControlKind
from lotse_app.forms.ways import labelled, ways_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lotse_app.forms.schema import Schema

_TYPED = frozenset({ControlKind.TEXT, ControlKind.MULTILINE})


def answerable(plan: ControlPlan, schema: Schema, root: Mapping[str, Any]) -> bool:
    """Return whether what is typed can be an answer: a line of text is none for a list, an object or a number."""
    if plan.kind not in _TYPED:
        return True
    parts = [follow(part, root) for name in ("oneOf", "anyOf") for part in schema.get(name, ())]
    types = types_of(schema) or tuple(one for part in parts for one in types_of(part))
    return not types or "string" in types


#: What stands for an item until it is known.
_UNKNOWN = GroupPlan("", "", ())


def list_of(element: Mapping[str, Any], found: Schema) -> ListPlan:
    """Return a list, without what its items are."""
    path = data_path(str(element["scope"]))
    options = options_of(element)
    title = title_of(element, found, path[-1] if path else "")
    told_by = options.get("elementLabelProp", ())
    return ListPlan(
        path=path,
        suffix=join(path),
        title=title,
        item_title=str(options.get("x-element", title)),
        detail=_UNKNOWN,
        words=words_of(element, found),
        minimum=_whole(found.get("minItems")) or 0,
        maximum=_whole(found.get("maxItems")),
        label=tuple(told_by.split(".") if isinstance(told_by, str) else map(str, told_by)),
        sortable=options.get("showSortButtons") is True,
        copyable=options.get("x-verdoppeln") is True,
        read_only=read_only_of(element, found),
        rule=compile_rule(element),
    )


def control_of(element: Mapping[str, Any], schema: Schema, item: Schema) -> ControlPlan:
    """Return a question; ``item`` is the schema of its items where it has several answers."""
    path = data_path(str(element["scope"]))
    options = options_of(element)
    kind = _kind(schema, item, options)
    special = bool(schema.get("x-besonders") or options.get("x-besonders"))
    return ControlPlan(
        path=path,
        suffix=join(path),
        kind=kind,
        label=title_of(element, schema, path[-1] if path else ""),
        help=str(options.get("x-hilfe", schema.get("description", ""))),
        words=words_of(element, schema),
        choices=tuple(_choices(item if kind is ControlKind.MULTI_CHOICE else schema)),
        format=str(schema.get("format") or options.get("format") or ""),
        max_length=_whole(schema.get("maxLength")),
        digits=_digits(schema),
        special_category=special,
        prefill="" if special else str(options.get("x-vorbelegung", "")),
        names=str(options.get("x-benennt", "")),
        accepts=_accepts(schema),
        max_bytes=_max_bytes(schema),
        read_only=read_only_of(element, schema),
        range=_range(kind, schema, options),
        default=schema.get("default"),
        variant=_variant(options),
        rule=compile_rule(element),
    )


def in_ways(plan: ControlPlan, schema: Schema, root: Mapping[str, Any]) -> ControlPlan:
    """Return a question with the ways in which it may be answered, the same one where there is only one."""
    parts = ways_in(schema, root)
    if not parts:
        return plan
    element = {"scope": "#"}
    ways = [control_of({**element, "label": str(one.get("title", ""))}, one, {}) for one in parts]
    named = tuple(replace(one, label=label) for one, label in zip(ways, labelled(ways), strict=True))
    return replace(plan, kind=ControlKind.WAYS, ways=named)


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


def _whole(number: float | None) -> int | None:
    """Return a limit as a whole number: a schema may write 3 as 3.0."""
    return None if number is None else int(number)


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
