"""What keeps an application from being handed in today: ``[[block]]`` in ``form.toml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.forms import dates
from lotse_app.forms.evidence import conditions
from lotse_app.forms.pointers import split
from lotse_app.forms.validation import day_of, matches
from lotse_app.forms.visible import prune

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from lotse_app.forms.form import Block, Form


def blocks(form: Form, answers: Mapping[str, Any], today: date) -> tuple[Block, ...]:
    """Return the blocks that hold for these answers today; drafting and printing a draft stay possible."""
    kept = prune(form, answers)
    found = zip(form.blocks, conditions(form).blocks, strict=True)
    return tuple(block for block, holds in found if holds(kept) and _too_late(block, kept, today))


def _too_late(block: Block, kept: Mapping[str, Any], today: date) -> bool:
    if not block.date:
        return True
    last = day_of(block.later_than, today)
    answered = (value for _, value in matches(kept, split(block.date)))
    return any(
        isinstance(value, str) and dates.is_partial(value) and dates.earliest(value) > last for value in answered
    )
