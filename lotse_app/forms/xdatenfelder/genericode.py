"""Code lists in genericode 1.0; the column with the code is the one named by the first key, whatever it is called."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from lotse_app.forms.xdatenfelder.model import CodeEntry
from lotse_app.forms.xdatenfelder.refusals import refused
from lotse_app.forms.xdatenfelder.safe_xml import read_tree
from lotse_app.models.problems import ProblemError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from typing import BinaryIO

    from lotse_app.forms.xdatenfelder.model import CodeListName
    from lotse_app.forms.xdatenfelder.safe_xml import Node

_NAMESPACE: Final = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
#: How a column for people is called, the best first; otherwise it is the one of the second key.
_LABELS: Final = ("name", "bezeichnung", "beschreibung", "staatenname-kurz")
_HEAD: Final = 8192


def is_code_list(file: Path) -> bool:
    """Return whether a file says in its beginning that it is a code list."""
    return _NAMESPACE.encode() in _head(file)


def _head(file: Path) -> bytes:
    """Return the beginning of a file, where a list says its name; nothing of what is no file or cannot be read."""
    if not file.is_file():
        return b""
    try:
        with file.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError:  # it lies beside the form by chance, and says nothing about it
        return b""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list: its names and its rows, each a mapping from column to value."""

    uri: str
    version: str
    version_uri: str
    code_column: str
    label_column: str
    rows: tuple[dict[str, str], ...]

    def entries(self, name: CodeListName) -> tuple[CodeEntry, ...]:
        """Return the entries, each code once; columns the field names come before those of the list."""
        columns = {column for row in self.rows for column in row}
        code = name.code_column if name.code_column in columns else self.code_column
        label = name.label_column if name.label_column in columns else self.label_column
        made: dict[str, CodeEntry] = {}
        for row in self.rows:
            value = row.get(code, "")
            if value:
                made.setdefault(value, CodeEntry(value, row.get(label) or value, row.get(name.help_column, "")))
        return tuple(made.values())


def read_code_list(stream: BinaryIO) -> CodeList:
    """Return a list. Raises XDF_REFUSED."""
    root = read_tree(stream).root
    if root.name != "CodeList" or root.namespace != _NAMESPACE:
        raise refused(root.line, root.name, "keine Codeliste in genericode 1.0")
    columns = root.first("ColumnSet")
    keys = [ref.attributes.get("Ref", "") for ref in _key_columns(columns)]
    if columns is None or not keys:
        raise refused(root.line, root.name, "die Codeliste nennt keine Schlüsselspalte")
    rows = root.first("SimpleCodeList")
    return CodeList(
        uri=root.value("Identification", "CanonicalUri"),
        version=root.value("Identification", "Version"),
        version_uri=root.value("Identification", "CanonicalVersionUri"),
        code_column=keys[0],
        label_column=_label_column([one.attributes.get("Id", "") for one in columns.all("Column")], keys),
        rows=tuple(_row(one) for one in (rows.all("Row") if rows is not None else ())),
    )


def _key_columns(columns: Node | None) -> list[Node]:
    keys = columns.all("Key") if columns is not None else []
    return [ref for ref in (key.first("ColumnRef") for key in keys) if ref is not None]


def _label_column(columns: Sequence[str], keys: Sequence[str]) -> str:
    by_name = {column.casefold(): column for column in columns}
    named = [by_name[one] for one in _LABELS if one in by_name and by_name[one] != keys[0]]
    return (named or [*keys[1:], *(one for one in columns if one != keys[0]), keys[0]])[0]


def _row(node: Node) -> dict[str, str]:
    return {one.attributes.get("ColumnRef", ""): one.value("SimpleValue") for one in node.all("Value")}


@dataclass(slots=True)
class CodeLists:
    """The lists that lie in some folders; a list that is not there, or cannot be told, is None.

    Only lists that are asked for are read: some have thousands of rows.
    """

    folders: tuple[Path, ...]
    _heads: dict[Path, bytes] | None = field(default=None, init=False)
    _read: dict[Path, CodeList | None] = field(default_factory=dict, init=False)

    def find(self, name: CodeListName) -> CodeList | None:
        """Return the list of a name: by its version URI, else by URI if there is only one version of it."""
        wanted = {name.version_uri, f"{name.uri}_{name.version}" if name.version else ""} - {""}
        named = wanted or ({name.uri} - {""})
        found = [one for one in (self._list(file) for file in self._naming(named)) if one is not None]
        exact = [one for one in found if one.version_uri in wanted]
        if exact:
            return exact[0]
        versions = {one.version_uri: one for one in found if one.uri == name.uri}
        return next(iter(versions.values())) if not name.version and len(versions) == 1 else None

    def _naming(self, names: set[str]) -> Iterator[Path]:
        """Yield the files in whose beginning one of the names stands."""
        if self._heads is None:
            files = (file for folder in self.folders if folder.is_dir() for file in sorted(folder.glob("*.xml")))
            heads = {file: _head(file) for file in files}
            self._heads = {file: head for file, head in heads.items() if _NAMESPACE.encode() in head}
        spelled = {name.encode(encoding, "ignore") for name in names for encoding in ("utf-8", "iso-8859-1")}
        return (file for file, head in self._heads.items() if any(one in head for one in spelled))

    def _list(self, file: Path) -> CodeList | None:
        if file not in self._read:
            try:
                with file.open("rb") as stream:
                    self._read[file] = read_code_list(stream)
            except (ProblemError, OSError):
                self._read[file] = None  # whatever it is, it is no list that a field could mean
        return self._read[file]
