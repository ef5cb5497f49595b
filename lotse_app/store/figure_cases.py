"""What figures know of applications, also of those whose record went by rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.figures import CaseFact
from lotse_app.models.receipt import ReceiptKind
from lotse_app.models.station_file import PlacedCase
from lotse_app.store.columns import document, read_moment
from lotse_app.store.figure_filters import narrowed_cases
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from sqlite3 import Row

    from lotse_app.models.filters import Filters
    from lotse_app.store.connection import Connection

_PAST = "SELECT * FROM application_past WHERE true"
_COLUMNS = ("started", "filed", "way", "received", "refused", "decided", "lead_days", "kept")
#: So many sessions are counted before others may go first.
_IN_A_ROW = 1_000


def case_facts(connection: Connection, filters: Filters) -> tuple[CaseFact, ...]:
    """Return what figures know of every application. Raises KeyError for a filter that applications do not have."""
    narrow, parameters = narrowed_cases(filters)
    there = f"SELECT * FROM ({statement('figure_cases')}) WHERE true{narrow}"  # noqa: S608 - texts of this package
    found = [_fact(row) for row in connection.rows(there, parameters)]
    found.extend(_past_fact(row) for row in connection.rows(_PAST + narrow, parameters))
    return tuple(found)


def begun_applications(connection: Connection) -> dict[str, int]:
    """Return how many applications were begun by number of the session. Links are cut; what was counted stays."""
    row = connection.rows(statement("figure_applications"))[0]
    if row["sessions"] is None:
        return {}
    sessions, numbers = row["sessions"].split("\n"), row["begun"].split("\n")
    found: dict[str, int] = {}
    for start in range(0, len(sessions), _IN_A_ROW):
        connection.way.give()
        part = slice(start, start + _IN_A_ROW)
        found.update(zip(sessions[part], map(int, numbers[part]), strict=True))
    return found


def placed_cases(connection: Connection) -> tuple[PlacedCase, ...]:
    """Return what figures know of every application, with service and commune by which it can be filtered."""
    there = [(row, _fact(row)) for row in connection.rows(statement("figure_cases"))]
    past = [(row, _past_fact(row)) for row in connection.rows(_PAST)]
    return tuple(PlacedCase(row["service_id"], row["ags"], fact) for row, fact in (*there, *past))


def write_placed_cases(connection: Connection, cases: Iterable[PlacedCase]) -> None:
    """Write cases of other stores into a store that holds only figures."""
    for case in cases:
        _write_past(connection, case)


def remember_cases(connection: Connection, ids: Sequence[str]) -> None:
    """Keep by month what figures know of applications that are about to go. Inside an open gate."""
    sql = f"SELECT * FROM ({statement('figure_cases')}) WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - a text of this package
    for row in connection.rows(sql, (document(list(ids)),)):
        _write_past(connection, PlacedCase(row["service_id"], row["ags"], _fact(row)))


def forget_cases(connection: Connection, month: str) -> None:
    """Delete what was kept of applications that were begun before a month (``2026-11``). Inside an open gate."""
    connection.run("DELETE FROM application_past WHERE started < ?", (month,))


def _write_past(connection: Connection, case: PlacedCase) -> None:
    kept = {"service_id": case.service_id, "service_name": case.fact.service, "ags": case.ags}
    connection.insert("application_past", kept | {name: getattr(case.fact, name) for name in _COLUMNS})


def _past_fact(row: Row) -> CaseFact:
    return CaseFact(
        service=row["service_name"],
        kept=None if row["kept"] is None else bool(row["kept"]),
        **{name: row[name] for name in _COLUMNS[:-1]},
    )


def _fact(row: Row) -> CaseFact:
    filed = _filed(row)
    decided = date.fromisoformat(row["decided"]) if row["decided"] else None
    refused = local_date(read_moment(row["refused_at"])) if row["refused_at"] else None
    received = date.fromisoformat(row["confirmed"]) if row["confirmed"] else None
    if received is None and row["receipt"] == ReceiptKind.RECEIVED:
        received = filed
    due = date.fromisoformat(row["due"]) if row["due"] else None
    return CaseFact(
        service=row["service"],
        started=_month(local_date(read_moment(row["created_at"]))),
        filed=_month(filed),
        way=row["way"],
        received=_month(received),
        refused=_month(refused),
        decided=_month(decided),
        lead_days=(decided - filed).days if filed and decided and decided >= filed else None,
        kept=None if filed is None or due is None else filed <= due,
    )


def _filed(row: Row) -> date | None:
    if row["handed_over_on"]:
        return date.fromisoformat(row["handed_over_on"])
    return local_date(read_moment(row["handed_in_at"])) if row["handed_in_at"] else None


def _month(day: date | None) -> str:
    return "" if day is None else f"{day:%Y-%m}"
