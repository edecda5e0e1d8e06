"""Who enters, who waits, and what is recorded of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from assistant.accounts.accounts import Accounts
from assistant.accounts.entrance import Entered, Entrance, EntryRefused
from assistant.accounts.identity import Identity
from assistant.accounts.sessions import hash_id
from assistant.accounts.tries import TRIES
from assistant.database import reading, writing
from governance.log.event import Event
from governance.registers.passwords import PasswordRefused
from tests.assistant.accounts.conftest import PASSWORD, NewOfficial
from tests.fakes import FixedClock

HERE, THERE = "203.0.113.7", "203.0.113.8"
WRONG = "otra frase cualquiera"


def events(accounts: Accounts) -> list[Event]:
    with reading(accounts.engine) as connection:
        return [e.event for e in accounts.log.events(connection) if e.event is not None]


def told(accounts: Accounts) -> list[tuple[str, str, str, str]]:
    return [(e.kind, e.by, e.to, e.reason) for e in events(accounts)]


def refused(do: Callable[..., Any], *args: str) -> EntryRefused:
    with pytest.raises(EntryRefused) as found:
        do(*args)
    return found.value


def is_open(accounts: Accounts, entered: Entered) -> bool:
    with reading(accounts.engine) as connection:
        return accounts.sessions.find(connection, hash_id(entered.session_id)) is not None


@pytest.mark.parametrize("typed", ["F-001", "f1", " 001 ", "f-001"])
def test_a_right_password_opens_a_session_and_is_told(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial, typed: str
) -> None:
    official, _ = new_official()
    entered = entrance.with_password(typed, PASSWORD, HERE)
    assert entered.official == official and is_open(accounts, entered)
    assert told(accounts) == [("entered", official.id, "", "password")]


def test_the_id_of_a_session_is_kept_nowhere(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    entered = entrance.with_password("F-001", PASSWORD, HERE)
    with reading(accounts.engine) as connection:
        for table in ("staff_sessions", "staff_tries", "decision_log"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                assert entered.session_id not in str(row)


def test_whoever_is_refused_hears_the_same_whatever_was_wrong(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    new_official("Auditora", ("auditor",), None)
    off, _ = new_official("Suplente")
    with writing(accounts.engine) as connection:
        accounts.officials.create(connection, "Administradora", ["administracion"])
        accounts.officials.deactivate(connection, off.id)
    words = {
        str(refused(entrance.with_password, account, password, HERE + str(n)))
        for n, (account, password) in enumerate(
            [
                ("F-001", WRONG),
                ("F-001", ""),
                ("F-001", "x" * 60_000),
                ("F-002", PASSWORD),
                (off.id, PASSWORD),
                ("F-404", PASSWORD),
                ("Jefa de Atención", PASSWORD),
                ("", ""),
                ("F-001\0", PASSWORD),
                ("' OR 1=1 --", PASSWORD),
            ]
        )
    }
    assert len(words) == 1


def test_what_was_typed_is_recorded_nowhere(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    refused(entrance.with_password, "mi clave por error", WRONG, HERE)
    refused(entrance.with_password, "F-404", WRONG, HERE)
    refused(entrance.with_password, "F-001", WRONG, HERE)
    assert told(accounts) == [
        ("entry_refused", "person", "", "password"),
        ("entry_refused", "person", "", "password"),
        ("entry_refused", "person", "F-001", "password"),
    ]
    with reading(accounts.engine) as connection:
        kept = "".join(
            str(row)
            for table in ("staff_tries", "decision_log", "register_log")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )
    for typed in ("mi clave", WRONG, HERE, "F-404"):
        assert typed not in kept


def test_eight_wrong_tries_close_an_account_for_five_minutes_and_then_longer(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial, clock: FixedClock
) -> None:
    new_official()
    for minutes in (5, 10, 15, 15):
        found = [
            refused(entrance.with_password, "F-001", WRONG, f"198.51.100.{n}") for n in range(TRIES)
        ]
        assert [e.seconds for e in found] == [0] * (TRIES - 1) + [minutes * 60]
        assert f"{minutes} minutos" in str(found[-1])
        right = refused(entrance.with_password, "F-001", PASSWORD, THERE)
        assert right.seconds == minutes * 60, "a right password waits too"
        clock.advance(minutes=minutes)
    assert is_open(accounts, entrance.with_password("F-001", PASSWORD, THERE))
    assert [kind for kind, *_, reason in told(accounts) if reason == "locked"] == [
        "entry_refused"
    ] * 4


def test_an_account_that_does_not_exist_is_closed_the_same(
    entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    answers = {
        account: [
            (e.seconds, str(e))
            for n in range(TRIES + 2)
            for e in [refused(entrance.with_password, account, WRONG, f"{where}.{n}")]
        ]
        for account, where in (("F-001", "198.51.100"), ("F-404", "192.0.2"))
    }
    assert answers["F-001"] == answers["F-404"]


def test_an_address_waits_whatever_account_it_tries(
    entrance: Entrance, new_official: NewOfficial, clock: FixedClock
) -> None:
    new_official()
    for n in range(TRIES):
        refused(entrance.with_password, f"F-{100 + n}", WRONG, HERE)
    assert refused(entrance.with_password, "F-001", PASSWORD, HERE).seconds == 15 * 60
    assert entrance.with_password("F-001", PASSWORD, THERE)
    clock.advance(minutes=15)
    assert entrance.with_password("F-001", PASSWORD, HERE)


def test_a_stranger_cannot_keep_out_who_entered_from_the_same_browser_before(
    entrance: Entrance, new_official: NewOfficial, clock: FixedClock
) -> None:
    new_official()
    browser = entrance.with_password("F-001", PASSWORD, HERE).browser
    for _ in range(3):
        for n in range(TRIES):
            refused(entrance.with_password, "F-001", WRONG, f"198.51.100.{n}")
        assert refused(entrance.with_password, "F-001", PASSWORD, HERE).seconds
        assert entrance.with_password("F-001", PASSWORD, HERE, browser)
        clock.advance(minutes=15)


@pytest.mark.parametrize("forged", ["", ".", "a.b", "x" * 5000, "\ud800.\ud800"])
def test_a_known_browser_is_not_forged_nor_good_for_another_account(
    entrance: Entrance, new_official: NewOfficial, forged: str
) -> None:
    new_official()
    new_official("Auditora", ("auditor",))
    browser = entrance.with_password("F-002", PASSWORD, THERE).browser
    for n in range(TRIES):
        refused(entrance.with_password, "F-001", WRONG, f"198.51.100.{n}")
    for given in (forged, browser):
        assert refused(entrance.with_password, "F-001", PASSWORD, THERE, given).seconds


def test_a_known_browser_does_not_try_without_end(
    entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    browser = entrance.with_password("F-001", PASSWORD, HERE).browser
    found = [
        refused(entrance.with_password, "F-001", WRONG, f"198.51.100.{n}", browser)
        for n in range(TRIES)
    ]
    assert found[-1].seconds == 5 * 60


def test_tries_at_the_same_moment_all_count(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    compared: list[str] = []
    matches = type(accounts.passwords).matches

    def counting(self: Any, kept: str | None, password: str) -> bool:
        compared.append(password)
        return matches(self, kept, password)

    def attack(n: int) -> None:
        with pytest.raises(EntryRefused):
            entrance.with_password("F-001", WRONG, f"198.51.100.{n}")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(accounts.passwords), "matches", counting)
        threads = [threading.Thread(target=attack, args=(n,)) for n in range(24)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(compared) == TRIES, "the others were not even compared"


def test_a_right_password_forgives_the_wrong_ones_before_it(
    entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    for _ in range(3):
        for _ in range(TRIES - 1):
            assert not refused(entrance.with_password, "F-001", WRONG, HERE).seconds
        entrance.with_password("F-001", PASSWORD, HERE)


def test_wrong_tries_survive_a_restart(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    for _ in range(TRIES):
        refused(entrance.with_password, "F-001", WRONG, HERE)
    again = Entrance(accounts)
    assert refused(again.with_password, "F-001", PASSWORD, HERE).seconds


def test_a_password_is_chosen_with_the_personal_key_and_ends_what_was_open(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    official, key = new_official()
    before = entrance.with_password("F-001", PASSWORD, HERE)
    chosen = "barco verde lluvia doce"
    assert entrance.choose_password("f1", f" {key}\n", chosen, chosen, HERE) == official
    assert not is_open(accounts, before)
    refused(entrance.with_password, "F-001", PASSWORD, HERE)
    assert is_open(accounts, entrance.with_password("F-001", chosen, HERE))
    assert ("account_changed", "F-001", "F-001", "password") in told(accounts)


def test_a_password_is_not_chosen_with_another_key(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official(password=None)
    _, others = new_official("Auditora", ("auditor",))
    for key in (others, "", "x" * 9000, PASSWORD):
        words = str(refused(entrance.choose_password, "F-001", key, PASSWORD, PASSWORD, HERE))
        assert "clave personal" in words and (not key or key not in words)
    refused(entrance.with_password, "F-001", PASSWORD, HERE)


def test_a_password_is_written_twice_and_hard_to_guess_and_the_key_is_not_spent(
    entrance: Entrance, new_official: NewOfficial
) -> None:
    _, key = new_official(password=None)
    for _ in range(TRIES + 1):
        with pytest.raises(PasswordRefused, match="no son iguales"):
            entrance.choose_password("F-001", key, PASSWORD, PASSWORD + "x", HERE)
        with pytest.raises(PasswordRefused, match="muy corta"):
            entrance.choose_password("F-001", key, "corta", "corta", HERE)
    assert entrance.choose_password("F-001", key, PASSWORD, PASSWORD, HERE)


def test_wrong_keys_make_an_address_wait_and_no_account(
    entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    for _ in range(TRIES):
        found = refused(entrance.choose_password, "F-001", "otra", PASSWORD, PASSWORD, HERE)
    assert found.seconds == 15 * 60
    assert entrance.with_password("F-001", PASSWORD, THERE)


def test_a_hash_of_another_cost_is_made_anew_as_its_owner_enters(
    accounts: Accounts, new_official: NewOfficial, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    import argon2

    new_official()
    costlier = argon2.PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)
    now = replace(accounts, passwords=replace(accounts.passwords, hasher=costlier))
    for _ in range(2):
        assert is_open(now, Entrance(now).with_password("F-001", PASSWORD, HERE))
    with reading(accounts.engine) as connection:
        found = now.passwords.find(connection, "F-001")
        assert found is not None and not now.passwords.is_outdated(found[1])
        assert accounts.changes(connection, "F-001") == 3, "one entry for the new hash, no more"


def test_a_linked_identity_enters_and_another_is_told_what_to_do(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    official, _ = new_official()
    mine = Identity("https://id.example", "sub", "persona-1")
    with writing(accounts.engine) as connection:
        accounts.identities.link(connection, official.id, mine.mark(accounts.key))
    assert entrance.with_identity(mine).official == official
    other = Identity("https://id.example", "sub", "persona-2")
    with pytest.raises(EntryRefused, match="no está vinculada") as found:
        entrance.with_identity(other)
    assert "persona-2" not in str(found.value)
    assert told(accounts) == [
        ("entered", official.id, "", "identity"),
        ("entry_refused", "person", "", "identity"),
    ]
    with reading(accounts.engine) as connection:
        for table in ("official_identities", "register_log", "decision_log"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                assert "persona" not in str(row)


def test_leaving_is_told_once(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    entered = entrance.with_password("F-001", PASSWORD, HERE)
    for _ in range(2):
        entrance.leave(hash_id(entered.session_id), "F-001")
    assert not is_open(accounts, entered)
    assert [kind for kind, *_ in told(accounts)] == ["entered", "left"]


def test_the_log_is_still_whole(
    accounts: Accounts, entrance: Entrance, new_official: NewOfficial
) -> None:
    new_official()
    refused(entrance.with_password, "F-001", WRONG, HERE)
    entrance.with_password("F-001", PASSWORD, HERE)
    with reading(accounts.engine) as connection:
        assert accounts.log.verify(connection).is_intact
