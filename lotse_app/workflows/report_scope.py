"""Over what a report counts: this station, or all whose files are there (ADR 0020). Report lane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from lotse_app import __version__
from lotse_app.clock import local_date, short_date, short_moment
from lotse_app.models.permission import Right
from lotse_app.models.publication import Coverage
from lotse_app.models.station_file import FileStation, Origin, overdue

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.figures import Period
    from lotse_app.models.portal_contact import PortalStation
    from lotse_app.models.station_file import HeldFile
    from lotse_app.workflows.ports import Catalogue, FigureRows
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.station_ports import StationReading

#: What stands behind a station whose file is not new enough.
LATE, OTHER_TERRITORY = "überfällig", "anderer Gebietsstand"


class Scope(Protocol):
    """What a report counts."""

    @property
    def right(self) -> Right:
        """Return what a pilot needs to see it."""
        ...

    @property
    def coverage(self) -> Coverage:
        """Return over what editions of it count."""
        ...

    def part(self) -> FigureRows | None:
        """Return the counting adapter of this station alone where others count as well, else nothing."""
        ...

    def figures(self) -> FigureRows:
        """Return the counting adapter."""
        ...

    def lines(self, period: Period) -> tuple[tuple[str, str], ...]:
        """Return what the header says of stations and of how new the figures are."""
        ...


class OwnStation:
    """This station: the contacts of this store."""

    right, coverage = Right.SEE_FIGURES, Coverage.STATION

    def __init__(self, figures: Callable[[], FigureRows], shift: Shift) -> None:
        self._figures = figures
        self._workplace = shift.workplace

    def figures(self) -> FigureRows:
        """Return the counting adapter."""
        return self._figures()

    def part(self) -> None:
        """Return nothing: this is all there is."""

    def lines(self, period: Period) -> tuple[tuple[str, str], ...]:  # noqa: ARG002 - as the protocol has it
        """Return station and data state."""
        state = self.figures().last_change()
        return (
            ("Träger", self._workplace.operator.name),
            ("Stützpunkt", self._workplace.station.name),
            # A day: the moment is that of the last contact, and clock times of contacts are told nobody.
            ("Datenstand", short_date(local_date(state)) if state else "noch keine Beratung"),
        )


class AllStations:
    """This station and all whose files are there; for who may hand figures on."""

    right, coverage = Right.EXPORT, Coverage.ALL

    def __init__(
        self, reading: Callable[[], StationReading], catalogue: Catalogue, definitions: int, shift: Shift
    ) -> None:
        self._reading = reading
        self._catalogue = catalogue
        self._definitions = definitions
        self._workplace = shift.workplace
        self._clock = shift.clock

    def figures(self) -> FigureRows:
        """Return the counting adapter; fills it anew where something has changed."""
        return self._reading().gathered.figures(self.own(), self._names())

    def part(self) -> FigureRows:
        """Return what counts the contacts of this store."""
        return self._reading().figures

    def own(self) -> Origin:
        """Return where this store's contacts come from, as of now."""
        reading, place = self._reading(), self._workplace
        station = place.station
        state = reading.figures.last_change()
        return Origin(
            FileStation(station.id, station.name, station.place_type.value, station.ags, place.operator.name),
            reading.logs(),
            self._clock.now().replace(microsecond=0),
            local_date(state).isoformat() if state else "",
            self._definitions,
            __version__,
            territory(self._catalogue),
        )

    def lines(self, period: Period) -> tuple[tuple[str, str], ...]:
        """Return one line a station: how new its figures are, and whether they are overdue."""
        gathered = self._reading().gathered
        own, held, told = self.own(), gathered.held(), gathered.portal()
        late = sum(self._late(one, period) for one in held)
        count = len(held) + bool(own.changed_on) + len(_only_there(told, held, own))
        said = [("Stützpunkte", f"{count}, davon {late} {LATE}" if late else str(count))]
        if own.changed_on:
            said.append((f"Stand {own.station.name}", f"dieses Gerät, {short_moment(own.made_at)}"))
        said.extend((f"Stand {one.origin.station.name}", self._words(one, own, period)) for one in held)
        said.extend((f"Stand {one.station.name}", _portal_words(one)) for one in told)
        return (("Träger", self._operators(held)), *said)

    def _words(self, one: HeldFile, own: Origin, period: Period) -> str:
        parts = [short_moment(one.origin.made_at)]
        if self._late(one, period):
            parts.append(LATE)
        if one.origin.territory != own.territory:
            parts.append(f"{OTHER_TERRITORY}: {one.origin.territory}")
        return "; ".join(parts)

    def _late(self, one: HeldFile, period: Period) -> bool:
        return overdue(local_date(one.origin.made_at), period, local_date(self._clock.now()))

    def _names(self) -> dict[str, str]:
        return {one.service_id: one.name for one in self._catalogue.services()}

    def _operators(self, held: tuple[HeldFile, ...]) -> str:
        names = (self._workplace.operator.name, *(one.origin.station.operator for one in held))
        return ", ".join(dict.fromkeys(names))


def _only_there(told: tuple[PortalStation, ...], held: tuple[HeldFile, ...], own: Origin) -> set[str]:
    """Return the names of stations that neither a file nor this store tells of."""
    known = {one.origin.station.name for one in held} | ({own.station.name} if own.changed_on else set())
    return {one.station.name for one in told} - known


def _portal_words(one: PortalStation) -> str:
    """Return how new the figures of a station are that come from the portal."""
    return f"Portal, {short_moment(one.known_at)}" if one.known_at is not None else "Portal, noch nie abgeglichen"


def territory(catalogue: Catalogue) -> str:
    """Return which state of the communes figures use, as the catalogue says it."""
    return next((what for what, _ in catalogue.attribution() if "Gemeinden in" in what), "")
