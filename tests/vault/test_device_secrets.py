"""The adapter to the keyring package, without a keyring: allow-list, time limit, what is no secret of ours."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, TypeVar

import keyring.backends
import pytest
from keyring.errors import InitError, KeyringLocked, PasswordDeleteError

from lotse_app.models.problems import Code
from lotse_app.vault.device_secrets import ALLOWED, KeyringSecrets
from lotse_app.workflows.lanes import within
from tests.vault.support import at_once, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from lotse_app.vault.device_secrets import Backend

_T = TypeVar("_T")


class Answering:
    """A back-end that holds text, or raises what it was given."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self._complain()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._complain()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._complain()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _complain(self) -> None:
        if self.error is not None:
            raise self.error


def over(backend: Backend | None) -> KeyringSecrets:
    return KeyringSecrets(at_once, choose=lambda: backend)


def test_a_secret_comes_back_until_it_is_forgotten() -> None:
    secrets = over(Answering())
    secrets.set("a1", b"\x00\xffsecret")
    assert secrets.get("a1") == b"\x00\xffsecret"
    assert secrets.get("b2") is None
    secrets.delete("a1")
    secrets.delete("a1")
    assert secrets.get("a1") is None


def test_each_secret_has_a_service_of_its_own() -> None:
    backend = Answering()
    for secret_id in ("a1", "b2"):
        over(backend).set(secret_id, b"x")
    assert len({service for service, _ in backend.kept}) == 2


def test_text_that_is_no_secret_of_ours_counts_as_none() -> None:
    backend = Answering()
    over(backend).set("a1", b"x")
    backend.kept = dict.fromkeys(backend.kept, "no hexadecimal text")
    assert over(backend).get("a1") is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyringLocked(), Code.KEYRING_LOCKED),
        (InitError(), Code.KEYRING_ABSENT),
        (ConnectionResetError(), Code.KEYRING_ABSENT),
    ],
)
def test_what_the_keyring_raises_is_named(error: Exception, code: Code) -> None:
    secrets = over(Answering(error))
    acts: list[Callable[[], object]] = [
        lambda: secrets.get("a1"),
        lambda: secrets.set("a1", b"x"),
        lambda: secrets.delete("a1"),
    ]
    assert [refused(act).code for act in acts] == [code] * 3


def test_a_prompt_that_was_closed_counts_as_locked() -> None:
    exceptions = pytest.importorskip("secretstorage.exceptions", reason="Linux only")
    assert refused(lambda: over(Answering(exceptions.PromptDismissedException())).get("a1")).code is Code.KEYRING_LOCKED
    assert refused(lambda: over(Answering(exceptions.ItemNotFoundException())).get("a1")).code is Code.KEYRING_ABSENT


def test_a_bug_is_not_taken_for_a_missing_keyring() -> None:
    with pytest.raises(ZeroDivisionError):
        over(Answering(ZeroDivisionError())).get("a1")


def test_no_allowed_backend_means_no_keyring() -> None:
    assert refused(lambda: over(None).get("a1")).code is Code.KEYRING_ABSENT


def test_a_prompt_nobody_answers_counts_as_locked() -> None:
    def never(_work: Callable[[], _T], _seconds: float, /) -> _T:
        raise TimeoutError

    assert refused(lambda: KeyringSecrets(never).get("a1")).code is Code.KEYRING_LOCKED
    assert KeyringSecrets(within, choose=Answering).get("a1") is None


def test_no_backend_that_keeps_plain_text_or_forwards_to_others_is_allowed() -> None:
    known = {f"keyring.backends.{module.name}" for module in pkgutil.iter_modules(keyring.backends.__path__)}
    allowed = {module for module, _ in ALLOWED}
    assert allowed < known
    assert not allowed & {"keyring.backends.chainer", "keyring.backends.null", "keyring.backends.fail"}


def test_every_allowed_backend_can_be_asked_whether_it_works_here() -> None:
    answers = [getattr(importlib.import_module(module), name).viable for module, name in ALLOWED]
    assert all(answer in {True, False} for answer in answers)
