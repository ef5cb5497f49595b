"""The device secret: 32 random bytes that the operating system keeps in the user's keyring.

Only back-ends that encrypt are allowed (Secret Service, Windows Credential Locker, macOS Keychain).
keyring's own choice of back-end is not asked: a configuration file could make it a plain-text one.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Protocol, TypeVar

from lotse_app.models.problems import Code, refuse

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

#: Module and class of every back-end that may hold a device secret.
ALLOWED = (
    ("keyring.backends.SecretService", "Keyring"),
    ("keyring.backends.Windows", "WinVaultKeyring"),
    ("keyring.backends.macOS", "Keyring"),
)
#: A desktop may ask the user for the keyring's password meanwhile.
LIMIT_SECONDS = 30.0
#: What the systems' own libraries raise past keyring. Locked, or the prompt was closed:
_LOCKED = (
    ("secretstorage.exceptions", "LockedException"),
    ("secretstorage.exceptions", "PromptDismissedException"),
)
#: Gone, or never there:
_GONE = (
    ("builtins", "OSError"),
    ("secretstorage.exceptions", "SecretStorageException"),
    ("jeepney", "DBusErrorResponse"),
    ("pywintypes", "error"),
)
_NAMESPACE = "lotse-device-secret"


class DeviceSecrets(Protocol):
    """Keeps small secrets for this user on this device. Methods raise KEYRING_ABSENT, KEYRING_LOCKED."""

    def get(self, secret_id: str) -> bytes | None:
        """Return a secret, or None if this keyring has none of that id."""
        ...

    def set(self, secret_id: str, secret: bytes) -> None:
        """Keep a secret."""
        ...

    def delete(self, secret_id: str) -> None:
        """Forget a secret; one that is not there is no trouble."""
        ...


class Backend(Protocol):
    """What is used of a back-end of the keyring package."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return the text kept, or None."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a text."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Forget a text. Raises PasswordDeleteError if there is none."""
        ...


class TimeLimit(Protocol):
    """Runs work that may block for ever, and gives up waiting after some seconds.

    The vault starts no thread itself; whoever builds it passes in how waiting is done.
    """

    def __call__(self, work: Callable[[], _T], seconds: float, /) -> _T:
        """Return the work's result or raise its error. Raises TimeoutError."""
        ...


class KeyringSecrets:
    """Device secrets in the operating system's keyring, through the keyring package."""

    def __init__(
        self,
        limit: TimeLimit,
        seconds: float = LIMIT_SECONDS,
        choose: Callable[[], Backend | None] | None = None,
    ) -> None:
        self._limit = limit
        self._seconds = seconds
        self._choose = choose or allowed_backend

    def get(self, secret_id: str) -> bytes | None:
        """Return a secret, or None. What is no hexadecimal text was not written here: None."""
        found = self._ask(lambda keyring: keyring.get_password(*_place(secret_id)))
        try:
            return None if found is None else bytes.fromhex(found)
        except ValueError:
            return None

    def set(self, secret_id: str, secret: bytes) -> None:
        """Keep a secret as hexadecimal text."""
        self._ask(lambda keyring: keyring.set_password(*_place(secret_id), secret.hex()))

    def delete(self, secret_id: str) -> None:
        """Forget a secret; one that is not there is no trouble."""

        def forget(keyring: Backend) -> None:
            from keyring.errors import PasswordDeleteError

            try:
                keyring.delete_password(*_place(secret_id))
            except PasswordDeleteError:
                return

        self._ask(forget)

    def _ask(self, question: Callable[[Backend], _T]) -> _T:
        try:
            return self._limit(lambda: _translated(self._choose, question), self._seconds)
        except TimeoutError:  # a prompt that nobody answers
            raise refuse(Code.KEYRING_LOCKED) from None


def _translated(choose: Callable[[], Backend | None], question: Callable[[Backend], _T]) -> _T:
    from keyring.errors import KeyringError, KeyringLocked

    keyring = choose()
    if keyring is None:
        raise refuse(Code.KEYRING_ABSENT)
    locked = _named_errors(KeyringLocked, *_LOCKED)
    gone = _named_errors(KeyringError, *_GONE)
    try:
        return question(keyring)
    except locked as error:
        raise refuse(Code.KEYRING_LOCKED) from error
    except gone as error:
        raise refuse(Code.KEYRING_ABSENT) from error


def allowed_backend() -> Backend | None:
    """Return the first allowed back-end that works on this computer."""
    for module_name, class_name in ALLOWED:
        backend = getattr(importlib.import_module(module_name), class_name)
        if backend.viable:
            made: Backend = backend()
            return made
    return None


def _named_errors(first: type[Exception], *names: tuple[str, str]) -> tuple[type[Exception], ...]:
    """Return exception classes by module and name, as far as this operating system has them."""
    classes: list[type[Exception]] = [first]
    for module_name, name in names:
        try:
            module = importlib.import_module(module_name)
        except ImportError:  # another operating system's library
            continue
        classes.append(getattr(module, name))
    return tuple(classes)


def _place(secret_id: str) -> tuple[str, str]:
    """Return service and user name; one service a secret, as Windows holds one user name a service."""
    return f"{_NAMESPACE}:{secret_id}", secret_id
