// What can be done with an answer of the chat, under it: hear it, copy it, say whether it was of
// use. Rows are Gradio's and know nothing of messages, so what they are is asked once for each new
// answer. `sources.js` is told of each answer, and opens its sources under it.
(function () {
  "use strict";
  const QUIET_MS = 400, LATE_MS = 15000, MOST_COMMENT = 500, LETTERS = 80;
  const REASONS = [
    ["no_responde", "No responde lo que pregunté"],
    ["no_se_entiende", "No se entiende"],
    ["parece_incorrecta", "Parece incorrecta o antigua"],
    ["falta_informacion", "Falta información"],
    ["otra", "Otra razón"],
  ];
  const NOT_SAVED = "Tu opinión no se guardó. Lo que marcaste sigue aquí: espera unos segundos y vuelve a intentar.";
  const NOT_COPIED = "Tu navegador no dejó copiar. La respuesta quedó seleccionada: cópiala con Ctrl+C, o mantén el dedo sobre ella.";
  const NOT_READ = "Este dispositivo no pudo leer la respuesta en voz alta.";
  const ICONS = {
    listen: "M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a9 9 0 0 1 0 12",
    stop: "M6 6h12v12H6z",
    copy: "M9 9h11v11H9zM5 15H4V4h11v1",
    yes: "M5 13l4 4L19 7",
    no: "M6 6l12 12M18 6L6 18",
  };

  const text = (node) => (node ? node.textContent.trim() : "");
  const letters = (words) => words.replace(/[^\p{L}\p{N}]+/gu, "");
  const sentences = (words) => words.replace(/([.!?:;])\s+/g, "$1\n").split(/\n+/).map((x) => x.replace(/^\s*- /, "").trim()).filter(Boolean);

  function el(tag, attributes, ...inside) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...inside);
    return node;
  }

  function icon(name) {
    const made = document.createElement("template");
    made.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="${ICONS[name]}"/></svg>`;
    return made.content.firstChild;
  }

  function button(words, picture, does, attributes) {
    const made = el("button", { type: "button", ...attributes }, icon(picture), el("span", {}, words));
    made.addEventListener("click", does);
    return made;
  }

  async function post(path, body) {
    const late = new AbortController(), timer = setTimeout(() => late.abort(), LATE_MS);
    try {
      const headers = { "Content-Type": "application/json" };
      return await fetch(path, { method: "POST", headers, body: JSON.stringify(body), cache: "no-store", signal: late.signal });
    } finally { clearTimeout(timer); }
  }

  // Reading aloud. Only with voices that are in the device: the others send the answer elsewhere.
  const speech = window.speechSynthesis;
  let reading = null, saying = [];

  function voice() {
    const mine = speech ? speech.getVoices().filter((v) => v.localService && /^es([-_]|$)/i.test(v.lang)) : [];
    const first = (wanted) => mine.find((v) => wanted.test(v.lang));
    return first(/^es[-_]CL/i) || first(/^es[-_](419|AR|CO|MX|PE|US)/i) || mine[0];
  }

  function stopReading() {
    if (!reading) return;
    const was = reading;
    reading = null;
    speech.cancel();
    was.showReading(false);
  }

  function listen(answer) {
    const isAgain = reading === answer;
    stopReading();
    if (isAgain) return;
    const chosen = voice(), over = (words) => { if (reading === answer) { stopReading(); answer.say(words); } };
    reading = answer;
    answer.say("");
    answer.showReading(true);
    // By sentences: some browsers fall silent in the middle of a long text. Kept, because others
    // forget to tell the end of what nobody holds.
    saying = sentences(answer.message.text).map((part) => {
      const said = new SpeechSynthesisUtterance(part);
      said.voice = chosen;
      said.lang = chosen.lang;
      said.onerror = (event) => { if (!/cancel|interrupt/.test(event.error)) over(NOT_READ); };
      return said;
    });
    saying[saying.length - 1].onend = () => over("");
    saying.forEach((said) => speech.speak(said));
  }

  // Copying.
  function plain(answer) {
    const row = answer.box.parentNode, seen = new Set();
    const label = row.classList.contains("con-quien") ? text(row.querySelector(".prose strong")) : "Asistente (IA)";
    const sources = answer.message.citations
      .filter((c) => !seen.has(c.url) && seen.add(c.url))
      .map((c) => `- ${c.section ? `${c.section}, en «${c.title}»` : c.title}. ${c.source}. ${window.location.origin}${c.url}`);
    return [`${label}:`, answer.message.text, ...(sources.length ? [`Fuentes:\n${sources.join("\n")}`] : [])].join("\n\n");
  }

  // The way of old browsers, which also works in a frame that may not use the clipboard.
  function copyByCommand(answer, words) {
    const back = document.activeElement, field = el("textarea", { class: "solo-lector", readonly: "" });
    field.value = words;
    answer.box.append(field);
    field.select();
    let isCopied = false;
    try { isCopied = document.execCommand("copy"); } catch (e) { /* said below */ }
    field.remove();
    if (back) back.focus({ preventScroll: true });
    return isCopied;
  }

  async function copy(answer) {
    const words = plain(answer);
    let isCopied = false;
    try {
      await navigator.clipboard.writeText(words);
      isCopied = true;
    } catch (e) { isCopied = copyByCommand(answer, words); }
    if (!isCopied) {
      window.getSelection().selectAllChildren(answer.box.parentNode.querySelector(".prose"));
    }
    answer.say(isCopied ? (answer.message.citations.length ? "Copiado, con sus fuentes." : "Copiado.") : NOT_COPIED);
  }

  // Opinions.
  async function rate(answer, useful, reason, comment) {
    if (answer.isSending) return;
    answer.isSending = true;
    answer.say("Enviando…");
    let isSaved = false, words = NOT_SAVED;
    try {
      const reply = await post("/vivo/opinion", { conversation: shown, message: answer.message.id, useful, reason, comment });
      const told = await reply.json().catch(() => ({}));
      isSaved = reply.ok;
      words = told.words || (isSaved ? "Gracias por tu opinión." : NOT_SAVED);
    } catch (e) { /* NOT_SAVED says it */ }
    answer.isSending = false;
    if (isSaved) {
      answer.message.rated = useful;
      answer.showRated();
      if (answer.form) answer.closeForm();
    }
    answer.say(words);
  }

  function openForm(answer) {
    if (answer.form) { answer.form.querySelector("input").focus(); return; }
    const name = `razon-${answer.message.id}`, note = `nota-${answer.message.id}`, field = `comentario-${answer.message.id}`;
    const options = REASONS.map(([value, words]) => el("label", {}, el("input", { type: "radio", name, value }), words));
    const comment = el("textarea", { id: field, rows: "3", maxlength: String(MOST_COMMENT), "aria-describedby": note, autocomplete: "off" });
    const cancel = el("button", { type: "button", class: "otro" }, "Cancelar");
    const form = el("form", { id: `opinion-${answer.message.id}`, "aria-label": "Tu opinión de esta respuesta" },
      el("fieldset", {}, el("legend", {}, "¿Por qué no te sirvió? (opcional)"), ...options),
      el("label", { for: field }, "Comentario (opcional)"),
      el("p", { id: note }, "No escribas datos personales: ni nombres, ni RUT, ni teléfonos, ni correos."),
      comment,
      el("p", { class: "botones" }, el("button", { type: "submit" }, "Enviar"), cancel));
    const close = () => {
      const hadFocus = form.contains(document.activeElement);
      form.remove();
      answer.form = null;
      answer.no.setAttribute("aria-expanded", "false");
      answer.no.removeAttribute("aria-controls");
      if (hadFocus) answer.no.focus();
    };
    cancel.addEventListener("click", () => { close(); answer.say(""); });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      cancel.click();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = form.querySelector("input:checked");
      rate(answer, false, chosen ? chosen.value : null, comment.value.trim());
    });
    answer.form = form;
    answer.closeForm = close;
    answer.status.before(form);
    answer.no.setAttribute("aria-expanded", "true");
    answer.no.setAttribute("aria-controls", form.id);
    answer.say("");
    form.querySelector("input").focus({ preventScroll: true });
    form.scrollIntoView({ block: "nearest" });
  }

  // What is under one answer, by its message; kept when Gradio draws the row again, so that nothing
  // that was typed or opened there is lost.
  function build(message, isWelcome) {
    const status = el("p", { class: "dicho", role: "status" });
    const bar = el("div", { class: "barra", role: "group", "aria-label": "Acciones de esta respuesta" });
    const answer = { message, box: el("div", { class: "obras" }, bar, status), status, form: null, isSending: false };
    answer.say = (words) => { status.textContent = words; };
    const hear = button("Escuchar", "listen", () => listen(answer), { class: "escuchar" });
    hear.hidden = !voice();
    answer.showReading = (isOn) => hear.replaceChildren(icon(isOn ? "stop" : "listen"), el("span", {}, isOn ? "Detener" : "Escuchar"));
    bar.append(hear);
    if (!isWelcome) bar.append(button("Copiar", "copy", () => copy(answer)));
    if (message.can_rate) bar.append(question(answer));
    return answer;
  }

  function question(answer) {
    const yes = button("Sí", "yes", () => rate(answer, true, null, ""), { "aria-label": "Sí, me sirvió" });
    const no = button("No", "no", () => openForm(answer), { "aria-expanded": "false" });
    answer.no = no;
    answer.showRated = () => {
      const { rated } = answer.message;
      yes.setAttribute("aria-pressed", String(rated === true));
      no.classList.toggle("elegido", rated === false);
      no.setAttribute("aria-label", rated === false ? "No me sirvió: elegido" : "No me sirvió");
    };
    answer.showRated();
    return el("span", { class: "sirvio" }, el("span", {}, "¿Te sirvió?"), yes, no);
  }

  // Which answers are on the page.
  let shown = "", known = "", messages = [], drawn = new Map(), isAsking = false, timer = 0, wait = 0;

  function forget() {
    stopReading();
    drawn.forEach((answer) => answer.box.remove());
    known = "";
    messages = [];
    drawn = new Map();
  }

  const fits = (row, message) =>
    row.classList.contains("user-row") === (message.role === "person") &&
    letters(text(row.querySelector(".prose"))).includes(letters(message.text).slice(0, LETTERS));

  function put(row, message, isWelcome) {
    let answer = null;
    // Of the welcome there is nothing to do but to hear it.
    const isOurs = message && (message.role === "assistant" || message.role === "official") && !(isWelcome && !voice());
    if (isOurs) {
      if (!drawn.has(message.id)) drawn.set(message.id, build(message, isWelcome));
      answer = drawn.get(message.id);
    }
    row.querySelectorAll(":scope > .obras").forEach((box) => { if (!answer || box !== answer.box) box.remove(); });
    if (!answer) return;
    if (answer.box.parentNode !== row) row.append(answer.box);
    answer.box.dispatchEvent(new CustomEvent("respuesta", { bubbles: true, detail: answer.message }));
  }

  // A row that could not be recorded is no message, so each row is looked for among what follows.
  function place(rows) {
    let next = 0;
    for (const row of rows) {
      let at = next;
      while (at < messages.length && !fits(row, messages[at])) at += 1;
      if (at < messages.length) next = at + 1;
      put(row, messages[at], at === 0);
    }
    if (reading && !reading.box.isConnected) stopReading();
  }

  // Nobody has said anything: the first message is read from the page, and the server is not asked.
  function placeWelcome(row) {
    const said = [...row.querySelectorAll(".prose p, .prose li")].map(text).filter(Boolean);
    if (row.classList.contains("con-quien")) said.shift();
    put(row, { id: 0, role: "assistant", text: said.join("\n"), can_rate: false, citations: [] }, true);
  }

  async function learn(talk, key) {
    isAsking = true;
    try {
      const reply = await post("/vivo/mensajes", { conversation: talk });
      const isLater = reply.status === 429 || reply.status >= 500;
      const told = reply.ok ? (await reply.json()).messages : [];
      wait = isLater ? 1000 * (Number(reply.headers.get("Retry-After")) || 5) : 0;
      if (!isLater && talk === shown) { messages = told; known = key; }
    } catch (e) { wait = Math.min(Math.max(wait * 2, 2000), 60000); }
    isAsking = false;
    look(wait);
  }

  function sync() {
    const talk = (document.querySelector("#conversacion :is(textarea, input)") || {}).value || "";
    if (talk !== shown) { forget(); shown = talk; }
    const rows = [...document.querySelectorAll("#charla .message-row")], last = rows[rows.length - 1];
    if (!talk || isAsking || !last || last.querySelector(".prose em")) return;
    if (!rows.some((row) => row.classList.contains("user-row"))) { placeWelcome(rows[0]); return; }
    const key = `${rows.length} ${text(last.querySelector(".prose"))}`;
    if (key === known) place(rows);
    else if (navigator.onLine && !document.hidden) learn(talk, key);
  }

  function look(after) {
    clearTimeout(timer);
    timer = setTimeout(sync, after);
  }

  function start() {
    const isOurs = (node) => Boolean((node.nodeType === Node.ELEMENT_NODE ? node : node.parentNode)?.closest(".obras"));
    const isOurChange = ({ target, addedNodes }) => isOurs(target) || (addedNodes.length > 0 && [...addedNodes].every(isOurs));
    new MutationObserver((changes) => {
      if (!changes.every(isOurChange)) look(Math.max(wait, QUIET_MS));
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    document.addEventListener("click", (event) => { if (event.target.closest?.("#nueva")) stopReading(); });
    speech?.addEventListener?.("voiceschanged", () => {
      document.querySelectorAll("#charla .escuchar").forEach((hear) => { hear.hidden = !voice(); });
      look(QUIET_MS);
    });
    window.addEventListener("online", () => { wait = 0; look(QUIET_MS); });
    window.addEventListener("pagehide", stopReading);
    document.addEventListener("visibilitychange", () => { if (document.hidden) stopReading(); else look(QUIET_MS); });
    look(QUIET_MS);
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
