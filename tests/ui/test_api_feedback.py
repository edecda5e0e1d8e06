"""The API of «¿te sirvió?»: programs say it, officials read it and mark it."""

from __future__ import annotations

from typing import Any

import pytest

from assistant.desk.feedback.desk import FeedbackDesk
from assistant.desk.permissions import ALLOWED, Action
from governance.registers.roles import ROLES
from tests.ui.office import API, Office
from tests.ui.test_api import is_problem
from ui.feedback.words import THANKS

QUESTION = "¿Hasta cuándo puedo postular?"


@pytest.fixture
def talk(office: Office) -> str:
    """Return a conversation with an answer."""
    conversation = office.citizen()
    office.says(conversation, QUESTION)
    return conversation


def rate(office: Office, talk: str, **body: Any) -> Any:
    return office.client.post(f"{API}/conversations/{talk}/feedback", json=body)


def first(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = office.get("/opiniones", "responsable").json()["opinions"][0]
    return found


def test_an_answer_is_rated_and_the_words_say_where_it_goes(office: Office, talk: str) -> None:
    answer = office.answer_in(talk)
    told = rate(office, talk, message=answer, useful=False, reason="otra", comment="Falta algo")
    assert (told.status_code, told.json()) == (200, {"words": THANKS})
    assert told.headers["cache-control"] == "no-store"
    seen = first(office)
    assert (seen["message"], seen["useful"], seen["reason"]) == (answer, False, "otra")
    assert (seen["question"], seen["comment"]) == (QUESTION, "Falta algo")
    assert seen["answer"] and seen["citations"][0]["title"]
    assert talk not in str(seen)


def test_a_comment_is_shown_as_it_is_kept(office: Office, talk: str) -> None:
    office.rates(talk, comment="Soy Juan, mi RUT es 12.345.678-5")
    assert "12.345" not in first(office)["comment"] and "[RUT_1]" in first(office)["comment"]


def test_a_comment_that_could_not_be_redacted_is_told(
    office: Office, talk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: FeedbackDesk, conversation_id: str, comment: str) -> None:
        return None

    monkeypatch.setattr(FeedbackDesk, "_kept", broken)
    told = rate(office, talk, message=office.answer_in(talk), useful=False, comment="Mi vecina")
    assert told.status_code == 200 and "no tu comentario" in told.json()["words"]
    assert first(office)["comment"] == ""


def test_who_says_in_a_comment_that_they_are_in_danger_gets_the_lines_first(
    office: Office, talk: str
) -> None:
    answer = office.answer_in(talk)
    told = rate(office, talk, message=answer, useful=False, comment="me quiero matar")
    words = told.json()["words"]
    assert "4141" in words.partition(THANKS)[0] and words.endswith(THANKS)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"useful": True, "message": 999_999}, 409, "sin-respuesta"),
        ({"useful": True, "message": 1, "comment": "a" * 501}, 413, "texto-largo"),
        ({"useful": True, "message": 0}, 422, "datos-invalidos"),
        ({"useful": "sí", "message": 1}, 422, "datos-invalidos"),
        ({"useful": False, "message": 1, "reason": "fea"}, 422, "datos-invalidos"),
        ({"message": 1}, 422, "datos-invalidos"),
    ],
)
def test_what_cannot_be_rated_is_told(
    office: Office, talk: str, body: dict[str, Any], status: int, kind: str
) -> None:
    if body.get("comment"):
        body = body | {"message": office.answer_in(talk)}
    is_problem(rate(office, talk, **body), status, kind)


def test_nobody_rates_the_conversation_of_somebody_else(office: Office, talk: str) -> None:
    refused = rate(office, "otra-que-no-existe", message=office.answer_in(talk), useful=True)
    is_problem(refused, 404, "conversacion-desconocida")
    refused = rate(office, office.citizen(), message=office.answer_in(talk), useful=True)
    is_problem(refused, 409, "sin-respuesta")


def test_a_conversation_of_staff_is_rated_with_a_key(office: Office) -> None:
    key = office.keys["subcomite"]
    new = office.client.post(f"{API}/conversations", json={"audience": "funcionarios"}, headers=key)
    talk = new.json()["id"]
    turns = f"{API}/conversations/{talk}/turns"
    assert office.client.post(turns, json={"text": "hola"}, headers=key).status_code == 200
    body = {"message": office.answer_in(talk), "useful": True}
    address = f"{API}/conversations/{talk}/feedback"
    is_problem(office.client.post(address, json=body), 401, "sin-autorizacion")
    assert office.client.post(address, json=body, headers=key).status_code == 200
    assert first(office)["audience"] == "funcionarios"


@pytest.mark.parametrize("role", ROLES)
def test_only_some_roles_read_the_opinions(office: Office, role: str) -> None:
    response = office.get("/opiniones", role)
    assert (response.status_code == 200) == (role in ALLOWED[Action.READ_FEEDBACK])
    if response.status_code != 200:
        is_problem(response, 403, "sin-rol")


def test_opinions_are_chosen_counted_and_marked_as_read(office: Office, talk: str) -> None:
    answer = office.rates(talk, reason="no_responde")
    before = office.get("/opiniones?useful=false&reason=no_responde&unread=true").json()
    assert answer in [one["message"] for one in before["opinions"]]
    assert before["by_reason"]["no_responde"]["part"] >= 1
    assert before["useful"]["interval_95"] and before["by_week"]
    seen = next(one for one in before["opinions"] if one["message"] == answer)
    address = f"{API}/opiniones/{answer}/review"
    key = office.keys["responsable"]
    late = office.client.post(address, json={"at": "2020-01-01T00:00:00Z"}, headers=key)
    is_problem(late, 409, "opinion-cambio")
    done = office.client.post(address, json={"at": seen["at"]}, headers=key)
    assert done.status_code == 204
    again = office.client.post(address, json={"at": seen["at"]}, headers=key)
    is_problem(again, 409, "opinion-cambio")
    after = office.get("/opiniones").json()
    assert after["unread"] == before["unread"] - 1
    marked = next(one for one in after["opinions"] if one["message"] == answer)
    assert marked["reviewed_by"] == office.officials["responsable"].id


def test_the_copy_of_a_case_has_what_the_person_thought_of_the_answers(office: Office) -> None:
    talk, folio, _ = office.asks(QUESTION)
    answer = office.rates(talk, reason="otra", comment="Falta el monto")
    copy = office.client.post(f"{API}/folios/copy", json={"folio": folio}).json()
    (own,) = copy["ratings"]
    assert (own["message"], own["reason"], own["comment"]) == (answer, "otra", "Falta el monto")
