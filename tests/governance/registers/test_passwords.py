import unicodedata
from typing import Literal

import argon2
import pytest
from sqlalchemy import Connection, delete, insert, text, update

from governance.registers import journal
from governance.registers.officials import Official, OfficialError, OfficialNotFound, Officials
from governance.registers.passwords import LONGEST, PasswordRefused, Passwords, check_password
from governance.registers.tables import official_passwords

GOOD = "tren azul queso nueve"
CHEAP = argon2.PasswordHasher.from_parameters(argon2.profiles.CHEAPEST)
officials = Officials()
passwords = Passwords(hasher=CHEAP)
POST = Official("F-002", "Coordinador TD", frozenset({"ctd"}), True)


@pytest.fixture
def official(connection: Connection) -> Official:
    return officials.create(connection, "Coordinador TD", ["ctd"])[0]


def test_a_password_is_kept_as_an_argon2id_hash_and_nothing_else(
    connection: Connection, official: Official
) -> None:
    passwords.keep(connection, official.id, passwords.hash(GOOD), by=official.id)
    found = passwords.find(connection, official.id)
    assert found is not None and found[0] == official
    assert found[1].startswith("$argon2id$")
    assert passwords.matches(found[1], GOOD) and not passwords.matches(found[1], GOOD + " ")
    for table in ("official_passwords", "register_log"):
        for row in connection.execute(text(f"SELECT * FROM {table}")):
            assert GOOD not in str(row)
    log = connection.execute(text("SELECT content FROM register_log")).scalars().all()
    assert not any("argon2" in content for content in log)


def test_the_cost_of_a_hash_is_what_is_advised() -> None:
    kept = argon2.extract_parameters(Passwords().hash(GOOD))
    assert kept == argon2.profiles.RFC_9106_LOW_MEMORY
    assert kept.type == argon2.Type.ID and kept.memory_cost >= 19 * 1024


def test_a_hash_that_an_intruder_puts_in_the_table_opens_nothing(
    connection: Connection, official: Official
) -> None:
    passwords.keep(connection, official.id, passwords.hash(GOOD))
    planted = passwords.hash("clave del intruso")
    connection.execute(update(official_passwords).values(password_hash=planted))
    assert passwords.find(connection, official.id) is None
    connection.execute(delete(official_passwords))
    values = {"official_id": official.id, "password_hash": planted, "changed_at": "2026"}
    connection.execute(insert(official_passwords), values)
    assert passwords.find(connection, official.id) is None


def test_the_hash_of_another_official_opens_nothing(
    connection: Connection, official: Official
) -> None:
    other, _ = officials.create(connection, "Auditora", ["auditor"])
    for one in (official, other):
        passwords.keep(connection, one.id, passwords.hash(GOOD))
    kept = passwords.find(connection, official.id)
    assert kept is not None
    connection.execute(
        update(official_passwords)
        .where(official_passwords.c.official_id == other.id)
        .values(password_hash=kept[1])
    )
    assert passwords.find(connection, other.id) is None


def test_a_changed_password_replaces_the_one_before(
    connection: Connection, official: Official
) -> None:
    for chosen in (GOOD, GOOD + " diez"):
        passwords.keep(connection, official.id, passwords.hash(chosen), by=official.id)
    found = passwords.find(connection, official.id)
    assert found is not None
    assert passwords.matches(found[1], GOOD + " diez") and not passwords.matches(found[1], GOOD)
    history = journal.history(connection, "official", official.id)
    assert [record.number for record in history] == [1, 2, 3]
    assert history[-1].content["by"] == official.id


def test_a_password_changes_neither_the_key_nor_the_roles(connection: Connection) -> None:
    official, key = officials.create(connection, "Auditora", ["auditor"])
    passwords.keep(connection, official.id, passwords.hash(GOOD))
    assert officials.find_by_key(connection, key) == official
    changed = officials.change_roles(connection, official.id, ["auditor", "dpo"])
    assert passwords.find(connection, official.id) is not None
    assert officials.find_by_key(connection, key) == changed


def test_a_renewed_key_takes_the_password_away(connection: Connection, official: Official) -> None:
    passwords.keep(connection, official.id, passwords.hash(GOOD))
    officials.renew_key(connection, official.id)
    assert passwords.find(connection, official.id) is None
    assert passwords.owners(connection) == frozenset()


def test_who_is_deactivated_has_no_password(connection: Connection, official: Official) -> None:
    passwords.keep(connection, official.id, passwords.hash(GOOD))
    officials.deactivate(connection, official.id)
    assert passwords.find(connection, official.id) is None
    with pytest.raises(OfficialError, match="desactivado"):
        passwords.keep(connection, official.id, passwords.hash(GOOD))
    with pytest.raises(OfficialNotFound):
        passwords.keep(connection, "F-404", passwords.hash(GOOD))


def test_a_hash_of_another_cost_is_noticed() -> None:
    assert not passwords.is_outdated(passwords.hash(GOOD))
    assert Passwords().is_outdated(passwords.hash(GOOD))


@pytest.mark.parametrize("given", [GOOD, "", "x" * 100_000, "\x00", "ñ\ud800"])
def test_without_a_hash_nothing_matches_and_it_takes_the_same_work(given: str) -> None:
    counted: list[str] = []

    class Counting(argon2.PasswordHasher):
        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            counted.append("hash")
            return "x"

        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            counted.append("verify")
            return True

    busy = Passwords(hasher=Counting())
    assert not busy.matches(None, given)
    busy.matches("$argon2id$", given)
    assert len(counted) == 2, "one slow thing each time, whether there is a password or not"


@pytest.mark.parametrize("kept", ["", "x", "$argon2id$v=19$m=1"])
def test_what_is_no_hash_matches_nothing(kept: str) -> None:
    assert not passwords.matches(kept, GOOD)


def test_the_same_letters_match_however_a_keyboard_composes_them() -> None:
    composed = unicodedata.normalize("NFC", "peñasco árbol último")
    kept = passwords.hash(composed)
    assert passwords.matches(kept, unicodedata.normalize("NFD", composed))


def test_letters_after_a_nul_count() -> None:
    kept = passwords.hash("antes\0después de")
    assert not passwords.matches(kept, "antes\0otra cosa")


@pytest.mark.parametrize(
    "password",
    [
        "tren azul queso nueve",
        "Ñandú 7 corre lejos",
        "x7#Qp!2mZr9&",
        "la contraseña de mi abuela era gato",
        "k" * 5 + "tren azul queso",
        "correo" + "€" * 3 + "batería",
    ],
)
def test_what_is_hard_to_guess_passes(password: str) -> None:
    check_password(password, POST)


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "muy corta"),
        ("corta 123", "muy corta"),
        ("x" * (LONGEST + 1), "muy larga"),
        ("ﷺ" * (LONGEST + 1), "muy larga"),
        ("aaaaaaaaaaaaaaaa", "primeras"),
        ("121212121212", "primeras"),
        ("123456789012", "primeras"),
        ("210987654321", "primeras"),
        ("qwertyuiopas", "primeras"),
        ("abcdefghijklmn", "primeras"),
        ("Contraseña2026!", "primeras"),
        ("contrasena 1234", "primeras"),
        ("Password1234!", "primeras"),
        ("Administrador1", "primeras"),
        ("tarzán1tarzán1", "primeras"),
        ("Coordinador TD", "primeras"),
        ("coordinadortd", "primeras"),
        ("F-002Coordinador TD", "primeras"),
        ("tren azul\x00queso nueve", "no se puede escribir"),
        ("tren azul\nqueso nueve", "no se puede escribir"),
        ("tren azul \ud800 queso", "no se puede escribir"),
    ],
)
def test_what_is_easy_to_guess_is_refused_and_not_repeated(password: str, says: str) -> None:
    with pytest.raises(PasswordRefused, match=says) as refused:
        check_password(password, POST)
    assert not password or password not in str(refused.value)
