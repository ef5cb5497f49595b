"""Which outbox operations an action writes (design/sync, 1 and 4). Pure functions.

No answers, evidence, mandates, notes or names: what is not listed here does not leave the device.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lotse_app.clock import local_date
from lotse_app.models.application import State
from lotse_app.models.operation import Act, Kind, Operation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lotse_app.ids import Ids
    from lotse_app.models.application import Application
    from lotse_app.models.kept_form import KeptForm
    from lotse_app.models.people import Operator, Station
    from lotse_app.models.session import CounsellingSession
    from lotse_app.models.stops import Stop


def previous(value: object) -> str:
    """Return ``p``: the first 16 hex digits of SHA-256 over the RFC 8785 form of the value as the user saw it."""
    import rfc8785

    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()[:16]  # type: ignore[arg-type]  # plain JSON values only


def _utc(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class OperationMaker:
    """Makes operations for one pilot; ``ids`` gives each its idempotency key."""

    ids: Ids
    pilot_id: str

    def _operation(self, act: Act, kind: Kind, record_id: str, at: datetime, body: Mapping[str, Any]) -> Operation:
        return Operation(self.ids.new(), act, kind, record_id, self.pilot_id, at, body)

    def session_ended(self, session: CounsellingSession, at: datetime) -> tuple[Operation, ...]:
        """Return the create of the session record and one of each obstacle; sessions travel from their end."""
        created = self._operation(Act.CREATE, Kind.SESSION, session.id, at, session_document(session))
        services = [topic.service_id for topic in session.topics if topic.service_id] or [""]
        obstacles = (
            self._operation(
                Act.CREATE,
                Kind.OBSTACLE,
                self.ids.new(),
                at,
                {"code": code.value, "service": services[0], "date": local_date(session.started_at).isoformat()},
            )
            for code in session.obstacles
        )
        return (created, *obstacles)

    def session_changed(
        self, before: CounsellingSession, after: CounsellingSession, at: datetime
    ) -> tuple[Operation, ...]:
        """Return one patch with every field that differs, or nothing."""
        old, new = session_document(before), session_document(after)
        changed = {f"/{key}": {"p": previous(old[key]), "v": new[key]} for key in new if old[key] != new[key]}
        return (self._operation(Act.PATCH, Kind.SESSION, after.id, at, changed),) if changed else ()

    def session_binned(self, session_id: str, at: datetime, *, deleted: bool) -> tuple[Operation, ...]:
        """Return the patch that puts a session into the bin or takes it out; figures elsewhere follow at once."""
        changed = {"/deleted": {"p": previous(not deleted), "v": deleted}}
        return (self._operation(Act.PATCH, Kind.SESSION, session_id, at, changed),)

    def session_deleted(self, session_id: str, at: datetime) -> tuple[Operation, ...]:
        """Return the tombstone of a session that left the bin for good."""
        return (self._operation(Act.DELETE, Kind.SESSION, session_id, at, {}),)

    def application_begun(self, application: Application, at: datetime) -> tuple[Operation, ...]:
        """Return the create of the status record."""
        return (self._operation(Act.CREATE, Kind.APPLICATION_STATUS, application.id, at, status_document(application)),)

    def state_changed(
        self, application: Application, state: State, at: datetime, way: str = ""
    ) -> tuple[Operation, ...]:
        """Return the patch of a state step; ``way`` is added when it is handed in."""
        changes = {"/state": {"p": previous(application.state.value), "v": state.value}}
        if way:
            changes["/way"] = {"p": previous(""), "v": way}
        day = local_date(at).isoformat()
        if state is State.CHECKED and application.due:
            # The date is known from the first freeze on; a later edition that moves it meets what was sent before.
            sent = "" if application.edition == 1 else application.due.isoformat()
            changes["/due"] = {"p": previous(sent), "v": application.due.isoformat()}
        if way:
            changes["/handed_in"] = {"p": previous(""), "v": day}
        if state is State.RECEIVED and application.state is not State.QUERY:  # it was received before the query
            changes["/received"] = {"p": previous(""), "v": day}
        return (self._operation(Act.PATCH, Kind.APPLICATION_STATUS, application.id, at, changes),)

    def state_taken_back(
        self, application: Application, state: State, since: datetime, at: datetime
    ) -> tuple[Operation, ...]:
        """Return the patch that sets the state of before again; ``since`` is when the step was taken."""
        changes = {"/state": {"p": previous(application.state.value), "v": state.value}}
        if application.state is State.RECEIVED and state is not State.QUERY:
            changes["/received"] = {"p": previous(local_date(since).isoformat()), "v": ""}
        return (self._operation(Act.PATCH, Kind.APPLICATION_STATUS, application.id, at, changes),)

    def application_deleted(self, application_id: str, at: datetime) -> tuple[Operation, ...]:
        """Return the tombstone of a status record; what waits in the log names ids only and stays in order."""
        return (self._operation(Act.DELETE, Kind.APPLICATION_STATUS, application_id, at, {}),)

    def form_kept(self, kept: KeptForm, at: datetime) -> tuple[Operation, ...]:
        """Return the create of an imported form's record: which form it is and where it stands, not its documents."""
        return (self._operation(Act.CREATE, Kind.FORM, kept.id, at, form_document(kept)),)

    def form_changed(self, before: KeptForm, after: KeptForm, at: datetime) -> tuple[Operation, ...]:
        """Return one patch with what differs."""
        old, new = form_document(before), form_document(after)
        changed = {f"/{key}": {"p": previous(old[key]), "v": new[key]} for key in new if old[key] != new[key]}
        return (self._operation(Act.PATCH, Kind.FORM, after.id, at, changed),) if changed else ()

    def form_deleted(self, row_id: str, at: datetime) -> tuple[Operation, ...]:
        """Return the tombstone of an imported form."""
        return (self._operation(Act.DELETE, Kind.FORM, row_id, at, {}),)

    def station_set_up(self, operator: Operator, station: Station, at: datetime) -> tuple[Operation, ...]:
        """Return the create of the station record."""
        return (self._operation(Act.CREATE, Kind.STATION, station.id, at, station_document(operator, station)),)

    def station_changed(
        self, before: tuple[Operator, Station], after: tuple[Operator, Station], at: datetime
    ) -> tuple[Operation, ...]:
        """Return one patch with every field of the station record that differs, or nothing."""
        old, new = station_document(*before), station_document(*after)
        changed = {f"/{key}": {"p": previous(old[key]), "v": new[key]} for key in new if old[key] != new[key]}
        return (self._operation(Act.PATCH, Kind.STATION, after[1].id, at, changed),) if changed else ()

    def stop_changed(
        self, station_id: str, before: Stop | None, after: Stop | None, at: datetime
    ) -> tuple[Operation, ...]:
        """Return the patch of the station record with one stop added, changed or taken away, or nothing."""
        old, new = stop_document(before), stop_document(after)
        stop = after or before
        if stop is None or old == new:
            return ()
        # One step deep: compare and set works by member, and two who change two stops are in nobody's way.
        changed = {f"/stop:{stop.id}": {"p": previous(old), "v": new}}
        return (self._operation(Act.PATCH, Kind.STATION, station_id, at, changed),)


def stop_document(stop: Stop | None) -> dict[str, Any] | None:
    """Return a stop as it travels; nothing where there is none, as of any field that is not there. Nothing personal."""
    if stop is None:
        return None
    return {
        "name": stop.name,
        "ags": stop.ags,
        "place": stop.place_type.value,
        "starts": stop.starts.isoformat("minutes"),
        "ends": stop.ends.isoformat("minutes"),
        "weekday": "" if stop.weekday is None else stop.weekday,
        "weeks": stop.weeks,
        "since": stop.since.isoformat() if stop.since else "",
        "until": stop.until.isoformat() if stop.until else "",
        "dates": [day.isoformat() for day in stop.dates],
    }


def session_document(session: CounsellingSession) -> dict[str, Any]:
    """Return the session as it travels: without person, note, birth date and Vorgang ids."""
    details = session.details
    return {
        "kind": session.kind.value,
        "pilot": session.pilot_id,
        "role": session.role.value,
        "station": session.station_id,
        "ags": session.ags,
        "place": session.place_type.value,
        "start": _utc(session.started_at),
        "end": _utc(session.ended_at or session.beat_at),
        "access": session.access.value,
        "people": session.people,
        "age": session.age_band.value,
        "first_contact": session.first_contact.value,
        "topics": [topic.service_id or topic.label for topic in session.topics],
        "help": session.help_kind.value if session.help_kind else "",
        "result": session.result.value if session.result else "",
        "referred_to": session.referred_to.value if session.referred_to else "",
        "obstacles": [code.value for code in session.obstacles],
        "short": session.short_contact,
        "heads": [[one.kind.value, one.value, one.count] for one in session.heads],
        "gender": details.gender.value,
        "residence": details.residence,
        "language": details.language.value,
        "devices": [device.value for device in details.devices],
        "independence": details.independence.value,
        "satisfaction": details.satisfaction,
        "preparation": details.preparation,
        "travel": details.travel,
        "distance": details.distance,
        "tags": list(details.tags),
        "stop": session.stop_id,
        "deleted": False,  # true while it lies in the bin
    }


def changed_values(before: CounsellingSession, after: CounsellingSession) -> dict[str, Any]:
    """Return the old values of what differs, by field. Of a note only that it was changed."""
    old, new = session_document(before), session_document(after)
    changed = {key: old[key] for key in new if old[key] != new[key]}
    return changed if before.note == after.note else changed | {"note": ""}


def status_document(application: Application) -> dict[str, Any]:
    """Return the status record: id, service, AGS, state, way, dates; no session id, no content."""
    return {
        "service": application.service_id,
        "ags": application.ags,
        "state": application.state.value,
        "way": "",
        "begun": local_date(application.created_at).isoformat(),
        "due": application.due.isoformat() if application.due else "",
        "handed_in": "",
        "received": "",
    }


def form_document(kept: KeptForm) -> dict[str, Any]:
    """Return the record of an imported form; no name of who released it."""
    release = kept.release
    return {
        "form": kept.form_id,
        "version": kept.version,
        "title": kept.title,
        "standard": kept.standard,
        "land": kept.land,
        "sha256": kept.digest,
        "state": kept.state.value,
        "service": release.service_id if release is not None else "",
        "released": release.on.isoformat() if release is not None else "",
    }


def station_document(operator: Operator, station: Station) -> dict[str, Any]:
    """Return the station record; nothing personal."""
    return {
        "operator": operator.id,
        "operator_name": operator.name,
        "name": station.name,
        "place": station.place_type.value,
        "ags": station.ags,
        "reception_point": station.reception_point,
        "telephone": station.telephone,
        "hours": station.hours,
    }
