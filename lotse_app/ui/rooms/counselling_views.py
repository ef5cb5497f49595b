"""What the room *Beratung* shows while none runs, and while one does."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lotse_app.clock import LOCAL, clock_time, short_date
from lotse_app.models.words import HELP, RESULTS, STATES
from lotse_app.ui.kit.blocks import (
    ActionRow,
    Body,
    Card,
    EmptyState,
    LinkButton,
    Muted,
    PrimaryButton,
    SecondaryButton,
)
from lotse_app.ui.kit.layouts import GRID, column
from lotse_app.ui.kit.rows import put_rows, reached_after
from lotse_app.ui.kit.tables import ListModel, ListSource, ListTable, TableColumn
from lotse_app.ui.words.session import kind_words, old_words
from lotse_app.ui.words.shared import counted
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import SignalInstance

    from lotse_app.models.application import ApplicationLine
    from lotse_app.models.batch import Batch
    from lotse_app.models.session import Binned, CounsellingSession, Revision
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.counsel import Ending
    from lotse_app.workflows.desk import Desk


#: So many deleted sessions are shown one by one; whoever deleted more wants the last ones.
BINNED = 200


def session_columns() -> tuple[TableColumn, ...]:
    """Return the columns of the list of sessions; none of them names a person."""
    return (
        TableColumn("Tag", lambda row: short_date(row.started_at.astimezone(LOCAL).date())),
        TableColumn("Beginn", lambda row: clock_time(row.started_at), 7),
        TableColumn("Minuten", lambda row: str(row.minutes), 8, number=True),
        TableColumn("Art", kind_words, 14),
        TableColumn("Anliegen", lambda row: ", ".join(topic.label for topic in row.topics) or "–", 22),
        TableColumn("Hilfe", lambda row: HELP[row.help_kind] if row.help_kind else "–", 18),
        TableColumn("Ergebnis", _result),
    )


def _result(row: CounsellingSession) -> str:
    if row.running:
        return "läuft"
    return RESULTS[row.result] if row.result else "–"


class IdleView(QWidget):
    """No session runs: begin one, or look at the last ones."""

    def __init__(self, desk: Desk, tasks: Tasks) -> None:
        super().__init__()
        box = column(self)
        self.start = PrimaryButton("Neue Beratung", shown="Strg+N")
        self.short = SecondaryButton("Kurzkontakt", shown="Strg+Umschalt+N")
        self.later = SecondaryButton("Na&chtragen")
        self.again = SecondaryButton("Letzte &wiederholen")
        self.bin = LinkButton("Papierkorb")
        self.day = SecondaryButton("Tages&liste")
        self.old = LinkButton("Alte Liste übernehmen")
        self.undo = LinkButton("Letzte Liste zurücknehmen")
        self.undo.setVisible(False)
        card = Card("Keine Beratung läuft")
        card.body.addWidget(
            EmptyState(
                "Eine Beratung hält Zeit, Anliegen und Ergebnis fest – ohne Namen.",
                "Sie beginnt mit Strg+N und ist vom ersten Augenblick an gespeichert.",
            )
        )
        card.body.addWidget(ActionRow([self.later, self.again, self.day], [self.short, self.start]))
        box.addWidget(card)
        past = Card("Letzte Beratungen")
        source = ListSource(LaneName.STORE, desk.counsel.ids, desk.counsel.page)
        self.model = ListModel(tasks, source, session_columns(), self)
        self.table = ListTable(self.model, "Letzte Beratungen")
        self.table.setMinimumHeight(240)
        self._nothing = EmptyState("Noch keine Beratung festgehalten.", "Jede beendete Beratung steht dann hier.")
        past.body.addWidget(self.table)
        past.body.addWidget(self._nothing)
        past.body.addWidget(ActionRow([self.bin, self.old, self.undo]))
        box.addWidget(past)
        self.model.loaded.connect(self._loaded)

    def reload(self) -> None:
        """Load the list again."""
        self.model.reload()

    def _loaded(self) -> None:
        self.table.setVisible(self.model.rowCount() > 0)
        self._nothing.setVisible(self.model.rowCount() == 0)


class RunningView(QWidget):
    """A session runs: what it is about, what was begun in it."""

    find_wanted = Signal()
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        box = column(self)
        card = Card("Anliegen")
        self._since = Muted()
        self._topics = Body()
        self._search = SecondaryButton("Leistung suchen", shown="Strg+3")
        self._search.clicked.connect(self.find_wanted)
        for widget in (self._topics, self._since, ActionRow([self._search])):
            card.body.addWidget(widget)
        self._cases = Card("Vorgänge dieser Beratung")
        self._nothing = EmptyState(
            "Noch kein Antrag begonnen.", "Suchen Sie die Leistung und wählen Sie „Antrag beginnen“."
        )
        self._cases.body.addWidget(self._nothing)
        self._links: list[LinkButton] = []
        box.addWidget(card)
        box.addWidget(self._cases)

    def show_ending(self, ending: Ending) -> None:
        """Show the running session and its cases."""
        session = ending.session
        topics = ", ".join(topic.label for topic in session.topics)
        self._topics.setText(topics or "Noch kein Anliegen festgehalten.")
        self._since.setText(f"Seit {clock_time(session.started_at)} Uhr. Alles ist gespeichert.")
        put_rows(self._cases.body, self._links, [self._link(line) for line in ending.applications])
        reached_after(self._search, self._links)
        self._nothing.setVisible(not ending.applications)

    def _link(self, line: ApplicationLine) -> LinkButton:
        link = LinkButton(f"{line.service_name} · Vorgang {line.number} · {STATES[line.state]}")
        link.clicked.connect(partial(self._open, line.id))
        return link

    def _open(self, application_id: str, *_clicked: object) -> None:
        self.opened.emit(application_id)


class BinView(QWidget):
    """Deleted sessions, each with a button that takes it back."""

    #: The id of the session that is wanted back.
    wanted = Signal(object)
    #: The id of the list that is wanted back as a whole.
    list_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        box = column(self)
        card = Card("Papierkorb")
        card.body.addWidget(
            Muted("Spätestens nach 30 Tagen verschwindet eine gelöschte Beratung von selbst, mit Nachweis.")
        )
        self._nothing = EmptyState("Der Papierkorb ist leer.", "Gelöschte Beratungen zählen nicht mehr.")
        card.body.addWidget(self._nothing)
        self._card = card
        self.buttons: list[SecondaryButton] = []
        self._rows: list[QWidget] = []
        box.addWidget(card)

    def show_binned(self, binned: Sequence[Binned], lists: Sequence[Batch] = ()) -> None:
        """Show what lies in the bin: whole lists in one line each, then the sessions deleted last."""
        self.buttons = []
        rows: list[QWidget] = [self._list_row(one) for one in lists]
        rows += [self._session_row(one) for one in binned[:BINNED]]
        if len(binned) > BINNED:
            rows.append(Muted(f"… und {len(binned) - BINNED} weitere, die früher gelöscht wurden."))
        put_rows(self._card.body, self._rows, rows)
        self._nothing.setVisible(not rows)

    def _list_row(self, one: Batch) -> QWidget:
        day = short_date(one.at.astimezone(LOCAL).date())
        words = f"Ganze Liste · {counted(one.count, 'Beratung', 'Beratungen')} · zurückgenommen am {day}"
        return self._row(words, self.list_wanted, one.id)

    def _session_row(self, one: Binned) -> QWidget:
        day, session = short_date(one.deleted_at.astimezone(LOCAL).date()), one.session
        return self._row(f"{session_words(session)} · gelöscht am {day}", self.wanted, session.id)

    def _row(self, words: str, wanted: SignalInstance, record_id: str) -> QWidget:
        button = SecondaryButton("Zurückholen")
        button.setAccessibleName(f"Zurückholen: {words}")
        button.clicked.connect(partial(self._want, wanted, record_id))
        self.buttons.append(button)
        return ActionRow([Body(words), button])

    def _want(self, wanted: SignalInstance, record_id: str, *_clicked: object) -> None:
        wanted.emit(record_id)


class RevisionsView(QWidget):
    """What was corrected in a session: when, and what stood there before."""

    def __init__(self) -> None:
        super().__init__()
        self._box = column(self, GRID)
        self._lines: list[Muted] = []

    def show_revisions(self, revisions: Sequence[Revision]) -> None:
        """Show the corrections, newest first; nothing where there was none."""
        put_rows(self._box, self._lines, [Muted(_change_words(one)) for one in reversed(revisions)])
        self.setVisible(bool(revisions))


def _change_words(one: Revision) -> str:
    day = short_date(one.at.astimezone(LOCAL).date())
    return f"Geändert am {day} um {clock_time(one.at)}. Vorher: {old_words(one)}"


def session_words(session: CounsellingSession) -> str:
    """Return a session in one line, without anybody's name."""
    begin = session.started_at.astimezone(LOCAL)
    topics = ", ".join(topic.label for topic in session.topics) or kind_words(session)
    return f"{short_date(begin.date())} {clock_time(session.started_at)} · {session.minutes} min · {topics}"
