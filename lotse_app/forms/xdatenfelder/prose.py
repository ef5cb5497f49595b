"""Reads a rule text by the grammar ``rules.lark``; a text the grammar does not know has no meaning here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from lotse_app.forms.xdatenfelder.meaning import (
    ALL,
    EVERY,
    OTHERS,
    Clause,
    Comparison,
    Effect,
    Junction,
    Kind,
    Written,
    junction,
    negated,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lark import Token, Tree

    from lotse_app.forms.xdatenfelder.meaning import Condition, Op

_GRAMMAR: Final = Path(__file__).with_name("rules.lark")
#: Words that end a label without quotation marks: what follows is no label any more.
_RESERVED: Final = (
    r"(?:wenn|dann|sonst|ansonsten|und|oder|muss|darf|ist|wird|nicht|leer|als|mit|zu|zeige|blende|aktiviere|deaktiviere|"
    r"mache|erscheint|befüllt|ausgefüllt|angezeigt|ausgeblendet|auszublenden|vorbefüllt|vorzubefüllen|sein|werden|"
    r"größer|kleiner|mindestens|entweder|angegeben|soll|für|nur|alle|außer|jünger|älter|Auswahl(?=\s*=))\b"
    r"|an(?=\s*(?:[.,]|$))|aus(?=\s*(?:[.,]|$))|0[0-9]|[FG][0-9]{8}"
)
_LANDS: Final = {
    "Baden-Württemberg": "BW", "Bayern": "BY", "Berlin": "BE", "Brandenburg": "BB", "Bremen": "HB", "Hamburg": "HH",
    "Hessen": "HE", "Mecklenburg-Vorpommern": "MV", "Niedersachsen": "NI", "Nordrhein-Westfalen": "NW",
    "Rheinland-Pfalz": "RP", "Saarland": "SL", "Sachsen": "SN", "Sachsen-Anhalt": "ST", "Schleswig-Holstein": "SH",
    "Thüringen": "TH",
}  # fmt: skip
_LONGEST: Final = 8_000
"""A text longer than this is no rule; the longest of the corpus has 1,600 characters."""


class UnreadError(ValueError):
    """A text whose meaning is not certain; the message says why, in German."""


@cache
def _parse() -> Callable[[str], Tree[Token]]:
    from lark import Lark

    grammar = _GRAMMAR.read_text("utf-8").replace("@RESERVED@", f"(?i:{_RESERVED})")
    return Lark(grammar, parser="lalr", start="text").parse


def read_rule(text: str) -> tuple[Clause, ...]:
    """Return what a text means, word for word, without looking at any schema. Raises UnreadError."""
    from lark.exceptions import LarkError

    plain = " ".join(text.split())
    if not plain or len(plain) > _LONGEST:
        raise UnreadError("kein Regeltext" if not plain else "der Text ist zu lang")
    try:
        tree = _parse()(plain)
    except LarkError as error:
        message = "der Satzbau ist unbekannt"
        raise UnreadError(message) from error
    return _Reader().text(tree)


class _Reader:
    """Walks the tree of one text; later sentences may lean on earlier ones ("wenn <> …", "es", "das Feld")."""

    def __init__(self) -> None:
        self._scope: tuple[str, ...] = ALL
        self._clauses: list[Clause] = []
        self._last: tuple[str, ...] = ()

    def text(self, tree: Tree[Token]) -> tuple[Clause, ...]:
        """Return the clauses of all sentences."""
        for part in _trees(tree):
            if part.data == "head":
                self._scope = _lands(_trees(part)[0])
            elif part.data == "head_others":
                self._scope = OTHERS
            else:
                self._sentence(part)
        return tuple(self._clauses)

    def _sentence(self, tree: Tree[Token]) -> None:
        kind = str(tree.data)
        if kind == "conditional":
            self._conditional(tree)
        elif kind == "others":
            self._add(None, Effect(Kind.HIDDEN, self._needed()), scope=OTHERS)
        elif kind in _PLAIN:
            self._last = _elements(tree)
            self._add(None, Effect(_PLAIN[kind], self._last))
        elif kind in _SCOPED:
            element, lands = _trees(tree)
            self._last = _elements(element)
            self._add(None, Effect(_SCOPED[kind], self._last), scope=_lands(lands))
        elif kind == "all_prefilled":
            self._add(None, *_prefilled(tree))
        elif kind == "duty_if":
            self._duty_if(tree)
        else:
            self._add(None, _one_of(tree))

    def _needed(self) -> tuple[str, ...]:
        if not self._last:
            message = "unklar, welches Feld gemeint ist"
            raise UnreadError(message)
        return self._last

    def _add(self, condition: Condition | None, *effects: Effect, scope: tuple[str, ...] | None = None) -> None:
        self._clauses.append(Clause(scope or self._scope, condition, effects))

    def _duty_if(self, tree: Tree[Token]) -> None:
        element, ids, value = _trees(tree)
        parts = tuple(Comparison(str(one), "=", _value(value)) for one in ids.children)
        self._add(junction("any", parts), Effect(Kind.REQUIRED, _elements(element)))

    def _conditional(self, tree: Tree[Token]) -> None:
        condition, effects, *rest = _trees(tree)
        asked = self._condition(condition)
        then = self._effects(effects)
        other = self._otherwise(rest[0], then) if rest else ()
        self._clauses.append(Clause(self._scope, asked, then, other))

    def _condition(self, tree: Tree[Token]) -> Condition:
        *subject, tests = _trees(tree)
        before = self._clauses[-1].condition if self._clauses else None
        if subject:
            element = _elements(subject[0])[0]
        elif isinstance(before, Comparison):
            element = before.element
        else:
            message = "unklar, welches Feld die Bedingung meint"
            raise UnreadError(message)
        return _tests(element, tests, before)

    def _otherwise(self, tree: Tree[Token], then: tuple[Effect, ...]) -> tuple[Effect, ...]:
        inner = _trees(tree)[0]
        if inner.data != "not_then":
            return self._effects(inner)
        if {one.kind for one in then} != {Kind.SHOWN}:
            message = "unklar, was sonst nicht geschieht"
            raise UnreadError(message)
        return (Effect(Kind.HIDDEN, then[0].elements),)

    def _effects(self, tree: Tree[Token]) -> tuple[Effect, ...]:
        return tuple(made for one in _trees(tree) for made in self._effect(one))

    def _effect(self, tree: Tree[Token]) -> tuple[Effect, ...]:
        kind = str(tree.data)
        if kind == "same_hidden":
            return (Effect(Kind.HIDDEN, self._needed()),)
        if kind == "last_required":
            return (Effect(Kind.REQUIRED, self._needed()[-1:]),)
        if kind == "prefilled":
            return _prefilled(tree)
        if kind == "swap":
            shown, hidden = (_elements(one) for one in _trees(tree))
            return (Effect(Kind.SHOWN, shown), Effect(Kind.REQUIRED, shown), Effect(Kind.HIDDEN, hidden))
        self._last = _elements(tree)
        if kind == "shown_required":
            return (Effect(Kind.SHOWN, self._last), Effect(Kind.REQUIRED, self._last))
        return (Effect(Kind(kind), self._last),)


_PLAIN: Final = {"all_required": Kind.REQUIRED, "all_shown": Kind.SHOWN, "all_hidden": Kind.HIDDEN}
_SCOPED: Final = {"lands_shown": Kind.SHOWN, "lands_required": Kind.REQUIRED}


def _trees(tree: Tree[Token]) -> list[Tree[Token]]:
    return [child for child in tree.children if not isinstance(child, str)]  # a token is a text, a tree is none


def _tokens(tree: Tree[Token]) -> list[Token]:
    return [child for child in tree.children if isinstance(child, str)]


def _elements(tree: Tree[Token]) -> tuple[str, ...]:
    """Return the elements named in a part, in order, each once; a dot that was forgotten is put in."""
    found = (str(one) for one in tree.scan_values(lambda token: isinstance(token, str) and token.type == "ELEMENT"))
    return tuple(dict.fromkeys(_dotted(one) for one in found))


def _dotted(path: str) -> str:
    return ".".join(part[:1] + rest for one in path.split(".") for part, rest in _ids(one))


def _ids(run: str) -> list[tuple[str, str]]:
    """Return the ids of a run of them: each is a letter and its digits."""
    starts = [at for at, sign in enumerate(run) if sign in "FG"]
    return [(run[at], run[at + 1 : end]) for at, end in zip(starts, [*starts[1:], len(run)], strict=True)]


def _lands(tree: Tree[Token]) -> tuple[str, ...]:
    return tuple(_LANDS.get(str(one), str(one)) for one in _tokens(tree) if one.type == "LAND")


def _value(tree: Tree[Token]) -> Written:
    first, rest = tree.children[0], _trees(tree)
    if tree.data == "word":
        return Written(label=str(first).strip("\"'").strip())
    label = str(rest[-1].children[0]).lstrip("- ").strip("\"'").strip() if rest else ""
    return Written(code=str(first), label=label)


def _prefilled(tree: Tree[Token]) -> tuple[Effect, ...]:
    element, value = _trees(tree)
    named = _elements(element)
    return (Effect(Kind.PREFILLED, named, _value(value)), Effect(Kind.HIDDEN, named))


def _one_of(tree: Tree[Token]) -> Effect:
    kind = str(tree.data)
    if kind == "at_least_one_of_all":
        return Effect(Kind.AT_LEAST_ONE, (EVERY,), _value(_trees(tree)[0]))
    if kind == "at_least_one":
        return Effect(Kind.AT_LEAST_ONE, _elements(tree), _value(_trees(tree)[1]))
    if kind == "at_least_one_filled":
        return Effect(Kind.AT_LEAST_ONE, _elements(tree))
    if kind == "exactly_one":
        return Effect(Kind.EXACTLY_ONE, _elements(tree))
    return Effect(Kind.COMPARE, _elements(tree), op="<")


def _tests(element: str, tree: Tree[Token], before: Condition | None) -> Condition:
    """Return the tests of one field; words between them must fit the operator: "= … ODER …", "<> … UND …"."""
    words = {str(one.children[0]).casefold() for one in _trees(tree) if one.data == "connective"}
    tests = [one for one in _trees(tree) if one.data != "connective"]
    made: list[Condition] = []
    operator: Op | None = None
    for test in tests:
        if test.data in {"compare", "compare_set"}:
            operator = _operator(test.children[0])
        made.append(_test(element, test, operator or "=", before))
        if test.data == "same_operator" and operator == "<>":
            message = "unklar, was „<> … und …“ ohne Klammer heißt"
            raise UnreadError(message)
    if len(made) == 1:
        return made[0]
    return _joined(tuple(made), words)


def _operator(sign: object) -> Op:
    return "<>" if str(sign) in {"<>", "!="} else "="


def _joined(parts: tuple[Condition, ...], words: set[str]) -> Condition:
    """Return alternatives of "=", or what is none of several codes; any other mixture is not certain."""
    signs = {one.op for one in parts if isinstance(one, Comparison)}
    if len(words) != 1 or len(signs) != 1 or any(isinstance(one, Junction) for one in parts):
        message = "unklar, wie die Bedingungen zusammengehören"
        raise UnreadError(message)
    kind: dict[tuple[str, str], Literal["all", "any"]] = {("=", "oder"): "any", ("<>", "und"): "all"}
    found = kind.get((signs.pop(), words.pop()))
    if found is None:
        message = "die Bedingung wäre immer oder nie erfüllt"
        raise UnreadError(message)
    return Junction(found, parts)


def _test(element: str, test: Tree[Token], operator: Op, before: Condition | None) -> Condition:
    kind = str(test.data)
    if kind in {"filled", "empty"}:
        return Comparison(element, "filled" if kind == "filled" else "empty")
    if kind == "given":
        return Comparison(element, "=", _value(_trees(test)[0]))
    if kind == "any_other":
        if not (isinstance(before, Comparison) and before.op == "=" and before.element == element):
            message = "unklar, welcher Code ausgenommen ist"
            raise UnreadError(message)
        return Junction("all", (Comparison(element, "filled"), negated(before)))
    if kind != "compare_set":
        return Comparison(element, operator, _value(_trees(test)[0]))
    words = {str(one.children[0]).casefold() for one in _trees(test) if one.data == "connective"}
    values = [one for one in _trees(test) if one.data != "connective"]
    return _joined(tuple(Comparison(element, operator, _value(one)) for one in values), words)
