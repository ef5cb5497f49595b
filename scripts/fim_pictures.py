"""Takes the pictures of ``docs/bilder/fim``: forms of FIM taken in and filled in the real window, at 100 % and 200 %.

Usage: ``python -m scripts.fim_pictures FOLDER FILE…``. The files are XDatenfelder, they do not belong to the project;
whoever stands in the pictures is invented.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from lotse_app.forms.state import ControlKind, ControlState, GroupState, ListState
from lotse_app.ui.form.edits import Edit, ItemAdded
from lotse_app.ui.keeper.form_page import FormPage
from lotse_app.ui.keeper.releasing import ReleasePage
from lotse_app.ui.kit.theme import ThemeName
from lotse_app.ui.rooms.room import RoomName
from lotse_app.workflows.lanes import LaneName
from scripts.screenshots import camera_over, office_in
from tests.desks import PASSPHRASE, close

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lotse_app.forms.state import Element
    from lotse_app.ui.keeper.trial import Trial, TrialPage
    from lotse_app.ui.keeper.view import KeeperView
    from lotse_app.ui.rooms.settings import SettingsRoom
    from scripts.camera import Camera

#: What is written where the label says so; the first that fits.
_WORDS: tuple[tuple[str, str], ...] = (
    ("postleitzahl|plz", "01723"),
    ("geburtsname", "Wićaz"),
    ("geburtsort", "Bautzen"),
    ("familienname|nachname", "Nowakowa"),
    ("vorname", "Hańža Marija"),
    ("titel|grad", "Dr."),
    ("straße", "Nossener Straße"),
    ("hausnummer", "20"),
    ("ort|gemeinde", "Wilsdruff"),
    ("mail", "hanza.nowakowa@example.org"),
    ("telefon|mobil|rufnummer|fax", "035204 4630"),
    ("staat|land", "Deutschland"),
    ("firma|unternehmen|name", "Beispiel GmbH"),
    ("grund|begründung|bemerkung|beschreibung", "Siehe beiliegendes Schreiben"),
    ("datei|nachweis|anlage|kopie|bescheinigung", "Nachweis.pdf"),
)
_BIRTH, _DAY = date(1984, 5, 17).isoformat(), date(2026, 12, 1).isoformat()
_ROUNDS = 8
_SCALES = (("", 100), ("-200", 200))


def fill(trial: Trial) -> None:
    """Answer every question that is asked, again and again until no new one is."""
    for _ in range(_ROUNDS):
        before = trial.answers
        for step in trial.state.steps:
            for part in _parts(step.elements) if step.visible else ():
                _answer(trial, part)
        if trial.answers == before:
            return


def _answer(trial: Trial, part: ControlState | ListState) -> None:
    if isinstance(part, ListState):
        if len(part.items) < max(part.minimum, 1):
            trial.add_item(ItemAdded(part.pointer))
    elif part.value in (None, "") and part.enabled and not part.read_only:
        value = _value(part)
        trial.edit(Edit(part.pointer, value))
        wrong = [one for one in trial.state.problems if one.pointer == part.pointer]
        if wrong and isinstance(value, str):
            trial.edit(Edit(part.pointer, value[: part.max_length or 1]))


def _parts(elements: Sequence[Element]) -> Iterator[ControlState | ListState]:
    for one in elements:
        if isinstance(one, GroupState) and one.visible:
            yield from _parts(one.elements)
        elif isinstance(one, ListState) and one.visible:
            yield one
            for item in one.items:
                yield from _parts(item.elements)
        elif isinstance(one, ControlState) and one.visible:
            yield one


def _value(control: ControlState) -> object:
    if control.choices:
        return control.choices[0].value
    label = control.label.lower()
    simple: dict[ControlKind, object] = {
        ControlKind.YES_NO: "gleich" not in label,
        ControlKind.TICK: True,
        ControlKind.INTEGER: 3,
        ControlKind.NUMBER: 12.5,
        ControlKind.DATE: _BIRTH if "geb" in label else _DAY,
        ControlKind.PARTIAL_DATE: _BIRTH,
    }
    if control.kind in simple:
        return simple[control.kind]
    found = next((word for pattern, word in _WORDS if re.search(pattern, label)), "Angabe")
    return found[: control.max_length] if control.max_length else found


class FormCamera:
    """Goes through the room *Formulare* and takes pictures."""

    def __init__(self, camera: Camera) -> None:
        self._camera = camera

    @property
    def _keeper(self) -> KeeperView:
        room = cast("SettingsRoom", self._camera.main.room(RoomName.SETTINGS))
        return cast("KeeperView", room.keeper)

    def one_form(self, file: Path) -> None:
        """Take a form in, picture its report, fill it in, picture its first steps in both sizes."""
        camera, name = self._camera, file.stem
        camera.go_to(RoomName.SETTINGS, "formulare")
        self._keeper.listing.taking.take([file])
        camera.settle()
        page = self._keeper.page
        if not isinstance(page, FormPage):
            sys.exit(f"{file}: {self._keeper.listing.taking.told.text}")
        camera.shoot(f"{name}-bericht")
        page.try_button.click()
        camera.settle()
        trial = cast("TrialPage", self._keeper.page)
        fill(trial.trial)
        for at in range(min(3, len(trial.shown))):
            trial.go_to(at)
            for ending, scale in _SCALES:
                camera.window.appearance.apply(ThemeName.LIGHT, scale)
                camera.settle()
                self._to_a_line(trial)
                camera.shoot(f"{name}-schritt-{at + 1}{ending}")
            camera.window.appearance.apply(ThemeName.LIGHT, 100)

    @staticmethod
    def _to_a_line(trial: TrialPage) -> None:
        """Put the focus on the second line that was written into, so that it is in the picture."""
        page = trial.page
        if page is not None:
            lines = [one.pointer for one in page.controls() if isinstance(one.state.value, str) and one.state.visible]
            page.go_to((lines[1:2] or lines[:1] or [""])[0])

    def room(self) -> None:
        """Picture the list and a release, in both sizes."""
        camera = self._camera
        camera.go_to(RoomName.SETTINGS, "formulare")
        self._both("formulare")
        self._keeper.open(self._keeper.listing.model.id_at(0))
        camera.settle()
        page = self._keeper.page
        if isinstance(page, FormPage):
            page.release_button.click()
            camera.settle()
        if isinstance(self._keeper.page, ReleasePage):
            self._both("freigeben")

    def _both(self, name: str) -> None:
        for ending, scale in _SCALES:
            self._camera.window.appearance.apply(ThemeName.LIGHT, scale)
            self._camera.shoot(f"{name}{ending}")
        self._camera.window.appearance.apply(ThemeName.LIGHT, 100)


def main(target: Path, files: Sequence[Path]) -> int:
    """Write the pictures."""
    if not os.environ.get("DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory(prefix="lotse-bilder-") as name:
        office = office_in(Path(name, "daten"))
        close(office.desk)
        with camera_over(office, target) as camera:
            key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
            work = partial(office.program.unlocking.open, office.pilot_id, key)
            camera.show_desk(camera.window.lanes.submit(LaneName.STORE, work).result())
            forms = FormCamera(camera)
            for file in files:
                forms.one_form(file)
            forms.room()
    print(f"{len(list(target.glob('*.png')))} pictures in {target}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]]))
