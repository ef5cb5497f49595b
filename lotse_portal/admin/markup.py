"""HTML put together from elements: whatever is not an element is text, and escaped. There is no way around it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_EMPTY = frozenset({"input", "meta", "link", "br"})


class Html(str):
    """Markup that was made here."""

    __slots__ = ()


Part = str | int | None


def tag(element: str, /, *parts: Part, **attributes: str | bool) -> Html:
    """Return an element. ``for_`` and ``class_`` lose their underscore, others get a dash; False is left out."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    listed = "".join(
        f" {key}" if value is True else f' {key}="{escape(value)}"'
        for key, value in named.items()
        if value is not False
    )
    return Html(f"<{element}{listed}>" if element in _EMPTY else f"<{element}{listed}>{joined(parts)}</{element}>")


def joined(parts: Iterable[Part]) -> Html:
    """Return parts one after the other; None is nothing."""
    return Html("".join(part if isinstance(part, Html) else escape(str(part)) for part in parts if part is not None))


def listing(pairs: Iterable[tuple[str, Part]]) -> Html:
    """Return a list of label and value."""
    return tag("dl", *(tag("div", tag("dt", label), tag("dd", value)) for label, value in pairs))


def table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[Part]]) -> Html:
    """Return a table whose first column names its rows."""
    body = [
        tag("tr", *(tag("td" if at else "th", cell, **({} if at else {"scope": "row"})) for at, cell in enumerate(row)))
        for row in rows
    ]
    head = tag("tr", *(tag("th", name, scope="col") for name in heads))
    return tag(
        "div",
        tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *body)),
        class_="table",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def field(label: str, name: str, value: str = "", kind: str = "text", **attributes: str | bool) -> Html:
    """Return a labelled input."""
    entry = tag("input", id=name, name=name, type=kind, value=value, **attributes)
    return tag("p", tag("label", label, for_=name), entry)


def choice(label: str, name: str, options: Iterable[tuple[str, str]]) -> Html:
    """Return a labelled choice of (value, words)."""
    listed = (tag("option", words, value=value) for value, words in options)
    return tag("p", tag("label", label, for_=name), tag("select", *listed, id=name, name=name))
