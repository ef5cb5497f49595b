"""Documents of XDatenfelder are read, and what is wrong or hostile is refused with its element and line."""

from __future__ import annotations

import io
import tracemalloc
from typing import TYPE_CHECKING, BinaryIO

import pytest

from lotse_app.forms.xdatenfelder.model import CodeEntry, CodeListName, Field, Group, Precision, Reference
from lotse_app.forms.xdatenfelder.reading import read_document
from lotse_app.forms.xdatenfelder.safe_xml import Limits
from lotse_app.models.problems import Code, ProblemError
from tests.forms.xdatenfelder.expected import CORPUS
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, use, written

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.forms.xdatenfelder.model import Document

FIM = CORPUS.parent
WITH_CORPUS = pytest.mark.skipif(not FIM.is_dir(), reason="the corpus lies beside the repository")
NEGATIVE = {
    "v2/duplicate-required-value.xml": ("name", 13),
    "v2/duplicate-optional-value.xml": ("beschreibung", 15),
    "v2/unknown-namespace.xml": ("xdatenfelder.stammdatenschema.0102", 2),
    "v3/empty-id-node.xml": ("id", 10),
    "v3/missing-id-node.xml": ("identifikation", 9),
    "v3/duplicate-id-node.xml": ("id", 11),
    "v3/unexpected-node.xml": ("unknown", 11),
    "v3/invalid-freigabestatus.xml": ("freigabestatus", 18),
    "v3/unknown-namespace.xml": ("xdatenfelder.datenfeldgruppe.0103", 2),
}
SELECT = a_field(
    2,
    "Wahl",
    kind="select",
    codes=(CodeEntry("001", "eins", "die erste"), CodeEntry("002", "zwei")),
    precision=Precision(1, 3, "1", "2.5", "^[0-9]+$"),
    references=(Reference("§ 1", "https://example.org/1"), Reference("§ 2")),
)
FILE = a_field(
    3, "Datei", datatype="file", max_size=10, media_types=("image/png", "application/pdf"), prefill="optional"
)
INNER = a_group(1, use(SELECT), use(FILE, "0:*"), choice=True, help="Hilfe & mehr", description="Was <es> ist")
MODERN = a_document(use(INNER, "2:5"), use(a_field(1), "0:1"), rules=(a_rule(1, "Prosa"),))
OLD = a_document(
    use(a_group(1, use(a_field(2, kind="label", content="Ein Hinweis")), use(a_field(3, precision=Precision(1, 120))))),
    use(a_field(1, kind="select", code_list=CodeListName("urn:a", "1", "urn:a_1"))),
    rules=(a_rule(1, "Prosa"),),
    standard="2.0",
)


def read(content: bytes | str, limits: Limits | None = None) -> Document:
    return read_document(io.BytesIO(content.encode() if isinstance(content, str) else content), limits)


def refusal(content: bytes | str, limits: Limits | None = None) -> tuple[str, int, str]:
    """Give element, line and reason of a refusal."""
    with pytest.raises(ProblemError) as caught:
        read(content, limits)
    problem = caught.value.problem
    assert problem.code is Code.XDF_REFUSED
    line = problem.param("line")
    assert isinstance(line, int)
    return str(problem.param("element")), line, str(problem.param("reason"))


@pytest.mark.parametrize("prefix", ["xdf", "xdf3", "ns0", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_document_is_read_whatever_its_prefix_and_encoding(prefix: str, encoding: str) -> None:
    assert read(written(MODERN, prefix, encoding)) == MODERN


def test_a_document_of_version_two_is_read() -> None:
    found = read(written(OLD))
    assert found.standard == "2.0"
    group, choice = (one.element for one in found.root.uses)
    assert isinstance(group, Group)
    assert isinstance(choice, Field)
    assert [one.element for one in group.uses] == [one.element for one in OLD.root.uses[0].element.uses]  # type: ignore[union-attr] # the first is a group
    assert choice.code_list == CodeListName("urn:a", "1", "urn:a_1")
    assert found.root.rules[0].text == "Prosa"


def test_one_text_of_references_in_version_two_is_several() -> None:
    text = (
        written(OLD)
        .decode()
        .replace("<xdf:name>Antrag</xdf:name>", "<xdf:name>A</xdf:name><xdf:bezug>§ 1;&#xD;\n§ 2</xdf:bezug>")
    )
    assert [one.text for one in read(text).root.references] == ["§ 1", "§ 2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"minLength":"1","maxLength":"x","minValue":"1,5","maxValue":"heute"}',
            Precision(1, None, "1.5", "", "", "maxLength=x; maxValue=heute"),
        ),
        ("bis 10 Zeichen", Precision(unread="bis 10 Zeichen")),
        ("[1]", Precision(unread="[1]")),
        ('{"minLength": null, "art": "x"}', Precision(unread="art=x")),
        ("", Precision()),
    ],
)
def test_a_precision_that_is_not_understood_is_kept_word_for_word(text: str, expected: Precision) -> None:
    document = written(OLD).decode()
    changed = document.replace('{"minLength": "1", "maxLength": "120"}', text.replace("&", "&amp;"))
    assert changed != document
    (group, _) = (one.element for one in read(changed).root.uses)
    assert isinstance(group, Group)
    second = group.uses[1].element
    assert isinstance(second, Field)
    assert second.precision == expected


def test_a_message_of_one_field_or_group_is_a_form_of_it() -> None:
    text = written(a_document(use(a_group(7, use(a_field(1)))))).decode()
    inner = text[
        text.index("<xdf:datenfeldgruppe>") : text.index("</xdf:enthaelt></xdf:struktur></xdf:stammdatenschema>")
    ]
    head = text[: text.index("<xdf:stammdatenschema>")].replace("stammdatenschema.0102", "datenfeldgruppe.0103")
    found = read(f"{head}{inner}</xdf:xdatenfelder.datenfeldgruppe.0103>")
    assert (found.message, found.root.identity.id) == ("datenfeldgruppe", "Nachricht-G00000000007")
    field = inner[inner.index("<xdf:datenfeld>") : inner.index("</xdf:datenfeld>") + len("</xdf:datenfeld>")]
    head = head.replace("datenfeldgruppe.0103", "datenfeld.0104")
    found = read(f"{head}{field}</xdf:xdatenfelder.datenfeld.0104>")
    (only,) = found.root.uses
    assert (found.message, only.element.identity.id, only.minimum) == ("datenfeld", "F00000000001", 1)


def test_relations_are_counted_and_parts_of_rules_for_machines_are_passed_over() -> None:
    relation = "<xdf:relation><xdf:objekt><xdf:id>F1</xdf:id>x</xdf:objekt></xdf:relation>"
    text = written(MODERN).decode().replace("<xdf:regel>", relation * 3 + "<xdf:regel>", 1)
    text = text.replace("</xdf:regel>", "<xdf:param><xdf:x>1</xdf:x></xdf:param></xdf:regel>", 1)
    assert read(text).relations == 3


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("dtd", [BOMB, EXTERNAL, '<!DOCTYPE x SYSTEM "x.dtd">', "<!DOCTYPE x>"])
def test_any_dtd_is_refused_before_an_entity_is_declared(dtd: str) -> None:
    text = written(MODERN).decode().replace("?>\n", f"?>\n{dtd}\n", 1)
    assert refusal(text)[::2] == ("x", "eine DTD ist nicht erlaubt")


def test_ten_thousand_elements_inside_each_other_are_refused() -> None:
    element, line, reason = refusal("<a>\n" * 10_000)
    assert (element, line, reason) == ("a", 129, "zu tief verschachtelt")
    nested = written(MODERN).decode().replace("<xdf:regel>", "<xdf:relation>" * 10_000, 1)
    assert refusal(nested)[0::2] == ("relation", "zu tief verschachtelt")


def test_too_many_elements_are_refused() -> None:
    assert refusal(written(MODERN), Limits(elements=5))[2] == "zu viele Elemente"


class Endless:
    """A hundred megabytes that are made while they are read."""

    def __init__(self, start: bytes, filler: bytes) -> None:
        self.rest = start
        self.filler = filler
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0
        while len(self.rest) < size:
            self.rest += self.filler
        piece, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(piece)
        return piece if self.given < 100_000_000 else b""


@pytest.mark.parametrize(
    ("filler", "reason", "most"),
    [
        (b"<!-- nothing -->" * 4096, "größer als 32 MB", 33_000_000),
        (b" " * 65536, "der Text ist zu lang", 2_000_000),
    ],
)
def test_a_hundred_megabytes_are_refused_in_bounded_memory(filler: bytes, reason: str, most: int) -> None:
    start = b'<?xml version="1.0"?><x>'
    endless = Endless(start, filler)
    tracemalloc.start()
    with pytest.raises(ProblemError) as caught:
        read_document(cast_stream(endless))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.problem.param("reason") == reason
    assert endless.given < most
    assert peak < 20_000_000


def test_a_comment_without_an_end_is_refused_before_it_is_read_again_and_again() -> None:
    assert refusal(b"<a><!--" + 2_000_000 * b"y" + b"--></a>") == ("a", 1, "ein Stück ist zu lang")


def cast_stream(stream: Endless) -> BinaryIO:
    """Give the stream the type that the reader asks for."""
    return stream  # type: ignore[return-value] # it reads like a file


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_cut_file_is_refused(share: float) -> None:
    content = written(MODERN)
    assert refusal(content[: int(len(content) * share)])[2] == "kein wohlgeformtes XML oder abgeschnitten"


def test_an_empty_file_is_refused() -> None:
    assert refusal(b"") == ("Anfang der Datei", 1, "kein wohlgeformtes XML oder abgeschnitten")


def test_other_encodings_are_refused() -> None:
    text = written(MODERN).decode().replace("utf-8", "utf-7")
    assert refusal(text)[2] == "die Zeichenkodierung ist weder UTF-8 noch ISO-8859-1"


def test_a_group_that_contains_itself_is_refused() -> None:
    inner = a_group(1, use(a_group(2, use(a_group(1, use(a_field(1)))))))
    element, line, reason = refusal(written(a_document(use(inner))))
    assert (element, line) == ("datenfeldgruppe", 4)
    assert reason == "G00000000001V1.0.0 enthält sich selbst"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<code>select</code>", "<code>wähle</code>", "den Code „wähle“ gibt es nicht"),
        ("<code>file</code>", "<code></code>", "ist leer"),
        ("<xdf:code>002</xdf:code>", "<xdf:code>001</xdf:code>", "der Code „001“ steht doppelt"),
        ("<xdf:id>G00000000001<", "<xdf:id>Gruppe ü<", "„Gruppe üV1.0.0“ ist keine Id mit Version"),
        ("<xdf:version>1.0.0<", "<xdf:version>1/0<", "„S00000000001V1/0“ ist keine Id mit Version"),
        ("<xdf:maxSize>10<", "<xdf:maxSize>zehn<", "„zehn“ ist keine Größe"),
        ("<xdf:anzahl>2:5<", "<xdf:anzahl>viele<", "„viele“ ist keine Anzahl"),
        ("<xdf:anzahl>2:5<", "<xdf:anzahl>5:2<", "„5:2“ ist keine Anzahl"),
        ("<xdf:anzahl>2:5<", "<xdf:anzahl>0:0<", "„0:0“ ist keine Anzahl"),
        ("<xdf:stammdatenschema>", "<xdf:zutat/><xdf:stammdatenschema>", "hier unbekannt"),
        ("stammdatenschema.0102", "codeliste.0105", "keine Nachricht, die gelesen werden kann"),
        ("<xdf:enthaelt>", '<xdf:enthaelt xmlns:xdf="urn:anders">', "hier unbekannt"),
    ],
)  # fmt: skip
def test_what_the_standard_does_not_know_is_refused(old: str, new: str, reason: str) -> None:
    text = written(MODERN).decode()
    assert old in text
    assert refusal(text.replace(old, new))[2] == reason


def test_one_name_with_two_contents_is_refused() -> None:
    other = a_group(8, use(a_field(1, "Anders")))
    reason = "F00000000001V1.0.0 steht in Zeile 4 mit anderem Inhalt"
    assert refusal(written(a_document(use(a_field(1)), use(other)))) == ("F00000000001", 4, reason)
    one, two = a_group(8, use(a_field(1))), a_group(8, use(a_field(1), "0:1"))
    assert refusal(written(a_document(use(one), use(two))))[2].startswith("G00000000008V1.0.0 steht")
    again = a_field(1, references=(Reference("§ 3"),))
    assert read(written(a_document(use(a_field(1)), use(a_group(8, use(again)))))).root.uses


def test_lists_that_would_begin_with_too_many_items_are_refused() -> None:
    element = a_group(1, use(a_field(1)))
    for number in range(2, 14):
        element = a_group(number, use(element, "2:5"))
    assert refusal(written(a_document(use(element))))[2] == "verlangt zu viele Wiederholungen"
    assert refusal(written(a_document(use(a_field(1), "999999:*"))))[2] == "verlangt zu viele Wiederholungen"


def test_lists_of_items_with_many_questions_are_refused() -> None:
    person = a_group(1, *(use(a_field(number)) for number in range(1, 8)))
    found = refusal(written(a_document(use(person, "1500:*"))))
    assert (found[0], found[2]) == ("F00000000006", "fragt nach mehr als 10000 Angaben")
    assert read(written(a_document(use(person, "1200:*")))).root.uses


def test_more_rules_than_anybody_writes_are_refused() -> None:
    rules = tuple(a_rule(number, "Prosa") for number in range(1001))
    assert refusal(written(a_document(rules=rules)))[2] == "zu viele Regeln"


def test_a_structure_that_holds_nothing_is_refused() -> None:
    text = written(a_document(use(a_field(1)))).decode()
    start, end = text.index("<xdf:datenfeld>"), text.index("</xdf:enthaelt>")
    assert refusal(text[:start] + text[end:])[2] == "enthält nicht genau ein Feld oder eine Gruppe"


def test_what_must_stand_once_stands_neither_twice_nor_not_at_all() -> None:
    text = written(OLD).decode()
    name = "<xdf:name>Antrag</xdf:name>"
    assert refusal(text.replace(name, name * 2))[::2] == ("name", "steht doppelt")
    assert refusal(text.replace(name, ""))[::2] == ("stammdatenschema", "name fehlt")


@WITH_CORPUS
@pytest.mark.parametrize("name", NEGATIVE)
def test_every_negative_file_of_the_corpus_is_refused_at_its_line(name: str) -> None:
    assert refusal((FIM / "small" / name).read_bytes())[:2] == NEGATIVE[name]


def valid_files() -> list[Path]:
    small = [one for one in FIM.glob("small/*/*.xml") if f"{one.parent.name}/{one.name}" not in NEGATIVE]
    return sorted([*small, *FIM.glob("xdf3/*.xml"), *FIM.glob("xdf2/*/*_xdf2.xml")])


@WITH_CORPUS
def test_every_valid_file_of_the_corpus_is_read() -> None:
    found = [read(file.read_bytes()) for file in valid_files()]
    assert len(found) == 46 + 2 + 7 + 2
    assert sum(one.relations for one in found) == 52_794
