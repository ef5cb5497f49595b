"""What station files ask of store, vault and files; ``laying`` puts the adapters in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from lotse_app.models.portal_contact import PortalStation
    from lotse_app.models.station_file import Contact, HeldFile, Log, Origin, PlacedCase, Received
    from lotse_app.workflows.ports import FigureRows


class StationFileRows(Protocol):
    """Signing key and files that are held. Store lane."""

    def secret(self) -> bytes | None:
        """Return the signing key of this device, None before the first file."""
        ...

    def keep_secret(self, secret: bytes, at: datetime) -> None:
        """Keep the signing key."""
        ...

    def note_made(self) -> None:
        """Note in the trail that a station file is written."""
        ...

    def logs(self) -> tuple[Log, ...]:
        """Return the logs of this store, oldest first."""
        ...

    def confirmed(self) -> dict[str, str]:
        """Return the fingerprints that somebody confirmed, by the source they were seen with."""
        ...

    def held(self) -> tuple[HeldFile, ...]:
        """Return the files that are held, by the name of the station."""
        ...

    def elsewhere(self) -> int:
        """Return how many sessions only the portal holds."""
        ...

    def take(self, received: Received, replaced: Sequence[str], at: datetime) -> None:
        """Hold a file instead of those of these sources, and its key as confirmed."""
        ...

    def forget(self, source: str) -> None:
        """Forget a file and that its key was confirmed. Raises RECORD_MISSING."""
        ...


class GatheredRows(Protocol):
    """Figures over all stations. Report lane."""

    def figures(self, own: Origin, names: Mapping[str, str]) -> FigureRows:
        """Return what counts over all stations, as of now; ``own`` is where this store's contacts come from.

        ``names`` are those of services by id.
        """
        ...

    def portal(self) -> tuple[PortalStation, ...]:
        """Return the stations whose contacts the figures have of the portal."""
        ...

    def held(self) -> tuple[HeldFile, ...]:
        """Return the files that the figures are made of."""
        ...


class StationReading(Protocol):
    """The reading connection of the report lane."""

    @property
    def figures(self) -> FigureRows:
        """Return what counts over this store."""
        ...

    @property
    def gathered(self) -> GatheredRows:
        """Return what counts over all stations."""
        ...

    def logs(self) -> tuple[Log, ...]:
        """Return the logs of this store, oldest first."""
        ...

    def counted(self) -> tuple[tuple[Contact, ...], tuple[PlacedCase, ...]]:
        """Return what figures count of this store: contacts and applications."""
        ...
