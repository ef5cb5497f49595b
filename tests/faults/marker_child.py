"""The program into which marker words are typed: every field of the main job, in the real window.

``python -m tests.faults.marker_child FOLDER PHASE CASE SEED``; the words come on standard input as one JSON line. It
tells which word it typed where, and stops at three places until the parent has looked around.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from lotse_app.models.acting import ActingAs
from lotse_app.models.application import State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.letter import LetterKind
from lotse_app.overriding import override
from lotse_app.ui.application.evidence_row import STATE_WORDS
from lotse_app.ui.application.steps import EVIDENCE, HAND_IN, READ_BACK, SIGNATURE, WHO, form_step
from lotse_app.ui.entrance.unlock import UnlockView
from lotse_app.ui.form.editors import IbanEditor, TextEditor
from lotse_app.ui.form.edits import Edit
from lotse_app.ui.form.elements import ItemView
from lotse_app.ui.post.case_post import CasePostView
from lotse_app.ui.rooms.applications import ApplicationsRoom
from lotse_app.ui.rooms.counselling import CounsellingRoom
from lotse_app.ui.rooms.room import POST, RoomName
from lotse_app.ui.rooms.services import ServicesRoom
from tests.chance import seeded
from tests.faults.ground import Phase
from tests.faults.windowed_child import Driven, Driver, main, tell, type_letters

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.form.control import ControlView
    from lotse_app.ui.form.step_page import FormStepPage
    from tests.faults.windowed_child import Script

#: Questions whose answers have a form of their own, and those whose answer is no word.
_FORMED = ("chip", "email")
_NO_WORD = ("plz", "hausnummer", "telefon", "geburtsdatum", "wurfdatum", "haltung_seit", "weitere_hunde_haushalt")


class Typist(Driver):
    """Types, looks nowhere."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]  # as the driver's
        self._words = iter(json.loads(sys.stdin.readline()))
        self._typed: dict[str, str] = {}
        self._numbers = seeded(7)

    @override
    def _edit(self) -> Script:
        yield from self._open_case()
        yield from self._let_a_guardian_act()
        for step in ("vertretung", "halter", "hund", "steuer"):
            yield from self._show(form_step(step))
            assert self._wizard.pages is not None
            page = self._wizard.pages.form_page
            assert page is not None
            yield from self._fill(page)
        yield from self._look_at_evidence()
        yield from self._read_back()
        yield lambda: self._autosaved.clean and self._idle()
        yield from self._rest("typed")
        yield from self._finish()
        yield from self._letter()
        yield from self._elsewhere()
        yield from self._write_to_and_fro()
        self._crash()
        yield from self._rest("worked")
        self._shell.lock()
        yield lambda: isinstance(self._shell.shown, UnlockView) and self._idle()
        yield from self._rest("locked")
        self._shell.quit()

    def _let_a_guardian_act(self) -> Script:
        """Choose who acts, so that there are names beside the person's own."""
        yield from self._show(WHO)
        pages, editing = self._wizard.pages, self._wizard.editing
        assert pages is not None
        assert editing is not None
        pages.acting.group.button(list(ActingAs).index(ActingAs.LEGAL_GUARDIAN)).click()
        yield lambda: editing.steps[1].form_key == "vertretung"
        duties = self._typed["/vertretung/aufgabenkreis"] = self._word()
        for pointer, value in (
            ("umfasst", True),
            ("aufgabenkreis", duties),
            ("anschrift/hausnummer", "1"),
            ("anschrift/plz", "01723"),
        ):
            editing.edit(Edit(f"/vertretung/{pointer}", value))
        yield self._idle

    def _fill(self, page: FormStepPage) -> Script:
        """Type into every question in sight, and into those of each finished item once it was opened."""
        asked: set[str] = set()
        opened: list[ItemView] = []
        more = True
        while more:
            for control in [one for one in page.controls() if one.pointer not in asked and one.isVisibleTo(page)]:
                asked.add(control.pointer)
                if isinstance(control.editor, TextEditor):
                    self._answer(control)
                    yield lambda: True
            folded = [one for one in page.findChildren(ItemView) if one.folded and one not in opened]
            more = bool(folded)
            if more:
                opened.append(folded[0])
                folded[0].change.click()
                yield self._idle

    def _show(self, key: str) -> Script:
        pages, stepper = self._wizard.pages, self._wizard.header.stepper
        assert pages is not None
        stepper.buttons[stepper._keys.index(key)].click()
        yield lambda: pages.key == key

    def _answer(self, control: ControlView) -> None:
        name = control.pointer.rsplit("/", 1)[-1]
        if name in _NO_WORD:
            return
        if isinstance(control.editor, IbanEditor):
            answer = self._iban()
        elif name == "chip":
            answer = "276" + "".join(str(self._numbers.randrange(10)) for _ in range(12))
        elif name == "email":
            answer = f"{self._word().encode('ascii', 'ignore').decode().lower()}@example.org"
        else:
            answer = self._word()
        self._put(control.editor.target, answer, control.pointer)

    def _word(self) -> str:
        return str(next(self._words))

    def _iban(self) -> str:
        account = "".join(str(self._numbers.randrange(10)) for _ in range(18))
        return f"DE{98 - int(account + '131400') % 97:02d}{account}"

    def _put(self, line: QWidget, text: str, name: str) -> None:
        assert isinstance(line, QLineEdit), type(line)
        line.setFocus()
        line.selectAll()
        type_letters(line, text)
        self._typed[name] = text

    def _look_at_evidence(self) -> Script:
        yield from self._show(EVIDENCE)
        assert self._wizard.pages is not None
        not_needed = list(STATE_WORDS).index(EvidenceState.NOT_NEEDED)
        for key, row in self._wizard.pages.evidence.rows.items():
            row.states.buttons[not_needed].click()
            yield self._idle
            self._put(row.reason, self._word(), f"nachweis {key}")
            row.reason.editingFinished.emit()
            yield self._idle

    def _read_back(self) -> Script:
        yield from self._show(READ_BACK)
        assert self._wizard.pages is not None
        for card in self._wizard.pages.read_back.cards:
            if not card.tick.box.isChecked():
                card.tick.box.click()
                yield lambda: True

    def _finish(self) -> Script:
        editing, pages = self._wizard.editing, self._wizard.pages
        assert editing is not None
        assert pages is not None
        yield from self._show(READ_BACK)
        self._wizard.next_button.click()
        yield lambda: editing.case.application.state is State.CHECKED and self._idle()
        yield from self._show(SIGNATURE)
        pages.signature.ways.buttons[1].click()
        assert pages.signature.signer.isReadOnly()  # the name of who signs is the word of the holder's name
        self._wizard.next_button.click()
        yield lambda: self._wizard.acts.print_is_out and self._idle()
        self._wizard.stack.preview.close_preview()
        self._wizard.next_button.click()
        yield lambda: editing.case.application.state is State.SIGNED and self._idle()
        yield from self._show(HAND_IN)
        self._wizard.next_button.click()
        yield lambda: editing.case.hand_in is not None and self._idle()

    def _letter(self) -> Script:
        """Enter a letter with a note, an address, and why the office did not accept."""
        main_window, editing = self._shell.main, self._wizard.editing
        assert main_window is not None
        assert editing is not None
        main_window.enter(RoomName.APPLICATIONS, f"{POST}{editing.case.application.id}")
        room = main_window.room(RoomName.APPLICATIONS)
        assert isinstance(room, ApplicationsRoom)
        view = room.case
        assert isinstance(view, CasePostView)
        yield lambda: view.post is not None and self._idle()
        view.show_form()
        view.form.kind.set_value(LetterKind.OTHER.value)
        view.form.dated.setText(view.form.received.text())
        self._put(view.form.note, self._word(), "notiz zum brief")
        view.form.primary.click()
        yield lambda: bool(view.post and view.post.letters) and self._idle()
        view.office.edit()
        self._put(view.office.lines["street"], self._word(), "straße der stelle")
        view.office.save.click()
        yield self._idle
        view.standing.step_buttons[State.NOT_ACCEPTED].click()
        self._put(view.standing.reason, self._word(), "grund")
        view.standing.reason_save.click()
        yield lambda: bool(view.post and view.post.ending) and self._idle()

    def _elsewhere(self) -> Script:
        """Search, and end the session with a note."""
        main_window = self._shell.main
        assert main_window is not None
        main_window.enter(RoomName.SERVICES)
        services = main_window.room(RoomName.SERVICES)
        assert isinstance(services, ServicesRoom)
        searched = self._word()
        for line in services.findChildren(QLineEdit):
            if line.isVisible() and not line.isReadOnly():
                type_letters(line, searched)
        tell(unstored=searched)
        yield self._idle
        main_window.enter(RoomName.COUNSELLING)
        room = main_window.room(RoomName.COUNSELLING)
        assert isinstance(room, CounsellingRoom)
        yield self._idle
        room._to_ending()
        yield self._idle
        self._put(room.form.note, self._word(), "notiz")
        room.form.result.buttons[0].click()
        room._finish()
        yield self._idle

    def _write_to_and_fro(self) -> Script:
        """Write on the Schreibtafel, and leave it open: the program crashes and rests with it."""
        main_window = self._shell.main
        assert main_window is not None
        main_window.toggle_board()
        board = main_window._board
        assert board is not None
        yield lambda: board.is_open
        for field in (board.windows[0].pilot, board.windows[0].resident):
            written = self._word()
            type_letters(field, written)
            assert written in board.texts
            tell(unstored=written)
            field.selectAll()
            field.copy()
        yield self._idle

    def _crash(self) -> None:
        """Fail in a slot, with a word in the message and in local variables."""
        word = self._typed["/halter/person/familienname"]

        def fail() -> None:
            said = {"name": word, "all": list(self._typed.values())}
            message = f"not expected: {said}"
            raise ValueError(message)

        QTimer.singleShot(0, self._shell, fail)

    def _rest(self, place: str) -> Script:
        tell(mark=place, typed=self._typed)
        sign = Path(sys.argv[1]) / f"weiter-{place}"
        yield sign.exists


class Typing(Driven):
    """The program with the typist at its keyboard."""

    driver_class: type[Driver] = Typist


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Phase(sys.argv[2]), sys.argv[3], int(sys.argv[4]), Typing))
