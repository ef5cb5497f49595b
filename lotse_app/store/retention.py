"""Deleting by rule (design/privacy, Retention). Each rule takes what is due in one transaction with its proof."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.retention import SETTING_PREFIX, Due, Forecast, RuleName
from lotse_app.models.trail import Deed
from lotse_app.store.agenda import delete_appointments, delete_follow_ups
from lotse_app.store.columns import moment_text, read_moment
from lotse_app.store.copying import RESCUE_NAME, remove_store
from lotse_app.store.erasing import (
    backups_are_stale,
    clear_content,
    cut_links,
    delete_applications,
    open_gate,
    proofs,
    sweep,
    write_proof,
)
from lotse_app.store.mandates import delete_mandates
from lotse_app.store.portal_records import ENDED_SESSIONS
from lotse_app.store.sessions import delete_sessions
from lotse_app.store.statements import statement

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from lotse_app.models.operation import Operation
    from lotse_app.models.retention import Proof, RetentionRule
    from lotse_app.store.connection import Connection
    from lotse_app.store.outbox import OutboxTable
    from lotse_app.store.trail import TrailTable

#: Rules over rows that are counted, not listed one by one: where their moments stand.
_COUNTED = {
    RuleName.SESSION: ENDED_SESSIONS,
    RuleName.TRAIL: "SELECT at AS since, 0 AS held FROM trail",
}

_KINDS = {
    RuleName.DRAFT: "vorgang",
    RuleName.CONTENT_CONFIRMED: "inhalt",
    RuleName.CONTENT_PAPER: "inhalt",
    RuleName.RECEIPT_DECIDED: "vorgang",
    RuleName.RECEIPT: "vorgang",
    RuleName.MANDATE: "vollmacht",
    RuleName.LINK: "verbindung",
    RuleName.SESSION: "beratung",
    RuleName.BIN: "beratung",
    RuleName.APPOINTMENT: "termin",
    RuleName.FOLLOW_UP: "wiedervorlage",
    RuleName.TRAIL: "protokolleintrag",
}


def _whole_applications(connection: Connection, ids: Sequence[str]) -> int:
    return delete_applications(connection, ids).applications


#: Rules that delete the records they name; the others go by a moment.
_DELETES: dict[RuleName, Callable[[Connection, Sequence[str]], int]] = {
    RuleName.DRAFT: _whole_applications,
    RuleName.RECEIPT_DECIDED: _whole_applications,
    RuleName.RECEIPT: _whole_applications,
    RuleName.CONTENT_CONFIRMED: clear_content,
    RuleName.CONTENT_PAPER: clear_content,
    RuleName.LINK: cut_links,
    RuleName.APPOINTMENT: delete_appointments,
    RuleName.FOLLOW_UP: delete_follow_ups,
    RuleName.MANDATE: delete_mandates,
}


class RetentionTable:
    """Implements ``keeping_ports.RetentionRows``."""

    def __init__(self, connection: Connection, outbox: OutboxTable, trail: TrailTable, folder: Path) -> None:
        self._connection = connection
        self._outbox = outbox
        self._trail = trail
        self._folder = folder

    def settings(self) -> dict[str, str]:
        """Return the station's own days by setting."""
        rows = self._connection.rows(
            "SELECT key, value FROM setting WHERE key >= ? AND key < ?", (SETTING_PREFIX, f"{SETTING_PREFIX}\uffff")
        )
        return {row["key"]: row["value"] for row in rows}

    def due(self, rule: RetentionRule, now: datetime, days: int | None = None) -> tuple[Due, ...]:
        """Return what is due by ``now`` after the rule's days (or ``days``), oldest first; nothing that is held."""
        length = timedelta(days=rule.days)
        cutoff = moment_text(now - (length if days is None else timedelta(days=days)))
        if rule.name in _COUNTED:
            return ()
        rows = self._connection.rows(
            f"SELECT * FROM ({statement('retention')}) WHERE rule = :rule AND since <= :cutoff AND NOT held"  # noqa: S608 - a text of this package
            " ORDER BY since, record_id",
            {"rule": rule.name.value, "cutoff": cutoff, "today": local_date(now).isoformat()},
        )
        return tuple(
            Due(rule.name, row["record_id"], row["number"], row["label"], read_moment(row["since"]) + length)
            for row in rows
        )

    def forecast(self, rule: RetentionRule, now: datetime) -> Forecast:
        """Return how much of a rule is due now and later, and when the next goes."""
        length = timedelta(days=rule.days)
        moments = _COUNTED.get(rule.name, f"SELECT since, held FROM ({statement('retention')}) WHERE rule = :rule")  # noqa: S608 - a text of this package
        row = self._connection.row(
            f"SELECT coalesce(sum(since <= :cutoff AND NOT held), 0) AS now,"  # noqa: S608 - literals
            f" coalesce(sum(since > :cutoff), 0) AS later, coalesce(sum(since <= :cutoff AND held), 0) AS held,"
            f" min(CASE WHEN since > :cutoff THEN since END) AS next FROM ({moments})",
            {"rule": rule.name.value, "cutoff": moment_text(now - length), "today": local_date(now).isoformat()},
        )
        if row is None:  # pragma: no cover - an aggregate always has one row
            return Forecast(rule, 0, 0, None)
        next_on = None if row["next"] is None else read_moment(row["next"]) + length
        return Forecast(rule, row["now"], row["later"], next_on, row["held"])

    def take(self, rule: RetentionRule, due: Sequence[Due], now: datetime, operations: Sequence[Operation]) -> int:
        """Delete what is due by one rule, with proof, entry in the trail and operations; return how many went."""
        name = rule.name
        with open_gate(self._connection, name.value):
            count = self._delete(name, [one.record_id for one in due], now - timedelta(days=rule.days))
            if count:
                self._outbox.append(operations)
                write_proof(self._connection, now, name.value, _KINDS[name], count)
                self._trail.note(Deed.RETENTION, reason=f"{name.value}:{count}")
                backups_are_stale(self._connection, now)
        return count

    def settle(self) -> None:
        """Take what was deleted out of the file, its log, and the copy that an upgrade left."""
        sweep(self._connection)
        remove_store(self._folder / RESCUE_NAME)

    def proofs(self, limit: int = 500) -> tuple[Proof, ...]:
        """Return the newest proofs."""
        return proofs(self._connection, limit)

    def _delete(self, name: RuleName, ids: Sequence[str], before: datetime) -> int:
        if name is RuleName.TRAIL:
            return self._trail.prune(self._trail.last_before(before))
        if name in {RuleName.SESSION, RuleName.BIN}:
            return delete_sessions(self._connection, ids if name is RuleName.BIN else None, before)
        return _DELETES[name](self._connection, ids)
