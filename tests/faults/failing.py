"""A driver that fails at the i-th call, as SQLite fails: with its codes, and with or without rolling back by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lotse_app.models.problems import Code
from lotse_app.store.driver import Database, sqlite3
from lotse_app.store.opening import Store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lotse_app.workflows.desk import Desk

#: SQLite's result codes, and what the program calls them.
FAILURES = {5: Code.STORE_IN_USE, 13: Code.DISK_FULL, 10: Code.STORE_IO}
#: After these SQLite may have rolled the transaction back already (sqlite.org/lang_transaction.html, 3).
_ROLLS_BACK = {13, 10}


class FailingDriver:
    """Stands between the store and the driver; passes everything on until its call has come."""

    def __init__(self, raw: Any) -> None:  # noqa: ANN401 - the driver has no types
        self._raw = raw
        self._left = 0
        self._result = 0

    def arm(self, call: int, result: int) -> None:
        """Fail at the ``call``-th call from now on, counted from 1."""
        self._left, self._result = call, result

    def disarm(self) -> bool:
        """Fail no more; return whether it has failed since it was armed."""
        failed = self._left == 0
        self._left = -1
        return failed

    def execute(self, sql: str, parameters: Any = ()) -> Any:  # noqa: ANN401 - as the driver
        """Run a statement, or fail."""
        self._count()
        return self._raw.execute(sql, parameters)

    def executemany(self, sql: str, parameters: Sequence[Any]) -> Any:  # noqa: ANN401 - as the driver
        """Run a statement for many rows, or fail."""
        self._count()
        return self._raw.executemany(sql, parameters)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as the driver
        return getattr(self._raw, name)

    def _count(self) -> None:
        if self._left <= 0:
            return
        self._left -= 1
        if self._left == 0:
            self._fail()

    def _fail(self) -> None:
        if self._result in _ROLLS_BACK and self._raw.in_transaction:
            self._raw.rollback()
        error = sqlite3.OperationalError("a failure of the test")
        error.sqlite_errorcode = self._result
        raise error


def store_below(desk: Desk) -> Store:
    """Return the store a desk stands on."""
    found = getattr(desk.close, "__self__", None)
    assert isinstance(found, Store)
    return found


def put_between(store: Store, kind: type[FailingDriver] = FailingDriver) -> FailingDriver:
    """Put a failing driver below an open store; it does nothing until it is armed."""
    connection = store._connection
    assert connection._open is not None
    driver = kind(connection._open.conn)
    driver.disarm()
    connection._open = Database(driver, execute_plugins=False)  # type: ignore[arg-type]  # looks like a connection
    return driver
