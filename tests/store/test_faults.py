"""A full disk, a folder that cannot be written, ``kill -9``.

Where the tests run as root, rights do not bind; there a mount namespace of the child's own gives a
really full or really read-only folder, and where that is not allowed either, the test says so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.application import DocumentKind, State
from lotse_app.models.evidence import EvidenceState
from lotse_app.models.problems import Code
from lotse_app.store.copying import STORE_NAME
from lotse_app.store.migrations.steps import STEPS
from lotse_app.store.opening import PAGE_BYTES, create_store, open_store
from tests.chance import seeded
from tests.store.samples import (
    KEY,
    a_draft,
    a_file,
    a_frozen,
    a_session,
    an_application,
    an_evidence,
    an_operation,
    refused,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.ids import Ids
    from lotse_app.store.opening import Store

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("LOTSE_FAULT_ROUNDS", "12"))


def _namespaces() -> bool:
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "-m", "true"], check=False).returncode == 0


needs_namespace = pytest.mark.skipif(not _namespaces(), reason="this system gives tests no mount namespace")


def _mounted(script: str, folder: Path) -> str:
    """Run the child ``attempt`` on ``folder`` after ``script`` has mounted something there; return what it said."""
    command = f'{script} && exec "$0" -m tests.store.children attempt "$1"'
    answer = subprocess.run(
        ["unshare", "-m", "sh", "-ec", command, sys.executable, str(folder)],  # noqa: S607 - wherever it is installed
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


@needs_namespace
def test_a_read_only_folder_is_said_to_be_so(store: Store, folder: Path) -> None:
    store.close()
    assert _mounted('mount --bind "$1" "$1"', folder) == "ok"
    assert _mounted('mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"', folder) == "folder_read_only"


@needs_namespace
def test_a_really_full_disk_is_said_to_be_so(store: Store, folder: Path, tmp_path: Path) -> None:
    store.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    fill = 'mount -t tmpfs -o size={size} none "$1" && cp ' + f'"{folder}/lotse.db" "$1"'
    assert _mounted(fill.format(size="32m"), disk) == "ok"
    assert _mounted(fill.format(size="1m"), disk) == "disk_full"


@needs_namespace
def test_an_upgrade_without_room_for_its_copy_changes_nothing(
    folder: Path, tmp_path: Path, clock: FixedClock, ids: Ids
) -> None:
    old = create_store(folder, KEY, clock, ids, STEPS[:1])
    old.stations.save_setting("viel", "x" * 1_000_000)
    old.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        f'mount -t tmpfs -o size=2m none "$1"; cp "{folder}/lotse.db" "$1"; '
        f'"$0" -m tests.store.children attempt "$1"; cmp "{folder}/lotse.db" "$1/lotse.db"; ls "$1"'
    )
    answer = subprocess.run(
        ["unshare", "-m", "sh", "-ec", script, sys.executable, str(disk)],  # noqa: S607 - wherever it is installed
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.split() == ["disk_full", "lotse.db", "lotse.lock"]


def _fill(store: Store) -> None:
    pages = store._connection.value("PRAGMA page_count")
    store._connection.rows(f"PRAGMA max_page_count = {pages}")


def _free(store: Store) -> None:
    store._connection.rows("PRAGMA max_page_count = 1000000")


def test_a_full_disk_leaves_nothing_half_done(store: Store) -> None:
    store.applications.create(an_application(), [])
    store.evidence.save(an_evidence(), 1, a_session().started_at)
    at = a_session().started_at
    _fill(store)
    with refused(Code.DISK_FULL):
        store.evidence.attach("ap-1", "ausweis", "f1", a_file(b"x" * 900_000), at)
    with refused(Code.DISK_FULL):
        store.applications.save_draft(a_draft(0, answers={"a": "x" * 900_000}))
    with refused(Code.DISK_FULL):
        store.applications.freeze(a_frozen(), 0, b"x" * 900_000, [an_operation("o1")])

    line = store.evidence.of_application("ap-1")[0]
    application = store.applications.get("ap-1")
    assert (line.state, line.files) == (EvidenceState.OPEN, ())
    assert (application.state, application.revision, application.answers) == (State.DRAFT, 0, {})
    assert store.applications.frozen("ap-1") is None
    assert store.outbox.count_waiting() == 0
    store.check()

    _free(store)
    store.applications.freeze(a_frozen(), 0, b"x" * 900_000, [an_operation("o1")])
    assert store.outbox.waiting()[0].seq == 1


def test_a_store_that_turned_read_only_refuses_and_stays_whole(store: Store) -> None:
    store._connection.rows("PRAGMA query_only = ON")
    with refused(Code.FOLDER_READ_ONLY):
        store.sessions.start(a_session())
    store._connection.rows("PRAGMA query_only = OFF")
    store.sessions.start(a_session())
    assert store.sessions.count() == 1


def _killed_after(folder: Path, run: str, lines: int) -> list[list[str]]:
    """Let a writer write, kill it once it acknowledged so many acts, return what it acknowledged."""
    command = [sys.executable, "-m", "tests.store.children", "write", str(folder), run]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        heard = [writer.stdout.readline().split() for _ in range(lines)]
        writer.kill()
        heard += [line.split() for line in writer.stdout if line.endswith("\n")]
    assert writer.returncode == -signal.SIGKILL
    return heard


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_nothing_acknowledged_is_lost_by_kill_nine(store: Store, folder: Path, reopen: Callable[[], Store]) -> None:
    store.close()
    chance = seeded(2026)
    acknowledged: dict[str, dict[str, int]] = defaultdict(dict)
    for number in range(KILLS):
        for act, name, *revision in _killed_after(folder, str(number), chance.randrange(1, 40)):
            acknowledged[name][act] = int(revision[0]) if revision else 1
        again = reopen()
        again.check()
        waiting = again.outbox.waiting(100_000)
        assert [logged.seq for logged in waiting] == list(range(1, len(waiting) + 1))
        ops = {logged.operation.op for logged in waiting}
        for name, acts in acknowledged.items():
            _compare(again, name, acts, ops)
        again.close()
    assert sum(map(len, acknowledged.values())) >= KILLS


def _compare(store: Store, name: str, acts: dict[str, int], ops: set[str]) -> None:
    """Whatever was acknowledged is there, and what is there is whole."""
    application = store.applications.get(name)
    assert application.revision >= acts.get("saved", 0)
    assert application.answers.get("n", 0) == application.revision
    frozen = store.applications.frozen(name)
    assert (frozen is not None) == (application.state is State.CHECKED)
    assert ("frozen" not in acts) or frozen is not None
    paper = store.applications.paper(name, DocumentKind.APPLICATION)
    assert paper == (b"z" * 90_000 if frozen else None)
    lines = store.evidence.of_application(name)
    assert ("attached" not in acts) or lines[0].state is EvidenceState.FILE
    for file in (file for line in lines for file in line.files):
        assert store.evidence.content(file.id) == b"y" * 150_000
    session = store.sessions.get(f"se-{name}")
    assert ("ended" not in acts) or not session.running
    assert f"o1-{name}" in ops
    assert (f"o2-{name}" in ops) == (frozen is not None)
    assert (f"o3-{name}" in ops) == (not session.running)


def test_a_page_torn_in_a_checkpoint_is_whole_in_the_log(
    store: Store, folder: Path, tmp_path: Path, clock: FixedClock, ids: Ids
) -> None:
    store.sessions.start(a_session())
    log = (folder / f"{STORE_NAME}-wal").read_bytes()
    content = bytearray((folder / STORE_NAME).read_bytes())
    kept = {int.from_bytes(log[at : at + 4], "big") for at in range(32, len(log), 24 + PAGE_BYTES)}
    torn = (max(page for page in kept if page * PAGE_BYTES <= len(content)) - 1) * PAGE_BYTES
    assert torn > 0
    content[torn + 512 : torn + 1024] = bytes(512)
    for name in ("mit", "ohne"):
        (tmp_path / name).mkdir()
        (tmp_path / name / STORE_NAME).write_bytes(content)
    (tmp_path / "mit" / f"{STORE_NAME}-wal").write_bytes(log)

    whole = open_store(tmp_path / "mit", KEY, clock, ids)
    whole.check()
    assert whole.sessions.get("se-1") == store.sessions.get("se-1")
    whole.close()
    with refused(Code.STORE_DAMAGED):  # the positive control: without its log the same file is damaged
        open_store(tmp_path / "ohne", KEY, clock, ids).check()
