"""Settings: what a store has one of each, as a text under a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lotse_app.store.columns import document

if TYPE_CHECKING:
    from lotse_app.store.connection import Connection


def setting(connection: Connection, key: str, default: str = "") -> str:
    """Return one setting."""
    found = connection.value("SELECT value FROM setting WHERE key = ?", (key,))
    return default if found is None else str(found)


def save_setting(connection: Connection, key: str, value: str) -> None:
    """Write one setting."""
    with connection.atomic():
        connection.put("setting", {"key": key, "value": value}, ("key",))


def forget_settings(connection: Connection, *keys: str) -> None:
    """Forget settings, whether they are there or not."""
    with connection.atomic():
        connection.run("DELETE FROM setting WHERE key IN (SELECT value FROM json_each(?))", (document(list(keys)),))
