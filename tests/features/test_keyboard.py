"""The main job by keyboard alone, and what is left of it after the power went."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.features import keyboard_job as job
from tests.features.accessibility import until
from tests.features.ground import first_run
from tests.features.typing import Typist

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.desktop import Desktop

pytestmark = pytest.mark.window


def test_the_main_job_is_done_by_keyboard_and_stays_done_when_the_power_goes(desk: Desktop, tmp_path: Path) -> None:
    data = tmp_path / "daten"
    with desk.launch(data) as app:
        hands = Typist(desk, app)
        job.set_up(hands)
        job.main_job(hands)
        app.kill()

    with desk.launch(data) as app:
        hands = Typist(desk, app)
        job.unlock(hands)
        with hands.part("Anträge"):
            hands.press("ctrl+4")
            hands.see("table", "Anträge")
        cells = until(lambda: app.window().find_all("table cell", "Eingang bestätigt") or None, "the state is lost")
        assert len(cells) == 1


def test_records_take_few_keys(desk: Desktop, tmp_path: Path) -> None:
    data = tmp_path / "daten"
    first_run(data)
    with desk.launch(data) as app:
        hands = Typist(desk, app)
        job.unlock(hands)
        job.short_contact(hands)
        short = hands.parts[-1]
        job.standard_session(hands)
        whole = hands.parts[-1]

    assert (short.keys <= 6, short.letters) == (True, 0)
    assert whole.keys <= 25


def test_a_power_cut_in_the_form_leads_back_to_the_same_step_and_answers(desk: Desktop, tmp_path: Path) -> None:
    data = tmp_path / "daten"
    first_run(data)
    with desk.launch(data) as app:
        hands = Typist(desk, app)
        job.unlock(hands)
        job.find_service(hands)
        job.who_acts(hands)
        with hands.part("Halter"):
            hands.press("ctrl+Return")
            hands.fill(("Familienname", job.SURNAME), ("Vornamen", job.GIVEN))
        # Not *wird gespeichert* first: it stands there from the first letter on and may be gone by now.
        hands.see("label", re.compile("^gespeichert "))
        app.kill()

    with desk.launch(data) as app:
        hands = Typist(desk, app)
        job.unlock(hands, "^Laufende Beratung")
        step = hands.see("push button", re.compile("^Schritt 2 von 8: Halter"))
        assert step.description.startswith("hier sind Sie")
        assert app.window().find("text", re.compile("^Familienname")).text == job.SURNAME
        assert app.window().find("text", re.compile("^Vornamen")).text == job.GIVEN
