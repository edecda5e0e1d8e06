"""The panel of staff in a real browser: entering, answering by pressing, deciding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.accounts.identity import Identity
from assistant.accounts.installation_key import load_key
from assistant.database import writing
from governance.registers.identities import Identities
from governance.registers.officials import Officials
from tests.conftest import BuildAssistant
from tests.ui.browser import DESKTOP, MARKS, PHONE, QUIET, Site, chromium, playwright
from tests.ui.entering import PASSWORD, give_password
from tests.ui.oidc_provider import CLIENT, SECRET, running
from tests.ui.registers import DIVERGENTE
from tests.ui.test_choices import CODE, VIEW
from ui.panel import choices

pytestmark = MARKS
BOTH = pytest.mark.parametrize("window", [PHONE, DESKTOP], ids=["phone", "desktop"])


class Panel:
    """A browser inside the panel, and everything that it complained about."""

    def __init__(self, browser: playwright.Browser, url: str, window: Any = PHONE) -> None:
        self.context = browser.new_context(viewport=window, locale="en-US")
        self.page = self.context.new_page()
        self.url = url
        self.complaints: list[str] = []
        self.asked: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )

    def enters(self, account: str) -> None:
        self.page.goto(f"{self.url}panel")
        self.page.get_by_label("Cargo, por ejemplo F-002").fill(account)
        self.page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Entrar").click()
        self.sees("no soy una persona")

    def sees(self, text: str, where: str = "#charla") -> None:
        self.page.locator(where).get_by_text(text).last.wait_for(timeout=15_000)

    def presses(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click(timeout=15_000)

    def says(self, text: str) -> None:
        self.page.locator("#pregunta textarea").fill(text)
        self.page.keyboard.press("Enter")

    def is_answered(self, messages: int) -> None:
        """Wait until the person has said so much, and may press again: the answer is whole."""
        playwright.expect(self.page.locator("#charla .user")).to_have_count(messages)
        last = self.page.locator("#charla .bot-row").last
        playwright.expect(last).not_to_contain_text("Buscando en los documentos", timeout=20_000)
        rows = self.page.locator("#respuestas button:visible, #ayudas button:visible")
        playwright.expect(rows.first).to_be_visible(timeout=20_000)
        held = rows.and_(self.page.locator(":disabled"))
        playwright.expect(held).to_have_count(0, timeout=20_000)

    def progress(self, text: str) -> None:
        playwright.expect(self.page.locator("#avance")).to_contain_text(text, timeout=15_000)

    def buttons(self, row: str = "#respuestas") -> list[str]:
        found = self.page.locator(f"{row} button:visible").all_inner_texts()
        return [str(text) for text in found]

    def is_clean(self) -> None:
        assert self.complaints == []
        assert [u for u in self.asked if not u.startswith((self.url, "data:"))] == []


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("datos"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def account(site: Site) -> str:
    return site.registers.account("Integrante del Subcomité", ["subcomite"])


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def panel(site: Site, browser: playwright.Browser) -> Iterator[Panel]:
    site.assistant.forget()
    opened = Panel(browser, site.url)
    yield opened
    opened.context.close()


@BOTH
def test_an_interview_is_answered_by_pressing_and_everything_fits(
    site: Site, browser: playwright.Browser, account: str, window: Any
) -> None:
    site.assistant.forget()
    panel = Panel(browser, site.url, window)
    panel.enters(account)
    site.assistant.interview = VIEW
    panel.presses(choices.NEW)
    panel.progress("van 3 de 7")
    assert panel.buttons() == ["Sí", "No"]
    assert panel.buttons("#ayudas") == list(choices.choices(VIEW).helps)
    for part in ("#cabecera", "#ia", "#respuestas", "#ayudas", "#pregunta textarea", "#enviar"):
        box = panel.page.locator(part).bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= window["width"], part
        assert box["y"] >= 0 and box["y"] + box["height"] <= window["height"], part
    assert panel.page.evaluate("document.documentElement.scrollWidth") <= window["width"]
    log = panel.page.locator("#charla").bounding_box()
    assert log and log["height"] >= 220, "the question must be readable above its answers"

    site.assistant.interview = replace(VIEW, stage="reviewing")
    panel.presses("No")
    panel.progress("falta tu confirmación")
    assert site.assistant.heard == [choices.NEW, "No"]
    assert set(site.assistant.authors) == {"Integrante del Subcomité"}
    assert panel.buttons() == [choices.SUBMIT]

    system = site.registers.system()
    site.registers.classify(system, DIVERGENTE)
    done = replace(VIEW, stage="submitted", status="terminada", system=system.id)
    site.assistant.interview = done
    panel.presses(choices.SUBMIT)
    links = panel.page.locator("#documentos a")
    links.first.wait_for()
    assert links.all_inner_texts() == [f"Ver {system.id}", "MD", "HTML", "PDF", "DOCX", "JSON"]
    with panel.page.expect_popup() as opened:
        links.first.click()
    assert opened.value.locator("h1").inner_text() == f"{system.id}: Lector de cartas"
    assert opened.value.evaluate("document.documentElement.scrollWidth") <= window["width"]
    with opened.value.expect_download() as saved:
        opened.value.get_by_role("link", name="PDF").click()
    assert saved.value.suggested_filename == f"{system.id}-v1.pdf"
    panel.is_clean()
    panel.context.close()


def test_the_conversation_is_still_there_after_loading_the_page_again(
    site: Site, panel: Panel, account: str
) -> None:
    panel.enters(account)
    site.assistant.interview = VIEW
    panel.presses(choices.NEW)
    panel.progress(CODE)
    panel.page.reload()
    panel.sees(choices.NEW)
    panel.progress("van 3 de 7")
    assert panel.buttons() == ["Sí", "No"]
    panel.presses("Nueva conversación")
    playwright.expect(panel.page.locator("#charla .message")).to_have_count(1)
    playwright.expect(panel.page.locator("#respuestas")).to_be_hidden()


def test_a_session_that_ended_keeps_what_was_typed(site: Site, panel: Panel, account: str) -> None:
    panel.enters(account)
    cookies = panel.context.cookies()
    panel.context.clear_cookies()
    panel.says("un relato largo que costó escribir")
    panel.sees("Tu sesión terminó", "body")
    assert site.assistant.heard == []
    link = panel.page.get_by_role("link", name="Entra en otra pestaña")
    with panel.page.expect_popup() as opened:
        link.click()
    assert "Entrar al panel" in opened.value.inner_text("h1")
    panel.context.add_cookies(cookies)  # type: ignore[arg-type]
    box = panel.page.locator("#pregunta textarea")
    assert box.input_value() == "un relato largo que costó escribir"
    box.press("Enter")
    panel.sees("30 de abril")
    panel.page.locator("#sesion-terminada").wait_for(state="detached")


def test_the_chat_of_citizens_never_opens_a_conversation_of_staff(
    site: Site, panel: Panel, account: str
) -> None:
    panel.enters(account)
    panel.says("lo que dijo un funcionario")
    panel.sees("30 de abril")
    staff = next(c for c in site.assistant.kept.values() if c.audience == "funcionarios")
    panel.page.goto(site.url)
    panel.sees("no soy una persona")
    assert staff.id not in panel.page.content()
    panel.says("hola")
    panel.sees("30 de abril")
    assert "lo que dijo un funcionario" not in panel.page.inner_text("#charla")


def test_the_buttons_have_names_for_who_does_not_see_them(
    site: Site, panel: Panel, account: str
) -> None:
    panel.enters(account)
    site.assistant.interview = VIEW
    panel.presses(choices.NEW)
    panel.progress(CODE)
    panel.page.wait_for_timeout(QUIET)
    group = panel.page.get_by_role("group", name="Respuestas posibles")
    assert group.get_by_role("button").count() >= 2
    for button in panel.page.locator("button:visible").all():
        box = button.bounding_box()
        assert box and box["height"] >= 24 and button.inner_text().strip()
    group.get_by_role("button", name="Sí", exact=True).focus()
    panel.page.keyboard.press("Enter")
    playwright.expect(panel.page.locator("#charla .user")).to_have_count(2)


def test_entering_and_deciding_need_no_script(
    site: Site, browser: playwright.Browser, account: str
) -> None:
    system = site.registers.system()
    site.registers.classify(system, DIVERGENTE)
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site.url}panel/entrar")
    page.get_by_label("Cargo, por ejemplo F-002").fill(account)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.goto(f"{site.url}panel/sistemas")
    page.get_by_role("link", name=system.id).first.click()
    page.get_by_label("Nivel que asigna el Acta").select_option("limitado")
    page.get_by_label("Número del Acta").fill("12")
    page.get_by_label("Fecha del Acta").fill("2026-11-20")
    page.get_by_label("Número del Acta").press("Enter")
    assert page.url.endswith(system.id) and site.registers.registry.system(system.id).acts == ()
    page.get_by_role("button", name="Aprobar").click()
    assert "La aprobación quedó registrada" in page.inner_text("main")
    page.get_by_role("button", name="Salir").click()
    assert "Saliste del panel" in page.inner_text("main")
    page.goto(f"{site.url}panel/sistemas")
    assert page.url.endswith("/panel/entrar")
    context.close()


def test_a_whole_classification_from_the_first_word_to_the_act(
    build_assistant: BuildAssistant, browser: playwright.Browser, tmp_path: Path
) -> None:
    """Nothing is fake here but the embeddings: the interview, the engine and the registers are."""
    real = build_assistant(rate_limit=0)
    with writing(real.engine) as connection:
        official, _ = Officials().create(connection, "Integrante del Subcomité", ["subcomite"])
        give_password(connection, official.id)
    site = Site(tmp_path / "sitio", real=real)
    panel = Panel(browser, site.url, DESKTOP)
    try:
        panel.enters(official.id)
        panel.presses(choices.NEW)
        panel.sees("Cuéntame de tu sistema")
        panel.is_answered(1)
        panel.says("Ordena por tema las cartas que llegan a la oficina de partes.")
        panel.is_answered(2)
        system = _answer_everything(panel)
        panel.page.goto(f"{site.url}panel/sistemas/{system}")
        assert "PROPUESTA" in panel.page.inner_text("main")
        assert panel.page.locator("#versiones a").count() == 5
        panel.page.get_by_label("Motivo u observaciones").fill("Falta el respaldo de la pregunta 4")
        panel.page.get_by_role("button", name="Observar").click()
        assert "quedaron registradas" in panel.page.inner_text("main")
        panel.is_clean()
    finally:
        panel.context.close()
        site.close()


def test_a_new_official_chooses_a_password_and_another_is_let_in_by_the_other_service(
    browser: playwright.Browser, tmp_path: Path
) -> None:
    """The way back from another site must end inside: its cookie is strict."""
    with running() as provider:
        # Another name of this machine is another site for a browser.
        provider.issuer = provider.issuer.replace("127.0.0.1", "localhost")
        provider.asks_first = True
        settings: dict[str, Any] = {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SECRET,
            "oidc_name": "Cuenta Regional",
        }
        site = Site(tmp_path, **settings)
        panel = Panel(browser, site.url)
        try:
            official, key = site.registers.official("Encargada de Atención", ["atencion"])
            page = panel.page
            page.goto(f"{site.url}panel/entrar")
            page.get_by_role("link", name="Crear o cambiar mi contraseña").click()
            for label, text in (
                ("Cargo, por ejemplo F-002", official.id),
                ("Clave personal", key),
                ("Contraseña nueva", "barco verde lluvia doce"),
                ("La contraseña nueva, otra vez", "barco verde lluvia doce"),
            ):
                page.get_by_label(label, exact=True).fill(text)
            page.get_by_role("button", name="Guardar mi contraseña").click()
            assert "quedó guardada" in page.inner_text("main")

            identity = Identity(provider.issuer, "sub", "persona-1")
            with writing(site.registers.engine) as connection:
                mark = identity.mark(load_key(tmp_path))
                Identities().link(connection, official.id, mark)
            page.get_by_role("link", name="Entrar con Cuenta Regional").click()
            page.get_by_role("link", name="Soy yo").click()
            panel.sees("no soy una persona")
            page.goto(f"{site.url}panel/sistemas")
            assert "Encargada de Atención" in page.inner_text("nav.panel")
            assert panel.complaints == []
        finally:
            panel.context.close()
            site.close()


REGISTRY = {
    "nombre": "Ordenador de cartas",
    "unidad": "Oficina de partes",
    "responsable": "Jefatura de la oficina de partes",
    "proveedor": "no sé",
}


def _answer_everything(panel: Panel) -> str:
    """Press or write an answer to whatever is asked, until the system is registered."""
    preferred = (
        choices.SUBMIT,
        choices.YES,
        choices.LATER,
        "Ninguna de las cinco",
        "No, trabaja por dentro",
        "A ninguno",
        "No",
    )
    for _ in range(40):
        before = panel.page.locator("#charla .user").count()
        if panel.page.locator("#documentos a").count():
            text = panel.page.locator("#documentos a").first.inner_text()
            return str(text).removeprefix("Ver ")
        offered = panel.buttons()
        choice = next((label for label in preferred if label in offered), None)
        if choice is not None:
            panel.presses(choice)
        else:
            asked = panel.page.locator("#charla .bot-row").last.inner_text()
            panel.says(_written(asked))
        panel.is_answered(before + 1)
    raise AssertionError(panel.page.locator("#charla .bot-row").last.inner_text())


def _written(asked: str) -> str:
    for word, answer in REGISTRY.items():
        if word in asked.casefold():
            return answer
    return "no sé"
