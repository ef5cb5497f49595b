"""The room *Beratung*: idle, running, ending, Kurzkontakt, entered afterwards. The row exists from the first key."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from lotse_app.clock import clock_time
from lotse_app.models.application import State
from lotse_app.overriding import override
from lotse_app.ui.frame.ahead import InPauses, measure
from lotse_app.ui.kit.blocks import Banner, PrimaryButton, SecondaryButton
from lotse_app.ui.rooms.counselling_views import BinView, IdleView, RevisionsView, RunningView
from lotse_app.ui.rooms.room import Go, Room, RoomName
from lotse_app.ui.rooms.session_form import SessionForm
from lotse_app.ui.rooms.sheet_part import SHEETS, SheetPart
from lotse_app.ui.rooms.waiting_card import WaitingCard
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from PySide6.QtWidgets import QPushButton, QWidget

    from lotse_app.models.batch import Batch
    from lotse_app.models.session import Binned, CounsellingSession, Silence
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.counsel import Ending, Kept
    from lotse_app.workflows.desk import Desk

#: The form that ends a session is made so long after it was shown; or after it began, when the search stands there.
AHEAD_MS, SEARCHING_MS = 30, 300
_HANDED = frozenset({State.SUBMITTED, State.RECEIVED})
#: Views that are forms, and what stands above them.
_FORMS = {
    "ending": "Beratung beenden",
    "short": "Kurzkontakt",
    "later": "Beratung nachtragen",
    "change": "Beratung ändern",
    "bin": "Papierkorb",
    **SHEETS,
}


class CounsellingRoom(Room):
    """The running session; anonymous by default."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__("Beratung", desk, tasks)
        self._view = "idle"
        self.idle = IdleView(desk, tasks)
        self.running = RunningView()
        self._reminder, self._silence = Banner(), Banner()
        self._to_silence = SecondaryButton("So lange nicht mitzählen")
        self._silence.add_action(self._to_silence)
        self._silent_from: datetime | None = None
        self._revisions: RevisionsView | None = None
        self._session_id = self._past_id = ""
        self.body.addWidget(self._reminder)
        self.body.addWidget(self._silence)
        self._views: dict[str, QWidget] = {}
        self._add_view("idle", self.idle)
        self._add_view("running", self.running)
        self.sheets = SheetPart(desk, tasks, self.idle)
        self.waiting = WaitingCard(desk, tasks)
        self.body.addWidget(self.waiting)
        self._ahead = InPauses(self)
        self._make_foot()
        self._wire()
        self._show_view("idle")

    @property
    def form(self) -> SessionForm:
        """Return the form at the end of a session; made when the first one ends, or in a pause before."""
        return self._ending.complete()

    @cached_property
    def _ending(self) -> SessionForm:
        form = self._add_form("ending")
        self._views["later"] = self._views["change"] = form
        return form

    @cached_property
    def short(self) -> SessionForm:
        """Return the form of a Kurzkontakt; made for the first one."""
        return self._add_form("short").complete()

    @cached_property
    def bin(self) -> BinView:
        """Return the bin; made when it is first opened."""
        made = BinView()
        made.wanted.connect(self._take_back)
        made.list_wanted.connect(self.sheets.bring_back)
        self._add_view("bin", made)
        return made

    def _form_ahead(self) -> Iterator[None]:
        """Make the form at the end while nothing happens: who looks at the running session may be about to end it."""
        form = self._ending
        yield
        yield from form.one_by_one()
        yield from measure(form, self.body.geometry().width())

    def _add_form(self, name: str) -> SessionForm:
        form = SessionForm(self.tasks, self.desk.find, self.body.parentWidget(), short=name == "short")
        self._add_view(name, form)
        return form

    def _add_made(self, made: tuple[str, QWidget]) -> None:
        self._add_view(*made)

    def _add_view(self, name: str, view: QWidget) -> None:
        view.setVisible(False)
        self._views[name] = view
        self.body.addWidget(view)

    @property
    @override
    def crumbs(self) -> tuple[str, ...]:
        return (_FORMS[self._view],) if self._view in _FORMS else ()

    @override
    def help_text(self) -> str:
        return (
            "In „Beratung beenden“ wählen Zifferntasten die Antwort und springen weiter. "
            "Strg+Eingabe speichert. Namen gehören nicht hierher."
        )

    @override
    def enter(self, target: str = "") -> None:
        """Come in; ``start`` begins a session, ``kurzkontakt`` opens the short form."""
        if target == "start":
            self.ask(LaneName.STORE, self.desk.counsel.start, self._started)
        elif target == "kurzkontakt":
            self._open_short()
        else:
            self.reload()

    @override
    def reload(self) -> None:
        self.ask(LaneName.STORE, self._read, self._show)

    @override
    def forget(self) -> None:
        """Empty both forms."""
        for view in self._views.values():
            if isinstance(view, SessionForm):
                view.clear()
        self.sheets.forget()

    @override
    def back(self) -> bool:
        """Go from a form to where it came from."""
        if self._view not in _FORMS:
            return False
        self._show_view("idle")
        self.reload()
        return True

    def _make_foot(self) -> None:
        self._end = PrimaryButton("Beratung beenden", "Ctrl+Return", "Strg+⏎")
        self._discard = SecondaryButton("Beratung verwerfen")
        self._back = SecondaryButton("Zurück")
        self._save = PrimaryButton("Speichern, nächste Person", "Ctrl+Return", "Strg+⏎")
        self._save_short = PrimaryButton("Kurzkontakt speichern", "Ctrl+Return", "Strg+⏎")
        self._save_later = PrimaryButton("Beratung speichern", "Ctrl+Return", "Strg+⏎")
        self._save_change = PrimaryButton("Änderung speichern", "Ctrl+Return", "Strg+⏎")
        self._delete = SecondaryButton("Löschen")
        self._repeat = SecondaryButton("Noch einmal so")
        saves = [self._end, self._save, self._save_short, self._save_later, self._save_change, self.sheets.save]
        self.set_foot([self._discard, self._delete, self._repeat], [self._back, *saves])

    def _wire(self) -> None:
        pairs: list[tuple[QPushButton, Callable[[], object]]] = [
            (self._end, self._to_ending),
            (self._discard, self._throw_away),
            (self._back, self.back),
            (self._save, self._finish),
            (self._save_short, self._finish_short),
            (self._save_later, self._finish_later),
            (self._save_change, self._finish_change),
            (self._delete, self._throw_in_bin),
            (self._repeat, self._repeat_this),
            (self.idle.start, self._start),
            (self.idle.short, self._open_short),
            (self.idle.later, self._open_later),
            (self.idle.again, self._open_again),
            (self.idle.bin, self._open_bin),
        ]
        for button, act in pairs:
            button.clicked.connect(act)
        self.running.find_wanted.connect(self._find)
        self.running.opened.connect(self._open_case)
        self.waiting.called.connect(self._started)
        self.waiting.refused.connect(self.say_problem)
        self.sheets.made.connect(self._add_made)
        self.sheets.wanted.connect(self._show_view)
        self.sheets.written.connect(self._written)
        self.sheets.refused.connect(self.say_problem)
        self.sheets.read_anew.connect(self.banner.clear)
        self.idle.table.opened.connect(self._open_past)
        self._to_silence.clicked.connect(self._end_at_silence)

    def _show_view(self, view: str) -> None:
        self._view = view
        shown = self._views[view]
        for widget in self._views.values():
            widget.setVisible(widget is shown)
        self.waiting.setVisible(view in {"idle", "running"})
        for widget in (self._end, self._discard, self.title):  # the title of others is the breadcrumb
            widget.setVisible(view == "running")
        self._back.setVisible(view in _FORMS)
        for save, name in ((self._save, "ending"), (self._save_short, "short"), (self._save_later, "later")):
            save.setVisible(view == name)
        self.sheets.show(view)
        for button in (self._save_change, self._delete, self._repeat):
            button.setVisible(view == "change")
        self.foot.setVisible(view != "idle")
        self.title.setText("Beratung läuft" if view == "running" else _FORMS.get(view, "Beratung"))
        if view != "ending":
            self._reminder.clear()
            self._silence.clear()
        if self._revisions is not None:
            self._revisions.setVisible(False)
        self.moved.emit()
        if self.isVisible():
            self.keep_focus()

    def _read(self) -> Ending | None:
        running = self.desk.counsel.running()
        return self.desk.counsel.ending(running.id) if running is not None else None

    def _show(self, ending: Ending | None) -> None:
        if self._view in _FORMS:
            return
        self._session_id = ending.session.id if ending is not None else ""
        self.waiting.refresh(free=ending is None)
        if ending is None:
            self._show_view("idle")
            self.idle.reload()
            self.sheets.refresh()
            return
        self.running.show_ending(ending)
        if self._view == "idle":  # begun elsewhere: what was said of the one before is over
            self.banner.clear()
        self._show_view("running")
        self._ahead.start(self._form_ahead(), AHEAD_MS)

    def _start(self) -> None:
        self.enter("start")

    def _started(self, session: CounsellingSession) -> None:
        self._session_id = session.id
        self.banner.clear()
        self.changed.emit()
        self._show_view("running")
        self.go.emit(Go(RoomName.SERVICES, "suche"))
        self._ahead.start(self._form_ahead(), SEARCHING_MS)

    def _to_ending(self) -> None:
        self.ask(LaneName.STORE, self._read, self._show_form)

    def _show_form(self, ending: Ending | None) -> None:
        if ending is None:
            self.reload()
            return
        self.form.show_session(ending.session)
        self._show_view("ending")
        if ending.applications and not any(line.state in _HANDED for line in ending.applications):
            self._reminder.say("warn", "Merkzettel noch nicht mitgegeben. Er entsteht beim Einreichen im Antrag.")
        self._tell_silence(ending.silence)
        self.form.help_kind.take_focus()

    def _tell_silence(self, silence: Silence | None) -> None:
        """Say that the computer slept or was locked; whether that time counts is the pilot's to say."""
        self._silent_from = silence.start if silence is not None else None
        if silence is not None:
            times = f"{clock_time(silence.start)} bis {clock_time(silence.end)}"
            text = f"Ohne Lebenszeichen: {times} Uhr (Ruhezustand, Sperre oder Absturz). Bitte „Bis“ prüfen."
            self._to_silence.setText(f"Ende: {clock_time(silence.start)}")
            self._silence.say("warn", text)

    def _end_at_silence(self) -> None:
        if self._silent_from is not None:
            self.form.head.end_at(self._silent_from)
            self.form.head.end.setFocus()

    def _finish(self) -> None:
        session = self.form.session()
        if session is not None:
            self.ask(LaneName.STORE, partial(self.desk.counsel.end, session), self._finished)

    def _finished(self, session: CounsellingSession) -> None:
        self.next_person.emit()
        self._show_view("idle")
        self.say_done(f"Gespeichert: {session.minutes} Minuten. Bereit für die nächste Person.")
        self.changed.emit()
        self.reload()
        self.idle.start.setFocus()

    def _throw_away(self) -> None:
        if self._session_id:
            self.ask(LaneName.STORE, partial(self.desk.counsel.discard, self._session_id), self._thrown_away)

    def _thrown_away(self, _nothing: None) -> None:
        self._show_view("idle")
        self.say_done("Die Beratung ist verworfen. Es wurde nichts gezählt.")
        self.changed.emit()
        self.reload()

    def _open_short(self) -> None:
        self.ask(LaneName.STORE, self.desk.counsel.blank, self._show_short)

    def _show_short(self, blank: CounsellingSession) -> None:
        self.short.show_session(blank)
        self._show_view("short")
        self.short.help_kind.take_focus()

    def _finish_short(self) -> None:
        session = self.short.session()
        if session is not None:
            self.ask(LaneName.STORE, partial(self.desk.counsel.short_contact, session), self._finished)

    def _open_later(self) -> None:
        self.ask(LaneName.STORE, self.desk.counsel.afterwards, self._show_later)

    def _show_later(self, blank: CounsellingSession) -> None:
        self.form.show_session(blank, dated=True)
        self._show_view("later")
        self.form.head.day.setFocus()

    def _open_again(self) -> None:
        self.ask(LaneName.STORE, self.desk.counsel.again, self._show_later)

    def _repeat_this(self) -> None:
        self.ask(LaneName.STORE, partial(self.desk.counsel.again, self._past_id), self._show_later)

    def _open_past(self, session_id: object) -> None:
        self.ask(LaneName.STORE, partial(self.desk.counsel.kept, str(session_id)), self._show_past)

    def _show_past(self, kept: Kept) -> None:
        if kept.session.running:
            return
        self._past_id = kept.session.id
        own = kept.session.pilot_id == self.desk.workplace.pilot.id
        self.form.show_session(kept.session, dated=True, noted=own)
        self._show_view("change")
        if self._revisions is None:
            self._revisions = RevisionsView()
            self.body.addWidget(self._revisions)
        self._revisions.show_revisions(kept.revisions)
        self.form.help_kind.take_focus()

    def _finish_change(self) -> None:
        session = self.form.session()
        if session is not None:
            self.ask(LaneName.STORE, partial(self.desk.counsel.correct, session), self._changed_past)

    def _changed_past(self, _nothing: None) -> None:
        self._written("Die Änderung ist gespeichert. Was vorher da stand, bleibt nachlesbar.")

    def _throw_in_bin(self) -> None:
        self.ask(LaneName.STORE, partial(self.desk.counsel.delete, self._past_id), self._thrown_in_bin)

    def _thrown_in_bin(self, _nothing: None) -> None:
        self._written("Die Beratung liegt höchstens 30 Tage im Papierkorb und zählt nicht mehr.")

    def _open_bin(self) -> None:
        self.ask(LaneName.STORE, lambda: (self.desk.counsel.binned(), self.desk.sheets.undone()), self._show_bin)

    def _show_bin(self, lying: tuple[tuple[Binned, ...], tuple[Batch, ...]]) -> None:
        self.bin.show_binned(*lying)
        self._show_view("bin")

    def _take_back(self, session_id: object) -> None:
        self.ask(LaneName.STORE, partial(self.desk.counsel.restore, str(session_id)), self._taken_back)

    def _taken_back(self, _nothing: None) -> None:
        self._written("Die Beratung ist zurück und zählt wieder.")

    def _written(self, sentence: str) -> None:
        """Go back to the list after a past session was changed."""
        if "ending" in self._views:
            self.form.clear()
        self._show_view("idle")
        self.say_done(sentence)
        self.changed.emit()
        self.reload()

    def _finish_later(self) -> None:
        session = self.form.session()
        if session is not None:
            self.ask(LaneName.STORE, partial(self.desk.counsel.record, session), self._finished)

    def _find(self) -> None:
        self.go.emit(Go(RoomName.SERVICES, "suche"))

    def _open_case(self, application_id: str) -> None:
        self.go.emit(Go(RoomName.APPLICATIONS, application_id))
