"""How an entry comes to the end of the log: one at a time, signed where there is a key.

Whoever appends waits for the one before, because an entry holds the hash of the last. Before it
builds on the head, it looks at its signature: to sign on top of a head that somebody forged would
make the forgery ours.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, insert, update

from governance.canonical import CanonicalError, sha256
from governance.log.chain import Entry, EntryKind, link_hash
from governance.log.head import (
    HEAD_SCHEMA,
    LogHead,
    SignedDay,
    is_day_signed,
    last_number,
    read_head,
)
from governance.log.signing import Signer
from governance.log.tables import decision_log, decision_log_head, log_heads
from governance.moments import stamp

DAY = len("2026-01-01")

_NEW_ENTRY = insert(decision_log)
_NEW_DAY = insert(log_heads)
_NEW_HEAD = update(decision_log_head).values(
    {name: bindparam(f"new_{name}") for name in LogHead._fields}
)


class LogDamaged(Exception):
    """The log cannot take entries; raised when its head is missing, which only a person repairs."""


class HeadNotOurs(LogDamaged):
    """The head is not signed by this installation; raised instead of building on a forged one."""


class NewEntry(NamedTuple):
    """What is to be appended."""

    kind: EntryKind
    schema: int
    at: datetime
    retention: str
    content: str


@dataclass(frozen=True)
class LogWriter:
    """Appends to the log, inside the caller's transaction."""

    signer: Signer | None = None

    def lock(self, connection: Connection) -> LogHead:
        """Return where the log ends; nobody else can append until this transaction ends.

        Raises:
            LogDamaged: there is no head.
            HeadNotOurs: it is not signed by this installation.
        """
        head = self.lock_unchecked(connection)
        if not self.is_ours(head):
            raise HeadNotOurs("the head of the decision log is not signed by this installation")
        return head

    def lock_unchecked(self, connection: Connection) -> LogHead:
        """Return what `lock` does, whoever signed it: only a person decides to go on from there.

        Raises:
            LogDamaged: there is no head.
        """
        head = read_head(connection, to_change=True)
        if head is None:
            raise LogDamaged("the head of the decision log is missing")
        return head

    def is_ours(self, head: LogHead) -> bool:
        """Whether the head is as this installation left it: signed with its key, if it has one."""
        if self.signer is None:
            return head.signature is None
        try:
            return self.signer.signed(head.key_id or "", head.message(), head.signature or "")
        except CanonicalError:
            return False

    def append(
        self,
        connection: Connection,
        head: LogHead,
        new: NewEntry,
        retention_from_now: str | None = None,
    ) -> Entry:
        """Return the entry just written after `head`, which this transaction locked."""
        at = stamp(new.at)
        if self.signer is not None and at[:DAY] > head.signed_day:
            head = self._sign_day(connection, self.signer, head, at)
        entry = Entry(
            sequence=head.sequence + 1,
            decision_id=secrets.token_hex(16),
            kind=new.kind,
            at=at,
            retention=new.retention,
            schema=new.schema,
            previous_hash=head.hash,
            content_hash=sha256(new.content),
            hash="",
            content=new.content,
        )
        entry = entry._replace(hash=link_hash(entry))
        connection.execute(_NEW_ENTRY, entry._asdict())
        head = head._replace(sequence=entry.sequence, hash=entry.hash)
        if retention_from_now is not None:
            head = head._replace(retention=retention_from_now)
        self._write_head(connection, head)
        return entry

    def sign_day(self, connection: Connection, now: datetime) -> bool:
        """Return whether the head of this day was signed now; once is enough.

        Raises what `lock` does, for the same reasons.
        """
        at = stamp(now)
        if self.signer is None or is_day_signed(connection, at[:DAY]):
            return False
        head = self.lock(connection)
        signed = self._sign_day(connection, self.signer, head, at)
        if signed != head:
            self._write_head(connection, signed)
        return signed != head

    def sign_head(self, connection: Connection, head: LogHead) -> None:
        """Sign the head as it is: the first time, or because a person says that it is right."""
        self._write_head(connection, head)

    def _sign_day(self, connection: Connection, signer: Signer, head: LogHead, at: str) -> LogHead:
        day = at[:DAY]
        if is_day_signed(connection, day):  # by whoever was faster, or by a clock that went back
            return head
        signed = SignedDay(
            number=last_number(connection) + 1,
            day=day,
            previous=head.signed_day,
            sequence=head.sequence,
            hash=head.hash,
            at=at,
            institution=signer.institution,
            schema=HEAD_SCHEMA,
            key_id=signer.key_id,
            signature="",
        )
        signed = signed._replace(signature=signer.sign(signed.message()))
        connection.execute(_NEW_DAY, signed._asdict())
        return head._replace(signed_day=day)

    def _write_head(self, connection: Connection, head: LogHead) -> None:
        if self.signer is not None:
            head = head._replace(key_id=self.signer.key_id)
            head = head._replace(signature=self.signer.sign(head.message()))
        connection.execute(
            _NEW_HEAD, {f"new_{name}": value for name, value in head._asdict().items()}
        )
