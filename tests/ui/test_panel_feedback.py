"""What people think of the answers in the panel: who reads it, and what the page says of it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from httpx import Response
from starlette.middleware.base import RequestResponseEndpoint
from starlette.responses import Response as Answer

from assistant.accounts.sessions import KeptSession
from assistant.database import writing
from assistant.desk.feedback.desk import PER_PAGE, FeedbackDesk
from assistant.desk.feedback.rating import Reason
from assistant.desk.permissions import ALLOWED, Action
from assistant.turn import Citation
from governance.registers.officials import Official
from governance.registers.roles import ROLES, Role
from tests.governance.stores import a_decision
from tests.ui.entering import sign_in
from tests.ui.fake_assistant import FakeAssistant, Serve
from tests.ui.registers import Registers
from ui.feedback.words import REASONS
from ui.panel.feedback import FeedbackPages
from ui.panel.refusals import add_refusals
from ui.panel.sessions import StaffSession
from ui.workers import Workers

PAGE = "/opiniones"
CITATION = Citation("d#s", "Fechas", "Plazo", "Instructivo", "/fuentes/d#s", "Hasta el 30.")


class People:
    """Citizens who ask, are answered and say what they think; on the records of `registers`."""

    def __init__(self, registers: Registers) -> None:
        assistant = FakeAssistant(given_registry=registers.registry)
        self.registers = registers
        self.desk: FeedbackDesk = assistant.desks.feedback
        self.reception = assistant.desks.desk.reception

    def thinks(
        self,
        is_useful: bool,
        reason: Reason | None = None,
        comment: str = "",
        question: str = "¿Hasta cuándo?",
        *,
        asks_for_a_person: bool = False,
    ) -> int:
        """Return the answer that somebody new thinks that of."""
        talks, log = self.desk.conversations, self.desk.log
        with writing(self.desk.engine) as connection:
            talk = talks.create(connection, "ciudadania", "web").id
            talks.add(connection, talk, "person", question)
            at = self.registers.clock()
            decision = log.append(
                connection, a_decision(question, conversation_id=talk, at=at, answer="Hasta el 30.")
            )
            said = talks.add(
                connection,
                talk,
                "assistant",
                "Hasta el 30 de <abril>.\n\n- Uno",
                citations=[CITATION],
                decision_id=decision,
            )
            if asks_for_a_person:
                self.reception.ask(connection, talk, "requested")
        self.desk.rate(talk, said.id, is_useful, reason, comment)
        self.registers.clock.advance(minutes=1)
        return said.id


class Panel:
    """The page as `who` sees it; the guard that finds their session is tested elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.people = People(Registers(folder))
        self.workers = Workers(2)
        self.who = self.official("responsable")
        app = FastAPI()
        FeedbackPages(self.people.desk, self.workers).add_to(app)
        add_refusals(app)

        @app.middleware("http")
        async def _in_session(request: Request, serve: RequestResponseEndpoint) -> Answer:
            request.state.staff_session = self.session()
            return await serve(request)

        self.client = TestClient(app)

    def session(self) -> StaffSession:
        now = self.people.registers.clock()
        kept = KeptSession("", self.who.id, 1, "csrf", now, now, now + timedelta(days=1))
        return StaffSession(self.who, kept, now, self.people.desk.unread(self.who))

    def official(self, role: Role) -> Official:
        return self.people.registers.official(f"Cargo de {role}", [role])[0]

    def reads(self, query: str = "") -> str:
        response = self.client.get(PAGE + query)
        assert response.status_code == 200
        return response.text

    def marks(self, query: str = "", /, **other: str) -> Response:
        """Send the first form of an opinion that nobody has read, as the page shows it."""
        page = self.reads(query)
        form = re.search(r'name="mensaje" value="(\d+)"><input[^>]+value="([^"]+)"', page)
        assert form
        fields = {"csrf": "csrf", "mensaje": form[1], "dicha": form[2]}
        return self.client.post(PAGE + query, data=fields | other, follow_redirects=False)


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Panel]:
    panel = Panel(tmp_path)
    yield panel
    panel.workers.close()


def titles(page: str) -> list[str]:
    return re.findall(r'<h3 id="opinion-\d+">(.*?)</h3>', page)


def test_an_opinion_is_shown_with_what_it_is_about(panel: Panel) -> None:
    panel.people.thinks(
        False, "otra", "=No <i>dice</i>", "¿Y si <b>soy</b> club?", asks_for_a_person=True
    )
    page = panel.reads()
    assert titles(page) == ["No le sirvió: otra razón"]
    assert "=No &lt;i&gt;dice" in page and "¿Y si &lt;b&gt;soy" in page
    assert "Hasta el 30 de &lt;abril&gt;." in page and "<li>Uno</li>" in page
    assert '<a href="/fuentes/d#s">Fechas: Plazo</a>' in page
    assert "Caso 1. Asiento del registro: " in page and "NB-" not in page
    panel.who = panel.official("atencion")  # who may open the case, too
    assert '<a href="/panel/casos/1">Caso 1</a>. Asiento del registro: ' in panel.reads()


def test_with_nothing_said_there_are_words_and_no_figure_that_nobody_earned(panel: Panel) -> None:
    page = panel.reads()
    assert "No hay opiniones que mostrar" in page and "Le sirvió: Faltan datos." in page
    assert "%" not in page.partition("<h2>Una por una")[0].replace("95 %", "")


def test_the_figures_have_their_interval(panel: Panel) -> None:
    for said in (True, True, True, False):
        panel.people.thinks(said, None if said else "no_responde")
    page = panel.reads()
    assert "Le sirvió: 75 % (entre 30 % y 95 %, de 4)." in page
    assert '<th scope="row" data-columna="Semana del lunes">16/11/2026</th>' in page
    assert "No responde lo que pregunté" in page and "100 % (entre 21 % y 100 %, de 1)" in page


def test_opinions_are_chosen_by_the_form(panel: Panel) -> None:
    panel.people.thinks(True)
    panel.people.thinks(False)
    panel.people.thinks(False, "parece_incorrecta")
    wrong = f"No le sirvió: {REASONS['parece_incorrecta'].lower()}"
    for query, expected in (
        ("", [wrong, "No le sirvió", "Le sirvió"]),
        ("?sirvio=si", ["Le sirvió"]),
        ("?sirvio=no", [wrong, "No le sirvió"]),
        ("?motivo=parece_incorrecta", [wrong]),
        ("?sirvio=quizas&motivo=%27--&estado=x&pagina=0", [wrong, "No le sirvió", "Le sirvió"]),
        ("?pagina=2", []),
    ):
        assert titles(panel.reads(query)) == expected, query
    chosen = panel.reads("?sirvio=no&motivo=parece_incorrecta&estado=pendientes")
    assert re.findall(r'value="([^"]+)" selected', chosen) == [
        "no",
        "parece_incorrecta",
        "pendientes",
    ]


def test_what_was_read_says_by_whom_and_is_not_counted_any_more(panel: Panel) -> None:
    panel.people.thinks(True)
    panel.people.thinks(False, "otra")
    assert "Sin revisar: 2." in panel.reads()
    assert 'Opiniones (2<span class="solo-lector"> sin revisar</span>)' in panel.reads()
    done = panel.marks("?sirvio=no")
    assert done.headers["location"] == "/panel/opiniones?sirvio=no&hecho=revisada"
    page = panel.reads("?sirvio=no&hecho=revisada")
    assert "La opinión quedó revisada" in page and "Revisada por Cargo de responsable" in page
    assert "Opiniones (1<" in page and '<button class="otro">Marcar' not in page
    assert titles(panel.reads("?estado=pendientes")) == ["Le sirvió"]


def test_an_opinion_that_changed_meanwhile_is_not_marked(panel: Panel) -> None:
    answer = panel.people.thinks(True)
    with_old = {"dicha": "2020-01-01T00:00:00.000000Z"}
    refused = panel.marks(**with_old)
    assert refused.status_code == 409 and "cambió su opinión" in refused.text
    assert panel.marks(mensaje=str(answer + 100)).status_code == 409
    assert panel.marks().status_code == 303


@pytest.mark.parametrize(
    "other",
    [
        {"csrf": ""},
        {"csrf": "otro"},
        {"mensaje": "x"},
        {"mensaje": "-1"},
        {"mensaje": "9" * 40},
        {"dicha": "ayer"},
        {"dicha": "2026-11-21T15:00:00"},
    ],
)
def test_a_form_that_is_not_ours_marks_nothing(panel: Panel, other: dict[str, str]) -> None:
    panel.people.thinks(True)
    refused = panel.marks(**other)
    assert refused.status_code in (403, 422) and "El formulario venció" in refused.text
    assert panel.people.desk.unread(panel.who) == 1


@pytest.mark.parametrize("role", ROLES)
def test_only_some_roles_see_the_page(panel: Panel, role: Role) -> None:
    panel.people.thinks(False, "otra", "Un comentario")
    panel.who = panel.official(role)
    for path in (PAGE, f"{PAGE}.csv"):
        response = panel.client.get(path)
        assert (response.status_code == 200) == (role in ALLOWED[Action.READ_FEEDBACK])
        assert ("Un comentario" in response.text) == (response.status_code == 200)


def test_a_long_list_goes_by_pages(panel: Panel) -> None:
    for _ in range(PER_PAGE + 1):
        panel.people.thinks(False, "otra")
    first, second = panel.reads("?sirvio=no"), panel.reads("?sirvio=no&pagina=2")
    assert (len(titles(first)), len(titles(second))) == (PER_PAGE, 1)
    assert "sirvio=no&amp;pagina=2" in first and "Más nuevas" in second
    assert "Más antiguas" not in second


def test_the_sheet_has_what_the_page_has_and_no_formula(panel: Panel) -> None:
    panel.people.thinks(True)
    panel.people.thinks(False, "otra", "=HYPERLINK(1)", asks_for_a_person=True)
    panel.marks()
    sheet = panel.client.get(f"{PAGE}.csv?sirvio=no")
    assert sheet.headers["content-type"].startswith("text/csv")
    (line,) = csv.DictReader(StringIO(sheet.text.removeprefix("\ufeff")))
    assert (line["le_sirvio"], line["motivo"], line["caso"]) == ("no", "Otra razón", "1")
    assert line["comentario"] == "'=HYPERLINK(1)" and line["reviso"] == "Cargo de responsable"
    assert line["pregunta"] == "¿Hasta cuándo?" and line["fuentes"] == "Fechas: Plazo"


# --- as it is served ---


def test_the_menu_tells_how_many_wait_on_every_page_of_who_may_read_them(
    serve: Serve, tmp_path: Path
) -> None:
    registers = Registers(tmp_path)
    people = People(registers)
    people.thinks(False, "otra")
    client = serve(registers)
    html = {"Accept": "text/html"}
    sign_in(client, registers.account("Jefatura", ["responsable"]))
    told = re.compile(r'href="/panel/opiniones">Opiniones \(1<span')
    assert told.search(client.get("/panel/sistemas", headers=html).text)
    page = client.get("/panel/opiniones", headers=html)
    assert page.status_code == 200 and "Sin revisar: 1." in unescape(page.text)
    client.cookies.clear()
    sign_in(client, registers.account("Auditoría", ["auditor"]))
    other = client.get("/panel/sistemas", headers=html).text
    assert "/panel/opiniones" not in other
    assert client.get("/panel/opiniones", headers=html).status_code == 403
