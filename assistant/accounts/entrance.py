"""The entrance of staff: a password or a linked identity opens a session, and every try is told.

A try counts as wrong before anything is compared, so that many at once count too. What is slow
(comparing a password) happens outside transactions. Nothing that somebody typed is recorded: an
event says which account was tried, if it exists, and why it was refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, NoReturn

from sqlalchemy import Connection

from assistant.accounts.accounts import Accounts, read_account
from assistant.accounts.identity import Identity
from assistant.accounts.tries import Who
from assistant.database import writing
from governance.registers.officials import Official
from governance.registers.passwords import PasswordRefused, check_password

Means = Literal["password", "key", "identity"]

_WRONG = {
    "password": (
        "El cargo o la contraseña no son correctos. Si todavía no tienes contraseña, créala con tu "
        "clave personal."
    ),
    "key": (
        "El cargo o la clave personal no son correctos. Revisa que copiaste la clave completa; si "
        "la perdiste, pide una nueva a quien administra los cargos."
    ),
    "identity": (
        "Te identificaste bien, pero esa identidad no está vinculada a ningún cargo activo. Pide a "
        "quien administra los cargos que la vincule, o entra con tu contraseña."
    ),
}


class EntryRefused(Exception):
    """Somebody does not enter; raised with what to do, and the seconds to wait if they must."""

    def __init__(self, words: str, seconds: int = 0) -> None:
        """Say it in words."""
        super().__init__(words)
        self.seconds = seconds


@dataclass(frozen=True)
class Entered:
    """A session was opened. `browser` lets the browser be known when it comes back."""

    session_id: str
    official: Official
    browser: str


@dataclass(frozen=True)
class Entrance:
    """Opens and ends sessions. It reads and writes the database: call it from a thread."""

    accounts: Accounts

    def with_password(
        self, account: str, password: str, address: str, browser: str = ""
    ) -> Entered:
        """Return the session that a password opens; slow on purpose.

        Raises:
            EntryRefused: it is wrong, or too many were.
        """
        parts, account_id = self.accounts, read_account(account)
        tried_by = self._tried_by(account_id, address, browser)
        with writing(parts.engine) as connection:
            self._begin(connection, tried_by)
            found = parts.passwords.find(connection, account_id or "")
        kept = found[1] if found else None
        if not parts.passwords.matches(kept, password) or kept is None or account_id is None:
            self._refuse("password", tried_by, account_id)
        is_outdated = parts.passwords.is_outdated(kept)
        anew = parts.passwords.hash(password) if is_outdated else None
        with writing(parts.engine) as connection:
            found = parts.passwords.find(connection, account_id)
            if found is not None and found[1] == kept:
                if anew is not None:
                    parts.passwords.keep(connection, account_id, anew, by="programa")
                return self._enter(connection, found[0], "password", tried_by)
        self._refuse("password", tried_by, account_id)  # it was taken away meanwhile

    def with_identity(self, identity: Identity) -> Entered:
        """Return the session of whoever another service says that it is.

        Raises:
            EntryRefused: that identity was not linked to an active official.
        """
        parts = self.accounts
        with writing(parts.engine) as connection:
            official = parts.identities.find(connection, identity.mark(parts.key))
            if official is not None:
                return self._enter(connection, official, "identity", ())
        self._refuse("identity", (), None)

    def choose_password(
        self, account: str, key: str, password: str, again: str, address: str
    ) -> Official:
        """Return the official, who has this password from now on, and whose sessions ended.

        Raises:
            EntryRefused: the key is not that of the account, or too many were wrong.
            PasswordRefused: the password is easy to guess, or was not written twice the same.
        """
        parts, account_id = self.accounts, read_account(account)
        tried_by = (parts.tries.address(address),)
        with writing(parts.engine) as connection:
            self._begin(connection, tried_by)
            official = parts.official_with_key(connection, account_id, key)
            if official is not None:
                parts.tries.forget(connection, tried_by)
        if official is None:
            self._refuse("key", tried_by, account_id)
        check_new_password(official, password, again)
        hashed = parts.passwords.hash(password)
        with writing(parts.engine) as connection:
            if parts.official_with_key(connection, account_id, key) is not None:
                return keep_password(parts, connection, official, hashed)
        self._refuse("key", tried_by, account_id)  # it was renewed meanwhile

    def leave(self, id_hash: str, official_id: str) -> None:
        """End a session because its official leaves."""
        with writing(self.accounts.engine) as connection:
            if self.accounts.sessions.close(connection, id_hash):
                self.accounts.tell(connection, "left", official_id)

    def _enter(
        self, connection: Connection, official: Official, means: Means, tried_by: Collection[Who]
    ) -> Entered:
        parts = self.accounts
        parts.tries.forget(connection, tried_by)
        changes = parts.changes(connection, official.id)
        session_id, _ = parts.sessions.open(connection, official.id, changes)
        parts.tell(connection, "entered", official.id, reason=means)
        return Entered(session_id, official, self._new_browser(official.id))

    def _begin(self, connection: Connection, tried_by: Collection[Who]) -> None:
        if seconds := self.accounts.tries.begin(connection, tried_by):
            raise EntryRefused(_wait(seconds), seconds)

    def _refuse(self, means: Means, tried_by: Collection[Who], account_id: str | None) -> NoReturn:
        parts = self.accounts
        with writing(parts.engine) as connection:
            seconds = parts.tries.seconds_to_wait(connection, tried_by)
            is_known = bool(parts.changes(connection, account_id or ""))
            to = account_id if is_known and account_id else ""
            reason = "locked" if seconds else means
            parts.tell(connection, "entry_refused", "person", to=to, reason=reason)
        raise EntryRefused(_wait(seconds) if seconds else _WRONG[means], seconds)

    def _tried_by(self, account_id: str | None, address: str, browser: str) -> tuple[Who, ...]:
        tries = self.accounts.tries
        if account_id is None:
            return (tries.address(address),)
        if self._is_known_browser(account_id, browser):
            return (tries.known_browser(account_id),)
        return (tries.address(address), tries.account(account_id))

    def _new_browser(self, official_id: str) -> str:
        nonce = secrets.token_urlsafe(12)
        return f"{nonce}.{self.accounts.key.mark('browser', f'{official_id}:{nonce}')}"

    def _is_known_browser(self, account_id: str, browser: str) -> bool:
        nonce, _, mark = browser.partition(".")
        return self.accounts.key.is_mark("browser", f"{account_id}:{nonce}", mark)


def check_new_password(official: Official, password: str, again: str) -> None:
    """Let a new password through.

    Raises:
        PasswordRefused: it is easy to guess, or was not written twice the same.
    """
    check_password(password, official)
    if password != again:
        raise PasswordRefused("Las dos contraseñas no son iguales. Escríbela otra vez.")


def keep_password(
    accounts: Accounts, connection: Connection, official: Official, hashed: str
) -> Official:
    """Return the official, with the password of this hash and no session open."""
    kept = accounts.passwords.keep(connection, official.id, hashed, by=official.id)
    accounts.sessions.close_all(connection, official.id)
    tries = accounts.tries
    tried_by = (tries.account(official.id), tries.known_browser(official.id))
    tries.forget(connection, tried_by)
    accounts.tell(connection, "account_changed", official.id, to=official.id, reason="password")
    return kept


def _wait(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return f"Hubo demasiados intentos equivocados. Espera {minutes} minuto{'s' * (minutes > 1)}."
