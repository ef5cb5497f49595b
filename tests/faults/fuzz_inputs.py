"""Hostile and broken inputs for importer and form loader; each follows from seed and number, so that it comes again."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lotse_app.forms.library import FormLibrary
from lotse_app.forms.pair import File, read_pair
from lotse_app.forms.xdatenfelder.genericode import CodeLists
from lotse_app.forms.xdatenfelder.importing import make_form
from lotse_app.forms.xdatenfelder.model import CodeEntry, CodeListName, Precision
from lotse_app.forms.xdatenfelder.reading import read_document
from lotse_app.models.problems import ProblemError
from lotse_app.paths import resources
from tests.chance import seeded
from tests.forms.oracle.sampling import JUNK
from tests.forms.oracle.small_forms import small_question
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, code_list, use, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

#: What the mutations put in: names and values of the standards, limits of numbers and texts, markup of attacks.
TOKENS = (
    b"", b"<", b">", b"&", b"]]>", b"<!--", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;", b"&#xD800;", b"<?x ?>",
    b"<![CDATA[", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"1:1", b"0:*", b"*:*", b"-1:0", b"9" * 400, b"NaN", b"1e999",
    b"input", b"select", b"label", b"text", b"num_int", b"file", b"bool", b"struktur", b"datenfeldgruppe", b"anzahl",
    b"</xdf:struktur>", b"<xdf:struktur>", b"xmlns:xdf='urn:x'", b"{", b"}", b"[", b"]", b'"', b"\\", b"\\u0000",
    b"\\ud800", b"null", b"true", b'"$ref":"#"', b'"$ref":"#/$defs/x"', b'"pattern":"(a+)+$"', b'"type":"object"',
    b'"scope":"#/properties/a"', b'"elements":[]', b'"rule":{}', b"#/properties/", b"~0~1", b"a" * 5000,
    "ä€😀\u0301".encode(), b"(?=a)(?<!b)\\p{L}{1000000}", b"(((((((((((((((a*)*)*)*)*)*)*)*)*)*)*)*)*)*)*",
)  # fmt: skip
_WORDS = """Wenn dann muss darf nicht befüllt werden . , F00000000001 F00000000002 G00000000009 = <> === 001 "wahr" wahr
zeige an ODER UND aktiviere deaktiviere Für das Land die Länder SN NW gilt: alle anderen Das Feld Datenfeldgruppe
mindestens eines der entweder oder ( ) ansonsten sonst ist auszublenden leer ' " vorzubefüllen älter als 18 Jahre
Pflicht und sein"""
RULE_WORDS = tuple(_WORDS.split())
KEYWORDS = (
    "type", "properties", "required", "items", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "const", "enum",
    "$ref", "$defs", "pattern", "format", "minItems", "maxLength", "minimum", "multipleOf", "uniqueItems", "contains",
    "dependentRequired", "dependentSchemas", "additionalProperties", "patternProperties", "propertyNames", "elements",
    "scope", "rule", "condition", "effect", "schema", "options", "detail", "label", "text", "i18n", "title", "$id",
    "$schema", "unevaluatedProperties", "prefixItems", "default", "x-besonders", "x-vorbefuellung",
)  # fmt: skip
ODD: tuple[Any, ...] = (
    *JUNK, "object", "array", "string", "Control", "Group", "Categorization", "ListWithDetail", "#", "#/", "#/$defs/a",
    "#/properties/a", "SHOW", "AND", "[", "(a+)+$", "\\", 10**30, -(10**30), 1e308, 0.1, {"$ref": "#"},
    {"type": "object"}, {"oneOf": [{"const": 1}]}, {"allOf": [{"$ref": "#"}]},
    {"items": {"$ref": "#"}, "type": "array"},
    {"type": "Control", "scope": "#"}, {"elements": [{"type": "Control", "scope": "#/properties/a"}]},
    "\u0000", "ß" * 300,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """One input: its kind, and the bytes of its parts (document and code list, or schema and UI schema, or facts)."""

    kind: str
    parts: tuple[bytes, ...]


def given(seed: str, number: int) -> Given:
    """Return the input of a number."""
    chance = seeded(f"{seed} {number}")
    kinds, weights = zip(*((kind, weight) for kind, (weight, _) in MAKERS.items()), strict=True)
    kind = chance.choices(kinds, weights)[0]
    return Given(kind, MAKERS[kind][1](chance))


def _xml_bytes(chance: Random) -> tuple[bytes, ...]:
    return (_broken(chance.choice(documents()), chance),)


def _xml_tags(chance: Random) -> tuple[bytes, ...]:
    """Return a document whose elements were moved, doubled, left out or put into each other; it stays well formed."""
    parts = chance.choice(documents()).replace(b"><", b">\n<").split(b"\n")
    for _ in range(chance.randint(1, 6)):
        at, other = chance.randrange(len(parts)), chance.randrange(len(parts))
        act = chance.randrange(5)
        if act == 0:
            del parts[at]
        elif act == 1:
            parts[at], parts[other] = parts[other], parts[at]
        elif act == 2:
            parts.insert(other, parts[at])
        elif act == 3:
            low, high = sorted((at, other))
            parts[low:low] = parts[low:high] * chance.randint(1, 3)
        else:
            parts[at] = parts[at].replace(b"xdf:", chance.choice((b"", b"xdf:x", b"ns:")), 1)
    return (b"\n".join(parts),)


def _xml_words(chance: Random) -> tuple[bytes, ...]:
    """Return a document in which texts are others: codes, numbers, ids, limits."""
    pieces = chance.choice(documents()).split(b">")
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(pieces))
        text, mark, tag = pieces[at].rpartition(b"<")
        if mark and text.strip():
            words = "".join(chance.choice(RULE_WORDS) for _ in range(2)).encode()
            word = chance.choice((chance.choice(TOKENS[14:35]), words, b"F00000000001", b""))
            pieces[at] = word.replace(b"<", b"&lt;") + mark + tag
    return (b">".join(pieces),)


def _rules(chance: Random) -> tuple[bytes, ...]:
    """Return a document whose rules are words of the language in any order."""
    rules = tuple(
        a_rule(number, " ".join(chance.choice(RULE_WORDS) for _ in range(chance.randint(1, 40))))
        for number in range(1, chance.randint(2, 5))
    )
    return (written(_document(chance, rules=rules)),)


def _code_lists(chance: Random) -> tuple[bytes, ...]:
    rows = [(f"{number:03}", f"Wert {number}") for number in range(chance.randint(0, 5))]
    text = code_list("urn:de:test", "1", *rows).encode()
    return (written(_document(chance, listed=True)), _broken(text, chance))


def _json_bytes(chance: Random) -> tuple[bytes, ...]:
    pair = [json.dumps(one).encode() for one in chance.choice(pairs())]
    at = chance.randrange(2)
    pair[at] = _broken(pair[at], chance)
    return tuple(pair)


def _json_trees(chance: Random) -> tuple[bytes, ...]:
    pair: list[Any] = [json.loads(json.dumps(one)) for one in chance.choice(pairs())]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(2)
        pair[at] = _changed(pair[at], chance)
    return tuple(json.dumps(one).encode() for one in pair)


def _small_forms(chance: Random) -> tuple[bytes, ...]:
    question = small_question(chance, "klein")
    made = [
        question["schema"] or {"type": "object"},
        question["uischema"] or {"type": "VerticalLayout", "elements": []},
    ]
    return tuple(json.dumps(_changed(one, chance) if chance.random() < 0.5 else one).encode() for one in made)


def _facts(chance: Random) -> tuple[bytes, ...]:
    return (_broken(chance.choice(facts()), chance),)


def _shipped(chance: Random) -> tuple[bytes, ...]:
    """Return the documents of a form that comes with the program, broken at one place."""
    pair: list[Any] = [json.loads(one) for one in chance.choice(shipped())]
    at = chance.randrange(2)
    pair[at] = _changed(pair[at], chance)
    return tuple(json.dumps(one).encode() for one in pair)


MAKERS: dict[str, tuple[int, Callable[[Random], tuple[bytes, ...]]]] = {
    "XDatenfelder, bytes": (26, _xml_bytes),
    "XDatenfelder, elements": (14, _xml_tags),
    "XDatenfelder, texts": (14, _xml_words),
    "XDatenfelder, rules": (8, _rules),
    "code lists": (8, _code_lists),
    "JSON, bytes": (12, _json_bytes),
    "JSON, structure": (10, _json_trees),
    "small forms": (4, _small_forms),
    "form.toml": (3, _facts),
    "shipped forms": (1, _shipped),
}


# what is broken -------------------------------------------------------------------------------


def _document(chance: Random, *, rules: tuple[Any, ...] = (), listed: bool = False) -> Any:  # noqa: ANN401 - a model
    more: dict[str, Any] = {"codes": (CodeEntry("001", "Ja"), CodeEntry("002", "Nein"))}
    if listed:
        more = {"code_list": CodeListName("urn:de:test", "1", "urn:de:test_1")}
    kinds = ("text", "date", "bool", "num", "num_int", "num_currency", "file")
    asked = a_field(1, "Frage", kind="select", **more)
    other = a_field(2, "Text", datatype=chance.choice(kinds), precision=Precision(1, 20, pattern="^[a-z]+$"))
    inner = a_group(3, use(a_field(4, "Tief"), chance.choice(("1:1", "0:*", "2:5"))), label="Innen")
    outer = a_group(9, use(asked), use(other, "0:1"), use(inner, chance.choice(("1:1", "0:*"))), rules=rules)
    return a_document(use(outer))


@cache
def documents() -> tuple[bytes, ...]:
    """Return whole documents of both versions, small enough to be broken many times."""
    chance = seeded(4)
    made = [_document(chance, rules=(a_rule(1, _RULE),)) for _ in range(6)]
    plain = a_group(9, use(a_field(1, "Name"), "1:1"), use(a_field(2, "Kind", datatype="num_int"), "0:*"))
    made += [a_document(use(plain), standard=standard, rules=(a_rule(2, _RULE),)) for standard in ("2.0", "3.0.0")]
    return tuple(written(one, "xdf", coding) for one in made for coding in ("utf-8", "iso-8859-1"))


_RULE = 'Wenn das Feld F00000000001 "Frage" = 001 "Ja", dann muss das Feld F00000000002 "Text" befüllt werden.'


@cache
def pairs() -> tuple[tuple[dict[str, Any], dict[str, Any]], ...]:
    """Return small schemas with their layouts."""
    made: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for number in range(2000):
        question = small_question(seeded(number), "Saat")
        pair = question["schema"], question["uischema"]
        if None not in pair and _is_form(*pair):
            made.append(pair)
        if len(made) == 40:
            break
    for document in documents()[::2]:
        form = make_form(read_document(io.BytesIO(document)), CodeLists(()))
        made.append((form["schema"], form["uischema"]))
    return tuple(made)


def _is_form(schema: object, uischema: object) -> bool:
    parts = (("schema.json", schema), ("uischema.json", uischema))
    try:
        read_pair(tuple(File(name, json.dumps(one).encode()) for name, one in parts))
    except ProblemError:
        return False
    return True


@cache
def shipped() -> tuple[tuple[str, str], ...]:
    """Return schema and UI schema of the forms that come with the program."""
    library = FormLibrary(resources() / "forms")
    forms = [library.form(one) for one in library.form_ids()]
    return tuple((json.dumps(dict(one.schema)), json.dumps(dict(one.uischema))) for one in forms)


@cache
def facts() -> tuple[bytes, ...]:
    """Return the facts of the forms that come with the program."""
    return tuple(file.read_bytes() for file in sorted((resources() / "forms").glob("*/form.toml")))


# how it is broken -----------------------------------------------------------------------------


def _broken(whole: bytes, chance: Random) -> bytes:
    text = bytearray(whole)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        at = chance.randrange(len(text) + 1)
        act = chance.randrange(7)
        if act == 0 and at < len(text):
            text[at] = chance.randrange(256)
        elif act == 1:
            del text[at : at + chance.choice((1, 1, 5, 50))]
        elif act == 2:
            text[at:at] = chance.choice(TOKENS)
        elif act == 3:
            word = chance.choice(TOKENS)
            text[at : at + len(word)] = word
        elif act == 4:
            piece = bytes(text[at : at + chance.randint(1, 200)])
            other = chance.randrange(len(text) + 1)
            text[other:other] = piece * chance.choice((1, 1, 2, 30))
        elif act == 5:
            del text[at:]
        else:
            text[at:at] = bytes(chance.randrange(256) for _ in range(chance.randint(1, 9)))
    return bytes(text)


def _changed(tree: Any, chance: Random) -> Any:  # noqa: ANN401 - a JSON document
    """Return a document in which one place is another."""
    if isinstance(tree, dict) and tree and chance.random() < 0.85:
        name = chance.choice(list(tree))
        return {**tree, name: _changed(tree[name], chance)}
    if isinstance(tree, list) and tree and chance.random() < 0.85:
        at = chance.randrange(len(tree))
        return [*tree[:at], _changed(tree[at], chance), *tree[at + 1 :]]
    act = chance.randrange(4)
    if isinstance(tree, dict) and act:
        if act == 1 and tree:
            gone = chance.choice(list(tree))
            return {name: one for name, one in tree.items() if name != gone}
        return {**tree, chance.choice(KEYWORDS): chance.choice((*ODD, tree))}
    if isinstance(tree, list) and act:
        return tree[1:] if act == 1 else [*tree, chance.choice((*ODD, *tree[:1]))]
    return chance.choice(ODD)
