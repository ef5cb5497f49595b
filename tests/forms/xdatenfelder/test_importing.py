"""A document becomes a form that the program opens, and nothing of it is lost."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

from lotse_app.forms.engine import initial, state
from lotse_app.forms.library import FormLibrary
from lotse_app.forms.lint import lint
from lotse_app.forms.validators import make_validator
from lotse_app.forms.xdatenfelder.command import form_of
from lotse_app.forms.xdatenfelder.facts_of import form_id_of
from lotse_app.forms.xdatenfelder.importing import import_file, write_form
from lotse_app.forms.xdatenfelder.model import CodeEntry, CodeListName, Identity, Precision, Reference
from lotse_app.forms.xdatenfelder.report import as_markdown
from scripts.complete_answers import complete
from tests.forms.building import controls
from tests.forms.xdatenfelder.accounting import rebuilt, structure, unaccounted
from tests.forms.xdatenfelder.expected import CORPUS
from tests.forms.xdatenfelder.making import (
    OTHER,
    TEXT,
    TODAY,
    B,
    elements_of,
    imported,
    outcomes,
    valid,
)
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, code_list, use, written

if TYPE_CHECKING:
    from lotse_app.forms.xdatenfelder.importing import Imported


WITH_CORPUS = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus lies beside the repository")


def test_an_element_used_twice_is_one_definition() -> None:
    twice = a_group(1, use(TEXT))
    form = imported(a_document(use(a_group(2, use(twice))), use(a_group(3, use(twice, "0:*")))))
    assert list(form.schema["$defs"]) == [
        "G00000000002V1.0.0", "G00000000001V1.0.0", "F00000000002V1.0.0", "G00000000003V1.0.0",
    ]  # fmt: skip
    assert unaccounted(form, {}) == []
    assert lint(form_of(form)) == ()


def test_every_datatype_limit_and_kind_has_its_place() -> None:
    kinds = ["text", "text_latin", "date", "time", "datetime", "bool", "num", "num_int", "num_currency", "file", "obj"]
    fields = [use(a_field(number, kind, datatype=kind), "0:1") for number, kind in enumerate(kinds, start=10)]
    number = a_field(30, datatype="num", precision=Precision(min_value="-1", max_value="2.5", min_length=1))
    odd = a_field(31, datatype="date", precision=Precision(min_value="1", unread="unbekannt"))
    broken = a_field(32, precision=Precision(pattern="(["))
    file = a_field(
        33,
        "Anlage",
        datatype="file",
        max_size=2_500_000,
        media_types=("image/png",),
        help="Nur lesbar",
        prefill="optional",
    )
    long = a_field(34, "Lang", precision=Precision(0, 4000))
    form = imported(a_document(*fields, use(number), use(odd), use(broken), use(file, "1:*"), use(long)))
    found = dict(form.schema["$defs"].items())
    assert found["F00000000014V1.0.0"]["format"] == "date-time"
    assert (found["F00000000030V1.0.0"]["minimum"], found["F00000000030V1.0.0"]["maximum"]) == (-1, 2.5)
    assert found["F00000000033V1.0.0"]["x-fim"]["vorbefuellung"] == "optional"
    assert found["F00000000033V1.0.0"]["x-datei"] == {"maxSize": 2_500_000, "mediaType": ["image/png"]}
    assert {words.split(":")[0] for _, words in form.report.remarks} == {
        "Datentyp obj", "Länge oder Muster passt nicht zum Datentyp num", "Wertgrenze passt nicht zum Datentyp date",
        "Präzisierung nicht verstanden", "Muster nicht verstanden",
    }  # fmt: skip
    helps = [one.get("options", {}).get("x-hilfe", "") for one in elements_of(form.uischema)]
    assert (
        "Nur lesbar Anlage: hier steht der Name der Datei. Die Datei selbst kommt zu den Nachweisen. "
        "Höchstens 2,5 MB. Erlaubt: image/png."
    ) in helps
    assert unaccounted(form, {}) == []
    assert "Präzisierung nicht verstanden: unbekannt" in as_markdown(form.report)


def test_labels_locked_and_hidden_fields_ask_nobody() -> None:
    label = a_field(1, "Titel", kind="label", content="Bitte lesen")
    plain = a_field(2, "Nur ein Titel", kind="label")
    locked = a_field(3, "Fest", kind="locked", content="Wert")
    empty = a_field(4, "Leer", kind="locked")
    hidden = a_field(5, "Nicht zu sehen", kind="hidden", datatype="bool", content="wahr")
    form = imported(
        a_document(
            use(a_group(1, use(label), use(plain), use(locked), use(empty), use(hidden))), use(a_group(2, use(label)))
        )
    )
    assert make_validator(form.schema).is_valid({"G00000000001": {"F00000000003": "Wert"}})
    assert not make_validator(form.schema).is_valid({"G00000000001": {}})
    opened = form_of(form)
    assert initial(opened) == {"G00000000001": {"F00000000003": "Wert"}}
    assert not controls(state(opened, {}, frozenset(), TODAY))["/G00000000001/F00000000005"].visible
    assert [words for _, words in form.report.remarks] == ["Inhalt „wahr“ nicht vorbelegt"]
    assert lint(opened) == ()
    assert unaccounted(form, {}) == []


def test_a_choice_group_takes_exactly_one_member() -> None:
    form = imported(a_document(use(a_group(9, use(TEXT), use(OTHER), choice=True))))
    assert valid(form, F00000000002="a")
    assert valid(form, F00000000003="b")
    assert not valid(form)
    assert not valid(form, F00000000002="a", F00000000003="b")


def test_lists_have_their_counts_and_choices_of_several_are_each_given_once() -> None:
    choice = a_field(1, kind="select", codes=(CodeEntry("1", "eins", "die erste"), CodeEntry("2", "zwei")))
    form = imported(
        a_document(use(a_group(9, use(choice, "1:2"), use(TEXT, "2:5"), use(a_group(1, use(OTHER)), "0:*"))))
    )
    assert valid(form, F00000000001=["1"], F00000000002=["a", "b"], G00000000001=[{"F00000000003": "x"}])
    assert not valid(form, F00000000001=["1", "1"], F00000000002=["a", "b"])
    assert not valid(form, F00000000001=["1"], F00000000002=["a"])
    assert not valid(form, F00000000001=["1"], F00000000002=["a", "b"], G00000000001=[{}])
    assert unaccounted(form, {}) == []


@pytest.mark.parametrize(("readable", "missing"), [(0, True), (1, True), (2, False)])
def test_what_lies_beside_the_file_and_cannot_be_read_does_not_stop_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readable: int, *, missing: bool
) -> None:
    file, folder, lost, locked = (tmp_path / f"{name}.xml" for name in ("form", "ordner", "verweis", "zu"))
    file.write_bytes(written(a_document(use(a_field(1, kind="select", code_list=CodeListName("urn:a", "1"))))))
    folder.mkdir()
    lost.symlink_to(tmp_path / "nirgends")
    locked.write_text(code_list("urn:a", "1", ("01", "eins")), "utf-8")
    times: list[Path] = []

    def refusing(path: Path, _mode: str) -> BinaryIO:
        if path == locked:
            times.append(path)
            if len(times) > readable:
                raise PermissionError(13, "Permission denied", str(path))
        return io.BufferedReader(io.FileIO(path))

    monkeypatch.setattr(Path, "open", refusing)
    remarks = [("F00000000001V1.0.0", "Codeliste fehlt: urn:a_1")] if missing else []
    assert list(import_file(file).report.remarks) == remarks


def test_a_code_list_beside_the_file_is_used_and_a_missing_one_is_said(tmp_path: Path) -> None:
    names = [CodeListName("urn:a", "1", "urn:a_1"), CodeListName("urn:b"), CodeListName("urn:c"), CodeListName("urn:d")]
    names += [CodeListName("urn:e"), CodeListName("urn:f"), CodeListName("urn:g", "2"), CodeListName("")]
    names.append(CodeListName("urn:a", "1"))
    fields = [a_field(number, kind="select", code_list=name) for number, name in enumerate(names, start=1)]
    nameless = a_field(20, kind="select")
    (tmp_path / "codelists").mkdir()
    (tmp_path / "form.xml").write_bytes(written(a_document(*map(use, fields), use(nameless))))
    lists = {
        "a": code_list("urn:a", "1", ("01", "eins"), ("01", "noch einmal"), ("", "nichts")),
        "codelists/b": code_list("urn:b", "x", ("b", "Bezeichnung"), columns=("id", "text")),
        "d1": code_list("urn:d", "1", ("d", "D")),
        "d2": code_list("urn:d", "2", ("d", "D")),
        "broken": code_list("urn:e", "1").replace("c:Key", "c:Schlüssel"),
        "other": "<x>http://docs.oasis-open.org/codelist/ns/genericode/1.0/ urn:f</x>",
        "codelists/g": code_list("urn:g", "2", ("g", "G")).replace("</c:ColumnSet>", "</c:ColumnSet>\n"),
    }
    for name, text in lists.items():
        (tmp_path / f"{name}.xml").write_text(text, "utf-8")
    form = import_file(tmp_path / "form.xml")
    choices = {name: one.get("oneOf") for name, one in form.schema["$defs"].items()}
    assert choices["F00000000001V1.0.0"] == [{"const": "01", "title": "eins"}]
    assert choices["F00000000002V1.0.0"] == [{"const": "b", "title": "Bezeichnung"}]
    assert choices["F00000000007V1.0.0"] == [{"const": "g", "title": "G"}]
    assert choices["F00000000009V1.0.0"] == choices["F00000000001V1.0.0"]
    missing = [words.removeprefix("Codeliste fehlt: ") for _, words in form.report.remarks]
    assert missing == ["urn:c", "urn:d", "urn:e", "urn:f", "ohne Namen", "ohne Namen"]
    assert "Die Liste der Möglichkeiten liegt nicht vor" in json.dumps(form.uischema, ensure_ascii=False)


def test_a_form_is_written_as_five_files_that_the_library_loads(tmp_path: Path) -> None:
    root = replace(
        a_document(use(a_group(1, use(TEXT)))).root, references=(Reference("§ 1  BGB"), Reference("§ 2 BGB"))
    )
    form = imported(replace(a_document(), root=root))
    write_form(form, tmp_path / form.form_id)
    assert sorted(one.name for one in (tmp_path / form.form_id).iterdir()) == [
        "form.toml", "report.json", "report.md", "schema.json", "uischema.json",
    ]  # fmt: skip
    loaded = FormLibrary(tmp_path).form("s00000000001")
    assert (loaded.released, loaded.law, loaded.version) == (False, "§ 1 BGB; § 2 BGB", "1.0.0")
    assert json.loads((tmp_path / form.form_id / "report.json").read_text("utf-8"))["counts"]["felder"] == 1


def test_what_a_document_does_not_say_has_a_value_that_shows_it() -> None:
    root = replace(a_document(use(TEXT)).root, identity=Identity("Ä"), label="")
    document = replace(a_document(), root=root, valid_from="2026-02-30", created="gestern")
    assert form_id_of(document) == "xdatenfelder"
    form = form_of(imported(document))
    assert (form.version, form.law, form.valid_from) == ("0", "nicht genannt", date(1970, 1, 1))


def test_a_file_field_is_also_evidence() -> None:
    form = form_of(imported(a_document(use(a_group(1, use(a_field(7, 'Der "Nachweis"', datatype="file")))))))
    assert [(one.key, one.label) for one in form.evidence] == [("f00000000007", 'Der "Nachweis"')]


def test_an_empty_document_with_a_rule_is_a_form_with_nothing_in_it() -> None:
    form = imported(a_document(rules=(a_rule(1, "Nichts."),)))
    assert form.uischema["elements"] == []
    assert outcomes(form) == [("Vermerk", "der Satzbau ist unbekannt")]


def test_fields_between_groups_stand_in_a_step_of_their_own() -> None:
    form = imported(
        a_document(
            use(a_field(1)),
            use(a_field(2)),
            use(a_group(1, use(TEXT), label="Ort")),
            use(a_field(4)),
            use(a_group(2, use(OTHER), label="Hunde"), "0:*"),
        )
    )
    assert [(one["label"], len(one["elements"])) for one in form.uischema["elements"]] == [
        ("Angaben", 2), ("Ort", 1), ("Angaben", 1), ("Hunde", 1),
    ]  # fmt: skip


def test_the_checker_notices_what_is_lost() -> None:
    form = imported(a_document(use(a_group(1, use(TEXT), use(OTHER, "0:*")))))
    assert unaccounted(form, {}) == []
    del form.schema["$defs"]["G00000000001V1.0.0"]["properties"][B]
    form.uischema["elements"].clear()
    report = replace(form.report, rules=())
    rules = replace(form.document.root, rules=(a_rule(1, "x"),))
    lost = replace(form, report=report, document=replace(form.document, root=rules))
    assert unaccounted(lost, {}) == ["structure", "controls and labels", "rules"]


@pytest.fixture(scope="module")
def corpus() -> tuple[Imported, ...]:
    """Return every form of the corpus; they take 200 MB while these tests run."""
    files = [*CORPUS.glob("*.xml"), *(CORPUS.parent / "xdf2").glob("*/*_xdf2.xml")]
    return tuple(import_file(file) for file in sorted(files))


@WITH_CORPUS
def test_nothing_of_the_corpus_is_lost(corpus: tuple[Imported, ...]) -> None:
    assert len(corpus) == 48
    for form in corpus:
        read = rebuilt(form.schema, form.schema)
        lists = {
            one.get("x-codeliste"): tuple(CodeEntry(code["const"], code["title"]) for code in one["oneOf"])
            for one in form.schema["$defs"].values()
            if one.get("oneOf")
        }
        assert structure(form.document.root, lists) == read
        assert unaccounted(form, lists) == []


@WITH_CORPUS
def test_every_form_of_the_corpus_opens_and_can_be_completed(corpus: tuple[Imported, ...]) -> None:
    for form in corpus:
        opened = form_of(form)
        empty = state(opened, initial(opened), frozenset(), TODAY)
        assert not empty.complete
        answers = complete(form.schema)
        assert answers is not None
        assert state(opened, answers, frozenset(), TODAY).problems == ()
        assert lint(opened) == ()
