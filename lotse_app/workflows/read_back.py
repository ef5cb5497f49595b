"""Reading back to the resident: which sections still stand confirmed. Pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.forms.reading import section_digest, sections
from lotse_app.models.application import Confirmation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from lotse_app.forms.form import Form
    from lotse_app.models.acting import ReadBackWay
    from lotse_app.models.reading import Section


def confirm(section: Section, how: ReadBackWay, at: datetime) -> Confirmation:
    """Return *Das stimmt* for a section as it reads now."""
    return Confirmation(section.key, how, at, section_digest(section))


def standing(read: Sequence[Section], confirmations: Sequence[Confirmation]) -> tuple[Confirmation, ...]:
    """Return the confirmations whose section still reads as it was confirmed; a later change clears a tick."""
    now = {section.key: section_digest(section) for section in read}
    return tuple(made for made in confirmations if now.get(made.section) == made.digest)


def unconfirmed(form: Form, answers: Mapping[str, Any], confirmations: Sequence[Confirmation]) -> tuple[Section, ...]:
    """Return the sections that were not yet confirmed as they read now."""
    read = sections(form, answers)
    ticked = {made.section for made in standing(read, confirmations)}
    return tuple(section for section in read if section.key not in ticked)
