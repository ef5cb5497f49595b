"""Station and Träger have an id each on the device that was set up first, and another at the portal (design/sync, 2).

Work from before the device joined keeps its ids in the store. On the wire the portal's ids stand, so that all devices
of a station edit the same record of it and their sessions are of one station.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lotse_app.models.operation import Act, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lotse_app.models.operation import LoggedOperation, Operation
    from lotse_app.models.sync import Membership, Pulled, PulledRecord, Pushed, Result

#: Members of a record that hold an id which has two names, by kind.
_MEMBERS = {Kind.SESSION.value: "station", Kind.STATION.value: "operator"}


class Renaming:
    """Names of a device that has joined, outward and inward; nothing changes where both are the same."""

    def __init__(self, member: Membership) -> None:
        pairs = ((member.home_station, member.station), (member.home_operator, member.operator))
        self._outward = {home: there for home, there in pairs if home and there and home != there}
        self._inward = {there: home for home, there in self._outward.items()}

    def outward(self, logged: Sequence[LoggedOperation]) -> Sequence[LoggedOperation]:
        """Return operations as the portal names things."""
        if not self._outward:
            return logged
        return [replace(one, operation=self._operation(one.operation)) for one in logged]

    def inward(self, pulled: Pulled) -> Pulled:
        """Return a page as this device names things."""
        return replace(pulled, rows=tuple(map(self._record, pulled.rows))) if self._inward else pulled

    def answers(self, pushed: Pushed) -> Pushed:
        """Return answers with what the portal holds as this device names things."""
        return replace(pushed, results=tuple(map(self._result, pushed.results))) if self._inward else pushed

    def _operation(self, one: Operation) -> Operation:
        name = one.record_id
        if one.kind is Kind.STATION:
            name = self._outward.get(name, name)
        body = one.body if one.act is not Act.CREATE else _renamed(one.kind.value, one.body, self._outward)
        return replace(one, record_id=name, body=body)

    def _record(self, one: PulledRecord) -> PulledRecord:
        name = self._inward.get(one.id, one.id) if one.kind == Kind.STATION.value else one.id
        return replace(one, id=name, doc=None if one.doc is None else _renamed(one.kind, one.doc, self._inward))

    def _result(self, one: Result) -> Result:
        theirs = one.detail.get("theirs")
        if not isinstance(theirs, dict):
            return one
        named = theirs
        for kind in _MEMBERS:
            named = dict(_renamed(kind, named, self._inward))
        return replace(one, detail={**one.detail, "theirs": named})


def _renamed(kind: str, doc: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any]:
    """Return a record with the ids in it under their other names."""
    member = _MEMBERS.get(kind, "")
    named = doc.get(member)
    return {**doc, member: names[named]} if isinstance(named, str) and named in names else doc
