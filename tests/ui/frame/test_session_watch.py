"""The program hears that its user left, over a real D-Bus."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from lotse_app.ui.frame.session_watch import SessionWatch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

OWN, LOGIN = "/org/freedesktop/login1/session/_32", "org.freedesktop.login1.Session"


class Bus:
    """A bus of the test's own, on which the login manager and a desktop speak."""

    def __init__(self, address: str) -> None:
        self.heard = QDBusConnection.connectToBus(address, "lotse-test")
        self._login = QDBusConnection.connectToBus(address, "login-test")
        assert self.heard.isConnected()
        assert self._login.registerService("org.freedesktop.login1")

    def say(self, path: str, interface: str, name: str, *values: object) -> None:
        """Send a signal."""
        told = QDBusMessage.createSignal(path, interface, name)
        told.setArguments(list(values))
        assert self._login.send(told)

    def close(self) -> None:
        """Leave the bus."""
        for name in ("lotse-test", "login-test"):
            QDBusConnection.disconnectFromBus(name)


@pytest.fixture
def bus() -> Iterator[Bus]:
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        made = Bus(server.stdout.readline().decode().strip())
        yield made
        made.close()
        server.terminate()


@pytest.fixture
def watch(bus: Bus) -> SessionWatch:
    made = SessionWatch("2")
    made.listen(bus.heard, bus.heard)
    return made


@pytest.mark.parametrize(
    ("path", "interface", "name"),
    [
        ("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged"),
        ("/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged"),
        ("/org/freedesktop/login1", "org.freedesktop.login1.Manager", "PrepareForSleep"),
    ],
    ids=["GNOME", "KDE", "sleep"],
)
def test_a_covered_screen_and_coming_sleep_are_heard_and_their_end_is_no_news(
    qtbot: QtBot, bus: Bus, watch: SessionWatch, path: str, interface: str, name: str
) -> None:
    with qtbot.assertNotEmitted(watch.left, wait=200):
        bus.say(path, interface, name, False)
    with qtbot.waitSignal(watch.left):
        bus.say(path, interface, name, True)


def test_the_own_session_that_is_locked_is_heard_and_another_one_is_no_news(
    qtbot: QtBot, bus: Bus, watch: SessionWatch
) -> None:
    with qtbot.assertNotEmitted(watch.left, wait=200):
        bus.say("/org/freedesktop/login1/session/_33", LOGIN, "Lock")
    with qtbot.waitSignal(watch.left):
        bus.say(OWN, LOGIN, "Lock")


def test_another_user_at_the_screen_is_heard_and_coming_back_is_no_news(
    qtbot: QtBot, bus: Bus, watch: SessionWatch
) -> None:
    properties = "org.freedesktop.DBus.Properties"
    for values in ({"Active": True}, {"LockedHint": False}):
        with qtbot.assertNotEmitted(watch.left, wait=200):
            bus.say(OWN, properties, "PropertiesChanged", LOGIN, values, ["IdleHint"])
    with qtbot.waitSignal(watch.left):
        bus.say(OWN, properties, "PropertiesChanged", LOGIN, {"Active": False}, ["IdleHint"])


def test_a_computer_without_buses_has_nothing_to_say(qtbot: QtBot) -> None:
    nowhere = QDBusConnection.connectToBus("unix:path=/nowhere", "lotse-nowhere")
    watch = SessionWatch("")
    with qtbot.assertNotEmitted(watch.left, wait=50):
        watch.listen(nowhere, nowhere)
    QDBusConnection.disconnectFromBus("lotse-nowhere")
