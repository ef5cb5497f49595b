"""The command line imports one file or a folder, and says what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app import cli
from lotse_app.clock import SystemClock
from lotse_app.crash import CrashHook
from lotse_app.forms.xdatenfelder.command import form_of
from lotse_app.forms.xdatenfelder.importing import import_file
from lotse_app.paths import Places
from tests.forms.xdatenfelder.writing import a_document, a_field, a_group, a_rule, code_list, use, written

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENT = a_document(use(a_group(1, use(a_field(1)), rules=(a_rule(1, "Bitte Sorgfalt."),))))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with a document, a code list, and a file that is refused."""
    made = tmp_path / "fim"
    (made / "deeper").mkdir(parents=True)
    (made / "deeper" / "good.xml").write_bytes(written(DOCUMENT))
    (made / "list.xml").write_text(code_list("urn:a", "1", ("1", "eins")), "utf-8")
    (made / "bad.xml").write_text("<x/>", "utf-8")
    return made


def run(tmp_path: Path, *arguments: object) -> int:
    """Call the program as the shell would."""
    places = Places(tmp_path / "data")
    return cli.run([str(one) for one in ("import-form", *arguments)], places, CrashHook(places.logs, SystemClock()))


def test_one_file_becomes_a_form(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(tmp_path, folder / "deeper" / "good.xml", "--out", out) == 0
    assert capsys.readouterr().out == (
        f"Antrag: 1 Felder, 0 Regeln umgesetzt, 0 nur für andere Länder, 1 als Vermerk. Ungeprüft in {out}\n"
    )
    assert len(list(out.iterdir())) == 5


def test_a_wrong_file_is_refused_with_its_place(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, folder / "bad.xml", "--out", tmp_path / "out") == 1
    assert "Zeile 1, Element „x“: der Namensraum ist nicht" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_said(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, folder / "gone.xml", "--out", tmp_path / "out") == 1
    assert "gone.xml" in capsys.readouterr().out


def test_a_folder_becomes_a_table(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, "--batch", folder, "--out", tmp_path / "out") == 1
    head, _, good, bad = capsys.readouterr().out.splitlines()
    assert head.startswith("| Datei | Id | Felder |")
    assert good.startswith("| deeper/good.xml | S00000000001 | 1 | 1 | 1 | 0 | 0 | 1 |")
    assert bad.startswith("bad.xml: Die Datei wurde nicht übernommen.")
    assert [one.name for one in (tmp_path / "out").iterdir()] == ["s00000000001"]


def test_a_folder_of_good_files_ends_well_and_an_empty_one_does_not(folder: Path, tmp_path: Path) -> None:
    assert run(tmp_path, "--batch", folder / "deeper") == 0
    assert run(tmp_path, "--batch", tmp_path / "nothing") == 1


@pytest.mark.parametrize(
    "arguments", [(), ("a.xml",), ("a.xml", "--batch", "b", "--out", "c"), ("a.xml", "--out", "c", "--land", "XX")]
)
def test_what_cannot_be_meant_is_said(
    arguments: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, *arguments) == 2
    assert capsys.readouterr().err


def test_facts_that_the_program_could_not_read_are_a_fault(folder: Path) -> None:
    imported = import_file(folder / "deeper" / "good.xml")
    object.__setattr__(imported, "facts", imported.facts.replace("ungeprueft", "gut"))
    with pytest.raises(ValueError, match="status"):
        form_of(imported)
