"""Answers to a form by chance: mostly right ones, and every kind of wrong one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from lotse_app.forms.schema import at_path, choices_of, follow, types_of
from lotse_app.forms.validators import make_validator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from random import Random

    from lotse_app.forms.validators import Validator

#: Right and wrong texts by format. The wrong ones are wrong in every reading of the format.
RIGHT: dict[str, tuple[str, ...]] = {
    "ags": ("14627010", "01001000", "16077052"),
    "ausweis-seriennummer": ("L01X00T47", "L01X00T471", "123456789"),
    "bic": ("DEUTDEFF", "SOLADES1MEI"),
    "date": ("2026-11-21", "2024-02-29", "1950-01-01"),
    "date-time": ("2026-11-21T08:00:00Z", "2026-11-21T08:00:00.5+01:00"),
    "din91379-a": ("Müller", "René", "Łukasz", "K\u035fH", "Nœl-Groß"),
    "din91379-b": ("12 a", "Straße des 17. Juni 135", "Müller & Söhne GmbH"),
    "din91379-c": ("Ein Satz\nund noch einer", "50 €"),
    "email": ("a@example.org", "erika.mustermann@amt.example.de"),
    "fin": ("WVWZZZ1JZ3W386752", "1M8GDM9AXKP042788"),
    "iban": ("DE89370400440532013000", "AT611904300234573201"),
    "kfz-kennzeichen": ("BN-AZ 9999", "MYK-AZ 999", "PIR-X 1E", "B-123456"),
    "plz": ("01067", "99998"),
    "rentenversicherungsnummer": ("15070649C103", "65170839J003"),
    "steuer-idnr": ("86095742719", "47036892816"),
    "teildatum": ("1950", "1950-08", "1950-08-31"),
    "telefon": ("035204 12345", "+49 351 4960"),
    "time": ("08:00:00Z", "23:59:59+01:00"),
    "uri": ("https://www.example.org/a?b=c#d", "urn:isbn:9783161484100"),
}
WRONG: dict[str, tuple[str, ...]] = {
    "ags": ("", "17000000", "1462701"),
    "ausweis-seriennummer": ("", "L01X00T472", "AEIOU0000"),
    "bic": ("", "DEUT", "deutdeff"),
    "date": ("", "2026-02-30", "1.4.26", "2025-02-29"),
    "date-time": ("", "2026-11-21", "2026-11-21 25:00:00Z"),
    "din91379-a": ("Agent 007", "x\u0301", "А", "日本"),
    "din91379-b": ("12 a", "Ω", "😀"),
    "din91379-c": ("Ж", "\u200b"),
    "email": ("", "a@b", "a b@example.org", "@example.org", "müller@example.org"),
    "fin": ("", "WVWZZZ1JZ3W38675", "IOQ00000000000000"),
    "iban": ("", "DE00370400440532013000", "DE8937040044053201300"),
    "kfz-kennzeichen": ("", "DD-AB 0", "DDDD-A 1", "MYK-AZ 9999"),
    "plz": ("", "00123", "1067"),
    "rentenversicherungsnummer": ("", "15070649C104", "65170839J004", "65170839j003"),
    "steuer-idnr": ("", "86095742718", "12345678901"),
    "teildatum": ("", "1950-13", "1950-00-00"),
    "telefon": ("", "abc", "1"),
    "time": ("", "8 Uhr", "25:00:00Z"),
    "uri": ("", "example", "ht tp://x"),
}
#: What fits nowhere, or somewhere by accident.
_ODD: tuple[object, ...] = (None, True, False, 0, 1, -7, 2.5, "", "x", "ein Text", [], [1], ["x", "x"], {}, {"x": 1})
JUNK: tuple[object, ...] = (*_ODD, [[]], [{}], [1, 1], [None, "x"])
WORDS = ("Bello", "Anna", "x", "ja", "nein", "Weißeritztal", "äöü", "a/b~c", "😀")
_DEEPEST = 12


class Sampler:
    """Makes answers to the form of one schema; ``wild`` is how likely anything is wrong at any place."""

    def __init__(self, root: Mapping[str, Any], chance: Random) -> None:
        self._root = root
        self._chance = chance
        self._wild = 0.0
        self._conditions: dict[int, Validator] = {}

    def answers(self, wild: float) -> Any:  # noqa: ANN401 - answers are JSON
        """Return answers, mostly as the schema wants them."""
        self._wild = wild
        return self._value(self._root, 0)

    def _value(self, schema: object, depth: int) -> Any:  # noqa: ANN401 - answers are JSON
        here = follow(schema, self._root)
        if depth > _DEEPEST or not here:
            return self._chance.choice(JUNK)
        if self._chance.random() < self._wild:
            return self._chance.choice(list(self._breakers(here, depth)))()
        return self._right(here, depth)

    def _right(self, here: dict[str, Any], depth: int) -> Any:  # noqa: ANN401 - answers are JSON
        known = [value for value, _ in choices_of(here)]
        if "const" in here:
            known = [here["const"]]
        if known:
            return self._chance.choice(known)
        for keyword in ("anyOf", "oneOf"):
            if keyword in here and not types_of(here):
                return self._value(self._chance.choice(here[keyword]), depth + 1)
        kind = self._chance.choice(types_of(here) or ("string",))
        makers: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(here, depth),
            "array": lambda: self._array(here, depth),
            "boolean": lambda: self._chance.random() < 0.5,
            "integer": lambda: self._number(here),
            "number": lambda: self._number(here) + self._chance.choice((0, 0.5)),
            "null": lambda: None,
        }
        return makers.get(kind, lambda: self._text(here))()

    def _number(self, here: dict[str, Any]) -> Any:  # noqa: ANN401 - a number
        least = here.get("minimum", here.get("exclusiveMinimum", -2))
        return self._chance.randint(int(least), int(here.get("maximum", here.get("exclusiveMaximum", int(least) + 5))))

    def _text(self, here: dict[str, Any]) -> str:
        least, most = int(here.get("minLength", 0)), int(here.get("maxLength", 60))
        fitting = [one for one in RIGHT.get(here.get("format", ""), ()) if least <= len(one) <= most]
        if fitting:
            return self._chance.choice(fitting)
        if str(here.get("pattern", "")).startswith("^[0-9]{"):
            return "276098102345678"[: int(here["pattern"].partition("{")[2].partition("}")[0])]
        return self._chance.choice(WORDS).ljust(least, "e")[:most]

    def _array(self, here: dict[str, Any], depth: int) -> list[Any]:
        least = int(here.get("minItems", 0))
        count = self._chance.randint(least, max(least, min(int(here.get("maxItems", 3)), least + 2)))
        items = [self._value(here.get("items", True), depth + 1) for _ in range(count)]
        return items if not here.get("uniqueItems") else [one for at, one in enumerate(items) if one not in items[:at]]

    def _object(self, here: dict[str, Any], depth: int) -> dict[str, Any]:
        required = set(here.get("required", ()))
        made: dict[str, Any] = {}
        for name, part in here.get("properties", {}).items():
            if self._chance.random() < (1 - self._wild if name in required else 0.6):
                made[name] = self._value(part, depth + 1)
        for part in (here, *here.get("allOf", ())):
            if isinstance(part, dict):
                self._apply(follow(part, self._root), here, made, depth)
        for name, names in here.get("dependentRequired", {}).items():
            if name in made:
                self._complete(names, here, made, depth)
        return made

    def _apply(self, part: dict[str, Any], here: dict[str, Any], made: dict[str, Any], depth: int) -> None:
        """Do what a condition asks for, mostly."""
        branch = part if part is not here else {}
        if "if" in part:
            branch = part.get("then" if self._condition(part["if"]).is_valid(made) else "else", {})
        branch = follow(branch, self._root)
        self._complete(branch.get("required", ()), here, made, depth)
        for name, wanted in branch.get("properties", {}).items():
            if name in made and self._chance.random() < 0.6:
                inner = made[name]
                if isinstance(inner, dict) and isinstance(wanted, dict) and "properties" in wanted:
                    self._apply(wanted, at_path(here, (name,), self._root) or {}, inner, depth + 1)
                elif follow(wanted, self._root):
                    made[name] = self._value({**(at_path(here, (name,), self._root) or {}), **wanted}, depth + 1)

    def _complete(self, names: object, here: dict[str, Any], made: dict[str, Any], depth: int) -> None:
        for name in names if isinstance(names, list | tuple) else ():
            if name not in made and self._chance.random() > 2 * self._wild:
                made[name] = self._value(at_path(here, (name,), self._root) or {}, depth + 1)

    def _condition(self, schema: object) -> Validator:
        if id(schema) not in self._conditions:
            self._conditions[id(schema)] = make_validator(schema, self._root.get("$defs"))
        return self._conditions[id(schema)]

    def _breakers(self, here: dict[str, Any], depth: int) -> Iterator[Callable[[], Any]]:
        """Yield what breaks each keyword of a schema, and what is of any kind."""
        yield lambda: self._chance.choice(JUNK)
        if here.get("format") in WRONG:
            yield lambda: self._chance.choice(WRONG[here["format"]])
        if choices_of(here) or "const" in here:
            yield lambda: self._chance.choice(("anderes", 17, not here.get("const")))
        if "pattern" in here:
            yield lambda: self._chance.choice(("", "zz", "1" * 99))
        yield from self._lengths(here)
        yield from self._sizes(here, depth)
        if "properties" in here:
            yield lambda: {**self._object(here, depth), "niemand": 1}
            yield dict

    def _lengths(self, here: dict[str, Any]) -> Iterator[Callable[[], Any]]:
        if here.get("minLength", 0) > 0:
            yield lambda: "xxxxxxxxxxxx"[: here["minLength"] - 1]
        if "maxLength" in here:
            yield lambda: "x" * (here["maxLength"] + 1)
        beyond = {"minimum": -1, "exclusiveMinimum": 0, "maximum": 1, "exclusiveMaximum": 0}
        for keyword in beyond.keys() & here.keys():
            yield partial(int.__add__, int(here[keyword]), beyond[keyword])
        if "multipleOf" in here:
            yield lambda: here["multipleOf"] / 2

    def _sizes(self, here: dict[str, Any], depth: int) -> Iterator[Callable[[], Any]]:
        if here.get("minItems", 0) > 0:
            yield list
        if "maxItems" in here:
            yield lambda: [self._value(here.get("items", True), depth + 1) for _ in range(here["maxItems"] + 1)]
        if here.get("uniqueItems"):
            yield lambda: [self._value(here.get("items", True), depth + 1)] * 2
