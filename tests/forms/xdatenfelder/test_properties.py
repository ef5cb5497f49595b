"""Whatever the document: it is read as it was written, and nothing of its structure is lost in the form."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zlib import crc32

from hypothesis import given, settings
from hypothesis import strategies as st

from lotse_app.forms.engine import initial, state
from lotse_app.forms.xdatenfelder.command import form_of
from lotse_app.forms.xdatenfelder.genericode import CodeLists
from lotse_app.forms.xdatenfelder.importing import Imported, make_form
from lotse_app.forms.xdatenfelder.model import CodeEntry, Field, Group, Identity, Precision, Use
from lotse_app.forms.xdatenfelder.prose import UnreadError, read_rule
from lotse_app.forms.xdatenfelder.reading import read_document
from lotse_app.forms.xdatenfelder.safe_xml import Limits
from lotse_app.models.problems import ProblemError
from tests.forms.xdatenfelder.accounting import unaccounted
from tests.forms.xdatenfelder.writing import a_document, a_rule, written

if TYPE_CHECKING:
    from lotse_app.forms.xdatenfelder.model import Document

TODAY = date(2026, 11, 22)
WORDS = st.text("abc äöü&<>\"'ß1(/", min_size=1, max_size=12).map(str.strip).filter(bool)
WORDS_OF_RULES = [
    "Wenn",
    "dann",
    "muss",
    "darf",
    "nicht",
    "befüllt",
    "werden",
    ".",
    ",",
    "F00000000001",
    "G00000000001",
    "=",
    "<>",
    "001",
    '"wahr"',
    "zeige",
    "an",
    "ODER",
    "UND",
    "aktiviere",
    "Für",
    "das",
    "Land",
    "SN",
    "gilt:",
    "Das",
    "Feld",
    "mindestens",
    "(",
    ")",
    "ansonsten",
    "leer",
    "'",
    '"',
]
COUNTS = st.sampled_from([(0, 1), (1, 1), (0, None), (1, None), (2, 5), (1, 3)])
PRECISIONS = st.builds(
    Precision,
    min_length=st.none() | st.integers(0, 3),
    max_length=st.none() | st.integers(4, 9),
    min_value=st.sampled_from(["", "-1", "0.5"]),
    max_value=st.sampled_from(["", "7"]),
    pattern=st.sampled_from(["", "^[a-z]+$", "["]),
)
ENTRIES = st.lists(st.sampled_from(["001", "01", "x", "1"]), min_size=1, unique=True).map(
    lambda codes: tuple(CodeEntry(code, f"Wert {code}") for code in codes)
)


def fields(standard: str) -> st.SearchStrategy[Field]:
    """Give fields as a version can write them; the id follows from what they say, so that it names one thing."""
    old = standard == "2.0"
    kinds = ["input", "select", "label"] if old else ["input", "select", "label", "hidden", "locked"]
    types = ["text", "date", "bool", "num", "num_int", "num_currency", "file", "obj"]
    made = st.builds(
        Field,
        identity=st.just(Identity("F1")),
        name=WORDS,
        label=WORDS,
        help=st.just("") | WORDS,
        kind=st.sampled_from(kinds),
        datatype=st.sampled_from(types if old else [*types, "text_latin", "time", "datetime"]),
        precision=PRECISIONS,
        content=st.just("") | WORDS,
        codes=st.just(()) if old else st.just(()) | ENTRIES,
        prefill=st.just("keine") if old else st.sampled_from(["keine", "optional", "verpflichtend"]),
    )
    return made.map(a_named_field)


def number_of(element: Field | Group) -> str:
    """Give a number that is the same only for the same element."""
    return f"{crc32(repr(element).encode()):011}"


def a_named_field(element: Field) -> Field:
    return replace(element, identity=Identity(f"F{number_of(element)}", "1.0.0"))


def a_named_group(element: Group) -> Group:
    return replace(element, identity=Identity(f"G{number_of(element)}", "1.0.0"))


def uses(elements: st.SearchStrategy[Field | Group]) -> st.SearchStrategy[tuple[Use, ...]]:
    """Give uses of elements."""
    made = st.builds(lambda count, element: Use(count[0], count[1], element), COUNTS, elements)
    return st.lists(made, min_size=1, max_size=4).map(tuple)


def groups(standard: str) -> st.SearchStrategy[Field | Group]:
    """Give fields, groups of them, groups of those."""
    choice = st.just(False) if standard == "2.0" else st.booleans()
    return st.recursive(
        fields(standard),
        lambda inner: st.builds(
            Group, identity=st.just(Identity("G1")), name=WORDS, label=WORDS, uses=uses(inner), choice=choice
        ).map(a_named_group),
        max_leaves=12,
    )


DOCUMENTS = st.sampled_from(["2.0", "3.0.0"]).flatmap(
    lambda standard: uses(groups(standard)).map(lambda made: a_document(*made, standard=standard))
)


def imported(document: Document) -> Imported:
    return Imported(**make_form(document, CodeLists(())), seconds=0.0)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.sampled_from(["xdf", "ns0", ""]), st.sampled_from(["utf-8", "iso-8859-1"]))
def test_what_was_written_is_read(document: Document, prefix: str, encoding: str) -> None:
    assert read_document(io.BytesIO(written(document, prefix, encoding))) == document


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_nothing_of_the_structure_is_lost_and_the_form_opens(document: Document) -> None:
    form = imported(document)
    assert unaccounted(form, {}) == []
    opened = form_of(form)
    state(opened, initial(opened), frozenset(), TODAY)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2000))
def test_damaged_bytes_are_refused_or_read_but_never_end_otherwise(noise: bytes, at: int) -> None:
    whole = written(a_document(Use(1, 1, Field(Identity("F00000000001"), "a", "a"))))
    try:
        read_document(io.BytesIO(whole[:at] + noise + whole[at + len(noise) :]), Limits(elements=1000))
    except ProblemError as error:
        line = error.problem.param("line")
    else:
        line = 1
    assert line


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS_OF_RULES),
        max_size=20,
    )
)
def test_any_text_is_read_or_left_as_a_note(words: list[str]) -> None:
    text = " ".join(words)
    try:
        found: object = read_rule(text)
    except UnreadError as error:
        found = str(error)
    assert found
    form = imported(a_document(rules=(a_rule(1, text),)))
    assert len(form.report.rules) == 1
