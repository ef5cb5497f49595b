"""Ranked testers: each says how well its editor fits a control; the best one is built (as in JSON Forms)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lotse_app.forms.state import Choice, ControlKind
from lotse_app.ui.form.choosing import ManyEditor, RadioEditor, SearchEditor, SwitchEditor, TickEditor
from lotse_app.ui.form.editors import DateEditor, IbanEditor, MultilineEditor, NumberEditor, TextEditor, TimeEditor
from lotse_app.ui.form.file_editor import FileEditor
from lotse_app.ui.form.ways_editor import WaysEditor

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.forms.state import ControlState
    from lotse_app.ui.form.editors import Editor

#: Choices up to this number are radio buttons, more become a list one types into.
FEW = 7
_YES_NO = (Choice(True, "Ja"), Choice(False, "Nein"))
#: How a time is typed, by format.
_TIMES = {"time": "HH:MM", "date-time": "TT.MM.JJJJ HH:MM"}
#: Answers of these formats are short: the line says so by its width.
_SHORT_FORMATS = frozenset({"plz", "bic", "steuer-idnr", "kfz-kennzeichen"})


@dataclass(frozen=True, slots=True)
class Tester:
    """``rank`` returns 0 where the editor does not fit; the highest rank wins."""

    rank: Callable[[ControlState], int]
    build: Callable[[ControlState], Editor]


def editor_for(control: ControlState, testers: tuple[Tester, ...] | None = None) -> Editor:
    """Return a new editor for a control; anything unknown is a line of text."""
    best = max(testers or TESTERS, key=lambda tester: tester.rank(control))
    return best.build(control)


def _kind(kind: ControlKind, rank: int = 2) -> Callable[[ControlState], int]:
    def rank_of(control: ControlState) -> int:
        return rank if control.kind is kind else 0

    return rank_of


def _text(_control: ControlState) -> int:
    return 1


def _iban(control: ControlState) -> int:
    return 5 if control.kind is ControlKind.TEXT and control.format == "iban" else 0


def _few(control: ControlState) -> int:
    few = 0 < len(control.choices) <= FEW or control.variant == "radio"
    return 4 if control.kind is ControlKind.CHOICE and few else 0


def _switch(control: ControlState) -> int:
    return 4 if control.kind is ControlKind.YES_NO and control.variant == "toggle" else 0


def _build_text(control: ControlState) -> Editor:
    short = control.format in _SHORT_FORMATS or (control.max_length is not None and control.max_length <= 12)
    return TextEditor(14) if short else TextEditor()


def _build_multiline(_control: ControlState) -> Editor:
    return MultilineEditor()


def _build_number(_control: ControlState) -> Editor:
    return NumberEditor()


def _build_date(_control: ControlState) -> Editor:
    return DateEditor()


def _build_iban(_control: ControlState) -> Editor:
    return IbanEditor()


def _time(control: ControlState) -> int:
    return 5 if control.kind is ControlKind.TEXT and control.format in _TIMES else 0


def _file(control: ControlState) -> int:
    return 6 if control.kind is ControlKind.TEXT and control.accepts is not None else 0


def _build_file(control: ControlState) -> Editor:
    return FileEditor(control.accepts or (), control.max_bytes)


def _build_time(control: ControlState) -> Editor:
    return TimeEditor(_TIMES[control.format])


def _build_radio(control: ControlState) -> Editor:
    return RadioEditor(control.choices)


def _build_search(control: ControlState) -> Editor:
    return SearchEditor(control.choices)


def _build_many(control: ControlState) -> Editor:
    return ManyEditor(control.choices)


def _build_yes_no(control: ControlState) -> Editor:
    return RadioEditor(control.choices or _YES_NO)


def _build_switch(control: ControlState) -> Editor:
    return SwitchEditor(control.label)


def _build_tick(control: ControlState) -> Editor:
    return TickEditor(control.label)


def _build_ways(control: ControlState) -> Editor:
    return WaysEditor(control.ways, editor_for)


TESTERS = (
    Tester(_text, _build_text),
    Tester(_kind(ControlKind.MULTILINE), _build_multiline),
    Tester(_kind(ControlKind.INTEGER), _build_number),
    Tester(_kind(ControlKind.NUMBER), _build_number),
    Tester(_kind(ControlKind.DATE), _build_date),
    Tester(_kind(ControlKind.PARTIAL_DATE), _build_date),
    Tester(_kind(ControlKind.CHOICE), _build_search),
    Tester(_kind(ControlKind.MULTI_CHOICE), _build_many),
    Tester(_kind(ControlKind.YES_NO), _build_yes_no),
    Tester(_kind(ControlKind.TICK), _build_tick),
    Tester(_kind(ControlKind.WAYS), _build_ways),
    Tester(_few, _build_radio),
    Tester(_switch, _build_switch),
    Tester(_iban, _build_iban),
    Tester(_time, _build_time),
    Tester(_file, _build_file),
)
