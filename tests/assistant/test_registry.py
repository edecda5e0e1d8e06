"""The registers for interfaces: documents that follow from their record, and acts kept redacted."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from assistant.limits import InputError
from assistant.record_sheet import DocumentUnavailable, build_sheet
from assistant.redaction import build_redactor
from assistant.registry import DOCUMENT_FORMATS, MAX_REASON, Order, build_registry
from governance.policy.load import policies
from governance.registers.acts import Acta, ActRefused
from governance.registers.classifications import ClassificationNotFound
from governance.registers.officials import Official
from governance.registers.systems import System, SystemNotFound
from tests.ui.registers import DIVERGENTE, LIMITADO, PURPOSE, Registers


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Registers:
    return Registers(tmp_path_factory.mktemp("registros"))


@pytest.fixture(scope="module")
def member(registers: Registers) -> Official:
    return registers.official("Integrante del Subcomité", ["subcomite"])[0]


@pytest.fixture
def system(registers: Registers) -> System:
    found = registers.system()
    registers.classify(found, LIMITADO)
    return found


def acta(registers: Registers) -> Acta:
    return Acta("12", registers.clock().date())


def test_the_wired_registry_reads_the_policy_of_today(tmp_path: Path) -> None:
    found = Registers(tmp_path)
    wired = build_registry(found.engine, build_redactor(), found.clock)
    assert wired.policy() == policies()[-1]
    assert len(wired.systems()) == 9 and not wired.has_officials()
    assert [one.id for one in wired.audit() if one.is_discrepancy] == [
        "SDA-002",
        "SDA-003",
        "SDA-004",
    ]
    assert wired.agenda().proposals == ()


def test_a_key_tells_its_official_and_nobody_elses(registers: Registers) -> None:
    official, key = registers.official("Encargada de Datos", ["dpo"])
    assert registers.registry.official(key) == official
    assert registers.registry.official(key + "x") is None and registers.registry.has_officials()
    before = registers.registry.changes(official.id)
    registers.renew(official)
    assert registers.registry.changes(official.id) > before
    assert registers.registry.official(key) is None


def test_the_sheet_says_what_the_record_says(registers: Registers, system: System) -> None:
    sheet = registers.registry.sheet(system.id)
    dossier = registers.registry.system(system.id)
    latest = dossier.latest
    assert latest is not None
    assert sheet.record_hash == latest.content_hash and sheet.version == 1
    assert sheet.assessment.to_json() == latest.assessment
    assert {fact.question: fact.value for fact in sheet.facts} == LIMITADO
    assert all(fact.phrase and fact.by for fact in sheet.facts)
    assert sheet.description == PURPOSE and sheet.act is None and not sheet.is_approved


def test_each_version_keeps_its_own_document_and_its_own_act(
    registers: Registers, system: System, member: Official
) -> None:
    rejected = Order("reject", 1, reason="Falta la evidencia de P3")
    registers.registry.act(member, system.id, rejected)
    registers.classify(system, DIVERGENTE)
    approved = Order("approve", 2, "limitado", acta(registers))
    registers.registry.act(member, system.id, approved)
    first, second = (registers.registry.sheet(system.id, version) for version in (1, 2))
    assert first.act and first.act.kind == "rechazada" and not first.is_approved
    assert second.act and second.act.acta == "12" and second.is_approved
    assert registers.registry.sheet(system.id) == second


@pytest.mark.parametrize("form", DOCUMENT_FORMATS)
def test_every_format_names_the_system_and_its_level(
    registers: Registers, system: System, form: str
) -> None:
    document = registers.registry.document(system.id, None, form)  # type: ignore[arg-type]
    assert document.filename == f"{system.id}-v1.{form}"
    if form == "pdf":
        text = "".join(
            page.extract_text() for page in PdfReader(io.BytesIO(document.content)).pages
        )
    elif form == "docx":
        from docx import Document as open_docx

        text = "\n".join(p.text for p in open_docx(io.BytesIO(document.content)).paragraphs)
    else:
        text = document.content.decode()
    assert system.id in text and "limitado" in text.casefold()
    if form == "json":
        assert json.loads(text)["is_proposal"] is True


def test_a_record_of_a_policy_that_is_not_here_gives_no_document(
    registers: Registers, system: System
) -> None:
    dossier = registers.registry.system(system.id)
    assert dossier.latest
    other = replace(dossier.latest, policy_digest="0" * 64)
    with pytest.raises(DocumentUnavailable, match="no tiene tal como era"):
        build_sheet(dossier, other, policies())


def test_a_result_that_does_not_follow_from_its_facts_gives_no_document(
    registers: Registers, system: System
) -> None:
    dossier = registers.registry.system(system.id)
    assert dossier.latest
    lowered = {**dossier.latest.assessment, "prudente": ["bajo"], "proposal": ["bajo"]}
    with pytest.raises(DocumentUnavailable, match="no es el que dan hoy sus hechos"):
        build_sheet(dossier, replace(dossier.latest, assessment=lowered), policies())


def test_the_words_of_an_act_are_cleaned_and_redacted(
    registers: Registers, system: System, member: Official
) -> None:
    reason = "Falta la\u200b firma de 11.111.111-1 en el anexo"
    done = registers.registry.act(member, system.id, Order("observe", None, reason=reason))
    assert done.reason == "Falta la firma de [RUT_1] en el anexo" and done.version == 1


def test_an_act_without_its_data_is_refused_in_spanish(
    registers: Registers, system: System, member: Official
) -> None:
    for order in (Order("approve", 1), Order("approve", 1, "limitado")):
        with pytest.raises(ActRefused, match="número y la fecha del Acta"):
            registers.registry.act(member, system.id, order)
    with pytest.raises(InputError):
        too_long = Order("reject", 1, reason="x" * (MAX_REASON + 1))
        registers.registry.act(member, system.id, too_long)
    with pytest.raises(ActRefused):
        registers.registry.act(
            member, "SDA-001", Order("reject", None, reason="Sin clasificar aún")
        )


@pytest.mark.parametrize("system_id", ["", "SDA-999", "sda-001", "\x00", "SDA-001\n", "' OR 1"])
def test_what_is_no_system_is_not_looked_for(registers: Registers, system_id: str) -> None:
    for look in (registers.registry.system, registers.registry.sheet):
        with pytest.raises(SystemNotFound):
            look(system_id)
    with pytest.raises(ClassificationNotFound):
        registers.registry.sheet("SDA-001")
