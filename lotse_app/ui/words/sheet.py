"""German words about lists: what their columns are called, and what is wrong with a cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lotse_app.models.session import LONGEST_TOPIC, MOST_TOPICS
from lotse_app.models.session_sheet import CellTrouble
from lotse_app.models.sheet_words import HEADS
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.batch import Batch
    from lotse_app.models.session_sheet import CellProblem
    from lotse_app.workflows.sheets import Checked

#: What is said of a cell; ``{text}`` is what stands there.
_TROUBLES: dict[CellTrouble, str] = {
    CellTrouble.NO_DAY: "Der Tag fehlt.",
    CellTrouble.NOT_A_DAY: "„{text}“ ist kein Tag. So geht es: 20.11.2026",
    CellTrouble.NOT_A_TIME: "„{text}“ ist keine Uhrzeit. So geht es: 9:30",
    CellTrouble.NO_LENGTH: "Die Dauer fehlt. Nötig sind Minuten, oder Beginn und Ende.",
    CellTrouble.NOT_A_LENGTH: "„{text}“ ist keine Dauer. So geht es: 45 oder 1,5 h",
    CellTrouble.NOT_A_NUMBER: "„{text}“ ist keine ganze Zahl.",
    CellTrouble.TOO_LARGE: "„{text}“ ist zu groß. Steht diese Angabe in einer anderen Spalte?",
    CellTrouble.UNKNOWN_WORD: "„{text}“ ist hier nicht bekannt.",
    CellTrouble.FORMULA: "„{text}“ ist eine Formel oder ein Fehler der Tabelle, kein Wert.",
    CellTrouble.END_FIRST: "Das Ende „{text}“ liegt vor dem Beginn.",
    CellTrouble.IN_FUTURE: "Die Beratung liegt in der Zukunft ({text}).",
    CellTrouble.TOO_OLD: "Die Beratung ist älter als fünf Jahre ({text}).",
    CellTrouble.TOPIC_LEFT_OUT: "Ein Anliegen bleibt draußen: Es sieht nach einem Namen oder einer Nummer aus.",
    CellTrouble.TAG_LEFT_OUT: "Ein Förderkennzeichen bleibt draußen: Es sieht nach einem Namen aus.",
    CellTrouble.TOO_MUCH: (
        f"Ein Teil bleibt draußen. Aus einer Zelle kommen {MOST_TOPICS} Angaben mit je {LONGEST_TOPIC} Zeichen."
    ),
    CellTrouble.NOTE_LEFT_OUT: "Die Notiz bleibt draußen: Sie sieht aus, als stünde etwas über eine Person darin.",
}


def trouble_words(problem: CellProblem) -> str:
    """Return what is wrong with a cell: ``Zeile 7, Alter: „siebzig“ ist hier nicht bekannt.``."""
    said = _TROUBLES[problem.trouble].format(text=problem.text)
    return f"Zeile {problem.row}, {HEADS[problem.field][0]}: {said}"


def more_words(problems: Sequence[CellProblem]) -> str:
    """Return how many more cells are wrong, and in which columns: ``… und 70 weitere: Tag 60, Alter 10.``."""
    if not problems:
        return ""
    columns = Counter(HEADS[problem.field][0] for problem in problems)
    return f"… und {len(problems)} weitere: {', '.join(f'{name} {count}' for name, count in columns.most_common())}."


def checked_words(checked: Checked) -> str:
    """Return how many rows can be taken over, and how many came before."""
    can = "lässt" if checked.good == 1 else "lassen"
    said = f"{checked.good} von {counted(len(checked.rows), 'Zeile', 'Zeilen')} {can} sich übernehmen."
    if not checked.again:
        return said
    stand, count = ("steht", "zählt") if checked.again == 1 else ("stehen", "zählen")
    return f"{said} {checked.again} {stand} schon in einer übernommenen Liste und {count} nicht noch einmal."


def taken_words(batch: Batch) -> str:
    """Return how many sessions were taken over."""
    return f"Übernommen: {counted(batch.count, 'Beratung', 'Beratungen')}."


def left_words(left: int) -> str:
    """Return how many rows still wait to be mended, with a space behind; empty for none."""
    if not left:
        return ""
    stand = "1 Zeile steht" if left == 1 else f"{left} Zeilen stehen"
    return f"{stand} noch hier: bitte berichtigen. "
