"""First run: Träger, Stützpunkt, first pilot and passphrase, recovery code. Nothing counts before the last step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from lotse_app.models.people import PlaceType, Role
from lotse_app.models.problems import Code
from lotse_app.models.words import PLACES, ROLES
from lotse_app.ui.communes import CommuneChoice
from lotse_app.ui.entrance.code_sheets import CodeSheets
from lotse_app.ui.entrance.entry_page import EntryPage, printed_problem, text_field
from lotse_app.ui.entrance.passphrase_fields import KEYRING_HINT, KEYRING_LATE, NewPassphrase
from lotse_app.ui.entrance.recovery_code import CodeStage
from lotse_app.ui.kit.blocks import Body, LinkButton, Muted, SecondaryButton, announce
from lotse_app.ui.kit.fields import ChoiceRow
from lotse_app.ui.messages.problems import sentence, setup_sentence
from lotse_app.ui.words.shared import NO_RECEPTION, PUBLIC_BODY
from lotse_app.workflows.lanes import LaneName
from lotse_app.workflows.paper_ports import PaperShelf
from lotse_app.workflows.unlock import FirstRun

if TYPE_CHECKING:
    from lotse_app.clock import Clock
    from lotse_app.models.commune import Commune
    from lotse_app.models.problems import Problem
    from lotse_app.ui.tasks import Tasks
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.find import Finding
    from lotse_app.workflows.unlock import Created, Unlocking

_YES_NO = (("ja", "Ja"), ("nein", "Nein"))
_STEPS = 4
_RECEPTION = (
    "Eine Annahmestelle darf für die Gemeinde den Eingang eines Antrags bestätigen. "
    "Sonst gibt es einen Übergabebeleg, und der Antrag zählt erst, wenn er beim Amt ist."
)


class SetupShelf(PaperShelf, Protocol):
    """What the assistant needs before there is a desk."""

    def finding(self) -> Finding:
        """Return finder, cards and communes. Finder lane."""
        ...


class StepPage(EntryPage):
    """One step of the assistant: says which one it is, and can go back."""

    back_wanted = Signal()
    practice_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, number: int, title: str, button: str = "Weiter") -> None:
        super().__init__(title, button)
        self.place = Muted(f"Schritt {number} von {_STEPS}")
        self.body.insertWidget(0, self.place)
        self._number = number

    def finish_step(self) -> None:
        """Lay out the foot; the first step has nothing behind it, but other ways to begin beside it."""
        if self._number > 1:
            button = SecondaryButton("&Zurück")
            button.clicked.connect(self.back_wanted)
            self.finish_layout(button)
            return
        practice, restore = SecondaryButton("Ü&ben"), LinkButton("&Sicherung zurückholen")
        practice.setAccessibleDescription("Mit erfundenen Personen, bevor etwas eingerichtet ist.")
        practice.clicked.connect(self.practice_wanted)
        restore.clicked.connect(self.restore_wanted)
        self.finish_layout(practice, restore)

    def enter(self) -> None:
        """Say where one is and take the focus."""
        announce(self, f"{self.place.text()}: {self.title.text()}")
        self.begin()


class OperatorPage(StepPage):
    """Who answers for data protection."""

    def __init__(self) -> None:
        super().__init__(1, "Wer ist der Träger?")
        self.body.addWidget(
            Body("Der Träger verantwortet den Datenschutz. Seine Angaben stehen auf jedem Datenschutzblatt.")
        )
        self.name_field, self.name = text_field("&Name des Trägers", "Zum Beispiel die Gemeinde oder der Verein.")
        self.address_field, self.address = text_field("&Anschrift", "Straße, Postleitzahl, Ort.")
        self.contact_field, self.contact = text_field("&Datenschutz: Ansprechstelle", "Name, Telefon oder E-Mail.")
        self.public = ChoiceRow("Ist der Träger eine öffentliche Stelle?", _YES_NO)
        self.public.set_value("ja")
        for field in (self.name_field, self.address_field, self.contact_field):
            self.add_entry(field)
        self.add_entry(self.public, self.public.take_focus)
        self.body.addWidget(Muted(PUBLIC_BODY))
        self.finish_step()

    def complete(self) -> bool:
        """Return whether everything is there, and say what is not."""
        return self.complain(
            [
                (self.name_field, printed_problem(self.name, "Bitte den Träger nennen.")),
                (self.address_field, printed_problem(self.address, "Bitte die Anschrift angeben.")),
                (self.contact_field, printed_problem(self.contact, "Bitte eine Ansprechstelle angeben.")),
            ]
        )


class StationPage(StepPage):
    """Where the counselling happens."""

    def __init__(self) -> None:
        super().__init__(2, "Wo ist der Stützpunkt?")
        self.name_field, self.name = text_field("&Name des Stützpunkts", "So, wie er vor Ort heißt.")
        self.kind = ChoiceRow("Art des Ortes", [(kind.value, word) for kind, word in PLACES.items()])
        self.kind.set_value(PlaceType.TOWN_HALL.value)
        self.commune = CommuneChoice()
        self.reception = ChoiceRow("Ist der Stützpunkt eine Annahmestelle?", _YES_NO)
        self.reception.set_value("nein")
        self.add_entry(self.name_field)
        self.add_entry(self.kind, self.kind.take_focus)
        self.add_entry(self.commune, self.commune.take_focus)
        self.add_entry(self.reception, self.reception.take_focus)
        self.about_reception = Muted(_RECEPTION)
        self.body.addWidget(self.about_reception)
        self._later = QTimer(self)  # the list gets its height only after this round of the event loop
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_list)
        self.commune.listed.connect(self._later.start)
        self.finish_step()

    def ask_reception(self, *, public_body: bool) -> None:
        """Ask only a public body whether it receives for the office; say to others why it is not asked."""
        if not public_body:
            self.reception.set_value("nein")
        self.reception.setVisible(public_body)
        self.about_reception.setText(_RECEPTION if public_body else NO_RECEPTION)

    def _show_list(self) -> None:
        self.scroller.ensureWidgetVisible(self.commune)

    def complete(self) -> bool:
        """Return whether everything is there, and say what is not."""
        return self.complain(
            [
                (self.name_field, printed_problem(self.name, "Bitte den Stützpunkt nennen.")),
                (self.commune.field, self.commune.problem()),
            ]
        )


class FirstPilotPage(StepPage):
    """Who works first, and with which passphrase."""

    def __init__(self) -> None:
        super().__init__(3, "Wer arbeitet hier?", "Einrichten")
        self.body.addWidget(Body("Sie sind für diesen Stützpunkt verantwortlich. Weitere Personen kommen später dazu."))
        self.name_field, self.name = text_field("Ihr &Name", "So steht er auf den Papieren.")
        self.role = ChoiceRow("Ihre Rolle", [(role.value, ROLES[role]) for role in (Role.OFFICIAL, Role.VOLUNTEER)])
        self.role.set_value(Role.OFFICIAL.value)
        self.add_entry(self.name_field)
        self.add_entry(self.role, self.role.take_focus)
        self.passphrase = NewPassphrase(self)
        self.finish_step()

    def complete(self) -> bool:
        """Return whether everything is there, and say what is not."""
        name = printed_problem(self.name, "Bitte Ihren Namen angeben.")
        return self.complain([(self.name_field, name), *self.passphrase.problems()])


class FirstRunView(QStackedWidget):
    """The assistant; tells when the desk is open."""

    #: The ``Desk``.
    opened = Signal(object)
    practice_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, unlocking: Unlocking, shelf: SetupShelf, tasks: Tasks, clock: Clock) -> None:
        super().__init__()
        self._unlocking = unlocking
        self._shelf = shelf
        self._tasks = tasks
        self._created: Created | None = None
        self.operator = OperatorPage()
        self.station = StationPage()
        self.pilot = FirstPilotPage()
        self.code = CodeStage(tasks, CodeSheets(shelf, clock), "Lotse öffnen")
        self.code.page.body.insertWidget(0, Muted(f"Schritt {_STEPS} von {_STEPS}"))
        for page in (self.operator, self.station, self.pilot, self.code):
            self.addWidget(page)
        self.operator.go_on.connect(self._to_station)
        self.operator.practice_wanted.connect(self.practice_wanted)
        self.operator.restore_wanted.connect(self.restore_wanted)
        self.station.go_on.connect(self._to_pilot)
        self.station.back_wanted.connect(self._to_operator)
        self.pilot.go_on.connect(self._create)
        self.pilot.back_wanted.connect(self._back_to_station)
        self.code.go_on.connect(self._settle)
        self.setFocusProxy(self.operator.name)
        self._load_communes()

    def _load_communes(self) -> None:
        self._tasks.run(LaneName.FINDER, self._read_communes, self, self.station.commune.offer, self._no_communes)

    def _read_communes(self) -> tuple[Commune, ...]:
        return self._shelf.finding().communes()

    def _no_communes(self, problem: Problem) -> None:
        for page in (self.operator, self.station):
            page.banner.say("error", sentence(problem))

    def _go(self, page: StepPage) -> None:
        self.setCurrentWidget(page)
        page.enter()

    def _to_operator(self) -> None:
        self._go(self.operator)

    def _to_station(self) -> None:
        if self.operator.complete():
            self.station.ask_reception(public_body=self.operator.public.value == "ja")
            self._go(self.station)

    def _to_pilot(self) -> None:
        if self.station.complete():
            role = Role.OFFICIAL if self.operator.public.value == "ja" else Role.VOLUNTEER
            if not self.pilot.name.text():
                self.pilot.role.set_value(role.value)
            self._go(self.pilot)

    def _back_to_station(self) -> None:
        self.pilot.passphrase.forget()
        self._go(self.station)

    def _create(self) -> None:
        self.pilot.banner.clear()
        if not self.pilot.complete():
            return
        self.pilot.work(f"Der Speicher wird angelegt … {KEYRING_HINT}", KEYRING_LATE)
        work = partial(self._unlocking.create, self._answers())
        self._tasks.run(LaneName.STORE, work, self, self._show_code, self._refuse_create)

    def _answers(self) -> FirstRun:
        commune = self.station.commune.value
        return FirstRun(
            operator_name=self.operator.name.text().strip(),
            operator_address=self.operator.address.text().strip(),
            data_protection_contact=self.operator.contact.text().strip(),
            public_body=self.operator.public.value == "ja",
            station_name=self.station.name.text().strip(),
            place_type=PlaceType(self.station.kind.value),
            ags=commune.ags if commune is not None else "",
            reception_point=self.station.reception.value == "ja",
            pilot_name=self.pilot.name.text().strip(),
            role=Role(self.pilot.role.value),
            passphrase=self.pilot.passphrase.take(),
        )

    def _show_code(self, created: Created) -> None:
        self._created = created
        self.pilot.rest()
        self.setCurrentWidget(self.code)
        names = (self.station.name.text().strip(), self.operator.name.text().strip())
        self.code.show_code(created.recovery_code, *names)

    def _refuse_create(self, problem: Problem) -> None:
        self.pilot.rest()
        if problem.code is Code.PASSPHRASE_TOO_SHORT:
            self.pilot.passphrase.refuse(sentence(problem))
        else:
            self.pilot.banner.say("error", setup_sentence(problem))
            self.pilot.passphrase.first.setFocus()

    def _settle(self) -> None:
        if self._created is None:
            return
        self.code.page.work("Lotse wird geöffnet …")
        work = partial(self._settle_and_open, self._created)
        self._tasks.run(LaneName.STORE, work, self, self._opened, self.code.page.refuse)

    def _settle_and_open(self, created: Created) -> Desk:
        """Put the store in place, unless an earlier try did, and open it. Store lane."""
        if self._unlocking.needs_first_run():
            self._unlocking.settle()
        return self._unlocking.open(created.pilot_id, created.key)

    def _opened(self, desk: Desk) -> None:
        self._created = None
        self.code.forget()
        self.opened.emit(desk)
