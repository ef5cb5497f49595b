"""What post from offices and addresses of offices ask of the adapters; like ``ports``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date, datetime

    from lotse_app.models.application import State
    from lotse_app.models.ending import Ending
    from lotse_app.models.letter import Letter
    from lotse_app.models.office import Office
    from lotse_app.models.operation import Operation


class LetterRows(Protocol):
    """Letters from offices and endings of Vorgänge, each with the state that follows."""

    def of_application(self, application_id: str) -> tuple[Letter, ...]:
        """Return the letters of a Vorgang, newest first."""
        ...

    def open_letters(self) -> tuple[Letter, ...]:
        """Return every letter that still wants an answer, newest first."""
        ...

    def by_number(self, number: str) -> str | None:
        """Return the id of the Vorgang with this number."""
        ...

    def enter(self, letter: Letter, operations: Sequence[Operation]) -> None:
        """Write a letter and the state that follows. Raises TRANSITION_REFUSED, STALE_REVISION."""
        ...

    def take_back(self, letter: Letter, at: datetime, operations: Sequence[Operation]) -> None:
        """Delete the last letter of a Vorgang; the state before it stands again. Raises LETTER_NOT_LAST."""
        ...

    def answer(self, letter: Letter, on: date | None, after: State, at: datetime, ops: Sequence[Operation]) -> None:
        """Note that a letter was answered, or was not, and the state that follows."""
        ...

    def ending(self, application_id: str) -> Ending | None:
        """Return the last step taken by hand, or None."""
        ...

    def end(self, ending: Ending, operations: Sequence[Operation]) -> None:
        """Write an ending and its state. Raises TRANSITION_REFUSED, STALE_REVISION."""
        ...

    def known(self, words: Collection[str]) -> frozenset[str]:
        """Return which of these is the surname, or half of one, in a Vorgang (search form); of nobody guarded."""
        ...

    def undo_end(self, application_id: str, at: datetime, operations: Sequence[Operation]) -> None:
        """Take the ending back; the state before it stands again."""
        ...

    def guarded(self, application_id: str) -> bool:
        """Return whether a person in it has an Auskunftssperre."""
        ...

    def guard(self, application_id: str, *, on: bool) -> None:
        """Set or clear the Auskunftssperre of a Vorgang."""
        ...


class KnownOffices(Protocol):
    """Shipped addresses with source and date."""

    def office(self, key: str) -> Office | None:
        """Return the office of a commune (AGS) or district (5 digits), or None."""
        ...


class OfficeRows(Protocol):
    """Addresses that pilots of this station entered."""

    def entered(self, ags: str, authority: str) -> Office | None:
        """Return what was entered for an office."""
        ...

    def enter(self, ags: str, authority: str, office: Office, at: datetime) -> None:
        """Write an address; it stands from now on."""
        ...

    def forget(self, ags: str, authority: str) -> None:
        """Take an entered address away; the shipped one stands again."""
        ...

    def all_entered(self) -> tuple[tuple[str, str, Office], ...]:
        """Return all entered ones as (AGS, authority, office), by name."""
        ...
