"""Every operation of the API, as its description for machines has it, with hostile values.

Whoever calls it and whatever is sent: never a failure of the server, never an answer without the
role, always a problem where it is refused, and nothing of what was sent in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.desk.permissions import ALLOWED, Action
from governance.registers.roles import ROLES
from tests.assistant.desk.gap_desks import ANSWER, QUESTION, answered_by
from tests.ui.office import API, COMMON, Office, bearer
from ui.api import live as api_live

STAFF = "staff"
"""Any key of the institution, the common one too."""
NEEDS: Mapping[str, Action | str | None] = {
    "POST /conversations": None,
    "GET /conversations/{conversation_id}": None,
    "POST /conversations/{conversation_id}/turns": None,
    "POST /conversations/{conversation_id}/resume": None,
    "GET /conversations/{conversation_id}/messages": None,
    "GET /conversations/{conversation_id}/events": None,
    "PUT /conversations/{conversation_id}/contact": None,
    "DELETE /conversations/{conversation_id}/contact": None,
    "POST /conversations/{conversation_id}/withdraw": None,
    "POST /conversations/{conversation_id}/feedback": None,
    "POST /folios": None,
    "POST /folios/record": None,
    "POST /folios/copy": None,
    "POST /folios/requests": None,
    "POST /folios/messages": None,
    "GET /health": None,
    "GET /problemas/{kind}": None,
    "POST /classify": STAFF,
    "GET /systems": STAFF,
    "GET /systems/{system_id}": STAFF,
    "GET /systems/{system_id}/classification": STAFF,
    "POST /systems/{system_id}/acts": STAFF,
    "GET /catalogue/audit": STAFF,
    "GET /agenda": STAFF,
    "GET /policy": STAFF,
    "GET /cases": Action.ATTEND,
    "POST /cases/search": Action.ATTEND,
    "GET /cases/news": Action.ATTEND,
    "GET /cases/{number}": Action.ATTEND,
    "GET /cases/{number}/messages": Action.ATTEND,
    "POST /cases/{number}/take": Action.ATTEND,
    "POST /cases/{number}/replies": Action.ATTEND,
    "POST /cases/{number}/notes": Action.ATTEND,
    "POST /cases/{number}/transfer": Action.ATTEND,
    "POST /cases/{number}/release": Action.ATTEND,
    "POST /cases/{number}/close": Action.ATTEND,
    "POST /cases/{number}/reopen": Action.ATTEND,
    "POST /cases/{number}/contact": Action.ATTEND,
    "POST /cases/{number}/closed-reading": Action.READ_CLOSED,
    "GET /requests": Action.HANDLE_REQUESTS,
    "POST /requests/{request_id}/resolve": Action.HANDLE_REQUESTS,
    "POST /requests/{request_id}/extend": Action.HANDLE_REQUESTS,
    "POST /log/export": Action.EXPORT_LOG,
    "GET /measures": Action.SEE_MEASURES,
    "GET /activity": Action.SEE_ACTIVITY,
    "GET /gaps": Action.SEE_GAPS,
    "GET /gaps/published": Action.SEE_GAPS,
    "POST /gaps/check": Action.APPROVE_GAPS,
    "POST /gaps/{gap_id}/approve": Action.APPROVE_GAPS,
    "POST /gaps/{gap_id}/dismiss": Action.APPROVE_GAPS,
    "POST /gaps/published/{document_id}/withdraw": Action.APPROVE_GAPS,
    "GET /opiniones": Action.READ_FEEDBACK,
    "POST /opiniones/{message_id}/review": Action.READ_FEEDBACK,
    "GET /accounts": Action.MANAGE_ACCOUNTS,
    "POST /accounts": Action.MANAGE_ACCOUNTS,
    "POST /accounts/{official_id}/roles": Action.MANAGE_ACCOUNTS,
    "POST /accounts/{official_id}/renew": Action.MANAGE_ACCOUNTS,
    "POST /accounts/{official_id}/deactivate": Action.MANAGE_ACCOUNTS,
    "POST /accounts/{official_id}/unlock": Action.MANAGE_ACCOUNTS,
    "POST /accounts/{official_id}/end-sessions": Action.MANAGE_ACCOUNTS,
}
"""What each operation needs; an operation that is not here makes a test fail."""
IN_PATHS = (
    "conversation_id",
    "number",
    "request_id",
    "system_id",
    "gap_id",
    "document_id",
    "official_id",
    "message_id",
)
CALLERS = ("nobody", "wrong", "common", *ROLES)
CANARY, NUMBER = "CANARIO", 31337313373133731337
HOSTILE = st.sampled_from(
    [
        CANARY,
        f"{CANARY}\x00",
        f"\x00{CANARY}",
        f"{CANARY}\ud800",
        f"\u202e{CANARY}\u200b",
        f"' OR 1=1; DROP TABLE cases; -- {CANARY}",
        f"../../{CANARY}",
        f"<script>{CANARY}</script>",
        f"{{{{{CANARY}}}}} %s %n ${{{CANARY}}}",
        f"{CANARY}\r\nSet-Cookie: a={CANARY}",
        CANARY * 700,
        "",
        " ",
        str(NUMBER),
        "-1",
        "1e309",
        "NaN",
        "9" * 5000,
    ]
) | st.text(st.characters(), max_size=20).map(lambda text: text + CANARY)
JUNK = (
    HOSTILE
    | st.sampled_from([None, True, NUMBER, -NUMBER, 1e308, -1, 0, [], {}, [CANARY], {CANARY: 1}])
    | st.dictionaries(HOSTILE, HOSTILE, max_size=2)
)
OF_TYPE: Mapping[str, list[Any]] = {"boolean": [True, False], "integer": [1, 2], "null": [None]}


@pytest.fixture(scope="module", autouse=True)
def _streams_end_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api_live, "STREAM_S", 0.0)
        patch.setattr(api_live, "HEARTBEAT_S", 0.01)
        yield


@pytest.fixture(scope="module")
def schema(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = office.client.get(f"{API}/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def real(office: Office) -> Mapping[str, list[Any]]:
    """Return values that exist, by the name of the datum."""
    conversation, folio, number = office.asks("¿Quién puede postular?")
    other = office.asks()[2]
    office.act(other, "take")
    ended = office.asks()[2]
    office.act(ended, "take")
    office.act(ended, "close", reason="resolved")
    office.client.post(f"{API}/folios/requests", json={"folio": folio, "kind": "review"})
    attends, publishes = office.officials["atencion"], office.officials["responsable"]
    gaps, published = office.assistant.gaps, answered_by(office.assistant, attends)
    (group,) = gaps.groups(publishes)
    document = gaps.approve(publishes, [published], gaps.draft(group))
    gap = answered_by(office.assistant, attends)
    answer = office.rates(conversation)
    return {
        "conversation_id": [conversation, office.citizen()],
        "number": [str(number), str(other), str(ended)],
        "request_id": [r["id"] for r in office.get("/requests", "dpo").json()],
        "system_id": ["SDA-001"],
        "kind": ["texto-vacio", "deletion", "taken"],
        "folio": [folio],
        "to": [office.officials["atencion"].id, office.officials["dpo"].id],
        "text": ["Buenas tardes", "derivar", ANSWER],
        "gap_id": [str(gap)],
        "cases": [[gap], [gap, NUMBER], [published]],
        "document_id": [document],
        "title": ["Cuánto puede pesar el archivo"],
        "questions": [[QUESTION], [QUESTION, CANARY]],
        "valid_until": ["2027-11-21", "2001-01-01"],
        "official_id": [office.another("auditor")[0].id, "F-999"],
        "post": ["Encargada de Atención", "Ana Rojas, 11.111.111-1"],
        "roles": [["auditor"], ["auditor", CANARY]],
        "why": ["Una justificación de más de quince letras"],
        "wait": ["0"],
        "Last-Event-ID": ["1"],
        "phone": ["9 6123 4567"],
        "message": [answer],
        "message_id": [str(answer)],
        "reason": ["otra"],
        "at": ["2026-11-21T15:00:00Z", "0001-01-01T00:00:00+14:00"],
    }


def headers_of(office: Office, caller: str) -> Any:
    if caller == "nobody":
        return {}
    known = {"wrong": bearer(f"{CANARY}ñ"), "common": bearer(COMMON)}
    return known.get(caller) or office.keys[caller]


def may_call(caller: str, operation: str) -> bool:
    """Whether the table lets somebody do it; what the server may still refuse for other reasons."""
    needed = NEEDS[operation]
    if needed is None:
        return True
    if isinstance(needed, Action):
        return caller in ALLOWED[needed]
    return caller not in ("nobody", "wrong")


def described(schema: Mapping[str, Any], operation: str) -> Mapping[str, Any]:
    method, path = operation.split(" ")
    found: Mapping[str, Any] = schema["paths"][path][method.lower()]
    return found


def resolved(schema: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in part:
        return part
    found: Mapping[str, Any] = schema["components"]["schemas"][part["$ref"].rpartition("/")[2]]
    return found


def values_of(
    schema: Mapping[str, Any], part: Mapping[str, Any], real: list[Any]
) -> st.SearchStrategy[Any]:
    """Return values for a datum: some that it takes, and some that nothing should."""
    part = resolved(schema, part)
    choices = [resolved(schema, each) for each in part.get("anyOf", [part])]
    taken: list[Any] = [*real]
    for choice in choices:
        taken += choice.get("enum", [])
        taken += OF_TYPE.get(choice.get("type", ""), [])
    return st.sampled_from(taken) | JUNK if taken else JUNK


def bodies(
    schema: Mapping[str, Any], operation: Mapping[str, Any], real: Mapping[str, list[Any]]
) -> st.SearchStrategy[Any]:
    if "requestBody" not in operation:
        return st.none()
    body = resolved(schema, operation["requestBody"]["content"]["application/json"]["schema"])
    parts = {
        name: values_of(schema, part, real.get(name, []))
        for name, part in body.get("properties", {}).items()
    }
    required = {name: parts[name] for name in body.get("required", [])}
    optional = {name: each for name, each in parts.items() if name not in required}
    whole = st.fixed_dictionaries(required, optional=optional)
    with_more = st.tuples(whole, st.dictionaries(HOSTILE, JUNK, max_size=1))
    return whole | with_more.map(lambda two: {**two[1], **two[0]}) | JUNK


def send(
    office: Office,
    schema: Mapping[str, Any],
    operation: str,
    caller: str,
    data: st.DataObject,
    real: Mapping[str, list[Any]],
) -> Any:
    method, path = operation.split(" ")
    given_by, queried = headers_of(office, caller), []
    for parameter in described(schema, operation).get("parameters", ()):
        name = parameter["name"]
        known = real.get(name, [])
        drawn = data.draw(values_of(schema, parameter["schema"], known), label=name)
        text = (drawn if isinstance(drawn, str) else json.dumps(drawn)).encode("utf-8", "replace")
        if parameter["in"] == "path":
            path = path.replace("{" + name + "}", quote(text, safe="") or "%20")
        elif parameter["in"] == "header":
            given_by = {**given_by, name: text.replace(b"\r", b"").replace(b"\n", b"")}
        elif name != "wait" or text == b"0" or not text.isdigit():
            queried.append(f"{name}={quote(text, safe='')}")
    address = f"{API}{path}?{'&'.join(queried)}" if queried else f"{API}{path}"
    body = data.draw(bodies(schema, described(schema, operation), real), label="body")
    if body is None:
        return office.client.request(method, address, headers=given_by)
    given_by = {**given_by, "Content-Type": "application/json"}
    return office.client.request(method, address, content=json.dumps(body), headers=given_by)


def is_well_refused(response: Any) -> bool:
    """Whether a refusal is a problem, in its words, that repeats nothing."""
    body = response.json()
    return (
        response.headers["content-type"] == "application/problem+json"
        and body["status"] == response.status_code
        and bool(body["title"] and body["detail"])
        and CANARY not in response.text.upper()
        and str(NUMBER) not in response.text
        and CANARY not in str(response.headers).upper()
    )


def test_the_table_has_every_operation_and_says_what_the_permissions_say(
    schema: Mapping[str, Any],
) -> None:
    found = {
        f"{method.upper()} {path}": operation.get("x-roles")
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    }
    assert found == {
        operation: sorted(ALLOWED[needed]) if isinstance(needed, Action) else None
        for operation, needed in NEEDS.items()
    }


@pytest.mark.parametrize("operation", [name for name, needed in NEEDS.items() if needed])
def test_only_who_has_the_role_gets_past_the_door(
    office: Office, real: Mapping[str, list[Any]], operation: str
) -> None:
    method, path = operation.split(" ")
    for name in IN_PATHS:
        path = path.replace("{" + name + "}", real[name][0])
    for caller in CALLERS:
        # A body that is refused: who is let through changes nothing for the next one.
        body = {CANARY: 1} if method == "POST" else None
        response = office.client.request(
            method, API + path, headers=headers_of(office, caller), json=body
        )
        is_let_in = response.status_code not in (401, 403)
        kind = response.json().get("type", "") if not is_let_in else ""
        assert is_let_in == may_call(caller, operation), (caller, response.status_code)
        if caller in ("nobody", "wrong"):
            assert response.status_code == 401
        elif not is_let_in:
            expected = "falta-clave-personal" if caller == "common" else "sin-rol"
            assert kind.endswith(expected)


@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
@pytest.mark.parametrize("operation", NEEDS)
def test_whatever_is_sent_is_answered_or_well_refused(
    office: Office,
    schema: Mapping[str, Any],
    real: Mapping[str, list[Any]],
    operation: str,
    data: st.DataObject,
) -> None:
    allowed = [caller for caller in CALLERS if may_call(caller, operation)]
    callers = st.sampled_from(allowed) | st.sampled_from(CALLERS)  # half of them get inside
    caller = data.draw(callers, label="caller")
    response = send(office, schema, operation, caller, data, real)
    if response.status_code < 400:
        assert may_call(caller, operation)
    else:
        assert response.status_code < 500, response.text
        assert is_well_refused(response), response.text


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe", b"[" * 5000, b"null", b"\x00", b'{"a":1}x']
)
@pytest.mark.parametrize(
    "operation", [name for name in NEEDS if name.split()[0] in ("POST", "PUT")]
)
def test_a_body_that_is_not_json_is_well_refused(
    office: Office, real: Mapping[str, list[Any]], operation: str, raw: bytes
) -> None:
    method, path = operation.split(" ")
    for name in IN_PATHS:
        path = path.replace("{" + name + "}", real[name][0])
    needed = NEEDS[operation]
    role = sorted(ALLOWED[needed])[0] if isinstance(needed, Action) else "subcomite"
    given_by = {**office.keys[role], "Content-Type": "application/json"}
    response = office.client.request(method, API + path, content=raw, headers=given_by)
    assert response.status_code < 500
    assert response.status_code < 400 or is_well_refused(response)
