"""Named reports, and editions for publication as they were printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lotse_app.models.filters import NamedReport, filters_of, kept_filters
from lotse_app.models.publication import Coverage, Publication
from lotse_app.models.trail import Deed
from lotse_app.store.columns import document, moment_text, read_document, read_moment

if TYPE_CHECKING:
    from sqlite3 import Row

    from lotse_app.store.connection import Connection
    from lotse_app.store.trail import TrailTable


class ReportTable:
    """Implements ``report_ports.ReportRows``."""

    def __init__(self, connection: Connection, trail: TrailTable) -> None:
        self._connection = connection
        self._trail = trail

    def named(self) -> tuple[NamedReport, ...]:
        """Return all named reports by name."""
        rows = self._connection.rows("SELECT * FROM named_report ORDER BY name")
        return tuple(NamedReport(row["name"], filters_of(read_document(row["filters"]))) for row in rows)

    def save(self, report: NamedReport) -> None:
        """Keep a report; one of the same name is replaced."""
        with self._connection.atomic():
            row = {"name": report.name, "filters": document(kept_filters(report.filters))}
            self._connection.put("named_report", row, ("name",))

    def delete(self, name: str) -> None:
        """Forget a report; one that is not there is no matter."""
        with self._connection.atomic():
            self._connection.run("DELETE FROM named_report WHERE name = ?", (name,))

    def publications(self) -> tuple[Publication, ...]:
        """Return every edition, the oldest first."""
        return tuple(map(_read, self._connection.rows("SELECT * FROM publication ORDER BY number")))

    def publish(self, publication: Publication) -> None:
        """Freeze an edition."""
        with self._connection.atomic():
            row = {
                "starts": publication.start.isoformat(),
                "ends": publication.end.isoformat(),
                "coverage": publication.coverage.value,
                "edition": publication.edition,
                "made_at": moment_text(publication.made_at),
                "content": document(publication.content),
            }
            self._connection.insert("publication", row)
            self._trail.note(Deed.PUBLISHED, reason=f"{publication.start}:{publication.edition}")


def _read(row: Row) -> Publication:
    return Publication(
        start=date.fromisoformat(row["starts"]),
        end=date.fromisoformat(row["ends"]),
        edition=row["edition"],
        made_at=read_moment(row["made_at"]),
        content=read_document(row["content"]),
        coverage=Coverage(row["coverage"]),
    )
