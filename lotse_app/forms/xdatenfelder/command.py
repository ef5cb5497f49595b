"""What ``lotse import-form`` does: one file into a folder, or a folder of files with a table of what became of them."""

from __future__ import annotations

import time
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from lotse_app.forms.compile import compile_form
from lotse_app.forms.engine import initial, state
from lotse_app.forms.facts import read_form
from lotse_app.forms.xdatenfelder.genericode import is_code_list
from lotse_app.forms.xdatenfelder.importing import import_file, write_form
from lotse_app.forms.xdatenfelder.report import APPLIED, ELSEWHERE, NOTE
from lotse_app.models.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lotse_app.forms.form import Form
    from lotse_app.forms.xdatenfelder.importing import Imported
    from lotse_app.models.problems import Problem

    Say = Callable[[str], None]
    Sentence = Callable[[Problem], str]

_COLUMNS: Final = ("Datei", "Id", "Felder", "Gruppen", "Regeln", APPLIED, ELSEWHERE, NOTE, "Import ms", "Öffnen ms")
#: Any day will do to open a form: what is measured does not depend on it.
_DAY: Final = date(2026, 1, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: what was counted, or why the file was refused."""

    file: str
    cells: tuple[str, ...] = ()
    refused: str = ""


def import_one(file: Path, land: str, out: Path, say: Say, sentence: Sentence) -> int:
    """Write the form of a file into ``out``; return the exit status."""
    try:
        imported = import_file(file, land)
        write_form(imported, out)
    except ProblemError as error:
        say(f"{file}: {sentence(error.problem)}")
        return 1
    except OSError as error:
        say(f"{file}: {error.strerror}")
        return 1
    outcomes = imported.report.outcomes()
    say(
        f"{imported.report.name}: {imported.report.counts['felder']} Felder, {outcomes[APPLIED]} Regeln umgesetzt, "
        f"{outcomes[ELSEWHERE]} nur für andere Länder, {outcomes[NOTE]} als Vermerk. Ungeprüft in {out}"
    )
    return 0


def import_folder(folder: Path, land: str, out: Path | None, say: Say, sentence: Sentence) -> int:
    """Do all documents below a folder and say a table; with ``out`` each form is written into a folder of its own.

    Returns 0 only if no file was refused.
    """
    lines = list(lines_of(folder, land, out, sentence))
    for text in table(lines):
        say(text)
    return 1 if any(line.refused for line in lines) or not lines else 0


def lines_of(folder: Path, land: str, out: Path | None, sentence: Sentence) -> Iterator[Line]:
    """Yield a line for every document below a folder; code lists are no documents."""
    for file in _documents(folder):
        name = file.relative_to(folder).as_posix()
        try:
            imported = import_file(file, land)
        except ProblemError as error:
            yield Line(name, refused=sentence(error.problem))
            continue
        if out is not None:
            write_form(imported, out / imported.form_id)
        outcomes, counts = imported.report.outcomes(), imported.report.counts
        figures = (
            counts["felder"], counts["gruppen"], counts["regeln"], outcomes[APPLIED], outcomes[ELSEWHERE],
            outcomes[NOTE], round(imported.seconds * 1000), round(open_seconds(imported) * 1000),
        )  # fmt: skip
        yield Line(name, (imported.report.id, *(str(one) for one in figures)))


def table(lines: list[Line]) -> Iterator[str]:
    """Yield the lines of a table in Markdown, refused files last."""
    yield f"| {' | '.join(_COLUMNS)} |"
    yield f"|{'---|' * 2}{'---:|' * (len(_COLUMNS) - 2)}"
    for line in lines:
        if not line.refused:
            yield f"| {' | '.join((line.file, *line.cells))} |"
    for line in lines:
        if line.refused:
            yield f"{line.file}: {line.refused}"


def form_of(imported: Imported) -> Form:
    """Return an imported form as the library would load it. Raises ValueError where it could not."""
    faults: list[str] = []
    facts = tomllib.loads(imported.facts)
    form = read_form(imported.form_id, facts, imported.schema, imported.uischema, faults)
    if faults:
        raise ValueError("; ".join(faults))
    return form


def open_seconds(imported: Imported) -> float:
    """Return how long it takes to read the facts, to compile the form and to say its first state."""
    started = time.perf_counter()
    form = form_of(imported)
    compile_form(form)
    state(form, initial(form), frozenset(), _DAY)
    return time.perf_counter() - started


def _documents(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*.xml")) if not is_code_list(file))
