"""Which languages the resident's view may offer: only texts that were verified."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.form import Form


def plain_offered(form: Form) -> bool:
    """Return whether the form has plain-language texts and every one of them is marked ``geprueft``."""
    marks = [*_marks(form.uischema), *_marks(form.schema)]
    return bool(marks) and all(mark == "geprueft" for mark in marks)


def _marks(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "x-einfach" and isinstance(value, dict):
                yield str(value.get("stand", ""))
            else:
                yield from _marks(value)
    elif isinstance(part, list):
        for one in part:
            yield from _marks(one)
