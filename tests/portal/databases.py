"""Real databases for the portal's tests: a file of SQLite, and a PostgreSQL server of this run's own."""

from __future__ import annotations

import contextlib
import getpass
import itertools
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = itertools.count(1)


def postgres_programs() -> Path | None:
    """Return the folder of initdb and postgres, None where PostgreSQL is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = next((folder for folder in folders if (folder / "initdb").exists()), None)
    on_path = shutil.which("initdb")
    return found or (Path(on_path).resolve().parent if on_path else None)


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[str]:
    """Run a PostgreSQL server over a folder of its own, reached by a socket there; give its address.

    Tests do not wait for the disk; who measures does (``durable``).
    """
    programs = postgres_programs()
    if programs is None:
        message = "PostgreSQL is not installed; make test installs it"
        raise RuntimeError(message)
    with tempfile.TemporaryDirectory(prefix="lotse-pg-") as name:
        folder = Path(name)
        # PostgreSQL does not run as root: there it runs as the user Debian made for it.
        as_user = ["runuser", "-u", "postgres", "--"] if getpass.getuser() == "root" else []
        if as_user:
            shutil.chown(folder, "postgres")
        control = [*as_user, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-s", "-w"]
        make = [*as_user, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "lotse", "-A", "trust", "-N"]
        subprocess.run([*make, "-E", "UTF8", "--locale=C"], check=True, capture_output=True, cwd=folder)
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
        options += "" if durable else " -c fsync=off -c shared_buffers=16MB"
        log = folder / "log"
        subprocess.run([*control, "-o", options, "-l", str(log), "start"], check=True, capture_output=True, cwd=folder)
        try:
            yield f"postgresql+psycopg://lotse@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True, cwd=folder)


def fresh_database(server: str) -> str:
    """Make an empty database on a PostgreSQL server; return its address."""
    name = f"portal_{next(_NUMBERS)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
