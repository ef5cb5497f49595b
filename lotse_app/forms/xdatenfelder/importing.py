"""Turns one file of XDatenfelder into a form: schema, UI schema, facts, and a report of everything left over."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from lotse_app.forms.xdatenfelder.facts_of import facts_of, form_id_of
from lotse_app.forms.xdatenfelder.genericode import CodeLists
from lotse_app.forms.xdatenfelder.judging import judge
from lotse_app.forms.xdatenfelder.model import Group
from lotse_app.forms.xdatenfelder.places import keyed
from lotse_app.forms.xdatenfelder.reading import read_document
from lotse_app.forms.xdatenfelder.report import as_markdown, make_report
from lotse_app.forms.xdatenfelder.schema_of import Remarks, schema_of
from lotse_app.forms.xdatenfelder.uischema_of import uischema_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path as File

    from lotse_app.forms.xdatenfelder.judging import Path
    from lotse_app.forms.xdatenfelder.model import CodeEntry, Document
    from lotse_app.forms.xdatenfelder.report import Report

#: The Land whose rules hold where nobody says another.
HOME: Final = "SN"
LANDS: Final = ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH")


@dataclass(frozen=True, slots=True)
class Imported:
    """One form made of a document; ``seconds`` is how long that took, reading included."""

    form_id: str
    document: Document
    schema: dict[str, Any]
    uischema: dict[str, Any]
    facts: str
    report: Report
    seconds: float


def import_file(file: File, land: str = HOME) -> Imported:
    """Return the form of a file; code lists are looked for beside it and in a folder ``codelists`` near it.

    Raises XDF_REFUSED for a document that is wrong, and OSError where the file cannot be read.
    """
    started = time.perf_counter()
    with file.open("rb") as stream:
        document = read_document(stream)
    folders = (file.parent, file.parent / "codelists", file.parent.parent / "codelists")
    made = make_form(document, CodeLists(folders), land)
    return Imported(**made, seconds=time.perf_counter() - started)


def make_form(document: Document, code_lists: CodeLists, land: str = HOME) -> dict[str, Any]:
    """Return everything of an imported form but how long it took."""
    lists = dict(_lists(document.root, code_lists))
    spots = tuple(_spots(document.root, (), ()))
    judged = judge([(path, group) for path, _, group in spots], lists, land)
    remarks = Remarks()
    schema = schema_of(document, judged, lists, spots, remarks)
    return {
        "form_id": form_id_of(document),
        "document": document,
        "schema": schema,
        "uischema": uischema_of(document, judged, lists),
        "facts": facts_of(document),
        "report": make_report(document, judged, remarks, land),
    }


def write_form(imported: Imported, folder: File) -> None:
    """Write the five files of a form into a folder, which is made; a file that is there is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "schema.json": _json(imported.schema),
        "uischema.json": _json(imported.uischema),
        "form.toml": imported.facts,
        "report.json": _json(imported.report.as_json()),
        "report.md": as_markdown(imported.report),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _lists(group: Group, code_lists: CodeLists) -> Iterator[tuple[str, tuple[CodeEntry, ...]]]:
    """Yield the entries of every list that a field refers to and that is at hand."""
    for use in group.uses:
        element = use.element
        if isinstance(element, Group):
            yield from _lists(element, code_lists)
        elif element.code_list is not None and not element.codes:
            found = code_lists.find(element.code_list)
            if found is not None:
                yield element.code_list.shown, found.entries(element.code_list)


def _spots(group: Group, path: Path, lists: tuple[bool, ...]) -> Iterator[tuple[Path, tuple[bool, ...], Group]]:
    """Yield every group with its place, and which names of it are lists."""
    yield path, lists, group
    for key, use in keyed(group):
        if isinstance(use.element, Group):
            yield from _spots(use.element, (*path, key), (*lists, use.many))
