"""`asistente log`: signatures, published heads, and legal holds, as typed at a console."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, update
from typer.testing import CliRunner, Result

from assistant.database import writing
from assistant.log_key import build_log
from assistant.settings import Settings
from governance.canonical import canonical
from governance.log.signing import new_private_pem
from governance.log.tables import decision_log_head, log_heads
from governance.moments import utc_now
from tests.governance import stores
from tests.governance.stores import a_decision, drop_guards
from ui.cli import doctor
from ui.cli.log import app

sqlite_engine = stores.sqlite_engine
migrated_file = stores.migrated_file

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path))
    log = build_log(Settings(data_dir=tmp_path), sqlite_engine)
    with writing(sqlite_engine) as connection:
        for days in (400, 380, 1):
            log.append(connection, a_decision(at=utc_now() - timedelta(days=days)))
    return lambda *args: CliRunner().invoke(app, [str(arg) for arg in args])


def published(run: Run, tmp_path: Path) -> tuple[Path, Path, Path]:
    """The export, the heads and the public key, as an auditor receives them."""
    files = tmp_path / "registro.jsonl", tmp_path / "cabezas.jsonl", tmp_path / "clave.pem"
    assert run("export", files[0]).exit_code == run("heads", files[1]).exit_code == 0
    files[2].write_text(json.loads(run("key", "--json").stdout)["pem"])
    return files


def test_a_signed_log_is_verified_with_the_key_of_the_installation(run: Run) -> None:
    result = run("verify")
    assert (result.exit_code, "Firmas: válidas" in result.output) == (0, True)
    assert json.loads(run("verify", "--json").stdout)["signatures"] == "key"


def test_without_the_key_a_signed_log_never_passes(run: Run, tmp_path: Path) -> None:
    pem = published(run, tmp_path)[2]
    (tmp_path / "log.key").unlink()
    result = run("verify")
    assert (result.exit_code, "no se puede comprobar" in " ".join(result.output.split())) == (
        2,
        True,
    )
    assert run("verify", "--key", pem).exit_code == 0
    assert run("purge").exit_code == 2, "nor is anything written"


def test_an_export_says_whether_its_signatures_were_checked(run: Run, tmp_path: Path) -> None:
    export, heads, pem = published(run, tmp_path)
    alone = run("verify", export)
    assert (alone.exit_code, "NO se comprobó quién firmó" in alone.output) == (0, True)
    checked = run("verify", export, "--key", pem, "--heads", heads)
    assert (checked.exit_code, "Firmas: válidas" in checked.output) == (0, True)
    pem.write_text(new_private_pem())
    assert run("verify", export, "--key", pem).exit_code == 2, "that is no public key"


def test_a_log_without_its_signature_or_its_days_is_altered(
    run: Run, sqlite_engine: Engine
) -> None:
    drop_guards(sqlite_engine)
    with sqlite_engine.begin() as connection:
        connection.execute(delete(log_heads))
    assert run("verify").exit_code == 1
    with sqlite_engine.begin() as connection:
        gone = {"signature": None, "key_id": None, "signed_day": ""}
        connection.execute(update(decision_log_head).values(gone))
    result = run("verify")
    assert (result.exit_code, "no está firmado" in " ".join(result.output.split())) == (1, True)
    assert run("purge").exit_code == 1


def test_a_published_head_that_the_log_lost_is_missed(run: Run, tmp_path: Path) -> None:
    export, heads, pem = published(run, tmp_path)
    later = heads.read_text().splitlines()[-1]
    (tmp_path / "log.key").unlink()
    assert run("verify", export, "--heads", heads, "--key", pem).exit_code == 0
    other = json.loads(later)["signed_day"] | {"sequence": 99}
    heads.write_text(canonical({"signed_day": other}))
    assert run("verify", export, "--heads", heads, "--key", pem).exit_code == 2
    assert run("verify", export, "--heads", heads).exit_code == 1, "a head that the log lacks"
    heads.write_text("no es una cabeza\n")
    assert run("verify", export, "--heads", heads).exit_code == 2


def test_a_person_goes_on_with_another_key_and_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "log.key").write_text(new_private_pem())
    assert run("purge").exit_code == 2
    assert run("sign", "--by", "F-001", "--why", " ").exit_code == 2
    assert run("sign", "--by", "F-001", "--why", "Se perdió la clave").exit_code == 0
    assert run("purge").exit_code == 0
    assert "una clave que no se entregó" in " ".join(run("verify").output.split())


def test_the_heads_come_one_a_line_and_since_a_day(run: Run) -> None:
    lines = run("heads").stdout.splitlines()
    assert len(lines) >= 1 and all("signed_day" in json.loads(line) for line in lines)
    assert run("heads", "--since", "2999-01-01").stdout == ""


def test_before_the_first_start_there_is_no_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "log.key").unlink()
    result = run("key")
    assert (result.exit_code, "se crea al iniciar" in " ".join(result.output.split()).lower()) == (
        2,
        True,
    )


def test_a_hold_is_placed_listed_and_released(run: Run) -> None:
    placed = run("hold", "place", "reclamo", "--ref", "C-1", "--why", "CGR", "--by", "F-003")
    assert placed.exit_code == 0, placed.output
    assert "R-001" in placed.output
    assert json.loads(run("purge", "--json").stdout)["entries"] == 0
    assert "reclamo" in run("hold", "list").output
    assert run("hold", "release", "R-001", "--why", "Cerrado", "--by", "F-003").exit_code == 0
    assert "No hay retenciones" in run("hold", "list").output
    assert json.loads(run("hold", "list", "--all", "--json").stdout)[0]["released_by"] == "F-003"
    assert json.loads(run("purge", "--json").stdout)["entries"] == 2
    assert run("verify").exit_code == 0


def test_the_texts_of_a_hold_are_kept_without_personal_data(run: Run) -> None:
    why = "Reclamo de quien tiene el RUT 12.345.678-5"
    run("hold", "place", "reclamo", "--ref", "C-1", "--why", why, "--by", "F-003")
    assert "12.345.678" not in run("hold", "list", "--all", "--json").stdout


@pytest.mark.parametrize(
    "wrong",
    [
        ["place", "capricho", "--ref", "C-1", "--why", "x", "--by", "F-1"],
        ["place", "reclamo", "--ref", "C-1", "--why", "x", "--by", "F-1", "--since", "2026-01-01"],
        ["place", "reclamo", "--ref", "C-1", "--why", "x", "--by", "F-1", "--conversation", "no"],
        ["release", "R-009", "--why", "x", "--by", "F-1"],
    ],
    ids=lambda args: " ".join(args[:2]),
)
def test_a_hold_that_cannot_be_is_refused_in_words(run: Run, wrong: list[str]) -> None:
    result = run("hold", *wrong)
    assert result.exit_code == 2 and result.output.strip()


def test_a_period_is_of_whole_days_of_chile(run: Run) -> None:
    args = ("--ref", "C-1", "--why", "x", "--by", "F-1", "--since", "2026-01-05")
    report = json.loads(
        run("hold", "place", "auditoria", *args, "--until", "2026-01-05", "--json").stdout
    )
    assert report["scope"]["since"] == "2026-01-05T03:00:00.000000Z"
    assert report["scope"]["until"] == "2026-01-06T02:59:59.999999Z"


def test_the_doctor_says_that_the_log_is_not_ours(run: Run, tmp_path: Path) -> None:
    def found() -> list[str]:
        return [check.severity for check in doctor._check_log(Settings(data_dir=tmp_path))]

    assert found() == ["ok"]
    (tmp_path / "log.key").write_text(new_private_pem())
    assert found() == ["error"]
