"""Puts a person into every table of the schema that can hold one. A table nobody has thought of is filled as well.

What a column gets follows from the schema: references lead to the person's own rows, JSON stays JSON, moments stay
moments, and every other text or blob is the name. ``NO_PERSON`` names the tables that hold none, each with its reason;
the proofs look whether that is true.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from lotse_app.clock import FixedClock
from lotse_app.forms.mandate_bytes import mandate_bytes
from lotse_app.models.mandate import TEXT_VERSION, AgentKind, Mandate, Party, Scope
from lotse_app.store.columns import moment_text
from lotse_app.store.driver import sqlite3
from lotse_app.workflows.naming import person_key
from tests.desks import MORNING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lotse_app.models.persons import PersonKey
    from lotse_app.store.connection import Connection

#: Tables without a resident, and why; the proofs check that no name stands in them.
NO_PERSON = {
    "migration": "steps of the schema",
    "log": "counts the outbox",
    "outbox": "operations name records, not persons",
    "portal_record": "what operations made of records at the portal",
    "portal_place": "how far the portal was read",
    "operator": "the Träger",
    "station": "the Stützpunkt",
    "pilot": "who helps",
    "setting": "choices of the station",
    "office": "addresses of offices",
    "session_topic": "services",
    "session_obstacle": "words of a list",
    "session_heads": "counts",
    "session_device": "words of a list",
    "session_tag": "words of the station",
    "figure_word": "what stands in the five tables above, each once",
    "session_revision": "old values of lists and counts, never of a note",
    "session_batch": "a digest and counts",
    "waiting": "numbers of a day",
    "session_past": "counts",
    "trail": "ids and codes; a name in a reason is refused",
    "trail_anchor": "hashes",
    "retention_proof": "counts",
    "retention_gate": "empty but for one transaction",
    "backup_place": "folders",
    "form": "forms of offices",
    "named_report": "filters",
    "publication": "counts",
    "application_past": "counts",
    "stop": "places and hours",
    "device_key": "a key",
    "station_key": "hashes of keys",
    "station_file": "stations and moments",
    "station_file_contact": "contacts of other stations, without a person",
    "station_file_case": "months of other stations",
}
#: Where the rows of a person begin: made through the use cases.
ROOTS = ("application", "session")
BIRTH = "1951-02-03"


@dataclass(slots=True)
class Resident:
    """One invented person with the rows that were made for them, by table."""

    name: str
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def key(self) -> PersonKey:
        """Return how the person is found."""
        return person_key(self.name, BIRTH)

    @property
    def id(self) -> str:
        """Return an id that says nothing of the person."""
        return hashlib.sha256(self.name.encode()).hexdigest()[:32]

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words that must be gone: as written, and in search form."""
        return self.name, self.key.surname


def _mandate(one: Resident) -> bytes:
    party = Party(AgentKind.PERSON, one.name, f"{one.name}weg 3", BIRTH, one.key.surname)
    day = date(2026, 11, 20)
    return mandate_bytes(
        Mandate(
            id=one.id,
            number=f"mandate:{one.name}",
            text_version=TEXT_VERSION,
            text_digest="00",
            grantor=party,
            agent=party,
            scopes=(Scope.APPLY,),
            service_id="",
            service_name="",
            first=day,
            last=day,
            made_at=MORNING,
            place=one.name,
            operator=one.name,
            station=one.name,
        )
    )


#: Columns that the program reads while it erases, and so have to make sense.
SENSE: dict[tuple[str, str], Callable[[Resident], Any]] = {
    ("mandate", "id"): lambda one: one.id,  # ids stand in the trail; the program makes them of time and chance
    ("mandate", "canonical"): _mandate,
    ("mandate", "valid_until"): lambda _: "2027-11-20",
    ("mandate_person", "surname"): lambda one: one.key.surname,
    ("mandate_person", "birth"): lambda _: BIRTH,
    ("mandate_signature", "strokes"): lambda _: "[]",
    ("mandate_revocation", "by"): lambda _: "person",
    ("mandate_notice", "how"): lambda _: "post",
    ("mandate_notice", "sent_on"): lambda _: "2026-11-20",
    ("mandate_case", "application_id"): lambda one: one.rows["application"]["id"],
    ("application_mark", "mark"): lambda _: "spaeter_drucken",  # a word of a list
    ("session_revision", "before"): lambda _: "{}",
    ("portal_record", "doc"): lambda _: "{}",
    ("hand_in", "handed_over_on"): lambda _: "2026-11-20",
    ("hand_in", "way"): lambda _: "papier",  # a word of a list, and figures keep it
    ("publication", "coverage"): lambda _: "stuetzpunkt",
    ("stop", "starts"): lambda _: "09:00",
    ("stop", "ends"): lambda _: "12:00",
    ("stop", "dates"): lambda _: "[]",
    ("form", "release"): lambda _: None,
    ("form", "state"): lambda _: "ungeprueft",
    ("follow_up", "session"): lambda _: None,
    ("follow_up", "due"): lambda _: "2026-11-20",
    ("letter", "received"): lambda _: "2026-11-20",
    ("appointment", "initials"): lambda _: "AB",
    ("appointment", "session"): lambda _: None,
    ("appointment", "local_day"): lambda _: "2026-11-20",
    ("appointment", "id"): lambda one: one.id,
    ("appointment", "kind"): lambda _: "einzel",
    ("appointment", "origin"): lambda one: one.id,
    ("appointment", "state"): lambda _: "offen",
    ("device_key", "secret"): lambda _: bytes(32),
    ("station_file", "origin"): lambda _: "{}",
    ("person_index", "surname"): lambda one: one.key.surname,
    ("person_index", "birth"): lambda _: BIRTH,
}
#: A Wiedervorlage belongs to a session or to a Vorgang, never to both; an appointment may become no session at all.
UNLINKED = {("follow_up", "session"), ("appointment", "session")}
_JSON = {"strokes", "answers", "confirmations", "body", "schema", "uischema", "report", "content", "filters"}
_MOMENTS = ("at", "on", "until", "due", "dated", "received", "day", "before")
_NOW = moment_text(FixedClock(MORNING).now())


def tables(connection: Connection) -> list[str]:
    """Return every table of the schema, also those of a full-text index."""
    rows = connection.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
    return sorted(str(row[0]) for row in rows)


def put_everywhere(connection: Connection, one: Resident, leave_out: Iterable[str] = tuple(NO_PERSON)) -> None:
    """Write one row of this person into every table but those left out; parents come before their children."""
    waiting = [name for name in tables(connection) if name not in {*leave_out, *ROOTS}]
    while waiting:
        ready = [name for name in waiting if not _parents(connection, name) & {*waiting} - {name}]
        assert ready, f"tables that wait for each other: {waiting}"
        for name in ready:
            _put(connection, name, one)
        waiting = [name for name in waiting if name not in ready]


def _parents(connection: Connection, table: str) -> set[str]:
    return {str(row["table"]) for row in connection.rows(f"PRAGMA foreign_key_list({table})")}


def _put(connection: Connection, table: str, one: Resident) -> None:
    columns = connection.rows(f"PRAGMA table_info({table})")
    numbered = sum(1 for column in columns if column["pk"]) == 1
    row = {str(column["name"]): _value(table, column, one, numbered=numbered) for column in columns}
    links = {}
    for link in connection.rows(f"PRAGMA foreign_key_list({table})"):
        parent = one.rows.get(str(link["table"]))
        if parent is not None and (table, str(link["from"])) not in UNLINKED:
            links[str(link["from"])] = parent[link["to"] or link["from"]]
    given = {name: value for name, value in (row | links).items() if value is not None}
    own = " AND ".join(f"{name} = :{name}" for name in links) or "1 = 1"
    order = "ORDER BY ROWID DESC" if _has_rowid(connection, table) else ""
    try:
        with connection.atomic():
            connection.insert(table, given)
    except sqlite3.IntegrityError as error:
        if "UNIQUE" not in str(error):  # else a use case made the only row there can be
            message = f"{table}: say in SENSE how its columns are filled: {error}"
            raise AssertionError(message) from error
    one.rows[table] = dict(connection.row(f"SELECT * FROM {table} WHERE {own} {order} LIMIT 1", links) or given)  # noqa: S608 - the schema's


def _has_rowid(connection: Connection, table: str) -> bool:
    ddl = str(connection.value("SELECT sql FROM sqlite_master WHERE name = ?", (table,)))
    return "WITHOUT ROWID" not in ddl


def _value(table: str, column: Any, one: Resident, *, numbered: bool) -> Any:  # noqa: ANN401 - whatever a column holds
    name, kind = str(column["name"]), str(column["type"])
    if (table, name) in SENSE:
        return SENSE[table, name](one)
    if kind == "INTEGER":
        return None if column["pk"] and numbered else 1
    if kind == "BLOB":
        return b"\x00".join(one.name.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    if name in _JSON:
        return json.dumps({"x": [one.name]}, ensure_ascii=False)
    if name in _MOMENTS or name.rpartition("_")[2] in _MOMENTS:
        return _NOW
    return f"{table}:{one.name}"


def dumped(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, in an order of its own."""
    return {
        name: sorted((tuple(row) for row in connection.rows(f'SELECT * FROM "{name}"')), key=repr)  # noqa: S608 - the schema's
        for name in tables(connection)
    }


def holders(dump: dict[str, list[tuple[Any, ...]]], residents: Iterable[Resident]) -> dict[str, int]:
    """Return in how many persons' case a table holds one of their words; tables without any are left out."""
    found = {}
    for name, rows in dump.items():
        content = _flat(rows)
        count = sum(1 for one in residents if any(word.encode() in content for word in one.words))
        if count:
            found[name] = count
    return found


def _flat(rows: Iterable[tuple[Any, ...]]) -> bytes:
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row if value is not None
    )
