"""Whatever hangs on a Vorgang, its session or a Vollmacht is in the data copy, or on a list that says why not."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from lotse_app.models.application import CarriedBy
from lotse_app.models.problems import ProblemError
from tests import everywhere
from tests.cases import gathered, hand_in
from tests.everywhere import NO_PERSON, Resident, put_everywhere, tables
from tests.proofs import connection_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.store.connection import Connection
    from tests.desks import Office

#: Tables of the copy, and where in it they stand.
COPIED = {
    "application": "vorgaenge",
    "application_mark": "vermerke",
    "appointment": "termine",
    "consent": "einwilligungen",
    "ending": "beendet",
    "evidence": "nachweise",
    "evidence_file": "nachweise, dateien",
    "evidence_part": "the files",
    "follow_up": "wiedervorlagen",
    "frozen": "fassungen",
    "hand_in": "eingereicht",
    "letter": "post",
    "mandate": "vollmachten",
    "mandate_case": "vollmachten, verwendet",
    "mandate_notice": "vollmachten, mitteilungen",
    "mandate_paper": "vollmachten",
    "mandate_part": "the files",
    "mandate_person": "vollmachten: whose they are",
    "mandate_revocation": "vollmachten, widerruf",
    "mandate_signature": "vollmachten, unterschrift",
    "paper": "papiere",
    "paper_part": "the files",
    "person_index": "whose Vorgänge they are",
    "session": "beratung",
    "session_device": "beratung, geraete",
    "session_obstacle": "beratung, hindernisse",
    "session_revision": "beratung, berichtigungen",
    "session_tag": "beratung, zeichen",
    "session_topic": "beratung, themen",
    "signature": "unterschriften",
    "takeover": "vertretungen",
    "trail": "protokoll",
}
#: Tables that hang on them and are not in the copy, each with its reason.
LEFT_OUT = {
    "application_choice": "what was chosen for an act that is not done yet; once it is done it stands in the copy",
    "outbox": "what the portal is told of state, way and days, which stand in the copy; it names no person",
    "session_heads": "how many of a group were of which age: of everybody who was there, of nobody",
    "session_past": "a count of Vorgänge whose link was cut",
}
_ROOTS = frozenset({"application", "session", "mandate"})
_REFERENCES = frozenset({"application_id", "mandate_id", "session", "session_id", "record_id", "surname"})
#: What columns hold that the copy reads as words of a list or as a document.
_SENSE: dict[tuple[str, str], str | bytes] = {
    ("paper", "kind"): "beleg",
    ("consent", "purpose"): "weitergeben",
    ("letter", "kind"): "sonstiges",
    ("letter", "due_source"): "brief",
    ("letter", "state_before"): "eingereicht",
    ("letter", "state_after"): "eingereicht",
    ("letter", "dated"): "2026-11-20",
    ("letter", "due"): "2026-11-20",
    ("letter", "answered_on"): "2026-11-20",
    ("ending", "state"): "zurueckgezogen",
    ("ending", "state_before"): "eingereicht",
    ("evidence", "state"): "offen",
    ("frozen", "canonical"): b"{}",
    ("signature", "given_as"): "eigenhaendig",
    ("signature", "strokes"): "[]",
    ("session_obstacle", "obstacle"): "kein_eid",
    ("session_device", "device"): "pc_amt",
    ("session_heads", "kind"): "alter",
    ("session_heads", "value"): "u18",
}


def hanging(connection: Connection) -> set[str]:
    """Return every table with a reference to an application, a session or a mandate, however far; by the schema."""
    found, size = set(_ROOTS), 0
    while size != len(found):
        size = len(found)
        found |= {name for name in tables(connection) if _refers(connection, name, found)}
    return found


def _refers(connection: Connection, table: str, found: set[str]) -> bool:
    columns = {str(one["name"]) for one in connection.rows(f"PRAGMA table_info({table})")}
    parents = {str(one["table"]) for one in connection.rows(f"PRAGMA foreign_key_list({table})")}
    return bool(columns & _REFERENCES or parents & found)


def forgotten(connection: Connection) -> set[str]:
    """Return the tables that are neither in the copy nor on the list; those that hold a person have to be, too."""
    return (hanging(connection) | (set(tables(connection)) - set(NO_PERSON))) - set(COPIED) - set(LEFT_OUT)


def _always(value: str | bytes, _: Resident) -> str | bytes:
    return value


@pytest.fixture
def whole(office: Office, monkeypatch: pytest.MonkeyPatch) -> Resident:
    """Return a person with a Vorgang that was handed in, and a row in every table that hangs on it."""
    one = Resident("Qełśnijk")
    for column, value in _SENSE.items():
        monkeypatch.setitem(everywhere.SENSE, column, partial(_always, value))
    monkeypatch.delitem(everywhere.SENSE, ("appointment", "session"))
    monkeypatch.setattr(everywhere, "UNLINKED", {("follow_up", "session")})
    connection = connection_of(office)
    session = office.desk.counsel.start()
    application = hand_in(office, CarriedBy.RESIDENT).application
    for table, asked in (("application", application.id), ("session", session.id)):
        one.rows[table] = dict(connection.row(f"SELECT * FROM {table} WHERE id = ?", (asked,)) or {})  # noqa: S608 - literals
    put_everywhere(connection, one, set(tables(connection)) - hanging(connection) | {"trail", "outbox"})
    return one


def told(office: Office, one: Resident) -> Any:  # noqa: ANN401 - JSON holds any type
    """Return the copy without the entries that tell of copies."""
    try:
        copied = gathered(office.desk, one.key)
    except ProblemError as error:
        return error.problem.code
    content = json.loads(copied.json)
    for case in content["vorgaenge"]:
        case["protokoll"] = [each for each in case["protokoll"] if each["was"] != "datenkopie"]
    return content, copied.files


def hidden(office: Office, one: Resident, names: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield the copy as it is while one table after the other seems to be empty."""
    connection = connection_of(office)
    for name in sorted(names):
        connection.run(f"CREATE TEMP TABLE {name} AS SELECT * FROM main.{name} WHERE 0")  # noqa: S608 - the schema's
        yield name, told(office, one)
        connection.run(f"DROP TABLE temp.{name}")


def test_every_table_that_hangs_on_a_person_is_in_the_copy_or_has_a_reason(office: Office) -> None:
    connection = connection_of(office)
    assert not forgotten(connection), "is it in the data copy? Else say why not"
    assert not set(COPIED) & set(LEFT_OUT)
    assert set(COPIED) | set(LEFT_OUT) <= hanging(connection), "no such table any more"
    connection.run("CREATE TABLE merkmal (id INTEGER PRIMARY KEY, application_id TEXT)")
    connection.run("CREATE TABLE merkmal_teil (merkmal INTEGER REFERENCES merkmal(id))")
    assert forgotten(connection) == {"merkmal", "merkmal_teil"}, "a new table is seen, and what hangs on it"


def test_the_copy_holds_what_it_is_said_to_hold(office: Office, whole: Resident) -> None:
    everything = told(office, whole)
    assert everything[0]["vorgaenge"]
    assert everything[0]["vollmachten"]
    missed = {name for name, copy in hidden(office, whole, set(COPIED)) if copy == everything}
    assert not missed, "the copy is the same without these tables"
    for name, copy in hidden(office, whole, {"office", *LEFT_OUT}):
        assert copy == everything, f"{name} is not in the copy"
