"""Whose a case is, who took it over, and the entries that reading it leaves in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.models.problems import Code, refuse
from lotse_app.models.sight import CaseLabel, reason_text, words_of
from lotse_app.models.trail import Deed
from lotse_app.store.columns import moment_text, read_document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.models.sight import Takeover
    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


class SightTable:
    """Implements ``sight_ports.SightRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def label(self, application_id: str) -> CaseLabel:
        """Return number, service and owner of a case. Raises RECORD_MISSING."""
        row = self._connection.row(
            "SELECT id, number, service_name, pilot_id FROM application WHERE id = ?", (application_id,)
        )
        if row is None:
            raise refuse(Code.RECORD_MISSING, kind="application")
        return CaseLabel(row["id"], row["number"], row["service_name"], row["pilot_id"])

    def taken_over_by(self, pilot_id: str) -> frozenset[str]:
        """Return the ids of colleagues' cases this pilot may open now."""
        rows = self._connection.rows("SELECT application_id FROM takeover WHERE pilot_id = ?", (pilot_id,))
        return frozenset(row["application_id"] for row in rows)

    def take_over(self, takeover: Takeover) -> None:
        """Write a takeover and its entry in the trail; the reason stands in the trail only."""
        with self._connection.atomic():
            self._connection.put(
                "takeover",
                {
                    "application_id": takeover.application_id,
                    "pilot_id": takeover.pilot_id,
                    "at": moment_text(takeover.at),
                },
                ("application_id", "pilot_id"),
            )
            reason = reason_text(takeover.reason, takeover.words)
            self._trail.note(Deed.TAKEN_OVER, takeover.application_id, reason=reason)

    def end_takeovers(self, application_id: str) -> None:
        """Take a case back: who stood in may no longer open it. Writes nothing where nobody did."""
        sql = "SELECT 1 FROM takeover WHERE application_id = ?"
        if self._connection.row(sql, (application_id,)) is not None:
            with self._connection.atomic():
                self._connection.run("DELETE FROM takeover WHERE application_id = ?", (application_id,))

    def note_reading(self, application_id: str) -> None:
        """Note in the trail that a colleague's case was opened."""
        self._trail.note(Deed.READ_OF_COLLEAGUE, application_id)

    def names(self, application_id: str) -> frozenset[str]:
        """Return the words of all answers that are names, case-folded: none of them may stand in a reason."""
        answers = self._connection.value("SELECT answers FROM application WHERE id = ?", (application_id,))
        return frozenset(_names(read_document(answers or "{}"), named=False))


def _names(value: Any, *, named: bool) -> Iterator[str]:  # noqa: ANN401 - JSON holds any type
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _names(inner, named=named or "name" in key)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner, named=named)
    elif named and isinstance(value, str):
        yield from words_of(value)
