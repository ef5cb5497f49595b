"""What post from offices and addresses of offices ask of the adapters; like ``ports``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from lotse_app.models.office import Office


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
