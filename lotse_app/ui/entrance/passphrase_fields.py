"""Entry of a passphrase. The text leaves the line once and is gone from it then, from its undo history too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit

from lotse_app.overriding import override
from lotse_app.ui.kit.fields import Field

if TYPE_CHECKING:
    from lotse_app.ui.entrance.entry_page import EntryPage

HELP_NEW = (
    "Am besten vier Wörter, die sonst niemand so zusammenstellt. Mindestens 10 Zeichen; "
    "auf einem Computer ohne Schlüsselbund mindestens 16."
)
#: The recovery code needs no keyring: who has it comes in where nobody can unlock the keyring.
HELP_BY_CODE = (
    "Am besten vier Wörter, die sonst niemand so zusammenstellt. Mindestens 10 Zeichen; auf einem Computer, "
    "dessen Schlüsselbund fehlt oder gesperrt bleibt, mindestens 16. Sie öffnet dann ohne ihn."
)
KEYRING_HINT = "Falls der Computer nach dem Schlüsselbund fragt, bitte dort antworten."
#: Said where the answer takes long; ``device_secrets.LIMIT_SECONDS`` is half a minute.
KEYRING_LATE = (
    "Das dauert länger als sonst: Meist fehlt noch die Antwort vom Schlüsselbund dieses Computers. Fragt der Computer "
    "nach ihm, bitte dort antworten. Antwortet er gar nicht, steht nach einer halben Minute hier, wie es weitergeht."
)
#: More than anybody types, less than a pasted book.
_LONGEST = 512


class SecretLine(QLineEdit):
    """A line whose text is shown as dots and is not learned by any keyboard."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(_LONGEST)
        hint = Qt.InputMethodHint
        self.setInputMethodHints(
            hint.ImhHiddenText | hint.ImhSensitiveData | hint.ImhNoPredictiveText | hint.ImhNoAutoUppercase
        )
        self.show_text(shown=False)

    def show_text(self, *, shown: bool) -> None:
        """Show letters instead of dots, or dots again."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def take(self) -> str:
        """Return the text and forget it."""
        text = self.text()
        self.forget()
        return text

    def forget(self) -> None:
        """Empty the line; ``setText`` empties the undo history as well, ``clear`` does not."""
        self.setText("")


class ShowTick(QCheckBox):
    """*Passphrase zeigen* for several lines."""

    def __init__(self, *lines: SecretLine) -> None:
        super().__init__("Passphrase &zeigen")
        self._lines = lines
        self.setAccessibleName("Passphrase zeigen")
        self.setAccessibleDescription("Zeigt die Buchstaben statt Punkte. Bitte darauf achten, wer mitliest.")
        self.toggled.connect(self._show)

    def hide_text(self) -> None:
        """Back to dots."""
        self.setChecked(False)

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - Qt calls with a flag
        for line in self._lines:
            line.show_text(shown=shown)


class NewPassphrase:
    """The two fields of a new passphrase on a page, with their checks."""

    def __init__(self, page: EntryPage, help_text: str = HELP_NEW) -> None:
        self._page = page
        self.first, self.again = SecretLine(), SecretLine()
        self.first_field = Field("&Neue Passphrase", self.first, help_text, required=True)
        self.again_field = Field("Neue Passphrase &wiederholen", self.again, required=True)
        self.tick = ShowTick(self.first, self.again)
        page.add_entry(self.first_field)
        page.add_entry(self.again_field)
        page.body.addWidget(self.tick)

    def problems(self) -> list[tuple[Field, str]]:
        """Return what the fields themselves can tell; the length is judged by the vault."""
        missing = "" if self.first.text() else "Bitte eine Passphrase wählen."
        differs = "" if self.first.text() == self.again.text() else "Beide Eingaben müssen gleich sein."
        if differs:
            self.again.forget()
        return [(self.first_field, missing), (self.again_field, differs)]

    def take(self) -> str:
        """Return the passphrase and empty both lines."""
        self.again.forget()
        self.tick.hide_text()
        return self.first.take()

    def forget(self) -> None:
        """Empty both lines."""
        self.take()

    def refuse(self, words: str) -> None:
        """Show a problem with the passphrase."""
        self._page.complain([(self.first_field, words), (self.again_field, "")])


class NewByCode(NewPassphrase):
    """The same behind the recovery code that allows it."""

    def __init__(self, page: EntryPage, help_text: str) -> None:
        self.code = QLineEdit()
        self.code_field = Field("&Wiederherstellungscode", self.code, help_text, required=True)
        page.add_entry(self.code_field)
        super().__init__(page, HELP_BY_CODE)

    @override
    def problems(self) -> list[tuple[Field, str]]:
        missing = "" if self.code.text().strip() else "Bitte den Wiederherstellungscode eingeben."
        return [(self.code_field, missing), *super().problems()]

    @override
    def forget(self) -> None:
        self.code.setText("")
        super().forget()

    def refuse_code(self, words: str) -> None:
        """Show a problem with the code."""
        self._page.complain([(self.code_field, words)])
