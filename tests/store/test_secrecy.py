"""No word of a person in any byte the store writes; the decrypted store holds them all."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from lotse_app.models.agenda import Appointment, FollowUp
from lotse_app.models.application import State
from lotse_app.models.people import PlaceType
from lotse_app.models.session import Topic
from lotse_app.models.stops import Stop
from tests.store.samples import (
    KEY,
    OPERATOR,
    PILOT,
    STATION,
    a_draft,
    a_file,
    a_frozen,
    a_hand_in,
    a_session,
    a_signature,
    an_application,
    an_evidence,
    an_operation,
)

if TYPE_CHECKING:
    from pathlib import Path

    from lotse_app.store.opening import Store

#: Fields take them in this order; ``ß`` tells UTF-8, UTF-16 and JSON escapes apart.
WORDS = [f"Kennwörtß{number:02d}Marke" for number in range(19)]


def _write_everywhere(store: Store) -> None:
    word = iter(WORDS)
    store.stations.set_up(
        replace(OPERATOR, name=next(word)), replace(STATION, name=next(word)), replace(PILOT, name=next(word)), []
    )
    store.stations.save_setting("s", next(word))
    store.sessions.start(a_session(note=next(word), topics=(Topic("", next(word)),)))
    store.applications.create(an_application(session_id="se-1", service_name=next(word)), [])
    store.applications.save_draft(a_draft(0, answers={next(word): {"tief": [next(word)]}}, step=next(word)))
    store.evidence.save(replace(an_evidence(), label=next(word), reason=next(word)), 1, a_session().started_at)
    store.evidence.attach("ap-1", "ausweis", "f1", a_file(next(word).encode()), a_session().started_at)
    frozen = replace(a_frozen(), canonical=next(word).encode())
    store.applications.freeze(frozen, 1, next(word).encode(), [replace(an_operation("o1"), body={"x": next(word)})])
    store.applications.sign(a_signature(frozen, signer=WORDS[0]), b"pdf", [])
    store.applications.hand_in(a_hand_in(), State.SUBMITTED, b"r", b"n", [])
    store.stops.save(Stop("h1", next(word), "14628410", PlaceType.LIBRARY, time(9), time(12), weekday=1), [])
    store.agenda.save([Appointment("t1", a_session().started_at, 30, purpose=next(word))])
    store.agenda.put(FollowUp("w1", a_session().started_at.date(), next(word)))
    assert next(word, None) is None


def _shapes(word: str) -> set[bytes]:
    """Return a word as a file might hold it."""
    plain = word.encode()
    shifted = {base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)}
    escaped = json.dumps(word).strip('"').encode()
    return {plain, word.encode("utf-16-le"), word.encode("utf-16-be"), escaped, plain.hex().encode(), *shifted}


def _found(folder: Path) -> set[str]:
    files = [path.read_bytes() for path in folder.iterdir() if path.is_file()]
    return {word for word in WORDS for shape in _shapes(word) if any(shape in content for content in files)}


def test_no_marker_reaches_the_disk_in_the_clear(store: Store, folder: Path, tmp_path: Path) -> None:
    _write_everywhere(store)
    assert (folder / "lotse.db-wal").stat().st_size > 10_000
    assert _found(folder) == set()

    plain = tmp_path / "klar"
    plain.mkdir()
    store._connection.run("ATTACH DATABASE ? AS klar KEY ''", (str(plain / "klar.db"),))
    store._connection.rows("SELECT sqlcipher_export('klar')")
    store._connection.run("DETACH DATABASE klar")
    assert _found(plain) == set(WORDS)  # the control: the same search finds every word once it is decrypted

    store.close()
    assert _found(folder) == set()
    assert (folder / "lotse.db").stat().st_size > 100_000


def test_neither_key_nor_schema_stands_in_the_file(store: Store, folder: Path) -> None:
    _write_everywhere(store)
    log = (folder / "lotse.db-wal").read_bytes()
    store.close()
    for content in (log, (folder / "lotse.db").read_bytes()):
        for secret in (KEY, KEY.hex().encode(), b"SQLite format 3", b"CREATE TABLE", b"application"):
            assert secret not in content
