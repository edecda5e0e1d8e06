"""`catalogue`, `systems` and `staff`, from an empty folder to an approved classification."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import text
from typer.testing import CliRunner, Result

from assistant.database import build_engine, writing
from assistant.redaction import Redactor
from governance.classification.engine import assess
from governance.interview.state import Answer
from governance.policy.load import policies
from governance.registers.classifications import Classifications
from governance.registers.systems import Systems
from ui.cli import catalogue, staff, systems
from ui.cli.registers import read_day

Run = Callable[..., Result]

LIMITADO = {"P0": "ninguna", "P1": "no", "P4": "no", "P5": "si"}
DIVERGENTE = {"P0": "ninguna", "P1": "no", "P4": "si_auxiliar", "P5": "no"}
AN_ACTA = ("--acta", "12", "--fecha", "02/03/2026")


@pytest.fixture
def run(tmp_path: Path, real_redactor: Redactor, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("ASISTENTE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("assistant.redaction.build_redactor", lambda: real_redactor)
    root = typer.Typer()
    for module, name in ((catalogue, "catalogue"), (systems, "systems"), (staff, "staff")):
        root.add_typer(module.app, name=name)
    return lambda *args, **kwargs: CliRunner().invoke(root, [str(arg) for arg in args], **kwargs)


@pytest.fixture
def key_of(run: Run, tmp_path: Path) -> Callable[..., Path]:
    """Registers an official and returns the file with their key."""
    admin = tmp_path / "admin.key"
    made = run("staff", "add", "Administradora Regional", "--rol", "administracion", "--json")
    admin.write_text(json.loads(made.stdout)["key"] + "\n")

    def make(title: str, *roles: str) -> Path:
        options = [part for role in roles for part in ("--rol", role)]
        made = run("staff", "add", title, *options, "--clave-archivo", admin, "--json")
        file = tmp_path / f"{json.loads(made.stdout)['id']}.key"
        file.write_text(json.loads(made.stdout)["key"])
        return file

    return make


@pytest.fixture
def classify(run: Run, tmp_path: Path) -> Callable[..., str]:
    """Registers a system and its classification, as the interview does, and returns its id."""

    def make(values: dict[str, str], title: str = "Jefa DIDESO") -> str:
        run("systems", "list")
        engine = build_engine(f"sqlite:///{tmp_path / 'data' / 'asistente.db'}")
        policy, now = policies()[-1], datetime.now(UTC)
        with writing(engine) as connection:
            system = Systems().register(
                connection,
                name="Lector de cartas",
                unit="DIDESO",
                responsible_title=title,
                purpose="=Ordena cartas",
                by="F-001",
            )
            facts = {n: Answer(v, f"dijo {v}", "F-001", now) for n, v in values.items()}
            Classifications().propose(
                connection, system.id, facts, assess(values, policy), policy, by="F-001"
            )
        engine.dispose()
        return system.id

    return make


def report(result: Result) -> dict[str, object]:
    (line,) = result.stdout.splitlines()
    found: dict[str, object] = json.loads(line)
    return found


def test_the_audit_finds_the_three_discrepancies_with_no_database(run: Run, tmp_path: Path) -> None:
    result = run("catalogue", "audit")
    assert result.exit_code == 1
    assert "Sistemas: 9. Discrepancias: 3." in result.output
    found = report(run("catalogue", "audit", "--json"))
    assert [d["id"] for d in found["discrepancies"]] == [  # type: ignore[attr-defined]
        "SDA-002",
        "SDA-003",
        "SDA-004",
    ]
    assert not (tmp_path / "data").exists()


def test_the_catalogue_is_exported_with_its_columns_and_no_formulas(
    run: Run, classify: Callable[..., str]
) -> None:
    assert len(run("catalogue", "export").stdout.splitlines()) == 10
    classify(LIMITADO)
    rows = list(csv.DictReader(io.StringIO(run("catalogue", "export", "--csv").stdout)))
    assert len(rows) == 10
    assert rows[0]["Nivel declarado"] == "limitado"
    assert rows[-1]["Situación"] == "PROPUESTA: limitado"
    assert rows[-1]["Propósito"] == "'=Ordena cartas"
    listed = json.loads(run("catalogue", "list", "--json").stdout)
    assert listed == json.loads(run("catalogue", "export", "--json").stdout)
    assert run("catalogue", "export", "--csv", "--json").exit_code == 2


def test_the_first_official_is_an_administrator_and_adds_the_others(run: Run) -> None:
    refused = run("staff", "add", "Integrante", "--rol", "subcomite")
    assert (refused.exit_code, "administracion" in refused.output) == (2, True)
    first = report(
        run("staff", "add", "Administradora Regional", "--rol", "administracion", "--json")
    )
    assert first["id"] == "F-001"
    without = run("staff", "add", "Integrante", "--rol", "subcomite", input="otra\n")
    assert without.exit_code == 2
    with_key = run("staff", "add", "Integrante", "--rol", "subcomite", input=f"{first['key']}\n")
    assert (with_key.exit_code, "Clave: " in with_key.stdout) == (0, True)
    listed = json.loads(run("staff", "list", "--json").stdout)
    assert [(o["id"], o["active"]) for o in listed] == [("F-001", True), ("F-002", True)]
    assert "key" not in listed[0]


def test_an_official_is_a_post_and_not_a_person(run: Run) -> None:
    result = run("staff", "add", "Juana Pérez Soto", "--rol", "administracion")
    assert (result.exit_code, "solo el cargo" in result.output) == (2, True)


def test_only_an_administrator_changes_the_others(
    run: Run, key_of: Callable[..., Path], tmp_path: Path
) -> None:
    member = key_of("Integrante del Subcomité", "subcomite")
    assert run("staff", "deactivate", "F-001", "--clave-archivo", member).exit_code == 2
    assert run("staff", "renew", "F-001", "--clave-archivo", member).exit_code == 2
    own = report(run("staff", "renew", "F-002", "--clave-archivo", member, "--json"))
    assert own["key"] != member.read_text()
    admin = tmp_path / "admin.key"
    assert run("staff", "deactivate", "F-002", "--clave-archivo", admin).exit_code == 0
    again = run("staff", "renew", "F-002", "--clave-archivo", admin)
    assert (again.exit_code, "desactivado" in again.output) == (2, True)


def test_a_lost_administrator_key_is_recovered_and_shows(
    run: Run, key_of: Callable[..., Path], tmp_path: Path
) -> None:
    key_of("Integrante", "subcomite")
    assert run("staff", "renew", "F-002", "--recuperar").exit_code == 2
    assert run("staff", "renew", "F-001", "--recuperar").exit_code == 0
    engine = build_engine(f"sqlite:///{tmp_path / 'data' / 'asistente.db'}")
    with writing(engine) as connection:
        found = connection.execute(text("SELECT content FROM register_log")).scalars().all()
    engine.dispose()
    assert "consola (recuperación)" in found[-1]


def test_a_classification_is_approved_with_its_acta(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    member, system = key_of("Integrante", "subcomite"), classify(LIMITADO)
    assert "PROPUESTA: limitado" in run("systems", "show", system.lower()).output
    done = run("systems", "approve", system, *AN_ACTA, "--clave-archivo", member)
    assert (done.exit_code, "Aprobado: limitado, Acta 12 del 02/03/2026" in done.output) == (
        0,
        True,
    )
    shown = report(run("systems", "show", system, "--json"))
    assert (shown["status"], shown["approved_level"]) == ("aprobada", "limitado")
    events = json.loads(run("systems", "history", system, "--json").stdout)
    assert [event["event"] for event in events] == ["clasificacion", "acto"]
    assert "Aprueba la versión 1 limitado, Acta 12" in run("systems", "history", system).output
    again = run("systems", "approve", system, *AN_ACTA, "--clave-archivo", member)
    assert (again.exit_code, "ya fue resuelta" in again.output) == (2, True)


def test_the_key_can_come_by_the_input_or_be_asked(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    key = key_of("Integrante", "subcomite").read_text()
    one, two = classify(LIMITADO), classify(LIMITADO)
    piped = run("systems", "approve", one, *AN_ACTA, "--clave-archivo", "-", input=key)
    asked = run("systems", "approve", two, *AN_ACTA, "--json", input=f"{key}\n")
    assert (piped.exit_code, asked.exit_code) == (0, 0)
    *_, last = asked.stdout.splitlines()  # before it, the test's own terminal shows the prompt
    assert json.loads(last)["level"] == "limitado"
    assert key not in piped.output + asked.output


def test_who_is_responsible_or_has_no_role_is_refused(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    system = classify(LIMITADO, "Jefe DAF")
    theirs = key_of("Jefe DAF", "subcomite")
    auditor = key_of("Auditora externa", "auditor")
    for key, says in ((theirs, "responsable de ese sistema"), (auditor, "subcomite")):
        result = run("systems", "approve", system, *AN_ACTA, "--clave-archivo", key)
        assert (result.exit_code, says in result.output) == (2, True)


def test_a_lower_level_needs_its_reason(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    member, system = key_of("Integrante", "subcomite"), classify(LIMITADO)
    lower = ("systems", "approve", system, *AN_ACTA, "--nivel", "bajo", "--clave-archivo", member)
    assert run(*lower).exit_code == 2
    done = run(*lower, "--motivo", "Nadie conversa con él: entrega una lista a la jefatura.")
    assert (done.exit_code, "aparta de la propuesta" in done.output) == (0, True)


def test_what_people_write_is_kept_without_personal_data(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    member, system = key_of("Integrante", "subcomite"), classify(LIMITADO)
    written = "Falta la firma de Juana Pérez Soto, RUT 12.345.678-5."
    done = run(
        *("systems", "reject", system, "--observaciones", written),
        *("--clave-archivo", member, "--json"),
    )
    reason = str(report(done)["reason"])
    assert "Falta la firma de" in reason
    assert "Pérez" not in reason and "12.345.678-5" not in reason


def test_a_system_is_observed_redesigned_and_withdrawn(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    member, system = key_of("Integrante", "subcomite"), classify(LIMITADO)
    steps = (
        (("observe", "--observaciones", "Falta el protocolo de revisión."), "observada"),
        (("redesign", "--motivo", "Debe dejar de leer cartas de menores."), "En rediseño"),
        (("withdraw", "--motivo", "El programa terminó este año."), "Retirado"),
    )
    for (order, option, why), says in steps:
        done = run("systems", order, system, option, why, "--clave-archivo", member)
        assert (done.exit_code, says in done.output) == (0, True)


def test_the_agenda_brings_everything_that_waits(run: Run, classify: Callable[..., str]) -> None:
    system = classify(DIVERGENTE)
    shown = run("systems", "agenda").output
    assert f"{system}: literal bajo, prudente limitado. Lecturas: " in shown
    found = report(run("systems", "agenda", "--json"))
    assert [p["id"] for p in found["proposals"]] == [system]  # type: ignore[attr-defined]
    assert len(found["discrepancies"]) == 3  # type: ignore[arg-type]


def test_verify_proves_the_registers_and_notices_a_change(
    run: Run, classify: Callable[..., str], tmp_path: Path
) -> None:
    assert run("systems", "verify").exit_code == 2
    classify(LIMITADO)
    whole = report(run("systems", "verify", "--json"))
    assert (whole["intact"], whole["entries"], whole["derived"]) == (True, 11, 1)
    engine = build_engine(f"sqlite:///{tmp_path / 'data' / 'asistente.db'}")
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER register_log_no_update"))
        change = "UPDATE register_log SET content = replace(content, 'bajo', 'alto')"
        connection.execute(text(f"{change} WHERE sequence = 3"))
    engine.dispose()
    altered = run("systems", "verify")
    assert (altered.exit_code, "ALTERADOS" in altered.output) == (1, True)


def test_a_head_kept_elsewhere_must_be_there(run: Run, classify: Callable[..., str]) -> None:
    classify(LIMITADO)
    kept: dict[str, object] = report(run("systems", "verify", "--json"))["head"]  # type: ignore[assignment]
    head = f"{kept['sequence']}:{kept['hash']}"
    assert run("systems", "verify", "--head", head).exit_code == 0
    assert run("systems", "verify", "--head", f"{kept['sequence']}:{'0' * 64}").exit_code == 1
    assert run("systems", "verify", "--head", "ayer").exit_code == 2


def test_who_is_assigned_a_system_no_longer_decides_about_it(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str], tmp_path: Path
) -> None:
    member, system = key_of("Integrante", "subcomite"), classify(LIMITADO)
    assign = ("systems", "assign", system, "F-002", "--clave-archivo")
    assert run(*assign, member).exit_code == 2
    assert "Integrante (F-002)" in run(*assign, tmp_path / "admin.key").output
    refused = run("systems", "approve", system, *AN_ACTA, "--clave-archivo", member)
    assert (refused.exit_code, "eres responsable" in refused.output) == (2, True)


def test_what_does_not_exist_is_said_in_words(run: Run, key_of: Callable[..., Path]) -> None:
    member = key_of("Integrante", "subcomite")
    for result in (
        run("systems", "show", "SDA-404"),
        run("systems", "approve", "SDA-404", *AN_ACTA, "--clave-archivo", member),
        run("systems", "approve", "SDA-002", *AN_ACTA, "--clave-archivo", member),
        run("systems", "history", "SDA-404", "--json"),
        run("systems", "list", "--json", env={"ASISTENTE_DATA_DIR": "/dev/null"}),
    ):
        assert result.exit_code == 2
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_a_date_that_is_none_is_refused_and_a_future_one_too(
    run: Run, key_of: Callable[..., Path], classify: Callable[..., str]
) -> None:
    member, system = key_of("Integrante", "subcomite"), classify(LIMITADO)
    future = f"{datetime.now(UTC) + timedelta(days=3):%d/%m/%Y}"
    for day in ("31/02/2026", "ayer", future):
        result = run(
            *("systems", "approve", system, "--acta", "1", "--fecha", day),
            *("--clave-archivo", member),
        )
        assert result.exit_code == 2
    with pytest.raises(typer.BadParameter, match="DD/MM/AAAA"):
        read_day("mañana")
