"""What holds for every test: no network, no screen, no folder and no keyring of the person who runs it."""

from __future__ import annotations

import ctypes
import gc
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Set by scripts/window-session.sh: private X server, D-Bus session and Secret Service are at hand.
IN_WINDOW_SESSION = os.environ.get("LOTSE_WINDOW_SESSION") == "1"

# Before anything of Qt is imported. A program under test that needs a window is told xcb by its test.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
if not IN_WINDOW_SESSION:
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"  # nobody's keyring is asked

# No time limits (a loaded machine is no bug), no memory of earlier runs, and the same examples in every run: a gate
# that turns red by chance says nothing of the change at hand. `make faults` draws new examples instead and prints how
# to repeat what it finds.
settings.register_profile("gate", deadline=None, database=None, derandomize=True)
settings.register_profile("hunt", deadline=None, database=None, print_blob=True, max_examples=2_000)
settings.load_profile("hunt" if os.environ.get("LOTSE_HUNT") == "1" else "gate")

_connect = socket.socket.connect


def _connect_at_home(self: socket.socket, address: Any) -> None:  # noqa: ANN401 - as the standard library has it
    """Refuse what leaves this computer; sockets of the system (D-Bus, X) and the loopback stay."""
    if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
        message = f"a test wanted to reach {address[0]}"
        raise PermissionError(message)
    _connect(self, address)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Keep tests on this computer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _connect_at_home)
        yield


@pytest.fixture(scope="session", autouse=True)
def private_folders() -> Iterator[None]:
    """Give the whole run folders of its own, so that nothing of the person who runs it is read or written."""
    with tempfile.TemporaryDirectory(prefix="lotse-tests-") as name, pytest.MonkeyPatch.context() as patch:
        for part in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "STATE_HOME"):
            folder = Path(name, part.lower())
            folder.mkdir(mode=0o700)
            patch.setenv(f"XDG_{part}", str(folder))
        yield


@pytest.fixture(scope="module", autouse=True)
def freed_memory_goes_back() -> Iterator[None]:
    """Give back what the tests of a file freed.

    Once a window was tested in this process, nothing but this collects the cycles of all other tests
    (tests/ui/conftest.py). And each of their lanes is a thread, and glibc keeps what a thread frees for the next one: a
    gigabyte by the end of a run. Where the C library has no such habit, or no such function, nothing is done about it.
    """
    yield
    if not gc.isenabled():
        gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Say clearly what to do when a window test was asked for outside a window session."""
    if not IN_WINDOW_SESSION and any(item.get_closest_marker(name) for name in ("window", "secret_service")):
        pytest.fail(
            "this test needs a session of its own: scripts/window-session.sh .venv/bin/python -m pytest …",
            pytrace=False,
        )
