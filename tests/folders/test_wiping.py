"""Wiping a device: keys and device secrets first, then all that lies in the data folder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from lotse_app.folders.wiping import DeviceWiper, clear_left
from lotse_app.models.people import Pilot, Role
from lotse_app.models.problems import Code, ProblemError
from lotse_app.vault.vault import KeyFileVault
from tests.desks import CHEAP, PASSPHRASE, PocketSecrets, first_run, make_program

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.clock import FixedClock
    from lotse_app.paths import Places

RECEIPT = b'{"receipt": "a.b.c"}'
OLD = Pilot("old", "C. Muster", Role.OFFICIAL)


class Device:
    """A closed store with all that can lie beside it, and its keyring."""

    def __init__(self, root: Path) -> None:
        self.keyring = PocketSecrets()
        program, clock = make_program(root, self.keyring)
        program.unlocking.create(first_run())
        program.unlocking.settle()
        self.places: Places = program.places
        self.vault_in = partial(_vault, self.keyring, clock)
        self.vault_in(self.places.ground).transport().keep(b"address and key of the portal")
        self.aside = root / "bestand-alt-2026-11-01-101500"
        for folder in (self.aside, self.places.building, self.places.practice, self.places.logs):
            folder.mkdir()
        for folder in (self.aside, self.places.building):
            self.vault_in(folder).create(OLD, PASSPHRASE)
        (self.places.practice / "lotse.db").write_bytes(b"invented")
        (self.places.logs / "absturz-20261120T093000.txt").write_text("ValueError", encoding="utf-8")
        self.places.window.write_text("[General]", encoding="utf-8")
        self.wiper = DeviceWiper(self.places, self.vault_in, self.keyring)

    def files(self) -> list[str]:
        """Return what lies in the data folder."""
        return sorted(str(path.relative_to(self.places.root)) for path in self.places.root.rglob("*") if path.is_file())


def _vault(keyring: PocketSecrets, clock: FixedClock, folder: Path) -> KeyFileVault:
    return KeyFileVault(folder, keyring, clock, cost=CHEAP)


@pytest.fixture
def device(tmp_path: Path) -> Device:
    return Device(tmp_path / "daten")


def test_nothing_is_left_in_the_folder_and_in_the_keyring(device: Device) -> None:
    assert len(device.keyring.kept) == 4  # of three stores, and of the portal
    assert len(device.files()) > 8
    device.wiper.wipe("store", (), RECEIPT)
    assert device.files() == [device.places.receipt.name]
    assert device.keyring.kept == {}
    device.wiper.wipe("store", (), RECEIPT)  # ordered once more
    assert clear_left(device.places)
    assert device.wiper.receipt() == RECEIPT
    device.wiper.forget_receipt()
    device.wiper.forget_receipt()
    assert device.wiper.receipt() is None
    assert device.files() == []


def test_where_the_folder_cannot_be_put_aside_nothing_is_deleted_and_the_next_try_does_it(device: Device) -> None:
    before, secrets = device.files(), dict(device.keyring.kept)
    device.places.wiped.write_bytes(b"")  # no folder, so it cannot be made room of
    with pytest.raises(ProblemError) as caught:
        device.wiper.wipe("store", (), RECEIPT)
    assert caught.value.problem.code is Code.PLACE_TAKEN
    device.places.wiped.unlink()
    assert (device.files(), device.keyring.kept) == (before, secrets)
    device.wiper.wipe("store", (), RECEIPT)
    assert device.files() == [device.places.receipt.name]


def test_keys_and_device_secrets_are_gone_whatever_cannot_be_deleted(device: Device) -> None:
    device.places.window.unlink()
    device.places.window.mkdir()  # no file: it cannot be unlinked
    with pytest.raises(ProblemError):
        device.wiper.wipe("store", (), RECEIPT)
    assert device.keyring.kept == {}
    assert not [name for name in device.files() if "schluessel" in name]
    assert not device.places.ground.exists()
    assert device.files()
    assert device.wiper.receipt() is None  # it is not done yet
    assert not clear_left(device.places)  # at the next start, which it must not keep from starting

    device.places.window.rmdir()
    assert clear_left(device.places)
    assert device.files() == [device.places.receipt.name]
