"""Which Vollmachten a pilot may see: the own ones, and those of a Vorgang that is open to them. Store lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.permission import Right
from lotse_app.models.problems import Code, ProblemError

if TYPE_CHECKING:
    from lotse_app.models.mandate import KeptMandate
    from lotse_app.workflows.sight import Sight


def require_seen(kept: KeptMandate, pilot_id: str, sight: Sight) -> None:
    """Raise TAKEOVER_MISSING unless this pilot took the mandate, or may open one of the cases under it."""
    if kept.pilot_id == pilot_id:
        sight.require(Right.BEGIN_CASE)
        return
    refused: ProblemError | None = None
    for use in kept.uses:
        try:
            sight.require_case(use.application_id)
        except ProblemError as error:
            if error.problem.code is not Code.RECORD_MISSING:  # a case that is gone can be taken over by nobody
                refused = error
        else:
            return
    if refused is not None:
        raise refused
    sight.require(Right.BEGIN_CASE)
