"""Accounts on both databases, with synthetic posts and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import argon2
import pytest
from sqlalchemy import Engine

from assistant.accounts.accounts import Accounts, build_accounts
from assistant.accounts.entrance import Entrance
from assistant.database import writing
from assistant.settings import Settings
from governance.registers import passwords
from governance.registers.officials import Official, Officials
from tests.fakes import FixedClock
from tests.governance import stores

engine = stores.engine
migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_engine = stores.postgres_engine
postgres_template = stores.postgres_template

PASSWORD = "tren azul queso nueve"
NewOfficial = Callable[..., tuple[Official, str]]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "COST", argon2.profiles.CHEAPEST)


@pytest.fixture
def accounts(engine: Engine, clock: FixedClock, tmp_path: Path, _cheap: None) -> Accounts:
    return build_accounts(engine, Officials(clock), Settings(data_dir=tmp_path))


@pytest.fixture
def entrance(accounts: Accounts) -> Entrance:
    return Entrance(accounts)


@pytest.fixture
def new_official(accounts: Accounts) -> NewOfficial:
    """Registers a post, with a password unless it is None, and returns it with its key."""

    def make(
        post: str = "Encargada de Atención",
        roles: tuple[str, ...] = ("atencion",),
        password: str | None = PASSWORD,
    ) -> tuple[Official, str]:
        with writing(accounts.engine) as connection:
            official, key = accounts.officials.create(connection, post, roles)
            if password is not None:
                hashed = accounts.passwords.hash(password)
                accounts.passwords.keep(connection, official.id, hashed)
        return official, key

    return make
