"""Where the name of a person stands beside the cases, shown before it is deleted: notes, Wiedervorlagen, purposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from lotse_app.clock import short_date
from lotse_app.models.persons import RemarkKind
from lotse_app.ui.kit.blocks import Body, Heading, Muted
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import put_rows
from lotse_app.ui.kit.worded import WrappingTick
from lotse_app.ui.words.shared import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.persons import NamedRemark

TITLE = "Wo der Name sonst noch steht"
NONE = (
    "In Notizen, Wiedervorlagen, Terminen, Gründen, bei der Post vom Amt und in anderen Vorgängen steht der Name nicht."
)
PARTS = (
    "Hier steht nur ein Teil des Doppelnamens. Gemeint sein kann auch jemand anders. "
    "Was zu dieser Person gehört, bitte ankreuzen: Dann geht es mit."
)
STAYS = (
    "Das bleibt: Es gehört zum Vorgang einer anderen Person. Soll der Name dort nicht stehen, bitte im Vorgang ändern, "
    "solange er Entwurf ist."
)
_KINDS = {
    RemarkKind.NOTE: "Notiz einer Beratung",
    RemarkKind.FOLLOW_UP: "Wiedervorlage",
    RemarkKind.APPOINTMENT: "Termin",
    RemarkKind.LETTER: "Post vom Amt",
    RemarkKind.ENDING: "Grund eines Abschlusses",
    RemarkKind.EVIDENCE: "Grund bei einem Nachweis",
    RemarkKind.SAID: "Angabe in einem anderen Vorgang",
}


def remark_words(one: NamedRemark) -> str:
    """Return kind, day and words of a remark."""
    return f"{_KINDS[one.kind]} vom {short_date(one.day)}: {one.text}"


def hidden_words(whole: int, part: int) -> str:
    """Return how many there are that only colleagues read; empty for none."""
    said = []
    if whole:
        said.append(f"{counted(whole, 'Text', 'Texte')} von Kolleginnen und Kollegen mit dem Namen: geht mit.")
    if part:
        said.append(
            f"{counted(part, 'Text', 'Texte')} von Kolleginnen und Kollegen mit einem Teil des Namens: bleibt. "
            "Lesen können das nur sie selbst. Bitte dort nachfragen."
        )
    return " ".join(said)


def elsewhere_words(count: int) -> str:
    """Return how many answers of others say the name and are not shown."""
    return f"{counted(count, 'Angabe', 'Angaben')} in Vorgängen, die hier nicht gezeigt werden: bleibt."


class BesideNames(QWidget):
    """The list, with a tick for each where only a part of a double name stands."""

    def __init__(self) -> None:
        super().__init__()
        self.ticks: dict[str, WrappingTick] = {}
        self._rows: list[QWidget] = []
        self._list = column(self, GRID)
        self.hide()

    def show_found(self, everything: Sequence[NamedRemark]) -> None:
        """Show what was found, anew: what goes, what may go, what stays."""
        found = [one for one in everything if one.kind is not RemarkKind.SAID]
        said = [one for one in everything if one.kind is RemarkKind.SAID]
        self.ticks = {one.id: WrappingTick(remark_words(one)) for one in found if one.text and not one.whole}
        hidden = [one.whole for one in found if not one.text]
        rows: list[QWidget] = [Heading(TITLE, 3)]
        rows += [Body(f"• {remark_words(one)}") for one in found if one.text and one.whole]
        if hidden:
            rows.append(Muted(hidden_words(hidden.count(True), hidden.count(False))))
        rows += [Muted(PARTS), *self.ticks.values()] if self.ticks else []
        rows += _staying(said)
        put_rows(self._list, self._rows, rows if everything else [Muted(NONE)])
        self.show()

    def chosen(self) -> list[str]:
        """Return the ids that are ticked."""
        return [one for one, tick in self.ticks.items() if tick.box.isChecked()]


def _staying(said: Sequence[NamedRemark]) -> list[QWidget]:
    """Return the rows of what stays."""
    if not said:
        return []
    shown = [one for one in said if one.text]
    rows: list[QWidget] = [Body(f"• {remark_words(one)}") for one in shown]
    if len(shown) < len(said):
        rows.append(Muted(elsewhere_words(len(said) - len(shown))))
    return [*rows, Muted(STAYS)]
