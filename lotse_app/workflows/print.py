"""Papers beside the application, and pages for the preview. Work lane unless a method says store lane."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lotse_app.clock import local_date
from lotse_app.models.application import DocumentKind
from lotse_app.models.papers import BringPaper, EmergencyPaper, PosterPaper, PrivacyPaper, RecoveryPaper
from lotse_app.models.people import Role
from lotse_app.models.problems import Code, refuse
from lotse_app.models.stops import poster_lines

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from lotse_app.clock import Clock
    from lotse_app.models.papers import PageImage
    from lotse_app.models.people import Operator, Pilot, Station
    from lotse_app.models.public_service import ServiceCard
    from lotse_app.models.stops import Stop
    from lotse_app.workflows.paper_ports import PaperFiles, Papers
    from lotse_app.workflows.ports import ApplicationRows
    from lotse_app.workflows.shift import Shift


class Printing:
    """Makes and fetches papers."""

    def __init__(self, rows: ApplicationRows, papers: Papers, files: PaperFiles, shift: Shift) -> None:
        self._rows = rows
        self._papers = papers
        self._files = files
        self._workplace = shift.workplace
        self._clock = shift.clock

    def bring_list(self, card: ServiceCard) -> bytes:
        """Return *Was muss ich mitbringen?*."""
        return self._papers.bring_list(BringPaper(card, card.facts, self._workplace, local_date(self._clock.now())))

    def privacy_sheet(self) -> bytes:
        """Return the Art. 13 sheet of the operator."""
        return self.privacy_sheet_of(self._workplace.operator, self._workplace.station)

    def privacy_sheet_of(self, operator: Operator, station: Station) -> bytes:
        """Return the Art. 13 sheet with what the settings say now, not with what they said at unlocking."""
        return self._papers.privacy_sheet(PrivacyPaper(operator, station.name, local_date(self._clock.now())))

    def poster(self, operator: Operator, station: Station, stops: Sequence[Stop] = ()) -> bytes:
        """Return the Aushang of the station; its stops are those that still come."""
        today = local_date(self._clock.now())
        return self._papers.poster(PosterPaper(operator, station, today, poster_lines(stops, today)))

    def emergency_sheet(self, operator: Operator, station: Station, pilots: Sequence[Pilot]) -> bytes:
        """Return the Notfallblatt; whom to call are those of the pilots who work here."""
        active = [pilot for pilot in pilots if pilot.active]
        coordinators = tuple(pilot.name for pilot in active if pilot.role is Role.COORDINATOR)
        responsible = tuple(pilot.name for pilot in active if pilot.responsible)
        paper = EmergencyPaper(operator, station, coordinators, responsible, local_date(self._clock.now()))
        return self._papers.emergency_sheet(paper)

    def recovery_sheet(self, code: str) -> bytes:
        """Return the sheet with a new recovery code; it is never stored."""
        place = self._workplace
        return recovery_sheet(self._papers, code, place.station.name, self._clock, place.operator.name)

    def stored(self, application_id: str, kind: DocumentKind) -> bytes:
        """Return a stored paper. Store lane. Raises RECORD_MISSING."""
        pdf = self._rows.paper(application_id, kind)
        if pdf is None:
            raise refuse(Code.RECORD_MISSING)
        return pdf

    def application(self, application_id: str) -> bytes:
        """Return the application as signed, or as frozen. Store lane. Raises RECORD_MISSING."""
        signed = self._rows.paper(application_id, DocumentKind.SIGNED_APPLICATION)
        return signed if signed is not None else self.stored(application_id, DocumentKind.APPLICATION)

    def pages(self, pdf: bytes, width: int) -> tuple[PageImage, ...]:
        """Return the pages of a PDF as images for the preview."""
        return self._papers.pages(pdf, width)

    def save(self, papers: Sequence[tuple[str, bytes]], first: Path) -> tuple[str, ...]:
        """Write (title, PDF) pairs as ``save_papers`` does."""
        return save_papers(self._files, papers, first)


def save_papers(files: PaperFiles, papers: Sequence[tuple[str, bytes]], first: Path) -> tuple[str, ...]:
    """Write (title, PDF) pairs; return their names: the first as chosen, the others with their own titles behind it.

    Raises EXPORT_FULL, EXPORT_READ_ONLY, EXPORT_FAILED.
    """
    return tuple(
        files.write(first.with_stem(f"{first.stem} - {file_stem(title)}") if at else first, pdf).name
        for at, (title, pdf) in enumerate(papers)
    )


def file_stem(title: str) -> str:
    """Return the title of a paper as a file name that every system takes, without ending."""
    return " ".join(re.sub(r"[^\w.-]+", " ", title).split()) or "Papier"


def recovery_sheet(papers: Papers, code: str, station_name: str, clock: Clock, operator_name: str = "") -> bytes:
    """Return the sheet with the recovery code; it is never stored. Names not known yet are written in by hand."""
    return papers.recovery_sheet(RecoveryPaper(code, station_name, local_date(clock.now()), operator_name))
