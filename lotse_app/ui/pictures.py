"""Pictures of the real window, for the demonstration and the handbook: so they stay true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.room import RoomName

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lotse_app.ui.program import WindowProgram
    from lotse_app.workflows.desk import Desk

#: Ticks without outstanding work after which a view counts as painted.
_QUIET_TICKS = 4
_TICK_MS = 30


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: where, in which look, at which text scale."""

    name: str
    room: RoomName
    theme: ThemeName = ThemeName.LIGHT
    scale: int = 100
    target: str = ""


def room_scenes(case_id: str = "") -> tuple[Scene, ...]:
    """Return a scene of every room, *Heute* in every theme and at 200 %, and an opened Vorgang if one is named."""
    rooms = tuple(Scene(room.value, room) for room in RoomName)
    looks = (
        Scene("heute-dunkel", RoomName.TODAY, ThemeName.DARK),
        Scene("heute-kontrast", RoomName.TODAY, ThemeName.CONTRAST),
        Scene("heute-200", RoomName.TODAY, scale=200),
    )
    case = (Scene("antrag", RoomName.APPLICATIONS, target=case_id),) if case_id else ()
    return (*rooms, *looks, *case)


class Photographer(QObject):
    """Walks through the scenes while the event loop runs, and ends the loop after the last."""

    def __init__(self, program: WindowProgram, scenes: Sequence[Scene], folder: Path) -> None:
        super().__init__()
        self._program = program
        self._waiting = list(scenes)
        self._folder = folder
        self._quiet = 0
        self._scene: Scene | None = None
        self.taken: list[Path] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)

    def work(self, desk: Desk) -> list[Path]:
        """Take all pictures of an open desk; return the files."""
        shell = self._program.shell
        shell.resize(1280, 720)
        shell.show()
        shell.show_desk(desk)
        self._timer.start()
        self._program.stay()
        return self.taken

    def _tick(self) -> None:
        if self._program.tasks.outstanding:
            self._quiet = 0
            return
        self._quiet += 1
        if self._quiet >= _QUIET_TICKS:
            self._quiet = 0
            self._shoot()
            self._next()

    def _shoot(self) -> None:
        if self._scene is not None:
            path = self._folder / f"{self._scene.name}.png"
            self._program.shell.grab().save(str(path))
            self.taken.append(path)

    def _next(self) -> None:
        main = self._program.shell.main
        if not self._waiting or main is None:
            self._timer.stop()
            self._program.app.quit()
            return
        self._scene = self._waiting.pop(0)
        self._program.appearance.apply(self._scene.theme, self._scene.scale)
        main.enter(self._scene.room, self._scene.target)
