"""Why a document is refused: always with the element and the line, so that its author finds the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from lotse_app.models.problems import ProblemError


def refused(line: int, element: str, reason: str) -> ProblemError:
    """Return XDF_REFUSED: ``reason`` is a German half sentence, ``line`` counts from 1."""
    return refuse(Code.XDF_REFUSED, reason=reason, element=element, line=line)
