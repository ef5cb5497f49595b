"""*Sicherung zurückholen*: where it lies, which one, the recovery code it was made under, a new passphrase."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QStackedWidget, QWidget

from lotse_app.clock import long_moment
from lotse_app.models.problems import Code
from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.entrance.passphrase_fields import KEYRING_HINT, NewByCode
from lotse_app.ui.entrance.recovery_code import CodeStage
from lotse_app.ui.kit.blocks import Body, Muted, SecondaryButton
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.layouts import GRID, FlowLayout, column
from lotse_app.ui.messages.problems import restore_sentence
from lotse_app.ui.words.restore import ASIDE, OLD
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.restore import opener

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.backup import BackupFile, Restored
    from lotse_app.models.people import Pilot
    from lotse_app.models.problems import Problem
    from lotse_app.ui.entrance.code_sheets import CodeSheets
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.restore import Restoring

#: More than seven are never kept; a stick of several stations may hold others.
_SHOWN = 12


class PlacePage(EntryPage):
    """Where the backup lies: a file, or a folder with several."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Sicherung zurückholen", "Weiter")
        self.body.addWidget(
            Body(
                "Auf einem neuen oder leeren Gerät holen Sie damit alles zurück, was bis zur letzten Sicherung da war. "
                "Bitte den Stick einstecken oder das Netzlaufwerk verbinden."
            )
        )
        self.body.addWidget(Muted("Sie brauchen den Wiederherstellungscode, der galt, als gesichert wurde."))
        self.line = QLineEdit()
        self.field = Field("&Ordner oder Datei", self.line, "Eine Datei heißt lotse-sicherung-….lotse.", required=True)
        self.add_entry(self.field)
        row = FlowLayout(spacing=GRID)
        self.choose_folder, self.choose_file = SecondaryButton("O&rdner wählen …"), SecondaryButton("&Datei wählen …")
        self.choose_folder.clicked.connect(self._ask_folder)
        self.choose_file.clicked.connect(self._ask_file)
        row.addWidget(self.choose_folder)
        row.addWidget(self.choose_file)
        self.body.addLayout(row)
        back = SecondaryButton("&Zurück")
        back.clicked.connect(self.back_wanted)
        self.finish_layout(back)

    def refuse(self, problem: Problem) -> None:
        """Say what is wrong with the place."""
        self.rest()
        if problem.code in {Code.BACKUP_MISSING, Code.BACKUP_DAMAGED, Code.BACKUP_NEWER}:
            self.complain([(self.field, restore_sentence(problem))])
        else:
            self.banner.say("error", restore_sentence(problem))

    def _ask_folder(self) -> None:
        self._choose("Ordner mit Sicherungen", QFileDialog.FileMode.Directory)

    def _ask_file(self) -> None:
        self._choose("Sicherung", QFileDialog.FileMode.ExistingFile)

    def _choose(self, title: str, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, title, self.line.text(), "Sicherungen von Lotse (*.lotse)")
        dialog.setFileMode(mode)
        dialog.fileSelected.connect(self.line.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class AsidePage(EntryPage):
    """There is a store already: it is set aside only if one says so, and only once the backup is proved."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Hier liegen schon Daten von Lotse", "Sicherung wählen")
        for words in ASIDE:
            self.body.addWidget(Body(words))
        back = SecondaryButton("&Zurück")
        back.clicked.connect(self.back_wanted)
        self.finish_layout(back)


class KeysPage(EntryPage):
    """Which backup, its recovery code, and the passphrase that holds from now on."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Welche Sicherung?", "Zurückholen")
        self.choice = ChoiceRow("Sicherung", ())
        self._choosing = QWidget()
        column(self._choosing).addWidget(self.choice)
        self.add_entry(self._choosing, self._focus_choice)
        self.passphrase = NewByCode(
            self, "Der Code vom Blatt, das galt, als gesichert wurde. Groß oder klein, mit oder ohne Striche."
        )
        back = SecondaryButton("&Zurück")
        back.clicked.connect(self.back_wanted)
        self.finish_layout(back)

    def offer(self, backups: Sequence[BackupFile]) -> None:
        """Set the backups to choose from, the newest preset."""
        options = [(str(number), words) for number, words in enumerate(_told_apart(backups[:_SHOWN]))]
        before, self.choice = self.choice, ChoiceRow("Sicherung", options)
        self.choice.set_value("0")
        box = self._choosing.layout()
        assert box is not None  # noqa: S101 - it was laid out above
        box.replaceWidget(before, self.choice)
        before.deleteLater()
        self.choice.show()

    def complete(self) -> bool:
        """Return whether everything is there, and say what is not."""
        return self.complain(self.passphrase.problems())

    def refuse(self, problem: Problem) -> None:
        """Say what went wrong, at its field where there is one."""
        self.rest()
        if problem.code in {Code.RECOVERY_CODE_MISTYPED, Code.BACKUP_CODE_WRONG}:
            self.passphrase.refuse_code(restore_sentence(problem))
        elif problem.code in {Code.PASSPHRASE_TOO_SHORT, Code.KEYRING_LOCKED_SHORT}:
            self.passphrase.refuse(restore_sentence(problem))
        else:
            self.banner.say("error", restore_sentence(problem))

    def forget(self) -> None:
        """Empty every line."""
        self.passphrase.forget()

    def _focus_choice(self) -> None:
        self.choice.take_focus()


class RestoreView(QStackedWidget):
    """From the stick to the login; nothing is in place before all of it is."""

    #: Back to what the program begins with: the login, once the data are there.
    closed = Signal()

    def __init__(self, restoring: Restoring, tasks: Tasks, sheets: CodeSheets) -> None:
        super().__init__()
        self._restoring = restoring
        self._tasks = tasks
        self._backups: tuple[BackupFile, ...] = ()
        self._aside = False
        self.place, self.keys, self.aside = PlacePage(), KeysPage(), AsidePage()
        self.code = CodeStage(tasks, sheets, "Zur Anmeldung")
        self.told = Body("")
        self.code.page.body.insertWidget(0, self.told)
        for page in (self.place, self.keys, self.aside, self.code):
            self.addWidget(page)
        self.place.go_on.connect(self._look)
        self.place.back_wanted.connect(self.closed)
        self.aside.go_on.connect(self._set_aside)
        self.aside.back_wanted.connect(self.closed)
        self.keys.go_on.connect(self._ask_key)
        self.keys.back_wanted.connect(self._to_place)
        self.code.go_on.connect(self._leave)
        self.setFocusProxy(self.place.line)
        self._tasks.run(LaneName.WORK, restoring.require_empty, self, self._empty, self._occupied)

    def _empty(self, _nothing: None) -> None:
        return

    def _occupied(self, problem: Problem) -> None:
        if problem.code is not Code.RESTORE_OCCUPIED:
            self.place.refuse(problem)
            return
        self.setCurrentWidget(self.aside)
        self.setFocusProxy(self.aside.primary)
        self.aside.primary.setFocus()

    def _set_aside(self) -> None:
        self._aside = True
        self.setFocusProxy(self.place.line)
        self._to_place()

    def _look(self) -> None:
        typed = self.place.line.text().strip()
        if not self.place.complain([(self.place.field, "" if typed else "Bitte sagen, wo die Sicherung liegt.")]):
            return
        self.place.work("Die Sicherungen werden angesehen …")
        work = partial(self._restoring.found, Path(typed), aside=self._aside)
        self._tasks.run(LaneName.WORK, work, self, self._show_backups, self.place.refuse)

    def _show_backups(self, backups: tuple[BackupFile, ...]) -> None:
        self._backups = backups
        self.place.rest()
        self.keys.offer(backups)
        self.keys.banner.clear()
        self.setCurrentWidget(self.keys)
        self.keys.begin()

    def _to_place(self) -> None:
        self.keys.forget()
        self.setCurrentWidget(self.place)
        self.place.begin()

    def _ask_key(self) -> None:
        if not self.keys.complete():
            return
        file = self._backups[int(self.keys.choice.value or 0)].path
        passphrase = self.keys.passphrase.take()
        self.keys.work("Schritt 1 von 2: Der Code wird geprüft …")
        work = partial(self._restoring.key_by_code, file, self.keys.passphrase.code.text())
        self._tasks.run(LaneName.WORK, work, self, partial(self._restore, file, passphrase), self.keys.refuse)

    def _restore(self, file: Path, passphrase: str, key: bytes) -> None:
        self.keys.work(f"Schritt 2 von 2: Alles wird zurückgespielt und Seite für Seite geprüft … {KEYRING_HINT}")
        work = partial(self._restoring.restore, file, key, partial(_chosen, passphrase), aside=self._aside)
        self._tasks.run(LaneName.STORE, work, self, self._restored, self.keys.refuse)

    def _restored(self, done: Restored) -> None:
        self.keys.rest()
        self.keys.forget()
        self.told.setText(
            f"Zurückgeholt: der Stand vom {_moment(done.made_at)}.\n"
            f"Öffnen kann ab jetzt: {done.pilot_name}, mit der neuen Passphrase.\n"
            "Die Zugänge der anderen werden in „Einstellungen“ wieder eingerichtet."
            + (OLD.format(place=done.aside) if done.aside else "")
        )
        self.setCurrentWidget(self.code)
        self.code.show_code(done.recovery_code)

    def _leave(self) -> None:
        self.code.forget()
        self.closed.emit()


def _chosen(passphrase: str, pilots: tuple[Pilot, ...]) -> tuple[Pilot, str]:
    return opener(pilots), passphrase


def _told_apart(backups: Sequence[BackupFile]) -> list[str]:
    """Return the words of each backup; those that would read the same are told apart by their seconds."""
    plain = [_words(one) for one in backups]
    return [
        words if plain.count(words) == 1 else words.replace(" Uhr", f":{_seconds(one)} Uhr")
        for words, one in zip(plain, backups, strict=True)
    ]


def _seconds(backup: BackupFile) -> str:
    return f"{datetime.fromisoformat(backup.facts.made_at).second:02d}"


def _words(backup: BackupFile) -> str:
    size = f"{backup.facts.size / 1_000_000:.1f} MB".replace(".", ",")
    return f"{_moment(backup.facts.made_at)} · {size}"


def _moment(text: str) -> str:
    return long_moment(datetime.fromisoformat(text))
