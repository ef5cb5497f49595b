"""The composition root: builds every object once and passes it on. The only file that knows all rooms."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from lotse_app.clock import SystemClock
from lotse_app.ground import DataFolder, ProgramBolt, Tools
from lotse_app.ids import Ids
from lotse_app.late import Late
from lotse_app.paths import resources
from lotse_app.shelf import Shelf
from lotse_app.workflows.lanes import within
from lotse_app.workflows.unlock import Unlocking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from lotse_app.crash import CrashHook
    from lotse_app.folders.restoring import RestoreFolder
    from lotse_app.folders.stores import StoreFolder
    from lotse_app.ground import Keys
    from lotse_app.models.public_service import Hit
    from lotse_app.paths import Places
    from lotse_app.store.opening import Store
    from lotse_app.ui.program import SideDoors
    from lotse_app.vault.device_secrets import DeviceSecrets
    from lotse_app.vault.vault import KeyFileVault
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.obeying import Obeying
    from lotse_app.workflows.practising import Practising
    from lotse_app.workflows.restore import Restoring

#: What the first desk needs and what takes a moment to load: loaded while the passphrase is typed.
_OF_A_DESK = ("lotse_app.folders.stores", "lotse_app.laying", "lotse_app.statistics.export")


@dataclass(frozen=True, slots=True)
class Program:
    """The built program without a window."""

    places: Places
    tools: Tools
    shelf: Shelf
    ground: DataFolder
    unlocking: Unlocking
    restore: Callable[[], RestoreFolder]
    obeying: Callable[[], Obeying]


def build(
    places: Places, secrets: DeviceSecrets | None = None, tools: Tools | None = None, shelf: Shelf | None = None
) -> Program:
    """Build the program over a data folder; tests and the demonstration pass their own keyring and clock.

    ``shelf`` may be the one of another program: all of it is read only.
    """
    if tools is None:
        clock = SystemClock()
        tools = Tools(clock, Ids(clock))
    shelf = shelf or Shelf(resources(), of_a_desk=_OF_A_DESK)
    keyring = Late(partial(_keyring, secrets))
    stores = Late(partial(_stores, places, tools, shelf))
    ground = DataFolder(places, partial(_vault, keyring, tools), stores)
    restore = Late(partial(_restore, places, keyring, tools, ground))
    obeying = Late(partial(_obeying, places, keyring, tools, ground))
    return Program(places, tools, shelf, ground, Unlocking(ground, tools.clock, tools.ids), restore, obeying)


# Each of these functions loads what the window does not wait for; pyproject.toml lists such modules and says why.


def _keyring(secrets: DeviceSecrets | None) -> DeviceSecrets:
    from lotse_app.vault.device_secrets import KeyringSecrets

    return secrets or KeyringSecrets(within)


def _vault(keyring: Callable[[], DeviceSecrets], tools: Tools, folder: Path) -> KeyFileVault:
    from lotse_app.vault.vault import KeyFileVault

    return KeyFileVault(folder, keyring(), tools.clock, cost=tools.argon2)


def _stores(places: Places, tools: Tools, shelf: Shelf) -> StoreFolder:
    from lotse_app.folders.stores import StoreFolder

    return StoreFolder(places, tools, partial(_lay_desk, shelf, tools))


def _lay_desk(shelf: Shelf, tools: Tools, store: Store, pilot_id: str, keys: Keys) -> Desk:
    from lotse_app.laying import lay_desk

    return lay_desk(shelf, tools, store, pilot_id, keys)


def _restore(places: Places, keyring: Callable[[], DeviceSecrets], tools: Tools, ground: DataFolder) -> RestoreFolder:
    from lotse_app.folders.restoring import RestoreFolder

    return RestoreFolder(places, keyring(), tools, ground)


def _obeying(places: Places, keyring: Callable[[], DeviceSecrets], tools: Tools, ground: DataFolder) -> Obeying:
    from lotse_app.folders.wiping import DeviceWiper
    from lotse_app.laying import lay_obeying

    wiper = DeviceWiper(places, partial(_vault, keyring, tools), keyring())
    return lay_obeying(tools, ground.vault().transport(), wiper)


def finish_wipe(places: Places) -> None:
    """Go on with a wipe that was interrupted; nothing is loaded where there was none."""
    if not _is_there(places.wiped):
        return
    from lotse_app.folders.wiping import clear_left

    clear_left(places)


def restoring(program: Program) -> Restoring:
    """Return what brings a backup back into this data folder."""
    from lotse_app.workflows.restore import Restoring

    return Restoring(program.restore())


def practising(program: Program) -> Practising:
    """Return what opens the practice store: another folder, another key, nothing of the real one."""
    from lotse_app.folders.practice import PracticeFolder
    from lotse_app.workflows.practising import Practising

    shelf, tools = Shelf(resources(), practice=True), program.tools
    ground = PracticeFolder(program.places, tools, partial(_lay_desk, shelf, tools))
    return Practising(ground, shelf, tools.clock, tools.ids)


def clear_left_practice(places: Places) -> None:
    """Delete what a practice left whose program was killed; nothing is loaded where nothing was left."""
    if not _is_there(places.practice):
        return
    from lotse_app.folders.practice import clear_left

    clear_left(places)


def _is_there(folder: Path) -> bool:
    """Return whether something was left; a data folder that may not be read is told of by the window."""
    try:
        return folder.exists()
    except PermissionError:
        return False


def side_doors(program: Program) -> SideDoors:
    """Return the other ways in than the passphrase, and what keeps a second window out."""
    from lotse_app.ui.program import SideDoors

    bolt = ProgramBolt(program.places).draw
    return SideDoors(partial(practising, program), partial(restoring, program), program.obeying, bolt)


def run_window(places: Places, hook: CrashHook) -> int:
    """Open the program; return the exit status of the event loop."""
    from lotse_app.ui.program import WindowProgram

    clear_left_practice(places)
    finish_wipe(places)
    program = build(places)
    clock, doors = program.tools.clock, side_doors(program)
    return WindowProgram(program.unlocking, program.shelf, places, resources(), clock, hook, doors=doors).run(sys.argv)


def find_text(text: str, *, everyday: bool = True) -> tuple[Hit, ...]:
    """Return the best services for ``lotse find``; without ``everyday`` by the words of the catalogue alone."""
    return Shelf(resources()).finder(everyday=everyday).find(text)


def find_batch(queries: Iterable[str], *, everyday: bool = True) -> Iterator[dict[str, Any]]:
    """Return one ranking a query for ``lotse find --batch``; ``everyday`` as above."""
    from lotse_app.catalogue.batch import batch_line

    finder = Shelf(resources()).finder(everyday=everyday)
    for query in queries:
        yield batch_line(finder, query)
