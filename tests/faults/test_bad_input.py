"""What stands in the way of opening is said in one German sentence with what to do, and nothing is lost by it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from lotse_app.clock import FixedClock, SystemClock
from lotse_app.models.problems import Code, ProblemError
from tests.desks import PASSPHRASE
from tests.faults.ground import Phase, make_ground, program_in, repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.ground import Ground

pytestmark = pytest.mark.faults

WRONG = "ein anderer Satz zum Merken"
#: What the shell does before the program starts, with the data folder as its second argument.
READ_ONLY = 'mount --bind "$1/daten" "$1/daten" && mount -o remount,ro,bind "$1/daten"'
FULL = (
    'cp -r "$1/daten" "$1/kopie" && mount -t tmpfs -o size=1m none "$1/daten" && cp -r "$1/kopie/." "$1/daten"'
    ' && (dd if=/dev/zero of="$1/daten/voll" bs=4k 2>/dev/null || true)'
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return make_ground(tmp_path_factory.mktemp("vorlage") / "geraet", Phase.FREEZE)


@pytest.fixture
def ground(template: Ground, tmp_path: Path) -> Ground:
    return template.copy(tmp_path / "geraet")


def _flip(ground: Ground, place: int) -> None:
    content = bytearray(ground.places.store.read_bytes())
    content[place] ^= 0xFF
    ground.places.store.write_bytes(content)


def page_flipped(ground: Ground) -> None:
    _flip(ground, 100)


def truncated(ground: Ground) -> None:
    os.truncate(ground.places.store, 1000)


def emptied(ground: Ground) -> None:
    os.truncate(ground.places.store, 0)


def of_another_device(ground: Ground) -> None:
    """Put the store of another device in place: the key does not fit."""
    other = make_ground(ground.folder.with_name("anderes"), Phase.EDIT)
    shutil.copyfile(other.places.store, ground.places.store)


def store_lost(ground: Ground) -> None:
    ground.places.store.unlink()


def key_file_cut(ground: Ground) -> None:
    for path in ground.places.ground.glob("schluessel*.json"):
        os.truncate(path, 40)


def key_file_lost(ground: Ground) -> None:
    for path in ground.places.ground.glob("schluessel*.json"):
        path.unlink()


def keyring_emptied(ground: Ground) -> None:
    (ground.folder / "schluesselbund.json").unlink()


def six_mistakes(ground: Ground) -> None:
    """Mistake the passphrase until the wait is 40 seconds: a slow machine starts the program within it."""
    mistakes = 6
    clock = FixedClock(SystemClock().now() - timedelta(minutes=mistakes))
    unlocking = program_in(ground.folder, clock).unlocking
    pilot_id = unlocking.pilots()[0][0]
    for _ in range(mistakes):
        clock.advance(minutes=1)
        with pytest.raises(ProblemError) as refusal:
            unlocking.key(pilot_id, WRONG)
        assert refusal.value.problem.code is Code.WRONG_PASSPHRASE


def written_tomorrow(ground: Ground) -> None:
    """Set the clock back, as the store sees it."""
    store = ground.open()
    (session_id,) = store.sessions.ids()
    session = store.sessions.get(session_id)
    tomorrow = session.started_at + timedelta(days=2)
    store.sessions.start(replace(session, id="morgen", pilot_id="morgen", started_at=tomorrow, beat_at=tomorrow))
    store.close()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the window said, and where."""

    view: str
    words: str


def ask(ground: Ground, passphrase: str = PASSPHRASE, first: str = "") -> Answer:
    """Open the program over a ground, in a mount namespace where ``first`` is to be done there; return what it said."""
    command = [sys.executable, "-m", "tests.faults.entrance_child", str(ground.folder), passphrase]
    if first:
        command = ["unshare", "-m", "sh", "-ec", f'{first}; exec "$0" -m "$2" "$1" "$3"', sys.executable]
        command += [str(ground.folder), "tests.faults.entrance_child", passphrase]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, cwd=repository(), env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    return Answer(said["view"], said["words"])


def content(ground: Ground) -> dict[str, bytes]:
    """Return the files that hold the person's data and the way to them."""
    return {path.name: path.read_bytes() for path in ground.places.ground.iterdir() if path.suffix in {".db", ".json"}}


TABLE: list[tuple[Callable[[Ground], None], str, list[str]]] = [
    (page_flipped, "unlock", ["nichts verändert", "schluessel.json", "beschädigt", "Sicherung"]),
    (truncated, "unlock", ["beschädigt", "Sicherung"]),
    (emptied, "unlock", ["beschädigt", "Sicherung"]),
    (of_another_device, "unlock", ["zu einem anderen Datenbestand", "schluessel.json", "Sicherung"]),
    (store_lost, "trouble", ["nicht gefunden", "Sicherung"]),
    (
        key_file_cut,
        "unlock",
        ["Beide Schlüsseldateien fehlen oder sind beschädigt", "schluessel.zweit.json", "Sicherung zurückholen"],
    ),
    (
        key_file_lost,
        "trouble",
        ["Beide Schlüsseldateien fehlen oder sind beschädigt", "schluessel.zweit.json", "Sicherung zurückholen"],
    ),
    (keyring_emptied, "unlock", ["Gerätegeheimnis fehlt", "Wiederherstellungscode"]),
    (six_mistakes, "unlock", ["Nächster Versuch in", "Sekunde", "nichts verloren"]),
    (written_tomorrow, "main", ["Uhr", "geht nach", "richtig stellen"]),
]


@pytest.mark.parametrize(("harm", "view", "words"), TABLE, ids=[harm.__name__ for harm, _, _ in TABLE])
def test_trouble_is_said_with_what_to_do_and_the_files_stay_as_they_are(
    ground: Ground, harm: Callable[[Ground], None], view: str, words: list[str]
) -> None:
    harm(ground)
    before = content(ground)
    answer = ask(ground)
    assert answer.view == view
    assert [word for word in words if word not in answer.words] == []
    if view != "main":
        after = content(ground)
        assert {name: after[name] for name in before if "versuche" not in name} == {
            name: before[name] for name in before if "versuche" not in name
        }


def test_a_wrong_passphrase_is_said_and_the_right_one_still_opens(ground: Ground) -> None:
    answer = ask(ground, WRONG)
    assert answer.view == "unlock"
    assert "passt nicht" in answer.words
    assert "nichts verloren" in answer.words
    assert ask(ground) == Answer("main", "")


def test_a_second_instance_is_sent_to_the_first_window(ground: Ground) -> None:
    first = ground.open()
    answer = ask(ground)
    first.close()
    assert answer.view == "unlock"
    assert "läuft auf diesem Gerät schon" in answer.words
    assert ask(ground).view == "main"


def _namespaces() -> bool:
    unshare = shutil.which("unshare")
    return unshare is not None and subprocess.run([unshare, "-m", "true"], check=False).returncode == 0


@pytest.mark.skipif(not _namespaces(), reason="this system gives tests no mount namespace")
@pytest.mark.parametrize(
    ("first", "words"),
    [(READ_ONLY, ["nicht geschrieben werden", "Schreibrechte"]), (FULL, ["Datenträger ist voll", "Platz schaffen"])],
    ids=["read-only", "full"],
)
def test_a_folder_that_takes_nothing_is_said_with_what_to_do(ground: Ground, first: str, words: list[str]) -> None:
    before = content(ground)
    answer = ask(ground, first=first)
    assert answer.view == "unlock"
    assert [word for word in words if word not in answer.words] == []
    assert content(ground) == before
    assert ask(ground).view == "main"
