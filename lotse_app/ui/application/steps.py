"""The steps of the wizard and how far each is. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lotse_app.models.application import Mark, State
from lotse_app.models.representation import AGENTS
from lotse_app.workflows.evidence import evidence_lines
from lotse_app.workflows.mandate_rules import names_still
from lotse_app.workflows.read_back import unconfirmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.forms.state import FormState
    from lotse_app.workflows.applications import OpenCase

#: Keys of the steps that are not of the form; a form's step is ``formular:`` and its key.
WHO, MANDATE, EVIDENCE, READ_BACK, SIGNATURE, HAND_IN = (
    "wer",
    "vollmacht",
    "nachweise",
    "pruefen",
    "unterschrift",
    "einreichen",
)
_FORM = "formular:"
_TO_SIGN = frozenset({State.CHECKED, State.SIGNED})


class Progress(StrEnum):
    """How far a step is; the value is the word a screen reader says."""

    DONE = "fertig"
    OPEN = "offen"
    LOCKED = "noch nicht möglich"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``form_key`` is the key of a form's step, else empty."""

    key: str
    title: str
    progress: Progress
    form_key: str = ""


def form_step(key: str) -> str:
    """Return the wizard's key of a form's step."""
    return f"{_FORM}{key}"


def steps_of(case: OpenCase, form: FormState) -> tuple[Step, ...]:
    """Return all steps; ``case`` carries the present answers, not only those last saved."""
    application = case.application
    frozen = application.state is not State.DRAFT
    lines = evidence_lines(case.form, application.answers, application.id, case.evidence, case.mandate)
    stored = {line.key for line in case.evidence}
    entered = all((line.key in stored or line.enclosed) and not line.missing for line in lines)
    ticked = application.confirmations
    read = frozen or (bool(ticked) and not unconfirmed(case.form, application.answers, ticked))
    signed = frozen and (case.hand_in is not None or Mark.SIGNATURE_FOLLOWS in application.marks or not case.open_lines)
    late = [(SIGNATURE, "Unterschrift", signed), (HAND_IN, "Einreichen", case.hand_in is not None)]
    return (
        _step(WHO, "Wer handelt?", done=application.notice_version is not None),
        *_with_mandate(
            case,
            [
                Step(form_step(step.key), step.title, _progress(done=step.complete), step.key)
                for step in form.steps
                if step.visible
            ],
        ),
        # A form that asks for none has no such step: one page less for the Formloser Antrag.
        *((_step(EVIDENCE, "Nachweise", done=entered),) if case.form.evidence else ()),
        _step(READ_BACK, "Gemeinsam prüfen", done=read),
        *(Step(key, title, _progress(done=done) if frozen else Progress.LOCKED) for key, title, done in late),
    )


def _with_mandate(case: OpenCase, steps: list[Step]) -> list[Step]:
    """Return the steps of the form; an agent case has its Vollmacht after who acts, which is the form's first step."""
    if case.application.acting not in AGENTS:
        return steps
    kept = case.mandate
    signed = kept is not None and kept.signature is not None and kept.revocation is None
    told = all(step.progress is Progress.DONE for step in steps[:1])
    return [*steps[:1], _step(MANDATE, "Vollmacht", done=signed and told and names_still(case)), *steps[1:]]


def starting_step(case: OpenCase, steps: Sequence[Step]) -> str:
    """Return where to begin: where the draft was left; a frozen case goes on where it stands."""
    state = case.application.state
    if state is not State.DRAFT:
        if Mark.SIGNATURE_FOLLOWS in case.application.marks or not case.open_lines:
            return HAND_IN
        return SIGNATURE if state in _TO_SIGN else HAND_IN
    keys = [step.key for step in steps if step.progress is not Progress.LOCKED]
    return case.application.step if case.application.step in keys else keys[0]


def neighbour(steps: Sequence[Step], key: str, by: int) -> Step | None:
    """Return the step before (-1) or after (1) a step."""
    keys = [step.key for step in steps]
    at = (keys.index(key) if key in keys else 0) + by
    return steps[at] if 0 <= at < len(steps) else None


def _progress(*, done: bool) -> Progress:
    return Progress.DONE if done else Progress.OPEN


def _step(key: str, title: str, *, done: bool) -> Step:
    return Step(key, title, _progress(done=done))
