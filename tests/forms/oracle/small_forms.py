"""Small forms by chance: every layout, effect, kind of condition, option and keyword, put together in all ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms.pointers import escape
from lotse_app.forms.schema import follow
from tests.chance import seeded
from tests.forms.oracle.comparing import painted_form
from tests.forms.oracle.sampling import RIGHT, Sampler

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

#: Names with everything that pointers and scopes must survive; none has a full stop (JSON Forms cannot resolve it).
NAMES = ("a", "b", "straße", "x/y", "m~n", "größe 1", "10", "2", "then", "items", "properties", "Ort")
_DEEPEST = 3
_LOGIC = ("AND", "OR")
_EFFECTS = ("SHOW", "HIDE", "ENABLE", "DISABLE", "SHOW", "HIDE", "ENABLE", "DISABLE", "READONLY", "BLINK")
Json = dict[str, Any]


def small_questions(count: int, seed: int) -> Iterator[Json]:
    """Yield questions, each with documents and answers of its own and the form that is painted for it."""
    chance = seeded(seed)
    for number in range(count):
        yield small_question(chance, f"klein {number}")


def small_question(chance: Random, name: str) -> Json:
    """Return one question: documents, answers, and the form that the window would paint."""
    maker = _Maker(chance)
    schema = maker.root()
    data = Sampler(schema, chance).answers(chance.choice((0.0, 0.05, 0.3)))
    uischema = None if chance.random() < 0.15 else maker.layout(schema, 0)
    form = painted_form(schema, uischema)
    unknown = chance.random() < 0.05 and data is not None
    return {
        "name": name,
        "schema": None if unknown else schema,
        "uischema": uischema,
        "data": data,
        "painted": None if unknown else form,
    }


class _Maker:
    """Draws from ``chance``, which may be hypothesis's."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._root: Json = {}

    def _maybe(self, share: float = 0.3) -> bool:
        return self._chance.random() < share

    def root(self) -> Json:
        """Return a schema of an object, with definitions that contain themselves."""
        node = {
            "type": "object",
            "properties": {"a": {"type": "string", "minLength": 2}, "b": {"$ref": "#/$defs/knoten"}},
        }
        self._root = {"$defs": {"knoten": node, "text": self._string(), "liste": {"type": "array", "items": node}}}
        self._root.update(self._object(0))
        if self._maybe(0.1):
            self._root.pop("type")
        return self._root

    # schemas

    def _object(self, depth: int) -> Json:
        names = self._chance.sample(NAMES, self._chance.randint(2, 5))
        made: Json = {"type": "object", "properties": {name: self._schema(depth + 1) for name in names}}
        made["required"] = [name for name in names if self._maybe(0.4)]
        first, last = names[0], names[-1]
        extras: tuple[tuple[float, Callable[[], Json]], ...] = (
            (0.3, lambda: {"additionalProperties": False}),
            (0.1, lambda: {"additionalProperties": {"type": "string"}}),
            (0.1, lambda: {"patternProperties": {"^[a-b]$": {"minLength": 1}}}),
            (0.2, lambda: {"dependentRequired": {first: [last]}}),
            (0.1, lambda: {"dependentSchemas": {first: {"required": [last]}}}),
            (0.1, lambda: {"propertyNames": {"maxLength": 6}}),
            (0.1, lambda: {"minProperties": 2, "maxProperties": 3}),
            (0.3, lambda: self._conditional(first, last, depth)),
            (0.2, lambda: {"allOf": [self._conditional(last, first, depth), {"properties": {last: {"title": "x"}}}]}),
            (0.08, lambda: {"anyOf": [{"required": [first]}, {"required": [last]}]}),
            (0.05, lambda: {"oneOf": [{"required": [first]}, {"required": [last]}]}),
            (0.05, lambda: {"not": {"required": [first, last]}}),
        )
        for share, extra in extras:
            if self._maybe(share):
                made.update(extra())
        return made

    def _conditional(self, first: str, last: str, depth: int) -> Json:
        made: Json = {"if": {"properties": {first: self._leaf()}, "required": [first]}}
        if self._maybe(0.8):
            made["then"] = {"required": [last]}
        if self._maybe(0.5):
            made["else"] = {"properties": {last: self._schema(depth + 2)}}
        return made

    def _schema(self, depth: int) -> Json:
        if depth < _DEEPEST and self._maybe(0.2):
            return self._object(depth)
        if self._maybe(0.15):
            return {"$ref": f"#/$defs/{self._chance.choice(('knoten', 'text', 'liste'))}"}
        if depth < _DEEPEST and self._maybe(0.2):
            return self._array(depth)
        made = self._leaf()
        if self._maybe(0.15):
            made["readOnly"] = self._maybe(0.8)
        if self._maybe(0.1):
            made["default"] = "x"
        return made

    def _array(self, depth: int) -> Json:
        made: Json = {"type": "array", "items": self._chance.choice((self._object, self._schema))(depth + 1)}
        if self._maybe():
            made["minItems"] = self._chance.randint(0, 2)
        if self._maybe():
            made["maxItems"] = self._chance.randint(2, 3)
        if self._maybe(0.2):
            made["uniqueItems"] = True
        if self._maybe(0.1):
            made["contains"] = self._leaf()
        if self._maybe(0.05):
            made.update({"prefixItems": [self._leaf()], "items": False})
        return made

    def _leaf(self) -> Json:
        makers: tuple[Callable[[], Json], ...] = (
            self._string,
            self._string,
            self._number,
            lambda: {"type": "boolean"},
            lambda: {"type": "boolean", "const": True},
            lambda: {"type": "string", "enum": ["x", "y", "z"]},
            lambda: {"enum": ["x", 1, None, True]},
            lambda: {"type": "string", "oneOf": [{"const": "x", "title": "X"}, {"const": "y", "title": "Y"}]},
            lambda: {"type": "array", "uniqueItems": True, "items": {"type": "string", "enum": ["x", "y"]}},
            lambda: {"type": ["string", "null"], "minLength": 1},
            lambda: {"type": "null"},
            lambda: {"anyOf": [{"type": "string", "minLength": 2}, {"type": "integer", "minimum": 1}]},
            lambda: {"oneOf": [{"type": "string"}, {"type": "integer", "minimum": 1}]},
            lambda: {"allOf": [{"type": "string"}, {"minLength": 2}]},
            lambda: {"type": "string", "not": {"const": "x"}},
            lambda: {"$ref": "#/$defs/text"},
        )
        made = self._chance.choice(makers)()
        return {**made, "title": "Titel"} if self._maybe() else made

    def _string(self) -> Json:
        if self._maybe(0.4):
            return {"type": "string", "format": self._chance.choice(sorted(RIGHT))}
        made: Json = {"type": "string"}
        for keyword, value in (("minLength", 2), ("maxLength", 3), ("pattern", "^[0-9]{2}$")):
            if self._maybe():
                made[keyword] = value
        return made

    def _number(self) -> Json:
        made: Json = {"type": self._chance.choice(("integer", "number"))}
        for keyword, value in (
            ("minimum", 1),
            ("exclusiveMinimum", 0),
            ("maximum", 4),
            ("exclusiveMaximum", 5),
            ("multipleOf", 2),
        ):
            if self._maybe():
                made[keyword] = value
        return made

    # UI schemas

    def layout(self, schema: Json, depth: int) -> Json:
        """Return a layout for an object schema: any kind, with any elements."""
        kinds = ["VerticalLayout", "HorizontalLayout", "Group", "Categorization"]
        kind = self._chance.choice(kinds if depth < _DEEPEST else kinds[:3])
        made: Json = {"type": kind}
        if kind == "Group":
            made["label"] = "Gruppe"
        inner = self._category if kind == "Categorization" else self._element
        made["elements"] = [inner(schema, depth + 1) for _ in range(self._chance.randint(1, 4))]
        return self._ruled(made, schema)

    def _category(self, schema: Json, depth: int) -> Json:
        if depth < _DEEPEST and self._maybe(0.2):
            elements = [self._category(schema, depth + 1)]
            return self._ruled({"type": "Categorization", "label": "Teil", "elements": elements}, schema)
        elements = [self._element(schema, depth + 1) for _ in range(self._chance.randint(0, 3))]
        return self._ruled({"type": "Category", "label": "Schritt", "elements": elements}, schema)

    def _element(self, schema: Json, depth: int) -> Json:
        if depth < _DEEPEST and self._maybe(0.3):
            return self.layout(schema, depth)
        if self._maybe(0.1):
            return self._ruled({"type": "Label", "text": "Hinweis"}, schema)
        scope, found = self._scope(schema)
        made: Json = {"type": "Control", "scope": scope}
        items = follow(found.get("items"), self._root)
        inside = items if "properties" in items else found
        if "properties" in inside and depth < _DEEPEST and self._maybe():
            made["options"] = {"detail": self._chance.choice((self.layout(inside, depth + 1), "GENERATE", "DEFAULT"))}
            if inside is items and self._maybe():
                made["type"] = "ListWithDetail"
        if self._maybe(0.1):
            made["label"] = self._chance.choice((False, True, "Frage"))
        return self._ruled(made, schema)

    def _scope(self, schema: Json) -> tuple[str, Json]:
        """Return a scope and the schema behind it: a property, one further in, one that is not there, or all."""
        if self._maybe(0.03):
            return self._chance.choice(
                ("#/properties/nirgends", "#", "#/then/properties/a", "#/allOf/0/properties/a")
            ), {}
        name = self._chance.choice(sorted(schema["properties"]))
        scope, found = f"#/properties/{escape(name)}", follow(schema["properties"][name], self._root)
        if "properties" in found and self._maybe(0.6):
            inner = self._chance.choice(sorted(found["properties"]))
            return f"{scope}/properties/{escape(inner)}", follow(found["properties"][inner], self._root)
        return scope, found

    def _ruled(self, made: Json, schema: Json) -> Json:
        if self._maybe(0.35):
            made["rule"] = {"effect": self._chance.choice(_EFFECTS), "condition": self._condition(schema, 0)}
        if self._maybe(0.12):
            option = self._chance.choice(("readonly", "readOnly"))
            made["options"] = {**made.get("options", {}), option: self._maybe(0.6)}
        return made

    def _condition(self, schema: Json, depth: int) -> Json:
        if depth < 2 and self._maybe(0.25):
            parts = [self._condition(schema, depth + 1) for _ in range(self._chance.randint(0, 3))]
            return {"type": self._chance.choice(_LOGIC), "conditions": parts}
        scope = self._scope(schema)[0]
        if self._maybe():
            return {"type": "LEAF", "scope": scope, "expectedValue": self._chance.choice(("x", 1, True, None, "y", []))}
        if self._maybe(0.03):
            return {"scope": scope, "type": "UNBEKANNT"}
        wanted = self._chance.choice((self._leaf, lambda: {"not": self._leaf()}, lambda: {"const": "x"}, dict))()
        if "$ref" in str(wanted):
            wanted = {"enum": ["x", "y"]}
        made: Json = {"scope": scope, "schema": wanted}
        if self._maybe(0.2):
            made["failWhenUndefined"] = True
        return made
