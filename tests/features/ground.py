"""Data folders for window tests, made by the program's own use cases over the real keyring of the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.bootstrap import build
from lotse_app.models.people import PlaceType, Role
from lotse_app.paths import Places
from lotse_app.workflows.unlock import FirstRun
from tests.features.keyboard_job import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.workflows.unlock import Created


def first_run(folder: Path) -> Created:
    """Do a whole first run at an Annahmestelle in Wilsdruff, with real Argon2 and the real keyring."""
    program = build(Places(folder))
    created = program.unlocking.create(
        FirstRun(
            operator_name="Stadt Wilsdruff",
            operator_address="Nossener Straße 20, 01723 Wilsdruff",
            data_protection_contact="datenschutz@wilsdruff.example",
            public_body=True,
            station_name="Rathaus Wilsdruff",
            place_type=PlaceType.TOWN_HALL,
            ags="14628410",
            reception_point=True,
            pilot_name="A. Beispiel",
            role=Role.OFFICIAL,
            passphrase=PASSPHRASE,
        )
    )
    program.unlocking.settle()
    return created
