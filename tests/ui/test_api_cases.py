"""The API of attention for staff: what each act does, who may, and what nobody is shown."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, get_args

import pytest

from assistant.database import reading, writing
from assistant.desk.cases import OF_STAFF
from assistant.desk.permissions import ALLOWED, Action
from tests.ui.office import API, COMMON, Office, bearer
from tests.ui.test_api import is_problem
from ui.api.case_bodies import StaffCloseReason

WHY = "Reclamo de la persona por la respuesta que recibió."


def later(do: Callable[[], Any]) -> Future[Any]:
    """Start a request that waits, and give it time to be waiting."""
    threads = ThreadPoolExecutor(1)
    begun = threads.submit(do)
    threads.shutdown(wait=False)
    time.sleep(0.3)
    return begun


def events(office: Office, number: int) -> list[str]:
    with reading(office.assistant.engine) as connection:
        found = office.assistant.log.events(connection)
        return [e.event.kind for e in found if e.event and e.event.case == number]


def closed(office: Office) -> int:
    number = office.asks()[2]
    office.act(number, "take")
    assert office.act(number, "close", reason="resolved").status_code == 200
    return number


def test_the_queue_shows_who_waits_and_never_what_would_make_one_the_person(
    office: Office,
) -> None:
    conversation, folio, number = office.asks("¿Quién puede postular?")
    office.says(conversation, f"mi folio es {folio.lower()}")
    for shown in (
        office.get("/cases"),
        office.get(f"/cases/{number}"),
        office.client.post(
            f"{API}/cases/search", json={"words": folio}, headers=office.keys["atencion"]
        ),
    ):
        assert shown.status_code == 200
        assert folio not in shown.text and folio.lower() not in shown.text
        assert conversation not in shown.text
        assert shown.headers["content-type"] == "application/json"
    (mine,) = [c for c in office.get("/cases").json() if c["case"]["number"] == number]
    assert mine["case"]["state"] == "waiting" and mine["case"]["reason"] == "requested"
    assert "····" in mine["last_words"]


def test_a_crisis_goes_before_who_waited_longer(office: Office) -> None:
    office.asks()
    conversation = office.citizen()
    office.says(conversation, "no quiero seguir viviendo")
    assert office.get("/cases").json()[0]["case"]["reason"] == "crisis"


def test_an_official_answers_and_the_assistant_is_silent_until_the_case_is_closed(
    office: Office,
) -> None:
    conversation, _, number = office.asks()
    taken = office.act(number, "take")
    assert taken.json()["state"] == "attended"
    assert taken.json()["owner"] == office.officials["atencion"].id
    left = office.says(conversation, "¿quién puede postular?")
    assert left["outcome"] == "attended" and left["text"] == ""
    assert left["handoff"]["is_attended"] and left["handoff"]["place"] is None
    said = office.act(number, "replies", text="Hola. Escríbame a ana@correo.cl")
    assert said.status_code == 201 and "ana@correo.cl" not in said.text
    seen = office.client.get(f"{API}/conversations/{conversation}").json()
    last = seen["messages"][-1]
    assert (last["role"], last["author"]) == ("official", "Cargo de atencion")
    assert seen["state"] == "attended"
    assert office.act(number, "close", reason="resolved", note="Listo").json()["state"] == "closed"
    seen = office.client.get(f"{API}/conversations/{conversation}").json()
    assert seen["state"] == "active" and seen["messages"][-1]["role"] == "assistant"
    assert office.says(conversation, "¿quién puede postular?")["outcome"] == "answered"
    assert events(office, number) == ["asked", "taken", "wrote", "replied", "closed"]


def test_of_two_officials_who_take_the_same_case_one_has_it(office: Office) -> None:
    _, _, number = office.asks()
    other, key = office.another("atencion")
    assert office.act(number, "take").status_code == 200
    late = office.client.post(f"{API}/cases/{number}/take", headers=key)
    found = is_problem(late, 409, "caso-cambio")
    assert office.officials["atencion"].id in found["detail"]
    for act, body in (("replies", {"text": "Hola"}), ("release", None), ("contact", None)):
        refused = office.client.post(f"{API}/cases/{number}/{act}", json=body, headers=key)
        is_problem(refused, 409, "caso-cambio")
    moved = office.act(number, "transfer", to=other.id, why="Conoce el tema")
    assert moved.json()["owner"] == other.id
    assert office.client.post(f"{API}/cases/{number}/release", headers=key).status_code == 200
    assert office.get(f"/cases/{number}").json()["case"]["state"] == "waiting"


def test_a_case_is_only_passed_to_who_attends_people(office: Office) -> None:
    _, _, number = office.asks()
    office.act(number, "take")
    for to in (office.officials["dpo"].id, "F-999"):
        is_problem(office.act(number, "transfer", to=to), 409, "caso-cambio")
    for to in ("", "F-1", "\x00", "F-002\x00", "nadie"):
        is_problem(office.act(number, "transfer", to=to), 422, "datos-invalidos")


def test_only_the_person_withdraws_a_case(office: Office) -> None:
    assert get_args(StaffCloseReason) == OF_STAFF
    _, _, number = office.asks()
    office.act(number, "take")
    is_problem(office.act(number, "close", reason="withdrawn"), 422, "datos-invalidos")


def test_a_note_is_seen_by_staff_and_not_by_the_person(office: Office) -> None:
    conversation, _, number = office.asks()
    assert office.act(number, "notes", text="Llamar al 2.º piso").status_code == 201
    assert "2.º piso" in office.get(f"/cases/{number}").text
    assert "2.º piso" not in office.client.get(f"{API}/conversations/{conversation}").text


def test_a_closed_case_is_read_only_with_a_reason_that_is_recorded(office: Office) -> None:
    number = closed(office)
    is_problem(office.get(f"/cases/{number}"), 409, "caso-cambio")
    is_problem(office.act(number, "closed-reading", why="quiero"), 409, "caso-cambio")
    is_problem(office.act(number, "closed-reading", why=" "), 422, "texto-vacio")
    assert "closed_read" not in events(office, number)
    for role in ("atencion", "dpo", "auditor"):
        read = office.act(number, "closed-reading", role, why=WHY)
        assert read.status_code == 200 and read.json()["messages"]
        assert read.headers["cache-control"] == "no-store"
    assert events(office, number).count("closed_read") == 3


def test_a_search_shows_nothing_of_what_was_said_in_a_closed_case(office: Office) -> None:
    number = closed(office)
    found = office.client.post(
        f"{API}/cases/search", json={"words": str(number)}, headers=office.keys["atencion"]
    ).json()
    assert [c["case"]["number"] for c in found] == [number] and found[0]["last_words"] == ""


def test_a_reopened_case_waits_for_a_person_and_not_for_the_assistant(office: Office) -> None:
    number = closed(office)
    assert office.act(number, "reopen", why="Faltó un documento").json()["state"] == "waiting"
    is_problem(office.act(number, "reopen", why="Otra vez"), 409, "caso-cambio")


def test_a_contact_is_seen_by_who_attends_and_every_time_is_recorded(office: Office) -> None:
    conversation, _, number = office.asks()
    address = f"{API}/conversations/{conversation}/contact"
    office.act(number, "take")
    is_problem(office.act(number, "contact"), 409, "sin-contacto")
    left = office.client.put(address, json={"name": "Ana", "phone": "9 6123 4567"})
    assert left.status_code == 204, left.text
    shown = office.act(number, "contact")
    assert shown.json() == {"name": "Ana", "phone": "+56 9 6123 4567", "email": ""}
    assert shown.headers["cache-control"] == "no-store"
    assert "6123" not in office.get(f"/cases/{number}").text
    assert events(office, number)[-2:] == ["contact_left", "contact_seen"]
    office.act(number, "close", reason="resolved")
    is_problem(office.act(number, "contact"), 409, "caso-cambio")


def test_what_a_person_writes_reaches_who_waits_for_it(office: Office) -> None:
    conversation, _, number = office.asks()
    office.act(number, "take")
    last = office.get(f"/cases/{number}").json()["last"]
    waiting = later(lambda: office.get(f"/cases/{number}/messages?after={last}&wait=20"))
    assert not waiting.done()
    office.says(conversation, "¿Sigue ahí?")
    news = waiting.result(2).json()
    assert [m["text"] for m in news["messages"]] == ["¿Sigue ahí?"]
    again = office.get(f"/cases/{number}/messages?after={news['last']}").json()
    assert again["messages"] == [] and again["last"] == news["last"]


def test_the_queue_wakes_for_a_case_and_not_for_every_conversation(office: Office) -> None:
    now = office.get("/cases/news").json()
    waiting = later(lambda: office.get(f"/cases/news?after={now['sequence']}&wait=20"))
    office.says(office.citizen(), "¿Quién puede postular?")
    time.sleep(0.3)
    assert not waiting.done()
    office.asks()
    assert waiting.result(2).json()["waiting"] == now["waiting"] + 1


def test_a_wait_for_which_nothing_came_ends_empty(office: Office) -> None:
    _, _, number = office.asks()
    last = office.get(f"/cases/{number}").json()["last"]
    started = time.monotonic()
    assert office.get(f"/cases/{number}/messages?after={last}&wait=1").json()["messages"] == []
    assert 0.9 < time.monotonic() - started < 3


def test_the_dpo_answers_requests_and_an_accepted_deletion_deletes(office: Office) -> None:
    conversation, folio, number = office.asks("¿Quién puede postular?")
    made = office.client.post(f"{API}/folios/requests", json={"folio": folio, "kind": "deletion"})
    assert made.status_code == 201
    (one,) = [r for r in office.get("/requests", "dpo").json() if r["case_number"] == number]
    address = f"{API}/requests/{one['id']}/resolve"
    body = {"accepted": True, "answer": "Borramos lo conversado."}
    done = office.client.post(address, json=body, headers=office.keys["dpo"])
    assert done.json()["state"] == "accepted"
    is_problem(
        office.client.post(address, json=body, headers=office.keys["dpo"]), 409, "caso-cambio"
    )
    seen = office.client.get(f"{API}/conversations/{conversation}").json()
    assert [m["role"] for m in seen["messages"]] == ["system"] and seen["state"] == "closed"
    answer = office.client.post(f"{API}/folios", json={"folio": folio}).json()["requests"]
    assert answer[0]["answer"] == "Borramos lo conversado."


def test_a_request_that_is_not_there_is_explained(office: Office) -> None:
    body = {"accepted": False, "answer": "No existe."}
    for name, status, kind in (
        ("0" * 16, 404, "peticion-desconocida"),
        ("%00", 422, "datos-invalidos"),
    ):
        address = f"{API}/requests/{name}/resolve"
        refused = office.client.post(address, json=body, headers=office.keys["dpo"])
        is_problem(refused, status, kind)


@pytest.mark.parametrize(
    ("number", "status", "kind"),
    [
        ("99999", 404, "caso-desconocido"),
        ("0", 422, "datos-invalidos"),
        ("-1", 422, "datos-invalidos"),
        ("2147483648", 422, "datos-invalidos"),
        ("9" * 400, 422, "datos-invalidos"),
        ("%00", 422, "datos-invalidos"),
    ],
)
def test_a_number_that_is_nobodys_is_explained(
    office: Office, number: str, status: int, kind: str
) -> None:
    is_problem(office.get(f"/cases/{number}"), status, kind)
    taken = office.client.post(f"{API}/cases/{number}/take", headers=office.keys["atencion"])
    is_problem(taken, status, kind)


def test_the_common_key_attends_nobody(office: Office) -> None:
    number = office.asks()[2]
    for method, path in (
        ("GET", "/cases"),
        ("POST", f"/cases/{number}/take"),
        ("GET", "/requests"),
    ):
        refused = office.client.request(method, API + path, headers=bearer(COMMON))
        is_problem(refused, 403, "falta-clave-personal")


def test_who_lacks_the_role_is_told_which_one(office: Office) -> None:
    found = is_problem(office.get("/cases", "subcomite"), 403, "sin-rol")
    assert "«atencion»" in found["detail"]


def test_a_key_that_was_renewed_attends_no_more(office: Office) -> None:
    who, key = office.another("atencion")
    assert office.client.get(f"{API}/cases", headers=key).status_code == 200
    with writing(office.assistant.engine) as connection:
        office.assistant.registry.officials.renew_key(connection, who.id)
    is_problem(office.client.get(f"{API}/cases", headers=key), 401, "sin-autorizacion")


def test_the_description_names_the_roles_that_decide(office: Office) -> None:
    paths: dict[str, Any] = office.client.get(f"{API}/openapi.json").json()["paths"]
    assert paths["/cases"]["get"]["x-roles"] == sorted(ALLOWED[Action.ATTEND])
    assert paths["/requests"]["get"]["x-roles"] == ["dpo"]
    assert "folio" not in json.dumps([p for p in paths if "{" in p])
