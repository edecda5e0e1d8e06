"""The page of a case: with its folio, from any device, and nothing by guessing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.database import writing
from assistant.desk.cases import CloseReason
from assistant.redaction import RedactionError, Redactor
from assistant.turn import Outcome
from governance.registers.officials import Official
from tests.conftest import BuildAssistant
from ui.case.page import CasePage
from ui.case.words import CLOSED, ENDINGS
from ui.chat.folio_entry import UNKNOWN_FOLIO
from ui.chat.live import LiveChat
from ui.live import Live
from ui.rate_limit import Gate
from ui.workers import Workers

PHONE = "+56 9 6123 4567"
WRONG = "NB-0000-0000-0000-0000"


@dataclass
class Place:
    """A server with the page, a person who asked for another, and who may attend them."""

    assistant: Assistant
    client: TestClient
    who: Official
    dpo: Official

    def asks(self) -> tuple[str, int, str]:
        """Return the folio, the number of the case and the conversation of somebody new."""
        talk = self.assistant.start("ciudadania", "web").id
        self.assistant.reply(talk, "¿quién puede postular?", "web")
        handoff = self.assistant.reply(talk, "derivar", "web").handoff
        assert handoff is not None
        return handoff.folio, self.assistant.citizens.follow(handoff.folio).case.number, talk

    def post(self, folio: str, action: str = "ver", **fields: str) -> Any:
        """Return what a form of the page gets."""
        return self.client.post("/caso", data={"folio": folio, "accion": action, **fields})

    def said(self, talk: str) -> list[str]:
        """Return what the person said, as kept."""
        found = self.assistant.conversation(talk).messages
        return [m.text for m in found if m.role == "person"]


def place_with(assistant: Assistant, turns_per_minute: int) -> Iterator[Place]:
    app, gate, workers = FastAPI(), Gate(turns_per_minute), Workers(2)
    live = Live(assistant.pulse, every=0.05)
    CasePage(assistant, gate, workers).add_to(app)
    LiveChat(assistant, live, gate, workers, "1").add_to(app)
    with writing(assistant.engine) as connection:
        officials = assistant.registry.officials
        who, _ = officials.create(connection, "Encargada de atención", {"atencion"})
        dpo, _ = officials.create(connection, "Delegada de datos", {"dpo"})
    with TestClient(app) as client:
        yield Place(assistant, client, who, dpo)
    live.close()
    workers.close()


@pytest.fixture
def place(build_assistant: BuildAssistant) -> Iterator[Place]:
    yield from place_with(build_assistant(), 0)


@pytest.fixture
def busy_place(build_assistant: BuildAssistant) -> Iterator[Place]:
    yield from place_with(build_assistant(), 3)


def test_with_the_folio_one_sees_how_the_case_stands_and_what_was_said(place: Place) -> None:
    folio, number, _ = place.asks()
    page = place.post(folio.lower().replace("-", " "))
    assert page.status_code == 200
    assert "Esperas a una persona." in page.text and "juntas de vecinos" in page.text
    assert "Asistente (IA)" in page.text
    place.assistant.desk.take(place.who, number)
    place.assistant.desk.reply(place.who, number, "Hola, te leo.")
    page = place.post(folio)
    assert "Te atiende una persona (Encargada de atención)" in page.text
    assert "Persona · Encargada de atención · Gobierno Regional de Ñuble" in page.text
    place.assistant.desk.close(place.who, number, "resolved")
    page = place.post(folio)
    assert "Tu caso se cerró el" in page.text and CLOSED["resolved"] in page.text


def test_the_folio_is_in_no_address_title_or_cookie_and_nothing_is_kept(place: Place) -> None:
    folio, _, _ = place.asks()
    for page in (place.client.get("/caso"), place.post(folio), place.post(WRONG)):
        assert page.headers["cache-control"] == "no-store"
        assert "set-cookie" not in page.headers and "location" not in page.headers
        title = re.search("<title>(.*)</title>", page.text)
        assert title and title[1] == (
            "Ver mi caso" if page.status_code == 200 else "No se pudo ver el caso"
        )
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', page.text):
            assert "NB-" not in address


@pytest.mark.parametrize("wrong", [WRONG, "", "x" * 5000, "NB-7K3M", "\0", "¿?"])
def test_every_wrong_folio_gets_the_same_answer(place: Place, wrong: str) -> None:
    place.asks()
    for action in ("ver", "escribir", "contacto", "retirar", "solicitar", "inventada"):
        page = place.post(wrong, action, texto="hola", telefono=PHONE, pide="deletion")
        assert page.status_code == 404 and UNKNOWN_FOLIO in page.text


def test_a_wrong_folio_is_said_to_be_wrong_in_its_field(place: Place) -> None:
    text = place.post(WRONG).text
    field = re.search("<input id=.folio.[^>]*>", text)
    assert field and 'aria-invalid="true"' in field[0] and "autofocus" in field[0]
    told = re.search('aria-describedby="([^"]*)"', field[0])
    assert told and re.search(f'id="{told[1]}">[^/]*{UNKNOWN_FOLIO}', text)
    assert "aria-invalid" not in place.client.get("/caso").text


def test_wrong_folios_are_counted_and_slowed_down(busy_place: Place) -> None:
    codes = [busy_place.post(WRONG).status_code for _ in range(8)]
    assert codes[:3] == [404] * 3, "an honest mistake or two"
    assert codes[-1] == 429


def test_what_is_written_reaches_whoever_attends_and_calls_back_a_closed_case(
    place: Place,
) -> None:
    folio, number, talk = place.asks()
    assert "Enviamos tu mensaje" in place.post(folio, "escribir", texto="sigo esperando").text
    place.assistant.desk.take(place.who, number)
    place.assistant.desk.close(place.who, number, "resolved")
    page = place.post(folio, "escribir", texto="me falta algo")
    assert "Esperas a una persona" in page.text
    assert place.said(talk)[-2:] == ["sigo esperando", "me falta algo"]
    assert place.assistant.citizens.follow(folio).case.state == "waiting"


def test_a_form_that_is_sent_twice_says_it_once(place: Place) -> None:
    folio, _, talk = place.asks()
    page = place.post(folio)
    last = re.search(r'name="tras" value="(\d+)"', page.text)
    assert last
    for _ in range(2):
        sent = place.post(folio, "escribir", texto="mi RUT es 11.111.111-1", tras=last[1])
        assert "Enviamos tu mensaje" in sent.text
    assert len([text for text in place.said(talk) if "RUT" in text]) == 1
    again = place.post(folio, "escribir", texto="repito que mi RUT es 11.111.111-1")
    assert again.status_code == 200
    assert len([text for text in place.said(talk) if "RUT" in text]) == 2
    assert "11.111.111-1" not in again.text


def test_an_empty_or_endless_message_opens_nothing_and_is_not_lost(place: Place) -> None:
    folio, number, _ = place.asks()
    place.assistant.desk.take(place.who, number)
    place.assistant.desk.close(place.who, number, "resolved")
    for text in ("  ", "largo " * 1000):
        page = place.post(folio, "escribir", texto=text)
        assert page.status_code == 200 and "Enviamos" not in page.text
        assert place.assistant.citizens.follow(folio).case.state == "closed"
    assert "largo largo" in page.text


def test_a_contact_is_checked_saved_and_erased(place: Place) -> None:
    folio, number, _ = place.asks()
    assert "30 días después" in place.post(folio).text
    wrong = place.post(folio, "contacto", nombre="Ana Ficticia", telefono="12")
    assert 'aria-invalid="true"' in wrong.text and 'value="Ana Ficticia"' in wrong.text
    saved = place.post(folio, "contacto", nombre="Ana Ficticia", telefono=PHONE)
    assert "Guardamos tu contacto" in saved.text and "6123" not in saved.text
    place.assistant.desk.take(place.who, number)
    contact = place.assistant.desk.contact(place.who, number)
    assert contact is not None and contact.phone == PHONE
    assert "Borramos tu contacto" in place.post(folio, "borrar-contacto").text
    assert place.assistant.desk.contact(place.who, number) is None


def test_what_was_recorded_is_shown_with_how_each_turn_ended_and_until_when(place: Place) -> None:
    folio, _, _ = place.asks()
    page = place.post(folio).text
    assert ENDINGS[Outcome.ANSWERED] in page and ENDINGS[Outcome.HANDED_OFF_REQUESTED] in page
    assert "Preguntaste: ¿quién puede postular?" in page
    assert "Se guarda hasta el 21 de noviembre de 2027" in page


def test_a_request_is_made_once_and_its_answer_is_seen(place: Place) -> None:
    folio, _, _ = place.asks()
    assert "Elige qué pides" in place.post(folio, "solicitar", pide="otra cosa").text
    for _ in range(2):
        page = place.post(folio, "solicitar", pide="review", explica="me pareció incompleta")
    assert "La respuesta debe llegar a más tardar el 21 de diciembre de 2026" in page.text
    assert "plazo que la institución se da" in page.text, "the Ley 21.719 is not in force yet"
    (request,) = place.assistant.rights.list(place.dpo)
    place.assistant.rights.resolve(place.dpo, request.id, True, "La respuesta era correcta.")
    page = place.post(folio)
    assert "aceptada" in page.text and "Respuesta: La respuesta era correcta." in page.text


def test_a_person_takes_away_a_copy_to_read_and_one_for_programs(place: Place) -> None:
    folio, _, _ = place.asks()
    place.post(folio, "contacto", telefono=PHONE)
    place.post(folio, "solicitar", pide="access", explica="quiero saber todo")
    page = place.post(folio)
    assert "Descargar para leer" in page.text and page.text.count('name="pide"') == 6
    text = place.post(folio, "copia-texto")
    assert text.headers["content-disposition"] == 'attachment; filename="copia-de-mi-caso.txt"'
    assert text.headers["cache-control"] == "no-store"
    assert text.text.startswith("\ufeffCOPIA DE TODO") and folio in text.text
    assert "Saber todo lo que guardan" in text.text and "quiero saber todo" in text.text
    assert PHONE not in text.text and "Dejaste un contacto" in text.text
    copy = place.post(folio, "copia-json").json()
    assert copy["folio"] == folio and copy["has_contact"] and copy["messages"]
    assert [one["kind"] for one in copy["requests"]] == ["access"]
    assert copy["recorded"] and "asked" in [one["kind"] for one in copy["events"]]
    wrong = place.post("NB-0000-0000-0000-0000", "copia-json")
    assert wrong.status_code == 404 and UNKNOWN_FOLIO in wrong.text


def test_after_a_deletion_nothing_said_is_left_and_the_page_says_so(place: Place) -> None:
    folio, _, _ = place.asks()
    place.post(folio, "contacto", telefono=PHONE)
    place.post(folio, "solicitar", pide="deletion")
    (request,) = place.assistant.rights.list(place.dpo)
    place.assistant.rights.resolve(place.dpo, request.id, True, "Se borró.")
    page = place.post(folio)
    assert "Lo que se conversó ya se borró" in page.text and "Respuesta: Se borró." in page.text
    assert "juntas de vecinos" not in page.text
    assert "no se puede seguir" in place.post(folio, "escribir", texto="hola").text


def test_who_needs_nobody_any_more_closes_the_case_and_can_come_back(place: Place) -> None:
    folio, _, talk = place.asks()
    assert "Cerramos tu caso" in place.post(folio, "retirar").text
    assert place.assistant.conversation(talk).state == "active"
    assert "Tu caso cambió" in place.post(folio, "retirar").text


def test_another_site_cannot_send_the_form(place: Place) -> None:
    folio, _, talk = place.asks()
    data = {"folio": folio, "accion": "escribir", "texto": "de otro sitio"}
    page = place.client.post("/caso", data=data, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403 and "de otro sitio" not in place.said(talk)


def test_nothing_said_becomes_markup(place: Place) -> None:
    folio, _, _ = place.asks()
    page = place.post(folio, "escribir", texto='<script>alert(1)</script>"><img src=x>').text
    assert "<script>alert" not in page and "<img" not in page
    assert "&lt;script&gt;" in page


def test_each_reason_and_each_ending_has_its_words() -> None:
    assert set(CLOSED) == set(get_args(CloseReason))
    assert set(ENDINGS) == set(Outcome)


def test_news_are_told_of_ones_own_conversation_alone(place: Place) -> None:
    _, number, talk = place.asks()
    _, _, other = place.asks()
    now = place.assistant.pulse.now()
    place.assistant.desk.take(place.who, number)

    def news(of: str, after: int, wait: bool = True) -> dict[str, object]:
        asked = {"conversation": of, "after": after, "wait": wait}
        found: dict[str, object] = place.client.post("/vivo", json=asked).json()
        return found

    told = news(talk, now)
    assert told["changed"] is True and told["version"] == "1"
    reached = int(str(told["sequence"]))
    assert news(talk, reached, wait=False)["changed"] is False
    assert news(other, reached, wait=False)["changed"] is False


@pytest.mark.parametrize(
    "body", [{}, {"conversation": 3, "after": 0}, {"conversation": "x", "after": -1}, ["x"]]
)
def test_news_asked_for_in_another_way_are_refused_in_words(place: Place, body: object) -> None:
    refused = place.client.post("/vivo", json=body)
    assert refused.status_code == 422 and refused.headers["content-type"].endswith("problem+json")
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert place.client.post("/vivo", json=body, headers=elsewhere).status_code == 403


def test_the_contact_form_of_the_chat_is_of_conversations_with_a_case(place: Place) -> None:
    _, number, talk = place.asks()
    without = place.assistant.start("ciudadania", "web").id
    staff = place.assistant.start("funcionarios", "web").id
    place.assistant.reply(staff, "derivar", "web")
    for conversation in (without, staff, "x"):
        asked = {"conversation": conversation, "accion": "contacto", "telefono": PHONE}
        assert place.client.post("/vivo/contacto", json=asked).status_code == 409
    asked = {"conversation": talk, "accion": "contacto", "telefono": PHONE}
    assert "Guardamos" in place.client.post("/vivo/contacto", json=asked).json()["html"]
    place.assistant.desk.take(place.who, number)
    assert place.assistant.desk.contact(place.who, number) is not None


def test_who_writes_in_a_closed_case_waits_again_even_if_their_words_cannot_be_redacted(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    folio, number, _ = place.asks()
    place.assistant.desk.take(place.who, number)
    place.assistant.desk.close(place.who, number, "resolved")

    def broken(*_: object, **__: object) -> None:
        raise RedactionError

    monkeypatch.setattr(Redactor, "redact", broken)
    page = place.post(folio, "escribir", texto="quiero hablar con una persona", tras="1")
    assert page.status_code == 200 and "Esperas a una persona." in page.text
    assert "quiero hablar con una persona</textarea>" in page.text, "it was not kept, nor lost"
