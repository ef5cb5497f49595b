"""``kill -9`` while a backup is made and while something is deleted: nothing half done, and the next run goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.backup import BackupPlan
from lotse_app.models.problems import ProblemError
from lotse_app.store.backup import BackupCopies, open_copy
from lotse_app.store.backup_file import listed, read_backup
from tests.store.keeping_children import BACKUP_KEY
from tests.store.samples import KEY, START, a_draft, a_file, a_session, an_application, an_evidence

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.clock import FixedClock
    from lotse_app.store.opening import Store

ROOT = Path(__file__).resolve().parents[2]
#: File events before which a backup in the making is killed.
KILLS = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


def _killed(act: str, folder: Path, point: int, target: Path) -> bool:
    """Run a child; return whether it was killed before it was done."""
    command = [sys.executable, "-m", "tests.store.keeping_children", act, str(folder), str(point), str(target)]
    child = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert child.returncode in {0, -signal.SIGKILL}, child.stderr
    return "done" not in child.stdout


def _whole(path: Path, proof: Path) -> bool:
    """Return whether a backup opens; the store in it holds what it should."""
    try:
        copy = open_copy(read_backup(path), BACKUP_KEY, proof)
    except ProblemError:
        return False
    found = int(copy.value("SELECT count(*) FROM application")) == 3
    copy.close()
    return found


def _fill(store: Store) -> None:
    store.sessions.start(a_session())
    for number in range(3):
        name = f"ap-{number}"
        store.applications.create(an_application(name, session_id="se-1"), [])
        store.applications.save_draft(a_draft(0, name))
        store.evidence.save(an_evidence(application_id=name), 1, START)
        store.evidence.attach(name, "ausweis", f"f-{number}", a_file(b"x" * 200_000), START)


def test_a_killed_backup_never_counts_and_never_costs_an_older_one(
    store: Store, folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    _fill(store)
    target, proof = tmp_path / "stick", tmp_path / "probe"
    target.mkdir()
    plan = BackupPlan(target, START, store.backups.store_id())
    copies = BackupCopies(folder, KEY, clock)
    facts, _ = copies.copy(BACKUP_KEY, plan)
    first = copies.put(plan, facts, b"keys", BACKUP_KEY)
    copies.clear()
    store.close()
    killed = sum(_killed("back_up", folder, point, target) for point in KILLS)
    assert killed >= 10
    assert first.path.exists()
    assert all(_whole(one.path, proof) for one in listed(target, plan.store))
    assert not _killed("back_up", folder, 10_000, target)
    assert _whole(listed(target, plan.store)[0].path, proof)
    left = {path.name for path in target.iterdir() if path.suffix == ".teil"}
    assert left == set()
    assert sorted(path.name for path in folder.iterdir()) == ["lotse.db", "lotse.lock"]


def test_a_killed_deletion_is_whole_or_not_begun_and_the_next_run_ends_it(
    store: Store, folder: Path, reopen: Callable[[], Store]
) -> None:
    _fill(store)
    store.close()
    killed, left = 0, {""}
    for point in range(2, 200, 4):
        ended = not _killed("retain", folder, point, folder)
        again = reopen()
        again.check()
        assert again.trail.check().whole
        left = {line.id for line in again.applications.lines()}
        told = {logged.operation.record_id for logged in again.outbox.waiting()}
        proved = sum(proof.count for proof in again.retention.proofs() if proof.kind == "vorgang")
        assert (left, told, proved) in (({"ap-0", "ap-1", "ap-2"}, set(), 0), (set(), {"ap-0", "ap-1", "ap-2"}, 3))
        assert again._connection.value("SELECT count(*) FROM retention_gate") == 0
        assert again._connection.value("SELECT count(*) FROM evidence_part") == len(left) * 4
        again.close()
        if ended:
            break
        killed += 1
    assert killed >= 10
    assert left == set()
