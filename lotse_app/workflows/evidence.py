"""Evidence of an application: states and files. ``read`` and ``check`` are work-lane, the others store-lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.forms.evidence import evidence_wanted
from lotse_app.models.evidence import Evidence, EvidenceState
from lotse_app.models.papers import EnclosurePaper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from lotse_app.forms.form import Form
    from lotse_app.models.evidence import CheckedFile, EvidenceFile
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.paper_ports import Papers
    from lotse_app.workflows.ports import EvidenceRows
    from lotse_app.workflows.shift import Shift

#: The Vollmacht in the forms of who acts as agent (``resources/forms/vertretung``).
_MANDATE = "vollmacht"


class EvidenceTable:
    """Evidence lines of a case."""

    def __init__(self, rows: EvidenceRows, papers: Papers, shift: Shift) -> None:
        self._rows = rows
        self._papers = papers
        self._clock = shift.clock
        self._ids = shift.ids

    def read(self, file: Path) -> CheckedFile:
        """Read a file the pilot chose and look at it. Work lane. Raises FILE_UNREADABLE and what ``check`` raises."""
        return self._papers.read_file(file)

    def check(self, content: bytes) -> CheckedFile:
        """Look at a file before it is taken in. Work lane. Raises the FILE_* problems."""
        return self._papers.check_file(content)

    def set_state(self, evidence: Evidence, order: int) -> None:
        """Write state and reason of one line; the mark *Unterlagen fehlen* follows in the same transaction."""
        self._rows.save(evidence, order, self._clock.now())

    def attach(self, evidence: Evidence, order: int, checked: CheckedFile) -> EvidenceFile:
        """Store a checked file with its line."""
        now = self._clock.now()
        self._rows.save(evidence, order, now)  # its state becomes FILE only together with the file
        return self._rows.attach(evidence.application_id, evidence.key, self._ids.new(), checked, now)

    def detach(self, application_id: str, file_id: str) -> None:
        """Delete a file of a draft, its bytes too."""
        self._rows.detach(application_id, file_id, self._clock.now())

    def content(self, file_id: str) -> bytes:
        """Return the bytes of a stored file."""
        return self._rows.content(file_id)

    def enclosed(self, case: OpenCase) -> tuple[EnclosurePaper, ...]:
        """Return the files that go with a case on paper, in the order of the form. Store lane."""
        application = case.application
        lines = evidence_lines(case.form, application.answers, application.id, case.evidence)
        return tuple(
            EnclosurePaper(application.number, line.label, file.media_type, self._rows.content(file.id), file.pages)
            for line in lines
            if line.state is EvidenceState.FILE
            for file in line.files
        )

    def printed(self, files: Sequence[EnclosurePaper]) -> tuple[tuple[str, bytes], ...]:
        """Return (title, PDF) of files that go along. Work lane."""
        return tuple(
            (f"Nachweis {file.number}-{at}", self._papers.enclosure(file)) for at, file in enumerate(files, start=1)
        )

    def of_application(self, application_id: str) -> tuple[Evidence, ...]:
        """Return the stored lines."""
        return self._rows.of_application(application_id)


def evidence_lines(
    form: Form,
    answers: Mapping[str, Any],
    application_id: str,
    stored: Sequence[Evidence],
    mandate: KeptMandate | None = None,
) -> tuple[Evidence, ...]:
    """Return the lines that the present answers ask for, with what is stored of them. Pure.

    What nobody entered is open, whatever is usual for it: seen is only what a pilot said to have seen. But for the
    Vollmacht that was signed here and is printed along: nobody has to find it (``Mandates.enclosed``).
    """
    known = {line.key: line for line in stored}
    return tuple(
        known.get(rule.key, Evidence(application_id, rule.key, rule.label, _begins(rule.key, mandate)))
        for rule in evidence_wanted(form, answers)
    )


def _begins(key: str, mandate: KeptMandate | None) -> EvidenceState:
    """Return the state of a line that nobody entered."""
    if key != _MANDATE or mandate is None or mandate.revocation is not None:
        return EvidenceState.OPEN
    along = mandate.signature is not None and not mandate.signature.on_paper
    return EvidenceState.ON_PAPER if along else EvidenceState.OPEN
