"""Evidence lines and the bytes of their files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.evidence import EvidenceFile, EvidenceState
from lotse_app.models.problems import Code
from tests.store.samples import START, a_file, a_frozen, an_application, an_evidence, refused

if TYPE_CHECKING:
    from lotse_app.store.opening import Store
    from lotse_app.workflows.ports import EvidenceRows

LATER = START + timedelta(minutes=5)


@pytest.fixture
def rows(store: Store) -> EvidenceRows:
    store.applications.create(an_application(), [])
    store.evidence.save(an_evidence("ausweis"), 2, START)
    store.evidence.save(an_evidence("impfpass", state=EvidenceState.LATER, reason="liegt beim Tierarzt"), 1, START)
    return store.evidence


def test_lines_stand_in_form_order(rows: EvidenceRows) -> None:
    assert rows.of_application("ap-1") == (
        an_evidence("impfpass", state=EvidenceState.LATER, reason="liegt beim Tierarzt"),
        an_evidence("ausweis"),
    )
    assert rows.of_application("ap-9") == ()


def test_a_file_comes_back_byte_for_byte_and_sets_the_state(store: Store, rows: EvidenceRows) -> None:
    content = bytes(range(256)) * 700
    stored = rows.attach("ap-1", "ausweis", "f1", a_file(content), LATER)

    assert stored == EvidenceFile("f1", "application/pdf", len(content), "cd" * 32, 2)
    assert rows.content("f1") == content
    line = rows.of_application("ap-1")[1]
    assert (line.state, line.files) == (EvidenceState.FILE, (stored,))
    assert store.applications.get("ap-1").changed_at == LATER


def test_saving_a_line_leaves_its_files(rows: EvidenceRows) -> None:
    stored = rows.attach("ap-1", "ausweis", "f1", a_file(), LATER)
    rows.save(an_evidence("ausweis", state=EvidenceState.SHOWN), 2, LATER)
    assert rows.of_application("ap-1")[1] == an_evidence("ausweis", state=EvidenceState.SHOWN, files=(stored,))


def test_detaching_removes_the_bytes_and_the_last_one_opens_the_line(store: Store, rows: EvidenceRows) -> None:
    for number in (1, 2):
        rows.attach("ap-1", "ausweis", f"f{number}", a_file(b"x" * 70_000), LATER)
    rows.detach("ap-1", "f1", LATER)
    assert rows.of_application("ap-1")[1].state is EvidenceState.FILE
    assert store._connection.value("SELECT count(*) FROM evidence_part") == 2

    rows.detach("ap-1", "f2", LATER)
    assert rows.of_application("ap-1")[1].state is EvidenceState.OPEN
    assert store._connection.value("SELECT count(*) FROM evidence_part") == 0
    with refused(Code.RECORD_MISSING):
        rows.content("f1")


def test_files_of_a_frozen_application_stay_but_missing_ones_may_follow(store: Store, rows: EvidenceRows) -> None:
    rows.attach("ap-1", "ausweis", "f1", a_file(), START)
    store.applications.freeze(a_frozen(), 0, b"pdf", [])
    with refused(Code.RECORD_FROZEN):
        rows.detach("ap-1", "f1", LATER)
    rows.attach("ap-1", "impfpass", "f2", a_file(), LATER)
    assert rows.content("f2") == a_file().content


def test_what_is_not_there_is_said_to_be_missing(rows: EvidenceRows) -> None:
    with refused(Code.RECORD_MISSING, kind="application"):
        rows.save(an_evidence(application_id="ap-9"), 1, START)
    with refused(Code.RECORD_MISSING, kind="evidence"):
        rows.attach("ap-1", "unbekannt", "f1", a_file(), START)
    with refused(Code.RECORD_MISSING, kind="evidence_file"):
        rows.detach("ap-1", "f1", START)
