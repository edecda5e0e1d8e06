"""A key of tests, a signed log, and the columns of its tables as an intruder sees them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from assistant.database import reading, writing
from governance.log.chain import Head, Verification
from governance.log.decision_log import DecisionLog
from governance.log.signing import LogKey, PublicKeys, new_private_pem, read_log_key
from tests.governance.stores import NOON, a_decision, an_event

INSTITUTION = "Gobierno Regional de Prueba"
DAY, YEAR = timedelta(days=1), timedelta(days=365)


def a_key(earlier: str = "") -> LogKey:
    return read_log_key(new_private_pem() + earlier, INSTITUTION)


def a_signed_log(key: LogKey | None = None) -> DecisionLog:
    return DecisionLog(key=key or a_key())


def start(engine: Engine, log: DecisionLog, at: datetime = NOON) -> None:
    """Sign a new log for the first time."""
    with writing(engine) as connection:
        log.sign_first(connection, at)


def append(engine: Engine, log: DecisionLog, *moments: datetime) -> list[str]:
    with writing(engine) as connection:
        return [log.append(connection, a_decision(at=at)) for at in moments]


def fill(engine: Engine, log: DecisionLog) -> None:
    """A small log with an entry of every kind, some of them purged."""
    start(engine, log)
    append(engine, log, NOON, NOON + DAY)
    with writing(engine) as connection:
        log.append_event(connection, an_event(at=NOON + 2 * DAY))
        log.set_level(connection, "alto", "alto", by="F-1", reason="Acta", at=NOON + 2 * DAY)
        log.note(connection, "hold_placed", _HELD, NOON + 3 * DAY)
        log.note(connection, "hold_released", _RELEASED, NOON + 4 * DAY)
    with writing(engine) as connection:
        log.purge(connection, NOON + 3 * YEAR + DAY)
    append(engine, log, NOON + 4 * YEAR)


_HELD = {
    "by": "F-1",
    "hold": "R-001",
    "justification": "Investigación",
    "matter": "auditoria",
    "reference": "A-1",
    "scope": {"of": "everything"},
    "sequences": [],
}
_RELEASED = {"by": "F-1", "hold": "R-001", "reason": "Cerrada"}


def verify(
    engine: Engine, log: DecisionLog, *published: Head, keys: PublicKeys | None = None
) -> Verification:
    with reading(engine) as connection:
        return verify_in(connection, log, *published, keys=keys)


def verify_in(
    connection: Connection, log: DecisionLog, *published: Head, keys: PublicKeys | None = None
) -> Verification:
    assert log.key is not None
    return log.verify(connection, published, keys or log.key.keys)
