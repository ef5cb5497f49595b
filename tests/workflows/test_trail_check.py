"""``lotse check`` over a Protokoll that was emptied: the chain is whole, and still something is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.errands import MISSING, check
from lotse_app.store.trail import TrailTable
from tests.desks import PASSPHRASE, close

if TYPE_CHECKING:
    from tests.desks import Office


def test_a_protokoll_without_any_entry_is_a_finding(office: Office) -> None:
    trail = office.desk.keeping._trail
    assert isinstance(trail, TrailTable)
    for kind in ("unchanging", "kept"):
        trail._connection.run(f"DROP TRIGGER trail_{kind}")
    trail._connection.run("DELETE FROM trail")
    close(office.desk)
    said: list[str] = []
    assert check(office.program, lambda _asked: PASSPHRASE, said.append) == 1
    assert said[-1] == f"Protokoll: {MISSING} Anzahl: 1. Bitte die Koordination verständigen."
    office.reopen(office.program.unlocking.key(office.pilot_id, PASSPHRASE))
