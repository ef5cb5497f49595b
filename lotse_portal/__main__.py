"""Start of the portal's command line."""

from __future__ import annotations

import os
import sys

from lotse_portal.cli import run


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit status."""
    os.umask(0o077)
    return run(sys.argv[1:] if arguments is None else arguments)


if __name__ == "__main__":
    sys.exit(main())
