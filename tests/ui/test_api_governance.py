"""The API of governance: who may ask, what it answers, and who may decide."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from tests.ui.fake_assistant import FakeAssistant, Serve
from tests.ui.registers import DIVERGENTE, LIMITADO, PROHIBIDO, Registers
from tests.ui.test_api import BASE, is_problem
from tests.ui.test_choices import VIEW

API = "/api/v1"
COMMON = "clave-ñ"
ACTA = {"acta": "12", "fecha": "2026-11-20"}
READS = ["/systems", "/systems/SDA-001", "/catalogue/audit", "/agenda", "/policy"]


def bearer(key: str) -> Any:
    return {"Authorization": f"Bearer {key}".encode()}


@pytest.fixture(scope="module")
def member(registers: Registers) -> Any:
    return bearer(registers.official("Integrante del Subcomité", ["subcomite"])[1])


@pytest.fixture(scope="module")
def unit(registers: Registers) -> Any:
    return bearer(registers.official("Encargado de Archivo", ["responsable"])[1])


def proposed(registers: Registers, values: dict[str, str] = LIMITADO, **system: Any) -> str:
    found = registers.system(**system)
    registers.classify(found, values)
    return found.id


def act(client: TestClient, system_id: str, headers: Any, **body: Any) -> Response:
    return client.post(f"{API}/systems/{system_id}/acts", json=body, headers=headers)


@pytest.mark.parametrize("path", [*READS, "/systems/SDA-001/classification"])
def test_citizens_see_nothing_of_the_registers(client: TestClient, path: str) -> None:
    for headers in ({}, bearer("otra"), bearer(""), {"Authorization": "Basic clave-ñ".encode()}):
        response = client.get(API + path, headers=headers)  # type: ignore[arg-type]
        is_problem(response, 401, "sin-autorizacion")
        assert response.headers["www-authenticate"] == "Bearer"


def test_citizens_classify_and_decide_nothing(client: TestClient) -> None:
    is_problem(client.post(f"{API}/classify", json={}), 401, "sin-autorizacion")
    refused = act(client, "SDA-001", {}, kind="withdraw", motivo="Porque quiero")
    is_problem(refused, 401, "sin-autorizacion")


@pytest.mark.parametrize("path", READS)
def test_the_common_key_and_a_personal_key_read(client: TestClient, unit: Any, path: str) -> None:
    for headers in (bearer(COMMON), unit):
        assert client.get(API + path, headers=headers).status_code == 200


def test_an_installation_without_keys_says_so(serve: Serve) -> None:
    client = serve()
    is_problem(client.get(f"{API}/systems"), 403, "audiencia-no-habilitada")


def test_keys_cannot_be_tried_without_end(serve: Serve) -> None:
    client = serve(rate_limit=2, staff_token=COMMON)
    kinds = [client.get(f"{API}/agenda", headers=bearer("otra")).status_code for _ in range(4)]
    assert kinds == [401, 401, 429, 429]


def test_a_personal_key_signs_what_it_says_and_the_common_key_signs_nothing(
    client: TestClient, assistant: FakeAssistant, unit: Any
) -> None:
    for headers in (unit, bearer(COMMON)):
        new = client.post(BASE, json={"audience": "funcionarios"}, headers=headers).json()
        turn = client.post(f"{BASE}/{new['id']}/turns", json={"text": "hola"}, headers=headers)
        assert turn.status_code == 200
    new = client.post(BASE, json={"audience": "ciudadania"}, headers=unit).json()
    client.post(f"{BASE}/{new['id']}/turns", json={"text": "hola"}, headers=unit)
    assert assistant.authors == ["Encargado de Archivo", "", ""]


def test_a_turn_of_staff_tells_how_the_interview_goes(
    client: TestClient, assistant: FakeAssistant
) -> None:
    assistant.interview = VIEW
    staff = bearer(COMMON)
    for audience, expected in (("funcionarios", VIEW.code), ("ciudadania", None)):
        new = client.post(BASE, json={"audience": audience}, headers=staff).json()
        turn = client.post(f"{BASE}/{new['id']}/turns", json={"text": "hola"}, headers=staff)
        shown = turn.json()["interview"]
        assert (shown and shown["code"]) == expected


def test_facts_are_classified_as_the_engine_does(client: TestClient) -> None:
    response = client.post(f"{API}/classify", json=DIVERGENTE, headers=bearer(COMMON))
    body = response.json()
    assert list(body) == ["literal", "prudente", "reglas", "condiciones"]
    assert (body["literal"], body["prudente"]) == (["bajo"], ["limitado"])
    unknown = client.post(
        f"{API}/classify", json={"P0": "ninguna", "P5": "no_se"}, headers=bearer(COMMON)
    )
    assert unknown.json()["prudente"] == ["bajo", "limitado", "alto"]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"P1": "SECRETO"}, 422, "P1"),
        ({"SECRETO": "si"}, 422, "cuerpo"),
        ({"P1": "sí"}, 422, "P1"),
        ({"P1": True}, 422, "P1"),
        ({"P1": None}, 422, "P1"),
        ({"P1": ["si"]}, 422, "P1"),
        ([], 422, "cuerpo"),
        ("si", 422, "cuerpo"),
        ({"P0": "\ud800"}, 422, "P0"),
    ],
)
def test_facts_that_cannot_be_are_explained_without_repeating_them(
    client: TestClient, body: Any, status: int, field: str
) -> None:
    content = json.dumps(body)
    headers = {**bearer(COMMON), "Content-Type": "application/json"}
    response = client.post(f"{API}/classify", content=content, headers=headers)
    found = is_problem(response, status, "datos-invalidos")
    assert field in [error["campo"] for error in found["errores"]]
    assert "SECRETO" not in response.text


def test_the_audit_names_the_discrepancies_of_the_catalogue(client: TestClient) -> None:
    body = client.get(f"{API}/catalogue/audit", headers=bearer(COMMON)).json()
    assert body["discrepancies"] == ["SDA-002", "SDA-003", "SDA-004"]
    one = next(system for system in body["systems"] if system["id"] == "SDA-004")
    assert one["declared"] == "bajo" and one["proposal"] == ["limitado"]
    assert one["grounds"] and one["articles"] and "Ficha" in one["effect"]


def test_the_policy_tells_what_each_level_demands(client: TestClient) -> None:
    body = client.get(f"{API}/policy", headers=bearer(COMMON)).json()
    levels = {level["id"]: level for level in body["levels"]}
    assert set(levels) == {"bajo", "limitado", "alto", "prohibido"}
    assert len(levels["alto"]["checklist"]) == 12 and len(body["digest"]) == 64
    assert all(o["articles"] for level in levels.values() for o in level["obligations"])
    assert body["readings"]


def test_a_proposal_waits_on_the_agenda_with_its_divergence(
    client: TestClient, registers: Registers
) -> None:
    system = proposed(registers, DIVERGENTE)
    body = client.get(f"{API}/agenda", headers=bearer(COMMON)).json()
    assert system in [each["id"] for each in body["proposals"]]
    found = next(each for each in body["divergences"] if each["system"] == system)
    assert (found["literal"], found["prudente"]) == (["bajo"], ["limitado"])
    assert found["readings"]


def test_a_system_is_told_with_its_history(client: TestClient, registers: Registers) -> None:
    system = proposed(registers)
    body = client.get(f"{API}/systems/{system}", headers=bearer(COMMON)).json()
    assert body["status"] == "propuesta" and body["label"].startswith("PROPUESTA")
    assert body["level"] is None and body["version"] == 1
    assert body["classifications"][0]["facts"] == LIMITADO
    assert body["acts"] == []
    listed = client.get(f"{API}/systems", headers=bearer(COMMON)).json()
    assert system in [each["id"] for each in listed]


@pytest.mark.parametrize(
    ("form", "media_type", "starts"),
    [
        ("json", "application/json", b"{"),
        ("md", "text/markdown", b"# "),
        ("html", "text/html", b"<!doctype html>"),
        ("pdf", "application/pdf", b"%PDF-"),
        ("docx", "application/vnd.openxmlformats", b"PK"),
    ],
)
def test_the_document_comes_in_each_format(
    client: TestClient, registers: Registers, form: str, media_type: str, starts: bytes
) -> None:
    system = proposed(registers)
    response = client.get(
        f"{API}/systems/{system}/classification",
        params={"formato": form, "version": 1},
        headers=bearer(COMMON),
    )
    assert response.status_code == 200
    assert response.headers["content-type"].startswith(media_type)
    assert response.content.lower().startswith(starts.lower())
    assert f'filename="{system}-v1.{form}"' in response.headers["content-disposition"]
    assert "sandbox" in response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/systems/SDA-999", 404, "sistema-desconocido"),
        ("/systems/nada", 404, "sistema-desconocido"),
        ("/systems/%00", 404, "sistema-desconocido"),
        ("/systems/SDA-999/classification", 404, "sistema-desconocido"),
        ("/systems/SDA-001/classification", 404, "clasificacion-desconocida"),
        ("/systems/SDA-001/classification?version=7", 404, "clasificacion-desconocida"),
        ("/systems/SDA-001/classification?version=0", 422, "datos-invalidos"),
        ("/systems/SDA-001/classification?version=x", 422, "datos-invalidos"),
        ("/systems/SDA-001/classification?formato=exe", 422, "datos-invalidos"),
        (f"/systems/{'x' * 900}", 422, "datos-invalidos"),
    ],
)
def test_what_is_not_there_is_explained(
    client: TestClient, path: str, status: int, kind: str
) -> None:
    is_problem(client.get(API + path, headers=bearer(COMMON)), status, kind)


def test_the_subcomite_approves_with_its_acta(
    client: TestClient, registers: Registers, member: Any
) -> None:
    system = proposed(registers)
    done = act(client, system, member, kind="approve", version=1, nivel="limitado", **ACTA)
    assert done.status_code == 201
    body = done.json()
    assert body["kind"] == "aprueba" and body["by_name"] == "Integrante del Subcomité"
    assert (body["acta"], body["acta_on"]) == ("12", "2026-11-20")
    shown = client.get(f"{API}/systems/{system}", headers=member).json()
    assert shown["level"] == "limitado" and shown["status"] == "aprobada"
    again = act(client, system, member, kind="approve", version=1, nivel="limitado", **ACTA)
    is_problem(again, 409, "acto-rechazado")


def test_the_common_key_never_decides(client: TestClient, registers: Registers) -> None:
    system = proposed(registers)
    for kind in ("approve", "reject", "observe", "withdraw", "redesign"):
        refused = act(client, system, bearer(COMMON), kind=kind, nivel="limitado", **ACTA)
        is_problem(refused, 403, "falta-clave-personal")


def test_a_key_without_the_role_does_not_decide(
    client: TestClient, registers: Registers, unit: Any
) -> None:
    system = proposed(registers)
    for kind in ("approve", "reject", "observe"):
        refused = act(client, system, unit, kind=kind, nivel="limitado", **ACTA)
        is_problem(refused, 403, "sin-rol")
    is_problem(
        act(client, system, unit, kind="withdraw", motivo="Ya no se usa en la unidad"),
        409,
        "acto-rechazado",
    )


def test_nobody_decides_about_their_own_system(client: TestClient, registers: Registers) -> None:
    mine, key = registers.official("Jefe del Subcomité y del sistema", ["subcomite"])
    system = proposed(registers, responsible=mine)
    refused = act(client, system, bearer(key), kind="approve", nivel="limitado", **ACTA)
    assert "eres responsable de ese sistema" in is_problem(refused, 409, "acto-rechazado")["detail"]


def test_a_prohibited_use_can_only_be_stopped(
    client: TestClient, registers: Registers, member: Any
) -> None:
    system = proposed(registers, PROHIBIDO)
    refused = act(client, system, member, kind="approve", nivel="alto", **ACTA)
    assert "prohibido" in is_problem(refused, 409, "acto-rechazado")["detail"]
    stopped = act(client, system, member, kind="redesign", motivo="Se cambia el puntaje social")
    assert stopped.status_code == 201 and stopped.json()["kind"] == "redisena"


def test_personal_data_in_a_reason_is_not_kept(
    client: TestClient, registers: Registers, member: Any
) -> None:
    system = proposed(registers)
    reason = "Falta la firma de 11.111.111-1 en el anexo"
    done = act(client, system, member, kind="observe", observaciones=reason)
    assert done.json()["reason"] == "Falta la firma de [RUT_1] en el anexo"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "borrar"},
        {"kind": "approve", "nivel": "muy bajo"},
        {"kind": "approve", "fecha": "ayer"},
        {"kind": "reject", "observaciones": "x" * 5000},
        {"kind": "reject", "version": -1},
        {"kind": "reject", "otro": 1},
        {"kind": None},
        [],
    ],
)
def test_an_act_that_cannot_be_read_is_explained(
    client: TestClient, member: Any, body: Any
) -> None:
    response = client.post(f"{API}/systems/SDA-001/acts", json=body, headers=member)
    assert is_problem(response, 422, "datos-invalidos")["errores"]


def test_strange_characters_in_an_act_break_nothing(
    client: TestClient, registers: Registers, member: Any
) -> None:
    system = proposed(registers)
    headers = {**member, "Content-Type": "application/json"}
    address = f"{API}/systems/{system}/acts"
    for text, acta in itertools.product(
        ("\ud800", "\x00", "a\u202eb", " \u200b "), ("\ud800", "1")
    ):
        body = {"kind": "observe", "observaciones": text, "acta": acta, "fecha": "2026-11-20"}
        response = client.post(address, content=json.dumps(body), headers=headers)
        assert response.status_code in (409, 422)
        is_problem(response, response.status_code, response.json()["type"].rpartition("/")[2])


def test_openapi_documents_governance_in_spanish(client: TestClient) -> None:
    schema = client.get(f"{API}/openapi.json").json()
    paths = schema["paths"]
    governed = [p for p in paths if "gobernanza" in str(paths[p])]
    assert len(governed) == 9
    for path in governed:
        for operation in paths[path].values():
            assert operation["security"] == [{"clave": []}]
            assert operation["tags"] == ["gobernanza"]
            assert "401" in operation["responses"] and "403" in operation["responses"]
    assert (
        "clave personal" in schema["components"]["securitySchemes"]["clave"]["description"].lower()
    )
