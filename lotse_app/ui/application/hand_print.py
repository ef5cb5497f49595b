"""The print that gets its Handzeichen, or is taken down *zur Niederschrift*: which one it was, also after a lock.

It shows its names and its moment, so it is noted as signed only as it was printed. While the view lives it is kept
whole; over a lock only its moment and a digest are, and the same request makes the same pages again.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lotse_app.models.signing import SignRequest
    from lotse_app.ui.application.chosen import Chosen
    from lotse_app.workflows.applications import OpenCase
    from lotse_app.workflows.sign import PreparedSignature

_NAME = "zum Unterschreiben gedruckt"


class HandPrint:
    """The last such print of one Vorgang, made at the desk of ``pilot_id``."""

    def __init__(self, chosen: Chosen, pilot_id: str) -> None:
        self._chosen = chosen
        self._pilot_id = pilot_id
        self._made: tuple[SignRequest, PreparedSignature] | None = None

    def keep(self, case: OpenCase, request: SignRequest, prepared: PreparedSignature) -> None:
        """Keep what was printed for a request."""
        self._made = (request, prepared)
        self._chosen.keep(_NAME, self._digest(case, request), prepared.signature.at.isoformat())

    def drop(self) -> None:
        """Forget the print; what outlives the view is void with its edition."""
        self._made = None

    def take(self, request: SignRequest) -> PreparedSignature | None:
        """Return the very print of a request and forget it; None where it was not made in this view."""
        if self._made is None or self._made[0] != request:
            return None
        prepared, self._made = self._made[1], None
        return prepared

    def moment(self, case: OpenCase, request: SignRequest) -> datetime | None:
        """Return which moment stands on the print that was made for exactly this before a lock; None for none."""
        kept = self._chosen.of(_NAME)
        if not kept or kept[0] != self._digest(case, request):
            return None
        return datetime.fromisoformat(kept[1])

    def _digest(self, case: OpenCase, request: SignRequest) -> str:
        signed = "" if case.frozen is None else case.frozen.digest
        parts = (
            self._pilot_id,
            signed,
            str(len(case.signatures)),
            request.way.value,
            str(request.line.number),
            request.signer,
            request.witness,
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()
