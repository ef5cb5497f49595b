"""The grammar says what a person read in the texts: nothing wrong, nothing guessed; the rest stays a note."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

import pytest

from lotse_app.forms.xdatenfelder.genericode import CodeLists
from lotse_app.forms.xdatenfelder.importing import make_form
from lotse_app.forms.xdatenfelder.meaning import (
    ALL,
    OTHERS,
    Clause,
    Comparison,
    Effect,
    Junction,
    Kind,
    Written,
    in_land,
    leaves,
    negated,
)
from lotse_app.forms.xdatenfelder.model import CodeEntry, CodeListName, Group
from lotse_app.forms.xdatenfelder.places import Below
from lotse_app.forms.xdatenfelder.prose import UnreadError, read_rule
from lotse_app.forms.xdatenfelder.reading import read_document
from lotse_app.forms.xdatenfelder.resolving import resolve
from tests.forms.xdatenfelder.comparing import grammar_says, person_says
from tests.forms.xdatenfelder.expected import CORPUS, digest, load
from tests.forms.xdatenfelder.writing import a_field, a_group, use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lotse_app.forms.xdatenfelder.model import Document, Rule

WITH_CORPUS = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies beside the repository")
A, B, C, G, H = "F00000000001", "F00000000002", "F00000000003", "G00000000001", "G00000000002"


def eq(element: str, code: str = "", label: str = "") -> Comparison:
    return Comparison(element, "=", Written(code, label))


def ne(element: str, code: str = "", label: str = "") -> Comparison:
    return Comparison(element, "<>", Written(code, label))


def effect(kind: Kind, *elements: str) -> Effect:
    return Effect(kind, elements)


READ: dict[str, tuple[Clause, ...]] = {
    f'Wenn das Feld {A} "Frage" = "wahr", dann muss die Gruppe {G} "Ort" befüllt werden.': (
        Clause(ALL, eq(A, label="wahr"), (effect(Kind.REQUIRED, G),)),
    ),
    f"Wenn {A} Eine Frage (kurz) der letzten 5 Jahre === Ja, dann zeige {G} Ort in Sachsen an, wenn <> Ja, "
    f"dann blende {G} Ort aus.": (
        Clause(ALL, eq(A, label="Ja"), (effect(Kind.SHOWN, G),)),
        Clause(ALL, ne(A, label="Ja"), (effect(Kind.HIDDEN, G),)),
    ),
    f"WENN {A} = 001 - Umzug und mehr ODER 003, DANN zeige als Pflicht {G}.{B} an, SONST zeige {G}.{B} nicht an.": (
        Clause(
            ALL,
            Junction("any", (eq(A, "001", "Umzug und mehr"), eq(A, "003"))),
            (effect(Kind.SHOWN, f"{G}.{B}"), effect(Kind.REQUIRED, f"{G}.{B}")),
            (effect(Kind.HIDDEN, f"{G}.{B}"),),
        ),
    ),
    f'Wenn {A} <> (1 "x" UND 2 "y"), dann darf {B} nicht befüllt sein': (
        Clause(ALL, Junction("all", (ne(A, "1", "x"), ne(A, "2", "y"))), (effect(Kind.FORBIDDEN, B),)),
    ),
    f"Wenn {A} == Ja, dann zeige {B} und {C} als Pflichtfelder an, sonst zeige die Felder nicht an.": (
        Clause(
            ALL,
            eq(A, label="Ja"),
            (effect(Kind.SHOWN, B, C), effect(Kind.REQUIRED, B, C)),
            (effect(Kind.HIDDEN, B, C),),
        ),
    ),
    f"Wenn {A} == Ja, dann zeige {B} Datum, ansonsten nicht.": (
        Clause(ALL, eq(A, label="Ja"), (effect(Kind.SHOWN, B),), (effect(Kind.HIDDEN, B),)),
    ),
    f"WENN {A} = 001, DANN aktiviere {B} UND mache es zu einer Pflichtangabe UND deaktiviere {C}. "
    f"WENN {A} = alle anderen möglichen Ausprägungen der Codeliste, DANN deaktiviere {B}.": (
        Clause(
            ALL, eq(A, "001"), (effect(Kind.ENABLED, B), effect(Kind.REQUIRED, B), effect(Kind.DISABLED, C))
        ),
        Clause(
            ALL, Junction("all", (Comparison(A, "filled"), ne(A, "001"))), (effect(Kind.DISABLED, B),)
        ),
    ),
    f"Wenn {A} nicht leer, dann darf {B} nicht leer sein.": (
        Clause(ALL, Comparison(A, "filled"), (effect(Kind.REQUIRED, B),)),
    ),
    f"Wenn in {A} Auswahl = 02, dann erscheint {B} und muss ausgefüllt werden.": (
        Clause(ALL, eq(A, "02"), (effect(Kind.SHOWN, B), effect(Kind.REQUIRED, B))),
    ),
    f'Wenn in Feld {A} Auswahl= 001="a", dann muss {G} als Pflichtfeldgruppe angezeigt UND {H} ausgeblendet werden.': (
        Clause(
            ALL, eq(A, "001", "a"), (effect(Kind.SHOWN, G), effect(Kind.REQUIRED, G), effect(Kind.HIDDEN, H))
        ),
    ),
    f"Wenn {A} = 1, dann wird {B} ausgeblendet. Wenn {A} <> 1, dann ist {B} zu befüllen.": (
        Clause(ALL, eq(A, "1"), (effect(Kind.HIDDEN, B),)),
        Clause(ALL, ne(A, "1"), (effect(Kind.REQUIRED, B),)),
    ),
    f'Wenn {A} = 1, dann muss {B} mit 001 "x" vorbefüllt und in der Antragsstrecke ausgeblendet werden.': (
        Clause(ALL, eq(A, "1"), (Effect(Kind.PREFILLED, (B,), Written("001", "x")), effect(Kind.HIDDEN, B))),
    ),
    f"Für die Länder Bremen, SN gilt: Das Feld {A} muss befüllt werden. Für alle anderen Länder gilt: "
    f"Das Feld {A} darf nicht angezeigt werden.": (
        Clause(("HB", "SN"), None, (effect(Kind.REQUIRED, A),)),
        Clause(OTHERS, None, (effect(Kind.HIDDEN, A),)),
    ),
    f"Das Feld {A} darf nur für die Länder für NI und SN angezeigt werden. Für die anderen Länder wird das Feld nicht "
    "angezeigt.": (
        Clause(("NI", "SN"), None, (effect(Kind.SHOWN, A),)),
        Clause(OTHERS, None, (effect(Kind.HIDDEN, A),)),
    ),
    f"Das Feld {A} ist mit 001= Natürliche Person vorzubefüllen und auszublenden.": (
        Clause(
            ALL, None, (Effect(Kind.PREFILLED, (A,), Written("001", "Natürliche Person")), effect(Kind.HIDDEN, A))
        ),
    ),
    f'Das Feld {A} ist ein Pflichtfeld, wenn eines der Felder {B}, {C} mit "Ja" belegt ist.': (
        Clause(ALL, Junction("any", (eq(B, label="Ja"), eq(C, label="Ja"))), (effect(Kind.REQUIRED, A),)),
    ),
    f'Mindestens eines der Felder {A} "a", {B} "b" oder {C} "c" muss den Wert "wahr" haben.': (
        Clause(ALL, None, (Effect(Kind.AT_LEAST_ONE, (A, B, C), Written(label="wahr")),)),
    ),
    'Mindestens ein Datenfeld der Datenfeldgruppe muss den Wert "wahr" haben.': (
        Clause(ALL, None, (Effect(Kind.AT_LEAST_ONE, ("*",), Written(label="wahr")),)),
    ),
    f"Es muss mindestens eines der Felder {A} oder {B} befüllt sein.": (
        Clause(ALL, None, (effect(Kind.AT_LEAST_ONE, A, B),)),
    ),
    f"Entweder muss die Gruppe {G} oder die Gruppe {H} befüllt sein.": (
        Clause(ALL, None, (effect(Kind.EXACTLY_ONE, G, H),)),
    ),
    f"Das Datum im Feld {A} muss zeitlich vor dem Datum in Feld {B} liegen.": (
        Clause(ALL, None, (Effect(Kind.COMPARE, (A, B), op="<"),)),
    ),
    f"Wenn {G}{H}.{A} = 1, dann muss {B} befüllt sein": (
        Clause(ALL, eq(f"{G}.{H}.{A}", "1"), (effect(Kind.REQUIRED, B),)),
    ),
}  # fmt: skip
UNREAD = [
    "",
    "x " * 5000,
    "Bitte sorgfältig ausfüllen.",
    f"WENN {A} = < 18 Jahre, DANN zeige als Pflicht {B} an.",
    f'WENN {A} = 003 "Studium", DANN {B} "Nachweis" UND deaktiviere {C}.',
    f'Wenn {A} === "Ja", dann zeige {B} an, bei <> "Nein zeige {B} nicht an.',
    f"Wenn {A} = 1 UND = 2, dann muss {B} befüllt sein.",
    f"Wenn {A} <> 1 ODER <> 2, dann muss {B} befüllt sein.",
    f"Wenn {A} = 1 ODER <> 2, dann muss {B} befüllt sein.",
    f"Wenn {A} <> 1 UND 2, dann muss {B} befüllt sein.",
    f"Wenn {A} = (1 UND 2), dann muss {B} befüllt sein.",
    f"Wenn <> 1, dann muss {B} befüllt sein.",
    f"Wenn {A} = alle anderen möglichen Ausprägungen der Codeliste, dann muss {B} befüllt sein.",
    "Für die anderen Länder wird das Feld nicht angezeigt.",
    f"Wenn {A} = 1, dann muss {B} befüllt sein, ansonsten nicht.",
    "Wenn F00000000001 = 1, dann mache es zu einer Pflichtangabe.",
    f"Wenn {A} größer als {B}, dann muss {C} befüllt sein.",
    f"Wenn {A} nicht Ja, dann muss {B} befüllt sein.",
]


@pytest.mark.parametrize("text", READ, ids=range(len(READ)))
def test_a_text_is_read_as_written(text: str) -> None:
    assert read_rule(text) == READ[text]


@pytest.mark.parametrize("text", UNREAD, ids=range(len(UNREAD)))
def test_what_is_not_certain_is_not_read(text: str) -> None:
    with pytest.raises(UnreadError):
        read_rule(text)


def test_clauses_hold_in_the_lands_they_name_and_the_rest_elsewhere() -> None:
    named, rest, everywhere = (Clause(scope, None, ()) for scope in (("SN",), OTHERS, ALL))
    assert in_land((named, rest, everywhere), "SN") == (named, everywhere)
    assert in_land((named, rest, everywhere), "TH") == (rest, everywhere)


def test_the_negation_of_a_condition_is_the_opposite_everywhere() -> None:
    condition = Junction("all", (eq(A, "1"), Junction("any", (ne(B, "2"), Comparison(C, "filled")))))
    opposite = Junction("any", (ne(A, "1"), Junction("all", (eq(B, "2"), Comparison(C, "empty")))))
    assert negated(condition) == opposite
    assert negated(opposite) == condition
    assert [leaf.element for leaf in leaves(condition)] == [A, B, C]


ENTRIES = (CodeEntry("001", "eins"), CodeEntry("002", "zwei"), CodeEntry("x", "gleich"), CodeEntry("y", "gleich"))
CHOICE = a_field(1, kind="select", codes=ENTRIES)
YES_NO = a_field(2, datatype="bool")
FAR = a_field(3, kind="select", code_list=CodeListName("urn:a", "1", "urn:a_1"))
INNER = (use(a_group(1, use(a_field(4)), use(a_field(5)))), use(a_group(2, use(a_field(5)))))
BEARER = a_group(9, use(CHOICE), use(YES_NO), use(FAR), *INNER)


def value_of(text: str, lists: Mapping[str, tuple[CodeEntry, ...]] | None = None) -> str | bool:
    """Give the value a condition is resolved to."""
    (clause,) = resolve(f"Wenn {text}, dann muss F00000000004 befüllt sein.", Below(BEARER), lists or {}).clauses
    (leaf,) = leaves(clause.condition)
    assert isinstance(leaf.value, str | bool)
    return leaf.value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f'{A} = 001 "eins"', "001"),
        (f'{A} = 1 "anders geschrieben"', "001"),
        (f'{A} = "zwei"', "002"),
        (f'{A} = "002 zwei"', "002"),
        (f"{B} = JA", True),
        (f'{B} <> "falsch"', False),
        (f"{C} = 01", "01"),
        ("F00000001 = 002", "002"),
    ],
)
def test_a_value_is_the_code_of_the_schema(text: str, value: str | bool) -> None:  # noqa: FBT001 - a value
    assert value_of(text) == value


def test_a_list_at_hand_decides_the_code() -> None:
    lists = {"urn:a_1": (CodeEntry("7", "sieben"),)}
    assert value_of(f'{C} = "sieben"', lists) == "7"
    with pytest.raises(UnreadError):
        value_of(f"{C} = 01", lists)


@pytest.mark.parametrize(
    "text",
    [
        f'{A} = 001 "zwei"',  # code and label are of two entries
        f"{A} = 009",
        f'{A} = "gleich"',
        f'{C} = "sieben"',
        f"{B} = 1",
        f'{B} = "vielleicht"',
        f"{G} = 1",
        "F00000000005 = Ja",  # stands twice
        "F00000000077 = Ja",  # stands nowhere
        "F00000000004 = 12",  # a text
    ],
)
def test_an_element_or_value_that_is_not_clear_is_not_read(text: str) -> None:
    with pytest.raises(UnreadError):
        value_of(text)


def test_one_value_must_fit_all_fields() -> None:
    bearer = a_group(9, use(YES_NO), use(a_field(3, kind="select", codes=(CodeEntry("1", "wahr"),))))
    with pytest.raises(UnreadError, match="passt nicht zu allen"):
        resolve(f'Mindestens eines der Felder {B} oder {C} muss den Wert "wahr" haben.', Below(bearer), {})


@cache
def corpus() -> tuple[Document, ...]:
    documents = []
    for file in sorted(CORPUS.glob("*.xml")):
        with file.open("rb") as stream:
            documents.append(read_document(stream))
    return tuple(documents)


def borne(group: Group) -> list[tuple[Group, Rule]]:
    """Give all rules below a group with the group that bears them."""
    inner = [one for held in group.uses if isinstance(held.element, Group) for one in borne(held.element)]
    return [*((group, rule) for rule in group.rules), *inner]


@cache
def lists_at_hand() -> CodeLists:
    return CodeLists((CORPUS.parent / "codelists",))


@WITH_CORPUS
def test_no_rule_of_the_corpus_is_read_wrong_and_none_is_guessed() -> None:
    table = {rule.text_sha256: rule for rule in load()}
    said: dict[str, set[str]] = defaultdict(set)
    for document in corpus():
        for group, rule in borne(document.root):
            row = table[digest(rule.text)]
            try:
                found = grammar_says(resolve(rule.text, Below(group), {}).clauses)
            except UnreadError:
                said[row.text_sha256].add("note")
                continue
            wrong = "guessed" if not row.parseable else "wrong"
            said[row.text_sha256].add("read" if row.parseable and found == person_says(row.clauses) else wrong)
    assert len(said) == 164
    assert {frozenset(one) for one in said.values()} == {frozenset({"read"}), frozenset({"note"})}
    assert sum("read" in one for one in said.values()) >= 157


def test_the_comparison_notices_what_differs() -> None:
    (clause,) = read_rule(f"Wenn {A} = 1, dann muss {B} befüllt sein.")
    (other,) = read_rule(f"Wenn {A} <> 1, dann muss {B} befüllt sein.")
    (same,) = read_rule(f"Wenn {A} = 1, dann ist {B} zu befüllen")
    assert grammar_says([clause]) == grammar_says([same]) != grammar_says([other])


@WITH_CORPUS
def test_a_text_with_a_blocking_hazard_never_becomes_part_of_a_form() -> None:
    table = {rule.text_sha256: rule for rule in load()}
    outcomes: dict[str, set[str]] = defaultdict(set)
    for document in corpus():
        for line in make_form(document, lists_at_hand())["report"].rules:
            outcomes[digest(line.text)].add(line.outcome)
    blocked = {key for key, row in table.items() if row.blocked or not row.parseable}
    assert {outcome for key in blocked for outcome in outcomes[key]} == {"Vermerk"}
    applied = [key for key, found in outcomes.items() if found == {"umgesetzt"}]
    assert len(applied) >= 130


@pytest.mark.parametrize(
    ("text", "condition", "element"),
    [
        (
            "Wenn im Datenfeld F00000462 der Wert 001 angegeben wurde, dann soll F00000467 zum Pflichtfeld werden.",
            Comparison("F00000462", "=", Written(code="001")),
            "F00000467",
        ),
        (
            'Wenn im Datenfeld F60000240 der Wert "" angegeben wurde, dann soll F00002483 zum Pflichtfeld werden.',
            Comparison("F60000240", "empty"),
            "F00002483",
        ),
        (
            (
                'Wenn im Datenfeld F60000231 nicht der Wert "" angegeben wurde, '
                "dann soll G60000232 zum Pflichtfeld werden."
            ),
            Comparison("F60000231", "filled"),
            "G60000232",
        ),
    ],
)
def test_a_field_becomes_a_duty_where_a_value_was_given(text: str, condition: Comparison, element: str) -> None:
    assert read_rule(text) == (Clause(ALL, condition, (Effect(Kind.REQUIRED, (element,)),)),)


@pytest.mark.parametrize(
    "text",
    [
        "Wenn im Datenfeld F00000462 der Wert angegeben wurde, dann soll F00000467 zum Pflichtfeld werden.",
        "Wenn im Datenfeld F00000462 nicht der Wert 001 angegeben wurde, dann soll F00000467 zum Pflichtfeld werden.",
        "Wenn im Datenfeld F00000462 der Wert 001 angegeben wurde, dann soll F00000467 kein Pflichtfeld werden.",
        "Wenn im Datenfeld F00000462 der Wert 001 angegeben wurde, dann soll F00000467 befüllt werden.",
    ],
)
def test_a_sentence_that_only_looks_like_it_stays_a_note(text: str) -> None:
    with pytest.raises(UnreadError):
        read_rule(text)
