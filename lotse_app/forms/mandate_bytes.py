"""A Vollmacht as canonical bytes (RFC 8785), and back: what is signed is these bytes, and nothing else is believed."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from lotse_app.forms.freeze import canonical_bytes
from lotse_app.models.mandate import AgentKind, Mandate, Party, Scope

_KIND = "vollmacht"


def mandate_bytes(mandate: Mandate) -> bytes:
    """Return the canonical bytes."""
    return canonical_bytes(
        {
            "kind": _KIND,
            "id": mandate.id,
            "number": mandate.number,
            "text": {"version": mandate.text_version, "sha256": mandate.text_digest},
            "grantor": _party(mandate.grantor),
            "agent": _party(mandate.agent),
            "scopes": [scope.value for scope in mandate.scopes],
            "service": {"id": mandate.service_id, "name": mandate.service_name},
            "first": mandate.first.isoformat(),
            "last": mandate.last.isoformat(),
            "made_at": mandate.made_at.isoformat(),
            "place": mandate.place,
            "operator": mandate.operator,
            "station": mandate.station,
        }
    )


def read_mandate(canonical: bytes) -> Mandate:
    """Return the mandate of its bytes. Raises ValueError, KeyError or TypeError for bytes that are none."""
    told: dict[str, Any] = json.loads(canonical)
    return Mandate(
        id=told["id"],
        number=told["number"],
        text_version=told["text"]["version"],
        text_digest=told["text"]["sha256"],
        grantor=_read_party(told["grantor"]),
        agent=_read_party(told["agent"]),
        scopes=tuple(Scope(scope) for scope in told["scopes"]),
        service_id=told["service"]["id"],
        service_name=told["service"]["name"],
        first=date.fromisoformat(told["first"]),
        last=date.fromisoformat(told["last"]),
        made_at=datetime.fromisoformat(told["made_at"]),
        place=told["place"],
        operator=told["operator"],
        station=told["station"],
    )


def _party(party: Party) -> dict[str, str]:
    return {
        "kind": party.kind.value,
        "name": party.name,
        "surname": party.surname,
        "address": party.address,
        "birth": party.birth,
    }


def _read_party(told: dict[str, str]) -> Party:
    return Party(AgentKind(told["kind"]), told["name"], told["address"], told["birth"], told["surname"])
