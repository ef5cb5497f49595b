"""What a document of XDatenfelder says, of either version: a tree of groups and fields, with rules at its nodes.

Identity is (id, version): the same element is repeated in full wherever it is used. A place is the path to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Identity:
    """Id and version of an element; the version is empty where the document leaves it out."""

    id: str
    version: str = ""

    @property
    def key(self) -> str:
        """Return both in one, as the FIM portal writes them."""
        return f"{self.id}V{self.version}" if self.version else self.id


@dataclass(frozen=True, slots=True)
class Reference:
    """A law, standard or decision an element rests on; ``link`` is empty for most."""

    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One entry of a code list."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class CodeListName:
    """What a field says about a list that lies elsewhere; columns are empty unless the field names them."""

    uri: str
    version: str = ""
    version_uri: str = ""
    code_column: str = ""
    label_column: str = ""
    help_column: str = ""

    @property
    def shown(self) -> str:
        """Return the name as a person may look for it."""
        return self.version_uri or (f"{self.uri}_{self.version}" if self.version else self.uri) or "ohne Namen"


@dataclass(frozen=True, slots=True)
class Precision:
    """Limits of a value (Präzisierung); ``unread`` is what could not be understood, word for word."""

    min_length: int | None = None
    max_length: int | None = None
    min_value: str = ""
    max_value: str = ""
    pattern: str = ""
    unread: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it stands in the document: German prose."""

    identity: Identity
    name: str
    text: str
    kind: str = ""
    script: str = ""
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Element:
    """What fields and groups have in common; ``label`` is what the person sees."""

    identity: Identity
    name: str
    label: str
    help: str = ""
    description: str = ""
    rules: tuple[Rule, ...] = ()
    references: tuple[Reference, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Field(Element):
    """One field. ``kind`` is the Feldart, ``datatype`` the Datentyp, ``prefill`` the Vorbefüllung."""

    kind: str = "input"
    datatype: str = "text"
    precision: Precision = field(default_factory=Precision)
    content: str = ""
    codes: tuple[CodeEntry, ...] = ()
    code_list: CodeListName | None = None
    prefill: str = "keine"
    max_size: int | None = None
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """An element where it is used (``struktur``); ``maximum`` None means without limit."""

    minimum: int
    maximum: int | None
    element: Field | Group
    references: tuple[Reference, ...] = ()

    @property
    def many(self) -> bool:
        """Return whether there may be several."""
        return self.maximum is None or self.maximum > 1


@dataclass(frozen=True, slots=True)
class Group(Element):
    """A group of fields and groups; ``choice``: exactly one of its members is given (Art X)."""

    uses: tuple[Use, ...] = ()
    choice: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A message: ``standard`` is 2.0 or 3.0.0; ``root`` holds what the message describes.

    ``relations`` counts the links between versions of elements, which say nothing about the form.
    """

    standard: str
    message: str
    root: Group
    valid_from: str = ""
    created: str = ""
    relations: int = 0
