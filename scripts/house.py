"""Reads the house as it stands: its Python files, their functions, and who imports whom.

Used by the tests of the architecture and by the house figures of ``make bench``. Looks at files only, imports nothing
of the program.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "lotse_app"
#: Where Python of this project lives.
FOLDERS = (PACKAGE, "lotse_portal", "tests", "scripts", "benchmarks", "resources")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: ``path`` is relative to the root, with forward slashes."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Return the parsed file."""
        return _parsed(self.text, self.path)

    @property
    def lines(self) -> int:
        """Return the number of lines."""
        return len(self.text.splitlines())

    @property
    def in_program(self) -> bool:
        """Return whether the file belongs to the program itself."""
        return self.path.startswith(f"{PACKAGE}/")

    @property
    def room(self) -> str:
        """Return the package, or the module, of the program this file belongs to: ``store``, ``clock``; else empty."""
        return self.path.split("/")[1].removesuffix(".py") if self.in_program else ""

    @property
    def module(self) -> str:
        """Return the dotted name."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def _parsed(text: str, path: str) -> ast.Module:
    return ast.parse(text, path)


def sources(root: Path = ROOT, folders: Iterable[str] = FOLDERS) -> list[Source]:
    """Return every Python file of the project, in order of its path."""
    paths = (path for folder in folders for path in (root / folder).rglob("*.py"))
    return [Source(path.relative_to(root).as_posix(), path.read_text("utf-8")) for path in sorted(paths)]


def functions(source: Source) -> Iterator[tuple[FunctionNode, int]]:
    """Return each function and method with its number of lines, decorators not counted."""
    for node in ast.walk(source.tree):
        if isinstance(node, FunctionNode):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1


def imported(tree: ast.AST, *, typing_too: bool = False) -> Iterator[tuple[str, int]]:
    """Return (dotted name, line) of everything imported anywhere in a file, function-local imports included.

    ``from a import b`` yields ``a`` and ``a.b``: only the import graph knows whether ``b`` is a module. Imports that
    serve the type checker alone are left out unless asked for.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and not typing_too and _is_type_checking(node.test):
            for other in node.orelse:
                yield from imported(other)
        elif isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
        else:
            yield from imported(node, typing_too=typing_too)


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def import_graph(files: Iterable[Source]) -> dict[str, set[str]]:
    """Return for each module the modules of the same set it imports at run time, function-local imports included."""
    modules = {file.module: file for file in files}
    return {
        name: {target for target, _ in imported(file.tree) if target in modules and target != name}
        for name, file in modules.items()
    }


def cycles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the strongly connected components of two modules and more (Tarjan), largest first."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for target in sorted(graph[name]):
            if target not in order:
                visit(target)
                low[name] = min(low[name], low[target])
            elif target in stack:
                low[name] = min(low[name], order[target])
        if low[name] == order[name]:
            start = stack.index(name)
            component = sorted(stack[start:])
            del stack[start:]
            if len(component) > 1:
                found.append(component)

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(found, key=len, reverse=True)
