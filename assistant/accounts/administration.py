"""What whoever administers accounts does: each act is one transaction, checked and told.

The role is read again inside the transaction: one that was just taken away is of no use, whatever
the session still believes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from assistant.accounts.accounts import Accounts
from assistant.database import reading, writing
from assistant.desk.permissions import Action, check
from governance.registers.officials import Official, OfficialError

LONGEST_POST = 120


@dataclass(frozen=True)
class Account:
    """An official as administrators see it."""

    official: Official
    has_password: bool
    is_linked: bool
    last_entry: datetime | None
    """None when they have not entered in the last months."""
    open_sessions: int
    is_locked: bool


@dataclass(frozen=True)
class Administration:
    """Administers the accounts; `redact` hides personal data."""

    accounts: Accounts
    redact: Callable[[str], str]

    def list(self, by: Official) -> tuple[Account, ...]:
        """Return every account, those deactivated too.

        Raises:
            NotAllowed: their roles do not administer accounts.
        """
        parts = self.accounts
        with reading(parts.engine) as connection:
            self._check(connection, by)
            with_password = parts.passwords.owners(connection)
            linked = parts.identities.owners(connection)
            last = parts.sessions.last_entries(connection)
            open_ones = parts.sessions.open_ones(connection)
            return tuple(
                Account(
                    official,
                    official.id in with_password,
                    official.id in linked,
                    last.get(official.id),
                    open_ones.get(official.id, 0),
                    self._is_locked(connection, official.id),
                )
                for official in parts.officials.list(connection)
            )

    def add(self, by: Official, post: str, roles: Collection[str]) -> tuple[Official, str]:
        """Return a new official and their personal key, which nobody can see again.

        Raises:
            NotAllowed: their roles do not administer accounts.
            OfficialError: the post or the roles cannot be.
        """
        post = " ".join(post.split())
        if len(post) > LONGEST_POST:
            raise OfficialError(f"El cargo es muy largo: el máximo es {LONGEST_POST} caracteres.")
        if self.redact(post) != post:
            raise OfficialError("Escribe solo el cargo, sin nombre, RUT ni contacto de nadie.")
        parts = self.accounts
        with writing(parts.engine) as connection:
            who = self._check(connection, by)
            official, key = parts.officials.create(connection, post, roles, who.id)
            parts.tell(connection, "account_changed", who.id, to=official.id, reason="added")
        return official, key

    def renew_key(self, by: Official, official_id: str) -> str:
        """Return a new personal key; the one before, the password and the sessions end.

        Raises:
            NotAllowed: their roles do not administer accounts.
            OfficialNotFound: nobody has that id.
            OfficialError: the official was deactivated.
        """
        parts = self.accounts
        with writing(parts.engine) as connection:
            who = self._check(connection, by)
            key = parts.officials.renew_key(connection, official_id, who.id)
            self._tell(connection, who, official_id, "key")
        return key

    def change_roles(self, by: Official, official_id: str, roles: Collection[str]) -> Official:
        """Return the official with these roles; their sessions end.

        Raises:
            NotAllowed: their roles do not administer accounts.
            OfficialNotFound: nobody has that id.
            OfficialError: the roles cannot be.
        """
        parts = self.accounts
        with writing(parts.engine) as connection:
            who = self._check(connection, by)
            before = parts.officials.get(connection, official_id)
            changed = parts.officials.change_roles(connection, official_id, roles, who.id)
            if changed != before:
                self._tell(connection, who, official_id, "roles")
        return changed

    def deactivate(self, by: Official, official_id: str) -> Official:
        """Return the official, who can neither enter nor act any more.

        Raises:
            NotAllowed: their roles do not administer accounts.
            OfficialNotFound: nobody has that id.
            OfficialError: nobody could administer officials any more.
        """
        parts = self.accounts
        with writing(parts.engine) as connection:
            who = self._check(connection, by)
            off = parts.officials.deactivate(connection, official_id, who.id)
            self._tell(connection, who, official_id, "deactivated")
        return off

    def unlock(self, by: Official, official_id: str) -> Official:
        """Return the official, who may try to enter again at once.

        Raises:
            NotAllowed: their roles do not administer accounts.
            OfficialNotFound: nobody has that id.
        """
        tries = self.accounts.tries
        with writing(self.accounts.engine) as connection:
            who = self._check(connection, by)
            official = self.accounts.officials.get(connection, official_id)
            both = (tries.account(official_id), tries.known_browser(official_id))
            tries.forget(connection, both)
            self._tell(connection, who, official_id, "unlocked", ends_sessions=False)
        return official

    def end_sessions(self, by: Official, official_id: str) -> Official:
        """Return the official, who has to enter again wherever they were.

        Raises:
            NotAllowed: their roles do not administer accounts.
            OfficialNotFound: nobody has that id.
        """
        with writing(self.accounts.engine) as connection:
            who = self._check(connection, by)
            official = self.accounts.officials.get(connection, official_id)
            self._tell(connection, who, official_id, "sessions")
        return official

    def _tell(
        self,
        connection: Connection,
        who: Official,
        official_id: str,
        what: str,
        ends_sessions: bool = True,
    ) -> None:
        if ends_sessions:
            self.accounts.sessions.close_all(connection, official_id)
        self.accounts.tell(connection, "account_changed", who.id, to=official_id, reason=what)

    def _check(self, connection: Connection, by: Official) -> Official:
        return check(self.accounts.officials.get(connection, by.id), Action.MANAGE_ACCOUNTS)

    def _is_locked(self, connection: Connection, official_id: str) -> bool:
        tries = self.accounts.tries
        both = (tries.account(official_id), tries.known_browser(official_id))
        return tries.seconds_to_wait(connection, both) > 0
