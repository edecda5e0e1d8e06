"""/simple: the same turn as the chat, in plain pages, with nothing kept between them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.assistant import Assistant
from assistant.conversations import conversations
from assistant.database import DatabaseError, reading, writing
from assistant.desk.feedback.opinions import Wanted
from assistant.redaction import RedactionError, Redactor
from governance.registers.officials import Official
from tests.conftest import BuildAssistant
from ui.chat import citizen_side
from ui.chat import page as chat_page
from ui.chat.folio_entry import UNKNOWN_FOLIO
from ui.feedback.rating import LONGEST
from ui.rate_limit import Gate
from ui.simple import acts, talk
from ui.simple.page import ELSEWHERE, SimplePage
from ui.simple.source import marked
from ui.simple.words import from_markdown
from ui.workers import TooBusy, Workers

WHO, WHAT = "¿quién puede postular?", "¿qué documentos piden?"
ANSWER = "Pueden postular las juntas de vecinos"


@dataclass
class Neighbour:
    """Somebody with a browser without scripts: sends the form of the page that they see."""

    client: TestClient
    page: Any = field(init=False)

    def __post_init__(self) -> None:
        """Open the first screen."""
        self.page = self.client.get("/simple")

    def field(self, name: str) -> str:
        """Return what a hidden field of the page holds."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page.text)
        return unescape(found[1]) if found else ""

    def box(self) -> str:
        """Return what the box holds."""
        found = re.search(r'<textarea id="s-texto"[^>]*>(.*?)</textarea>', self.page.text, re.S)
        assert found
        return unescape(found[1])

    def form(self, action: str, text: str = "", **fields: str) -> dict[str, str]:
        """Return what a button sends."""
        hidden = {name: self.field(name) for name in ("conversacion", "inicio", "tras")}
        kept = {name: value for name, value in hidden.items() if value}
        return {**kept, "texto": text, "accion": action, **fields}

    def press(self, action: str, text: str = "", **fields: str) -> str:
        """Return the page after a button."""
        self.page = self.client.post("/simple", data=self.form(action, text, **fields))
        return str(self.page.text)

    def ask(self, text: str) -> str:
        """Return the page after a question."""
        return self.press("preguntar", text)

    def newest(self) -> str:
        """Return what the browser shows after the form was sent."""
        found = re.search(r'<(\w+)[^>]* id="ultimo".*?</\1>', self.page.text, re.S)
        assert found and self.page.text.count('id="ultimo"') == 1
        return found[0]


@dataclass
class Place:
    """A server with the page alone, and who attends."""

    assistant: Assistant
    client: TestClient
    who: Official
    app: FastAPI

    def talks(self) -> int:
        """Return how many conversations are kept."""
        with reading(self.assistant.engine) as connection:
            return len(connection.execute(conversations.select()).all())

    def said(self, conversation: str) -> list[str]:
        """Return what the person said, as kept."""
        found = self.assistant.conversation(conversation).messages
        return [m.text for m in found if m.role == "person"]


def place_with(assistant: Assistant, turns_per_minute: int) -> Iterator[Place]:
    app, workers = FastAPI(), Workers(2)
    SimplePage(assistant, Gate(turns_per_minute), workers).add_to(app)
    with writing(assistant.engine) as connection:
        officials = assistant.registry.officials
        who, _ = officials.create(
            connection, "Encargada de atención", {"atencion", "administracion"}
        )
    with TestClient(app) as client:
        yield Place(assistant, client, who, app)
    workers.close()


@pytest.fixture
def place(build_assistant: BuildAssistant) -> Iterator[Place]:
    yield from place_with(build_assistant(), 0)


@pytest.fixture
def ana(place: Place) -> Neighbour:
    return Neighbour(place.client)


@pytest.fixture
def hurried(build_assistant: BuildAssistant) -> Iterator[Neighbour]:
    """Return somebody who may ask once a minute."""
    for place in place_with(build_assistant(), 1):
        yield Neighbour(place.client)


def test_the_first_screen_says_that_this_is_an_ai_and_opens_no_conversation(
    place: Place, ana: Neighbour
) -> None:
    page = ana.page.text
    assert place.assistant.disclosure() in page and "no soy una persona" in page
    assert page.count("Hablar con una persona") >= 2, "in reach above and below"
    assert all(question in page for question in place.assistant.suggestions("ciudadania"))
    assert "<script" not in page and "style=" not in page
    assert len(ana.page.content) < 15_000 and place.talks() == 0


def test_a_question_is_answered_with_its_source_in_place_and_its_caveat(ana: Neighbour) -> None:
    page = ana.ask(WHO)
    assert page.index("no soy una persona") < page.index("Tú</h3>") < page.index(ANSWER)
    newest = ana.newest()
    assert "Asistente (IA)" in newest and "Esto es según el Instructivo 2025" in newest
    inside = newest[newest.index("<details>") :]
    assert f"<mark>{ANSWER}" in inside and "/fuentes/concurso-prueba#quien" in inside
    assert "Este dato es de confianza media-alta" in inside
    ana.ask(WHAT)
    assert ana.page.text.count("Tú</h3>") == 2, "it is the same conversation"


def test_a_suggested_question_is_asked_and_what_was_being_written_stays(ana: Neighbour) -> None:
    page = ana.press("", "esto iba a", sugerida=WHO)
    assert ANSWER in page and ana.box() == "esto iba a"


def test_the_conversation_is_in_no_address_title_or_cookie_and_nothing_is_kept(
    ana: Neighbour,
) -> None:
    first = ana.page
    ana.ask(WHO)
    conversation = ana.field("conversacion")
    for page in (first, ana.page):
        assert page.headers["cache-control"] == "no-store"
        assert "set-cookie" not in page.headers and "location" not in page.headers
        assert "form-action 'self'" in page.headers["content-security-policy"]
        title = re.search("<title>(.*)</title>", page.text)
        assert title and conversation not in title[1] and "postular" not in title[1]
        for address in re.findall(r'(?:href|action|src)="([^"]*)"', page.text):
            assert conversation not in address


def test_a_page_that_is_loaded_again_says_it_once(place: Place, ana: Neighbour) -> None:
    first, masked = ana.form("preguntar", WHO), "mi RUT es 11.111.111-1, ¿puedo?"
    for _ in range(2):
        ana.page = place.client.post("/simple", data=first)
    conversation = ana.field("conversacion")
    assert place.said(conversation) == [WHO] and place.talks() == 1
    ana.ask("mi RUT es 22.222.222-2")
    again = ana.form("preguntar", masked)
    for _ in range(2):
        ana.page = place.client.post("/simple", data=again)
    assert len(place.said(conversation)) == 3, "however its data are numbered in the conversation"
    assert "11.111.111-1" not in ana.page.text
    luis = Neighbour(place.client)
    for _ in range(2):
        luis.ask(WHO)
    assert len(place.said(luis.field("conversacion"))) == 2, "who does ask again is answered again"


def test_asking_for_a_person_twice_from_the_first_screen_is_one_case(
    place: Place, ana: Neighbour
) -> None:
    form = ana.form("derivar")

    async def both() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app=place.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://prueba") as client:
            return list(await asyncio.gather(*(client.post("/simple", data=form) for _ in "ab")))

    pages = asyncio.run(both())
    assert place.talks() == 1 and all("Esperas a una persona" in page.text for page in pages)


def test_two_people_without_an_opening_of_their_own_are_never_taken_for_one(place: Place) -> None:
    for _ in range(2):
        page = place.client.post("/simple", data={"accion": "preguntar", "texto": WHO})
        assert ANSWER in page.text
    assert place.talks() == 2


def test_whoever_waits_sees_their_case_goes_on_with_the_assistant_and_gives_up_waiting(
    place: Place, ana: Neighbour
) -> None:
    ana.ask(WHO)
    page = ana.press("derivar", "algo a medias")
    assert "Esperas a una persona." in page and "Folio <strong>NB-" in page
    assert ana.box() == "algo a medias" and "Escribe a la persona" in page
    assert "Hablar con una persona</button>" not in page, "they asked already"
    again = ana.form("seguir")
    for _ in range(2):
        page = place.client.post("/simple", data=again).text
    assert page.count("Sigo yo, el asistente") == 1 and "Tu caso sigue en la fila" in page
    assert "Cerré tu caso" in ana.press("retirar")
    assert "no tiene un caso abierto" in ana.press("retirar")


def test_what_a_person_of_the_institution_writes_appears_when_the_page_is_read_again(
    place: Place, ana: Neighbour
) -> None:
    ana.press("derivar")
    assert acts.NO_NEWS in ana.press("ver", "escribía esto") and ana.box() == "escribía esto"
    followed = place.assistant.citizens.of_conversation(ana.field("conversacion"))
    assert followed is not None
    place.assistant.desk.take(place.who, followed.case.number)
    place.assistant.desk.reply(place.who, followed.case.number, "Hola, te leo.")
    page = ana.press("ver")
    assert acts.NO_NEWS not in page and "ahora te atiende una persona" in page
    assert "Persona · Encargada de atención · Gobierno Regional de Ñuble" in page
    assert "Aviso</h3>" in page and "Te atiende una persona</strong>" in page
    page = ana.ask("gracias")
    assert "gracias" in ana.newest() and "<details><summary>" not in page


def test_an_answer_is_rated_and_why_not_is_read_by_staff(place: Place, ana: Neighbour) -> None:
    ana.ask(WHO)
    (about,) = re.findall(r'value="opinion no (\d+)"', ana.page.text)
    page = ana.press(f"opinion si {about}", "a medias")
    assert "Dijiste que te sirvió." in ana.newest() and ana.box() == "a medias"
    page = ana.press(f"opinion no {about}")
    assert 'name="motivo"' in page and 'name="comentario"' in page
    long = ana.press(f"opinion motivo {about}", motivo="otra", comentario="largo " * 100)
    assert ana.page.status_code == 422 and "largo largo" in long and "otra" in long
    told = {"motivo": "falta_informacion", "comentario": "mi RUT es 11.111.111-1"}
    page = ana.press(f"opinion motivo {about}", **told)
    assert "Gracias" in page and 'name="motivo"' not in page
    (kept,) = place.assistant.feedback.list(place.who, Wanted()).found
    assert kept.rating.reason == "falta_informacion" and "11.111" not in kept.rating.comment
    assert "Dijiste que no te sirvió." in ana.ask(WHAT), "it is still there afterwards"
    assert ana.press("opinion no 999999") and ana.page.status_code == 422


def test_a_folio_opens_its_conversation_and_a_wrong_one_says_so_and_stays(
    place: Place, ana: Neighbour
) -> None:
    ana.press("derivar")
    folio = re.search(r"NB-[\w-]+", ana.page.text)
    assert folio
    luis = Neighbour(place.client)
    page = luis.ask(f"mi folio es {folio[0].lower()}")
    assert "Esta es la conversación de tu folio." in page
    assert luis.field("conversacion") == ana.field("conversacion")
    rosa = Neighbour(place.client)
    assert UNKNOWN_FOLIO in rosa.ask("NB-0000-0000-0000-0000")
    assert rosa.page.status_code == 404 and rosa.box() == "NB-0000-0000-0000-0000"
    assert place.talks() == 1


@pytest.mark.parametrize("text", ["  ", "largo " * 500])
def test_a_message_that_cannot_be_sent_says_why_and_is_not_lost(
    place: Place, ana: Neighbour, text: str
) -> None:
    ana.ask(text)
    assert ana.page.status_code == 422 and ana.box() == text
    assert "Tu mensaje" in ana.newest() and place.talks() == 0
    ana.ask(WHO)
    ana.ask(text)
    assert ana.box() == text and ANSWER in ana.page.text, "the conversation stays in sight"


def test_who_sends_too_much_is_told_in_words_and_still_reaches_a_person(hurried: Neighbour) -> None:
    hurried.ask(WHO)
    page = hurried.ask(WHAT)
    assert hurried.page.status_code == 429 and int(hurried.page.headers["retry-after"]) > 0
    assert "Espera" in hurried.newest() and hurried.box() == WHAT and ANSWER in page
    assert "Esperas a una persona" in hurried.ask("Derivar.")


def test_a_conversation_that_is_gone_goes_on_in_a_new_one_and_says_so(
    place: Place, ana: Neighbour
) -> None:
    staff = place.assistant.start("funcionarios", "web").id
    for unknown in ("x" * 32, staff):
        before = place.talks()
        form = {"accion": "preguntar", "texto": WHO, "conversacion": unknown, "tras": "0"}
        page = place.client.post("/simple", data=form).text
        assert acts.ANOTHER in page and ANSWER in page
        assert ANSWER in place.client.post("/simple", data=form).text
        assert place.talks() == before + 1, "also when that page is loaded again"
        form["conversacion"] = "y" * 32
        assert acts.GONE in place.client.post("/simple", data=form | {"accion": "ver"}).text


@pytest.mark.parametrize("form", [{}, {"accion": "inventada"}, {"accion": "opinion si x"}])
def test_a_form_that_asks_for_nothing_known_changes_nothing(
    place: Place, form: dict[str, str]
) -> None:
    page = place.client.post("/simple", data=form)
    assert page.status_code == 200 and place.talks() == 0


def test_a_new_conversation_begins_from_the_first_screen(ana: Neighbour) -> None:
    ana.ask(WHO)
    page = ana.press("nueva", "a medio escribir")
    assert ANSWER not in page and not ana.field("conversacion") and ana.field("inicio")
    assert ana.box() == "a medio escribir"


def test_another_site_cannot_send_the_form(place: Place, ana: Neighbour) -> None:
    form = ana.form("preguntar", WHO)
    page = place.client.post("/simple", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert page.status_code == 403 and ELSEWHERE in page.text and place.talks() == 0


def test_when_nothing_can_be_recorded_the_words_of_a_crisis_are_still_shown(
    place: Place, ana: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.ask(WHO)

    def broken(*_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr(type(place.assistant.conversations), "get", broken)
    page = ana.ask("me quiero morir")
    assert ana.page.status_code == 503 and "*4141" in page and "secreto" not in page
    assert ana.box() == "me quiero morir" and ana.field("conversacion")
    monkeypatch.setattr(type(place.assistant.conversations), "create", broken)
    luis = Neighbour(place.client)
    page = luis.ask("hola")
    assert luis.page.status_code in (500, 503) and "www.goredenuble.cl" in page
    assert luis.box() == "hola"


def test_when_everybody_asks_at_once_it_says_so_and_nothing_is_lost(
    ana: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise TooBusy

    monkeypatch.setattr(Workers, "run", full)
    page = ana.ask(WHO)
    assert ana.page.status_code == 503 and "Espera unos segundos" in page and ana.box() == WHO
    assert ana.page.headers["retry-after"]
    assert "Esperas a una persona" in ana.press("derivar"), "which waits behind nobody"


def test_nothing_said_becomes_markup(ana: Neighbour) -> None:
    page = ana.ask('<script>alert(1)</script>"><img src=x> **negrita**')
    assert "<script>alert" not in page and "<img" not in page and "&lt;script&gt;" in page
    ana.ask('</textarea><script>alert("' + "x" * 3000)
    assert "<script>alert" not in ana.page.text


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("Uno.\n\nDos es\nlargo. Tres.", "Dos es largo.", "<p><mark>Dos es</mark><br><mark>largo."),
        ("- Uno;\n- Dos.", "Uno; Dos.", "<li><mark>Uno;</mark></li>\n<li><mark>Dos.</mark></li>"),
        (
            "Pagan $3.100 (tope).",
            "Pagan $3.100 (tope).",
            "<p><mark>Pagan $3.100 (tope).</mark></p>",
        ),
        ("Otra cosa.", "Lo que no está.", "<p>Otra cosa.</p>"),
        ("Algo \ue000<b>\ue001.", "", "<p>Algo &lt;b&gt;.</p>"),
    ],
)
def test_the_cited_sentence_is_marked_where_the_passage_has_it(
    text: str, quote: str, expected: str
) -> None:
    assert expected in marked(text, quote)


def test_what_is_said_of_a_case_keeps_its_letters() -> None:
    assert from_markdown("**A\\-1** 1\\. x\\_y &amp; &lt;b\\>") == (
        "<p><strong>A-1</strong> 1. x_y &amp; &lt;b&gt;</p>"
    )


def test_its_buttons_are_called_as_in_the_chat() -> None:
    assert (talk.RESUME, talk.WITHDRAW) == (chat_page.RESUME, citizen_side.WITHDRAW)


def test_a_comment_of_an_opinion_is_read_for_danger_only_as_far_as_a_message_may_go(
    place: Place, ana: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.ask(WHO)
    (about,) = re.findall(r'value="opinion no (\d+)"', ana.page.text)
    read: list[int] = []
    decide = type(place.assistant.routes).deciding

    def watched(routes: Any, text: str) -> Any:
        read.append(len(text))
        return decide(routes, text)

    monkeypatch.setattr(type(place.assistant.routes), "deciding", watched)
    said = {"comentario": "me quiero matar " * 3500}
    page = ana.press(f"opinion motivo {about}", motivo="otra", **said)
    assert ana.page.status_code == 422 and max(read) == LONGEST
    assert page.index("*4141") < page.index("el máximo es 500")


def test_opinions_are_counted_apart_and_who_sends_many_keeps_what_was_written(
    hurried: Neighbour,
) -> None:
    hurried.ask(WHO)
    (about,) = re.findall(r'value="opinion no (\d+)"', hurried.page.text)
    hurried.press(f"opinion no {about}")
    assert hurried.page.status_code == 200, "whoever spent their turns still says what they think"
    page = hurried.press(f"opinion motivo {about}", comentario="me quiero matar")
    assert hurried.page.status_code == 429 and "muchas opiniones seguidas" in page
    assert page.index("Si estás en peligro") < page.index("muchas opiniones")
    assert re.search(r'name="comentario"[^>]*>me quiero matar<', page)


def test_who_asks_for_a_person_gets_a_case_even_if_nothing_can_be_redacted(
    place: Place, ana: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RedactionError

    ana.ask(WHO)
    ana.ask(WHAT)
    stale = ana.form("derivar") | {"tras": "1"}
    monkeypatch.setattr(Redactor, "redact", broken)
    ana.page = place.client.post("/simple", data=stale)
    assert ana.page.status_code == 200 and "Esperas a una persona" in ana.page.text


def test_a_question_that_cannot_be_redacted_is_told_as_in_the_chat(
    place: Place, ana: Neighbour, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RedactionError

    ana.ask(WHO)
    stale = ana.form("preguntar", "quiero hablar con una persona") | {"tras": "1"}
    monkeypatch.setattr(Redactor, "redact", broken)
    ana.page = place.client.post("/simple", data=stale)
    assert ana.page.status_code == 200 and "Esperas a una persona" in ana.page.text


def test_a_comment_is_redacted_as_going_on_with_what_was_said(place: Place, ana: Neighbour) -> None:
    ana.ask(f"{WHO} mi fono es 9 6123")
    (about,) = re.findall(r'value="opinion no (\d+)"', ana.page.text)
    ana.press(f"opinion motivo {about}", motivo="otra", comentario="4567")
    (kept,) = place.assistant.feedback.list(place.who, Wanted()).found
    assert kept.rating.comment and "4567" not in kept.rating.comment
