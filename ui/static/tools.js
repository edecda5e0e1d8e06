// «Opciones»: letters, colours, and what one takes away (the conversation, the dates, the papers).
// What a person chooses for their eyes is kept on their own device, and only once they choose it.
// The conversation is saved by its id in the body of a request: it is in no address.
(function () {
  "use strict";
  const root = document.documentElement;
  const SIZES = ["100", "115", "130", "150", "200"], SIZE_KEY = "letra", COLOUR_KEY = "colores";
  const COLOURS = [["equipo", "Como mi teléfono o computador"], ["claros", "Claros"], ["oscuros", "Oscuros"], ["contraste", "Alto contraste"]];
  const PAGES = [
    ["/calendario", "Fechas del concurso"], ["/lista-de-documentos", "Lista de documentos"],
    ["/caso", "Ya tengo un folio"], ["/simple", "Versión simple"],
    ["/transparencia", "Transparencia"], ["/accesibilidad", "Accesibilidad"],
  ];
  const NOTHING = "Todavía no hay nada que guardar: primero haz una pregunta.";
  const LOST = "No hay conexión, así que no se pudo guardar. Revisa tu internet y vuelve a intentar.";
  const FAILED = "No se pudo guardar. Espera un momento y vuelve a intentar.";
  const DAWDLE_MS = 60000;

  const kept = {
    read(key) { try { return localStorage.getItem(key); } catch (e) { return null; } },
    write(key, value) { try { localStorage.setItem(key, value); } catch (e) { /* this visit only */ } },
    forget(key) { try { localStorage.removeItem(key); } catch (e) { /* nothing was kept */ } },
  };

  function make(tag, attributes, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  }

  // Letters and colours.
  let size = SIZES.includes(kept.read(SIZE_KEY)) ? kept.read(SIZE_KEY) : "100";
  let colour = COLOURS.some(([name]) => name === kept.read(COLOUR_KEY)) ? kept.read(COLOUR_KEY) : "equipo";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function dress() {
    if (size === "100") delete root.dataset.letra; else root.dataset.letra = size;
    if (colour === "equipo") delete root.dataset.tema; else root.dataset.tema = colour;
  }

  // Gradio draws dark with a class of the body, which it sets when it likes.
  function darken() {
    if (colour === "equipo" || !document.body) return;
    const wanted = colour !== "claros";
    if (document.body.classList.contains("dark") !== wanted) document.body.classList.toggle("dark", wanted);
  }

  function chooseColour(name) {
    colour = name;
    if (name === "equipo") {
      kept.forget(COLOUR_KEY);
      document.body.classList.toggle("dark", dark.matches);
    } else kept.write(COLOUR_KEY, name);
    dress();
    darken();
    tell(`Colores: ${COLOURS.find(([one]) => one === name)[1].toLowerCase()}.`);
  }

  function chooseSize(step) {
    const place = SIZES.indexOf(size) + step;
    if (place < 0 || place >= SIZES.length) {
      tell(step > 0 ? "La letra ya está lo más grande posible." : "La letra ya está en su tamaño normal.");
      return;
    }
    size = SIZES[place];
    if (size === "100") kept.forget(SIZE_KEY); else kept.write(SIZE_KEY, size);
    dress();
    tell(size === "100" ? "Letra de tamaño normal." : `Letra al ${size} por ciento.`);
  }

  // The conversation as a file.
  const said = () => document.querySelector("#charla .user-row");
  const talk = () => document.querySelector("#conversacion :is(textarea, input)")?.value ?? "";

  async function save(kind) {
    if (!talk() || !said()) { tell(NOTHING); return; }
    tell("Preparando el archivo…");
    const body = new URLSearchParams({ conversacion: talk(), formato: kind });
    let answer;
    try {
      answer = await fetch("/conversacion/archivo", { method: "POST", body, cache: "no-store" });
    } catch (e) { tell(LOST); return; }
    try {
      if (!answer.ok) { tell(why(await answer.text())); return; }
      const named = /filename="([\w.-]+)"/.exec(answer.headers.get("Content-Disposition") ?? "");
      const link = make("a", { download: named ? named[1] : `conversacion.${kind}`, hidden: "" });
      link.href = URL.createObjectURL(await answer.blob());
      document.body.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), DAWDLE_MS);
      tell("Listo: el archivo quedó en tus descargas.");
    } catch (e) { tell(FAILED); }
  }

  // The server says in a page why there is no file.
  function why(html) {
    const words = new DOMParser().parseFromString(html, "text/html").querySelectorAll("main h1, main h1 + p");
    return [...words].map((one) => one.textContent.trim()).join(". ") || FAILED;
  }

  function print() {
    close();
    window.print();
  }

  // The panel: it does not stop the page behind it, and leaving it closes it.
  let button = null, panel = null, status = null;

  function tell(words) { if (status) status.textContent = words; }

  function act(words, does) {
    const node = make("button", { type: "button" }, words);
    node.addEventListener("click", does);
    return node;
  }

  function group(title, ...inside) {
    return make("fieldset", {}, make("legend", {}, title), ...inside);
  }

  function colourChoice([name, words]) {
    const radio = make("input", { type: "radio", name: "colores", value: name });
    radio.checked = name === colour;
    radio.addEventListener("change", () => chooseColour(name));
    return make("label", {}, radio, make("span", {}, words));
  }

  // On a narrow page the header has no room for it (tools.css).
  function another() {
    return act("Nueva conversación", () => {
      close(true);
      document.getElementById("nueva")?.click();
    });
  }

  function row(...inside) { return make("div", { class: "fila" }, ...inside); }

  function build() {
    const leave = act("Cerrar", () => close(true));
    leave.className = "cerrar";
    status = make("p", { role: "status", class: "dicho" });
    const links = PAGES.map(([address, words]) => make("li", {}, make("a", { href: address, target: "_blank", rel: "noopener" }, words)));
    panel = make("div", { id: "opciones-panel", role: "dialog", "aria-labelledby": "opciones-titulo", tabindex: "-1", hidden: "" },
      make("div", { class: "arriba" }, make("h2", { id: "opciones-titulo" }, "Opciones"), leave),
      status,
      make("div", { class: "fila otra" }, another()),
      group("Tamaño de la letra", row(act("Letra más chica", () => chooseSize(-1)), act("Letra más grande", () => chooseSize(1)))),
      group("Colores", row(...COLOURS.map(colourChoice))),
      group("Llévate esta conversación", row(act("Guardar como texto", () => save("txt")), act("Guardar como PDF", () => save("pdf")), act("Imprimir", print))),
      make("nav", { "aria-label": "Otras páginas" }, make("p", { id: "opciones-otras" }, "Se abren en otra pestaña:"), make("ul", {}, ...links)));
    document.body.append(panel);
    panel.addEventListener("keydown", onKey);
    panel.addEventListener("focusout", (event) => {
      // Nothing may hold the focus under the panel.
      if (event.relatedTarget && !panel.contains(event.relatedTarget) && event.relatedTarget !== button) close();
    });
  }

  function open() {
    if (!panel) build();
    tell("");
    panel.hidden = false;
    button.setAttribute("aria-expanded", "true");
    panel.focus();
  }

  function close(isAsked) {
    if (!panel || panel.hidden) return;
    panel.hidden = true;
    button.setAttribute("aria-expanded", "false");
    if (isAsked) button.focus();
  }

  function onKey(event) {
    if (event.key === "Escape") { event.stopPropagation(); close(true); return; }
    if (event.key !== "Tab") return;
    // The panel is last in the page but follows its button: past its ends is the button again.
    const stops = [...panel.querySelectorAll("button, a, input:checked")];
    const isFirst = document.activeElement === stops[0] || document.activeElement === panel;
    if ((event.shiftKey && isFirst) || (!event.shiftKey && document.activeElement === stops[stops.length - 1])) {
      event.preventDefault();
      close(true);
    }
  }

  function place() {
    const where = document.getElementById("opciones-lugar") ?? document.getElementById("cabecera");
    if (!where || (button && where.contains(button))) return;
    button ??= make("button", { type: "button", id: "opciones-boton", "aria-expanded": "false", "aria-haspopup": "dialog" }, "Opciones");
    button.onclick = () => { if (panel && !panel.hidden) close(true); else open(); };
    where.append(button);
  }

  // Paper is white, whatever the screen is, and says the whole address of each source.
  let wasDark = false;
  root.style.setProperty("--sitio", JSON.stringify(window.location.origin));
  window.addEventListener("beforeprint", () => {
    wasDark = document.body.classList.contains("dark");
    watch.disconnect();
    document.body.classList.remove("dark");
  });
  window.addEventListener("afterprint", () => {
    document.body.classList.toggle("dark", wasDark);
    look();
  });
  document.addEventListener("pointerdown", (event) => {
    if (panel && !panel.hidden && !panel.contains(event.target) && event.target !== button) close();
  });

  const watch = new MutationObserver(() => { darken(); place(); });
  function look() {
    watch.observe(document.body, { attributes: true, attributeFilter: ["class"], childList: true, subtree: true });
    darken();
    place();
  }

  dress();
  if (document.body) look();
  else document.addEventListener("DOMContentLoaded", look);
})();
