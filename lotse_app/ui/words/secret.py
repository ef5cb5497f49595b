"""Words that no note may hold: whoever writes PIN or password is warned at the field."""

from __future__ import annotations

import re

_SECRET = re.compile(r"\b(PIN|PUK|TAN|Passwort|Kennwort|Passphrase)\b", re.IGNORECASE)


def secret_warning(text: str) -> str:
    """Return what stands beside a note that names a secret, else an empty string."""
    return "Bitte keine PIN, TAN oder Passwörter notieren. Das Wort löschen." if _SECRET.search(text) else ""
