"""What goes along with an application on paper: the sheet with the address, and the files of its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.application import CarriedBy
from lotse_app.ui.rooms.room import PaperReady

if TYPE_CHECKING:
    from lotse_app.models.office import Office
    from lotse_app.models.papers import EnclosurePaper
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk
    from lotse_app.workflows.hand_in import PreparedHandIn

    #: Where it goes, and what goes along.
    Found = tuple[Office | None, tuple[EnclosurePaper, ...]]


def with_cover(papers: tuple[PaperReady, ...], cover: bytes) -> tuple[PaperReady, ...]:
    """Return the papers with the address behind the application, if it is there; no cover leaves them as they are."""
    behind = int(papers[0].title == "Antrag")
    return (*papers[:behind], PaperReady("Adressblatt", cover), *papers[behind:]) if cover else papers


def with_files(papers: tuple[PaperReady, ...], files: tuple[PaperReady, ...]) -> tuple[PaperReady, ...]:
    """Return the papers with the files that go to the office before what the resident keeps."""
    kept = sum(paper.title.startswith(("Beleg", "Merkzettel")) for paper in papers)
    return (*papers[: len(papers) - kept], *files, *papers[len(papers) - kept :])


def printed_files(desk: Desk, files: tuple[EnclosurePaper, ...]) -> tuple[PaperReady, ...]:
    """Make the files that go along ready for the printer. Work lane."""
    return tuple(PaperReady(title, pdf) for title, pdf in desk.evidence.printed(files))


def office_and_files(desk: Desk, case: OpenCase) -> Found:
    """Return where it goes and the files that go along. Store lane."""
    return desk.filing.office(case), desk.evidence.enclosed(case)


def hand_in_papers(
    desk: Desk, case: OpenCase, carried_by: CarriedBy, found: Found, *, address_unknown: bool
) -> tuple[PreparedHandIn, bytes, tuple[PaperReady, ...]]:
    """Make receipt, Merkzettel, the files and, where it is wanted, the sheet with the address. Work lane."""
    office, files = found
    prepared = desk.handing_in.prepare(case, carried_by, office, address_unknown=address_unknown)
    wanted = desk.filing.wants_cover(case, carried_by, office)
    cover = desk.filing.cover(case, carried_by, office) if wanted else b""
    return prepared, cover, printed_files(desk, files)


def covered(desk: Desk, case: OpenCase, found: Found, papers: tuple[PaperReady, ...]) -> tuple[PaperReady, ...]:
    """Add address and files to stored papers. Work lane."""
    office, files = found
    carried_by = case.hand_in.carried_by if case.hand_in is not None else CarriedBy.RESIDENT
    wanted = desk.filing.wants_cover(case, carried_by, office)
    covered = with_cover(papers, desk.filing.cover(case, carried_by, office) if wanted else b"")
    return with_files(covered, printed_files(desk, files))
