// The assistant on any site, with one tag: a button in a corner and, when it is pressed, our chat in
// a frame. Nothing is asked of our server, nor kept in the browser, before that. All of it lives in
// a shadow tree: the styles of the page do not reach it, nor its own the page. No text of a
// conversation passes through here, but for the questions that the page itself asks.
(function () {
  "use strict";
  const tag = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
  // A thing of the page with that id is called so too, and is not us.
  if (typeof window.AsistenteNuble?.destroy === "function") return;
  if (!tag?.src) { console.warn("Asistente: no se encontró la etiqueta <script> de widget.js."); return; }

  const HOME = new URL("/", tag.src).href, ORIGIN = new URL(tag.src).origin;
  const COLOR = "#0b4f6c", LONGEST = 2000, ANSWER_MS = 2000, LOAD_MS = 40000;
  const PROFILES = ["junta_de_vecinos", "club_deportivo", "adulto_mayor", "comunidad_indigena", "funcionario"];
  const FULL = window.matchMedia("(max-width: 480px), (max-height: 420px)");
  const given = (name, most, otherwise) => (tag.dataset[name] ?? "").trim().slice(0, most) || otherwise;
  const title = given("titulo", 60, "Asistente virtual (IA)");
  const greeting = given("saludo", 60, "Pregúntale al asistente");
  const side = tag.dataset.lado === "izquierda" ? "left" : "right";
  const color = colorOf(given("color", 20, COLOR));

  // Contrast: WCAG 2.2, definition of relative luminance. Black or white on a colour reach at least
  // 4.5:1 whatever it is, so any opaque one will do; the border keeps the button apart from the page.
  function colorOf(written) {
    const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(written);
    const hex = short ? `#${short.slice(1).map((x) => x + x).join("")}` : written;
    if (!/^#[0-9a-f]{6}$/i.test(hex)) {
      console.warn(`Asistente: data-color="${written}" no es un color como ${COLOR}; se usa ese.`);
      return { back: COLOR, ink: "#ffffff" };
    }
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
      .map((x) => (x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4));
    const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    return { back: hex, ink: 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000" };
  }

  // Sizes are in em, which here start from what the person chose in the browser, not from the page.
  const CSS = `
:host { all: initial !important; display: contents !important; direction: ltr !important; }
*, ::before { box-sizing: border-box; }
section { position: fixed; inset: auto; ${side}: max(16px, env(safe-area-inset-${side})); bottom: max(16px, env(safe-area-inset-bottom)); z-index: 2147483647; display: block; width: auto; height: auto; margin: 0; padding: 0; border: 0; overflow: visible; background: none; color-scheme: light dark; font: 1em/1.4 system-ui, sans-serif; }
button { min-width: 44px; min-height: 44px; margin: 0; font: 600 1em/1.25 system-ui, sans-serif; background: ${color.back}; color: ${color.ink}; cursor: pointer; }
:focus-visible { outline: 3px solid #fff; outline-offset: 0; box-shadow: 0 0 0 6px #000; }
#abrir { position: relative; display: flex; align-items: center; gap: .5em; max-width: min(18em, calc(100vw - 32px)); min-width: 56px; min-height: 56px; padding: .25em 1.125em .25em .875em; border: 2px solid ${color.ink}; border-radius: 28px; text-align: left; box-shadow: 0 2px 10px rgb(0 0 0 / .35); }
#abrir:focus-visible { box-shadow: 0 0 0 6px #000; }
#abrir svg { flex: none; width: 28px; height: 28px; fill: currentColor; }
#abrir.nuevo::before { content: ""; position: absolute; top: -4px; ${side}: -2px; width: 18px; height: 18px; border: 3px solid #fff; border-radius: 50%; background: #b42318; }
#panel { position: fixed; ${side}: 16px; bottom: 16px; display: flex; flex-direction: column; width: 400px; height: 640px; max-width: calc(100vw - 32px); max-height: calc(100vh - 32px); overflow: hidden; overscroll-behavior: contain; background: Canvas; color: CanvasText; border: 1px solid #6b7280; border-radius: 14px; box-shadow: 0 8px 30px rgb(0 0 0 / .35); }
#panel:focus-visible { outline-offset: -3px; }
.cerrado { visibility: hidden; }
[hidden] { display: none !important; }
.barra { flex: none; display: flex; align-items: center; gap: .5em; min-height: 48px; padding: 2px 2px 2px .875em; background: ${color.back}; color: ${color.ink}; }
.barra strong { flex: auto; min-width: 0; font-size: 1em; overflow-wrap: anywhere; }
#cerrar { flex: none; padding: 0 .875em; border: 1px solid ${color.ink}; border-radius: 10px; }
#cerrar:focus-visible { outline-offset: -4px; outline-color: ${color.ink}; box-shadow: none; }
.marco { position: relative; flex: auto; min-height: 0; }
iframe { position: absolute; inset: 0; display: block; width: 100%; height: 100%; border: 0; }
#palabras { position: absolute; inset: 0; padding: 1.5em 1em; overflow: auto; background: Canvas; }
#palabras p { margin: 0 0 1em; }
#palabras a { display: inline-flex; align-items: center; min-height: 44px; color: LinkText; }
#palabras.encima { z-index: 1; }
.lector { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@supports (height: 100dvh) { #panel { max-height: calc(100dvh - 32px); } }
@media (max-width: 480px), (max-height: 420px) {
  #panel { inset: 0; width: 100%; max-width: none; height: var(--alto, 100%); max-height: none; border: 0; border-radius: 0; padding: env(safe-area-inset-top) env(safe-area-inset-right) env(safe-area-inset-bottom) env(safe-area-inset-left); }
}
@media (prefers-reduced-motion: no-preference) { #panel { transition: opacity .15s; } #panel.cerrado { opacity: 0; } }
@media (forced-colors: active) { #abrir.nuevo::before { background: Highlight; border-color: Canvas; } :focus-visible { outline-color: Highlight; } #panel { border: 2px solid; } }
@media print { section { display: none !important; } }`;

  function make(name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  function icon() {
    const [svg, path] = ["svg", "path"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", "M4 3h16a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2h-8l-5 4v-4H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zm3 5v2h10V8zm0 4v2h7v-2z");
    svg.append(path);
    return svg;
  }

  const host = document.createElement("asistente-nuble");
  const tree = host.attachShadow({ mode: "open" });
  const label = make("span", {}, greeting);
  const open_ = make("button", { id: "abrir", type: "button", "aria-haspopup": "dialog", "aria-expanded": "false" }, icon(), label);
  const close_ = make("button", { id: "cerrar", type: "button", "aria-label": "Cerrar el asistente" }, "Cerrar");
  const elsewhere = make("a", { href: HOME, target: "_blank", rel: "noopener" }, "Abrir el asistente en otra pestaña");
  const said = make("p", { role: "status" });
  elsewhere.hidden = true;
  const words = make("div", { id: "palabras" }, said, elsewhere);
  const place = make("div", { class: "marco" }, words);
  const panel = make("div", { id: "panel", role: "dialog", "aria-label": title, tabindex: "-1", hidden: "" }, make("div", { class: "barra" }, make("strong", {}, title), close_), place);
  const news = make("div", { class: "lector", role: "status" });
  const section = make("section", { "aria-label": title, lang: "es-CL", popover: "manual" }, news, open_, panel);

  // A style sheet that is built is no inline style: a strict policy of the page lets it be. Browsers
  // that cannot build one (Safari before 16.4) get a plain one.
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(CSS);
    tree.adoptedStyleSheets = [sheet];
  } catch (e) {
    tree.append(make("style", {}, CSS));
  }
  tree.append(section);

  const heard = { __proto__: null, open: new Set(), close: new Set(), mensaje: new Set() };
  let frame = null, isOpen = false, isConnected = false, hasCome = false, isReady = false, question = "", late = 0;

  function happens(name, detail) {
    for (const hear of heard[name]) {
      try { hear(detail); } catch (error) { setTimeout(() => { throw error; }); }
    }
  }

  function tell(type, more) {
    frame?.contentWindow?.postMessage({ type: `asistente:${type}`, ...more }, ORIGIN);
  }

  function say(text, hasLink) {
    said.textContent = text;
    elsewhere.hidden = !hasLink;
    words.classList.toggle("encima", hasLink);  // else under the frame, which shows itself
    words.hidden = !text;
  }

  // A browser does not tell a page that a frame was refused: it is known by its silence.
  function wait(ms) {
    clearTimeout(late);
    late = setTimeout(() => {
      if (!isConnected) say("El asistente no se pudo abrir dentro de esta página. Puedes usarlo en otra pestaña:", true);
    }, ms);
  }

  function load() {
    say("Abriendo el asistente…", false);
    frame = make("iframe", { title: `Conversación: ${title}`, allow: "clipboard-write", referrerpolicy: "no-referrer", src: HOME });
    frame.addEventListener("load", () => {
      if (!hasCome) isReady = false;  // another page of ours, which asks nothing
      hasCome = false;
      if (!isConnected) wait(ANSWER_MS);
    });
    place.prepend(frame);
    wait(LOAD_MS);
  }

  function open() {
    attach();
    if (isOpen) return;
    isOpen = true;
    open_.hidden = true;
    open_.classList.remove("nuevo");
    label.textContent = greeting;
    news.textContent = "";
    open_.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    panel.classList.remove("cerrado");
    fit();
    if (!isConnected && !elsewhere.hidden) {  // it failed before: it may not now
      frame?.remove();
      frame = null;
    }
    if (!frame) load();
    panel.focus({ preventScroll: true });
    enter();
    happens("open");
  }

  function enter() {
    if (!isOpen || !isConnected || tree.activeElement !== panel) return;
    frame.focus({ preventScroll: true });
    tell("abrir");
  }

  function close(isBack = true) {
    if (!isOpen) return;
    isOpen = false;
    panel.classList.add("cerrado");
    open_.hidden = false;
    open_.setAttribute("aria-expanded", "false");
    if (isBack) open_.focus({ preventScroll: true });
    happens("close");
  }

  function ask(text) {
    const asked = typeof text === "string" ? text.trim() : "";
    if (!asked || asked.length > LONGEST) {
      console.warn(`Asistente: una pregunta lleva entre 1 y ${LONGEST} caracteres; no se envió.`);
      return false;
    }
    open();
    if (isReady) tell("preguntar", { texto: asked });
    else question = asked;
    return true;
  }

  function on(name, hear) {
    if (!heard[name] || typeof hear !== "function") {
      throw new TypeError('AsistenteNuble.on: usa "open", "close" o "mensaje", y una función.');
    }
    heard[name].add(hear);
    return () => heard[name].delete(hear);
  }

  const told = {
    __proto__: null,
    aqui() {
      isConnected = hasCome = true;
      isReady = false;
      say("", false);
      tell("hola");
      enter();
      if (PROFILES.includes(tag.dataset.publico)) tell("perfil", { perfil: tag.dataset.publico });
    },
    listo() {
      isReady = true;
      if (question) tell("preguntar", { texto: question });
      question = "";
    },
    cerrar: () => close(),
    mensaje() {
      if (!isOpen) {
        open_.classList.add("nuevo");
        label.textContent = "Te escribió una persona";
        news.textContent = "Una persona te escribió en el asistente.";
      }
      happens("mensaje", { de: "persona" });
    },
  };

  function onMessage(event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== ORIGIN) return;
    const [ours, name] = String(event.data?.type ?? "").split(":");
    if (ours === "asistente") told[name]?.();
  }

  function onKey(event) {
    if (event.key === "Escape" && isOpen && !event.defaultPrevented && !event.isComposing) close(tree.activeElement !== null);
  }

  // Over the whole window there is nothing else to see: who leaves with the keyboard has left.
  function onFocus(event) {
    if (isOpen && FULL.matches && event.target !== host) close(false);
  }

  // The keyboard of a phone covers what it does not move. And a page that draws itself larger would
  // draw the panel larger than the window: what is inside has letters of its own to make larger.
  function fit() {
    section.style.zoom = "";
    const zoom = section.currentCSSZoom ?? 1;
    if (zoom !== 1) section.style.zoom = String(1 / zoom);
    const view = window.visualViewport;
    if (view) panel.style.setProperty("--alto", `${Math.round(view.height * view.scale)}px`);
  }

  // Sites of a single page replace their body; the chat stays, and its conversation comes back.
  const keeper = new MutationObserver(attach);

  function attach() {
    if (!document.body || host.isConnected) return;
    isReady = false;
    document.body.append(host);
    // Above anything of the page, whatever its z-index.
    try { section.showPopover(); } catch (e) { /* an old browser: z-index has to do */ }
    fit();
    keeper.disconnect();
    keeper.observe(document.documentElement, { childList: true });
    keeper.observe(document.body, { childList: true });
  }

  function destroy() {
    keeper.disconnect();
    clearTimeout(late);
    window.removeEventListener("message", onMessage);
    document.removeEventListener("keydown", onKey);
    document.removeEventListener("focusin", onFocus);
    document.removeEventListener("DOMContentLoaded", attach);
    window.visualViewport?.removeEventListener("resize", fit);
    host.remove();
    delete window.AsistenteNuble;
  }

  open_.addEventListener("click", open);
  close_.addEventListener("click", () => close());
  window.addEventListener("message", onMessage);
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", onFocus);
  window.visualViewport?.addEventListener("resize", fit);
  document.addEventListener("DOMContentLoaded", attach);
  attach();
  const api = Object.freeze({ open, close: () => close(), ask, on, destroy });
  Object.defineProperty(window, "AsistenteNuble", { value: api, configurable: true });
})();
