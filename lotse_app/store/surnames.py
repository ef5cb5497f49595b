"""Surnames of persons in a Vorgang, so that none of them is written where no name belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.models.persons import name_parts
from lotse_app.store.columns import document

if TYPE_CHECKING:
    from collections.abc import Collection

    from lotse_app.store.connection import Connection


def known_surnames(connection: Connection, words: Collection[str]) -> frozenset[str]:
    """Return which of these (search form) is the surname, or half of one, of somebody in a Vorgang.

    Guarded persons are never found.
    """
    rows = connection.rows(
        "SELECT DISTINCT surname FROM person_index JOIN application ON application.id = application_id"
        " WHERE NOT guarded AND surname <> '' AND (surname IN (SELECT value FROM json_each(?))"
        " OR instr(surname, '-') OR instr(surname, ' '))",
        (document(sorted(words)),),
    )
    names = {row["surname"] for row in rows}
    halves = {part for name in names for part in name_parts(name)}
    return frozenset(words) & (names | halves)
