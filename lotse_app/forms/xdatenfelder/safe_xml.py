"""Reads XML of strangers: no DTD, nothing fetched, depth, size and elements limited; every element has a line.

The parser is the expat of the standard library, fed in pieces. A document type declaration ends the reading before any
entity could be declared, so there is nothing to expand; expat fetches nothing by itself. What is not needed of a huge
document (``relation``) is counted and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NoReturn
from xml.parsers import expat

from lotse_app.forms.xdatenfelder.refusals import refused

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import BinaryIO

_PIECE: Final = 1 << 16
_SEPARATOR: Final = " "
_ENCODINGS: Final = frozenset({"utf-8", "iso-8859-1", "us-ascii"})


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest document: bytes, depth, elements kept, bytes of one text. Real ones: 3.5 MB, 25, 66,000, 10 KB."""

    size: int = 32_000_000
    depth: int = 128
    elements: int = 200_000
    text: int = 1_000_000


@dataclass(slots=True)
class Node:
    """One element: local name, namespace (empty for none), line, attributes without namespace, text, children."""

    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, name: str) -> list[Node]:
        """Return the children of a name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        """Return the first child of a name, None where there is none."""
        return next((child for child in self.children if child.name == name), None)

    def value(self, *names: str) -> str:
        """Return the text of a descendant without white space around it; empty where there is none."""
        here: Node | None = self
        for name in names:
            here = here.first(name) if here is not None else None
        return here.text.strip() if here is not None else ""


@dataclass(frozen=True, slots=True)
class Tree:
    """A whole document; ``skipped`` counts the elements that were passed over."""

    root: Node
    skipped: int


def read_tree(stream: BinaryIO, *, skip: Collection[str] = (), limits: Limits | None = None) -> Tree:
    """Return the elements of a document; those named in ``skip`` are passed over with all they hold.

    Raises XDF_REFUSED.
    """
    reader = _Reader(frozenset(skip), limits or Limits())
    return reader.read(stream)


class _Reader:
    """Builds the tree from what expat reports."""

    def __init__(self, skip: frozenset[str], limits: Limits) -> None:
        self._skip = skip
        self._limits = limits
        self._open: list[Node] = []
        self._root: Node | None = None
        self._kept = self._skipped = self._skipping = 0
        self._parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text

    def read(self, stream: BinaryIO) -> Tree:
        """Feed the document in pieces."""
        size = 0
        try:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > self._limits.size:
                    self._refuse(f"größer als {self._limits.size // 1_000_000} MB")
                self._parser.Parse(piece)
                if size - self._parser.CurrentByteIndex > self._limits.text:  # a comment, say: read anew each time
                    self._refuse("ein Stück ist zu lang")
            self._parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise self._broken(error) from error
        if self._root is None:  # pragma: no cover - expat has already said that there is no element
            self._refuse("kein Element")
        return Tree(self._root, self._skipped)

    def _broken(self, error: Exception) -> Exception:
        line = getattr(error, "lineno", self._parser.CurrentLineNumber)
        return refused(line, self._where(), "kein wohlgeformtes XML oder abgeschnitten")

    def _where(self) -> str:
        return self._open[-1].name if self._open else "Anfang der Datei"

    def _refuse(self, reason: str, element: str = "") -> NoReturn:
        raise refused(self._parser.CurrentLineNumber, element or self._where(), reason)

    def _doctype(self, name: str, _system: str | None, _public: str | None, _subset: int) -> None:
        self._refuse("eine DTD ist nicht erlaubt", name)

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            self._refuse("die Zeichenkodierung ist weder UTF-8 noch ISO-8859-1")

    def _start(self, full_name: str, attributes: dict[str, str]) -> None:
        namespace, _, name = full_name.rpartition(_SEPARATOR)
        if self._skipping or name in self._skip:
            self._skipped += not self._skipping
            self._skipping += 1
            if self._skipping > self._limits.depth:
                self._refuse("zu tief verschachtelt", name)
            return
        self._kept += 1
        if len(self._open) >= self._limits.depth:
            self._refuse("zu tief verschachtelt", name)
        if self._kept > self._limits.elements:
            self._refuse("zu viele Elemente", name)
        own = {key: value for key, value in attributes.items() if _SEPARATOR not in key}
        node = Node(name, namespace, self._parser.CurrentLineNumber, own)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        else:
            self._open.pop()

    def _text(self, text: str) -> None:
        if self._skipping:
            return
        here = self._open[-1]
        here.text += text
        if len(here.text) > self._limits.text:
            self._refuse("der Text ist zu lang")
