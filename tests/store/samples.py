"""Records for the tests of the store, and how a refusal reads."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.clock import FixedClock
from lotse_app.ids import Ids
from lotse_app.models.acting import ActingAs, ReadBackWay
from lotse_app.models.application import (
    Application,
    CarriedBy,
    Confirmation,
    DraftSave,
    FrozenApplication,
    HandIn,
    Signature,
)
from lotse_app.models.evidence import CheckedFile, Evidence
from lotse_app.models.operation import Act, Kind, Operation
from lotse_app.models.people import Operator, Pilot, PlaceType, Role, Station
from lotse_app.models.problems import ProblemError
from lotse_app.models.session import CounsellingSession, Topic
from tests.chance import seeded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.models.problems import Code

KEY = bytes(range(32))
START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OPERATOR = Operator("op-1", "Stadt Wilsdruff", "Markt 1, 01723 Wilsdruff", "dsb@example.org", notice_version=3)
STATION = Station("st-1", "op-1", "Bürgerbüro", PlaceType.CITIZENS_OFFICE, "14628410", reception_point=True)
PILOT = Pilot("pi-1", "Änne Łukasz", Role.OFFICIAL, responsible=True)

#: A stop as it travels in the record of its station.
LIBRARY = {
    "name": "Bibliothek",
    "ags": "14628410",
    "place": "bibliothek",
    "starts": "09:00",
    "ends": "12:00",
    "weekday": 1,
    "weeks": 1,
    "since": "",
    "until": "",
    "dates": [],
}


def make_clock() -> FixedClock:
    """Return a clock that stands at the start."""
    return FixedClock(START)


def make_ids(clock: FixedClock, seed: int = 7) -> Ids:
    """Return identifiers that are the same in every run."""
    return Ids(clock, seeded(seed).randbytes)


@contextmanager
def refused(code: Code, **params: str | int) -> Iterator[None]:
    """Expect this problem; given parameters must be among its own."""
    with pytest.raises(ProblemError) as caught:
        yield
    assert caught.value.problem.code is code
    assert dict(caught.value.problem.params).items() >= params.items()


def a_session(session_id: str = "se-1", **fields: Any) -> CounsellingSession:  # noqa: ANN401 - any field of a session
    """Return a running session."""
    base: dict[str, Any] = {
        "id": session_id,
        "pilot_id": PILOT.id,
        "role": Role.OFFICIAL,
        "station_id": STATION.id,
        "ags": STATION.ags,
        "place_type": STATION.place_type,
        "started_at": START,
        "beat_at": START,
        "topics": (Topic("s-dog", "Hundesteuer"),),
    }
    return CounsellingSession(**(base | fields))


def an_application(application_id: str = "ap-1", **fields: Any) -> Application:  # noqa: ANN401 - any field of it
    """Return a new draft."""
    base: dict[str, Any] = {
        "id": application_id,
        "number": "",
        "service_id": "s-dog",
        "service_name": "Hundesteuer: Anmeldung",
        "form_id": "hundesteuer-anmeldung",
        "form_version": "1.0",
        "ags": STATION.ags,
        "pilot_id": PILOT.id,
        "created_at": START,
        "changed_at": START,
    }
    return Application(**(base | fields))


def a_draft(revision: int = 0, application_id: str = "ap-1", **fields: Any) -> DraftSave:  # noqa: ANN401 - any field
    """Return what an autosave writes."""
    base: dict[str, Any] = {
        "application_id": application_id,
        "expected_revision": revision,
        "answers": {"person": {"familienname": "Muñoz-Żak"}, "hunde": [{"name": "Ŝäfer", "wurf": None}]},
        "step": "hunde",
        "acting": ActingAs.PARENTS,
        "notice_version": 3,
        "keep_contact": True,
        "confirmations": (Confirmation("person", ReadBackWay.READ_ALOUD, START, "ab" * 32),),
        "due": date(2026, 12, 4),
        "at": START,
    }
    return DraftSave(**(base | fields))


def a_frozen(edition: int = 1, application_id: str = "ap-1") -> FrozenApplication:
    """Return an edition as the workflow freezes it."""
    return FrozenApplication(
        id=f"fr-{application_id}-{edition}",
        application_id=application_id,
        edition=edition,
        form_id="hundesteuer-anmeldung",
        form_version="1.0",
        canonical=b'{"a":1}\x00\xff',
        digest=f"{edition:064x}",
        frozen_at=START,
    )


def a_signature(frozen: FrozenApplication, **fields: Any) -> Signature:  # noqa: ANN401 - any field of a signature
    """Return a signature over an edition."""
    base: dict[str, Any] = {
        "id": f"si-{frozen.id}",
        "frozen_id": frozen.id,
        "digest": frozen.digest,
        "signer": "Muñoz-Żak",
        "at": START,
        "on_paper": False,
        "strokes": (((0.0, 0.5), (0.25, 1.0)), ((0.125, 0.75),)),
    }
    return Signature(**(base | fields))


def a_hand_in(application_id: str = "ap-1") -> HandIn:
    """Return a hand-in on paper."""
    return HandIn(application_id, "papier", CarriedBy.RESIDENT, "uebergabebeleg", START)


def an_operation(op: str, record_id: str = "se-1") -> Operation:
    """Return an operation of the log."""
    return Operation(op, Act.CREATE, Kind.SESSION, record_id, PILOT.id, START, {"people": 1, "ü": [None, True]}, 2)


def an_evidence(key: str = "ausweis", application_id: str = "ap-1", **fields: Any) -> Evidence:  # noqa: ANN401 - any field
    """Return an evidence line."""
    return Evidence(application_id, key, f"Nachweis {key}", **fields)


def a_file(content: bytes = b"%PDF-1.7 x") -> CheckedFile:
    """Return a file that was looked at."""
    return CheckedFile(content, "application/pdf", 2, "cd" * 32)
