"""Applications that were begun or handed in, made by the use cases themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lotse_app.demonstration.filling import fill, read_back
from lotse_app.demonstration.script import ANSWERS, COMMUNE, FIRST_WORDS
from lotse_app.models.application import CarriedBy
from lotse_app.workflows.lanes import LaneName

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.models.public_service import ServiceCard
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.lanes import Lanes


@pytest.fixture
def begin(desk: Desk, lanes: Lanes) -> Callable[[], str]:
    """Return a function that begins an application and returns its id."""

    def card() -> ServiceCard:
        return desk.find.card(desk.find.find(FIRST_WORDS)[0].service_id, COMMUNE)

    def begun() -> str:
        found = lanes.submit(LaneName.FINDER, card).result()
        return lanes.submit(LaneName.STORE, lambda: desk.applications.begin(found, COMMUNE)).result().id

    return begun


@pytest.fixture
def fill_in(desk: Desk, lanes: Lanes) -> Callable[[str], None]:
    """Return a function that answers every question of a begun application."""

    def filled(application_id: str) -> None:
        lanes.submit(LaneName.STORE, lambda: fill(desk, application_id, ANSWERS)).result()

    return filled


@pytest.fixture
def on_paper(begin: Callable[[], str], fill_in: Callable[[str], None], desk: Desk, lanes: Lanes) -> str:
    """Return the id of an application that the resident carries to the office."""
    application_id = begin()
    fill_in(application_id)

    def hand_in() -> None:
        case = read_back(desk, application_id)
        desk.freezing.commit(desk.freezing.prepare(case))
        case = desk.applications.open(application_id)
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT))

    lanes.submit(LaneName.STORE, hand_in).result()
    return application_id
