// The sources of an answer open under it, with what the answer rests on marked. `answers.js` tells
// of each answer that is whole; without either, or with Ctrl, a source is a link to its document.
(function () {
  "use strict";
  const NO_SOURCE = "No se pudo abrir la fuente. Revisa tu conexión y vuelve a intentar, o abre el documento completo.";
  const GONE = "Esta fuente ya no está disponible: puede que la hayan reemplazado. Pregunta de nuevo para ver la vigente.";
  const CHIP = '#charla .bot-row .prose a[href^="/fuentes/"]';
  const SHORTEST = 4;
  const CROSS = '<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M6 6l12 12M18 6L6 18"/></svg>';

  const text = (node) => (node ? node.textContent.trim() : "");
  const sentences = (words) => words.replace(/([.!?:;])\s+/g, "$1\n").split(/\n+/).map((x) => x.replace(/^\s*- /, ""));
  const address = (chip) => chip.getAttribute("href");

  function el(tag, attributes, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  }

  // Documents, each read once.
  const pages = new Map();

  async function read(path) {
    const reply = await fetch(path, { headers: { Accept: "text/html" } });
    if (!reply.ok) throw new Error(reply.status === 404 ? GONE : NO_SOURCE);
    return new DOMParser().parseFromString(await reply.text(), "text/html");
  }

  function load(path) {
    if (!pages.has(path)) {
      pages.set(path, read(path));
      pages.get(path).catch(() => pages.delete(path));
    }
    return pages.get(path);
  }

  // Every letter of a node that is no blank, and where it is.
  function lettersOf(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT), places = [];
    let all = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let i = 0; i < node.data.length; i += 1) {
        if (/\s/.test(node.data[i])) continue;
        all += node.data[i];
        places.push([node, i]);
      }
    }
    return { all, places };
  }

  // Marks what `root` says with these words, whatever blanks and tags are between them.
  function markPiece(root, words) {
    const wanted = words.replace(/\s+/g, ""), { all, places } = lettersOf(root);
    const at = wanted.length < SHORTEST ? -1 : all.indexOf(wanted);
    if (at < 0) return false;
    const spans = new Map();
    for (const [node, i] of places.slice(at, at + wanted.length)) {
      spans.set(node, [spans.has(node) ? spans.get(node)[0] : i, i + 1]);
    }
    for (const [node, [from, to]] of spans) {
      if (node.parentNode.closest("mark")) continue;
      const part = from ? node.splitText(from) : node;
      part.splitText(to - from);
      const mark = el("mark");
      part.replaceWith(mark);
      mark.append(part);
    }
    return true;
  }

  function mark(root, quotes) {
    for (const quote of quotes) {
      if (!markPiece(root, quote)) sentences(quote).forEach((piece) => markPiece(root, piece));
    }
    return root.querySelector("mark") !== null;
  }

  function validity(found) {
    const kept = el("dl");
    for (const name of found.querySelectorAll("dl dt")) {
      if (!/^(Fuente|Vigencia)$/.test(text(name))) continue;
      kept.append(document.importNode(name, true), document.importNode(name.nextElementSibling, true));
    }
    return kept;
  }

  async function passage(url, quotes) {
    const [path, anchor] = url.split("#"), found = await load(path);
    const section = anchor ? found.getElementById(decodeURIComponent(anchor)) : found.querySelector("section");
    if (!section) throw new Error(GONE);
    const copy = document.importNode(section, true);
    copy.querySelectorAll("h1, h2").forEach((node) => node.remove());
    copy.querySelectorAll("[id]").forEach((node) => node.removeAttribute("id"));
    const words = el("div", {}, ...copy.childNodes);
    if (mark(words, quotes)) words.prepend(el("p", { class: "leyenda" }, "Lo marcado es en lo que se basa la respuesta."));
    words.append(validity(found));
    return words;
  }

  // What is open, by the box under each answer.
  const answers = new WeakMap();
  const boxOf = (chip) => chip.closest(".message-row").querySelector(":scope > .obras");

  // The labels say what pressing them does now.
  function dress(answer) {
    for (const chip of answer.box.parentNode.querySelectorAll(CHIP)) {
      const isOpen = answer.open !== null && answer.open.url === address(chip);
      chip.setAttribute("aria-expanded", String(isOpen));
      chip.setAttribute("aria-label", `Fuente: ${text(chip)}`);
      if (isOpen) chip.setAttribute("aria-controls", answer.open.panel.id);
      else chip.removeAttribute("aria-controls");
    }
  }

  function close(answer, isBack) {
    if (!answer.open) return;
    const { panel, url } = answer.open;
    panel.remove();
    answer.open = null;
    dress(answer);
    const chip = [...answer.box.parentNode.querySelectorAll(CHIP)].find((link) => address(link) === url);
    if (isBack && chip) chip.focus();
  }

  function draw(answer, chip, body) {
    const id = `pasaje-${answer.message.id}`, heading = el("h2", { id: `t-${id}` }, text(chip));
    const shut = el("button", { type: "button" });
    shut.innerHTML = CROSS;
    shut.append(el("span", {}, "Cerrar"));
    shut.addEventListener("click", () => close(answer, true));
    const attributes = { href: address(chip), target: "_blank", rel: "noopener", "aria-label": "Ver el documento completo (se abre en otra pestaña)" };
    return el("section", { id, class: "pasaje", role: "region", tabindex: "-1", "aria-labelledby": heading.id },
      el("div", { class: "titulo" }, heading, shut), body,
      el("p", { class: "completo" }, el("a", attributes, "Ver el documento completo")));
  }

  async function open(answer, chip) {
    const url = address(chip), body = el("div", {}, el("p", { role: "status" }, "Abriendo la fuente…"));
    close(answer, false);
    const mine = { url, panel: draw(answer, chip, body) };
    answer.open = mine;
    answer.box.prepend(mine.panel);
    dress(answer);
    const quotes = answer.message.citations.filter((c) => c.url === url).map((c) => c.quote);
    try {
      body.replaceChildren(await passage(url, quotes));
    } catch (error) {
      body.replaceChildren(el("p", { class: "aviso", role: "alert" }, error.message === GONE ? GONE : NO_SOURCE));
    }
    if (answer.open !== mine) return;
    const now = document.activeElement;
    if (now === document.body || now === chip) mine.panel.focus({ preventScroll: true });
    mine.panel.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("respuesta", ({ target, detail }) => {
    if (!answers.has(target)) answers.set(target, { box: target, message: detail, open: null });
    dress(answers.get(target));
  });

  document.addEventListener("click", (event) => {
    const chip = event.target.closest?.(CHIP), answer = chip && answers.get(boxOf(chip));
    if (!answer || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (answer.open && answer.open.url === address(chip)) close(answer, true);
    else open(answer, chip);
  });

  document.addEventListener("keydown", (event) => {
    const place = event.key === "Escape" && event.target.closest?.(`.pasaje, ${CHIP}[aria-expanded="true"]`);
    if (!place) return;
    event.preventDefault();
    close(answers.get(place.closest(".obras") || boxOf(place)), true);
  });
})();
