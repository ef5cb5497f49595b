"""One round: start the real program in a window, kill it at some moment, open its store and look for what was lost."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from threading import Timer
from typing import TYPE_CHECKING, Any

from lotse_app.demonstration.filling import answer_at
from lotse_app.models.application import DocumentKind, State
from lotse_app.models.problems import ProblemError
from lotse_app.store.connection import Connection
from lotse_app.store.migrations.steps import STEPS, schema_version
from tests.faults.ground import Phase, digest, repository

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator
    from pathlib import Path

    from lotse_app.store.opening import Store
    from tests.faults.ground import Ground

#: The program needs a while to start on a busy machine; this is a limit, not a measure.
LIMIT_SECONDS = 120
#: Autosave is killed within so many seconds before or after its timer.
AROUND = 0.020
#: How long a phase takes until it was seen to take another time: rather too long, for only what ends is seen.
FIRST_GUESS = {Phase.EDIT: 2.5, Phase.FREEZE: 3.0, Phase.MIGRATION: 2.0}
#: The commit of a freeze stands near its end: every other kill comes within this share of it, before or behind.
NEAR_THE_END = 0.2
#: One migration of so many may end and be painted as open, to be killed within so many seconds behind it. Else what
#: takes longer than was guessed would never be seen, and the guess never mended.
ENDED, BEHIND = 3, 0.3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found after one kill; ``findings`` is empty when everything is well."""

    phase: Phase
    number: int
    seconds: float
    acknowledged: int
    letters: int
    met: str
    findings: tuple[str, ...]


@dataclass(slots=True)
class Pace:
    """How long a phase takes on this machine, learned from rounds in which it ended before the kill."""

    phase: Phase
    seen: list[float] = field(default_factory=list)

    @property
    def longest(self) -> float:
        """Return the longest wait before a kill: most kills should meet the phase in the middle."""
        if self.phase is Phase.EDIT or not self.seen:
            return FIRST_GUESS.get(self.phase, 0.0)
        return self._usual * (1.0 if self.phase is Phase.MIGRATION else 1.2)  # of migrations enough are let end

    @property
    def _usual(self) -> float:
        return statistics.median(self.seen[-9:])

    def lets_end(self, number: int) -> bool:
        """Return whether the kill of this round waits until the window has painted what it did."""
        return self.phase is Phase.MIGRATION and number % ENDED == 0

    def draw(self, dice: random.Random) -> float:
        """Return the seconds until the kill."""
        if self.phase is Phase.FREEZE and self.seen and dice.random() < 1 / 2:
            return self._usual * dice.uniform(1 - NEAR_THE_END, 1 + NEAR_THE_END)
        return dice.uniform(0, self.longest)


@dataclass(slots=True)
class Said:
    """What the child said until it was killed."""

    marks: list[dict[str, Any]] = field(default_factory=list)
    painted: list[dict[str, Any]] = field(default_factory=list)
    began: float = 0.0

    def take(self, line: str) -> str:
        """Take one line; return its mark."""
        if not line.endswith("\n"):
            return ""  # cut by the kill
        word = json.loads(line)
        (self.marks if "mark" in word else self.painted).append(word)
        return str(word.get("mark", "painted"))

    @property
    def answers(self) -> dict[str, str]:
        """Return what was last painted as saved."""
        return self.painted[-1]["painted"] if self.painted else {}


class ChildError(Exception):
    """The program ended before it was killed."""


def play(template: Ground, folder: Path, number: int, dice: random.Random, pace: Pace) -> Outcome:
    """Play one round in ``folder`` and clear it away."""
    ground = template.copy(folder)
    try:
        said, seconds = _run(ground, pace, number, dice)
    except ChildError as ended:
        trace = (folder / "stderr.txt").read_text("utf-8")[-4000:]
        return Outcome(pace.phase, number, 0.0, 0, 0, "", (f"{ended}\n{trace}",))
    pace.seen += [word["took"] for word in said.painted if "took" in word]
    met, findings = _look(ground, pace.phase, said)
    shutil.rmtree(folder)
    letters = sum(map(len, said.answers.values()))
    return Outcome(pace.phase, number, seconds, len(said.painted), letters, met, tuple(findings))


def _run(ground: Ground, pace: Pace, number: int, dice: random.Random) -> tuple[Said, float]:
    """Start the program, kill it; return what it said and how long it worked."""
    words = [str(ground.folder), pace.phase.value, ground.case_id, str(dice.randrange(2**31))]
    with (
        (ground.folder / "stderr.txt").open("wb") as trouble,
        subprocess.Popen(
            [sys.executable, "-m", "tests.faults.windowed_child", *words],
            cwd=repository(),
            env={**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONFAULTHANDLER": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=trouble,
            text=True,
            encoding="utf-8",
        ) as child,
    ):
        said = Said()
        watch = Timer(LIMIT_SECONDS, child.kill)
        watch.start()
        try:
            if pace.phase is Phase.AUTOSAVE:
                _until_autosave(child, said, dice)
            else:
                _until(child, said, "begin")
                began = said.began
                if pace.lets_end(number):
                    _until(child, said, "painted")
                    time.sleep(dice.uniform(0, BEHIND))
                else:
                    time.sleep(pace.draw(dice))
                said.began = began
        finally:
            child.kill()
            killed = time.monotonic()
            watch.cancel()
        assert child.stdout is not None
        for line in child.stdout:
            said.take(line)
    return said, killed - said.began


def _until(child: subprocess.Popen[str], said: Said, mark: str) -> None:
    assert child.stdout is not None
    for line in child.stdout:
        if said.take(line) == mark:
            said.began = time.monotonic()
            return
    msg = f"the program ended by itself before {mark}; status {child.wait(LIMIT_SECONDS)}"
    raise ChildError(msg)


def _until_autosave(child: subprocess.Popen[str], said: Said, dice: random.Random) -> None:
    for _ in range(dice.randint(1, 2)):
        _until(child, said, "soon")
    left = said.marks[-1]["ms"] / 1000
    time.sleep(max(0.0, left + dice.uniform(-AROUND, AROUND)))


def _look(ground: Ground, phase: Phase, said: Said) -> tuple[str, list[str]]:
    """Open what is left; return what the kill met, and everything that is wrong."""
    if phase is Phase.MIGRATION:
        return _look_after_migration(ground, said)
    try:
        store = ground.open()
    except ProblemError as error:
        return "", [f"does not open: {error.problem.code.value}"]
    try:
        findings = [*_broken(store), *_lost(store, ground.case_id, said), *_half(store, ground.case_id)]
        frozen = store.applications.get(ground.case_id).state is State.CHECKED
        if any(word.get("frozen") for word in said.painted) and not frozen:
            findings.append("painted as frozen, but is not")
        if phase is Phase.FREEZE:
            return "frozen" if frozen else "draft", findings
        return _last_burst(store, ground.case_id, said) if phase is Phase.AUTOSAVE else "", findings
    finally:
        store.close()


def _broken(store: Store) -> Iterator[str]:
    try:
        store.check()
    except ProblemError as error:
        yield f"integrity: {error.problem.code.value}"
    if store._connection.value("SELECT count(*) FROM session WHERE ended_at IS NULL") != 1:
        yield "the session that ran is not there"


def _lost(store: Store, case_id: str, said: Said) -> Iterator[str]:
    """Everything painted as saved is there; fields only grow, so what came later begins with it."""
    answers = store.applications.get(case_id).answers
    for pointer, painted in said.answers.items():
        kept = answer_at(answers, pointer)
        if not isinstance(kept, str) or not kept.startswith(painted):
            yield f"{pointer} was painted as saved with {len(painted)} letters and is not there"


def _half(store: Store, case_id: str) -> Iterator[str]:
    """Frozen edition, state, paper and operation come together or not at all, and the edition proves itself."""
    rows = store.applications
    frozen, paper = rows.frozen(case_id), rows.paper(case_id, DocumentKind.APPLICATION)
    steps = [
        row.operation.body["/state"]["v"]
        for row in store.outbox.waiting()
        if row.operation.record_id == case_id and "/state" in row.operation.body
    ]
    together = {
        "edition": frozen is not None,
        "state": rows.get(case_id).state is State.CHECKED,
        "paper": paper is not None and paper.startswith(b"%PDF") and paper.rstrip().endswith(b"%%EOF"),
        "operation": steps == [State.CHECKED.value],
    }
    if len(set(together.values())) != 1:
        yield f"half frozen: {together}"
    if frozen is not None and hashlib.sha256(frozen.canonical).hexdigest() != frozen.digest:
        yield "the digest is not that of the edition"


def _last_burst(store: Store, case_id: str, said: Said) -> str:
    answers = store.applications.get(case_id).answers
    typed = said.marks[-1]["typed"]
    return "behind the commit" if all(answer_at(answers, key) == typed[key] for key in typed) else "before the commit"


def _look_after_migration(ground: Ground, said: Said) -> tuple[str, list[str]]:
    version = _schema(ground)
    findings = []
    if said.painted and version != STEPS[-1].number:
        findings.append("painted as open, but the step was not taken")
    try:
        store = ground.open()
    except ProblemError as error:
        return "", [*findings, f"does not open: {error.problem.code.value}"]
    try:
        findings += _broken(store)
        if _schema_of(store._connection) != STEPS[-1].number:
            findings.append("opened, but not at the newest schema")
        if digest(store._connection, ground.shape) != ground.content:
            findings.append("content differs from before the step")
    finally:
        store.close()
    return f"schema {version}", findings


def _schema(ground: Ground) -> int:
    """Return which schema the kill left, read from a copy so that the store itself is opened by the program first."""
    aside = ground.folder / "aside"
    shutil.copytree(ground.places.ground, aside)
    connection = Connection(aside / "lotse.db", ground.key)
    try:
        return _schema_of(connection)
    finally:
        connection.close()


def _schema_of(connection: Connection) -> int:
    return schema_version(connection)
