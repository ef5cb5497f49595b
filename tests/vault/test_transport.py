"""What a locked program may have lies in the keyring; the file beside the store says only under which name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lotse_app.models.problems import Code, refuse
from lotse_app.overriding import override
from lotse_app.vault.transport import FILE_NAME, TransportKey
from tests.desks import PocketSecrets

if TYPE_CHECKING:
    from pathlib import Path


class NoKeyring(PocketSecrets):
    """A computer without a keyring."""

    @override
    def get(self, secret_id: str) -> bytes | None:
        raise refuse(Code.KEYRING_ABSENT)


def test_it_is_kept_and_read_and_its_name_is_known(tmp_path: Path) -> None:
    secrets = PocketSecrets()
    place = TransportKey(tmp_path, secrets)
    assert place.read() is None
    assert not place.secret_id

    place.keep(b"MARKERWORT")
    place.keep(b"MARKERWORT")
    assert TransportKey(tmp_path, secrets).read() == b"MARKERWORT"
    content = (tmp_path / FILE_NAME).read_bytes()
    assert b"MARKERWORT" not in content
    assert set(json.loads(content)) == {"secret_id"}

    place.keep(b"other")
    assert secrets.kept == {place.secret_id: b"other"}
    secrets.delete(place.secret_id)
    assert place.read() is None


def test_without_a_keyring_nothing_is_kept_anywhere(tmp_path: Path) -> None:
    place = TransportKey(tmp_path, NoKeyring())
    place.keep(b"MARKERWORT")
    assert not (tmp_path / FILE_NAME).exists()

    (tmp_path / FILE_NAME).write_text('{"secret_id": "a"}')
    assert place.read() is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"secret_id": 7}', b"7"])
def test_a_file_that_is_none_names_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    assert TransportKey(tmp_path, PocketSecrets({"": b"x"})).read() is None
