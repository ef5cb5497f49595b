"""Filling in an application the way a pilot does: one answer, one save."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.forms.editing import edit
from lotse_app.forms.reading import sections
from lotse_app.models.acting import ReadBackWay
from lotse_app.models.application import DraftSave
from lotse_app.workflows.read_back import confirm

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lotse_app.models.application import Application
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.desk import Desk


def fill(desk: Desk, application_id: str, answers: Iterable[tuple[str, Any]]) -> OpenCase:
    """Write answers one by one, each with its own autosave, as typing does."""
    case = desk.applications.open(application_id)
    for pointer, value in answers:
        kept = edit(case.form, case.application.answers, pointer, value)
        save(desk, case.application, kept)
        case = desk.applications.open(application_id)
    return case


def save(
    desk: Desk,
    application: Application,
    answers: Mapping[str, Any],
    **changes: Any,  # noqa: ANN401 - fields of DraftSave
) -> int:
    """Save a draft; ``changes`` are other fields of ``DraftSave``."""
    form = desk.applications.open(application.id).form
    draft = DraftSave(
        application_id=application.id,
        expected_revision=application.revision,
        answers=answers,
        step=application.step,
        acting=application.acting,
        notice_version=application.notice_version,
        keep_contact=application.keep_contact,
        confirmations=application.confirmations,
        due=desk.applications.due(form, answers),
        at=desk.clock.now(),
    )
    return desk.applications.save(replace(draft, **changes))


def read_back(desk: Desk, application_id: str) -> OpenCase:
    """Confirm every section as read aloud, with the data protection sheet handed over."""
    case = desk.applications.open(application_id)
    at = desk.clock.now()
    answers = case.application.answers
    ticks = tuple(confirm(section, ReadBackWay.READ_ALOUD, at) for section in sections(case.form, answers))
    version = desk.workplace.operator.notice_version
    save(desk, case.application, answers, confirmations=ticks, notice_version=version)
    return desk.applications.open(application_id)


def answer_at(answers: Mapping[str, Any], pointer: str) -> object:
    """Return the answer at a JSON Pointer, or None."""
    value: Any = answers
    for part in pointer.strip("/").split("/"):
        try:
            value = value[int(part)] if isinstance(value, list) else value[part]
        except (LookupError, TypeError, ValueError):
            return None
    return value
