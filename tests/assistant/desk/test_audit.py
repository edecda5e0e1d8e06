"""What an auditor takes away: who may, what is recorded of it, and that it proves what it says."""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO, StringIO
from pathlib import Path
from types import ModuleType
from typing import Any
from zipfile import ZipFile

import jsonschema  # type: ignore[import-untyped]
import pytest
from sqlalchemy import Engine, text

from assistant.database import DatabaseError, reading, writing
from assistant.desk.audit.archive import VERIFIER
from assistant.desk.audit.desk import AuditDesk, ExportInCourse
from assistant.desk.audit.justification import WhyRefused
from assistant.desk.audit.period import Period, PeriodRefused
from assistant.desk.audit.schema import CONTENTS, ENTRY, schema_text
from assistant.desk.audit.sheets import DECISION_COLUMNS, ENTRY_COLUMNS
from assistant.desk.permissions import ALLOWED, Action, NotAllowed
from governance.canonical import canonical, sha256
from governance.log.chain import Entry, link_hash
from governance.log.decision import Decision
from governance.log.decision_log import DecisionLog, verify_export
from governance.log.event import Event
from governance.log.export import write_entry
from governance.log.holds import Holds
from governance.log.protection import Between, OfConversation
from governance.log.retention import days_at
from governance.log.signing import new_private_pem, read_log_key, write_public_pem
from governance.moments import stamp
from governance.registers.officials import Official, Officials
from governance.registers.roles import ROLES, Role
from tests.fakes import FixedClock
from tests.governance import stores
from tests.governance.stores import NOON, a_decision, an_event, drop_guards

migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine
postgres_template = stores.postgres_template
postgres_engine = stores.postgres_engine
engine = stores.engine

WHY = "Auditoría interna del primer semestre."
TEXT = "Mi RUT es 12.345.678-5"


def hide(text: str) -> str:
    """Hide the only RUT of these tests."""
    return text.replace("12.345.678-5", "[RUT_1]")


@dataclass
class Office:
    """A log with something in it, and whoever asks for it."""

    desk: AuditDesk
    clock: FixedClock
    log: DecisionLog

    @property
    def engine(self) -> Engine:
        return self.desk.engine

    def hire(self, *roles: Role) -> Official:
        with writing(self.engine) as connection:
            return self.desk.officials.create(connection, f"Cargo {'-'.join(roles)}", roles)[0]

    def record(self, *said: Decision | Event) -> None:
        with writing(self.engine) as connection:
            for one in said:
                if isinstance(one, Event):
                    self.log.append_event(connection, one)
                else:
                    self.log.append(connection, one)

    def exported(self, official: Official, period: Period | None = None) -> ZipFile:
        with self.desk.export(official, WHY, period or Period()) as file:
            return ZipFile(BytesIO(file.read()))

    def events(self) -> list[Event]:
        with reading(self.engine) as connection:
            return [one.event for one in self.log.events(connection) if one.event]


def open_office(engine: Engine, folder: Path) -> Office:
    clock = FixedClock(NOON)
    log = DecisionLog(key=read_log_key(new_private_pem(), "GORE"))
    with writing(engine) as connection:
        log.sign_first(connection, clock())
    desk = AuditDesk(engine, log, Officials(clock), hide, clock, "GORE", "NB", folder)
    return Office(desk, clock, log)


@pytest.fixture
def office(engine: Engine, tmp_path: Path) -> Office:
    return open_office(engine, tmp_path)


@pytest.fixture
def auditor(office: Office) -> Official:
    return office.hire("auditor")


def lines_of(exported: ZipFile) -> list[str]:
    return exported.read("registro.jsonl").decode().removesuffix("\n").split("\n")


def table(exported: ZipFile, name: str) -> list[dict[str, str]]:
    data = exported.read(name)
    assert data.startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


# --- who may, and what is recorded ---


@pytest.mark.parametrize("role", ROLES)
def test_the_log_is_given_only_to_whoever_watches(office: Office, role: Role) -> None:
    official = office.hire(role)
    if role in ALLOWED[Action.EXPORT_LOG]:
        office.desk.export(official, WHY).close()
        assert [(e.kind, e.by) for e in office.events()] == [("log_exported", official.id)]
    else:
        with pytest.raises(NotAllowed):
            office.desk.export(official, WHY)
        assert office.events() == []


def test_auditor_dpo_and_ciso_may_and_nobody_else() -> None:
    assert ALLOWED[Action.EXPORT_LOG] == {"auditor", "dpo", "ciso"}


def test_that_it_was_exported_is_in_the_export_with_the_reason_redacted(
    office: Office, auditor: Official
) -> None:
    period = Period(date(2026, 3, 1), None)
    with office.desk.export(auditor, f"{TEXT} y reclamé por eso.", period) as file:
        (row,) = table(ZipFile(BytesIO(file.read())), "eventos.csv")
    assert row["acto"] == "log_exported" and row["quien"] == auditor.id
    assert row["texto"] == "desde el 01/03/2026 en adelante · Mi RUT es [RUT_1] y reclamé por eso."


def test_a_reason_that_says_too_little_gets_nothing(office: Office, auditor: Official) -> None:
    with pytest.raises(WhyRefused, match="15"):
        office.desk.export(auditor, "porque sí")
    assert office.events() == []


def test_who_lost_the_role_gets_nothing(office: Office, auditor: Official) -> None:
    with writing(office.engine) as connection:
        office.desk.officials.change_roles(connection, auditor.id, ["atencion"], "F-000")
    with pytest.raises(NotAllowed):
        office.desk.export(auditor, WHY)


def test_a_second_export_waits_for_the_first(office: Office, auditor: Official) -> None:
    assert office.desk._alone.acquire()
    with pytest.raises(ExportInCourse):
        office.desk.export(auditor, WHY)
    office.desk._alone.release()
    office.desk.export(auditor, WHY).close()


def test_what_cannot_be_recorded_is_not_given(office: Office, auditor: Official) -> None:
    office.engine.dispose()
    broken = replace(office.desk, engine=_without_tables(office.desk.folder))
    with pytest.raises(DatabaseError):
        broken.export(auditor, WHY)


def test_an_export_leaves_no_file_behind(office: Office, auditor: Official) -> None:
    before = set(office.desk.folder.iterdir())
    with office.desk.export(auditor, WHY):
        assert set(office.desk.folder.iterdir()) - before <= {
            office.desk.folder / f"asistente.db-{rest}" for rest in ("wal", "shm")
        }


def test_a_folder_that_cannot_be_written_is_told_in_words(
    office: Office, auditor: Official
) -> None:
    lost = replace(office.desk, folder=office.desk.folder / "no-existe")
    with pytest.raises(DatabaseError, match="no existe"):
        lost.export(auditor, WHY)


def _without_tables(folder: Path) -> Engine:
    from assistant.database import build_engine

    return build_engine(f"sqlite:///{folder / 'otra.db'}")


# --- what it holds ---


def test_the_log_is_whole_and_only_the_tables_are_of_some_days(
    office: Office, auditor: Official
) -> None:
    for days in range(4):
        at = NOON + timedelta(days=days)
        office.record(a_decision(f"día {days}", at=at), an_event(at=at))
    office.clock.advance(days=10)
    exported = office.exported(auditor, Period(date(2026, 3, 3), date(2026, 3, 4)))
    assert [row["pregunta"] for row in table(exported, "decisiones.csv")] == ["día 1", "día 2"]
    assert len(table(exported, "eventos.csv")) == 2
    assert office.log.key is not None
    found = verify_export(lines_of(exported), keys=office.log.key.keys)
    assert found.is_intact and found.entries == 9 and found.signatures == "key"


def test_a_day_begins_and_ends_in_chile(office: Office, auditor: Official) -> None:
    office.record(
        a_decision("antes", at=NOON.replace(day=3, hour=2, minute=59)),
        a_decision("dentro", at=NOON.replace(day=3, hour=3)),
        a_decision("fuera", at=NOON.replace(day=4, hour=3)),
    )
    exported = office.exported(auditor, Period(date(2026, 3, 3), date(2026, 3, 3)))
    assert [row["pregunta"] for row in table(exported, "decisiones.csv")] == ["dentro"]


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PeriodRefused):
        Period(date(2026, 3, 2), date(2026, 3, 1))


def test_each_row_says_what_was_recorded_and_is_one_line(office: Office, auditor: Official) -> None:
    office.record(a_decision("=1+1\n\nsegunda línea", answer="@SUMA(A1)"))
    exported = office.exported(auditor)
    (row,) = table(exported, "decisiones.csv")
    assert list(row) == [*ENTRY_COLUMNS, *(c.name for c in DECISION_COLUMNS)]
    assert row["pregunta"] == "'=1+1 ⏎ segunda línea" and row["respuesta"] == "'@SUMA(A1)"
    assert row["momento_chile"] == "02/03/2026 09:00:00"
    assert row["citas"] == "Bases, Plazo (Bases 2026)"
    assert row["fragmentos"] == "bases#plazo@v1" and row["enmascarado"] == "NOMBRE: 1"
    assert row["asiento"] == "1" and row["contenido"] == "completo"
    assert exported.read("decisiones.csv").count(b"\n") == 2


def test_what_was_purged_is_a_row_that_says_so(office: Office, auditor: Official) -> None:
    office.record(a_decision("Esto se borra"), an_event(text="Y esto"))
    office.clock.advance(days=366)
    with writing(office.engine) as connection:
        office.log.purge(connection, office.clock())
    exported = office.exported(auditor)
    (decision,) = table(exported, "decisiones.csv")
    assert (decision["contenido"], decision["pregunta"]) == ("purgado", "")
    states = [row["contenido"] for row in table(exported, "eventos.csv")]
    assert states == ["purgado", "completo"]
    assert b"Esto se borra" not in b"".join(exported.read(n) for n in exported.namelist())


def test_a_log_that_was_altered_is_given_all_the_same_and_says_so(
    office: Office, auditor: Official
) -> None:
    office.record(a_decision(), a_decision("otra"), an_event())
    drop_guards(office.engine)
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE decision_log SET content = '{}' WHERE sequence = 1"))
    exported = office.exported(auditor)
    states = [row["contenido"] for row in table(exported, "decisiones.csv")]
    assert states == ["ilegible", "completo"]
    said = json.loads(exported.read("manifiesto.json"))["registro"]
    assert not said["integro"] and said["hallazgos"][0]["sequence"] == 1
    assert "NO estaba íntegro" in exported.read("LEEME.md").decode()


def test_the_manifest_knows_every_file_and_who_took_it(office: Office, auditor: Official) -> None:
    office.record(a_decision())
    exported = office.exported(auditor)
    manifest = json.loads(exported.read("manifiesto.json"))
    assert set(manifest["archivos"]) == set(exported.namelist()) - {"manifiesto.json"}
    for name, said in manifest["archivos"].items():
        data = exported.read(name)
        assert (said["sha256"], said["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))
    assert manifest["por"] == {"cargo": auditor.id, "nombre_del_cargo": auditor.name}
    assert manifest["justificacion"] == WHY
    assert manifest["registro"]["asientos"] == 2 and manifest["registro"]["integro"]
    assert manifest["registro"]["firmas"] == "comprobadas con la clave de la institución"
    assert {"cabezas.jsonl", "clave-publica.pem"} <= set(manifest["archivos"])


def test_the_guide_explains_every_field(office: Office, auditor: Official) -> None:
    guide = office.exported(auditor).read("LEEME.md").decode()
    names = [*ENTRY, *ENTRY_COLUMNS, *(c.name for c in DECISION_COLUMNS)]
    assert all(f"`{name}`" in guide for name in names)
    assert "íntegro al exportarlo" in guide and "$" not in guide


# --- the schema ---


def test_real_entries_are_as_the_schema_says(office: Office, auditor: Official) -> None:
    office.record(a_decision(case=7), a_decision(label=None, confidence=None), an_event())
    live(office)
    exported = office.exported(auditor)
    check = jsonschema.Draft202012Validator(json.loads(exported.read("esquema.json")))
    kinds = set()
    for line in lines_of(exported):
        said = json.loads(line)
        kinds.add((said.get("kind"), said.get("schema")))
        check.validate(said)
    assert set(CONTENTS) - {("decision", 1), ("purge_proof", 1)} <= kinds


def test_an_entry_with_a_field_that_nobody_described_is_noticed() -> None:
    check = jsonschema.Draft202012Validator(json.loads(schema_text()))
    entry = {name: None for name in ENTRY}
    assert not check.is_valid(entry)


def test_the_schema_has_the_fields_that_the_classes_write() -> None:
    assert list(ENTRY) == list(Entry._fields)
    outside = {"at", "retention"}
    for kind, version, written in (("decision", 2, Decision), ("event", 1, Event)):
        names = {field.name for field in fields(written)} - outside | {"salt"}
        assert set(CONTENTS[kind, version]["properties"]) == names


# --- the verifier ---


def verdict(folder: Path, lines: list[str], *options: str) -> tuple[int, dict[str, Any]]:
    """Return what the verifier says, on its own, of a log."""
    file = folder / "registro.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
    command = [sys.executable, "-I", "-S", str(VERIFIER), str(file), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert not done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, found


def tampered(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield what an intruder may do to an export."""
    for place, line in enumerate(lines):
        before, after = lines[:place], lines[place + 1 :]
        yield f"{place} removed", before + after
        yield f"{place} twice", [*before, line, line, *after]
        yield f"{place} with a space", [*before, line.replace(":", ": ", 1), *after]
        yield f"{place} cut", [*before, line[:-1], *after]
        yield f"{place} with another digit", [*before, _with_another_digit(line), *after]
        yield f"{place} in other words", [*before, line.replace("o", "0", 1), *after]
        yield f"{place} after a blank", [*before, "", line, *after]
        if after:
            yield f"{place} swapped", [*before, after[0], line, *after[1:]]
        if '"content":{' in line:
            yield f"{place} erased", [*before, _without_content(line), *after]
    yield "cut", lines[:-3]
    yield "cut but for the head", lines[:-4] + lines[-1:]
    yield "after the head", [*lines, lines[-2]]
    yield "nothing", []


def _with_another_digit(line: str) -> str:
    place = next(i for i in range(len(line) // 2, len(line)) if line[i].isdigit())
    return line[:place] + str((int(line[place]) + 1) % 10) + line[place + 1 :]


def _without_content(line: str) -> str:
    entry = json.loads(line)
    entry["content"] = None
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


@pytest.fixture
def sqlite_office(sqlite_engine: Engine, tmp_path: Path) -> Office:
    return open_office(sqlite_engine, tmp_path)


def live(office: Office) -> None:
    """Have a log live two years: levels, holds, purges, another key."""
    log, clock = office.log, office.clock
    office.record(a_decision(), an_event(), a_decision("otra", conversation_id="c-2"))
    with writing(office.engine) as connection:
        hold = Holds(log).place(
            connection, matter="reclamo", reference="Exp. 7", justification="Un reclamo.",
            by="F-001", scope=OfConversation("c-2"), at=clock(),
        )  # fmt: skip
        Holds(log).place(
            connection, matter="auditoria", reference="Exp. 8", justification="Una auditoría.",
            by="F-001", scope=Between(NOON + timedelta(days=30), NOON + timedelta(days=40)),
            at=clock(),
        )  # fmt: skip
    for days in (10, 25):
        clock.advance(days=days)
        office.record(a_decision(at=clock()), an_event(at=clock()))
    clock.advance(days=340)
    purge(office)
    with writing(office.engine) as connection:
        log.set_level(connection, "alto", "alto", by="F-001", reason="Acta 3.", at=clock())
        Holds(log).release(connection, hold.id, by="F-001", reason="Resuelto.", at=clock())
    office.record(a_decision(at=clock()), an_event(at=clock()))
    clock.advance(days=400)
    purge(office)
    with writing(office.engine) as connection:
        log.sign_anew(connection, by="F-001", reason="Prueba.", at=clock())


def purge(office: Office) -> None:
    with writing(office.engine) as connection:
        office.log.purge(connection, office.clock())


@pytest.fixture
def lines(sqlite_office: Office) -> list[str]:
    """The lines of a log that lived."""
    live(sqlite_office)
    return lines_of(sqlite_office.exported(sqlite_office.hire("auditor")))


def test_the_verifier_passes_what_is_whole(lines: list[str], tmp_path: Path) -> None:
    code, found = verdict(tmp_path, lines)
    assert (code, found["integro"], found["hallazgos"]) == (0, True, [])
    assert found["asientos"] == verify_export(lines).entries


def test_the_verifier_and_the_program_agree_on_what_was_done(
    lines: list[str], tmp_path: Path
) -> None:
    check = _load_verifier()
    file = tmp_path / "registro.jsonl"
    for name, spoiled in tampered(lines):
        if spoiled == lines:
            continue
        ours = verify_export(spoiled)
        file.write_text("".join(f"{line}\n" for line in spoiled), encoding="utf-8", newline="\n")
        walk, _ = check.check_log(file, [], [], [])
        assert not ours.is_intact and walk.findings.count, name
        place = int(name.split()[0]) if name[0].isdigit() else 0
        if '"content":' in lines[place]:  # what is signed of a day is no entry
            named = {sequence for sequence, _ in walk.findings.told}
            assert named & {p.sequence for p in ours.problems}, (name, named, ours.problems)
    assert verdict(tmp_path, lines[:-2])[0] == 1, "and so does the program on its own"


def test_the_verifier_knows_whose_the_signatures_are(
    sqlite_office: Office, lines: list[str], tmp_path: Path
) -> None:
    key, days = tmp_path / "clave.pem", tmp_path / "cabezas.jsonl"
    assert sqlite_office.log.key is not None
    key.write_text(write_public_pem(sqlite_office.log.key.public))
    with reading(sqlite_office.engine) as connection:
        signed = sqlite_office.log.signed_days(connection)
    days.write_text("".join(f"{day.line()}\n" for day in signed))
    assert len(signed) > 3
    assert verdict(tmp_path, lines, "--clave", str(key), "--cabezas", str(days))[0] == 0
    other = tmp_path / "otra.pem"
    other.write_text(write_public_pem(read_log_key(new_private_pem(), "GORE").public))
    code, found = verdict(tmp_path, lines, "--clave", str(other))
    assert code == 1 and "firma" in found["hallazgos"][0]["que"]


def test_a_log_made_again_with_another_key_is_found_out_by_the_published_one(
    sqlite_office: Office, lines: list[str], tmp_path: Path
) -> None:
    key = tmp_path / "clave.pem"
    assert sqlite_office.log.key is not None
    key.write_text(write_public_pem(sqlite_office.log.key.public))
    forged = _forged(lines)
    assert verdict(tmp_path, forged)[0] == 0, "on its own it is of one piece"
    assert verdict(tmp_path, forged, "--clave", str(key))[0] == 1


def _forged(lines: list[str]) -> list[str]:
    """Return the log as whoever has the database and no key writes it anew: unsigned."""
    entries = [json.loads(line) for line in lines if '"content":' in line[:80]]
    entries = [e for e in entries if e["kind"] == "decision" and e["content"]]
    previous, done = "0" * 64, []
    for sequence, said in enumerate(entries, start=1):
        content = canonical({**said["content"], "answer": "Falso."})
        entry = Entry(**{**said, "sequence": sequence, "previous_hash": previous,
                         "content": content, "content_hash": sha256(content)})  # fmt: skip
        entry = entry._replace(hash=link_hash(entry))
        previous = entry.hash
        done.append(write_entry(entry))
    return [*done, canonical({"head": {"hash": previous, "sequence": len(done)}})]


def test_the_program_agrees_on_purges_that_no_rule_allowed(tmp_path: Path) -> None:
    check, file = _load_verifier(), tmp_path / "registro.jsonl"
    for name, made in _false_purges():
        lines = [*(write_entry(entry) for entry in made), _head_of(made)]
        file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
        ours, (walk, _) = verify_export(lines), check.check_log(file, [], [], [])
        assert ours.is_intact == (name == "allowed"), (name, ours.problems)
        assert {s for s, _ in walk.findings.told} == {p.sequence for p in ours.problems}, name


def _false_purges() -> Iterator[tuple[str, list[Entry]]]:
    old, late = NOON, NOON + timedelta(days=366)
    whole: dict[str, Any] = {"scope": {"of": "everything"}, "sequences": []}
    hold = {"hold": "R-001", "matter": "reclamo", "reference": "x", "justification": "x",
            "by": "F-001"}  # fmt: skip
    of_talk = {**hold, "scope": {"of": "conversation", "conversation_id": "c"}}
    period = {"of": "period", "since": stamp(old - timedelta(days=1)), "until": stamp(old)}
    rose = {"level": "alto", "from_level": "", "retention": "alto", "days": 1095, "by": "F-001",
            "until": stamp(old), "reason": "x"}  # fmt: skip

    def proof(days: int = 365, name: str = "limitado", before: datetime | None = None) -> str:
        until = stamp(before or late - timedelta(days=days))
        classes = {name: {"before": until, "days": days, "ranges": [[1, 1]]}}
        return canonical({"classes": classes, "entries": 1, "extended": [], "held": []})

    yield "allowed", _made(old, late, proof())
    yield "too short a term", _made(old, late, proof(30))
    yield "too early", _made(old + timedelta(days=3), late, proof())
    yield "beyond its date", _made(old, late, proof(before=late))
    yield "of another class", _made(old, late, proof(1095, "alto"))
    yield "everything held", _made(old, late, proof(), ("hold_placed", {**hold, **whole}))
    yield (
        "period held",
        _made(old, late, proof(), ("hold_placed", {**hold, "scope": period, "sequences": []})),
    )
    yield (
        "conversation held",
        _made(old, late, proof(), ("hold_placed", {**of_talk, "sequences": [[1, 1]]})),
    )
    yield "level rose", _made(old, late, proof(), ("level_set", rose))
    yield "not a proof", _made(old, late, "{}")


def _made(
    at: datetime, late: datetime, proof: str, *rules: tuple[str, dict[str, Any]]
) -> list[Entry]:
    """Return a log whose first entry was erased by a proof, after some rules."""
    said: list[tuple[str, datetime, str, str | None]] = [("decision", at, "limitado", None)]
    said += [(kind, at, "permanente", canonical(rule)) for kind, rule in rules]
    said += [("purge_proof", late, "permanente", proof)]
    previous, done = "0" * 64, []
    for sequence, (kind, moment, retention, content) in enumerate(said, start=1):
        schema = 2 if kind == "purge_proof" else 1
        entry = Entry(
            sequence, f"{sequence:032x}", kind, stamp(moment), retention, schema, previous,
            sha256(content or "{}"), "", content,
        )  # fmt: skip
        entry = entry._replace(hash=link_hash(entry))
        previous = entry.hash
        done.append(entry)
    return done


def _head_of(entries: list[Entry]) -> str:
    return canonical({"head": {"hash": entries[-1].hash, "sequence": len(entries)}})


def _load_verifier() -> ModuleType:
    """Return the verifier as a module: a hundred processes would take a minute."""
    spec = importlib.util.spec_from_file_location("verificar", VERIFIER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.is_signed = lru_cache(module.is_signed)  # type: ignore[attr-defined]
    return module


def test_the_verifier_knows_the_terms_of_the_policy() -> None:
    assert _load_verifier().TERMS == dict(days_at(NOON))


def test_the_verifier_holds_the_log_against_heads_kept_outside(
    lines: list[str], tmp_path: Path
) -> None:
    head = json.loads(lines[-1])["head"]
    assert verdict(tmp_path, lines, "--cabeza", f"{head['sequence']}:{head['hash']}")[0] == 0
    code, found = verdict(tmp_path, lines, "--cabeza", f"4:{'0' * 64}")
    assert code == 1 and found["hallazgos"][0]["asiento"] == 4
    code, found = verdict(tmp_path, lines, "--cabeza", f"40:{'0' * 64}")
    assert code == 1 and found["hallazgos"][0]["asiento"] == 40


def test_the_verifier_notices_another_file_of_the_export(
    office: Office, auditor: Official, tmp_path: Path
) -> None:
    office.record(a_decision())
    office.exported(auditor).extractall(tmp_path / "zip")

    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", str(tmp_path / "zip" / "verificar.py")]
        return subprocess.run(command, capture_output=True, text=True, encoding="utf-8")

    good = run()
    assert good.returncode == 0 and "ÍNTEGRO" in good.stdout
    sheet = tmp_path / "zip" / "decisiones.csv"
    sheet.write_bytes(sheet.read_bytes().replace(b"answered", b"declined"))
    bad = run()
    assert bad.returncode == 1 and "decisiones.csv" in bad.stdout
