"""Goes through the window as a person would, and takes pictures. Used by ``scripts/screenshots.py`` only."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QLabel, QPushButton

from lotse_app.models.reading import Language
from lotse_app.ui.application.steps import EVIDENCE, HAND_IN, MANDATE, READ_BACK, SIGNATURE, WHO, form_step
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.room import RoomName
from lotse_app.ui.rooms.today import DAY
from scripts.pictures import shrink
from tests.desks import PASSPHRASE, first_run

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from lotse_app.ui.application.wizard import ApplicationWizard
    from lotse_app.ui.entrance.first_run import FirstRunView
    from lotse_app.ui.frame.window import MainWindow
    from lotse_app.ui.help.window import HelpWindow
    from lotse_app.ui.program import WindowProgram
    from lotse_app.ui.resident.board import WritingBoard
    from lotse_app.ui.resident.window import ResidentWindow
    from lotse_app.ui.rooms.applications import ApplicationsRoom
    from lotse_app.ui.rooms.services import ServicesRoom
    from lotse_app.workflows.desk import Desk

_QUIET_ROUNDS, _ROUND_SECONDS, _LIMIT_SECONDS = 6, 0.02, 30.0
#: Name of the picture's look, theme, scale.
LOOKS = (("-dunkel", ThemeName.DARK, 100), ("-kontrast", ThemeName.CONTRAST, 100), ("-200", ThemeName.LIGHT, 200))


class Camera:
    """One program and the folder for its pictures."""

    def __init__(self, window: WindowProgram, target: Path) -> None:
        self.window = window
        self._target = target
        self._shell = window.shell
        window.appearance.apply(ThemeName.LIGHT, 100)
        self._shell.resize(1280, 720)
        self._shell.start()
        self._shell.show()
        self._shell.activateWindow()

    def first_run(self) -> None:
        """Picture the four steps of the assistant."""
        view = cast("FirstRunView", self._shell.shown)
        answers = first_run()
        self.settle()
        for line, words in (
            (view.operator.name, answers.operator_name),
            (view.operator.address, answers.operator_address),
            (view.operator.contact, answers.data_protection_contact),
        ):
            line.setText(words)
        self.shoot("ersteinrichtung-1-traeger")
        self.press("Weiter")
        view.station.name.setText(answers.station_name)
        view.station.commune.line.setText("Wilsdruff")
        view.station.reception.set_value("ja")
        self.shoot("ersteinrichtung-2-stuetzpunkt")
        self.press("Weiter")
        view.pilot.name.setText(answers.pilot_name)
        for line in (view.pilot.passphrase.first, view.pilot.passphrase.again):
            line.setText(PASSPHRASE)
        self.shoot("ersteinrichtung-3-person")
        self.press("Einrichten")
        self.settle()
        view.code.page.code.setText("ABCDE-FGHJK-MNPQR-STVWX-YZ234")  # not a code of any store
        self.shoot("ersteinrichtung-4-wiederherstellungscode")

    def unlock(self) -> None:
        """Picture the page that asks for the passphrase, in every look."""
        self._in_every_look("entsperren")

    def show_desk(self, desk: Desk) -> None:
        """Go to the desk."""
        self._shell.show_desk(desk)
        self.settle()

    @property
    def main(self) -> MainWindow:
        """Return the frame with its rooms."""
        return self._main

    def go_to(self, room: RoomName, target: str = "") -> None:
        """Enter a room."""
        self._enter(room, target)

    def rooms(self) -> None:
        """Picture every room."""
        for room in RoomName:
            self._enter(room)
            if room is RoomName.SERVICES:
                self._search("Hund anmelden")
            if room in {RoomName.TODAY, RoomName.FIGURES}:
                self._in_every_look(room.value)
            else:
                self.shoot(room.value)

    def steps(self, made: dict[str, str]) -> None:
        """Picture every step of the wizard, the resident's view and the preview."""
        wizard = self._open(made["entwurf"])
        for number, (name, key) in enumerate(
            (
                ("wer-handelt", WHO),
                ("halter", form_step("halter")),
                ("hund", form_step("hund")),
                ("steuer", form_step("steuer")),
                ("nachweise", EVIDENCE),
                ("gemeinsam-pruefen", READ_BACK),
            ),
            start=1,
        ):
            wizard.show_step(key)
            if name == "hund":
                self._in_every_look(f"antrag-{number}-{name}")
            else:
                self.shoot(f"antrag-{number}-{name}")
        self._open(made["festgehalten"]).show_step(SIGNATURE)
        self.shoot("antrag-7-unterschrift")
        self._open(made["unterschrieben"]).show_step(HAND_IN)
        self.shoot("antrag-8-einreichen")
        self._open(made["eingereicht"])
        self.shoot("antrag-9-eingereicht")
        self.press("Papiere noch einmal drucken")
        self.shoot("vorschau")

    def mandates(self, made: dict[str, str]) -> None:
        """Picture who acts with a Vollmacht: the questions, a new one, and one that holds."""
        wizard = self._open(made["vollmacht-offen"])
        wizard.show_step(form_step("vertretung"))
        self.shoot("vertretung")
        wizard.show_step(MANDATE)
        self.shoot("vollmacht-aufnehmen")
        wizard = self._open(made["vollmacht"])
        wizard.show_step(MANDATE)
        self.shoot("vollmacht")

    def beside(self, made: dict[str, str]) -> None:
        """Picture what the resident sees, and the Schreibtafel."""
        wizard = self._open(made["entwurf"])
        wizard.show_step(READ_BACK)
        wizard.show_resident()
        window = cast("ResidentWindow", wizard.guide.window)
        window.resize(1280, 720)
        self.shoot("ansicht-fuer-die-person", window)
        window.language_buttons[Language.PLAIN].click()
        self.shoot("ansicht-einfache-sprache", window)
        window.section.no.click()
        self.shoot("ansicht-was-stimmt-nicht", window)
        window.show_pad("Hundesteuer – Anmeldung")
        self.shoot("ansicht-unterschrift", window)
        window.close()
        self._main.toggle_board()
        board = cast("WritingBoard", self._main._board).windows[0]  # noqa: SLF001 - a picture of what F8 shows
        board.resize(1280, 720)
        board.pilot.setPlainText("Guten Tag. Was kann ich für Sie tun?")
        board.resident.setPlainText("Ich möchte meinen Hund anmelden.")
        self.shoot("schreibtafel", board)
        self._main.close_board()

    def formless(self) -> None:
        """Picture a Formloser Antrag, a service it is not for, and the page that F1 opens."""
        self._enter(RoomName.SERVICES)
        self._search("Personalausweis ausstellen")
        self.shoot("leistung-ohne-antrag")
        self._search("Wohngeld Bewilligung")
        self.shoot("leistung-formlos")
        self.press("Antrag beginnen")
        self._wizard.show_step(form_step("antrag"))
        self.shoot("formloser-antrag")
        self._main.help()
        self.settle()
        handbook = cast("HelpWindow", self._shell.help.window)
        handbook.resize(980, 720)
        self.shoot("handbuch", handbook)
        self._shell.help.close()

    def day(self) -> None:
        """Picture the day view."""
        self._enter(RoomName.TODAY, DAY)
        self.shoot("tagesansicht")

    def ending(self) -> None:
        """Picture the end of a session."""
        self._enter(RoomName.COUNSELLING)
        self.press("Beratung beenden")
        self.shoot("beratung-beenden")

    def shoot(self, name: str, view: QWidget | None = None) -> None:
        """Take one picture."""
        self.settle()
        path = self._target / f"{name}.png"
        (view or self._shell).grab().save(str(path))
        shrink(path)

    def press(self, name: str) -> None:
        """Press the button of this name that is shown."""
        self.settle()
        buttons = [one for one in self._shell.findChildren(QPushButton) if one.isVisible() and one.isEnabled()]
        next(one for one in buttons if one.accessibleName() == name or one.text() == name).click()
        self.settle()

    def settle(self) -> None:
        """Let the window work until nothing is outstanding for a while."""
        end, quiet = time.monotonic() + _LIMIT_SECONDS, 0
        while quiet < _QUIET_ROUNDS and time.monotonic() < end:
            self.window.app.processEvents()
            quiet = 0 if self.window.tasks.outstanding or self._saving() else quiet + 1
            time.sleep(_ROUND_SECONDS)

    def _in_every_look(self, name: str) -> None:
        self.shoot(name)
        for ending, theme, scale in LOOKS:
            self.window.appearance.apply(theme, scale)
            self.shoot(f"{name}{ending}")
        self.window.appearance.apply(ThemeName.LIGHT, 100)
        self.settle()

    def _enter(self, room: RoomName, target: str = "") -> None:
        self._main.enter(room, target)
        self.settle()

    def _search(self, words: str) -> None:
        cast("ServicesRoom", self._main.room(RoomName.SERVICES)).words.setText(words)
        self.settle()

    def _open(self, case_id: str) -> ApplicationWizard:
        self._enter(RoomName.APPLICATIONS, case_id)
        return self._wizard

    @property
    def _wizard(self) -> ApplicationWizard:
        return cast("ApplicationWizard", cast("ApplicationsRoom", self._main.room(RoomName.APPLICATIONS)).case)

    @property
    def _main(self) -> MainWindow:
        return cast("MainWindow", self._shell.main)

    def _saving(self) -> bool:
        labels = self._shell.findChildren(QLabel, "savedLabel")
        return any(label.isVisible() and label.text().startswith("wird") for label in labels)
