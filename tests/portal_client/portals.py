"""A portal in a process of its own, and what its keeper does beside it."""

from __future__ import annotations

import contextlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import requests

from lotse_portal.cli import run
from tests.portal.processes import process
from tests.portal.serving import Laptop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal that runs in its own process."""

    folder: Path
    url: str
    fingerprint: str

    def join(self, office_station: str, operator: str, station: str) -> Laptop:
        """Let a device join a station as the coordinator lets it."""
        laptop = Laptop(self.url, self.fingerprint, station=office_station, operator=operator)
        laptop.join(self.said("enrol", "--station", station).split("#")[1]).raise_for_status()
        laptop.sign_on().raise_for_status()
        return laptop

    def said(self, *words: str) -> str:
        """Run a command of the portal beside it; return what it says."""
        with contextlib.redirect_stdout(io.StringIO()) as heard:
            assert run([*words, "--data", str(self.folder)]) == 0
        return heard.getvalue().strip()

    def invitation(self, station: str, role: str = "pilot", *sees: str, over: str = "") -> str:
        """Return the line that a coordinator hands over; ``over`` is another address that leads to the portal."""
        further = [word for one in sees for word in ("--sees", one)]
        return self.said("enrol", "--station", station, "--role", role, "--url", over or self.url, *further)

    def colleague(self, station: str) -> Laptop:
        """Return another laptop of a station, which has joined it."""
        laptop = Laptop(self.url, self.fingerprint)
        laptop.join(self.invitation(station).split("#")[1]).raise_for_status()
        laptop.sign_on().raise_for_status()
        return laptop


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Portal]:
    """Make a portal and run it."""
    assert run(["init", "--data", str(folder)]) == 0
    with process(folder) as (url, _):
        yield Portal(folder, url, requests.get(f"{url}/v1/hello", timeout=5).json()["fingerprint"])
