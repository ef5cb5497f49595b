"""Consents where they are the legal basis, each apart and revocable. Store lane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.consent import CONSENT_VERSION, Consent, asked, standing
from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from lotse_app.models.consent import Purpose
    from lotse_app.models.people import Operator
    from lotse_app.workflows.shift import Shift
    from lotse_app.workflows.sight_ports import ConsentRows


class Consents:
    """Asks nothing where a public body helps."""

    def __init__(self, rows: ConsentRows, shift: Shift) -> None:
        self._rows = rows
        self._sight = shift.sight
        self._clock = shift.clock

    def of_application(self, application_id: str) -> tuple[Consent, ...]:
        """Return all consents of a case, also revoked ones."""
        self._sight.require_case(application_id)
        return self._rows.of_application(application_id)

    def give(self, application_id: str, purpose: Purpose) -> tuple[Consent, ...]:
        """Note that the person agreed; return all consents of the case."""
        self._sight.require_case(application_id)
        self._rows.give(Consent(application_id, purpose, CONSENT_VERSION, self._clock.now()))
        return self._rows.of_application(application_id)

    def revoke(self, application_id: str, purpose: Purpose) -> tuple[Consent, ...]:
        """Note that the person withdrew a consent; return all consents of the case."""
        self._sight.require_case(application_id)
        self._rows.revoke(application_id, purpose, self._clock.now())
        return self._rows.of_application(application_id)


class ConsentGate:
    """Stands before what needs a consent; open where none is asked."""

    def __init__(self, rows: ConsentRows, operator: Operator) -> None:
        self._rows = rows
        self._asked = asked(operator)

    def closed(self, application_id: str, purpose: Purpose) -> bool:
        """Return whether this consent is asked here and does not stand in the case."""
        return purpose in self._asked and purpose not in standing(self._rows.of_application(application_id))

    def require(self, application_id: str, purpose: Purpose) -> None:
        """Raise CONSENT_MISSING while the gate is closed."""
        if self.closed(application_id, purpose):
            raise refuse(Code.CONSENT_MISSING)
