"""Whatever is sent to the staff side, the answer is never a failure of the server."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ui.entering import sign_in
from tests.ui.registers import Registers

STRANGE = st.text(st.characters(), max_size=30)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | STRANGE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRANGE, inner, max_size=3),
    max_leaves=5,
)
FACTS = st.dictionaries(st.sampled_from(["P0", "P1", "P3", "P4"]) | STRANGE, VALUES, max_size=4)
ACTS = st.fixed_dictionaries(
    {"kind": st.sampled_from(["approve", "reject", "observe", "withdraw", "redesign"]) | VALUES},
    optional={
        "version": st.integers(-1, 3) | VALUES,
        "nivel": st.sampled_from(["bajo", "prohibido"]) | VALUES,
        "acta": STRANGE | VALUES,
        "fecha": st.sampled_from(["2026-11-20", "9999-12-31", "0001-01-01"]) | VALUES,
        "motivo": STRANGE | VALUES,
        "observaciones": STRANGE | VALUES,
    },
)
quick = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.fixture(scope="module")
def key(registers: Registers) -> str:
    return registers.official("Integrante del Subcomité", ["subcomite"])[1]


@pytest.fixture(scope="module")
def account(registers: Registers) -> str:
    return registers.account("Suplente del Subcomité", ["subcomite"])


def send(client: TestClient, key: str, path: str, body: object) -> int:
    response = client.post(
        f"/api/v1/{path}",
        content=json.dumps(body),
        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    return response.status_code


@quick
@given(facts=FACTS)
def test_any_facts_get_an_answer_or_an_explanation(
    client: TestClient, key: str, facts: dict[str, Any]
) -> None:
    assert send(client, key, "classify", facts) in (200, 400, 422)


@quick
@given(body=ACTS)
def test_any_act_gets_an_answer_or_an_explanation(
    client: TestClient, registers: Registers, key: str, body: dict[str, Any]
) -> None:
    system = registers.registry.systems()[-1].system.id
    assert send(client, key, f"systems/{system}/acts", body) < 500


@quick
@given(
    fields=st.dictionaries(st.sampled_from(["kind", "nivel", "acta", "fecha", "version"]), STRANGE)
)
def test_any_form_gets_a_page(client: TestClient, account: str, fields: dict[str, str]) -> None:
    if "asistente_panel" not in client.cookies:
        sign_in(client, account)
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/panel/salir").text)
    assert token
    sent = {name: value.encode("utf-8", "replace") for name, value in fields.items()}
    data = {"csrf": token[1], **sent}
    assert client.post("/panel/sistemas/SDA-001/actos", data=data).status_code < 500


@quick
@given(path=STRANGE, query=STRANGE)
def test_any_address_of_the_panel_gets_a_page(
    client: TestClient, account: str, path: str, query: str
) -> None:
    if "asistente_panel" not in client.cookies:
        sign_in(client, account)
    named, asked = (quote(text.encode("utf-8", "replace"), safe="") for text in (path, query))
    for address in (f"{named}", f"{named}/documento?formato={asked}&version={asked}"):
        assert client.get(f"/panel/sistemas/{address}").status_code < 500
