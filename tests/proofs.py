"""Two proofs over the real program: a backup brings everything back, and an erased person is nowhere any more."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lotse_app.bootstrap import build, restoring
from lotse_app.clock import FixedClock
from lotse_app.demonstration.filling import read_back
from lotse_app.demonstration.script import ANSWERS, STROKES
from lotse_app.forms.editing import edit
from lotse_app.ground import Tools
from lotse_app.ids import Ids
from lotse_app.models.application import CarriedBy
from lotse_app.models.problems import ProblemError
from lotse_app.models.session import Result
from lotse_app.models.trail import Deed
from lotse_app.paths import Places
from lotse_app.store.backup_file import extract, read_backup
from lotse_app.store.connection import Connection
from lotse_app.ui.messages.problems import sentence
from tests.cases import begin, save
from tests.desks import CHEAP, MORNING, PASSPHRASE, PocketSecrets, close, make_office
from tests.everywhere import BIRTH, NO_PERSON, Resident, dumped, holders, put_everywhere
from tests.faults.scanning import forms
from tests.store.plain import decrypted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from lotse_app.workflows.restore import Restoring
    from tests.desks import Office

#: Tables that differ in a restored store by design, and how (ADR 0011).
DIFFERENT = {
    "log": "ein Eintrag mehr: ein zurückgeholter Bestand beginnt ein neues Protokoll der Übermittlung",
    "outbox": "dieselben Vorgänge, im neuen Protokoll neu nummeriert",
    "portal_record": "leer: ein zurückgeholter Bestand liest das Portal von vorn",
    "portal_place": "dieselbe Zeile; der Lesezeiger steht am Anfang",
    "setting": "eine Zeile mehr: „zurückgeholt“; bis zum nächsten Abgleich gehorcht der Bestand keiner Anordnung",
    "trail": "dieselbe Kette, ein Eintrag mehr: „wiederhergestellt“",
    "trail_anchor": "dieselbe Nummer und Prüfsumme, mit dem neuen Schlüssel neu gesiegelt",
}
NEW_PASSPHRASE = "eine ganz neue Passphrase"  # noqa: S105 - of an invented pilot
_LETTERS = "bcdfghjklmnpqrstvwxz"


def residents(count: int) -> tuple[Resident, ...]:
    """Return invented persons; every name and every search form stands nowhere else."""
    return tuple(
        Resident(f"Q{_LETTERS[n % 20]}a{_LETTERS[n // 20]}yłöschć{_LETTERS[(n * 7) % 20]}o") for n in range(count)
    )


def settle_in(office: Office, one: Resident, *, whole: bool) -> None:
    """Let a person come: session with a note, application, rows in every table; ``whole`` as far as handing in."""
    desk, connection = office.desk, connection_of(office)
    session = desk.counsel.start()
    desk.counsel.save(replace(session, note=f"{one.name} kommt wieder"))
    desk.agenda.remind(MORNING.date(), f"{one.name} anrufen")  # nobody here is called so yet
    application_id = begin(office).id
    case = desk.applications.open(application_id)
    answers = case.application.answers
    for pointer, value in (*ANSWERS, ("/halter/person/familienname", one.name), ("/halter/person/geburtsdatum", BIRTH)):
        answers = edit(case.form, answers, pointer, value)
    save(desk, case.application, answers)
    if whole:
        case = read_back(desk, application_id)
        desk.freezing.commit(desk.freezing.prepare(case))
        case = desk.applications.open(application_id)
        desk.signing.commit(desk.signing.prepare_pad(case, case.lines[0].signer, STROKES))
        case = desk.applications.open(application_id)
        desk.handing_in.commit(desk.handing_in.prepare(case, CarriedBy.RESIDENT))
    for table, column, value in (("application", "id", application_id), ("session", "id", session.id)):
        row = connection.row(f"SELECT * FROM {table} WHERE {column} = ?", (value,))  # noqa: S608 - literals of the loop
        one.rows[table] = dict(row) if row is not None else {}
    desk.counsel.record(replace(desk.counsel.afterwards(), note=f"Rückfrage zu {one.name}."))  # linked to nothing
    ending = replace(desk.counsel.ending(session.id).session, result=Result.DONE)
    desk.counsel.end(ending)  # before there are rows that no use case would write
    put_everywhere(connection, one)
    for deed in (Deed.SIGNED, Deed.HANDED_IN):  # as the use case would have noted beside such rows
        desk.keeping._trail.note(deed, application_id)
    desk.keeping._trail.note(Deed.MANDATE_SIGNED, one.id)


def connection_of(office: Office) -> Connection:
    """Return the open store's own connection: the proofs look past the program."""
    found: Connection = office.desk.persons._rows._connection  # type: ignore[attr-defined]  # the adapter's own
    return found


def back_up(office: Office, folder: Path) -> Path:
    """Make a backup and return its file."""
    made = office.desk.backups.make(office.desk.backups.plan(folder))
    office.desk.backups.noted(made)
    return made.path


def hit(content: bytes, people: Iterable[Resident]) -> int:
    """Return how many persons have a word in these bytes, in whatever form."""
    folded = content.lower()
    return sum(
        1
        for one in people
        if any(raw in content or raw.lower() in folded for word in one.words for raw in forms(word).values())
    )


def said(act: Callable[[], object]) -> str:
    """Return the sentence of what is refused."""
    try:
        act()
    except ProblemError as error:
        return sentence(error.problem)
    return ""


# erasure ----------------------------------------------------------------------------------


@dataclass(slots=True)
class Erasure:
    """What was found of the persons before and after; counts only."""

    people: int
    tables: dict[str, int]
    claimed: dict[str, str]
    before: dict[str, int]
    after: dict[str, int]
    left: dict[str, int]
    full_text_tables: int
    old_files: int
    old_by_code: str
    old_by_passphrase: str
    chain_whole: bool


def prove_erasure(folder: Path, count: int) -> Erasure:
    """Put ``count`` persons everywhere, erase one by one, look at every decrypted byte; then at the backups."""
    people, stick = residents(count), folder / "stick"
    office = _crowded(folder, people, stick)
    back_up(office, stick)
    office.clock.advance(days=1)
    old = back_up(office, stick)
    held = holders(dumped(connection_of(office)), people)
    before = {"Sicherung, entschlüsselt": hit(_backup_bytes(office, old, folder), people)}
    before |= _looked_at(office, people)
    olds = sorted(stick.glob("*.lotse"))
    for path in olds:
        (folder / f"faden-{path.name}").hardlink_to(path)  # what lies in the file stays in sight after it is gone
    for one in people:
        office.desk.persons.erase(one.key, office.desk.persons._rows.of(one.key), unfinished=True)
    log = office.program.places.store.with_name("lotse.db-wal")
    left = holders(dumped(connection_of(office)), people)
    after = {"Logdatei (Bytes)": log.stat().st_size if log.exists() else 0} | _looked_at(office, people)
    office.clock.advance(hours=1)
    newest = back_up(office, stick)
    after["Sicherung, entschlüsselt"] = hit(_backup_bytes(office, newest, folder), people)
    threads = sorted(folder.glob("faden-*"))
    restore = office.program.restore()
    result = Erasure(
        people=count,
        tables=held,
        claimed={name: why for name, why in NO_PERSON.items() if name not in held},
        before=before,
        after=after,
        left=left,
        full_text_tables=_full_text(connection_of(office)),
        old_files=len([path for path in olds if path.exists()]),
        old_by_code=said(lambda: [restore.key_by_code(path, office.recovery_code) for path in threads]),
        old_by_passphrase=said(lambda: [restore.key_by_passphrase(path, PASSPHRASE) for path in threads]),
        chain_whole=office.desk.keeping.check_trail().whole,
    )
    close(office.desk)
    return result


def _crowded(folder: Path, people: Iterable[Resident], stick: Path) -> Office:
    """Return a desk with everybody everywhere, and a folder for its backups."""
    office = make_office(folder / "daten")
    stick.mkdir(parents=True)
    office.desk.backups.choose_folder(stick)
    for number, one in enumerate(people):
        settle_in(office, one, whole=number % 10 == 0)
    return office


def _looked_at(office: Office, people: Iterable[Resident]) -> dict[str, int]:
    """Decrypt the store file as it lies there, freed pages included; it is opened again afterwards."""
    close(office.desk)
    key = office.program.unlocking.key(office.pilot_id, PASSPHRASE)
    content = decrypted(office.program.places.store, key)
    plain = b"".join(path.read_bytes() for path in office.program.places.root.rglob("*") if path.is_file())
    office.reopen(key)
    return {"Bestand, entschlüsselt": hit(content, people), "Datenordner, wie er liegt": hit(plain, people)}


def _backup_bytes(office: Office, file: Path, folder: Path) -> bytes:
    key = office.program.restore().key_by_code(file, office.recovery_code)
    copy = folder / "kopie.db"
    extract(read_backup(file), copy)
    content = decrypted(copy, key)
    copy.unlink()
    assert b"Stadt Wilsdruff" in content
    return content


def _full_text(connection: Connection) -> int:
    found: int = connection.value("SELECT count(*) FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")
    return found


# backup and restore -----------------------------------------------------------------------


@dataclass(slots=True)
class Compared:
    """One table: rows in the backup's store and in the restored one, and how many are the same."""

    table: str
    before: int
    after: int
    same: int


@dataclass(slots=True)
class Restoration:
    """What came back, and what is said where it does not."""

    tables: list[Compared]
    refusals: dict[str, str]
    operations_same: bool
    chain_whole: bool
    log_is_new: bool
    left_over: list[str]


def prove_restore(folder: Path, count: int) -> Restoration:
    """Fill every table, back up, restore the next day into an empty folder by the code; compare all rows."""
    office = make_office(folder / "daten")
    for number, one in enumerate(residents(count)):
        settle_in(office, one, whole=number % 2 == 0)
    _fill_the_rest(connection_of(office), residents(1)[0])
    stick = folder / "stick"
    stick.mkdir()
    before = dumped(connection_of(office))
    file = back_up(office, stick)
    close(office.desk)
    clock = FixedClock(MORNING)
    clock.advance(days=1)
    tools = Tools(clock, Ids(clock), CHEAP)

    program = build(Places(folder / "neues-geraet"), PocketSecrets(), tools)
    use = restoring(program)
    refusals = _refusals(office, file, folder, use)
    newest = use.found(stick)[0].path
    key = use.key_by_code(newest, office.recovery_code)
    done = use.restore(newest, key, lambda pilots: (pilots[0], NEW_PASSPHRASE))
    refusals["Ordner nicht leer"] = said(lambda: use.found(stick))
    opened = Connection(program.places.store, program.unlocking.key(done.pilot_id, NEW_PASSPHRASE), "ro")
    after = dumped(opened)
    opened.close()
    desk = program.unlocking.open(done.pilot_id, program.unlocking.key(done.pilot_id, NEW_PASSPHRASE))
    whole = desk.keeping.check_trail().whole
    close(desk)
    return Restoration(
        tables=[_compared(name, before[name], after.get(name, [])) for name in before],
        refusals=refusals,
        operations_same=_bodies(before["outbox"]) == _bodies(after["outbox"]),
        chain_whole=whole,
        log_is_new=len(after["log"]) == len(before["log"]) + 1,
        left_over=sorted(path.name for path in program.places.root.iterdir() if path.name != "bestand"),
    )


def _fill_the_rest(connection: Connection, one: Resident) -> None:
    """Put a row into every table that is still empty, but for those that only the program may write."""
    session = connection.row("SELECT * FROM session LIMIT 1")
    application = connection.row("SELECT * FROM application LIMIT 1")
    one.rows = {"session": dict(session or {}), "application": dict(application or {})}
    filled = [name for name, rows in dumped(connection).items() if rows]
    put_everywhere(connection, one, leave_out=[*filled, "retention_gate", "trail_anchor"])


def _compared(name: str, before: list[tuple[Any, ...]], after: list[tuple[Any, ...]]) -> Compared:
    left = list(after)
    same = 0
    for row in before:
        if row in left:
            left.remove(row)
            same += 1
    return Compared(name, len(before), len(after), same)


def _bodies(rows: list[tuple[Any, ...]]) -> list[str]:
    """Return operations without log, number and the moment they were handed on."""
    return sorted(repr(row[2:-1]) for row in rows)


def _refusals(office: Office, file: Path, folder: Path, use: Restoring) -> dict[str, str]:
    """Return what is said about a wrong code, a cut file and a backup from a newer program."""
    spare = folder / "kaputt"
    spare.mkdir()
    content = file.read_bytes()
    cut, newer, head = spare / "lotse-sicherung-a.lotse", spare / "lotse-sicherung-b.lotse", spare / "kopf.lotse"
    cut.write_bytes(content[:-4096])
    head.write_bytes(content[:20])
    schema = re.search(rb'"schema":\d', content)
    assert schema is not None
    newer.write_bytes(content.replace(schema[0], schema[0][:-1] + b"9", 1))  # as long as before
    other = make_office(folder / "anderes")
    close(other.desk)
    typo = ("A" if office.recovery_code[0] != "A" else "B") + office.recovery_code[1:]
    return {
        "Code vertippt": said(lambda: use.key_by_code(file, typo)),
        "Code eines anderen Geräts": said(lambda: use.key_by_code(file, other.recovery_code)),
        "Datei abgeschnitten": said(
            lambda: use.restore(cut, use.key_by_code(cut, office.recovery_code), lambda pilots: (pilots[0], "x"))
        ),
        "nur der Anfang einer Datei": said(lambda: use.found(head)),
        "Programm älter als die Sicherung": said(lambda: use.found(newer)),
        "Ordner ohne Sicherung": said(lambda: use.found(folder / "daten")),
        "falscher Dateiname": said(lambda: use.found(folder / "nirgends.lotse")),
        "Passphrase zu kurz": said(
            lambda: use.restore(file, use.key_by_code(file, office.recovery_code), lambda pilots: (pilots[0], "kurz"))
        ),
    }
