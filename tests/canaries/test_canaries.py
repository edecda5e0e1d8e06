"""Canaries go in by every entry of the running program; no sink may hold a trace of any of them.

One server is visited by every entry, looked at while it runs (its journal and its buffers are
there), stopped, looked at again, and then the commands of the terminal are used on what it left.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.database import build_engine
from tests.canaries import entries
from tests.canaries.canary import KINDS
from tests.canaries.house import House, open_house
from tests.canaries.hunt import told
from tests.canaries.watched import BREAKS
from tests.governance.stores import own_database

pytestmark = [pytest.mark.model, pytest.mark.timeout(900)]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def visited(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """A running house, after somebody used every entry of it."""
    folder = tmp_path_factory.mktemp(f"canarios-{request.param}")
    if request.param == "sqlite":
        with open_house(folder) as house:
            yield _visit(house)
        return
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        pytest.skip("needs a PostgreSQL server: set TEST_POSTGRES_URL")
    with own_database(server, "template0") as url, open_house(folder, url) as house:
        yield _visit(house)


def _visit(house: House) -> House:
    house.start()
    house.hire()
    with house.browser() as client:
        for come_in in entries.BY_THE_NETWORK:
            come_in(house, client)
    return house


def leaks(house: House) -> dict[str, list[str]]:
    return {sink: told(there) for sink, there in house.leaks().items()}


def test_no_sink_holds_anything_of_anybody(visited: House) -> None:
    assert leaks(visited) == {}


def test_something_of_every_kind_was_planted_and_masked(visited: House) -> None:
    assert {canary.kind for canary in visited.nest.planted} == set(KINDS)
    kept = visited.dump() + b"".join(f.read_bytes() for f in visited.folder.rglob("asistente.db*"))
    for mask in ("RUT", "NOMBRE", "TELEFONO", "CORREO", "DIRECCION", "PATENTE", "CUENTA", "CLAVE"):
        assert f"[{mask}_1]".encode() in kept
    assert visited.model and b"[TELEFONO_1]" in b"".join(visited.model)
    assert visited.mail.messages


def test_every_part_that_was_to_break_did(visited: House) -> None:
    assert set(visited.noted("broken ")) == set(BREAKS)
    assert b"turn failed in redact: RuntimeError" in visited.said


def test_contacts_are_kept_and_sealed(visited: House) -> None:
    engine = build_engine(visited.database, must_exist=True)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM case_contacts")).scalar_one() >= 3
    engine.dispose()


def test_nothing_is_sent_to_other_machines_nor_to_who_would_trace_it(visited: House) -> None:
    assert visited.outside() == []
    assert visited.tracer == []  # the environment asks LangChain to trace to it


@pytest.mark.skipif(not Path("/proc/self/limits").exists(), reason="only Linux tells")
def test_a_crash_of_the_server_would_write_none_of_its_memory(visited: House) -> None:
    assert re.search(r"Max core file size +0 ", visited.limits())


def test_what_a_stopped_server_left_and_the_commands_hold_nothing(visited: House) -> None:
    visited.stop()
    entries.on_the_terminal(visited)
    assert leaks(visited) == {}
    assert visited.outside() == []
