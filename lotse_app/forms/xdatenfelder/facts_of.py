"""Writes ``form.toml`` of an imported form: what the document says, and everything else as not checked."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from lotse_app.forms.xdatenfelder.model import Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lotse_app.forms.xdatenfelder.model import Document

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NO_DAY: Final = "1970-01-01"
_UNKNOWN: Final = "ungeklaert"


def form_id_of(document: Document) -> str:
    """Return the id of the form, which is the name of its folder."""
    return re.sub(r"[^a-z0-9]+", "-", document.root.identity.id.lower()).strip("-") or "xdatenfelder"


def facts_of(document: Document) -> str:
    """Return ``form.toml``; JSON strings are TOML strings."""
    root = document.root
    law = "; ".join(one.text for one in root.references)[:2000] or "nicht genannt"
    day = _day(document.valid_from) or _day(document.created[:10]) or _NO_DAY
    lines = [
        "# Aus XDatenfelder übernommen. Nichts davon ist geprüft: die Formularpflege prüft, ergänzt und gibt frei.",
        f"id = {_text(form_id_of(document))}",
        f"version = {_text(root.identity.version or '0')}",
        f"title = {_text(root.label or root.name)}",
        f"valid_from = {day}",
        'status = "ungeprueft"',
        'languages = ["de"]',
        f"law = {_text(law)}",
        "leika = []",
        "",
        "[representation]",
        *(f"{name} = {_text(_UNKNOWN)}" for name in ("declares", "carries", "presence", "signatures")),
        "",
        "[signature]",
        'rule = "schriftform"  # die strengste Annahme, bis die Formularpflege es klärt',
        'source = "nicht geprüft"',
        "",
        "[ways]",
        'allowed = ["papier"]',
    ]
    for field in dict.fromkeys(_files(root)):
        lines += ["", "[[evidence]]", f"key = {_text(field[0].lower())}", f"label = {_text(field[1])}"]
    return "\n".join(lines) + "\n"


def _day(text: str) -> str:
    """Return a day as TOML writes it, empty for what is none."""
    try:
        return date.fromisoformat(text).isoformat() if _DAY.fullmatch(text) else ""
    except ValueError:
        return ""


def _files(group: Group) -> Iterator[tuple[str, str]]:
    for use in group.uses:
        if isinstance(use.element, Group):
            yield from _files(use.element)
        elif use.element.datatype == "file":
            yield use.element.identity.id, use.element.label


def _text(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("\x7f", "")
