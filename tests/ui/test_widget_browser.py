"""The widget on a site of somebody else, in a real browser, under a strict policy of content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.browser import DESKTOP, MARKS, PHONE, Site, chromium, playwright
from tests.ui.fake_assistant import FakeMessage
from tests.ui.host_site import HOSTILE, HostSite

pytestmark = MARKS

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective));
"""
AA = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "iframes": False,
}
CONTRAST = """() => {
  const tree = document.querySelector("asistente-nuble").shadowRoot;
  const style = getComputedStyle(tree.querySelector("#abrir"));
  const light = (color) => color.match(/\\d+/g).slice(0, 3).map((x) => x / 255)
    .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4))
    .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
  const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
  return [(a + 0.05) / (b + 0.05), style.backgroundColor, style.borderTopColor === style.color];
}"""


class Stranger:
    """A visit to the other site, and everything that its page asked for or complained about."""

    def __init__(self, page: playwright.Page, host: HostSite) -> None:
        """Open the page of the host, and wait until the button of the widget is there."""
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "console",
            lambda said: self.complaints.append(said.text) if said.type == "error" else None,
        )
        page.add_init_script(WATCH)
        page.goto(host.origin)
        self.button = page.locator("#abrir")
        self.panel = page.locator("#panel")
        self.frame = page.frame_locator("#panel iframe")
        self.box = self.frame.locator("#pregunta textarea")
        self.button.wait_for()

    def opens(self) -> None:
        self.button.click()
        self.sees("no soy una persona")
        self.is_ready()

    def is_ready(self) -> None:
        self.inside.wait_for_function("!document.getElementById('antes')")
        self.inside.wait_for_function("document.documentElement.dataset.incrustado === 'con-barra'")
        self.page.wait_for_timeout(400)

    def sees(self, text: str, where: str = "#charla") -> None:
        self.frame.locator(where).get_by_text(text).last.wait_for(timeout=20_000)

    def calls(self, api: str) -> Any:
        return self.page.evaluate(f"AsistenteNuble.{api}")

    def posts(self, message: str) -> None:
        """Post a message to the frame, as a page could that looks for it."""
        self.page.locator("#panel iframe").evaluate(
            f"(frame) => frame.contentWindow.postMessage({message}, '*')"
        )

    @property
    def inside(self) -> playwright.Frame:
        return self.page.frames[1]

    @property
    def focus(self) -> str:
        """What has the focus in the tree of the widget; nothing when it is outside."""
        return str(
            self.page.evaluate(
                "(() => { const x = document.querySelector('asistente-nuble').shadowRoot"
                ".activeElement; return x ? x.id || x.localName : ''; })()"
            )
        )

    def is_clean(self, *ours: str) -> None:
        assert self.complaints == []
        assert self.page.evaluate("violations") == []
        assert [u for u in self.asked if not u.startswith((*ours, "data:", "blob:"))] == []


@pytest.fixture(scope="module")
def host() -> Iterator[HostSite]:
    found = HostSite(HOSTILE)
    yield found
    found.close()


@pytest.fixture(scope="module")
def calm() -> Iterator[HostSite]:
    found = HostSite()
    yield found
    found.close()


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, host: HostSite, calm: HostSite
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("datos")
    found = Site(folder, embed_sites=f"{host.origin}, {calm.origin}, https://*.gob.cl")
    yield found
    found.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[playwright.Browser]:
    with chromium() as opened:
        yield opened


Visit = Callable[..., Stranger]


@pytest.fixture
def visit(site: Site, browser: playwright.Browser) -> Iterator[Visit]:
    opened: list[playwright.BrowserContext] = []

    def come(
        host: HostSite,
        attributes: str = "",
        size: Any = DESKTOP,
        tags: int = 1,
        frames: bool = True,
        ours: str = site.url,
        **more: Any,
    ) -> Stranger:
        host.shows(ours, attributes, tags, frames)
        context = browser.new_context(viewport=size, **more)
        opened.append(context)
        page = context.new_page()
        return Stranger(page, host)

    yield come
    for context in opened:
        context.close()


SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


@SIZES
def test_on_the_most_hostile_page_a_question_is_asked_and_nothing_leaks_either_way(
    visit: Visit, host: HostSite, site: Site, size: Any
) -> None:
    stranger = visit(host, size=size, tags=2)
    page = stranger.page
    stranger.page.wait_for_timeout(500)
    assert [u for u in stranger.asked if u.startswith(site.url)] == [
        f"{site.url}widget.js"
    ]  # nothing else before the click, and one widget for two tags
    assert page.locator("asistente-nuble").count() == 1
    box = stranger.button.bounding_box()
    assert box and box["height"] >= 56 and box["width"] >= 56
    assert box["x"] + box["width"] <= size["width"] and box["y"] + box["height"] <= size["height"]

    stranger.opens()
    stranger.box.fill("asta cuando puedo postular SECRETO")
    page.keyboard.press("Enter")
    stranger.sees("30 de abril")
    shape = stranger.panel.bounding_box()
    assert shape
    wanted = size if size is PHONE else {"width": 400, "height": 640}
    assert (shape["width"], shape["height"]) == (wanted["width"], wanted["height"])
    close = page.locator("#cerrar").bounding_box()
    frame = page.locator("#panel iframe").bounding_box()
    assert close and frame and close["y"] + close["height"] <= frame["y"]
    assert close["height"] >= 44 and close["width"] >= 44

    theirs = "() => Object.keys(window).filter((x) => /asistente/i.test(x))"
    assert page.evaluate(theirs) == []  # the name is not even enumerable
    assert page.evaluate("document.adoptedStyleSheets.length + document.styleSheets.length") == 1
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(255, 0, 0)"
    assert "SECRETO" not in "".join(stranger.asked) + page.url + page.title()
    stranger.is_clean(site.url, host.origin)


def test_nothing_is_kept_in_the_browser_before_the_first_message(
    visit: Visit, calm: HostSite
) -> None:
    stranger = visit(calm)
    stranger.opens()
    context = stranger.page.context
    assert context.cookies() == []
    kept = "() => [localStorage, sessionStorage].map((x) => x.length)"
    assert stranger.page.evaluate(kept) == [0, 0]
    # Chromium gives frames of other sites no storage at all, and the chat works without it.
    denied = "() => { try { return localStorage.length; } catch (e) { return 0; } }"
    assert stranger.inside.evaluate(denied) == 0
    stranger.calls("ask('hola')")
    stranger.sees("30 de abril")
    assert context.cookies() == []


@SIZES
def test_with_the_keyboard_alone_it_opens_asks_closes_and_goes_on(
    visit: Visit, host: HostSite, size: Any
) -> None:
    stranger = visit(host, size=size)
    keyboard = stranger.page.keyboard
    for _ in range(4):
        keyboard.press("Tab")
        if stranger.focus == "abrir":
            break
    assert stranger.focus == "abrir"
    keyboard.press("Enter")
    stranger.sees("no soy una persona")
    stranger.is_ready()
    assert stranger.focus == "iframe"
    assert stranger.inside.evaluate("document.activeElement.closest('#pregunta') !== null")
    keyboard.type("¿cuándo cierra?")
    keyboard.press("Enter")
    stranger.sees("30 de abril")
    keyboard.press("Escape")
    stranger.panel.wait_for(state="hidden")
    assert stranger.focus == "abrir"
    keyboard.press("Enter")
    stranger.sees("30 de abril")  # the same conversation
    stranger.page.wait_for_timeout(300)
    assert stranger.focus == "iframe"
    for _ in range(40):  # out of the frame, backwards, to the button that closes
        keyboard.press("Shift+Tab")
        if stranger.focus == "cerrar":
            break
    assert stranger.focus == "cerrar"
    keyboard.press("Space")
    stranger.panel.wait_for(state="hidden")
    assert stranger.focus == "abrir"


def test_over_the_whole_window_who_leaves_with_the_keyboard_closes_it(
    visit: Visit, calm: HostSite
) -> None:
    stranger = visit(calm, size=PHONE)
    stranger.opens()
    stranger.page.locator("#cerrar").focus()
    stranger.page.keyboard.press("Shift+Tab")
    stranger.panel.wait_for(state="hidden")
    assert stranger.page.evaluate("document.activeElement.id") == "antes"


def test_beside_the_page_the_keyboard_comes_and_goes_and_escape_closes_from_there_too(
    visit: Visit, calm: HostSite
) -> None:
    stranger = visit(calm)
    stranger.opens()
    stranger.page.locator("#antes").focus()
    assert stranger.panel.is_visible() and stranger.focus == ""
    stranger.page.keyboard.press("Escape")
    stranger.panel.wait_for(state="hidden")
    assert stranger.page.evaluate("document.activeElement.id") == "antes"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@SIZES
def test_axe_finds_nothing_in_the_page_with_the_widget_closed_open_and_refused(
    visit: Visit, calm: HostSite, size: Any, scheme: str
) -> None:
    def check(stranger: Stranger) -> None:
        found = Axe().run(stranger.page, options=AA).response
        assert [(x["id"], x["nodes"][0]["html"]) for x in found["violations"]] == []

    stranger = visit(calm, size=size, color_scheme=scheme)
    check(stranger)
    stranger.opens()
    check(stranger)
    refused = visit(calm, size=size, color_scheme=scheme, frames=False)
    refused.button.click()
    refused.page.get_by_role("link", name="otra pestaña").wait_for()
    check(refused)


def test_where_our_site_does_not_let_itself_be_framed_words_lead_to_it(
    visit: Visit, calm: HostSite, tmp_path: Path
) -> None:
    alone = Site(tmp_path)
    try:
        stranger = visit(calm, ours=alone.url)
        stranger.button.click()
        link = stranger.page.get_by_role("link", name="Abrir el asistente en otra pestaña")
        link.wait_for()
        assert link.get_attribute("href") == alone.url
        stranger.page.get_by_text("no se pudo abrir dentro de esta página").wait_for()
        with stranger.page.expect_popup() as opened:
            link.click()
        opened.value.locator("#charla").get_by_text("no soy una persona").wait_for()
        stranger.page.keyboard.press("Escape")
        assert stranger.focus == "abrir"
    finally:
        alone.close()


def test_a_subdomain_of_the_list_may_show_it_and_its_domain_may_not(
    site: Site, browser: playwright.Browser
) -> None:
    page_of = f'<!doctype html><title>x</title><script src="{site.url}widget.js"></script>'
    for address, works in (("https://salud.gob.cl/", True), ("https://gob.cl/", False)):
        # A page of the internet may not reach this machine unless the person lets it.
        context = browser.new_context(permissions=["local-network-access"])
        context.route(
            f"{address}**", lambda route: route.fulfill(body=page_of, content_type="text/html")
        )
        page = context.new_page()
        page.goto(address)
        page.locator("#abrir").click()
        if works:
            frame = page.frame_locator("#panel iframe")
            frame.locator("#charla").get_by_text("no soy una persona").wait_for()
            page.frames[1].wait_for_selector("html[data-incrustado='con-barra']")
        else:
            page.get_by_role("link", name="otra pestaña").wait_for()
        context.close()


def test_the_page_asks_for_the_person_before_and_after_the_chat_is_ready(
    visit: Visit, calm: HostSite, site: Site
) -> None:
    stranger = visit(calm)
    site.assistant.heard.clear()
    stranger.page.evaluate(
        "() => { window.heard = []; "
        "for (const x of ['open', 'close']) AsistenteNuble.on(x, () => heard.push(x)); }"
    )
    assert stranger.calls("ask('¿antes de todo?')") is True  # it opens by itself
    stranger.sees("30 de abril")
    assert stranger.panel.is_visible()
    stranger.box.fill("lo que yo escribía")
    assert stranger.calls("ask('¿y después?')") is True
    stranger.sees("¿y después?")
    playwright.expect(stranger.box).to_have_value("lo que yo escribía")
    assert stranger.calls("ask('x'.repeat(2001))") is False
    assert stranger.calls("ask('   ')") is False and stranger.calls("ask(7)") is False
    stranger.calls("close()")
    assert stranger.page.evaluate("heard") == ["open", "close"]
    assert site.assistant.heard == ["¿antes de todo?", "¿y después?"]


def test_only_the_frame_and_the_page_that_holds_it_are_listened_to(
    visit: Visit, calm: HostSite, site: Site
) -> None:
    stranger = visit(calm)
    stranger.opens()
    site.assistant.heard.clear()
    stranger.page.evaluate("window.postMessage({type: 'asistente:cerrar'}, '*')")
    stranger.inside.evaluate("window.postMessage({type: 'asistente:preguntar', texto: 'yo'}, '*')")
    for wrong in ("null", "'asistente:preguntar'", "{type: 'asistente:__proto__'}", "{type: 7}"):
        stranger.posts(wrong)
    stranger.posts("{type: 'asistente:preguntar', texto: {}}")
    stranger.page.wait_for_timeout(500)
    assert stranger.panel.is_visible() and site.assistant.heard == []
    stranger.posts("{type: 'asistente:preguntar', texto: 'si'}")
    stranger.sees("30 de abril")
    assert site.assistant.heard == ["si"] and stranger.complaints == []


def test_a_site_may_ask_but_not_do_what_only_a_person_may(
    visit: Visit, calm: HostSite, site: Site
) -> None:
    stranger = visit(calm)
    stranger.opens()
    site.assistant.heard.clear()
    folio = "NB-7K3M-9Q2X-04TZ-WEHC"
    for wanted in ("derivar", "quiero hablar con una persona", folio, f"mi folio es {folio}"):
        stranger.calls(f"ask('{wanted}')")
        stranger.sees("Eso solo lo puedes hacer tú", "#aviso")
        if wanted == "quiero hablar con una persona":  # it may be what the person wrote there
            stranger.sees("Si estás en peligro, llama ahora", "#aviso")
        stranger.inside.locator("#refrescar").evaluate("button => button.click()")
        stranger.inside.locator("#aviso").wait_for(state="detached")
    assert site.assistant.heard == []
    stranger.inside.locator("#derivar").click()
    stranger.sees("NB-7K2M-9QXA")
    stranger.calls("ask('soy la persona')")
    stranger.sees("Eso solo lo puedes hacer tú", "#aviso")
    assert site.assistant.heard == ["derivar"]


def test_what_a_person_writes_while_it_is_closed_is_told_with_a_dot_and_words(
    visit: Visit, calm: HostSite, site: Site
) -> None:
    stranger = visit(calm)
    stranger.opens()
    stranger.page.evaluate(
        "() => { window.told = []; AsistenteNuble.on('mensaje', (d) => told.push(d)); }"
    )
    stranger.inside.locator("#derivar").click()
    stranger.sees("NB-7K2M-9QXA")
    stranger.page.keyboard.press("Escape")
    talk = stranger.inside.evaluate(
        "document.querySelector('#conversacion :is(textarea, input)').value"
    )
    kept = site.assistant.kept[talk]
    said = FakeMessage("official", "Hola, te leo", author="Encargada", id=99)
    site.assistant.kept[talk] = replace(kept, messages=(*kept.messages, said))
    stranger.inside.evaluate("document.getElementById('refrescar').click()")
    stranger.page.get_by_role("button", name="Te escribió una persona").wait_for()
    assert stranger.page.locator("#abrir.nuevo").count() == 1
    spoken = stranger.page.locator(".lector[role=status]").inner_text()
    assert spoken == "Una persona te escribió en el asistente."
    assert stranger.page.evaluate("told") == [{"de": "persona"}]  # that it came, never what it says
    stranger.button.click()
    stranger.sees("Hola, te leo")
    stranger.page.keyboard.press("Escape")
    stranger.page.get_by_role("button", name="Pregúntale al asistente").wait_for()


def test_the_audience_of_the_site_reaches_the_chat(visit: Visit, calm: HostSite) -> None:
    stranger = visit(
        calm,
        'data-publico="club_deportivo"',
    )
    stranger.opens()
    stranger.inside.locator("details[data-perfil=club_deportivo][open]").wait_for()
    stranger.posts("{type: 'asistente:perfil', perfil: 'rey'}")
    stranger.page.wait_for_timeout(300)
    assert stranger.inside.locator("#a-inicio details[open]").count() == 1


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("#0b4f6c", "rgb(11, 79, 108)"),
        ("#fd0", "rgb(255, 221, 0)"),
        ("#808080", "rgb(128, 128, 128)"),
        ("#ffffff", "rgb(255, 255, 255)"),
        ("#0b4f6c80", "rgb(11, 79, 108)"),
        ("red;} * { display: none", "rgb(11, 79, 108)"),
    ],
)
def test_any_colour_can_be_read_and_what_is_no_colour_is_replaced(
    visit: Visit, calm: HostSite, given: str, used: str
) -> None:
    stranger = visit(calm, f'data-color="{given}" data-lado="izquierda" data-saludo="¿Dudas?"')
    contrast, back, is_edged = stranger.page.evaluate(CONTRAST)
    assert contrast >= 4.5 and back == used and is_edged
    box = stranger.button.bounding_box()
    assert box and box["x"] == 16 and stranger.button.inner_text() == "¿Dudas?"


def test_a_page_that_changes_its_body_keeps_the_widget_until_it_is_destroyed(
    visit: Visit, calm: HostSite
) -> None:
    stranger = visit(calm)
    stranger.page.evaluate("document.body.replaceChildren()")
    stranger.button.wait_for()
    stranger.page.evaluate("document.body.replaceWith(document.createElement('body'))")
    stranger.button.wait_for()
    stranger.opens()
    stranger.calls("destroy()")
    assert stranger.page.locator("asistente-nuble").count() == 0
    assert stranger.page.evaluate("window.AsistenteNuble") is None
    stranger.page.evaluate("document.body.replaceChildren()")
    assert stranger.page.locator("asistente-nuble").count() == 0


def test_a_browser_without_style_sheets_that_are_built_gets_a_plain_one(
    site: Site, browser: playwright.Browser
) -> None:
    page = browser.new_page()
    page.add_init_script("delete CSSStyleSheet.prototype.replaceSync;")
    page.goto(f"{site.url}ejemplo-incrustado")  # no policy of ours lets it in: the button works
    page.locator("#abrir").click()
    page.frame_locator("#panel iframe").locator("#charla").wait_for()
    page.close()


@SIZES
def test_the_example_shows_the_line_to_paste_and_works(
    site: Site, browser: playwright.Browser, size: Any
) -> None:
    page = browser.new_page(viewport=size)
    page.add_init_script(WATCH)
    page.goto(f"{site.url}ejemplo-incrustado")
    assert f'src="{site.url}widget.js"' in page.locator("pre").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    found = Axe().run(page, options=AA).response
    assert [x["id"] for x in found["violations"]] == []
    page.locator("#abrir").click()
    frame = page.frame_locator("#panel iframe")
    frame.locator("#charla").get_by_text("no soy una persona").wait_for()
    assert page.locator("#panel").get_attribute("aria-label") == "Asistente Virtual del GORE Ñuble"
    assert page.evaluate("violations") == []
    page.close()


def test_with_forced_colours_and_less_motion_the_button_keeps_its_edge(
    visit: Visit, calm: HostSite
) -> None:
    stranger = visit(calm, forced_colors="active", reduced_motion="reduce")
    edge = "(button) => getComputedStyle(button).borderTopWidth"
    assert stranger.button.evaluate(edge) == "2px"
    assert stranger.panel.evaluate("(x) => getComputedStyle(x).transitionDuration") == "0s"


@pytest.mark.parametrize("zoom", ["body { zoom: 1.25 }", ":root { zoom: 1.5 }"])
@SIZES
def test_on_a_page_that_draws_itself_larger_all_of_it_fits_in_the_window(
    visit: Visit, calm: HostSite, size: Any, zoom: str
) -> None:
    stranger = visit(calm, size=size)
    stranger.page.evaluate(
        "(css) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet]; }",
        zoom,
    )
    stranger.opens()
    shape = stranger.panel.bounding_box()
    assert shape and shape["x"] >= 0 and shape["y"] >= 0
    assert shape["x"] + shape["width"] <= size["width"]
    assert shape["y"] + shape["height"] <= size["height"]


def test_a_thing_of_the_page_with_its_name_does_not_take_its_place(
    visit: Visit, calm: HostSite
) -> None:
    stranger = visit(calm, attributes='id="AsistenteNuble"')
    stranger.opens()
    assert stranger.calls("close()") is None


def test_at_four_times_the_size_it_takes_the_whole_window(visit: Visit, calm: HostSite) -> None:
    stranger = visit(calm, size={"width": 320, "height": 256})
    stranger.opens()
    shape = stranger.panel.bounding_box()
    assert shape and (shape["width"], shape["height"]) == (320, 256)
    assert stranger.page.evaluate("document.documentElement.scrollWidth") <= 320
