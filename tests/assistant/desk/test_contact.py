"""What a person leaves so that they can be reached, and how it is sealed."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.bootstrap import _configuration
from assistant.desk.contacts.contact import (
    MAX_NAME,
    Contact,
    ContactRefused,
    is_email,
    read_contact,
)
from assistant.desk.contacts.keys import ConfiguredKeys, KeyInFile, build_keys
from assistant.desk.contacts.sealing import ContactUnreadable, Seal
from assistant.settings import Settings, SettingsError
from tests.governance.stores import fork, forks

ANA = Contact("Ana de Prueba", "+56 9 8765 4321", "ana@ejemplo.cl")
ONE, TWO = (bytes([n]) * 32 for n in (1, 2))


def seal(*keys: bytes) -> Seal:
    return Seal(ConfiguredKeys(keys or (ONE,)))


# What people write


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("987654321", "+56 9 8765 4321"),
        ("9 8765-4321", "+56 9 8765 4321"),
        ("+56 9 8765 4321", "+56 9 8765 4321"),
        ("(42) 221 2345", "+56 42 221 2345"),
        ("42 2212345 anexo 12", "+56 42 221 2345 ext. 12"),
        ("+54 9 11 2345-6789", "+54 9 11 2345-6789"),
    ],
)
def test_a_phone_is_understood_however_it_is_written(typed: str, kept: str) -> None:
    assert read_contact(phone=typed).phone == kept


@pytest.mark.parametrize(
    "typed", ["131", "22123456", "98765", "09 8765 4321", "no tengo", "+", "+0 1", "9" * 60]
)
def test_a_phone_that_cannot_be_dialled_is_refused(typed: str) -> None:
    with pytest.raises(ContactRefused, match="Revisa el teléfono"):
        read_contact(phone=typed)


@pytest.mark.parametrize(
    ("typed", "is_one"),
    [
        ("ana@ejemplo.cl", True),
        ("ana.perez+gore@correo.ejemplo.cl", True),
        ("josé@ñandú.cl", True),
        ("ana", False),
        ("ana@ejemplo", False),
        ("@ejemplo.cl", False),
        ("ana@", False),
        ("ana perez@ejemplo.cl", False),
        ("ana@ejemplo..cl", False),
        ("ana@-ejemplo.cl", False),
        ("ana@127.0.0.1", False),
        (".ana@ejemplo.cl", False),
        ("ana@ejemplo.cl>", False),
        ("ana@ejemplo.cl,otra@ejemplo.cl", False),
        ("a" * 65 + "@ejemplo.cl", False),
        ("ana@" + "a" * 250 + ".cl", False),
    ],
)
def test_an_email_is_judged_by_how_it_is_written_alone(typed: str, is_one: bool) -> None:
    assert is_email(typed) is is_one


def test_one_way_to_be_reached_is_enough_and_none_is_not() -> None:
    assert read_contact(email=" ana@ejemplo.cl ") == Contact(email="ana@ejemplo.cl")
    with pytest.raises(ContactRefused, match="Deja un teléfono o un correo"):
        read_contact(name="Ana de Prueba")


def test_every_problem_is_told_at_once_and_nothing_is_repeated() -> None:
    with pytest.raises(ContactRefused) as refused:
        read_contact("A" * (MAX_NAME + 1), "no es teléfono", "tampoco correo")
    assert len(refused.value.problems) == 3
    assert "tampoco correo" not in str(refused.value)


def test_signs_that_nobody_sees_are_left_out_of_a_name() -> None:
    assert read_contact("Ana\u202e\x00\n de\tPrueba", "987654321").name == "Ana de Prueba"


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_is_a_contact_or_is_explained(name: str, phone: str, email: str) -> None:
    try:
        found = read_contact(name, phone, email)
    except ContactRefused as refused:
        assert refused.problems
    else:
        assert (found.phone or found.email) and "\n" not in "".join(asdict(found).values())


def test_a_contact_shows_nothing_of_itself() -> None:
    shown = f"{ANA} {ANA!r} {[ANA]}"
    assert not any(part in shown for part in asdict(ANA).values())


# Sealed


def test_what_was_sealed_opens_for_its_case() -> None:
    assert seal().open(seal().close(ANA, 7), 7) == ANA


def test_a_sealed_contact_says_nothing() -> None:
    sealed = seal().close(ANA, 7)
    assert not any(part.encode() in sealed for part in asdict(ANA).values())
    assert sealed != seal().close(ANA, 7)
    assert len(sealed) == len(seal().close(Contact(phone="+56 9 8765 4321"), 7))


def test_a_contact_moved_to_another_case_does_not_open() -> None:
    with pytest.raises(ContactUnreadable, match="caso 8 está dañado o es de otro caso"):
        seal().open(seal().close(ANA, 7), 8)


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    sealed = bytearray(seal().close(ANA, 7))
    where = data.draw(st.integers(0, len(sealed) - 1))
    sealed[where] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ContactUnreadable):
        seal().open(bytes(sealed), 7)


@given(st.integers(0, 60))
def test_a_contact_cut_short_is_noticed(length: int) -> None:
    with pytest.raises(ContactUnreadable):
        seal().open(seal().close(ANA, 7)[:length], 7)


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    before = seal(ONE).close(ANA, 7)
    rotated = seal(TWO, ONE)
    assert rotated.open(before, 7) == ANA
    assert seal(TWO).open(rotated.close(ANA, 7), 7) == ANA


def test_without_the_key_the_operator_is_told_what_to_restore() -> None:
    with pytest.raises(ContactUnreadable, match=r"contact\.key") as unreadable:
        seal(TWO).open(seal(ONE).close(ANA, 7), 7)
    assert not any(part in str(unreadable.value) for part in asdict(ANA).values())


# Keys


def test_the_file_of_the_key_is_made_at_first_use_for_its_owner_alone(tmp_path: Path) -> None:
    keys = build_keys(Settings(data_dir=tmp_path / "data"))
    file = tmp_path / "data" / "contact.key"
    assert keys.read() == () and not file.exists()
    sealed = Seal(keys).close(ANA, 7)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and not keys.is_exposed()
    assert Seal(KeyInFile(file)).open(sealed, 7) == ANA
    assert os.listdir(file.parent) == ["contact.key"]


def test_a_file_that_others_can_read_is_noticed(tmp_path: Path) -> None:
    keys = KeyInFile(tmp_path / "contact.key")
    keys.ready()
    keys.file.chmod(0o640)
    assert keys.is_exposed()


def test_opening_never_makes_a_key(tmp_path: Path) -> None:
    keys = KeyInFile(tmp_path / "contact.key")
    with pytest.raises(ContactUnreadable):
        Seal(keys).open(seal().close(ANA, 7), 7)
    assert not keys.file.exists()


@forks
def test_processes_that_start_at_once_end_with_the_same_key(tmp_path: Path) -> None:
    found = fork.Queue()
    processes = [
        fork.Process(target=lambda: found.put(KeyInFile(tmp_path / "contact.key").ready()))
        for _ in range(6)
    ]
    for process in processes:
        process.start()
    keys = {found.get(timeout=30) for _ in processes}
    for process in processes:
        process.join()
    assert len(keys) == 1
    assert os.listdir(tmp_path) == ["contact.key"]


def test_a_damaged_file_is_explained_and_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "contact.key"
    for content in (b"", b"corta", b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(SettingsError, match="no es una clave de contactos"):
            KeyInFile(file).ready()
        assert file.read_bytes() == content


def test_keys_can_be_configured_and_a_wrong_one_is_not_repeated(tmp_path: Path) -> None:
    text = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"
    found = build_keys(Settings(data_dir=tmp_path, contact_keys=f"{text}=, {text}"))
    assert found.read() == (ONE, ONE)
    with pytest.raises(SettingsError, match=r"CONTACT_KEYS \(2\)") as refused:
        build_keys(Settings(data_dir=tmp_path, contact_keys=f"{text},secreta"))
    assert "secreta" not in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_keys_show_nothing_and_are_not_in_the_fingerprint_of_the_configuration() -> None:
    assert repr(ONE) not in repr(ConfiguredKeys((ONE,)))
    assert _configuration(Settings()) == _configuration(
        Settings(contact_keys="otra", smtp_url="smtp://otro.ejemplo.cl")
    )
    assert "otra" not in json.dumps(Settings(contact_keys="otra").model_dump(mode="json"))
