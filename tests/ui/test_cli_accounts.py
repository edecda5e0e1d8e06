"""`staff password`, `roles`, `link` and `unlink`: what is asked, what is kept, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import typer
from pydantic import SecretStr
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from assistant.accounts.accounts import Accounts, build_accounts
from assistant.accounts.entrance import Entrance, EntryRefused
from assistant.accounts.identity import Identity
from assistant.database import build_engine, reading
from assistant.log_key import build_log
from assistant.redaction import Redactor
from assistant.settings import Settings
from governance.registers.officials import Officials
from tests.ui.entering import PASSWORD
from ui.cli import doctor, staff

Run = Callable[..., Result]
ISSUER = "https://accounts.claveunica.gob.cl/openid"


@pytest.fixture
def run(tmp_path: Path, real_redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("assistant.redaction.build_redactor", lambda: real_redactor)
    root = typer.Typer()
    root.add_typer(staff.app, name="staff")
    return lambda *args, **more: CliRunner().invoke(root, ["staff", *map(str, args)], **more)


@pytest.fixture
def key(run: Run) -> str:
    made = run("add", "Administradora Regional", "--rol", "administracion", "--json")
    return str(json.loads(made.stdout)["key"])


@pytest.fixture
def engine(tmp_path: Path, key: str) -> Iterator[Engine]:
    found = build_engine(f"sqlite:///{tmp_path / 'asistente.db'}")
    yield found
    found.dispose()


@pytest.fixture
def accounts(engine: Engine, tmp_path: Path) -> Accounts:
    settings = Settings(data_dir=tmp_path)
    return build_accounts(engine, Officials(), settings, build_log(settings, engine))


def test_a_password_is_chosen_with_the_personal_key_and_opens_the_panel(
    run: Run, key: str, accounts: Accounts
) -> None:
    done = run("password", "F-001", input=f"{key}\n{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0 and "Contraseña guardada" in done.stdout
    assert PASSWORD not in done.output and key not in done.output
    assert Entrance(accounts).with_password("F-001", PASSWORD, "203.0.113.7")
    run("renew", "F-001", "--recuperar")
    with pytest.raises(EntryRefused):
        Entrance(accounts).with_password("F-001", PASSWORD, "203.0.113.7")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("{key}\ncorta\ncorta\n", "muy corta"),
        ("{key}\n" + PASSWORD + "\notra cosa distinta\n", "no son iguales"),
        ("otra clave\n" + PASSWORD + "\n" + PASSWORD + "\n", "no es de un cargo activo"),
        ("{key}\n\n\n", "muy corta"),
    ],
)
def test_a_password_that_cannot_be_is_explained(
    run: Run, key: str, accounts: Accounts, typed: str, says: str
) -> None:
    done = run("password", "F-001", input=typed.format(key=key))
    assert done.exit_code == 2 and says in done.stderr
    with reading(accounts.engine) as connection:
        assert not accounts.passwords.owners(connection)


def test_nobody_chooses_the_password_of_another(run: Run, key: str) -> None:
    run("add", "Auditora", "--rol", "auditor", input=f"{key}\n")
    done = run("password", "F-002", input=f"{key}\n{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 2 and "no es la de F-002" in done.stderr


def test_roles_are_changed_by_an_administrator(run: Run, key: str) -> None:
    run("add", "Auditora", "--rol", "auditor", input=f"{key}\n")
    done = run("roles", "F-002", "--rol", "dpo", "--rol", "atencion", "--json", input=f"{key}\n")
    assert json.loads(done.stdout)["roles"] == ["atencion", "dpo"]
    refused = run("roles", "F-001", "--rol", "dpo", input=f"{key}\n")
    assert refused.exit_code == 2 and "único" in refused.stderr


def test_an_identity_is_linked_hidden_and_nothing_of_it_is_kept(
    run: Run, key: str, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = run("link", "F-001", input=f"{key}\n11.111.111-1\n")
    assert refused.exit_code == 2 and "ASISTENTE_OIDC_ISSUER" in refused.stderr
    for name, value in (
        ("ISSUER", ISSUER),
        ("CLIENT_ID", "asistente"),
        ("CLIENT_SECRET", "secreto"),
        ("CLAIM", "RolUnico.numero"),
        ("NAME", "ClaveÚnica"),
    ):
        monkeypatch.setenv(f"ASISTENTE_OIDC_{name}", value)
    done = run("link", "F-001", input=f"{key}\n11.111.111-1\n")
    assert done.exit_code == 0 and "ClaveÚnica" in done.stdout
    assert "111" not in done.output
    identity = Identity(ISSUER, "RolUnico.numero", "11111111")
    assert Entrance(accounts).with_identity(identity).official.id == "F-001"
    with reading(accounts.engine) as connection:
        for table in ("official_identities", "register_log", "decision_log"):
            for row in connection.execute(text(f"SELECT * FROM {table}")):
                assert "11111111" not in str(row) and "11.111.111" not in str(row)
    assert run("unlink", "F-001", input=f"{key}\n").exit_code == 0
    with pytest.raises(EntryRefused):
        Entrance(accounts).with_identity(identity)
    empty = run("link", "F-001", input=f"{key}\n\n")
    assert empty.exit_code == 2 and "Falta el valor" in empty.stderr


def test_a_damaged_key_file_is_explained(run: Run, key: str, tmp_path: Path) -> None:
    (tmp_path / "accounts.key").write_text("x")
    done = run("password", "F-001", input=f"{key}\n{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 2 and "respaldo" in done.stderr


@pytest.mark.parametrize(
    ("public_url", "severity", "says"),
    [
        ("", "warning", "ASISTENTE_PUBLIC_URL"),
        ("https://a.example/", "ok", "https://a.example/panel/entrar/oidc/volver"),
    ],
)
def test_the_doctor_says_how_one_enters(
    tmp_path: Path, public_url: str, severity: str, says: str
) -> None:
    settings = Settings(
        data_dir=tmp_path,
        oidc_issuer=ISSUER,
        oidc_client_id="asistente",
        oidc_client_secret=SecretStr("secreto"),
        public_url=public_url,
    )
    (found,) = doctor._check_entrance(settings)
    assert found.severity == severity and says in found.message + found.remedy
    (plain,) = doctor._check_entrance(Settings(data_dir=tmp_path))
    assert plain.severity == "ok"
    (tmp_path / "accounts.key").write_text("x")
    (damaged,) = doctor._check_entrance(settings)
    assert damaged.severity == "error"
    assert [file.name for file in tmp_path.iterdir()] == ["accounts.key"], "it only looks"
