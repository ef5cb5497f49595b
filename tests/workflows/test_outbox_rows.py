"""Every action that changes a record which travels writes its row, in one transaction with the change or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lotse_app.demonstration.filling import fill, read_back
from lotse_app.demonstration.script import ANSWERS, STROKES
from lotse_app.models.application import CarriedBy, State
from lotse_app.models.letter import LetterEntry, LetterKind
from lotse_app.models.operation import Act, Kind
from lotse_app.models.problems import Code
from lotse_app.models.session import Obstacle, Result, Topic
from tests.cases import SIGNER, begin
from tests.desks import MORNING, WILSDRUFF, close, make_office
from tests.faults.ground import digest, tables_of
from tests.store.samples import refused
from tests.workflows.test_agenda import STOP
from tests.workflows.test_keeping import NOWAKOWA

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.store.connection import Connection
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from tests.desks import Office

CREATE, PATCH, DELETE = Act.CREATE, Act.PATCH, Act.DELETE
CASE, SESSION, OBSTACLE, STATION = Kind.APPLICATION_STATUS, Kind.SESSION, Kind.OBSTACLE, Kind.STATION
#: As when the disk fails at the very row.
SHUT = "CREATE TEMP TRIGGER shut BEFORE INSERT ON main.outbox BEGIN SELECT RAISE(ABORT, 'store_io'); END"
TODAY = MORNING.date()


@dataclass
class Day:
    """A day at one desk; what it holds now is asked anew for every action."""

    office: Office
    ids: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.office.desk

    @property
    def case(self) -> OpenCase:
        return self.desk.applications.open(self.ids["case"])

    def begin(self) -> None:
        self.ids["case"] = begin(self.office).id

    def fill(self) -> None:
        fill(self.desk, self.ids["case"], ANSWERS)
        read_back(self.desk, self.ids["case"])

    def read_again(self) -> None:
        read_back(self.desk, self.ids["case"])

    def freeze(self) -> None:
        self.desk.freezing.commit(self.desk.freezing.prepare(self.case))

    def reopen(self) -> None:
        self.desk.applications.reopen(self.ids["case"])

    def sign(self) -> None:
        self.desk.signing.commit(self.desk.signing.prepare_pad(self.case, SIGNER, STROKES))

    def hand_in(self) -> None:
        self.desk.handing_in.commit(self.desk.handing_in.prepare(self.case, CarriedBy.RESIDENT))

    def confirm(self) -> None:
        self.desk.applications.confirm_receipt(self.ids["case"])

    def enter_letter(self) -> None:
        self.desk.letters.enter(self.ids["case"], LetterEntry(LetterKind.GRANTED, TODAY, TODAY))

    def take_letter_back(self) -> None:
        self.desk.letters.take_back(self.desk.letters.of_case(self.ids["case"]).letters[-1])

    def withdraw(self) -> None:
        self.desk.letters.end(self.ids["case"], State.WITHDRAWN)

    def undo_withdrawal(self) -> None:
        ending = self.desk.letters.of_case(self.ids["case"]).ending
        assert ending is not None
        self.desk.letters.undo_end(ending)

    def start_session(self) -> None:
        """Start it on the topic of the case: beginning a Vorgang notes the topic first, which stays on the device."""
        self.ids["session"] = self.desk.counsel.start().id
        card = self.desk.find.card(self.desk.find.find("Hund anmelden")[0].service_id, WILSDRUFF)
        self.desk.counsel.add_topic(self.ids["session"], Topic(card.service.service_id, card.service.name))

    def end_session(self) -> None:
        session = self.desk.counsel.get(self.ids["session"])
        ended = replace(session, obstacles=(Obstacle.NO_BUNDID,), result=Result.PREPARED)
        self.desk.counsel.end(ended)

    def correct_session(self) -> None:
        self.desk.counsel.correct(replace(self.desk.counsel.get(self.ids["session"]), people=3))

    def record_contact(self) -> None:
        self.ids["recorded"] = self.desk.counsel.short_contact(self.desk.counsel.blank()).id

    def bin_contact(self) -> None:
        self.desk.counsel.delete(self.ids["recorded"])

    def restore_contact(self) -> None:
        self.desk.counsel.restore(self.ids["recorded"])

    def change_station(self) -> None:
        settings = self.desk.settings
        settings.save_station(settings.operator(), replace(settings.station(), telephone="035204 123"))

    def add_stop(self) -> None:
        self.ids["stop"] = self.desk.stops.save(STOP).id

    def remove_stop(self) -> None:
        self.desk.stops.remove(self.ids["stop"])

    def erase_person(self) -> None:
        self.desk.persons.erase(NOWAKOWA, [self.ids["case"]], unfinished=True)


#: A day's work in order, and which rows each action writes. What stays on the device writes none.
ACTIONS: tuple[tuple[Callable[[Day], None], tuple[tuple[Act, Kind], ...]], ...] = (
    (Day.start_session, ()),  # sessions travel from their end
    (Day.begin, ((CREATE, CASE),)),
    (Day.fill, ()),  # answers and evidence never travel
    (Day.freeze, ((PATCH, CASE),)),
    (Day.reopen, ((PATCH, CASE),)),
    (Day.read_again, ()),
    (Day.freeze, ((PATCH, CASE),)),
    (Day.sign, ((PATCH, CASE),)),
    (Day.hand_in, ((PATCH, CASE),)),
    (Day.confirm, ((PATCH, CASE),)),
    (Day.enter_letter, ((PATCH, CASE),)),
    (Day.take_letter_back, ((PATCH, CASE),)),
    (Day.withdraw, ((PATCH, CASE),)),
    (Day.undo_withdrawal, ((PATCH, CASE),)),
    (Day.end_session, ((CREATE, SESSION), (CREATE, OBSTACLE))),
    (Day.correct_session, ((PATCH, SESSION),)),
    (Day.record_contact, ((CREATE, SESSION),)),
    (Day.bin_contact, ((PATCH, SESSION),)),
    (Day.restore_contact, ((PATCH, SESSION),)),
    (Day.change_station, ((PATCH, STATION),)),
    (Day.add_stop, ((PATCH, STATION),)),
    (Day.remove_stop, ((PATCH, STATION),)),
    (Day.erase_person, ((DELETE, CASE),)),
)


def _rows(connection: Connection) -> list[tuple[Act, Kind]]:
    return [
        (Act(row["act"]), Kind(row["kind"])) for row in connection.rows("SELECT act, kind FROM outbox ORDER BY seq")
    ]


def test_each_action_writes_its_rows_with_the_change_or_changes_nothing(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    day, connection = Day(office), office.desk.counsel._sessions._connection  # type: ignore[attr-defined]  # the table's
    shape = tables_of(connection)
    for act, expected in ACTIONS:
        before, content = _rows(connection), digest(connection, shape)
        if expected:
            connection.run(SHUT)
            with refused(Code.STORE_IO):
                act(day)
            connection.run("DROP TRIGGER temp.shut")
            assert digest(connection, shape) == content, f"{act.__name__} left something without its row"
        office.clock.advance(minutes=1)
        act(day)
        assert _rows(connection)[len(before) :] == list(expected), act.__name__
        assert digest(connection, shape) != content, act.__name__  # the control: the action changed the store
    close(office.desk)
