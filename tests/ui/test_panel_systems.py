"""The register of systems as staff see it, and the acts that they sign there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.database import DatabaseError, writing
from tests.ui.entering import sign_in
from tests.ui.registers import DIVERGENTE, LIMITADO, PROHIBIDO, Registers

SYSTEMS = "/panel/sistemas"
ACTA = {"acta": "12", "fecha": "2026-11-20"}


@pytest.fixture(scope="module")
def member_id(registers: Registers) -> str:
    return registers.account("Integrante del Subcomité", ["subcomite"])


@pytest.fixture(scope="module")
def reader_id(registers: Registers) -> str:
    return registers.account("Encargada de Atención", ["atencion"])


@pytest.fixture
def member(client: TestClient, member_id: str) -> TestClient:
    """Return a browser in which somebody of the Subcomité has entered."""
    sign_in(client, member_id)
    return client


@pytest.fixture
def reader(client: TestClient, reader_id: str) -> TestClient:
    """Return a browser in which somebody entered who decides nothing."""
    sign_in(client, reader_id)
    return client


def proposed(registers: Registers, values: dict[str, str] = LIMITADO, **system: Any) -> str:
    found = registers.system(**system)
    registers.classify(found, values)
    return found.id


def decide(client: TestClient, system: str, **fields: str) -> Response:
    page = client.get(f"{SYSTEMS}/{system}").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    data = {"csrf": token[1], "version": "1", **fields}
    return client.post(f"{SYSTEMS}/{system}/actos", data=data, follow_redirects=False)


def test_the_register_shows_what_is_declared_and_what_follows(
    reader: TestClient, registers: Registers
) -> None:
    system = proposed(registers, DIVERGENTE)
    page = reader.get(SYSTEMS).text
    row = page[page.index(f">{system}</a>") :].partition("</tr>")[0]
    cells = re.findall(r'<td data-columna="(\w+)">(.*?)</td>', row)
    assert dict(cells) == {
        "Nombre": "Lector de cartas",
        "Declarado": "—",
        "Literal": "bajo",
        "Prudente": "limitado",
        "Estado": "PROPUESTA: limitado",
    }
    assert "SDA-001" in page and "Sale: limitado" in page
    gaps = page[page.index('id="discrepancias"') :]
    assert [s for s in ("SDA-002", "SDA-003", "SDA-004", "SDA-005") if s in gaps] == [
        "SDA-002",
        "SDA-003",
        "SDA-004",
    ]


def test_a_system_links_to_its_documents_in_every_format(
    reader: TestClient, registers: Registers
) -> None:
    system = proposed(registers)
    page = reader.get(f"{SYSTEMS}/{system}").text
    links = re.findall(rf'href="({SYSTEMS}/{system}/documento[^"]+)"', page)
    assert len(links) == 5
    for link in links:
        response = reader.get(link.replace("&amp;", "&"))
        assert response.status_code == 200 and response.content
        assert "sandbox" in response.headers["content-security-policy"]


def test_what_somebody_wrote_is_escaped(reader: TestClient, registers: Registers) -> None:
    system = proposed(registers, name="<script>alert(1)</script>")
    for path in (SYSTEMS, f"{SYSTEMS}/{system}", f"{SYSTEMS}/tabla"):
        page = reader.get(path).text
        assert "<script" not in page and "&lt;script&gt;" in page


def test_the_table_lists_what_waits(reader: TestClient, registers: Registers) -> None:
    system = proposed(registers, DIVERGENTE)
    page = reader.get(f"{SYSTEMS}/tabla").text
    assert f"{system}, Lector de cartas" in page
    assert "literal bajo, prudente limitado" in page


@pytest.mark.parametrize(
    "path",
    [
        "SDA-999",
        "nada",
        "%00",
        "SDA-001/documento?formato=pdf",
        "SDA-001/documento?formato=exe",
        "SDA-001/documento?formato=pdf&version=%F0",
        "SDA-999/documento?formato=pdf",
    ],
)
def test_what_is_not_there_is_told_in_words(reader: TestClient, path: str) -> None:
    response = reader.get(f"{SYSTEMS}/{path}")
    assert response.status_code == 404 and "Ver los sistemas" in response.text


def test_only_the_subcomite_sees_the_forms_to_decide(
    client: TestClient, registers: Registers, member_id: str, reader_id: str
) -> None:
    system = proposed(registers)
    sign_in(client, reader_id)
    assert 'id="decidir"' not in client.get(f"{SYSTEMS}/{system}").text
    client.cookies.clear()
    sign_in(client, member_id)
    page = client.get(f"{SYSTEMS}/{system}").text
    assert 'id="decidir"' in page and 'id="detener"' in page


def test_an_approval_is_signed_and_shown(member: TestClient, registers: Registers) -> None:
    system = proposed(registers)
    done = decide(member, system, kind="approve", nivel="limitado", **ACTA)
    assert done.status_code == 303
    page = member.get(done.headers["location"]).text
    assert "La aprobación quedó registrada" in page
    assert "Aprobado: limitado, Acta 12 del 20/11/2026" in page
    assert "Firma: Integrante del Subcomité" in page and 'id="decidir"' not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "approve", "nivel": "limitado"}, "faltan datos"),
        ({"kind": "approve", "nivel": "limitado", "acta": "12"}, "Falta la fecha"),
        ({"kind": "approve", "nivel": "limitado", "acta": "12", "fecha": "ayer"}, "Falta la fecha"),
        ({"kind": "approve", "nivel": "bajo", **ACTA}, "bajo el propuesto"),
        ({"kind": "approve", "nivel": "", **ACTA}, "faltan datos"),
        ({"kind": "reject", "motivo": "no"}, "Escribe qué falta"),
        ({"kind": "borrar"}, "Elige qué"),
        ({"kind": "observe", "motivo": "x" * 3000}, "máximo es 2000"),
        ({"kind": "reject", "motivo": "Falta la evidencia", "version": "9"}, "no es la última"),
    ],
)
def test_what_cannot_be_done_is_explained_and_nothing_typed_is_lost(
    member: TestClient, registers: Registers, fields: dict[str, str], words: str
) -> None:
    system = proposed(registers)
    response = decide(member, system, **fields)
    assert response.status_code in (409, 422) and words in response.text
    assert 'role="alert"' in response.text
    if "acta" in fields:
        assert 'name="acta" value="12"' in response.text
    assert registers.registry.system(system).acts == ()


def test_a_form_of_somebody_else_signs_nothing(member: TestClient, registers: Registers) -> None:
    system = proposed(registers)
    for token in ("", "otro"):
        refused = decide(member, system, csrf=token, kind="withdraw", motivo="Ya no se usa más")
        assert refused.status_code == 403 and "El formulario venció" in refused.text
        assert "Ya no se usa más" in refused.text
    assert registers.registry.system(system).acts == ()


def test_who_has_no_role_for_it_signs_nothing(reader: TestClient, registers: Registers) -> None:
    system = proposed(registers)
    refused = decide(reader, system, kind="withdraw", motivo="Ya no se usa en la oficina")
    assert refused.status_code == 409
    assert registers.registry.system(system).acts == ()


def test_nobody_decides_about_their_own_system(client: TestClient, registers: Registers) -> None:
    mine, _ = registers.official("Jefa de Cartas", ["subcomite"])
    system = proposed(registers, responsible=mine)
    sign_in(client, mine.id)
    refused = decide(client, system, kind="approve", nivel="limitado", **ACTA)
    assert refused.status_code == 409 and "eres responsable de ese sistema" in refused.text


def test_the_responsible_may_take_their_system_out_of_use(
    client: TestClient, registers: Registers
) -> None:
    mine, _ = registers.official("Jefe de Archivo", ["responsable"])
    system = proposed(registers, PROHIBIDO, responsible=mine)
    sign_in(client, mine.id)
    page = client.get(f"{SYSTEMS}/{system}").text
    assert 'id="detener"' in page and 'id="decidir"' not in page
    done = decide(client, system, kind="withdraw", motivo="El uso está prohibido por el art. 6")
    assert done.status_code == 303
    assert "Retirado" in client.get(done.headers["location"]).text


def test_a_post_that_lost_its_key_signs_nothing_more(
    client: TestClient, registers: Registers
) -> None:
    official, _ = registers.official("Suplente", ["subcomite"])
    system = proposed(registers)
    sign_in(client, official.id)
    page = client.get(f"{SYSTEMS}/{system}").text
    with writing(registers.engine) as connection:
        registers.registry.officials.deactivate(connection, official.id)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    data = {"csrf": token[1], "kind": "reject", "version": "1", "motivo": "Falta la evidencia"}
    refused = client.post(f"{SYSTEMS}/{system}/actos", data=data, follow_redirects=False)
    assert refused.status_code in (401, 409)
    assert registers.registry.system(system).acts == ()


def test_without_the_database_the_pages_say_so_in_words(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr("assistant.registry.dossiers", broken)
    response = reader.get(SYSTEMS)
    assert response.status_code == 503 and "El registro no responde" in response.text
    assert "secreto" not in response.text
