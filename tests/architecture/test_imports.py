"""Who imports whom: layers and bans as contracts, each library in its room, no cycle, and a light start."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from importlib.metadata import packages_distributions
from typing import TYPE_CHECKING

from scripts.house import PACKAGE, ROOT, Source, cycles, import_graph, imported, sources

if TYPE_CHECKING:
    from pathlib import Path

#: Every library the program imports, and the rooms that may know it. What is not listed may not be imported.
ROOMS_OF = {
    "PySide6": {"ui", "bootstrap"},
    "shiboken6": {"ui", "bootstrap"},
    "sqlite_utils": {"store"},
    "sqlcipher3": {"store"},
    "sqlite3": {"catalogue"},
    "keyring": {"vault"},
    "argon2": {"vault"},
    "cryptography": {"vault"},
    "reportlab": {"documents"},
    "uharfbuzz": {"documents"},
    "pikepdf": {"documents"},
    "pypdfium2": {"documents", "demonstration"},
    "PIL": {"documents"},
    "jsonschema_rs": {"forms"},
    "stdnum": {"forms"},
    "phonenumbers": {"forms"},
    "rfc8785": {"forms", "workflows"},
    "xlsxwriter": {"statistics"},
    "icalendar": {"documents"},
    "lark": {"forms"},
    "platformdirs": {"paths"},
    "requests": {"portal"},
    "urllib3": {"portal"},
}
#: Too heavy to be loaded before the first paint (design/architecture and ADR 0003).
HEAVY = {"email", "unittest"} | (ROOMS_OF.keys() - {"PySide6", "shiboken6", "platformdirs"})


@cache
def installed() -> frozenset[str]:
    """Return the top-level names of all libraries of this environment; read once, since it takes a while."""
    return frozenset(packages_distributions()) | {"sqlite3"}


def strangers(source: Source) -> list[str]:
    """Return the libraries a file of the program imports without being in their room."""
    found = set()
    for name, line in imported(source.tree):
        library = name.split(".", maxsplit=1)[0]
        known = library in installed() and library != PACKAGE
        if known and source.room not in ROOMS_OF.get(library, set()):
            found.add(f"{source.path}:{line}: {library}")
    return sorted(found)


def lint_imports(folder: Path) -> str:
    """Run import-linter on the project that lies in ``folder``; return what it says."""
    run = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", run], cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_every_contract_is_kept() -> None:
    said = lint_imports(ROOT)
    assert " 0 broken." in said, said


#: Every contract with an import that breaks it.
BREAKS = {
    "each room imports only rooms below it": ("lotse_app/models/planted.py", "from lotse_app.forms import state"),
    "use cases know protocols, not adapters, no window and no library": (
        "lotse_app/workflows/planted.py",
        "def f():\n    from lotse_app.store import connection",
    ),
    "the window asks use cases, never an adapter": ("lotse_app/ui/planted.py", "import lotse_app.catalogue.file"),
    "no Qt below the window": ("lotse_app/vault/planted.py", "from PySide6.QtCore import QObject"),
    "catalogue and figures know models only": ("lotse_app/catalogue/planted.py", "from lotse_app.forms import state"),
    "models need the standard library only": ("lotse_app/models/planted_too.py", "import rfc8785"),
    "forms know models and where resources lie, nothing else": (
        "lotse_app/forms/planted.py",
        "from lotse_app import ids",
    ),
    "the encrypted store's drivers in the store only": ("lotse_app/documents/planted.py", "import sqlite_utils"),
    "the keyring in the vault only": ("lotse_app/store/planted.py", "import keyring"),
    "reportlab in the documents only": ("lotse_app/store/planted_too.py", "from reportlab.lib import colors"),
    "in the portal each module imports only modules below it": (
        "lotse_portal/migrations/planted.py",
        "from lotse_portal import cli",
    ),
    "desktop and portal share the wire and no code": ("lotse_app/workflows/planted_too.py", "import lotse_portal.wire"),
    "the rules of the portal know no database and no HTTP": ("lotse_portal/feed.py", "import sqlalchemy"),
}


def copied(folder: Path) -> Path:
    """Copy both programs and their contracts into a folder, to plant something there."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for package in (PACKAGE, "lotse_portal"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_every_contract_notices_its_planted_import(tmp_path: Path) -> None:
    copied(tmp_path)
    for file, statement in BREAKS.values():
        with (tmp_path / file).open("a", encoding="utf-8") as target:
            target.write(statement + "\n")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    said = lint_imports(tmp_path)
    assert [contract["name"] for contract in contracts if f"{contract['name']} BROKEN" not in said] == [], said


def test_a_new_room_must_be_given_its_floor(tmp_path: Path) -> None:
    (copied(tmp_path) / PACKAGE / "annex.py").write_text("", "utf-8")
    assert "annex" in lint_imports(tmp_path)


def test_each_library_stays_in_its_room() -> None:
    found = [stranger for source in sources(folders=[PACKAGE]) for stranger in strangers(source)]
    assert found == [], "\n".join(found)


def test_a_library_in_the_wrong_room_is_found_even_inside_a_function() -> None:
    assert strangers(Source("lotse_app/workflows/planted.py", "def f():\n    import PySide6.QtCore"))
    assert strangers(Source("lotse_app/store/planted.py", "import openpyxl"))
    assert not strangers(Source("lotse_app/ui/planted.py", "import PySide6.QtCore"))


def test_no_module_imports_itself_in_a_circle() -> None:
    assert cycles(import_graph(sources(folders=[PACKAGE]))) == []


def test_a_circle_through_a_function_is_found() -> None:
    one = Source("lotse_app/models/one.py", "from lotse_app.models import two")
    two = Source("lotse_app/models/two.py", "def f():\n    from lotse_app.models.one import x")
    assert cycles(import_graph([one, two])) == [["lotse_app.models.one", "lotse_app.models.two"]]


def loaded_with(modules: list[str]) -> set[str]:
    """Return the top-level names a fresh Python holds after importing these modules."""
    code = f"import importlib, json, sys\nfor name in {modules!r}: importlib.import_module(name)\n"
    code += "print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout))


def test_the_window_loads_nothing_heavy_before_it_is_painted() -> None:
    window = [source.module for source in sources(folders=[PACKAGE]) if source.room in {"ui", "bootstrap", "cli"}]
    assert len(window) > 10
    assert loaded_with(window) & HEAVY == set()


def test_what_is_heavy_would_be_noticed() -> None:
    assert loaded_with(["lotse_app.store.driver"]) >= {"sqlite_utils", "sqlcipher3"}
