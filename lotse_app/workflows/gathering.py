"""Station files: one's own is written and signed, those of others are read, looked at, taken (ADR 0020)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lotse_app.clock import local_date, short_date
from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, refuse
from lotse_app.models.station_file import AHEAD, SUFFIX, Received, StationFile, groups, reaches
from lotse_app.models.station_seal import fingerprint, opened, sealed
from lotse_app.models.station_text import read, written

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lotse_app.models.station_file import HeldFile, Origin
    from lotse_app.models.station_seal import Signing
    from lotse_app.workflows.paper_ports import PaperFiles
    from lotse_app.workflows.report_scope import AllStations
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.station_ports import StationFileRows, StationReading

#: A hundred thousand contacts take about 25 MB.
LARGEST = 64 * 1024 * 1024


class Pen:
    """Signs with the key of this device; ``groups`` are what people compare."""

    def __init__(self, secret: bytes, signing: Signing) -> None:
        self._secret = secret
        self._signing = signing
        self.groups = groups(fingerprint(signing.public(secret)))

    def seal(self, payload: bytes) -> bytes:
        """Return the payload in its signed envelope."""
        return sealed(payload, self._secret, self._signing)


class Gathering:
    """What who answers for a station, or for many, does with station files."""

    def __init__(
        self,
        rows: StationFileRows,
        reading: Callable[[], StationReading],
        scope: AllStations,
        signing: Signing,
        files: PaperFiles,
        shift: Shift,
    ) -> None:
        self._rows = rows
        self._reading = reading
        self._scope = scope
        self._signing = signing
        self._files = files
        self._station = shift.workplace.station
        self._clock = shift.clock
        self._sight = shift.sight

    @property
    def allowed(self) -> bool:
        """Return whether this pilot may write, read and see figures of all stations. Any lane."""
        return self._sight.allows(Right.EXPORT)

    @property
    def file_name(self) -> str:
        """Return how the file of today is called."""
        name = "".join(letter if letter.isalnum() else "_" for letter in self._station.name)
        return f"Stützpunkt_{name}_{local_date(self._clock.now()).isoformat()}{SUFFIX}"

    def pen(self) -> Pen:
        """Return what signs this device's files; makes the key with the first one. Store lane. Raises NOT_PERMITTED."""
        self._sight.require(Right.EXPORT)
        secret = self._rows.secret()
        if secret is None:
            secret = self._signing.new_secret()
            self._rows.keep_secret(secret, self._clock.now())
        self._rows.note_made()
        return Pen(secret, self._signing)

    def write(self, pen: Pen, target: Path) -> Path:
        """Write this station's file as of now. Report lane. Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED."""
        contacts, cases = self._reading().counted()
        content = pen.seal(written(StationFile(self._scope.own(), contacts, cases)))
        return self._files.write(target, content)

    def read(self, path: Path) -> Received:
        """Read a file and check its signature. Work lane.

        Raises FILE_UNREADABLE, STATION_FILE_TOO_LARGE, STATION_FILE_DAMAGED, STATION_FILE_NEWER, NOT_PERMITTED.
        """
        self._sight.require(Right.EXPORT)
        try:
            with path.open("rb") as stream:
                content = stream.read(LARGEST + 1)
        except OSError as error:
            raise refuse(Code.FILE_UNREADABLE) from error
        if len(content) > LARGEST:
            raise refuse(Code.STATION_FILE_TOO_LARGE)
        payload, key = opened(content, self._signing)
        return Received(read(payload), hashlib.sha256(payload).hexdigest(), key)

    def known(self, received: Received) -> bool:
        """Return whether its key was confirmed before; look at whether it can be taken at all. Store lane.

        Raises STATION_KEY_CHANGED, STATION_FILE_OWN, STATION_FILE_TAKEN, STATION_FILE_OLDER, STATION_FILE_AHEAD.
        """
        self._sight.require(Right.EXPORT)
        origin, confirmed = received.file.origin, self._rows.confirmed()
        seen = {confirmed[log.id] for log in origin.logs if log.id in confirmed}
        if seen - {received.fingerprint}:
            raise refuse(Code.STATION_KEY_CHANGED, station=origin.station.name)
        if self._is_own(origin):
            raise refuse(Code.STATION_FILE_OWN)
        if origin.made_at > self._clock.now() + AHEAD:
            raise refuse(Code.STATION_FILE_AHEAD, station=origin.station.name)
        for one in self._rows.held():
            _refuse_what_is_there(received, one)
        return received.fingerprint in confirmed.values()

    def take(self, received: Received, *, confirmed: bool = False) -> HeldFile:
        """Hold a file in place of what it goes on from; ``confirmed`` says that somebody compared its key. Store lane.

        Raises what ``known`` raises, STATION_KEY_UNCONFIRMED.
        """
        if not self.known(received) and not confirmed:
            raise refuse(Code.STATION_KEY_UNCONFIRMED, station=received.file.origin.station.name)
        origin = received.file.origin
        replaced = [one.origin.source for one in self._rows.held() if origin.covers(one.origin)]
        self._rows.take(received, replaced, self._clock.now())
        return next(one for one in self._rows.held() if one.origin.source == origin.source)

    def held(self) -> tuple[HeldFile, ...]:
        """Return the files that are held, by the name of the station. Store lane."""
        return self._rows.held() if self.allowed else ()

    def elsewhere(self) -> int:
        """Return how many sessions only the portal holds. Store lane."""
        return self._rows.elsewhere() if self.allowed else 0

    def forget(self, source: str) -> None:
        """Forget a file; the next one of that station is asked about like a first. Store lane."""
        self._sight.require(Right.EXPORT)
        self._rows.forget(source)

    def _is_own(self, origin: Origin) -> bool:
        """Return whether everything in it is in this store already."""
        return reaches(self._rows.logs(), origin)


def _refuse_what_is_there(received: Received, one: HeldFile) -> None:
    """Raise unless a file says more than one that is held, of the same device."""
    origin = received.file.origin
    said = {"station": origin.station.name, "day": short_date(local_date(one.origin.made_at))}
    if received.digest == one.digest:
        raise refuse(Code.STATION_FILE_TAKEN, **said)
    older = one.origin.covers(origin) and (one.origin.source != origin.source or one.origin.made_at >= origin.made_at)
    if older:
        raise refuse(Code.STATION_FILE_OLDER, **said)
