"""The API for who waits: what a folio opens, what reaches the person live, and their contact."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.assistant import Assistant
from assistant.database import writing
from assistant.settings import Settings
from governance.folio import new_folio
from tests.ui.office import API, COMMON, Office, bearer, open_office
from tests.ui.test_api import is_problem
from tests.ui.test_api_cases import later
from ui.api import desk as api_desk
from ui.api import live as api_live

FOLIOS = ["/folios", "/folios/record", "/folios/requests", "/folios/messages"]
GIVEN = {"/folios/requests": {"kind": "review"}, "/folios/messages": {"text": "Hola"}}


def with_folio(office: Office, folio: str, path: str = "/folios", **more: Any) -> Any:
    body = {"folio": folio, **GIVEN.get(path, {}), **more}
    return office.client.post(API + path, json=body)


def talk(office: Office, conversation: str, query: str = "") -> Any:
    return office.client.get(f"{API}/conversations/{conversation}/messages{query}")


# With a folio


def test_who_has_the_folio_goes_on_from_another_device(office: Office) -> None:
    conversation, folio, number = office.asks("¿Quién puede postular?")
    found = with_folio(office, folio.lower().replace("-", " "))
    assert found.headers["cache-control"] == "no-store"
    body = found.json()
    assert body["conversation_id"] == conversation and body["state"] == "waiting"
    assert body["handoff"]["place"] >= 1 and body["handoff"]["expectation"]
    assert not body["has_contact"] and body["requests"] == [] and body["kept_until"] > "2027"
    office.act(number, "take")
    office.act(number, "replies", text="Buenas tardes, ya lo reviso.")
    assert with_folio(office, folio).json()["handoff"]["is_attended"]
    assert talk(office, body["conversation_id"]).json()["messages"][-1]["role"] == "official"


@pytest.mark.parametrize("path", FOLIOS)
def test_every_wrong_folio_gets_the_same_answer(office: Office, path: str) -> None:
    folio = office.asks()[1]
    near = folio[:-6] + ("0" if folio[-6] != "0" else "1") + folio[-5:]
    wrong = [near, new_folio("NB"), "", "\x00", "NB-", "x" * 200, "'; --"]
    answers = [with_folio(office, text, path) for text in wrong]
    for answer in answers:
        is_problem(answer, 404, "folio-desconocido")
    assert len({answer.text for answer in answers}) == 1


def test_folios_cannot_be_tried_without_end(
    build_quickly: Callable[..., Assistant], _tiny_data: Path, tiny_documents: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(_tiny_data, tmp_path / "data"))
    settings = Settings(data_dir=folder, documents=(tiny_documents,))
    with open_office(build_quickly, settings, rate_limit=3) as office:
        answers = [with_folio(office, new_folio("NB")).status_code for _ in range(5)]
    assert answers == [404, 404, 404, 429, 429]


def test_a_folio_is_in_no_address(office: Office) -> None:
    schema = office.client.get(f"{API}/openapi.json").json()
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            names = [p["name"] for p in operation.get("parameters", ())]
            assert not [n for n in names if "folio" in n.lower()], path


def test_what_was_recorded_is_shown_to_who_has_the_folio(office: Office) -> None:
    _, folio, _ = office.asks("mi rut es 11.111.111-1, ¿quién puede postular?")
    record = with_folio(office, folio, "/folios/record").json()
    assert [r["outcome"] for r in record] == ["answered", "handed_off_requested"]
    assert "11.111.111" not in json.dumps(record) and record[0]["citations"]
    assert folio not in json.dumps(record)


def test_to_ask_the_same_twice_is_to_ask_once(office: Office) -> None:
    _, folio, _ = office.asks()
    first = with_folio(office, folio, "/folios/requests", text="Quiero saber por qué")
    assert first.status_code == 201 and first.json()["state"] == "pending"
    assert first.json() == with_folio(office, folio, "/folios/requests").json()
    assert len(with_folio(office, folio).json()["requests"]) == 1
    refused = with_folio(office, folio, "/folios/requests", text="x" * 1001)
    is_problem(refused, 422, "datos-invalidos")


def test_who_writes_with_a_folio_is_answered_by_a_person_again(office: Office) -> None:
    conversation, folio, number = office.asks()
    office.act(number, "take")
    office.act(number, "close", reason="resolved")
    for text, status in (("", 422), ("x" * 2001, 413)):
        assert with_folio(office, folio, "/folios/messages", text=text).status_code == status
    assert with_folio(office, folio).json()["state"] == "closed"
    said = with_folio(office, folio, "/folios/messages", text="Me faltó algo").json()
    assert said["outcome"] == "handed_off_requested" and said["handoff"]["folio"] == folio
    assert with_folio(office, folio).json()["state"] == "waiting"
    kept = talk(office, conversation).json()
    assert kept["state"] == "waiting"
    assert "Me faltó algo" in [m["text"] for m in kept["messages"]]


# From the conversation


def test_a_contact_is_left_changed_and_erased(office: Office, tmp_path: Path) -> None:
    conversation, folio, _ = office.asks()
    address = f"{API}/conversations/{conversation}/contact"
    for contact in ({"phone": "9 6123 4567"}, {"name": "Ana", "email": "ana@correo.cl"}):
        left = office.client.put(address, json=contact)
        assert left.status_code == 204 and left.text == ""
    assert with_folio(office, folio).json()["has_contact"]
    assert office.client.delete(address).status_code == 204
    is_problem(office.client.delete(address), 409, "sin-contacto")


@pytest.mark.parametrize(
    ("contact", "kind"),
    [
        ({}, "contacto-invalido"),
        ({"name": "SECRETO"}, "contacto-invalido"),
        ({"phone": "SECRETO"}, "contacto-invalido"),
        ({"email": "SECRETO@", "phone": "\x00"}, "contacto-invalido"),
        ({"email": "SECRETO" * 200}, "datos-invalidos"),
        ({"phone": 5}, "datos-invalidos"),
        ({"rut": "SECRETO"}, "datos-invalidos"),
        ({"SECRETO": "SECRETO"}, "datos-invalidos"),
    ],
)
def test_a_contact_that_does_not_serve_is_explained_without_repeating_it(
    office: Office, contact: dict[str, Any], kind: str
) -> None:
    conversation, _, _ = office.asks()
    refused = office.client.put(f"{API}/conversations/{conversation}/contact", json=contact)
    is_problem(refused, 422, kind)
    assert "SECRETO" not in refused.text and "rut" not in refused.text


def test_without_a_case_there_is_no_contact_to_leave(office: Office) -> None:
    address = f"{API}/conversations/{office.citizen()}"
    contact = {"phone": "9 6123 4567"}
    is_problem(office.client.put(f"{address}/contact", json=contact), 409, "sin-caso")
    is_problem(office.client.delete(f"{address}/contact"), 409, "sin-caso")
    is_problem(office.client.post(f"{address}/withdraw"), 409, "sin-caso")


def test_who_does_not_need_a_person_any_more_says_so_once(office: Office) -> None:
    conversation, folio, _ = office.asks()
    address = f"{API}/conversations/{conversation}/withdraw"
    gone = office.client.post(address).json()
    assert gone["state"] == "active" and gone["handoff"] is None
    is_problem(office.client.post(address), 409, "caso-cambio")
    assert with_folio(office, folio).json()["close_reason"] == "withdrawn"


def test_one_conversation_reaches_no_other(office: Office) -> None:
    mine, _, number = office.asks()
    other = office.citizen()
    office.act(number, "take")
    office.act(number, "replies", text="Solo para ella")
    for path in ("", "/messages"):
        shown = office.client.get(f"{API}/conversations/{other}{path}").text
        assert "Solo para ella" not in shown and mine not in shown
    for path in ("messages", "events", "contact", "withdraw"):
        for wrong in (mine[:-1], mine.swapcase(), "%00", "..", f"{mine}%20"):
            method = {"contact": "DELETE", "withdraw": "POST"}.get(path, "GET")
            refused = office.client.request(method, f"{API}/conversations/{wrong}/{path}")
            assert refused.status_code == 404


def test_a_conversation_of_staff_is_followed_with_a_key(office: Office) -> None:
    new = office.client.post(
        f"{API}/conversations", json={"audience": "funcionarios"}, headers=bearer(COMMON)
    ).json()
    for path in ("messages", "events"):
        refused = office.client.get(f"{API}/conversations/{new['id']}/{path}")
        is_problem(refused, 401, "sin-autorizacion")


# Live


def test_what_an_official_writes_reaches_the_person_within_two_seconds(office: Office) -> None:
    conversation, _, number = office.asks()
    last = talk(office, conversation).json()["last"]
    waiting = later(lambda: talk(office, conversation, f"?after={last}&wait=25"))
    assert not waiting.done()
    started = time.monotonic()
    office.act(number, "take")
    news = waiting.result(2).json()
    assert time.monotonic() - started < 2
    assert news["state"] == "attended" and news["handoff"]["is_attended"]
    assert [m["role"] for m in news["messages"]] == ["system"]
    waiting = later(lambda: talk(office, conversation, f"?after={news['last']}&wait=25"))
    office.act(number, "replies", text="Hola, le ayudo.")
    assert [m["text"] for m in waiting.result(2).json()["messages"]] == ["Hola, le ayudo."]


@pytest.mark.parametrize("query", ["wait=-1", "wait=26", "wait=x", "after=-1", f"after={2**53}"])
def test_a_wait_that_cannot_be_is_explained(office: Office, query: str) -> None:
    found = is_problem(talk(office, office.citizen(), f"?{query}"), 422, "datos-invalidos")
    assert found["errores"][0]["campo"] == query.partition("=")[0]


def read_events(text: str) -> list[dict[str, str]]:
    blocks = [b for b in text.split("\n\n") if b and not b.startswith(":")]
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


def test_a_stream_tells_everything_once_and_ends_with_the_conversation(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_live, "HEARTBEAT_S", 0.05)
    conversation, folio, number = office.asks()
    before = len(talk(office, conversation).json()["messages"])
    address = f"{API}/conversations/{conversation}/events"
    stream = later(lambda: office.client.get(address))
    office.act(number, "take")
    office.act(number, "replies", text="Primera línea\nSegunda línea")
    time.sleep(0.3)
    seen = talk(office, conversation).json()["messages"]
    made = with_folio(office, folio, "/folios/requests", kind="deletion")
    assert made.status_code == 201
    (request,) = [r for r in office.get("/requests", "dpo").json() if r["case_number"] == number]
    office.client.post(
        f"{API}/requests/{request['id']}/resolve",
        json={"accepted": True, "answer": "Listo."},
        headers=office.keys["dpo"],
    )
    text = stream.result(5).text
    found = read_events(text)
    messages = [e for e in found if e["event"] == "message"]
    assert [json.loads(e["data"])["id"] for e in messages] == [m["id"] for m in seen]
    assert [int(e["id"]) for e in messages] == [m["id"] for m in seen]
    assert len(messages) == before + 2 and "Segunda línea" in messages[-1]["data"]
    states = [json.loads(e["data"])["state"] for e in found if e["event"] == "state"]
    assert states == ["waiting", "attended", "closed"]
    assert found[-1]["event"] == "end" and ": sigo aquí" in text


def test_who_comes_back_to_a_stream_misses_nothing_and_sees_nothing_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation, _, number = office.asks()
    office.act(number, "take")
    seen = talk(office, conversation).json()["messages"]
    office.act(number, "replies", text="Mientras no estabas")
    monkeypatch.setattr(api_live, "STREAM_S", 0.2)
    monkeypatch.setattr(api_live, "HEARTBEAT_S", 0.05)
    address = f"{API}/conversations/{conversation}/events"
    back = office.client.get(address, headers={"Last-Event-ID": str(seen[-1]["id"])})
    found = [e for e in read_events(back.text) if e["event"] == "message"]
    assert [json.loads(e["data"])["text"] for e in found] == ["Mientras no estabas"]
    for wrong in ("x", "-1", "9" * 30):
        refused = office.client.get(address, headers={"Last-Event-ID": wrong})
        assert is_problem(refused, 422, "datos-invalidos")["errores"][0]["campo"] != "cuerpo"


def test_a_stream_ends_when_the_key_that_opened_it_is_nobodys_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_live, "HEARTBEAT_S", 0.05)
    monkeypatch.setattr(api_live, "LOOK_AGAIN_S", 0.1)
    who, key = office.another("atencion")
    new = office.client.post(
        f"{API}/conversations", json={"audience": "funcionarios"}, headers=key
    ).json()
    address = f"{API}/conversations/{new['id']}/events"
    stream = later(lambda: office.client.get(address, headers=key))
    with writing(office.assistant.engine) as connection:
        office.assistant.registry.officials.deactivate(connection, who.id)
    assert read_events(stream.result(5).text)[-1]["event"] == "end"


def test_too_many_who_wait_are_told_to_come_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_desk, "MOST_WAITING", 0)
    conversation = office.citizen()
    for path in ("messages?after=99999999&wait=5", "events"):
        refused = office.client.get(f"{API}/conversations/{conversation}/{path}")
        is_problem(refused, 503, "ocupado")
        assert refused.headers["retry-after"] == "5"


@pytest.fixture
def own_office(
    build_quickly: Callable[..., Assistant], _tiny_data: Path, tiny_documents: Path, tmp_path: Path
) -> Iterator[Office]:
    folder = Path(shutil.copytree(_tiny_data, tmp_path / "data"))
    settings = Settings(data_dir=folder, documents=(tiny_documents,))
    with open_office(build_quickly, settings) as opened:
        yield opened


def test_two_hundred_wait_at_once_and_each_hears_of_their_own(own_office: Office) -> None:
    office = own_office
    asked = [office.asks() for _ in range(4)]
    started_at: list[float] = []

    async def all_of_them() -> list[dict[str, Any]]:
        transport = httpx.ASGITransport(office.app, client=("203.0.113.9", 7))
        async with httpx.AsyncClient(transport=transport, base_url="http://prueba") as client:
            waits = []
            for n in range(200):
                conversation = asked[n % 4][0]
                shown = await client.get(f"{API}/conversations/{conversation}/messages")
                address = f"{API}/conversations/{conversation}/messages?wait=25"
                after = f"&after={shown.json()['last']}"
                waits.append(asyncio.create_task(client.get(address + after, timeout=30)))
            while office.live.waiting < 200:
                await asyncio.sleep(0.05)
            with ThreadPoolExecutor(1) as threads:
                started_at.append(time.monotonic())
                take = office.assistant.desk.take
                loop = asyncio.get_running_loop()
                await loop.run_in_executor(threads, take, office.officials["atencion"], asked[0][2])
            heard = await asyncio.gather(*waits[::4])
            started_at.append(time.monotonic())
            assert office.live.waiting == 150
            for waiting in waits:
                waiting.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
            await asyncio.sleep(0.1)
            assert office.live.waiting == 0
            return [answer.json() for answer in heard]

    heard = asyncio.run(all_of_them())
    assert {news["state"] for news in heard} == {"attended"}
    assert {len(news["messages"]) for news in heard} == {1}
    assert started_at[1] - started_at[0] < 2
