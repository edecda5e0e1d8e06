import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, update
from typer.testing import CliRunner, Result

from assistant.conversations import Conversations
from assistant.database import writing
from assistant.desk.cases import Cases
from assistant.desk.tables import case_contacts
from governance.log.decision_log import DecisionLog
from governance.log.tables import decision_log
from governance.moments import utc_now
from tests.governance import stores
from tests.governance.stores import a_decision, an_event, drop_guards
from ui.cli.log import app

sqlite_engine = stores.sqlite_engine
migrated_file = stores.migrated_file

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path))
    with writing(sqlite_engine) as connection:
        for days in (800, 400, 1):
            DecisionLog().append(connection, a_decision(at=utc_now() - timedelta(days=days)))
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])


def spoil(engine: Engine) -> None:
    drop_guards(engine)
    with engine.begin() as connection:
        connection.execute(
            update(decision_log).where(decision_log.c.sequence == 2).values(content="{}")
        )


def test_a_whole_log_exits_zero(run: Run) -> None:
    result = run("verify")
    assert (result.exit_code, "íntegro" in result.output) == (0, True)


def test_an_altered_log_exits_one_and_says_which_entry(run: Run, sqlite_engine: Engine) -> None:
    spoil(sqlite_engine)
    result = run("verify")
    assert result.exit_code == 1
    assert "Asiento n.º 2" in result.output
    report = json.loads(run("verify", "--json").stdout)
    assert (report["intact"], report["problems"][0]["sequence"]) == (False, 2)


def test_an_export_verifies_alone_and_a_changed_one_does_not(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "registro.jsonl"
    assert run("export", file).exit_code == 0
    assert run("verify", file).exit_code == 0
    file.write_bytes(file.read_bytes().replace(b"30 de marzo", b"31 de marzo", 1))
    assert run("verify", file).exit_code == 1
    file.write_bytes(b"\xff\xfe no es un registro")
    assert run("verify", file).exit_code == 1


def test_an_export_is_whole_or_absent_and_only_for_its_owner(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "registro.jsonl"
    run("export", file)
    assert file.stat().st_mode & 0o077 == 0
    assert run("export", tmp_path / "no" / "hay" / "carpeta").exit_code == 2
    assert not [f for f in tmp_path.iterdir() if f.name.startswith(".registro")]


def test_an_export_can_go_to_the_output(run: Run) -> None:
    lines = run("export", "-").stdout.splitlines()
    assert len(lines) == 4
    assert "head" in json.loads(lines[-1])


def test_purge_erases_what_is_over_with_proof_and_the_log_stays_whole(
    run: Run, sqlite_engine: Engine
) -> None:
    old = Conversations(clock=lambda: utc_now() - timedelta(days=400))
    with writing(sqlite_engine) as connection:
        talk = old.create(connection, "ciudadania", "web").id
        old.add(connection, talk, "person", "hola")
    report = json.loads(run("purge", "--json").stdout)
    assert (report["entries"], report["messages"], len(report["proofs"])) == (2, 1, 1)
    assert json.loads(run("verify", "--json").stdout)["purged"] == 2
    again = run("purge")
    assert (again.exit_code, "Asientos: 0." in again.output) == (0, True)


def test_a_published_head_is_checked(run: Run) -> None:
    head = json.loads(run("verify", "--json").stdout)["head"]
    assert run("verify", "--head", f"{head['sequence']}:{head['hash']}").exit_code == 0
    assert run("verify", "--head", f"{head['sequence']}:{'0' * 64}").exit_code == 1
    assert run("verify", "--head", "cualquier cosa").exit_code == 2


@pytest.mark.parametrize("command", [["verify"], ["purge"], ["export", "x.jsonl"]])
def test_a_database_that_is_not_there_exits_two(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "nada"))
    result = CliRunner().invoke(app, command)
    assert (result.exit_code, "no existe" in result.output) == (2, True)
    assert not (tmp_path / "nada").exists()


def test_a_wrong_setting_exits_two(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASISTENTE_NO_EXISTE", "1")
    result = CliRunner().invoke(app, ["verify", "--json"])
    assert result.exit_code == 2
    assert "error" in json.loads(result.stdout)


def test_events_of_the_desk_are_verified_exported_and_purged(
    run: Run, sqlite_engine: Engine, tmp_path: Path
) -> None:
    with writing(sqlite_engine) as connection:
        for days in (500, 2):
            at = utc_now() - timedelta(days=days)
            DecisionLog().append_event(connection, an_event("noted", at=at))
    assert json.loads(run("verify", "--json").stdout)["entries"] == 5
    run("export", tmp_path / "registro.jsonl")
    assert run("verify", tmp_path / "registro.jsonl").exit_code == 0
    assert json.loads(run("purge", "--json").stdout)["entries"] == 3
    assert json.loads(run("verify", "--json").stdout)["purged"] == 3


def test_purge_erases_the_contacts_and_cases_whose_time_is_over(
    run: Run, sqlite_engine: Engine
) -> None:
    old = Conversations(clock=lambda: utc_now() - timedelta(days=400))
    cases = Cases(old, DecisionLog())
    with writing(sqlite_engine) as connection:
        talk = old.create(connection, "ciudadania", "web").id
        number = cases.ask(connection, talk, "requested").number
        sealed = {"case_number": number, "sealed": b"x", "given_at": "2026"}
        connection.execute(insert(case_contacts), sealed)
        cases.withdraw(connection, number)
    report = json.loads(run("purge", "--json").stdout)
    assert (report["contacts"], report["cases"]) == (1, 1)
    assert run("verify").exit_code == 0
