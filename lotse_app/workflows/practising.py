"""*Üben*: a store of its own with invented residents. Nothing of the real one is opened, nothing of it is kept or sent.

All of it runs on the store lane.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar, cast

from lotse_app.clock import local_date
from lotse_app.forms.reading import sections
from lotse_app.models.acting import ActingAs, ReadBackWay
from lotse_app.models.application import CarriedBy, DraftSave
from lotse_app.models.consent import Purpose
from lotse_app.models.mandate import PRESET
from lotse_app.models.people import Operator, Pilot, PlaceType, Role, Station, Undertaking
from lotse_app.models.practice import BEGUN, HANDED_IN
from lotse_app.models.problems import Code, refuse
from lotse_app.models.session import Obstacle, Result, Topic
from lotse_app.workflows.mandates import MandateWish
from lotse_app.workflows.read_back import confirm

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.ids import Ids
    from lotse_app.models.figures import Report
    from lotse_app.models.practice import PracticePerson, PracticeSession, Residents
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.ports import StationRows

T = TypeVar("T")

#: A real commune: fees, deadlines and offices come from the catalogue.
AGS = "14628410"
OPERATOR_NAME = "Übungsträger – alles erfunden"
STATION_NAME = "Übungsplatz"
PILOT_NAME = "Übungslotsin"
_TODAY = "heute"


class PracticeGround(Protocol):
    """Where the practice store lies; the composition root implements it."""

    def create(self) -> StationRows:
        """Clear what was left and make an empty store under a new key."""
        ...

    def settle(self) -> None:
        """Close the new store."""
        ...

    def open_desk(self, pilot_id: str) -> Desk:
        """Open the store; keys and backups stay closed."""
        ...

    def clear(self) -> None:
        """Forget the key and delete everything."""
        ...


class PracticeShelf(Protocol):
    """Where the invented residents stand."""

    def residents(self) -> Residents:
        """Return who is there to practise with."""
        ...


class Practising:
    """Opens a fresh practice store, opens it again after a lock, deletes it at the end."""

    def __init__(self, ground: PracticeGround, shelf: PracticeShelf, clock: Clock, ids: Ids) -> None:
        self._ground = ground
        self._shelf = shelf
        self._clock = clock
        self._ids = ids
        self._pilot_id = ""
        self._role = Role.VOLUNTEER

    def residents(self) -> tuple[PracticePerson, ...]:
        """Return who is there to practise with. Raises FORM_BROKEN."""
        return self._shelf.residents().people

    def begin(self, role: Role | None = None) -> Desk:
        """Make the practice store anew and return its desk; without a role, in the one of last time.

        A volunteer has signed the undertaking here: practice is where one learns before signing. Raises STORE_IN_USE
        while another window practises, DISK_FULL, FOLDER_READ_ONLY.
        """
        self._role = role or self._role
        residents = self._shelf.residents()
        try:
            self._set_up(self._ground.create())
            self._ground.settle()
            desk = self._ground.open_desk(self._pilot_id)
        except BaseException:
            self._ground.clear()
            raise
        try:
            people_the_store(desk, residents)
        except BaseException:
            self.end(desk)
            raise
        return desk

    def resume(self) -> Desk:
        """Return the desk again after a lock: there is nothing here that a passphrase would protect."""
        return self._ground.open_desk(self._pilot_id)

    def end(self, desk: Desk | None = None) -> None:
        """Close the desk if it is open, and delete everything that was practised."""
        try:
            if desk is not None:
                desk.close()
        finally:
            self._ground.clear()

    def _set_up(self, rows: StationRows) -> None:
        today = local_date(self._clock.now())
        official = self._role is Role.OFFICIAL
        operator = Operator(self._ids.new(), OPERATOR_NAME, "Übungsgasse 1, 01723 Wilsdruff", "niemand", official)
        station = Station(self._ids.new(), operator.id, STATION_NAME, _place(self._role), AGS, reception_point=official)
        sworn = None if official else Undertaking(today)
        pilot = Pilot(self._ids.new(), PILOT_NAME, self._role, responsible=True, undertaking=sworn)
        rows.set_up(operator, station, pilot, ())
        self._pilot_id = pilot.id


def _place(role: Role) -> PlaceType:
    return PlaceType.CITIZENS_OFFICE if role is Role.OFFICIAL else PlaceType.LIBRARY


def people_the_store(desk: Desk, residents: Residents) -> None:
    """Begin the Vorgänge of the residents and record the sessions before, through the use cases of the window."""
    for one in residents.sessions:
        _record(desk, one)
    for person in residents.people:
        if person.search:
            _come(desk, person)


def _record(desk: Desk, past: PracticeSession) -> None:
    begun = desk.clock.now() - timedelta(days=past.days_ago)
    session = replace(
        desk.counsel.blank(),
        started_at=begun,
        ended_at=begun + timedelta(minutes=past.minutes),
        topics=(Topic("", past.topic),),
        obstacles=(Obstacle(past.obstacle),) if past.obstacle else (),
    )
    desk.counsel.record(session)


def _come(desk: Desk, person: PracticePerson) -> None:
    """Let one resident come: session, Vorgang as far as it is, end of the session."""
    session = desk.counsel.start()
    card = desk.find.card(desk.find.find(person.search)[0].service_id, AGS)
    application = desk.applications.begin(card, AGS)
    for purpose in Purpose:
        desk.consents.give(application.id, purpose)  # a volunteer has asked; before a public body it is not asked
    given = answers_on(local_date(desk.clock.now()), person.answers or {})
    acting = ActingAs(person.acting or application.acting)
    case = _saved(desk, application.id, {**application.answers, **given}, acting, read=person.stage != BEGUN)
    if person.guarded:
        desk.letters.guard(application.id, on=True)
    if person.mandate_days:
        case = _authorised(desk, case, person.mandate_days)
    if person.stage == HANDED_IN:
        frozen = desk.freezing.commit(desk.freezing.prepare(case))
        case = desk.applications.open(frozen.application_id)
        desk.signing.sign_on_print(case, person.name)
        case = desk.applications.open(frozen.application_id)
        nowhere = not case.form.authority  # nobody has entered an address here: the person asks
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT, address_unknown=nowhere))
    ending = desk.counsel.ending(session.id).session
    desk.counsel.end(replace(ending, result=ending.result or Result.NEW_APPOINTMENT))


def _authorised(desk: Desk, case: OpenCase, days: int) -> OpenCase:
    """Put the case under a Vollmacht that was signed on its print and holds so many days from today."""
    today = local_date(desk.clock.now())
    wish = MandateWish(PRESET, today, today + timedelta(days=days - 1))
    desk.mandates.commit(desk.mandates.prepare(case, wish))
    desk.mandates.sign_on_print(case.application.id)
    return desk.applications.open(case.application.id)


def _saved(
    desk: Desk,
    application_id: str,
    answers: dict[str, Any],
    acting: ActingAs,
    *,
    read: bool,
) -> OpenCase:
    case = desk.applications.open(application_id)
    now = desk.clock.now()
    ticks = (
        tuple(confirm(one, ReadBackWay.SIGNED, now) for one in sections(case.forms[acting], answers)) if read else ()
    )
    draft = DraftSave(
        application_id=application_id,
        expected_revision=case.application.revision,
        answers=answers,
        step=case.application.step,
        acting=acting,
        notice_version=desk.workplace.operator.notice_version if read else None,
        keep_contact=False,
        confirmations=ticks,
        due=desk.applications.due(case.forms[acting], answers),
        at=now,
    )
    desk.applications.save(draft)
    return desk.applications.open(application_id)


def answers_on(today: date, answers: T) -> T:
    """Return answers in which ``heute-10`` is the day ten days before ``today``, at every depth."""
    if isinstance(answers, dict):
        return cast("T", {key: answers_on(today, value) for key, value in answers.items()})
    if isinstance(answers, list):
        return cast("T", [answers_on(today, value) for value in answers])
    if isinstance(answers, str) and answers.startswith(_TODAY):
        return cast("T", (today + timedelta(days=int(answers.removeprefix(_TODAY) or 0))).isoformat())
    return answers


class _Closed:
    """Stands where keys and backups would be: whatever is asked of it is refused."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - stands for any method
        if name.startswith("__"):
            raise AttributeError(name)
        return _refuse


def _refuse(*_arguments: object, **_named: object) -> NoReturn:
    raise refuse(Code.PRACTICE_CLOSED)


def closed() -> Any:  # noqa: ANN401 - stands for any port
    """Return something that refuses every call with PRACTICE_CLOSED."""
    return _Closed()


class NoExport:
    """Implements ``Exporter`` by refusing: a table without a stamp must not leave practice."""

    def xlsx(self, report: Report, target: Path) -> None:
        """Raise PRACTICE_CLOSED."""
        _refuse(report, target)

    def csv(self, report: Report, folder: Path) -> tuple[Path, ...]:
        """Raise PRACTICE_CLOSED."""
        _refuse(report, folder)

    def write(self, target: Path, content: bytes) -> Path:
        """Raise PRACTICE_CLOSED."""
        _refuse(target, content)
