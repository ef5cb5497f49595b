"""Rebuilds the structure of a document from the two standard documents alone, so that nothing can be lost unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.xdatenfelder.model import Field, Group
from lotse_app.forms.xdatenfelder.places import is_asked, keyed
from lotse_app.forms.xdatenfelder.schema_of import count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lotse_app.forms.xdatenfelder.importing import Imported
    from lotse_app.forms.xdatenfelder.model import CodeEntry, Use


def structure(group: Group, lists: Mapping[str, tuple[CodeEntry, ...]]) -> dict[str, Any]:
    """Give what has data below a group: counts, ids, types, codes."""
    return {key: _use(one, lists) for key, one in keyed(group) if is_asked(one.element)}


def _use(use: Use, lists: Mapping[str, tuple[CodeEntry, ...]]) -> tuple[Any, ...]:
    element = use.element
    if isinstance(element, Group):
        return count_of(use), element.identity.key, element.choice, structure(element, lists)
    entries = element.codes or (lists.get(element.code_list.shown, ()) if element.code_list else ())
    codes = [one.code for one in entries] if element.kind == "select" else []
    return count_of(use), element.identity.key, element.kind, element.datatype, codes


def rebuilt(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    """Give the same from a schema, from standard keywords where they say it."""
    made = {}
    for key, member in schema["properties"].items():
        count = schema["x-anzahl"][key]
        low, high = count.split(":")
        if member.get("type") == "array":
            assert member.get("minItems", 0) == int(low)
            assert str(member.get("maxItems", "*")) == high
        else:
            assert high == "1"
        if key in schema.get("required", ()):
            assert low != "0"
        made[key] = (
            count,
            *_element(root["$defs"][member.get("items", member)["$ref"].removeprefix("#/$defs/")], root),
        )
    return made


def _element(found: Mapping[str, Any], root: Mapping[str, Any]) -> tuple[Any, ...]:
    about = found["x-fim"]
    identity = f"{about['id']}V{about['version']}" if about["version"] else about["id"]
    if "properties" in found:
        return identity, "maxProperties" in found, rebuilt(found, root)
    codes = [one["const"] for one in found.get("oneOf", ())]
    return identity, about["feldart"], about["datentyp"], codes


def shown(element: Mapping[str, Any]) -> Iterator[str]:
    """Give what a UI schema shows, in order: scopes of fields and lists, texts of labels that are no notes."""
    options = element.get("options", {})
    if element["type"] == "Label":
        if not options.get("x-vermerk"):
            yield f"label {element['text']}"
    elif element["type"] == "Control":
        yield element["scope"].rpartition("/")[2]
        if "detail" in options:
            yield from shown(options["detail"])
    for inner in element.get("elements", ()):
        yield from shown(inner)


def wanted(group: Group) -> Iterator[str]:
    """Give what a UI schema has to show of a group."""
    for key, one in keyed(group):
        if isinstance(one.element, Field):
            label = one.element.content or one.element.label
            yield f"label {label}" if one.element.kind == "label" else key
        else:
            if one.many and is_asked(one.element):
                yield key
            yield from wanted(one.element)


def unaccounted(imported: Imported, lists: Mapping[str, tuple[CodeEntry, ...]]) -> list[str]:
    """Give what of a document is neither in the output nor in the report."""
    root = imported.document.root
    faults = []
    if structure(root, lists) != rebuilt(imported.schema, imported.schema):
        faults.append("structure")
    if list(wanted(root)) != list(shown(imported.uischema)):
        faults.append("controls and labels")
    rules = {(owner, rule) for owner, rule in _rules(root)}
    if rules != {(one.bearer, one.rule) for one in imported.report.rules}:
        faults.append("rules")
    return faults


def _rules(element: Field | Group) -> Iterator[tuple[str, str]]:
    for rule in element.rules:
        yield element.identity.key, rule.identity.key
    for one in element.uses if isinstance(element, Group) else ():
        yield from _rules(one.element)
