"""What can be done with an answer of the chat, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from tests.ui.browser import DESKTOP, MARKS, PHONE, QUIET, Site, Visit, chromium, playwright
from tests.ui.fake_assistant import CITATION, FakeMessage

pytestmark = MARKS
NARROW = {"width": 320, "height": 640}
AA = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}
THANKS = "Gracias. Quedó guardada para el equipo."
VOICES = """
window.dicho = [];
const voces = [
  {lang: 'es-CL', name: 'de otra parte', localService: false},
  {lang: 'es-ES', name: 'de España', localService: true},
  {lang: 'es-MX', name: 'de México', localService: true},
  {lang: 'en-US', name: 'en inglés', localService: true}];
Object.defineProperty(window, 'speechSynthesis', {value: {
  getVoices: () => voces, addEventListener() {},
  cancel() { window.dicho.push('calla'); },
  speak(what) { window.dicho.push(what.voice + '|' + what.text); window.ultima = what; }}});
window.SpeechSynthesisUtterance = class {
  constructor(text) { this.text = text; }
  set voice(found) { this.named = found.name; }
  get voice() { return this.named; }};
"""
SHUT = """
Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject('no')}});
document.execCommand = () => false;
"""
EXPECT = playwright.expect


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    found = Site(tmp_path_factory.mktemp("datos"))
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def context(browser: playwright.Browser) -> Iterator[playwright.BrowserContext]:
    window: Any = PHONE
    opened = browser.new_context(viewport=window, permissions=["clipboard-read", "clipboard-write"])
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


class Opinions:
    """Stands in for the address that keeps opinions; `status` is what it answers."""

    def __init__(self, page: playwright.Page) -> None:
        """Answer what `page` sends there."""
        self.sent: list[dict[str, Any]] = []
        self.status = 200
        self.words = THANKS
        page.route("**/vivo/opinion", self._answer)

    def _answer(self, route: playwright.Route) -> None:
        self.sent.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=self.status, json={"words": self.words})


def answered(site: Site, context: playwright.BrowserContext) -> Visit:
    """Return a visit with one answer, and what can be done with it drawn."""
    visit = Visit(context.new_page(), site.url)
    visit.asks("¿hasta cuándo puedo postular?")
    visit.sees("30 de abril")
    button(visit, "Sí, me sirvió").wait_for()
    return visit


def button(visit: Visit, name: str) -> playwright.Locator:
    return visit.page.locator("#charla").get_by_role("button", name=name, exact=True).last


def chip(visit: Visit) -> playwright.Locator:
    return visit.page.locator('#charla .prose a[href^="/fuentes/"]').last


def conversation(visit: Visit) -> str:
    return str(visit.page.locator("#conversacion textarea").input_value())


def told(visit: Visit, words: str) -> None:
    visit.page.locator("#charla .dicho").get_by_text(words).last.wait_for()


def times_asked(visit: Visit) -> int:
    return sum(address.endswith("/vivo/mensajes") for address in visit.asked)


def focused(visit: Visit) -> str:
    found = "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
    return str(visit.page.evaluate(found))


def kept(site: Site, visit: Visit, *messages: FakeMessage) -> None:
    """Keep more messages in the conversation of the page, and load it again."""
    assistant, talk = site.assistant, conversation(visit)
    found = assistant.conversation(talk)
    assistant.kept[talk] = replace(found, messages=(*found.messages, *messages))
    visit.page.reload()
    visit.sees(messages[-1].text)


def test_under_each_answer_there_is_what_can_be_done_with_it(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = Visit(context.new_page(), site.url)
    page = visit.page
    page.wait_for_timeout(QUIET)
    assert page.locator(".obras").count() == 0 and times_asked(visit) == 0
    visit.asks("hola")
    button(visit, "Sí, me sirvió").wait_for()
    visit.asks("hola de nuevo")
    EXPECT(page.locator("#charla .bot-row > .obras")).to_have_count(2)
    assert page.locator("#charla .user-row .obras").count() == 0
    EXPECT(page.get_by_role("button", name="Copiar")).to_have_count(2)
    EXPECT(page.get_by_role("button", name="No me sirvió")).to_have_count(2)
    assert page.get_by_role("button", name="Escuchar").count() == 0  # no voice in this browser
    actions = page.locator("#charla .barra").last
    assert actions.get_attribute("role") == "group"
    assert actions.get_attribute("aria-label") == "Acciones de esta respuesta"
    for one in actions.locator("button:visible").all():
        box = one.bounding_box()
        assert box and box["height"] >= 44 and box["width"] >= 44
    page.wait_for_timeout(QUIET)
    assert times_asked(visit) == 2
    heard = page.locator("body > .solo-lector[role=status]").inner_text()
    assert "30 de abril" in heard and "Copiar" not in heard and "sirvió" not in heard
    visit.is_clean()


def test_an_answer_is_copied_with_who_says_it_and_its_sources(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    button(visit, "Copiar").click()
    told(visit, "Copiado, con sus fuentes.")
    copied = str(visit.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("Asistente (IA):\n\nEn 2025 se podía postular")
    assert "- la ficha del fondo, completa y firmada;" in copied
    assert "Plazo para postular, en «Fechas del concurso». Instructivo 2025" in copied
    assert f"{visit.url}fuentes/concurso-fechas#plazo" in copied
    visit.is_clean()


def test_what_cannot_be_copied_is_selected_and_the_person_is_told(
    site: Site, context: playwright.BrowserContext
) -> None:
    context.add_init_script(SHUT)
    visit = answered(site, context)
    button(visit, "Copiar").click()
    told(visit, "La respuesta quedó seleccionada")
    selected = str(visit.page.evaluate("getSelection().toString()"))
    assert "30 de abril a las 17:00" in selected and "Copiar" not in selected
    assert focused(visit) == "Copiar"


def test_an_answer_is_read_aloud_with_a_voice_of_the_device_until_somebody_stops_it(
    site: Site, context: playwright.BrowserContext
) -> None:
    context.add_init_script(VOICES)
    visit = answered(site, context)
    page = visit.page
    button(visit, "Escuchar").click()
    said = page.evaluate("window.dicho.filter((x) => x !== 'calla')")
    assert said[0] == "de México|En 2025 se podía postular hasta el 30 de abril a las 17:00 horas."
    assert "de México|la ficha del fondo, completa y firmada;" in said
    assert "www.goredenuble.cl." in said[-1] and "Plazo para postular" not in said[-1]
    EXPECT(page.get_by_role("button", name="Detener")).to_have_count(1)

    page.get_by_role("button", name="Escuchar").first.click()
    EXPECT(page.get_by_role("button", name="Detener")).to_have_count(1)
    assert page.evaluate("window.dicho.some((x) => x.includes('Hola, soy el Asistente'))")
    page.get_by_role("button", name="Detener").click()
    EXPECT(page.get_by_role("button", name="Detener")).to_have_count(0)

    button(visit, "Escuchar").click()
    page.evaluate("window.ultima.onend()")
    EXPECT(page.get_by_role("button", name="Detener")).to_have_count(0)
    button(visit, "Escuchar").click()
    page.evaluate("window.ultima.onerror({error: 'synthesis-failed'})")
    told(visit, "no pudo leer la respuesta")

    button(visit, "Escuchar").click()
    visit.begins_again()
    assert page.evaluate("window.dicho.at(-1)") == "calla"
    EXPECT(page.get_by_role("button", name="Detener")).to_have_count(0)
    visit.is_clean()


def test_who_says_yes_is_thanked_and_finds_it_so_when_coming_back(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    opinions = Opinions(visit.page)
    button(visit, "Sí, me sirvió").click()
    told(visit, THANKS)
    assert visit.page.locator("#charla .dicho").last.get_attribute("role") == "status"
    talk = conversation(visit)
    assert opinions.sent == [
        {"conversation": talk, "message": 3, "useful": True, "reason": None, "comment": ""}
    ]
    assert button(visit, "Sí, me sirvió").get_attribute("aria-pressed") == "true"
    site.assistant.feedback.rate(talk, 3, True)
    visit.page.reload()
    EXPECT(button(visit, "Sí, me sirvió")).to_have_attribute("aria-pressed", "true")
    assert talk not in visit.page.url + "".join(visit.asked)


def test_who_says_no_says_why_by_keyboard_and_loses_nothing_when_it_fails(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    page, keys = visit.page, visit.page.keyboard
    opinions = Opinions(page)
    no = button(visit, "No me sirvió")
    no.focus()
    keys.press("Enter")
    form = page.get_by_role("form", name="Tu opinión de esta respuesta")
    form.wait_for()
    assert no.get_attribute("aria-expanded") == "true"
    assert "No escribas datos personales" in form.inner_text()
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("no dice la hora")
    opinions.status, opinions.words = 503, "Hay mucha gente. Espera e inténtalo otra vez."
    keys.press("Tab")
    keys.press("Enter")
    told(visit, "Hay mucha gente")
    assert page.get_by_label("Comentario (opcional)").input_value() == "no dice la hora"
    assert page.get_by_label("No se entiende").is_checked()

    page.unroute("**/vivo/opinion")
    page.context.set_offline(True)
    keys.press("Enter")
    told(visit, "Tu opinión no se guardó")
    page.context.set_offline(False)
    again = Opinions(page)
    keys.press("Enter")
    told(visit, THANKS)
    assert form.count() == 0
    assert focused(visit) == "No me sirvió: elegido"
    assert again.sent == [
        {
            "conversation": conversation(visit),
            "message": 3,
            "useful": False,
            "reason": "no_se_entiende",
            "comment": "no dice la hora",
        }
    ]


def test_what_was_being_written_outlives_a_new_answer_and_a_row_drawn_again(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    page = visit.page
    button(visit, "No me sirvió").click()
    page.get_by_label("Comentario (opcional)").fill("a medias")
    chip(visit).click()
    page.locator(".pasaje mark").wait_for()
    visit.asks("¿y los resultados?")
    EXPECT(page.get_by_role("button", name="Sí, me sirvió")).to_have_count(2)
    page.evaluate("document.querySelectorAll('.obras').forEach((box) => box.remove())")
    page.locator(".pasaje mark").wait_for()
    assert page.get_by_label("Comentario (opcional)").input_value() == "a medias"
    page.get_by_role("button", name="Cancelar").click()
    EXPECT(page.get_by_role("form", name="Tu opinión de esta respuesta")).to_have_count(0)


def test_a_source_opens_in_place_with_its_sentence_marked_and_closes_with_escape(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    page = visit.page
    source = chip(visit)
    assert source.get_attribute("aria-expanded") == "false"
    assert source.get_attribute("aria-label") == "Fuente: Plazo para postular"
    source.focus()
    page.keyboard.press("Enter")
    passage = page.get_by_role("region", name="Plazo para postular")
    passage.locator("mark").wait_for()
    assert passage.locator("mark").all_inner_texts() == [CITATION.quote]
    for part in ("Uno <b>", "confirma en www", "Instructivo 2025, GORE", "desde el 1 de marzo"):
        assert part in passage.inner_text()
    assert "Resultados" not in passage.inner_text()
    assert source.get_attribute("aria-expanded") == "true"
    assert source.get_attribute("aria-controls") == passage.get_attribute("id")
    EXPECT(passage).to_be_focused()
    page.keyboard.press("Escape")
    EXPECT(passage).to_have_count(0)
    EXPECT(source).to_be_focused()
    page.keyboard.press("Enter")
    passage.wait_for()
    page.get_by_role("button", name="Cerrar").click()
    EXPECT(source).to_be_focused()
    assert source.get_attribute("aria-expanded") == "false"
    assert sum("/fuentes/" in address for address in visit.asked) == 1
    visit.is_clean()


def test_a_source_opens_in_another_tab_for_who_asks_for_that(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    with visit.page.context.expect_page() as opened:
        chip(visit).click(modifiers=["Control"])
    assert opened.value.locator("h1").inner_text() == "Fechas del concurso"
    chip(visit).click()
    with visit.page.expect_popup() as whole:
        visit.page.get_by_role("link", name="Ver el documento completo").click()
    assert whole.value.url.endswith("/fuentes/concurso-fechas#plazo")


def test_a_quote_over_several_lines_is_marked_piece_by_piece(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    quote = "postuló  hasta el\n30 de abril.\n- Uno <b>\n- Otra cosa que ya no está.\n- Dos & tres"
    cited = replace(CITATION, quote=quote)
    kept(site, visit, FakeMessage("assistant", "Con varias líneas.", citations=(cited,), id=9))
    button(visit, "Copiar").wait_for()
    EXPECT(visit.page.locator("#charla .obras")).to_have_count(2)
    chip(visit).click()
    marks = visit.page.locator(".pasaje mark")
    marks.first.wait_for()
    expected = ["postuló hasta el", "30 de abril.", "Uno <b>", "Dos & tres"]
    assert marks.all_inner_texts() == expected


def test_a_source_that_cannot_be_read_says_what_to_do(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    page = visit.page
    gone = replace(CITATION, url="/fuentes/concurso-fechas#ya-no-esta", section="Retirada")
    kept(site, visit, FakeMessage("assistant", "De otra parte.", citations=(gone,), id=9))
    EXPECT(page.locator("#charla .obras")).to_have_count(2)
    chip(visit).click()
    passage = page.get_by_role("region", name="Retirada")
    passage.get_by_text("ya no está disponible").wait_for()
    page.keyboard.press("Escape")
    page.route("**/fuentes/**", lambda route: route.abort())
    page.locator('#charla a[href="/fuentes/concurso-fechas#plazo"]').click()
    page.get_by_text("ya no está disponible").wait_for(state="detached")
    page.locator(".pasaje mark").wait_for()  # the document was read already
    page.reload()
    EXPECT(page.locator("#charla .obras")).to_have_count(2)
    chip(visit).click()
    passage.get_by_text("No se pudo abrir la fuente").wait_for()
    link = passage.get_by_role("link", name="Ver el documento completo")
    assert link.get_attribute("href") == gone.url


def test_what_a_person_of_the_institution_writes_can_be_copied_and_not_rated(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    said = (
        FakeMessage("system", "Alguien tomó tu caso.", id=8),
        FakeMessage("official", "Hola, te leo.", id=9, author="Encargada", decision_id="d-9"),
    )
    kept(site, visit, *said)
    row = visit.page.locator("#charla .de-persona")
    row.get_by_role("button", name="Copiar").click()
    told(visit, "Copiado.")
    copied = str(visit.page.evaluate("navigator.clipboard.readText()"))
    assert copied.startswith("Persona · Encargada") and copied.endswith("Hola, te leo.")
    assert row.get_by_role("button", name="Sí, me sirvió").count() == 0
    assert visit.page.locator("#charla .de-aviso .obras").count() == 0


def test_an_answer_that_could_not_be_recorded_takes_nothing_from_another(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    site.assistant.cannot_record = True
    visit.asks("ayuda")
    visit.page.wait_for_timeout(QUIET)
    site.assistant.cannot_record = False
    visit.asks("¿y ahora?")
    EXPECT(visit.page.get_by_role("button", name="Sí, me sirvió")).to_have_count(2)
    opinions = Opinions(visit.page)
    button(visit, "Sí, me sirvió").click()
    told(visit, THANKS)
    assert opinions.sent[0]["message"] == 5


def test_a_server_that_asks_to_wait_is_asked_again_later(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = Visit(context.new_page(), site.url)
    busy = {"Retry-After": "1"}
    visit.page.route(
        "**/vivo/mensajes", lambda route: route.fulfill(status=429, headers=busy, json={}), times=1
    )
    visit.asks("hola")
    button(visit, "Sí, me sirvió").wait_for()
    assert times_asked(visit) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", [NARROW, DESKTOP], ids=["320", "1280"])
def test_with_everything_open_nothing_breaks_nor_leaves_the_page(
    site: Site, browser: playwright.Browser, window: Any, scheme: Any
) -> None:
    opened = browser.new_context(viewport=window, color_scheme=scheme)
    opened.add_init_script(VOICES)
    try:
        visit = answered(site, opened)
        page = visit.page
        Opinions(page)
        chip(visit).click()
        page.locator(".pasaje mark").wait_for()
        button(visit, "Sí, me sirvió").click()
        told(visit, THANKS)
        button(visit, "No me sirvió").click()
        page.get_by_label("Otra razón").check()
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"]
        for part in page.locator(".obras :is(button, input, label, a, textarea):visible").all():
            box = part.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= window["width"]
        found = Axe().run(page, context="#charla", options=AA)
        assert found.violations_count == 0, found.generate_report()
        assert (page.locator("body.dark").count() > 0) == (scheme == "dark")
        visit.is_clean()
    finally:
        opened.close()


def test_on_paper_there_are_the_open_sources_and_no_buttons(
    site: Site, context: playwright.BrowserContext
) -> None:
    visit = answered(site, context)
    chip(visit).click()
    visit.page.locator(".pasaje mark").wait_for()
    visit.page.emulate_media(media="print")
    assert visit.page.locator(".pasaje mark").is_visible()
    assert visit.page.locator(".obras button:visible").count() == 0
