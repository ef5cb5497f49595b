"""``lotse-portal catalogue sign|publish``: the one on the publisher's machine, the other on the portal's."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lotse_portal import bundles, publishing
from lotse_portal.clock import SystemClock
from lotse_portal.commands import KeyThereError, NoFileError, opened
from lotse_portal.keys import public, thumbprint

if TYPE_CHECKING:
    import argparse


def sign(asked: argparse.Namespace) -> int:
    """Write a signed bundle of every file in a folder, and say the publisher's fingerprint. Needs no portal."""
    if not asked.folder.is_dir() or not (asked.new_key or asked.key.is_file()):
        raise NoFileError
    files = {one.name: one.read_bytes() for one in asked.folder.iterdir() if one.is_file()}
    bundles.order(asked.version)  # before a key is made for nothing
    if asked.new_key and asked.key.exists():
        raise KeyThereError
    key = bundles.make_publisher(asked.key) if asked.new_key else bundles.read_publisher(asked.key)
    content = bundles.sign(files, asked.version, key)
    partial = asked.to.with_name(asked.to.name + ".partial")
    partial.write_bytes(content)
    partial.replace(asked.to)
    sys.stdout.write(f"{asked.to}\t{asked.version}\t{len(files)} Dateien\t{thumbprint(public(key))}\n")
    return 0


def publish(asked: argparse.Namespace) -> int:
    """Publish a bundle: each device that asks gets it. The desktop does not ask yet."""
    if not asked.file.is_file():
        raise NoFileError
    content = asked.file.read_bytes()
    with opened(asked) as database, database.write() as connection:
        bundle = publishing.publish(connection, content, asked.publisher, SystemClock().now())
    sys.stdout.write(
        f"{bundle.version} veröffentlicht: {len(bundle.files)} Dateien, unterschrieben von "
        f"{bundle.publisher}. Das Portal gibt sie jedem Gerät, das danach fragt. Lotse selbst fragt noch nicht: Sein "
        "Katalog kommt mit dem Programm.\n"
    )
    return 0
