"""The registers on both databases, with people of every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from assistant.database import writing
from governance.policy.load import policies
from governance.policy.model import Policy
from governance.registers import journal
from tests.fakes import FixedClock
from tests.governance import stores
from tests.governance.registers.people import Desk

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template


@pytest.fixture(scope="session")
def policy() -> Policy:
    return policies()[-1]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(stores.NOON)


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """One transaction for the whole test, at whose end the journal is still whole."""
    with writing(engine) as opened:
        yield opened
        assert journal.verify(opened).is_intact


@pytest.fixture
def desk(connection: Connection, policy: Policy, clock: FixedClock) -> Desk:
    return Desk(connection, policy, clock)
