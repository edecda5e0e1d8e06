"""The queue, the cases and the requests as staff see them, and who may do what there."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.database import DatabaseError, reading
from assistant.desk.contacts.contact import Contact
from assistant.desk.contacts.sealing import ContactUnreadable, Seal
from assistant.desk.desk import Desk
from assistant.desk.requests import Request
from governance.registers.officials import Official
from governance.registers.roles import ROLES, Role
from tests.ui.attending import Somebody, build_panel, enter, somebody_waits
from tests.ui.entering import csrf, sign_in
from tests.ui.fake_assistant import CITATION, FakeAssistant
from tests.ui.registers import Registers
from ui.panel.requests_page import time_left

CASES, REQUESTS, AUDIT = "/panel/casos", "/panel/solicitudes", "/panel/auditoria"
SCRIPT = {"Accept": "application/json"}
WHY = "Reviso un reclamo sobre la atención."
FOLIO = re.compile(r"NB(-[0-9A-Z]{4}){4}")


@dataclass
class Office:
    """The panel, a browser before it, and what is behind."""

    client: TestClient
    assistant: FakeAssistant
    registers: Registers
    known: dict[str, tuple[Official, str]] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.assistant.desk

    def enters(self, post: str, *roles: Role) -> Official:
        return enter(self.client, self.registers, post, *roles)

    def enters_as(self, role: Role) -> Official:
        """Return the one official of the tests who has only this role, inside again."""
        if role not in self.known:
            official = self.enters(f"Cargo {role}", role)
            self.known[role] = official, self.client.cookies["asistente_panel"]
        official, cookie = self.known[role]
        self.client.cookies.clear()
        self.client.cookies.set("asistente_panel", cookie)
        return official

    def comes_back(self, official: Official) -> None:
        self.client.cookies.clear()
        assert sign_in(self.client, official.id).status_code == 303

    def waits(self, text: str = "Hola", **reason: str) -> Somebody:
        return somebody_waits(self.desk, text, **reason)  # type: ignore[arg-type]

    def does(self, person: Somebody, act: str, **fields: str) -> Response:
        return self.posts(f"{CASES}/{person.case.number}/{act}", **fields)

    def posts(self, path: str, **fields: str) -> Response:
        data = {"csrf": csrf(self.client), **fields}
        return self.client.post(path, data=data, follow_redirects=False)

    def opens(self, person: Somebody) -> str:
        return self.client.get(f"{CASES}/{person.case.number}").text

    def taken(self, official: Official, text: str = "Hola", **reason: str) -> Somebody:
        person = self.waits(text, **reason)
        self.desk.take(official, person.case.number)
        return person

    def closed(self, official: Official, text: str = "Hola") -> Somebody:
        person = self.taken(official, text)
        self.desk.close(official, person.case.number, "resolved")
        return person

    def asks(self, person: Somebody, text: str = "") -> Request:
        return self.assistant.citizens.ask(person.case.folio, "review", text)

    def events(self, person: Somebody) -> list[str]:
        with reading(self.desk.engine) as connection:
            cases = self.desk.reception.cases
            return [e.kind for e in cases.history(connection, person.case.number)]

    def news(self, path: str, **asked: int) -> dict[str, object]:
        answer = self.client.get(f"{path}/novedades", params=asked, headers=SCRIPT)
        assert answer.status_code == 200
        return dict(answer.json())


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, registers: Registers) -> Iterator[Office]:
    assistant = FakeAssistant(given_registry=registers.registry)
    app = build_panel(assistant, tmp_path_factory.mktemp("panel"))
    with TestClient(app, client=("203.0.113.7", 5)) as client:
        yield Office(client, assistant, registers)


@pytest.fixture
def office(served: Office) -> Office:
    """Return the office with nobody in it and nobody waiting."""
    served.client.cookies.clear()
    cleaner, _ = served.registers.official("Limpieza de pruebas", ["atencion"])
    for item in served.desk.queue(cleaner):
        number = item.case.number
        if item.case.state == "attended":
            served.desk.transfer(cleaner, number, cleaner.id)
        else:
            served.desk.take(cleaner, number)
        served.desk.close(cleaner, number, "duplicate")
    return served


# Who may do what


@dataclass(frozen=True)
class Route:
    """An address of the pages, what is sent to it, and the roles that it is for."""

    method: str
    path: str
    roles: frozenset[str]
    state: str = "attended"
    fields: tuple[tuple[str, str], ...] = ()


ATTENDS = frozenset({"atencion"})
AUDITS = frozenset({"auditor", "dpo", "ciso"})
READS_CLOSED = frozenset({"atencion", "dpo", "auditor"})
ROUTES = (
    Route("GET", CASES, ATTENDS),
    Route("GET", f"{CASES}/novedades", ATTENDS),
    Route("POST", f"{CASES}/buscar", ATTENDS, fields=(("buscar", "hola"),)),
    Route("GET", f"{CASES}/{{n}}", READS_CLOSED),  # but for atención, only the form that asks why
    Route("GET", f"{CASES}/{{n}}/novedades", ATTENDS),
    Route("POST", f"{CASES}/{{n}}/tomar", ATTENDS, "waiting"),
    Route("POST", f"{CASES}/{{n}}/responder", ATTENDS, fields=(("respuesta", "Hola"),)),
    Route("POST", f"{CASES}/{{n}}/nota", ATTENDS, fields=(("nota", "Falta confirmar"),)),
    Route("POST", f"{CASES}/{{n}}/pasar", ATTENDS, fields=(("a", "{other}"),)),
    Route("POST", f"{CASES}/{{n}}/soltar", ATTENDS),
    Route("POST", f"{CASES}/{{n}}/cerrar", ATTENDS, fields=(("cierre", "resolved"),)),
    Route("POST", f"{CASES}/{{n}}/contacto", ATTENDS),
    Route("POST", f"{CASES}/{{n}}/reabrir", ATTENDS, "closed", (("motivo_reabrir", WHY),)),
    Route("POST", f"{CASES}/{{n}}/leer", READS_CLOSED, "closed", (("motivo_leer", WHY),)),
    Route("GET", REQUESTS, frozenset({"dpo"})),
    Route(
        "POST",
        REQUESTS,
        frozenset({"dpo"}),
        fields=(("solicitud", "{request}"), ("decision", "aceptar"), ("respuesta", "Lo revisamos")),
    ),
    Route("GET", AUDIT, AUDITS),
    Route("POST", AUDIT, AUDITS, fields=(("motivo", WHY),)),
)


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
def test_every_address_serves_its_roles_and_nobody_else(office: Office, route: Route) -> None:
    colleague, _ = office.registers.official("Colega", ["atencion"])
    for role in sorted(ROLES):
        official = office.enters_as(role)
        owner = official if role == "atencion" else colleague
        person = office.waits()
        if route.state != "waiting":
            office.desk.take(owner, person.case.number)
        if route.state == "closed":
            office.desk.close(owner, person.case.number, "resolved")
        request = office.asks(person)
        before = (person.case, person.sees, office.events(person))
        names = {"n": str(person.case.number), "other": colleague.id, "request": request.id}
        path = route.path.format(**names)
        data = {key: value.format(**names) for key, value in route.fields}
        if route.method == "GET":
            answer = office.client.get(path)
        else:
            answer = office.posts(path, **data)
        if role in route.roles:
            assert answer.status_code in (200, 303), role
        else:
            assert answer.status_code == 403, role
            assert "hace falta el rol" in answer.text and "<h1>" in answer.text
            assert (person.case, person.sees, office.events(person)) == before
            assert not FOLIO.search(answer.text)


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path}")
def test_without_a_session_nothing_is_served(office: Office, route: Route) -> None:
    path = route.path.format(n=office.waits().case.number)
    answer = office.client.request(route.method, path, follow_redirects=False)
    assert answer.status_code == 401
    page = office.client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
    assert page.status_code == 303 and page.headers["location"] == "/panel/entrar"


@pytest.mark.parametrize("route", [r for r in ROUTES if r.method == "POST"], ids=lambda r: r.path)
def test_a_form_without_our_token_does_nothing(office: Office, route: Route) -> None:
    roles: tuple[Role, ...] = ("atencion", "dpo")
    me = office.enters("Jefa de Atención y DPO", *roles)
    person = office.waits("secreto de la persona")
    if route.state != "waiting":
        office.desk.take(me, person.case.number)
    if route.state == "closed":
        office.desk.close(me, person.case.number, "resolved")
    before = (person.case, person.sees, office.events(person))
    for token in ("", "otro", "ñ"):
        path = route.path.format(n=person.case.number)
        answer = office.client.post(path, data={"csrf": token, **dict(route.fields)})
        assert answer.status_code == 403 and "El formulario venció" in answer.text
    assert (person.case, person.sees, office.events(person)) == before


@pytest.mark.parametrize(
    "path", ["9999", "0", "nada", "%00", "1e3", "٣", "-1", "99999999999", "9999/novedades"]
)
def test_a_case_that_is_not_there_is_told_in_words(office: Office, path: str) -> None:
    office.enters("Atención", "atencion")
    answer = office.client.get(f"{CASES}/{path}")
    assert answer.status_code == 404 and "Ese caso no existe" in answer.text


def test_an_act_that_does_not_exist_is_told_in_words(office: Office) -> None:
    office.enters("Atención", "atencion")
    assert office.does(office.waits(), "borrar").status_code == 404


# The queue


def test_the_queue_shows_crises_first_and_then_who_has_waited_longest(office: Office) -> None:
    me = office.enters("Atención", "atencion")
    first = office.waits("Postulé en marzo", reason="personal_case")
    office.registers.clock.advance(minutes=12)
    crisis = office.waits("No puedo más", reason="crisis")
    mine = office.taken(me, "Tengo una duda", reason="unanswered")
    page = office.client.get(CASES).text
    found = re.findall(r'id="caso-(\d+)"', page)
    assert found == [str(p.case.number) for p in (crisis, first, mine)]
    assert "CRISIS: va primero" in page and "hace 12 minutos" in page
    assert "Pregunta por su propio caso" in page and "El asistente no supo" in page
    assert "Hay 2 personas esperando (1 en CRISIS)" in page
    assert "<title>(2) Casos</title>" in page and not FOLIO.search(page)
    assert "Postulé en marzo" in page and "Falta responderle" in page


def test_the_queue_says_who_attends_and_who_left_a_contact(office: Office) -> None:
    other, _ = office.registers.official("Encargado de Coihueco", ["atencion"])
    person = office.taken(other, "x" * 500)
    office.assistant.citizens.leave_contact(person.case.folio, Contact(phone="+56 9 1234 5678"))
    office.enters("Atención", "atencion")
    page = office.client.get(CASES).text
    assert "Lo atiende Encargado de Coihueco" in page and "Dejó un contacto" in page
    assert "x" * 200 + "…" in page and "x" * 201 not in page and "1234" not in page


def test_what_people_and_staff_wrote_is_escaped(office: Office) -> None:
    me = office.enters("<b>Jefa</b>", "atencion")
    person = office.taken(me, "<script>alert(1)</script>")
    office.desk.note(me, person.case.number, "<img src=x>")
    for path in (CASES, f"{CASES}/{person.case.number}"):
        page = office.client.get(path).text
        assert "<script>alert" not in page and "<img" not in page and "<b>Jefa" not in page


def test_a_search_finds_open_cases_by_words_and_closed_ones_by_number_without_words(
    office: Office,
) -> None:
    me = office.enters("Atención", "atencion")
    person = office.taken(me, "Pregunto por la sequía en Ñiquén")
    by_words = office.posts(f"{CASES}/buscar", buscar="sequia niquen")
    assert f"Caso {person.case.number}" in by_words.text and "sequía" in by_words.text
    office.desk.close(me, person.case.number, "sent_elsewhere")
    assert "Nada coincide" in office.posts(f"{CASES}/buscar", buscar="sequia").text
    for words in (str(person.case.number), person.case.folio.lower().replace("-", " ")):
        found = office.posts(f"{CASES}/buscar", buscar=words)
        assert "Se le indicó otro lugar" in found.text and "sequía" not in found.text
        assert 'name="motivo_leer"' in found.text
        assert found.request.url.query == b""


@pytest.mark.parametrize("words", ["", " ", "\x00", "%", "9" * 300, "2026-99-99", "'; --"])
def test_a_search_for_anything_finds_nothing_and_breaks_nothing(office: Office, words: str) -> None:
    office.enters("Atención", "atencion")
    found = office.posts(f"{CASES}/buscar", buscar=words)
    assert found.status_code == 200 and "Nada coincide" in found.text


# One case


def test_taking_a_case_opens_it_and_tells_the_person(office: Office) -> None:
    me = office.enters("Jefa de Atención", "atencion")
    person = office.waits()
    done = office.does(person, "tomar")
    assert done.headers["location"] == f"{CASES}/{person.case.number}?hecho=tomar"
    page = office.client.get(done.headers["location"]).text
    assert "El caso es tuyo" in page and 'name="respuesta"' in page
    assert person.case.owner == me.id
    assert person.sees[-1][0] == "system" and "Jefa de Atención" in person.sees[-1][1]


def test_who_takes_second_is_told_who_has_it_and_sees_the_case_as_it_is(office: Office) -> None:
    other, _ = office.registers.official("Encargada de Quillón", ["atencion"])
    office.enters("Atención", "atencion")
    person = office.taken(other)
    refused = office.does(person, "tomar")
    assert refused.status_code == 409 and "ya lo tomó" in refused.text
    assert "Lo atiende Encargada de Quillón" in refused.text
    assert person.case.owner == other.id


def test_a_case_says_who_speaks_and_shows_the_sources_of_the_assistant(office: Office) -> None:
    me = office.enters("Jefa de Turno", "atencion")
    other, _ = office.registers.official("Encargado de Turno", ["atencion"])
    person = Somebody.arrives(office.desk)
    person.writes("¿Hasta cuándo?")
    person.is_answered("Hasta el 30 de abril.", CITATION)
    person.asks_for_a_person("unanswered")
    number = person.case.number
    office.desk.take(other, number)
    office.desk.reply(other, number, "Hola, soy una persona")
    office.desk.transfer(other, number, me.id, "Sabe más del tema")
    office.desk.reply(me, number, "Sigo yo")
    page = office.opens(person)
    speakers = re.findall(r'class="quien"><strong>([^<]+)</strong>', page)
    assert speakers == [
        "Persona",
        "Asistente (IA)",
        "Aviso del sistema",
        "Encargado de Turno",
        "Aviso del sistema",
        "Tú",
    ]
    assert 'href="/fuentes/concurso-fechas#plazo"' in page
    assert "Se pasó el caso: a Jefa de Turno" in page and "Sabe más del tema" in page
    assert person.case.folio not in page
    assert person.case.folio[-4:] in page


def test_two_posts_with_the_same_name_are_not_taken_for_each_other(office: Office) -> None:
    me = office.enters("Atención de Público", "atencion")
    twin, _ = office.registers.official("Atención de Público", ["atencion"])
    person = office.taken(twin)
    office.desk.reply(twin, person.case.number, "Hola")
    assert me.id != twin.id and "<strong>Tú</strong>" not in office.opens(person)


def test_a_reply_reaches_the_person_and_what_was_hidden_is_told(office: Office) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    done = office.does(person, "responder", respuesta="Escribe al 11.111.111-1")
    page = office.client.get(done.headers["location"]).text
    assert person.sees[-1] == ("official", "Escribe al [RUT_1]")
    assert "Se ocultaron datos personales: [RUT_1]" in page and "11.111.111-1" not in page
    assert "11.111" not in done.headers["location"]


def test_the_script_sends_a_reply_without_leaving_the_page(office: Office) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    data = {"csrf": csrf(office.client), "respuesta": "Tu RUT 11.111.111-1"}
    path = f"{CASES}/{person.case.number}/responder"
    sent = office.client.post(path, data=data, headers=SCRIPT)
    assert sent.status_code == 200 and "[RUT_1]" in sent.json()["words"]
    refused = office.client.post(path, data=data | {"respuesta": " "}, headers=SCRIPT)
    assert (refused.status_code, refused.json()["error"]) == (422, "Falta escribir el texto.")
    forged = office.client.post(path, data=data | {"csrf": "otro"}, headers=SCRIPT)
    assert forged.status_code == 403 and len(person.sees) == 3


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("responder", {"respuesta": ""}, "Falta escribir"),
        ("responder", {"respuesta": "y" * 4001}, "máximo es 4000"),
        ("nota", {"nota": "\u200b"}, "Falta escribir"),
        ("pasar", {"a": ""}, "Elige a quién"),
        ("pasar", {"a": "F-999", "motivo_pase": "porque sí"}, "Elige a quién"),
        ("cerrar", {"cierre": "", "nota_cierre": "ya está"}, "Elige el motivo"),
        ("cerrar", {"cierre": "withdrawn"}, "Elige el motivo"),
        ("reabrir", {"motivo_reabrir": "Quiero revisarlo de nuevo"}, "ya está abierto"),
    ],
)
def test_what_cannot_be_done_is_explained_and_nothing_typed_is_lost(
    office: Office, act: str, fields: dict[str, str], words: str
) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    refused = office.does(person, act, **fields)
    assert refused.status_code in (409, 422) and words in refused.text
    assert person.case.state == "attended"
    for typed in ("porque sí", "ya está", "y" * 4001):
        if typed in fields.values():
            assert typed in refused.text


def test_a_reply_to_a_case_that_another_took_is_kept_on_the_page(office: Office) -> None:
    me = office.enters("Atención", "atencion")
    other, _ = office.registers.official("Otra", ["atencion"])
    person = office.taken(me)
    office.desk.transfer(other, person.case.number, other.id)
    refused = office.does(person, "responder", respuesta="Una respuesta larga")
    assert refused.status_code == 409 and "Una respuesta larga" in refused.text
    assert "Lo que habías escrito" in refused.text
    office.desk.close(other, person.case.number, "resolved")
    refused = office.does(person, "responder", respuesta="Una respuesta larga")
    assert refused.status_code == 409 and "Una respuesta larga" in refused.text


def test_a_note_is_shown_to_staff_and_never_to_the_person(office: Office) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    assert office.does(person, "nota", nota="Falta confirmar").status_code == 303
    page = office.opens(person)
    assert "Nota interna (la persona no la ve)" in page and "Falta confirmar" in page
    assert all("Falta confirmar" not in text for _, text in person.sees)


def test_a_case_is_transferred_taken_over_and_released(office: Office) -> None:
    me = office.enters("Atención", "atencion")
    other, _ = office.registers.official("Otra", ["atencion"])
    person = office.taken(me)
    page = office.opens(person)
    assert f'value="{other.id}"' in page and f'<option value="{me.id}"' not in page
    done = office.does(person, "pasar", a=other.id, motivo_pase="Sabe más")
    assert done.headers["location"] == f"{CASES}?hecho=pasar" and person.case.owner == other.id
    assert "Hacerme cargo" in office.opens(person)
    over = office.does(person, "pasar", a=me.id)
    assert over.headers["location"].startswith(f"{CASES}/") and person.case.owner == me.id
    office.does(person, "soltar")
    assert person.case.state == "waiting" and person.case.owner is None


def test_a_closed_case_asks_why_before_it_shows_anything(office: Office) -> None:
    person = office.closed(office.enters("Atención", "atencion"), "Palabras de la persona")
    page = office.client.get(f"{CASES}/{person.case.number}")
    assert page.status_code == 200 and "Palabras de la persona" not in page.text
    assert not FOLIO.search(page.text)
    for why in ("", "corto", "corto" + " " * 30):
        refused = office.does(person, "leer", motivo_leer=why)
        assert refused.status_code in (409, 422) and "Palabras de" not in refused.text
    assert "closed_read" not in office.events(person)
    shown = office.does(person, "leer", motivo_leer=WHY)
    assert "Palabras de la persona" in shown.text and "Quedó registrado" in shown.text
    assert shown.headers["cache-control"] == "no-store" and 'name="respuesta"' not in shown.text
    assert office.events(person)[-1] == "closed_read"


def test_the_dpo_and_the_auditor_read_with_a_justification_and_attend_nobody(
    office: Office,
) -> None:
    person = office.closed(office.registers.official("Atención", ["atencion"])[0], "Lo dicho")
    reads: tuple[Role, ...] = ("dpo", "auditor")
    for role in reads:
        office.enters_as(role)
        page = office.client.get(f"{CASES}/{person.case.number}").text
        assert "Para qué necesitas leer" in page and "Reabrir" not in page
        shown = office.does(person, "leer", motivo_leer=WHY)
        assert "Lo dicho" in shown.text and "Reabrir" not in shown.text


def test_a_closed_case_reopens_in_the_queue(office: Office) -> None:
    person = office.closed(office.enters("Atención", "atencion"))
    assert office.does(person, "reabrir", motivo_reabrir="").status_code == 422
    done = office.does(person, "reabrir", motivo_reabrir="Quedó algo pendiente")
    assert done.headers["location"] == f"{CASES}?hecho=reabrir"
    assert person.case.state == "waiting"
    assert "Quedó algo pendiente" in office.opens(person) and "1 vez" in office.opens(person)


def test_a_contact_is_shown_once_and_only_to_who_attends(office: Office) -> None:
    me = office.enters("Atención", "atencion")
    person = office.taken(me)
    contact = Contact("Ana Prueba", "+56 9 1234 5678", "ana@ejemplo.cl")
    office.assistant.citizens.leave_contact(person.case.folio, contact)
    assert "Ver contacto" in office.opens(person) and "ana@" not in office.opens(person)
    shown = office.does(person, "contacto")
    assert "ana@ejemplo.cl" in shown.text and shown.headers["cache-control"] == "no-store"
    assert "ana@" not in office.opens(person)
    assert office.events(person).count("contact_seen") == 1
    other = office.enters("Otra", "atencion")
    assert "Ver contacto" not in office.opens(person)
    refused = office.does(person, "contacto")
    assert refused.status_code == 409 and "ana@" not in refused.text
    assert other.id != person.case.owner
    assert office.events(person).count("contact_seen") == 1


def test_a_contact_that_does_not_open_is_told_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    office.assistant.citizens.leave_contact(person.case.folio, Contact(phone="+56 9 1234 5678"))

    def damaged(*_: object) -> None:
        raise ContactUnreadable("docs/atencion.md")

    monkeypatch.setattr(Seal, "open", damaged)
    refused = office.does(person, "contacto")
    assert refused.status_code == 500 and "Avisa a quien administra" in refused.text
    assert "ContactUnreadable" in caplog.text and "1234" not in caplog.text


def test_the_protocol_of_a_crisis_is_shown_and_recorded_once_for_each_official(
    office: Office,
) -> None:
    first = office.enters("Atención", "atencion")
    person = office.waits("No puedo más", reason="crisis")
    for _ in range(3):
        assert "Protocolo de crisis" in office.opens(person)
    assert office.events(person).count("protocol_shown") == 1
    office.enters("Otra", "atencion")
    office.opens(person)
    office.comes_back(first)
    office.opens(person)
    assert office.events(person).count("protocol_shown") == 2
    calm = office.waits()
    assert "Protocolo de crisis" not in office.opens(calm)
    assert "protocol_shown" not in office.events(calm)


def test_no_folio_is_ever_in_an_address_or_a_title(office: Office) -> None:
    me = office.enters("Atención", "atencion")
    person = office.taken(me)
    page = office.opens(person)
    addresses = re.findall(r'(?:href|action|src|data-novedades)="([^"]+)"', page)
    title = re.search(r"<title>(.*?)</title>", page)
    assert title and not any(FOLIO.search(text) for text in (*addresses, title[1]))


def test_without_the_database_the_pages_say_so_in_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = office.waits()
    office.enters("Atención", "atencion")

    def broken(*_: object) -> None:
        raise DatabaseError("secreto")

    monkeypatch.setattr(Desk, "queue", broken)
    monkeypatch.setattr(Desk, "case", broken)
    for path in (CASES, f"{CASES}/{person.case.number}"):
        answer = office.client.get(path)
        assert answer.status_code == 503 and "secreto" not in answer.text


# Live


def test_the_queue_answers_at_once_when_somebody_asks_for_a_person(office: Office) -> None:
    office.enters("Atención", "atencion")
    sequence = office.assistant.pulse.now()
    timer = threading.Timer(0.3, office.waits)
    timer.start()
    started = time.monotonic()
    news = office.news(CASES, secuencia=sequence, espera=20)
    assert time.monotonic() - started < 3
    timer.join()
    assert news["waiting"] == 1 and news["notice"] == "1 persona espera"
    parts = {p["id"]: p for p in news["parts"]}  # type: ignore[attr-defined]
    assert "caso-" in parts["lista"]["html"]
    again = office.news(CASES, secuencia=int(str(news["sequence"])))
    assert again["parts"] == news["parts"]


def test_a_case_is_told_its_new_messages_once_and_in_order(office: Office) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    path = f"{CASES}/{person.case.number}"
    first = office.news(path)
    known = first["messages"]
    assert isinstance(known, list) and len(known) == len(person.sees)
    last, sequence = int(known[-1]["id"]), int(str(first["sequence"]))
    timer = threading.Timer(0.3, lambda: list(map(person.writes, ("uno", "dos"))))
    timer.start()
    said: list[str] = []
    while len(said) < 2:
        news = office.news(path, secuencia=sequence, ultimo=last, espera=10)
        sequence = int(str(news["sequence"]))
        for message in news["messages"]:  # type: ignore[attr-defined]
            last = message["id"]
            said.append(message["says"])
    timer.join()
    assert said == ["Persona: uno", "Persona: dos"]


def test_a_case_does_not_wake_for_others_but_it_does_for_who_begins_to_wait(
    office: Office,
) -> None:
    me = office.enters("Atención", "atencion")
    person, other = office.taken(me), office.taken(me)
    path = f"{CASES}/{person.case.number}"
    sequence = int(str(office.news(path, espera=1)["sequence"]))
    threading.Timer(0.2, lambda: other.writes("hola")).start()
    started = time.monotonic()
    news = office.news(path, secuencia=sequence, espera=1)
    assert time.monotonic() - started > 0.9
    threading.Timer(0.2, office.waits).start()
    started = time.monotonic()
    news = office.news(path, secuencia=int(str(news["sequence"])), espera=20)
    assert time.monotonic() - started < 3 and news["waiting"] == 1


def test_a_case_that_was_closed_says_that_there_will_be_no_more(office: Office) -> None:
    me = office.enters("Atención", "atencion")
    person = office.taken(me, "Palabras")
    office.desk.close(me, person.case.number, "resolved")
    news = office.news(f"{CASES}/{person.case.number}")
    assert "está cerrado" in str(news["ended"]) and news["messages"] == news["parts"] == []


@pytest.mark.parametrize("given", ["x", "-1", "9" * 40, "", "1.5", "٣", "nan"])
def test_news_asked_for_with_nonsense_are_still_answered(office: Office, given: str) -> None:
    person = office.taken(office.enters("Atención", "atencion"))
    query = {"secuencia": given, "ultimo": given, "esperan": given, "espera": "0"}
    for path in (CASES, f"{CASES}/{person.case.number}"):
        answer = office.client.get(f"{path}/novedades", params=query, headers=SCRIPT)
        assert answer.status_code == 200


def test_pages_with_our_script_run_no_other(office: Office) -> None:
    office.enters("Atención", "atencion")
    page = office.client.get(CASES)
    policy = page.headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy
    assert page.headers["cache-control"] == "no-store"
    script = re.search(r'<script src="(/live\.js\?v=\w+)" defer>', page.text)
    assert script and office.client.get(script[1]).status_code == 200
    assert page.text.count("<script") == 1 and page.text.count("aria-live") == 1


# The requests of people


def test_the_dpo_sees_what_is_late_first_and_answers_it(office: Office) -> None:
    attends, _ = office.registers.official("Atención", ["atencion"])
    old, new = office.closed(attends), office.closed(attends)
    office.asks(old, "Revisen lo que me <b>dijo</b>")
    office.registers.clock.advance(days=31)
    request = office.asks(new)
    office.enters("Delegada de Datos", "dpo")
    page = office.client.get(REQUESTS).text
    assert page.index(f"Caso {old.case.number}") < page.index(f"Caso {new.case.number}")
    assert "FUERA DE PLAZO: venció hace 1 día" in page and "&lt;b&gt;dijo" in page
    fields = {"solicitud": request.id, "decision": "rechazar"}
    empty = office.posts(REQUESTS, **fields, respuesta="")
    assert empty.status_code == 422 and "Falta escribir" in empty.text
    undecided = office.posts(REQUESTS, solicitud=request.id, respuesta="Lo que respondí")
    assert undecided.status_code == 409 and "Lo que respondí" in undecided.text
    done = office.posts(REQUESTS, **fields, respuesta="La respuesta era correcta")
    assert done.headers["location"] == f"{REQUESTS}?hecho=responder"
    page = office.client.get(REQUESTS).text
    assert "Rechazada" in page and "La respuesta era correcta" in page
    again = office.posts(REQUESTS, **fields, respuesta="Otra vez")
    assert again.status_code == 409 and "ya fue respondida" in again.text
    unknown = office.posts(REQUESTS, solicitud="nada", decision="aceptar", respuesta="Sí")
    assert unknown.status_code == 404


def test_the_dpo_extends_a_term_once_and_the_person_reads_why(office: Office) -> None:
    attends, _ = office.registers.official("Atención", ["atencion"])
    before = office.registers.clock.now
    office.registers.clock.now = datetime(2026, 12, 10, 15, tzinfo=UTC)
    person = office.closed(attends)
    request = office.asks(person)
    office.enters("Delegada de Datos", "dpo")
    page = office.client.get(REQUESTS).text
    assert "Rige: Ley 19.628, con el texto de la Ley 21.719, art. 11." in page
    assert "Prorrogar 30 días" in page and "Quedan 30 días (09/01/2027)" in page
    fields = {"solicitud": request.id, "decision": "prorrogar"}
    short = office.posts(REQUESTS, **fields, respuesta="Falta tiempo")
    assert short.status_code == 422 and "15 letras" in short.text
    done = office.posts(REQUESTS, **fields, respuesta="Pedimos antecedentes a otra unidad.")
    assert done.headers["location"] == f"{REQUESTS}?hecho=prorrogar"
    page = office.client.get(done.headers["location"]).text
    assert "Quedan 60 días (08/02/2027)" in page and "Prorrogar 30 días" not in page
    (seen,) = office.assistant.citizens.follow(person.case.folio).requests
    assert seen.extension == "Pedimos antecedentes a otra unidad."
    again = office.posts(REQUESTS, **fields, respuesta="Pedimos más antecedentes.")
    assert again.status_code == 409 and "una sola prórroga" in again.text
    office.registers.clock.now = before


def test_time_to_answer_is_told_in_days(office: Office) -> None:
    now = office.registers.clock()
    left = [time_left(now + timedelta(days=d), now) for d in (-1, 0, 1, 3)]
    assert [words.partition(" (")[0] for words in left] == [
        "FUERA DE PLAZO: venció hace 1 día",
        "Vence hoy",
        "Queda 1 día",
        "Quedan 3 días",
    ]
