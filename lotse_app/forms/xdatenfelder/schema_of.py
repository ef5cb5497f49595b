"""Writes ``schema.json``: ``$defs`` by identity, multiplicities, limits, codes, and the rules as ``if``/``then``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.validators import make_validator
from lotse_app.forms.xdatenfelder.conditions import FILLED, as_schema, nested
from lotse_app.forms.xdatenfelder.judging import WITHHOLDS
from lotse_app.forms.xdatenfelder.meaning import Kind, junction, negated
from lotse_app.forms.xdatenfelder.model import Field, Group
from lotse_app.forms.xdatenfelder.places import is_asked, keyed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lotse_app.forms.xdatenfelder.judging import Act, Judged, Path
    from lotse_app.forms.xdatenfelder.meaning import Condition
    from lotse_app.forms.xdatenfelder.model import CodeEntry, Document, Identity, Use
    from lotse_app.forms.xdatenfelder.places import Place

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final[Mapping[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "text_latin": {"type": "string", "format": "din91379-c"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "datetime": {"type": "string", "format": "date-time"},
    "bool": {"type": "boolean"},
    "num": {"type": "number"},
    "num_int": {"type": "integer"},
    "num_currency": {"type": "number"},
    "file": {"type": "string"},
    "obj": {"type": "string"},
}
_NUMBERS: Final = frozenset({"num", "num_int", "num_currency"})


@dataclass(slots=True)
class Remarks:
    """What could not be turned over as it stands: place and words, each once."""

    lines: dict[tuple[str, str], None] = field(default_factory=dict)

    def add(self, place: str, words: str) -> None:
        """Note something about an element."""
        self.lines[place, words] = None


def count_of(use: Use) -> str:
    """Return a multiplicity as the standard writes it."""
    return f"{use.minimum}:{'*' if use.maximum is None else use.maximum}"


def schema_of(
    document: Document,
    judged: Mapping[tuple[Identity, Identity], Judged],
    lists: Mapping[str, tuple[CodeEntry, ...]],
    spots: Iterable[tuple[Path, tuple[bool, ...], Group]],
    remarks: Remarks,
) -> dict[str, Any]:
    """Return the schema of a document; ``spots`` are all groups with their place and which keys of it are lists."""
    return _Writer(document, judged, lists, remarks).schema(tuple(spots))


class _Writer:
    """Writes one schema."""

    def __init__(
        self,
        document: Document,
        judged: Mapping[tuple[Identity, Identity], Judged],
        lists: Mapping[str, tuple[CodeEntry, ...]],
        remarks: Remarks,
    ) -> None:
        self._root = document.root
        self._lists = lists
        self._remarks = remarks
        self._definitions: dict[str, dict[str, Any]] = {}
        self._acts: dict[Identity, list[Act]] = {}
        for one in judged.values():
            for act in one.acts:
                self._acts.setdefault(one.bearer.identity, []).append(act)
        #: Members that may be withheld, by group: what requires them stands where the rule stands.
        self._soft: set[tuple[Identity, str]] = set()
        #: Values that a rule without condition gives to members, by group.
        self._given = {
            (group, place.keys[-1]): act.value
            for group, acts in self._acts.items()
            for act in acts
            if act.kind is Kind.PREFILLED
            for place in act.places
        }

    def schema(self, spots: tuple[tuple[Path, tuple[bool, ...], Group], ...]) -> dict[str, Any]:
        """Return the whole document."""
        covered = self._find_soft(spots)
        top = self._object(self._root)
        for path, lists, group in spots:
            for key, use in keyed(group):
                if self._is_soft(group, key) and use.minimum and (*path, key) not in covered and _fillable(use):
                    top.setdefault("allOf", []).append(_required_at(path, lists, key))
        return {"$schema": DIALECT, "title": self._root.label, **top, "$defs": self._definitions}

    def _find_soft(self, spots: tuple[tuple[Path, tuple[bool, ...], Group], ...]) -> set[Path]:
        """Return the places that a rule may withhold, and note their groups."""
        parents = {path: group for path, _, group in spots}
        covered: set[Path] = set()
        for path, _, group in spots:
            for act in self._acts.get(group.identity, ()):
                for place in act.places if act.kind in WITHHOLDS | {Kind.SHOWN, Kind.ENABLED} else ():
                    at = path + place.keys
                    covered.add(at)
                    self._soft.add((parents[at[:-1]].identity, at[-1]))
        return covered

    def _is_soft(self, group: Group, key: str) -> bool:
        return (group.identity, key) in self._soft

    def _object(self, group: Group) -> dict[str, Any]:
        """Return the schema of a group, without its title."""
        asked = [(key, use) for key, use in keyed(group) if is_asked(use.element)]
        required = [
            key
            for key, use in asked
            if use.minimum and not group.choice and not self._is_soft(group, key) and _fillable(use)
        ]
        made: dict[str, Any] = {
            "type": "object",
            "properties": {key: self._member(group, key, use) for key, use in asked},
            "additionalProperties": False,
            "x-fim": {"id": group.identity.id, "version": group.identity.version},
            "x-anzahl": {key: count_of(use) for key, use in keyed(group)},
        }
        for _, use in keyed(group):
            if not is_asked(use.element):
                self._define(use.element)
        if required:
            made["required"] = required
        if group.choice:
            made.update(minProperties=1, maxProperties=1)
        rules = self._rules(group)
        if rules:
            made["allOf"] = rules
        return made

    def _member(self, group: Group, key: str, use: Use) -> dict[str, Any]:
        self._define(use.element)
        name = use.element.identity.key
        given = self._given.get((group.identity, key))
        if given is not None:  # seen, not to be changed, and kept: what nobody saw would not be frozen
            own = {"default": given, "const": given, "readOnly": True}
            self._definitions[f"{name}-{given}"] = {**self._definitions[name], **own}
            name = f"{name}-{given}"
        held: dict[str, Any] = {"$ref": f"#/$defs/{name}"}
        if not use.many:
            return held
        made: dict[str, Any] = {"type": "array", "title": use.element.label, "items": held}
        if use.minimum:
            made["minItems"] = use.minimum
        if use.maximum is not None:
            made["maxItems"] = use.maximum
        if isinstance(use.element, Field) and use.element.kind == "select":
            made["uniqueItems"] = True
        return made

    def _define(self, element: Field | Group) -> None:
        name = element.identity.key
        if name in self._definitions:
            return
        self._definitions[name] = {}  # a group cannot contain itself, so nobody looks at it before it is done
        made = {"title": element.label}
        if element.help:
            made["description"] = element.help
        body = self._object(element) if isinstance(element, Group) else self._field(element)
        self._definitions[name] = {**made, **body}

    def _field(self, one: Field) -> dict[str, Any]:
        about = {"id": one.identity.id, "version": one.identity.version, "feldart": one.kind, "datentyp": one.datatype}
        if one.prefill != "keine":
            about["vorbefuellung"] = one.prefill
        if one.kind == "label":
            return {"x-fim": about, "x-inhalt": one.content or one.label}
        made = self._choice(one) if one.kind == "select" else {**_TYPES[one.datatype], **self._limits(one)}
        if one.datatype == "file":
            made["x-datei"] = {"maxSize": one.max_size, "mediaType": list(one.media_types)}
        if one.content and one.kind in {"locked", "hidden", "input"} and made["type"] == "string":
            made["default"] = one.content
        elif one.content:
            self._remarks.add(one.identity.key, f"Inhalt „{one.content}“ nicht vorbelegt")
        if one.kind == "locked":
            made["readOnly"] = True
        if one.datatype == "obj":
            self._remarks.add(one.identity.key, "Datentyp obj: als Text abgefragt")
        made["x-fim"] = about
        return made

    def _choice(self, one: Field) -> dict[str, Any]:
        entries = one.codes or (self._lists.get(one.code_list.shown, ()) if one.code_list else ())
        if not entries:
            name = one.code_list.shown if one.code_list else "ohne Namen"
            self._remarks.add(one.identity.key, f"Codeliste fehlt: {name}")
            return {"type": "string", "minLength": 1, "x-codeliste-fehlt": name}
        choices = [
            {"const": entry.code, "title": entry.label, **({"description": entry.help} if entry.help else {})}
            for entry in entries
        ]
        made: dict[str, Any] = {"type": "string", "oneOf": choices}
        if one.code_list is not None and not one.codes:
            made["x-codeliste"] = one.code_list.shown
        return made

    def _limits(self, one: Field) -> dict[str, Any]:
        precision, made = one.precision, dict[str, Any]()
        place = one.identity.key
        if precision.unread:
            self._remarks.add(place, f"Präzisierung nicht verstanden: {precision.unread}")
        text = _TYPES[one.datatype] == {"type": "string"} or one.datatype == "text_latin"
        if text and one.datatype != "file":
            made.update({"minLength": precision.min_length} if precision.min_length is not None else {})
            made.update({"maxLength": precision.max_length} if precision.max_length is not None else {})
            made.update(self._pattern(one))
        elif precision.min_length is not None or precision.max_length is not None or precision.pattern:
            self._remarks.add(place, f"Länge oder Muster passt nicht zum Datentyp {one.datatype}")
        if one.datatype in _NUMBERS:
            made.update({"minimum": _number(precision.min_value)} if precision.min_value else {})
            made.update({"maximum": _number(precision.max_value)} if precision.max_value else {})
        elif precision.min_value or precision.max_value:
            self._remarks.add(place, f"Wertgrenze passt nicht zum Datentyp {one.datatype}")
        return made

    def _pattern(self, one: Field) -> dict[str, Any]:
        wanted = one.precision.pattern
        if not wanted:
            return {}
        try:
            make_validator({"type": "string", "pattern": wanted})
        except ValueError:
            self._remarks.add(one.identity.key, f"Muster nicht verstanden: {wanted}")
            return {}
        return {"pattern": wanted}

    def _rules(self, group: Group) -> list[dict[str, Any]]:
        """Return the rules that a group bears."""
        acts = self._acts.get(group.identity, [])
        made = [self._one_of(act) for act in acts if act.kind in {Kind.AT_LEAST_ONE, Kind.EXACTLY_ONE}]
        made += [
            _when(self._asked(act), nested(place.keys, {"not": {}}, force=False))
            for act in acts
            for place in (act.places if act.kind is Kind.FORBIDDEN else ())
        ]
        withheld = {place.keys: self._withheld(place, acts) for act in acts for place in act.places}
        made.extend(self._required(acts, withheld))
        made.extend(self._multiplicities(acts, withheld))
        return made

    def _asked(self, act: Act) -> dict[str, Any] | None:
        return None if act.condition is None else as_schema(act.condition, act.names)

    def _one_of(self, act: Act) -> dict[str, Any]:
        inner = FILLED if act.value is None else {"const": act.value}
        word = "anyOf" if act.kind is Kind.AT_LEAST_ONE else "oneOf"
        return {word: [nested(place.keys, inner, force=True) for place in act.places]}

    def _withheld(self, place: Place, acts: Iterable[Act]) -> list[dict[str, Any]] | None:
        """Return when an element is withheld by this bearer's rules: any of these; None: always."""
        mine = [act for act in acts if any(one.keys == place.keys for one in act.places)]
        found: list[dict[str, Any]] = []
        prefilled = any(act.kind is Kind.PREFILLED for act in mine)
        for act in mine:
            if act.kind in WITHHOLDS and not prefilled:
                asked = self._asked(act)
                if asked is None:
                    return None
                found.append(asked)
        for offering, opposite in ((Kind.SHOWN, {Kind.HIDDEN, Kind.FORBIDDEN}), (Kind.ENABLED, {Kind.DISABLED})):
            offers = [act for act in mine if act.kind is offering]
            if offers and not any(act.kind in opposite for act in mine):
                conditions = [act.condition for act in offers if act.condition is not None]
                if len(conditions) == len(offers):
                    names = {name: one for act in offers for name, one in act.names.items()}
                    found.append(as_schema(negated(_any(conditions)), names))
        return found

    def _free(self, place: Place, withheld: Mapping[Path, list[dict[str, Any]] | None]) -> list[dict[str, Any]] | None:
        """Return what must hold so that neither an element nor anything around it is withheld; None: never."""
        found: list[dict[str, Any]] = []
        for length in range(1, len(place.keys) + 1):
            ways = withheld.get(place.keys[:length], [])
            if ways is None:
                return None
            found.extend({"not": way} for way in ways)
        return found

    def _required(
        self, acts: Iterable[Act], withheld: Mapping[Path, list[dict[str, Any]] | None]
    ) -> Iterable[dict[str, Any]]:
        for act in acts:
            for place in act.places if act.kind is Kind.REQUIRED else ():
                free = self._free(place, withheld)
                if free is None or not _fillable(place.use):
                    continue
                asked = self._asked(act)
                flags = [use.many for use in place.around]
                then = nested(place.keys, _filled(place.use), lists=flags, force=True)
                yield _when(_all([*([asked] if asked else []), *free]), then)

    def _multiplicities(
        self, acts: Iterable[Act], withheld: Mapping[Path, list[dict[str, Any]] | None]
    ) -> Iterable[dict[str, Any]]:
        """Yield what the multiplicity requires of elements that may be withheld: only while they are not."""
        places = {
            place.keys: place
            for act in acts
            if act.kind in WITHHOLDS | {Kind.SHOWN, Kind.ENABLED}
            for place in act.places
        }
        for place in places.values():
            ways = withheld[place.keys]
            if place.use.minimum and ways is not None and _fillable(place.use):
                then = nested(place.keys[:-1], {"required": [place.keys[-1]]}, force=False)
                yield _when(_all([{"not": way} for way in ways]), then)


def _any(conditions: Iterable[Condition]) -> Condition:
    return junction("any", tuple(dict.fromkeys(conditions)))


def _all(parts: list[dict[str, Any]]) -> dict[str, Any] | None:
    if len(parts) > 1:
        return {"allOf": parts}
    return parts[0] if parts else None


def _when(asked: dict[str, Any] | None, then: dict[str, Any]) -> dict[str, Any]:
    return then if asked is None else {"if": asked, "then": then}


def _filled(use: Use) -> dict[str, Any]:
    """Return what a required element must be, beside being there."""
    if use.many:
        return {"minItems": max(use.minimum, 1)}
    return {"minProperties": 1} if isinstance(use.element, Group) else {}


def _fillable(use: Use) -> bool:
    """Return whether anybody can fill an element in; a locked or hidden field is not filled in by a person."""
    element = use.element
    if isinstance(element, Field):
        return element.kind not in {"label", "hidden"} and (element.kind != "locked" or bool(element.content))
    return is_asked(element)


def _required_at(path: Path, lists: tuple[bool, ...], key: str) -> dict[str, Any]:
    """Return that a member is required in the group at a path, wherever that group is there."""
    made: dict[str, Any] = {"required": [key]}
    for name, many in zip(reversed(path), reversed(lists), strict=True):
        made = {"properties": {name: {"items": made} if many else made}}
    return made


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)
