// The chat when it is inside a page of another site, as the widget puts it. It does what that page
// asks (show itself, ask something, who the person is) and tells it what happens, never what is
// said. It listens to the page that holds it and to nobody else, if its site is on our list.
(function () {
  "use strict";
  if (window.top === window.self) return;
  const LONGEST = 2000, LOOK_MS = 250, PRESS_MS = 60;
  const sites = (document.querySelector('meta[name="asistente-sitios"]')?.content ?? "").split(" ").filter(Boolean);
  const root = document.documentElement;
  root.dataset.incrustado = "";

  let host = "", isReady = false, isAwaited = false, question = "", written = 0;
  const box = () => document.querySelector("#pregunta textarea");
  // The plain screen that goes before Gradio's is gone by then, and has handed over what it had.
  const hasBegun = () => Boolean(box() && !document.getElementById("antes") && document.querySelector("#conversacion :is(textarea, input)")?.value);

  function isOnTheList(origin) {
    return origin === window.location.origin || sites.some((site) => {
      const [scheme, ending] = site.split("*");
      return ending === undefined ? origin === site : origin.startsWith(scheme) && origin.endsWith(ending);
    });
  }

  function tell(type, more) {
    if (host) window.parent.postMessage({ type: `asistente:${type}`, ...more }, host);
  }

  // On a phone the keyboard would hide the conversation: there the conversation has the focus.
  function enter() {
    const typing = document.getElementById("s-texto") ?? box();
    const talk = document.querySelector('#charla [role="log"]');
    isAwaited = !isReady;
    (window.matchMedia("(pointer: fine)").matches ? typing : talk)?.focus({ preventScroll: true });
  }

  // By its own way in, where the server refuses what only a person may do; the box is left alone.
  function ask(text) {
    const field = document.querySelector("#del-sitio :is(textarea, input)");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => document.getElementById("pedir-del-sitio")?.click(), PRESS_MS);
  }

  const done = {
    __proto__: null,
    hola: () => { root.dataset.incrustado = "con-barra"; if (isReady) tell("listo"); },
    abrir: enter,
    perfil: (said) => {
      document.dispatchEvent(new CustomEvent("perfil", { detail: said.perfil }));
    },
    preguntar: (said) => {
      const text = typeof said.texto === "string" ? said.texto.trim() : "";
      if (!text || text.length > LONGEST) return;
      if (isReady) ask(text);
      else question = text;
    },
  };

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !isOnTheList(event.origin)) return;
    const [ours, name] = String(event.data?.type ?? "").split(":");
    if (ours !== "asistente" || !done[name]) return;
    host = event.origin;
    done[name](event.data);
  });

  window.addEventListener("keydown", (event) => {
    const isOurs = event.key === "Escape" && !event.defaultPrevented && !event.isComposing;
    if (isOurs && !document.querySelector("dialog[open]")) tell("cerrar");
  });

  // A conversation that comes back brings what was written before: that is not news.
  function count() {
    const now = document.querySelectorAll("#charla .de-persona").length;
    if (isReady && now > written && !root.dataset.vuelve) tell("mensaje", { de: "persona" });
    written = now;
  }

  // Nobody is known yet who could be told it, and it says nothing but that this page has come.
  window.parent.postMessage({ type: "asistente:aqui" }, "*");
  const waiting = setInterval(() => {
    if (!hasBegun()) return;
    clearInterval(waiting);
    isReady = true;
    count();
    if (isAwaited && document.hasFocus() && document.activeElement === document.body) enter();
    tell("listo");
    if (question) ask(question);
    new MutationObserver(count).observe(document.getElementById("charla"), { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  }, LOOK_MS);
})();
