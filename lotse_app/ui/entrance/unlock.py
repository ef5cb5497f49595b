"""Before the desk: who works, which passphrase; a forgotten one is replaced by the recovery code."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from lotse_app.ui.entrance.entry_page import EntryPage
from lotse_app.ui.entrance.passphrase_fields import KEYRING_HINT, KEYRING_LATE, NewByCode, SecretLine, ShowTick
from lotse_app.ui.frame.ahead import BehindPaint
from lotse_app.ui.kit.blocks import Body, LinkButton, SecondaryButton, announce
from lotse_app.ui.kit.fields import ChoiceRow, Field
from lotse_app.ui.kit.layouts import column
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.models.problems import Problem
    from lotse_app.ui.entrance.code_sheets import CodeSheets
    from lotse_app.ui.entrance.recovery_code import CodeStage
    from lotse_app.ui.kit.blocks import Banner
    from lotse_app.ui.kit.fields import Option
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.unlock import Unlocking

_OPENING = f"Wird geöffnet … {KEYRING_HINT}"


def waiting_words(seconds: int) -> str:
    """Return a wait in words: ``1 Minute und 20 Sekunden``."""
    minutes, rest = divmod(seconds, 60)
    parts = [counted(minutes, "Minute", "Minuten")] if minutes else []
    if rest or not minutes:
        parts.append(counted(rest, "Sekunde", "Sekunden"))
    return " und ".join(parts)


class PilotChoice(ChoiceRow):
    """Who works; the first one is preset."""

    def __init__(self, options: Sequence[Option], chosen: str = "") -> None:
        super().__init__("Wer arbeitet?", options)
        self.set_value(chosen or (options[0][0] if options else ""))


class PilotPage(EntryPage):
    """A page that begins with who works; the question is hidden where there is only one pilot."""

    def __init__(self, title: str, button: str) -> None:
        super().__init__(title, button)
        self.pilot = PilotChoice(())
        self._choosing = QWidget()
        column(self._choosing).addWidget(self.pilot)
        self.add_entry(self._choosing, self._focus_pilot)
        self._choosing.hide()

    def offer(self, pilots: Sequence[Option], chosen: str = "") -> None:
        """Set the pilots to choose from."""
        before, self.pilot = self.pilot, PilotChoice(pilots, chosen)
        box = self._choosing.layout()
        assert box is not None  # noqa: S101 - it was laid out above
        box.replaceWidget(before, self.pilot)
        before.deleteLater()
        self._choosing.setVisible(len(pilots) > 1)
        self.pilot.show()  # now, not in the next round of the event loop: it may get the focus before

    def _focus_pilot(self) -> None:
        self.pilot.take_focus()


class LoginPage(PilotPage):
    """Pilot and passphrase; after mistakes it counts down in words."""

    recovery_wanted = Signal()
    practice_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Lotse öffnen", "Öffnen")
        self.line = SecretLine()
        self.field = Field("&Passphrase", self.line, required=True)
        self.tick = ShowTick(self.line)
        self.countdown = Body()
        self.countdown.hide()
        self.damaged = SecondaryButton("Letzte Sicherung zurückholen …")
        self.damaged.clicked.connect(self.restore_wanted)
        self.damaged.hide()
        self.body.addWidget(self.damaged)
        self.add_entry(self.field)
        self.body.addWidget(self.tick)
        self.body.addWidget(self.countdown)
        self.forgotten = LinkButton("Passphrase &vergessen oder neues Gerät")
        self.forgotten.clicked.connect(self.recovery_wanted)
        self.restore = LinkButton("&Sicherung zurückholen")
        self.restore.clicked.connect(self.restore_wanted)
        self.practice = SecondaryButton("Ü&ben")
        self.practice.setAccessibleDescription("Mit erfundenen Personen, ohne Passphrase. Die echten Daten bleiben zu.")
        self.practice.clicked.connect(self.practice_wanted)
        self.finish_layout(self.practice, self.forgotten, self.restore)
        self._seconds = 0
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.tick_second)

    def wait(self, seconds: int) -> None:
        """Count down before the next try."""
        self._seconds = seconds
        self.primary.setEnabled(not seconds and not self.busy)
        self.countdown.setVisible(bool(seconds))
        if seconds:
            self._say_countdown()
            announce(self, self.countdown.text())
            self._second.start()
        else:
            self._second.stop()

    def tick_second(self) -> None:
        """One second less."""
        self._seconds -= 1
        if self._seconds > 0:
            self._say_countdown()
            return
        self.wait(0)
        self.field.set_problem("")
        announce(self, "Sie können die Passphrase jetzt wieder eingeben.")

    def _say_countdown(self) -> None:
        self.countdown.setText(f"Nächster Versuch in {waiting_words(self._seconds)}. Es ist nichts verloren.")


class RecoverPage(PilotPage):
    """Recovery code and a new passphrase."""

    back_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("Mit dem Wiederherstellungscode öffnen", "Neue Passphrase setzen")
        self.body.insertWidget(
            self.body.indexOf(self.title) + 1,
            Body(
                "Der Code steht auf dem Blatt, das bei der Einrichtung gedruckt wurde. "
                "Danach gelten eine neue Passphrase und ein neuer Code. Das alte Blatt bitte aufheben: "
                "Es öffnet weiter die Sicherungen von vorher."
            ),
        )
        self.passphrase = NewByCode(self, "Groß oder klein, mit oder ohne Striche: beides ist richtig.")
        back = SecondaryButton("&Zurück")
        back.clicked.connect(self.back_wanted)
        self.finish_layout(back)

    def forget(self) -> None:
        """Empty every line."""
        self.passphrase.forget()


class UnlockView(QStackedWidget):
    """Login, recovery and the new code; tells when the desk is open. What few people need is made when it is needed."""

    #: The ``Desk``.
    opened = Signal(object)
    practice_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, unlocking: Unlocking, tasks: Tasks, sheets: CodeSheets) -> None:
        super().__init__()
        self._unlocking = unlocking
        self._tasks = tasks
        self._sheets = sheets
        self._pilots: tuple[Option, ...] = ()
        self._known = False  # who works here
        self._early = False  # Enter was pressed before
        self._recovered: tuple[str, bytes] = ("", b"")
        self.login = LoginPage()
        self.addWidget(self.login)
        self.login.go_on.connect(self._ask_key)
        self.login.recovery_wanted.connect(self._to_recovery)
        self.login.practice_wanted.connect(self.practice_wanted)
        self.login.restore_wanted.connect(self.restore_wanted)
        self.setFocusProxy(self.login.line)
        self._painted = BehindPaint(self, self._ask_pilots)  # the vault is loaded then

    @property
    def banner(self) -> Banner:
        """Return where the login says something."""
        return self.login.banner

    @property
    def ready(self) -> bool:
        """Return whether it is known who works here, or was said why not: it is asked behind the first painting."""
        return self._known

    def _ask_pilots(self) -> None:
        self._tasks.run(LaneName.WORK, self._unlocking.pilots, self, self._show_pilots, self._refuse_login)

    @cached_property
    def recover(self) -> RecoverPage:
        """Return the page for the recovery code."""
        page = RecoverPage()
        self.addWidget(page)
        page.go_on.connect(self._reset)
        page.back_wanted.connect(self._to_login)
        return page

    @cached_property
    def new_code(self) -> CodeStage:
        """Return the page with the new code."""
        from lotse_app.ui.entrance.recovery_code import CodeStage

        stage = CodeStage(self._tasks, self._sheets, "Lotse öffnen")
        self.addWidget(stage)
        stage.go_on.connect(self._open_recovered)
        return stage

    def _ask_pilots_anew(self) -> None:
        """Ask once more: the folder may be back, as a stick or a share is; then it opens with what was typed."""
        self._known, self._early = False, True
        self.login.banner.clear()
        self.login.damaged.hide()
        self._ask_pilots()

    def _take_pilots(self, pilots: tuple[Option, ...]) -> None:
        self._pilots, self._known = pilots, True
        self.login.offer(pilots)
        self.login.pilot.picked.connect(self._ask_wait)
        self._ask_wait()

    def _show_pilots(self, pilots: tuple[Option, ...]) -> None:
        self._take_pilots(pilots)
        self.login.begin()
        early, self._early = self._early, False
        if early and len(pilots) == 1 and self.login.line.text():
            self._ask_key()

    def _ask_wait(self) -> None:
        work = partial(self._unlocking.wait_seconds, self.login.pilot.value)
        self._tasks.run(LaneName.WORK, work, self, self.login.wait, self._refuse_login)

    def _ask_key(self) -> None:
        if not self._known:
            self._early = True
            return
        if not self._pilots:
            self._ask_pilots_anew()
            return
        pilot_id, passphrase = self.login.pilot.value, self.login.line.take()
        self.login.tick.hide_text()
        if not self.login.complain([(self.login.field, "" if passphrase else "Bitte die Passphrase eingeben.")]):
            return
        self.login.work(_OPENING, KEYRING_LATE)
        work = partial(self._unlocking.key, pilot_id, passphrase)
        self._tasks.run(LaneName.WORK, work, self, partial(self._open, pilot_id), self._refuse_login)

    def _open(self, pilot_id: str, key: bytes) -> None:
        self.login.waited()
        work = partial(self._unlocking.open, pilot_id, key)
        self._tasks.run(LaneName.STORE, work, self, self._opened, self._refuse_login)

    def _opened(self, desk: Desk) -> None:
        self.login.rest()
        if self._recovered[1]:
            self.recover.forget()
            self.new_code.forget()
        self._recovered = ("", b"")
        self.opened.emit(desk)

    def _refuse_login(self, problem: Problem) -> None:
        from lotse_app.models.problems import Code  # noqa: PLC0415 - all codes of problems: behind the first paint
        from lotse_app.ui.messages.problems import opening_sentence  # noqa: PLC0415 - all sentences: only if something went wrong

        self._known = True
        early, self._early = self._early, False
        if early:
            self.login.line.forget()
        self.login.rest()
        if problem.code in {Code.SLOT_UNKNOWN, Code.STORE_UNREADABLE}:
            self._pilots = ()  # maybe another store's key file lies there: who works here is asked anew
        if problem.code is Code.WRONG_PASSPHRASE:
            self.login.complain([(self.login.field, opening_sentence(problem))])
        elif problem.code is not Code.PASSPHRASE_WAIT:
            self.login.banner.say("error", opening_sentence(problem))
            self.login.begin()
            self._offer_restore(problem)
        self.login.wait(int(problem.param("seconds", 0)))

    def _offer_restore(self, problem: Problem) -> None:
        """Lead to the way back where only a backup helps."""
        from lotse_app.ui.messages.problems import KEYS_FIRST, RESTORABLE  # noqa: PLC0415 - all sentences: only for trouble

        self.login.damaged.setVisible(problem.code in RESTORABLE)
        if problem.code in RESTORABLE - KEYS_FIRST:
            self.login.damaged.setFocus()

    def _to_login(self) -> None:
        self.recover.forget()
        self.setCurrentWidget(self.login)
        self.login.begin()

    def _to_recovery(self) -> None:
        self.login.line.forget()
        self.recover.offer(self._pilots, self.login.pilot.value)
        self.recover.banner.clear()
        self.setCurrentWidget(self.recover)
        self.recover.begin()

    def _reset(self) -> None:
        page = self.recover
        if not page.complain(page.passphrase.problems()):
            return
        if not self._pilots:
            page.work("Es wird nachgesehen, wer hier arbeitet …")
            self._tasks.run(LaneName.WORK, self._unlocking.pilots, self, self._reset_found, self._refuse_reset)
            return
        pilot_id = page.pilot.value
        page.work(f"Die neue Passphrase wird gesetzt … {KEYRING_HINT}", KEYRING_LATE)
        work = partial(self._unlocking.recover, page.passphrase.code.text(), pilot_id, page.passphrase.take())
        self._tasks.run(LaneName.WORK, work, self, partial(self._show_new_code, pilot_id), self._refuse_reset)

    def _reset_found(self, pilots: tuple[Option, ...]) -> None:
        """Go on where the folder is back; of several people one is to be chosen first."""
        self._take_pilots(pilots)
        self.recover.rest()
        self.recover.offer(pilots)
        if len(pilots) == 1:
            self._reset()
        else:
            self.recover.begin()

    def _show_new_code(self, pilot_id: str, recovered: tuple[bytes, str]) -> None:
        key, code = recovered
        self._recovered = (pilot_id, key)
        self.recover.rest()
        self.recover.forget()
        self.setCurrentWidget(self.new_code)
        self.new_code.show_code(code)

    def _refuse_reset(self, problem: Problem) -> None:
        from lotse_app.models.problems import Code  # noqa: PLC0415 - all codes of problems: behind the first paint
        from lotse_app.ui.messages.problems import opening_sentence  # noqa: PLC0415 - all sentences: only if something went wrong

        page = self.recover
        page.rest()
        if problem.code in {Code.PASSPHRASE_TOO_SHORT, Code.KEYRING_LOCKED_SHORT}:
            page.passphrase.refuse(opening_sentence(problem))
        elif problem.code in {Code.RECOVERY_CODE_MISTYPED, Code.RECOVERY_CODE_WRONG}:
            page.passphrase.refuse_code(opening_sentence(problem))
        else:
            page.banner.say("error", opening_sentence(problem))

    def _open_recovered(self) -> None:
        pilot_id, key = self._recovered
        self.new_code.page.work(_OPENING)
        work = partial(self._unlocking.open, pilot_id, key)
        self._tasks.run(LaneName.STORE, work, self, self._opened, self.new_code.page.refuse)
