"""A family registers its new home: the whole job in a real window by keyboard, and what the printed paper says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.bootstrap import build
from lotse_app.documents.reader import text_of
from lotse_app.models.application import DocumentKind
from lotse_app.paths import Places
from tests.features import keyboard_job, registration_job
from tests.features.ground import first_run
from tests.features.typing import Typist

if TYPE_CHECKING:
    from pathlib import Path

    from tests.features.desktop import Desktop

pytestmark = pytest.mark.window


def test_two_adults_and_a_child_are_registered_by_keyboard_to_the_printed_paper(desk: Desktop, tmp_path: Path) -> None:
    data = tmp_path / "daten"
    created = first_run(data)
    with desk.launch(data) as app:
        hands = Typist(desk, app)
        keyboard_job.unlock(hands)
        registration_job.begin(hands)
        registration_job.fill_in(hands)
        registration_job.hand_over(hands)
        app.kill()

    program = build(Places(data))
    opened = program.unlocking.open(created.pilot_id, program.unlocking.key(created.pilot_id, keyboard_job.PASSPHRASE))
    case = opened.overview.applications()[0]
    paper = text_of(opened.printing.application(case.id))
    receipt = text_of(opened.printing.stored(case.id, DocumentKind.RECEIPT))
    opened.close_reports()
    opened.close()
    for words in ("Person3", "Jan", "Ewa", "Mila", "WohnbauWilsdruff", "anParteienundWählergruppen", "deutsch"):
        assert words in paper
    assert "vorgelegtundgeprüft(keineKopie)" in paper
    assert "Eingangsbestätigung" in receipt
