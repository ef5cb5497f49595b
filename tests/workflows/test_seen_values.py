"""A form that stood open while colleagues' changes came down: what was seen is what the operation says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lotse_app.models.operation import Kind
from lotse_app.workflows.operations import previous, stop_document
from tests.workflows.test_agenda import STOP

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from lotse_app.models.people import Operator, Station
    from tests.desks import Office


def said(office: Office, many: int) -> list[Mapping[str, Any]]:
    """Return the bodies of the newest operations on the station."""
    waiting = office.desk.portal.rounds._rows.waiting(1000)
    return [one.operation.body for one in waiting if one.operation.kind is Kind.STATION][-many:]


def others(office: Office, telephone: str) -> tuple[Operator, Station]:
    """Let a colleague's telephone number come down; return what stood on the form before."""
    settings = office.desk.settings
    seen = (settings.operator(), settings.station())
    settings._rows.save_station(seen[0], replace(seen[1], telephone=telephone), ())
    return seen


def test_a_field_nobody_touched_stays_as_the_colleague_left_it(office: Office) -> None:
    settings = office.desk.settings
    seen = others(office, telephone="035204 2")
    settings.save_station(seen[0], replace(seen[1], hours="Mo 9–12 Uhr"), seen)
    assert (settings.station().telephone, settings.station().hours) == ("035204 2", "Mo 9–12 Uhr")
    assert [set(body) for body in said(office, 1)] == [{"/hours"}]


def test_a_field_both_touched_names_what_was_seen(office: Office) -> None:
    settings = office.desk.settings
    seen = others(office, telephone="035204 2")
    settings.save_station(seen[0], replace(seen[1], telephone="035204 3"), seen)
    (body,) = said(office, 1)
    assert body["/telephone"] == {"p": previous(seen[1].telephone), "v": "035204 3"}
    assert settings.station().telephone == "035204 3"


def test_the_sheet_of_the_operator_gets_a_new_version_by_what_holds_now(office: Office) -> None:
    settings = office.desk.settings
    seen = others(office, telephone="035204 2")
    settings.save_station(replace(seen[0], address="Am Markt 1, 01723 Wilsdruff"), seen[1], seen)
    assert settings.operator().notice_version == seen[0].notice_version + 1
    settings.save_station(settings.operator(), seen[1], (settings.operator(), seen[1]))
    assert settings.operator().notice_version == seen[0].notice_version + 1


def test_a_stop_names_what_was_seen_also_where_a_colleague_took_it_away(office: Office) -> None:
    stops = office.desk.stops
    seen = stops.save(STOP)
    stops._rows.save(replace(seen, name="Am Bach"), ())
    stops.save(replace(seen, name="Am Markt"), seen)
    stops.remove(seen.id, replace(seen, name="Am Bach"))
    stops.save(replace(seen, name="Am Turm"), seen)
    name = f"/stop:{seen.id}"
    told = [previous(stop_document(one)) for one in (seen, replace(seen, name="Am Bach"), seen)]
    assert [body[name]["p"] for body in said(office, 3)] == told
    assert [one.id for one in stops.all()] == [seen.id]
