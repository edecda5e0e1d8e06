"""The proof that the registers are whole: the chain, the keys, and every result derived again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from governance.canonical import sha256
from governance.log.chain import Head, Verification
from governance.policy.model import Policy
from governance.registers import journal
from governance.registers.classifications import Classifications
from governance.registers.derivation import verify
from governance.registers.tables import official_keys


@dataclass(frozen=True)
class RegistersVerified:
    """What was found; `derived` counts the classifications that were looked at."""

    journal: Verification
    derived: int
    problems: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        """Whether everything is as it was written and follows from its facts."""
        return self.journal.is_intact and not self.problems


def verify_registers(
    connection: Connection, policies: Sequence[Policy], published: Iterable[Head] = ()
) -> RegistersVerified:
    """Return everything that is wrong in the registers; give it `assistant.database.reading`."""
    chain = journal.verify(connection, published)
    if not chain.is_intact:
        return RegistersVerified(chain, 0, ())  # what was altered proves nothing
    classifications = Classifications().history(connection)
    found = [verify(classification, policies) for classification in classifications]
    problems = (*filter(None, found), *_planted_keys(connection))
    return RegistersVerified(chain, len(classifications), problems)


def _planted_keys(connection: Connection) -> Iterator[str]:
    """Yield the keys that the journal knows nothing of."""
    for row in connection.execute(select(official_keys).order_by(official_keys.c.official_id)):
        record = journal.last(connection, "official", row.official_id)
        if record is None or record.content["key_fingerprint"] != sha256(row.key_hash):
            yield f"{row.official_id}: su clave no es la que el registro dice que se le dio."
