// What Gradio's page lacks for who does not see it, or does not use a mouse: Spanish names for its
// parts, one announcement for each answer, a focus that is never lost, and a chat that shows an
// answer from its beginning. It reads the page and changes attributes; it sends nothing anywhere.
(function () {
  "use strict";
  const QUIET_MS = 900;
  const MOST_HEARD = 3;
  let status = null, announced = null, heard = 0, timer = 0, lastQuestion = null, arrived = 0, unasked = -1, saying = "";

  const text = (node) => (node ? node.textContent.trim() : "");
  const set = (node, name, value) => {
    if (node && node.getAttribute(name) !== value) node.setAttribute(name, value);
  };

  function nameParts() {
    const log = document.querySelector('#charla [role="log"]');
    if (!log) return null;
    set(document.documentElement, "lang", "es-CL");
    set(log, "aria-label", "Conversación");
    set(log, "aria-live", "off");
    set(log, "tabindex", "0");
    // Gradio puts the header in its <main> too: who jumps to the main part would skip nothing.
    set(log.closest("main"), "role", "none");
    set(document.getElementById("charla"), "role", "main");
    set(document.getElementById("cabecera"), "role", "banner");
    set(document.getElementById("ia"), "role", "note");
    set(document.getElementById("sugerencias"), "role", "group");
    set(document.getElementById("sugerencias"), "aria-label", "Preguntas sugeridas");
    for (const [id, name] of [["respuestas", "Respuestas posibles"], ["ayudas", "Ayuda con la pregunta"]]) {
      set(document.getElementById(id), "role", "group");
      set(document.getElementById(id), "aria-label", name);
    }
    const field = document.querySelector("#pregunta textarea");
    set(field, "aria-label", "Escribe tu pregunta");
    set(field, "autocomplete", "off");
    set(field, "enterkeyhint", "send");
    for (const row of log.querySelectorAll(".message-row")) {
      const own = row.classList.contains("user-row");
      const who = own ? "Tú" : speaker(row);
      row.classList.toggle("de-persona", who.startsWith("Persona ·"));
      row.classList.toggle("de-aviso", who === "Aviso");
      row.classList.toggle("de-asistente", who.startsWith("Asistente"));
      const box = row.querySelector("[data-testid]");
      set(box, "role", "group");
      set(box, "aria-label", who);
    }
    for (const link of log.querySelectorAll("a[target=_blank]:not([aria-label])")) {
      const what = link.getAttribute("href").startsWith("/fuentes/") ? "Fuente: " : "";
      link.setAttribute("aria-label", what + text(link) + " (se abre en otra pestaña)");
    }
    return log;
  }

  // Only the page itself writes what is bold at the beginning: who speaks.
  function speaker(row) {
    const first = row.querySelector(".prose > p:first-child, .prose > span > p:first-child");
    const bold = text(first?.querySelector("strong"));
    const isLabel = bold && bold === text(first) && /^(Persona ·|Aviso$|Asistente)/.test(bold);
    row.classList.toggle("con-quien", Boolean(isLabel));
    return isLabel ? bold : "Asistente";
  }

  function words(row) {
    const parts = [...row.querySelectorAll(".prose p, .prose li")].map(text).filter(Boolean);
    if (!parts.length) return text(row.querySelector(".prose"));
    const who = row.classList.contains("con-quien") ? `${parts.shift()}: ` : "";
    return who + parts.join(" ");
  }

  // What scrolls: the messages or, in a low window and with large letters, the whole page.
  function moving(log) {
    return getComputedStyle(log).overflowY === "visible" ? document.scrollingElement : log;
  }

  function scroll(log) {
    const questions = log.querySelectorAll(".user-row");
    const last = questions[questions.length - 1];
    const moved = moving(log), edge = moved === log ? log.getBoundingClientRect().top : 0;
    const bring = (row) => { moved.scrollTop += row.getBoundingClientRect().top - edge - 8; };
    const rows = log.querySelectorAll(".message-row");
    const came = rows.length > arrived && arrived ? rows[arrived] : null;
    if (lastQuestion !== questions.length) {
      lastQuestion = questions.length;
      log.dataset.sigue = "1";
      unasked = -1;
    }
    // What a person of the institution writes, or the program tells, comes without being asked for.
    // It is followed until it is announced: Gradio puts a row there before its words.
    if (came?.matches(".bot-row") && came.previousElementSibling !== last) {
      unasked = arrived;
      delete log.dataset.sigue;
    }
    arrived = rows.length;
    if (!last && unasked < 0) { log.scrollTop = 0; return; }
    if (document.documentElement.dataset.vuelve) moved.scrollTop = moved.scrollHeight;
    else if (log.dataset.sigue && last) bring(last);
    else if (rows[unasked]) bring(rows[unasked]);
  }

  function announce(log) {
    const rows = [...log.querySelectorAll(".bot-row")].filter((row) => !row.querySelector("em"));
    const notice = text(document.querySelector("#aviso .prose"));
    const isNew = rows.length > heard ? rows.slice(Math.max(heard, rows.length - MOST_HEARD)) : rows.slice(-1);
    heard = rows.length;
    const now = notice || isNew.map(words).join(" ");
    const mark = rows.length + now;
    if (!now || mark === announced) return;
    announced = mark;
    status.textContent = now;
    delete log.dataset.sigue;
    if (!notice || moving(log) === log) return;
    for (const id of ["escribir", "aviso"]) document.getElementById(id)?.scrollIntoView({ block: "nearest" });
  }

  function said(log) {
    const shown = log.querySelectorAll(".message-row .prose");
    return `${shown.length} ${text(shown[shown.length - 1])} ${text(document.querySelector("#aviso .prose"))}`;
  }

  function keepFocus(log) {
    // A button that was just pressed may be gone (suggestions, «Seguir con el asistente»).
    if (document.activeElement === document.body && log.dataset.pulsado) {
      // Where the whole page scrolls the list is much taller than the window.
      const said = [...log.querySelectorAll(".bot-row [data-testid]")].pop();
      const place = moving(log) === log || !said ? log : said;
      if (place !== log) set(place, "tabindex", "-1");
      place.focus({ preventScroll: true });
    }
    delete log.dataset.pulsado;
  }

  function start() {
    status = document.createElement("div");
    status.className = "solo-lector";
    status.setAttribute("role", "status");
    status.setAttribute("aria-live", "polite");
    document.body.appendChild(status);
    new MutationObserver(() => {
      const log = nameParts();
      if (!log) return;
      scroll(log);
      // What is put under an answer later does not make who listens wait for it.
      const now = said(log);
      if (now === saying && (timer || !log.dataset.pulsado)) return;
      saying = now;
      clearTimeout(timer);
      timer = setTimeout(() => { timer = 0; announce(log); keepFocus(log); unasked = -1; }, QUIET_MS);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    document.addEventListener("click", (event) => {
      const log = document.querySelector('#charla [role="log"]');
      if (log && event.target.closest("#sugerencias button, #respuestas button, #ayudas button, #seguir, #nueva, #derivar, #retirar")) log.dataset.pulsado = "1";
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
