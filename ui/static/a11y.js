// What Gradio's page lacks for who does not see it, or does not use a mouse: Spanish names for its
// parts, one announcement for each answer, a focus that is never lost, and a chat that shows an
// answer from its beginning. It reads the page and changes attributes; it sends nothing anywhere.
(function () {
  "use strict";
  const QUIET_MS = 900;
  const MOST_HEARD = 3;
  let status = null, announced = null, heard = 0, timer = 0, lastQuestion = null, arrived = 0, saying = "";

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

  function scroll(log) {
    const questions = log.querySelectorAll(".user-row");
    const last = questions[questions.length - 1];
    if (!last) { log.scrollTop = 0; return; }
    const top = last.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
    if (lastQuestion !== questions.length) {
      lastQuestion = questions.length;
      log.dataset.sigue = "1";
    }
    // What a person of the institution writes, or the program tells, comes without being asked for.
    const unasked = log.querySelectorAll(".de-persona, .de-aviso");
    const newest = unasked.length > arrived ? unasked[unasked.length - 1] : null;
    arrived = unasked.length;
    const isAnswer = newest && newest.previousElementSibling === last;
    if (newest && !isAnswer) delete log.dataset.sigue;
    if (document.documentElement.dataset.vuelve) {
      log.scrollTop = log.scrollHeight;
    } else if (log.dataset.sigue) {
      log.scrollTop = Math.min(log.scrollHeight - log.clientHeight, top - 8);
    } else if (newest) {
      log.scrollTop += newest.getBoundingClientRect().top - log.getBoundingClientRect().top - 8;
    }
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
  }

  function said(log) {
    const shown = log.querySelectorAll(".message-row .prose");
    return `${shown.length} ${text(shown[shown.length - 1])} ${text(document.querySelector("#aviso .prose"))}`;
  }

  function keepFocus(log) {
    // A button that was just pressed may be gone (suggestions, «Seguir con el asistente»).
    if (document.activeElement === document.body && log.dataset.pulsado) log.focus({ preventScroll: true });
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
      timer = setTimeout(() => { timer = 0; announce(log); keepFocus(log); }, QUIET_MS);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    document.addEventListener("click", (event) => {
      const log = document.querySelector('#charla [role="log"]');
      if (log && event.target.closest("#sugerencias button, #respuestas button, #ayudas button, #seguir, #nueva, #derivar, #retirar")) log.dataset.pulsado = "1";
    });
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
