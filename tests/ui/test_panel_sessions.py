"""How long one stays inside, what survives a restart, and what ends a session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from assistant.accounts.accounts import Accounts, build_accounts
from assistant.accounts.entrance import Entrance
from assistant.accounts.sessions import IDLE, KEPT, LASTS
from assistant.database import reading, writing
from assistant.settings import Settings
from tests.ui.entering import PASSWORD, ServePanel, csrf, sign_in
from tests.ui.registers import Registers
from ui.panel import sessions as memory
from ui.panel.sessions import RECHECK, Sessions


@pytest.fixture
def registers(tmp_path: Path) -> Registers:
    return Registers(tmp_path / "registros")


@pytest.fixture
def accounts(registers: Registers, tmp_path: Path) -> Accounts:
    settings = Settings(data_dir=tmp_path)
    return build_accounts(registers.engine, registers.registry.officials, settings)


@pytest.fixture
def account(registers: Registers) -> str:
    return registers.account("Encargada de Atención", ["atencion"])


@pytest.fixture
def session_id(accounts: Accounts, account: str) -> str:
    return Entrance(accounts).with_password(account, PASSWORD, "203.0.113.7").session_id


@pytest.fixture
def statements(registers: Registers) -> Iterator[list[str]]:
    """What is asked of the database, as it is asked."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(registers.engine, "before_cursor_execute", note)
    yield found
    event.remove(registers.engine, "before_cursor_execute", note)


def test_a_session_survives_a_restart_and_serves_several_processes(
    serve_panel: ServePanel, registers: Registers, account: str
) -> None:
    first = serve_panel(registers)
    sign_in(first, account)
    cookie = first.cookies["asistente_panel"]
    second = serve_panel(registers)
    second.cookies.set("asistente_panel", cookie)
    assert second.get("/panel/sistemas").status_code == 200
    done = second.post("/panel/salir", data={"csrf": csrf(second)}, follow_redirects=False)
    assert done.status_code == 303
    registers.clock.advance(seconds=RECHECK.total_seconds())
    assert first.get("/panel/sistemas").status_code == 401, "left in one, left in all"


def test_a_session_ends_after_eight_hours_however_much_it_is_used(
    registers: Registers, accounts: Accounts, session_id: str
) -> None:
    found = Sessions(accounts)
    for _ in range(int(LASTS / timedelta(minutes=30)) - 1):
        registers.clock.advance(minutes=30)
        assert found.find(session_id)
    registers.clock.advance(minutes=29)
    assert found.find(session_id)
    registers.clock.advance(minutes=1)
    assert found.find(session_id) is None
    registers.clock.advance(hours=-8)
    assert Sessions(accounts).find(session_id), "only time ended it"


def test_a_session_ends_after_an_hour_without_use(
    registers: Registers, accounts: Accounts, session_id: str
) -> None:
    found = Sessions(accounts)
    registers.clock.advance(minutes=59)
    assert found.find(session_id)
    registers.clock.advance(seconds=IDLE.total_seconds() - 1)
    assert found.find(session_id), "being used counts from then"
    registers.clock.advance(seconds=IDLE.total_seconds())
    assert found.find(session_id) is None
    assert Sessions(accounts).find(session_id) is None


def test_a_page_that_asks_by_itself_does_not_keep_a_session_open(
    registers: Registers, accounts: Accounts, session_id: str
) -> None:
    found = Sessions(accounts)
    for _ in range(4):
        registers.clock.advance(minutes=14)
        assert found.find(session_id, is_used=False)
    registers.clock.advance(minutes=14)
    assert found.find(session_id, is_used=False) is None


def test_each_request_does_not_ask_the_database(
    registers: Registers, accounts: Accounts, session_id: str, statements: list[str]
) -> None:
    found = Sessions(accounts)
    for _ in range(100):
        assert found.find(session_id)
    assert len(statements) <= 5
    statements.clear()
    for _ in range(11):
        registers.clock.advance(seconds=5)
        assert found.find(session_id)
    assert not [s for s in statements if s.startswith("UPDATE")], "less than a minute"
    registers.clock.advance(seconds=5)
    assert found.find(session_id)
    assert len([s for s in statements if s.startswith("UPDATE")]) == 1


@pytest.mark.parametrize("change", ["key", "roles", "off", "password"])
def test_what_changes_an_account_ends_its_sessions_everywhere_in_seconds(
    registers: Registers, accounts: Accounts, account: str, session_id: str, change: str
) -> None:
    here, elsewhere = Sessions(accounts), Sessions(accounts)
    assert here.find(session_id) and elsewhere.find(session_id)
    officials = registers.registry.officials
    with writing(registers.engine) as connection:
        if change == "key":
            officials.renew_key(connection, account)
        elif change == "roles":
            officials.change_roles(connection, account, ["dpo"])
        elif change == "off":
            officials.deactivate(connection, account)
        else:
            accounts.passwords.keep(connection, account, accounts.passwords.hash("x" * 20))
    registers.clock.advance(seconds=RECHECK.total_seconds())
    assert here.find(session_id) is None and elsewhere.find(session_id) is None


def test_the_conversation_where_they_were_is_remembered(
    accounts: Accounts, session_id: str
) -> None:
    here = Sessions(accounts)
    session = here.find(session_id)
    assert session is not None and session.conversation_id == ""
    here.move(session, "conversación-1")
    again, elsewhere = here.find(session_id), Sessions(accounts).find(session_id)
    assert again is not None and again.conversation_id == "conversación-1"
    assert elsewhere is not None and elsewhere.conversation_id == "conversación-1"


def test_one_session_that_ends_leaves_the_others(
    accounts: Accounts, account: str, session_id: str
) -> None:
    other = Entrance(accounts).with_password(account, PASSWORD, "203.0.113.7").session_id
    found = Sessions(accounts)
    session = found.find(session_id)
    assert session is not None
    Entrance(accounts).leave(session.kept.id_hash, account)
    found.forget(session.kept.id_hash)
    assert found.find(session_id) is None and found.find(other)


@pytest.mark.parametrize("session_id", [None, "", "x", "\ud800", "ñ" * 10_000, "\x00"])
def test_what_is_no_session_is_no_session(accounts: Accounts, session_id: str | None) -> None:
    assert Sessions(accounts).find(session_id) is None


def test_memory_holds_a_bounded_number_and_the_database_the_others(
    accounts: Accounts, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    found, entrance = Sessions(accounts), Entrance(accounts)
    ids = [entrance.with_password(account, PASSWORD, "203.0.113.7").session_id for _ in range(5)]
    assert len(set(ids)) == 5 and all(found.find(i) for i in ids)
    assert len(found._known) == 3 and not set(ids) & set(found._known)


def test_rows_of_sessions_that_ended_long_ago_are_deleted(
    registers: Registers, accounts: Accounts, account: str, session_id: str
) -> None:
    registers.clock.advance(days=KEPT.days + 1)
    Entrance(accounts).with_password(account, PASSWORD, "203.0.113.7")
    with reading(registers.engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM staff_sessions")).scalar() == 1


def test_a_database_that_cannot_be_read_lets_nobody_in(
    serve_panel: ServePanel, registers: Registers, account: str
) -> None:
    client = serve_panel(registers)
    sign_in(client, account)
    registers.clock.advance(seconds=RECHECK.total_seconds())
    with writing(registers.engine) as connection:
        connection.execute(text("ALTER TABLE staff_sessions RENAME TO otra"))
    refused = client.get("/panel/sistemas")
    assert refused.status_code == 503 and "El registro no responde" in refused.text
