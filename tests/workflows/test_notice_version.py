"""The version of the Art. 13 sheet rises with its wording and with what it says of the operator, and only then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.people import NOTICE_TEXT
from lotse_app.models.problems import Code, ProblemError
from lotse_app.store.opening import open_store
from tests.desks import PASSPHRASE, close

if TYPE_CHECKING:
    from tests.desks import Office


def test_a_store_from_before_a_new_wording_hands_out_a_higher_version(office: Office) -> None:
    assert office.desk.settings.operator().notice_version == 1
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    store = open_store(office.program.places.ground, key, office.clock, office.program.tools.ids)
    store.stations.save_setting("datenschutz.wortlaut", "1")  # as a store that knew the first wording alone
    assert store.stations.operator().notice_version == NOTICE_TEXT
    store.close()
    office.reopen(key)
    assert office.desk.workplace.operator.notice_version == NOTICE_TEXT
    settings = office.desk.settings
    settings.save_station(settings.operator(), settings.station())
    assert settings.operator().notice_version == NOTICE_TEXT  # saving alone raises nothing twice


def test_a_changed_line_that_papers_would_print_with_gaps_is_refused(office: Office) -> None:
    settings = office.desk.settings
    operator, station = settings.operator(), settings.station()
    wrong = replace(station, name="Rathaus 🐶")
    for pair in (
        (replace(operator, address="Straße 李 1"), station),
        (operator, wrong),
        (operator, replace(station, hours="Mo–Fr\n9–12 ☃")),
    ):
        with pytest.raises(ProblemError) as refused:
            settings.save_station(*pair)
        assert refused.value.problem.code is Code.CHARACTER_NOT_ALLOWED
    assert (settings.operator(), settings.station()) == (operator, station)
    settings.save_station(operator, replace(wrong, hours="Mo–Fr\n9–12"), (operator, wrong))  # one from before
    assert settings.station().hours == "Mo–Fr\n9–12"


def test_what_the_sheet_says_of_the_operator_raises_its_version(office: Office) -> None:
    settings = office.desk.settings
    operator, station = settings.operator(), settings.station()
    settings.save_station(operator, replace(station, telephone="035204 123"))
    assert settings.operator().notice_version == operator.notice_version
    settings.save_station(replace(operator, address="Am Markt 1, 01723 Wilsdruff"), station)
    assert settings.operator().notice_version == operator.notice_version + 1
    settings.save_station(replace(settings.operator(), data_protection_contact="neu@wilsdruff.example"), station)
    assert settings.operator().notice_version == operator.notice_version + 2
