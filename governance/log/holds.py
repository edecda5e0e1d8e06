"""Legal holds: what is not purged while an incident, an audit or a complaint is open.

Placing and releasing one are entries of the chain that are never purged, so that a purge of what
was held is found out (`governance.log.purge_check`). A hold keeps the log, conversations, cases and
interviews. It does not keep contacts: how to reach a person serves to answer them and proves
nothing, so that it is erased on its date all the same (proportionality: Ley 19.628, art. 3 c, as
amended by Ley 21.719). The texts of a hold must arrive redacted: they stay for good.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import Connection, select

from governance.intervals import Intervals
from governance.log.decision_log import DecisionLog
from governance.log.keeping import says_conversation
from governance.log.protection import (
    Between,
    Hold,
    OfConversation,
    Protection,
    Scope,
    protection_of,
    read_holds,
)
from governance.log.tables import decision_log
from governance.moments import stamp

Matter = Literal["incidente", "auditoria", "reclamo"]
MATTERS: tuple[Matter, ...] = get_args(Matter)

SLACK = timedelta(days=1)
"""How far a clock may have been when the first entry of a conversation was recorded."""


class HoldNotFound(LookupError):
    """No open hold has that id; raised when one is released that is not there, in Spanish."""


class HoldRefused(ValueError):
    """The hold cannot be placed or released; raised with what is missing, in Spanish."""


@dataclass(frozen=True)
class Holds:
    """The legal holds of a log; every method works inside the caller's transaction."""

    log: DecisionLog

    def place(
        self,
        connection: Connection,
        *,
        matter: Matter,
        reference: str,
        justification: str,
        by: str,
        scope: Scope,
        at: datetime,
        since: datetime | None = None,
    ) -> Hold:
        """Return the hold just placed.

        `since` is when the conversation of the hold began, where that is known: without it, the
        whole log is read to find its entries.

        Raises:
            HoldRefused: somebody, something or the reason is not said, or the period is empty.
            LogDamaged: the log takes no entries.
        """
        if not all(text.strip() for text in (reference, justification, by)):
            raise HoldRefused("Di quién pide la retención, de qué expediente es y por qué.")
        if isinstance(scope, Between) and scope.since > scope.until:
            raise HoldRefused("El período termina antes de empezar: revisa sus fechas.")
        self.log.lock(connection)  # two that are placed at once get different ids
        sequences: tuple[tuple[int, int], ...] = ()
        if isinstance(scope, OfConversation):
            sequences = _entries_of(connection, scope.conversation_id, since)
        number = len(read_holds(connection)) + 1
        hold = Hold(
            f"R-{number:03d}",
            matter,
            reference.strip(),
            justification.strip(),
            by.strip(),
            at,
            scope,
            sequences,
        )
        self.log.note(connection, "hold_placed", hold.content(), at)
        return hold

    def release(
        self, connection: Connection, hold_id: str, *, by: str, reason: str, at: datetime
    ) -> Hold:
        """Return the hold, which keeps nothing from now on.

        Raises:
            HoldNotFound: no open hold has that id.
            HoldRefused: nobody, or no reason, is said.
            LogDamaged: the log takes no entries.
        """
        if not (by.strip() and reason.strip()):
            raise HoldRefused("Di quién levanta la retención y por qué.")
        self.log.lock(connection)
        held = {hold.id: hold for hold in self.list(connection)}.get(hold_id.strip().upper())
        if held is None:
            raise HoldNotFound(
                f"No hay una retención abierta «{hold_id}». Mira «asistente log hold list»."
            )
        said = {"hold": held.id, "by": by.strip(), "reason": reason.strip()}
        self.log.note(connection, "hold_released", said, at)
        return replace(held, released_at=at, released_by=said["by"], release_reason=said["reason"])

    def list(self, connection: Connection, *, only_open: bool = True) -> tuple[Hold, ...]:
        """Return the holds, the first placed first."""
        return tuple(h for h in read_holds(connection) if h.is_open or not only_open)

    def protection(self, connection: Connection) -> Protection:
        """Return what the open holds cover together."""
        return protection_of(self.list(connection))


def _entries_of(
    connection: Connection, conversation_id: str, since: datetime | None
) -> tuple[tuple[int, int], ...]:
    log = decision_log.c
    found = select(log.sequence).where(
        log.kind.in_(("decision", "event")), says_conversation(connection, conversation_id)
    )
    if since is not None:
        found = found.where(log.at >= stamp(since - SLACK))
    numbers = Intervals()
    for sequence in sorted(connection.execute(found).scalars()):
        numbers.add(sequence, sequence)
    return tuple(numbers)
