"""Writes the contract between desktop and portal: ``python -m scripts.contract`` → ``resources/contract/openapi.json``.

The source is ``lotse_portal/wire.py`` and ``calls.py``; a test holds that the file is what they say.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from lotse_portal.application import make_application
from lotse_portal.calls import Portal
from lotse_portal.clock import SystemClock
from lotse_portal.database import Database, embedded
from lotse_portal.keys import make_keys
from lotse_portal.ledger import Ledger
from lotse_portal.limits import Limiter

TARGET = Path(__file__).resolve().parent.parent / "resources" / "contract" / "openapi.json"


def contract() -> str:
    """Return OpenAPI 3.1 as JSON, two spaces, keys in the order FastAPI gives them."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        portal = Portal(
            Database(embedded(folder)), make_keys(folder), Ledger(folder), SystemClock(), Limiter(time.monotonic)
        )
        return json.dumps(make_application(portal).openapi(), ensure_ascii=False, indent=2) + "\n"


def main() -> None:
    """Write the file."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(contract(), "utf-8")


if __name__ == "__main__":
    main()
