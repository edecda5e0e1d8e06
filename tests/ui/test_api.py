"""The contract of the API, and what it says about everything that is not in it."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.conversations import ConversationClosed
from assistant.database import DatabaseError
from assistant.turn import Outcome, Reply
from tests.ui.fake_assistant import ANSWER, DISCLOSURE, UNRECORDED, FakeAssistant, Serve

BASE = "/api/v1/conversations"
JSON = {"Content-Type": "application/json"}
STAFF = {"Authorization": "Bearer clave-ñ".encode()}
SECRET = "mi RUT es 11.111.111-1"


def start(client: TestClient, audience: str = "ciudadania") -> str:
    headers = STAFF if audience == "funcionarios" else None
    response = client.post(BASE, json={"audience": audience}, headers=headers)  # type: ignore[arg-type]
    assert response.status_code == 201
    return str(response.json()["id"])


def is_problem(response: Any, status: int, kind: str) -> dict[str, Any]:
    body: dict[str, Any] = response.json()
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"/api/v1/problemas/{kind}"
    assert body["status"] == status and body["title"] and body["detail"]
    return body


def test_a_conversation_begins_by_saying_that_it_is_an_ai(client: TestClient) -> None:
    response = client.post(BASE, json={"audience": "ciudadania"})
    body = response.json()
    assert response.status_code == 201
    assert len(body["id"]) >= 20
    assert [(m["role"], m["text"]) for m in body["messages"]] == [("assistant", DISCLOSURE)]


def test_a_turn_returns_exactly_the_contract(client: TestClient) -> None:
    response = client.post(f"{BASE}/{start(client)}/turns", json={"text": "asta cuando"})
    body = response.json()
    assert response.status_code == 200
    fields = ["outcome", "text", "citations", "confidence", "handoff", "decision_id", "interview"]
    assert list(body) == fields and body["interview"] is None
    assert body["outcome"] == "answered" and body["text"] == ANSWER
    assert list(body["citations"][0]) == [
        "passage_id",
        "title",
        "section",
        "source",
        "url",
        "quote",
    ]
    assert body["handoff"] is None and body["decision_id"] == "d-1"


def test_a_turn_streams_pieces_that_join_into_the_answer(client: TestClient) -> None:
    response = client.post(
        f"{BASE}/{start(client)}/turns",
        json={"text": "hola"},
        headers={"Accept": "text/event-stream"},
    )
    events = [
        dict(line.split(": ", 1) for line in block.splitlines())
        for block in response.text.strip().split("\n\n")
    ]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert [e["event"] for e in events] == ["delta"] * (len(events) - 1) + ["done"]
    assert len(events) >= 3
    assert "".join(json.loads(e["data"])["text"] for e in events[:-1]) == ANSWER
    assert json.loads(events[-1]["data"])["text"] == ANSWER


def test_errors_of_a_streamed_turn_are_problems(client: TestClient) -> None:
    response = client.post(
        f"{BASE}/nadie/turns", json={"text": "a"}, headers={"Accept": "text/event-stream"}
    )
    is_problem(response, 404, "conversacion-desconocida")


def test_derivar_gives_a_folio_and_resume_lets_the_assistant_back(client: TestClient) -> None:
    conversation = start(client)
    handed_off = client.post(f"{BASE}/{conversation}/turns", json={"text": "derivar"}).json()
    assert handed_off["handoff"]["folio"] == "NB-7K2M-9QXA"
    assert client.get(f"{BASE}/{conversation}").json()["state"] == "waiting"
    assert client.post(f"{BASE}/{conversation}/resume").status_code == 200
    assert client.get(f"{BASE}/{conversation}").json()["state"] == "active"


def test_a_conversation_can_be_read_again(client: TestClient) -> None:
    conversation = start(client)
    client.post(f"{BASE}/{conversation}/turns", json={"text": "hola"})
    body = client.get(f"{BASE}/{conversation}").json()
    assert [m["role"] for m in body["messages"]] == ["assistant", "person", "assistant"]
    assert body["messages"][2]["citations"]


BAD_BODIES = [
    ("", 422, "datos-invalidos"),
    ("{", 400, "json-invalido"),
    ('{"text": "a"', 400, "json-invalido"),
    (b'{"text": "\xff\xfe"}', 400, "solicitud-invalida"),
    ("[" * 20_000, 400, "solicitud-invalida"),
    ("null", 422, "datos-invalidos"),
    ("7", 422, "datos-invalidos"),
    ("1e999", 422, "datos-invalidos"),
    ("NaN", 422, "datos-invalidos"),
    ("[]", 422, "datos-invalidos"),
    ('"texto"', 422, "datos-invalidos"),
    ("{}", 422, "datos-invalidos"),
    ('{"texto": "hola"}', 422, "datos-invalidos"),
    ('{"text": null}', 422, "datos-invalidos"),
    ('{"text": 5}', 422, "datos-invalidos"),
    ('{"text": true}', 422, "datos-invalidos"),
    ('{"text": ["a"]}', 422, "datos-invalidos"),
    ('{"text": {"a": 1}}', 422, "datos-invalidos"),
    ('{"text": ""}', 422, "texto-vacio"),
    ('{"text": " \\n\\t "}', 422, "texto-vacio"),
    ('{"text": "\\u0000"}', 422, "texto-vacio"),
    ('{"text": "\\u200b\\u202e"}', 422, "texto-vacio"),
    ('{"text": "\\ud800"}', 422, "texto-vacio"),
    (json.dumps({"text": "a" * 2001}), 413, "texto-largo"),
    (json.dumps({"text": "a" * 70_000}), 413, "cuerpo-grande"),
]


@pytest.mark.parametrize(("body", "status", "kind"), BAD_BODIES)
def test_a_turn_that_cannot_be_is_explained(
    client: TestClient, assistant: FakeAssistant, body: str | bytes, status: int, kind: str
) -> None:
    response = client.post(f"{BASE}/{start(client)}/turns", content=body, headers=JSON)
    is_problem(response, status, kind)
    assert not assistant.heard


@pytest.mark.parametrize(
    "body", ["{}", "null", '{"audience": "todos"}', '{"audience": 1}', '{"audience": null}']
)
def test_an_audience_that_does_not_exist_is_explained(client: TestClient, body: str) -> None:
    problem = is_problem(client.post(BASE, content=body, headers=JSON), 422, "datos-invalidos")
    assert problem["errores"][0]["mensaje"]


@pytest.mark.parametrize("text", ["hola\x00mundo", "hola\ud800", "\U000e0041hola", "ñandú 🇨🇱"])
def test_control_characters_and_hidden_unicode_do_not_break_a_turn(
    client: TestClient, text: str
) -> None:
    response = client.post(
        f"{BASE}/{start(client)}/turns", content=json.dumps({"text": text}), headers=JSON
    )
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/v1/nada", 404, "ruta-desconocida"),
        ("GET", "/api/nada", 404, "ruta-desconocida"),
        ("POST", "/api/v1", 404, "ruta-desconocida"),
        ("GET", "/api/v1/conversations/a/b/c", 404, "ruta-desconocida"),
        ("GET", "/api/v1/problemas/nada", 404, "ruta-desconocida"),
        ("DELETE", BASE, 405, "metodo-no-permitido"),
        ("PUT", f"{BASE}/x/turns", 405, "metodo-no-permitido"),
        ("GET", f"{BASE}/no-existe", 404, "conversacion-desconocida"),
        ("GET", f"{BASE}/%00", 404, "conversacion-desconocida"),
        ("GET", f"{BASE}/{'x' * 5000}", 422, "datos-invalidos"),
        ("POST", f"{BASE}/no-existe/resume", 404, "conversacion-desconocida"),
    ],
)
def test_an_address_that_is_not_there_is_explained(
    client: TestClient, method: str, path: str, status: int, kind: str
) -> None:
    is_problem(client.request(method, path), status, kind)


def test_a_method_that_is_not_allowed_says_which_are(client: TestClient) -> None:
    assert client.delete(BASE).headers["allow"] == "POST"


def test_a_body_that_does_not_say_it_is_json_is_explained(client: TestClient) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    response = client.post(BASE, content='{"audience": "ciudadania"}', headers=form)
    is_problem(response, 415, "tipo-no-admitido")


def test_a_large_body_is_refused_before_it_is_read(client: TestClient) -> None:
    read = 0

    def endless() -> Any:
        nonlocal read
        for _ in range(1000):
            read += 1
            yield b" " * 8192

    response = client.post(BASE, content=endless(), headers=JSON)
    is_problem(response, 413, "cuerpo-grande")
    lying = client.post(BASE, content=b"{}", headers={**JSON, "Content-Length": "999999999"})
    is_problem(lying, 413, "cuerpo-grande")


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer ", "Bearer otra", "Basic clave-ñ", "clave-ñ"]
)
def test_staff_conversations_need_the_token(client: TestClient, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode()}
    response = client.post(BASE, json={"audience": "funcionarios"}, headers=headers)  # type: ignore[arg-type]
    is_problem(response, 401, "sin-autorizacion")
    assert response.headers["www-authenticate"] == "Bearer"


def test_every_step_of_a_staff_conversation_needs_the_token(client: TestClient) -> None:
    conversation = start(client, "funcionarios")
    is_problem(client.get(f"{BASE}/{conversation}"), 401, "sin-autorizacion")
    is_problem(client.post(f"{BASE}/{conversation}/resume"), 401, "sin-autorizacion")
    address = f"{BASE}/{conversation}/turns"
    is_problem(client.post(address, json={"text": "a"}), 401, "sin-autorizacion")
    assert client.post(address, json={"text": "a"}, headers=STAFF).status_code == 200  # type: ignore[arg-type]


def test_with_no_token_configured_nobody_is_staff(serve: Serve) -> None:
    client = serve()
    for authorization in ("Bearer ", "Bearer x"):
        response = client.post(
            BASE, json={"audience": "funcionarios"}, headers={"Authorization": authorization}
        )
        is_problem(response, 403, "audiencia-no-habilitada")


def test_what_a_person_wrote_is_in_no_error_and_no_log(
    client: TestClient, assistant: FakeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    conversation = start(client)
    assistant.breaks = RuntimeError(f"INSERT … parameters: {SECRET}")
    address = f"{BASE}/{conversation}/turns"
    broken = client.post(address, json={"text": SECRET})
    is_problem(broken, 500, "error-interno")
    refused = [
        client.post(address, json={"text": [SECRET]}),
        client.post(address, json={SECRET: SECRET}),
        client.post(address, content=f'{{"text": "{SECRET}', headers=JSON),
        client.post(BASE, json={"audience": SECRET}),
    ]
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("httpx"))
    assert "RuntimeError" in ours
    for shown in (broken.text, ours, *(r.text for r in refused)):
        assert "11.111.111" not in shown and "INSERT" not in shown and "Traceback" not in shown


def test_without_records_only_the_unrecorded_words_are_shown(
    client: TestClient, assistant: FakeAssistant
) -> None:
    conversation = start(client)
    assistant.cannot_record = True
    response = client.post(f"{BASE}/{conversation}/turns", json={"text": "ayuda"})
    assert response.status_code == 200
    assert response.json()["text"] == UNRECORDED and response.json()["decision_id"] is None
    is_problem(client.get(f"{BASE}/{conversation}"), 500, "error-interno")
    is_problem(client.post(BASE, json={"audience": "ciudadania"}), 500, "error-interno")


def test_a_reply_that_was_recorded_is_not_shown_when_nobody_could_check_whose_it_is(
    client: TestClient, assistant: FakeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation = start(client, "funcionarios")

    def unreadable(_: str) -> None:
        raise DatabaseError("secreto")

    recorded = Reply(Outcome.ANSWERED, "para funcionarios", "d-9")
    monkeypatch.setattr(assistant, "conversation", unreadable)
    monkeypatch.setattr(assistant, "reply", lambda *_: recorded)
    response = client.post(f"{BASE}/{conversation}/turns", json={"text": "a"})
    is_problem(response, 500, "error-interno")
    assert "funcionarios" not in response.text


def test_a_conversation_that_ended_takes_no_more_turns(
    client: TestClient, assistant: FakeAssistant
) -> None:
    conversation = start(client)
    assistant.breaks = ConversationClosed(conversation)
    response = client.post(f"{BASE}/{conversation}/turns", json={"text": "a"})
    is_problem(response, 409, "conversacion-cerrada")


def test_openapi_is_in_spanish_and_documents_problems(client: TestClient) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    turn = schema["paths"]["/conversations/{conversation_id}/turns"]["post"]
    assert turn["summary"] == "Enviar un turno"
    assert set(turn["responses"]["429"]["content"]) == {"application/problem+json"}
    assert set(turn["responses"]["200"]["content"]) == {"application/json", "text/event-stream"}
    assert schema["components"]["schemas"]["NewTurn"]["examples"]
    assert schema["servers"] == [{"url": "/api/v1"}]


def test_health_says_what_is_served(client: TestClient) -> None:
    assert client.get("/api/v1/health").json()["status"] == "ok"


def test_each_kind_of_problem_can_be_looked_up(client: TestClient) -> None:
    assert client.get("/api/v1/problemas/texto-vacio").json()["status"] == 422
