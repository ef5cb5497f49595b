"""Who works at this station: adding, roles, undertakings, farewell. Each method names its lane.

A slot in the key file and a row in the store make a pilot. The slot comes first and goes last, so that a power cut
between the two leaves an access that opens nothing (``Team.stray``) rather than a pilot nobody can see.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.papers import UndertakingPaper
from lotse_app.models.people import SECRECY_VERSION, Pilot, Undertaking
from lotse_app.models.permission import Right, refusal
from lotse_app.models.problems import Code, ProblemError, refuse

if TYPE_CHECKING:
    from datetime import date

    from lotse_app.models.people import Role
    from lotse_app.workflows.ports import StationRows
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sight_ports import PilotVault, UndertakingPapers


@dataclass(frozen=True, slots=True)
class Accesses:
    """What the key file of this device says: ids with a slot (and their names), and those whose secret is missing."""

    slots: tuple[tuple[str, str], ...]
    without_secret: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One pilot as the settings show them; ``access`` is whether the passphrase opens this device."""

    pilot: Pilot
    access: bool


@dataclass(frozen=True, slots=True)
class Team:
    """All pilots who work here, and accesses that belong to nobody (id, name)."""

    colleagues: tuple[Colleague, ...]
    stray: tuple[tuple[str, str], ...]


class Pilots:
    """The pilots of this station; only the responsible person or a coordinator changes them."""

    def __init__(self, rows: StationRows, vault: PilotVault, papers: UndertakingPapers, shift: Shift) -> None:
        self._rows = rows
        self._vault = vault
        self._papers = papers
        self._sight = shift.sight
        self._workplace = shift.workplace
        self._clock = shift.clock
        self._ids = shift.ids

    @property
    def may_change(self) -> bool:
        """Return whether the pilot at this desk may change the others."""
        return self._sight.allows(Right.MANAGE_PILOTS)

    def accesses(self) -> Accesses:
        """Return who has an access on this device. Work lane. Raises KEY_FILE_*, KEYRING_LOCKED."""
        return Accesses(self._vault.pilots(), self._vault.without_secret())

    def team(self, accesses: Accesses) -> Team:
        """Return who works here. Store lane."""
        pilots = self._rows.pilots()
        opening = {pilot_id for pilot_id, _ in accesses.slots} - set(accesses.without_secret)
        working = {pilot.id for pilot in pilots if pilot.active}
        return Team(
            tuple(Colleague(pilot, pilot.id in opening) for pilot in pilots if pilot.active),
            tuple(slot for slot in accesses.slots if slot[0] not in working),
        )

    def new(self, name: str, role: Role, *, responsible: bool = False) -> Pilot:
        """Return a pilot who is not added yet. Store lane. Raises NOT_PERMITTED, PILOT_NAME_TAKEN."""
        self._sight.require(Right.MANAGE_PILOTS)
        wished = " ".join(name.split())
        if any(pilot.active and pilot.name.casefold() == wished.casefold() for pilot in self._rows.pilots()):
            raise refuse(Code.PILOT_NAME_TAKEN)
        return Pilot(self._ids.new(), wished, role, responsible)

    def grant(self, pilot: Pilot, own_passphrase: str, passphrase: str) -> None:
        """Give a pilot an access to this device, or a new one. Work lane.

        The key comes from the own passphrase: nobody is let in by a desk that was left open.
        Raises NOT_PERMITTED, WRONG_PASSPHRASE, PASSPHRASE_WAIT, PASSPHRASE_TOO_SHORT, KEYRING_*.
        """
        self._sight.require(Right.MANAGE_PILOTS)
        key = self._vault.unlock(self._workplace.pilot.id, own_passphrase)
        self._vault.add_pilot(key, pilot, passphrase)

    def admit(self, pilot: Pilot) -> None:
        """Write a pilot who has an access now. Store lane."""
        self._sight.require(Right.MANAGE_PILOTS)
        if any(one.id == pilot.id for one in self._rows.pilots()):
            self._rows.note_access(pilot.id)
        else:
            self._rows.save_pilot(pilot, ())

    def change(self, pilot_id: str, role: Role, *, responsible: bool) -> None:
        """Change role and responsibility. Store lane. Raises NOT_PERMITTED, OWN_ROLE, LAST_RESPONSIBLE."""
        self._sight.require(Right.MANAGE_PILOTS)
        if pilot_id == self._workplace.pilot.id:
            raise refuse(Code.OWN_ROLE)
        self._save(replace(self._pilot(pilot_id), role=role, responsible=responsible))

    def swear(self, pilot_id: str, on: date) -> None:
        """Enter the day on a signed undertaking of secrecy. Store lane.

        Raises NOT_PERMITTED, DATE_IN_FUTURE, OWN_UNDERTAKING: somebody else took the own promise, unless nobody else
        here may enter it.
        """
        self._sight.require(Right.MANAGE_PILOTS)
        if pilot_id == self._workplace.pilot.id and self._somebody_else():
            raise refuse(Code.OWN_UNDERTAKING)
        if on > local_date(self._clock.now()):
            raise refuse(Code.DATE_IN_FUTURE)
        self._save(replace(self._pilot(pilot_id), undertaking=Undertaking(on, SECRECY_VERSION)))

    def dismiss(self, pilot_id: str) -> None:
        """End a pilot's work here; records keep the id. Store lane, before ``revoke``.

        Raises NOT_PERMITTED, OWN_ROLE, LAST_RESPONSIBLE.
        """
        self._sight.require(Right.MANAGE_PILOTS)
        if pilot_id == self._workplace.pilot.id:
            raise refuse(Code.OWN_ROLE)
        if any(pilot.id == pilot_id for pilot in self._rows.pilots()):
            self._save(replace(self._pilot(pilot_id), active=False, responsible=False))

    def revoke(self, pilot_id: str) -> None:
        """Take the access away, also one that belongs to nobody. Work lane."""
        self._sight.require(Right.MANAGE_PILOTS)
        if pilot_id == self._workplace.pilot.id:
            raise refuse(Code.OWN_ROLE)
        try:
            self._vault.remove_pilot(pilot_id)
        except ProblemError as error:
            if error.problem.code is not Code.SLOT_UNKNOWN:
                raise

    def undertaking_sheet(self, pilot: Pilot) -> bytes:
        """Return the sheet a volunteer signs. Work lane."""
        place = self._workplace
        today = local_date(self._clock.now())
        return self._papers.undertaking(
            UndertakingPaper(pilot.name, place.operator, place.station.name, today, SECRECY_VERSION)
        )

    def _somebody_else(self) -> bool:
        others = (one for one in self._rows.pilots() if one.id != self._workplace.pilot.id)
        return any(refusal(one, Right.MANAGE_PILOTS) is None for one in others)

    def _pilot(self, pilot_id: str) -> Pilot:
        for pilot in self._rows.pilots():
            if pilot.id == pilot_id:
                return pilot
        raise refuse(Code.RECORD_MISSING)

    def _save(self, changed: Pilot) -> None:
        others = [pilot for pilot in self._rows.pilots() if pilot.id != changed.id]
        if not any(pilot.active and pilot.responsible for pilot in (*others, changed)):
            raise refuse(Code.LAST_RESPONSIBLE)
        self._rows.save_pilot(changed, ())
