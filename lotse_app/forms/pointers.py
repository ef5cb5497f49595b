"""JSON Pointers (RFC 6901) into answers, and reading along a path without ever raising."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence


class Missing(Enum):
    """What JavaScript calls undefined: there is no value, which is not the same as ``null``."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING


def escape(segment: str) -> str:
    """Return one segment as it stands in a pointer."""
    return segment.replace("~", "~0").replace("/", "~1")


def unescape(segment: str) -> str:
    """Return one segment as it stands in the data."""
    return segment.replace("~1", "/").replace("~0", "~")


def split(pointer: str) -> tuple[str, ...]:
    """Return the segments of a pointer; the empty pointer is the whole document."""
    return tuple(unescape(part) for part in pointer.split("/")[1:])


def join(segments: Sequence[str | int]) -> str:
    """Return the pointer of segments."""
    return "".join("/" + escape(str(segment)) for segment in segments)


def item_index(segment: str) -> int | None:
    """Return the list index a segment names, or None: ``0``, ``1`` … without leading zeros."""
    if segment.isascii() and segment.isdigit() and (segment == "0" or segment[0] != "0"):
        return int(segment)
    return None


def look(value: Any, segments: Sequence[str]) -> Any:  # noqa: ANN401 - answers are JSON
    """Return what lies at ``segments`` below ``value``, or MISSING, whatever the shape of the data."""
    for segment in segments:
        if isinstance(value, dict):
            value = value.get(segment, MISSING)
        elif isinstance(value, list):
            index = item_index(segment)
            value = value[index] if index is not None and index < len(value) else MISSING
        else:
            return MISSING
    return value


def look_up(answers: Any, pointer: str) -> Any:  # noqa: ANN401 - answers are JSON
    """Return the value at a pointer, or MISSING."""
    return look(answers, split(pointer))


def sound(value: Any) -> Any:  # noqa: ANN401 - answers are JSON
    """Return a value in which half a surrogate pair is U+FFFD: no library takes one, and no name has one."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {sound(name): sound(member) for name, member in value.items()}
    return [sound(item) for item in value] if isinstance(value, list) else value
