"""Who may use the admin page: accounts with a passphrase made here, and sign-ins that end by themselves.

An account without stations is the administrator's and sees all; one with stations is a coordinator's and sees those.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import delete, insert, select, update

from lotse_portal import tables
from lotse_portal.clock import text_of
from lotse_portal.database import lock
from lotse_portal.ledger import Entry

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from lotse_portal.ledger import Ledger

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _GROUP = 5, 4  # 100 bits
#: Argon2id as OWASP names it for sign-ins: 19 MiB, two passes.
_MEMORY, _PASSES = 19 << 10, 2
#: Seconds until somebody who does nothing is signed out, and until everybody is.
IDLE, LONGEST = 30 * 60, 8 * 3600
_STALE = 60


@dataclass(frozen=True, slots=True)
class Account:
    """Who is signed in, with the key every form of theirs carries."""

    name: str
    stations: frozenset[str]
    form_key: str = ""

    @property
    def sees_all(self) -> bool:
        """Return whether this is an administrator."""
        return not self.stations

    def sees(self, station: str) -> bool:
        """Return whether the account may see and change what is of a station."""
        return self.sees_all or station in self.stations


def add(connection: Connection, ledger: Ledger, name: str, stations: frozenset[str], now: datetime) -> str | None:
    """Make an account; return its passphrase, which nobody can read again. None where the name is taken."""
    lock(connection)
    if connection.scalar(select(tables.accounts.c.name).where(tables.accounts.c.name == name)) is not None:
        return None
    phrase = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    row = {"name": name, "phrase": _derived(phrase), "stations": json.dumps(sorted(stations))}
    connection.execute(insert(tables.accounts).values(**row))
    ledger.append(Entry("account", text_of(now), row))
    return phrase


def remove(connection: Connection, ledger: Ledger, name: str, now: datetime) -> bool:
    """Remove an account, and sign it out everywhere; return whether it was there."""
    lock(connection)
    connection.execute(delete(tables.sign_ins).where(tables.sign_ins.c.account == name))
    if connection.execute(delete(tables.accounts).where(tables.accounts.c.name == name)).rowcount == 0:
        return False
    ledger.append(Entry("account_removed", text_of(now), {"name": name}))
    return True


def holds(connection: Connection, name: str, phrase: str) -> bool:
    """Return whether a passphrase is the account's; takes as long for a name that nobody has."""
    found = connection.scalar(select(tables.accounts.c.phrase).where(tables.accounts.c.name == name))
    typed = "".join(phrase.split()).upper().translate(str.maketrans("OIL", "011"))
    try:
        Argon2id.verify_phc_encoded(typed.encode(), found or _nobody())
    except InvalidKey:
        return False
    return found is not None


def sign_in(connection: Connection, name: str, now: datetime) -> str:
    """Return the token of a new sign-in; only its digest is kept."""
    token, moment = secrets.token_urlsafe(32), int(now.timestamp())
    connection.execute(delete(tables.sign_ins).where(tables.sign_ins.c.ends_at < moment))
    row = {"token": _digest(token), "account": name, "form_key": secrets.token_urlsafe(32)}
    connection.execute(insert(tables.sign_ins).values(**row, seen_at=moment, ends_at=moment + LONGEST))
    return token


def signed_in(connection: Connection, token: str, now: datetime) -> tuple[Account, bool] | None:
    """Return the account of a token and whether ``keep`` is due; None where it ended."""
    sign_in, account = tables.sign_ins.c, tables.accounts.c
    statement = select(account.name, account.stations, sign_in.form_key, sign_in.seen_at).join(
        tables.accounts, account.name == sign_in.account
    )
    moment = int(now.timestamp())
    holding = (sign_in.token == _digest(token)) & (sign_in.ends_at >= moment) & (sign_in.seen_at >= moment - IDLE)
    row = connection.execute(statement.where(holding)).one_or_none()
    if row is None:
        return None
    return Account(row.name, frozenset(json.loads(row.stations)), row.form_key), row.seen_at < moment - _STALE


def keep(connection: Connection, token: str, now: datetime) -> None:
    """Note that somebody is still there."""
    of_token = tables.sign_ins.c.token == _digest(token)
    connection.execute(update(tables.sign_ins).where(of_token).values(seen_at=int(now.timestamp())))


def sign_out(connection: Connection, token: str) -> None:
    """End a sign-in."""
    connection.execute(delete(tables.sign_ins).where(tables.sign_ins.c.token == _digest(token)))


def same(first: str, second: str) -> bool:
    """Return whether two secrets are the same, in a time that says nothing."""
    return hmac.compare_digest(first.encode(), second.encode())


def _derived(phrase: str) -> str:
    made = Argon2id(salt=secrets.token_bytes(16), length=32, iterations=_PASSES, lanes=1, memory_cost=_MEMORY)
    return made.derive_phc_encoded(phrase.encode())


@cache
def _nobody() -> str:
    """Return what a passphrase is compared with where there is no account."""
    return _derived(secrets.token_urlsafe())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
