// The pages of cases, live: one long request waits for news, and what changed takes its place
// without moving what is read nor losing what is typed. Without this script the pages still work.
(function () {
  "use strict";
  const marks = document.getElementById("vivo");
  if (!marks) return;
  const here = marks.dataset;
  const announcer = document.getElementById("anuncio");
  const trouble = document.getElementById("conexion");
  const ASK = { Accept: "application/json" };
  const REST_MS = 700, HIDDEN_MS = 15000, LONGEST_S = 25, WORST_MS = 15000;
  let waiting = Number(here.esperan), failures = 0, over = false, request = null, wake = null;
  const unsent = new Map(); // what was typed in a field that another part took away

  const pause = (ms) => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => { clearTimeout(timer); resolve(); };
  });
  const say = (text) => { announcer.textContent = ""; setTimeout(() => { announcer.textContent = text; }, 60); };
  const warn = (text, link) => {
    trouble.hidden = !text;
    if (trouble.textContent === text) return;
    trouble.textContent = text || "";
    if (link) {
      const a = document.createElement("a");
      [a.href, a.target, a.textContent] = [link, "_blank", "Entrar en otra pestaña"];
      trouble.append(" ", a);
    }
    if (text) say(text);
  };

  // What is being read stays where it is on the screen, whatever changes above it.
  const steady = (change) => {
    const seen = [...document.querySelectorAll("main [id]")].find((e) => {
      const box = e.getBoundingClientRect();
      return box.height && box.top >= 0 && box.top < window.innerHeight && !e.closest(".charla");
    });
    const top = seen?.getBoundingClientRect().top;
    change();
    const now = seen && document.getElementById(seen.id);
    if (now) window.scrollBy({ top: now.getBoundingClientRect().top - top, behavior: "instant" });
  };

  const replace = (old, part) => {
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    const caret = focus?.selectionStart === undefined ? null : [focus.selectionStart, focus.selectionEnd];
    const open = new Set([...old.querySelectorAll("details[open]")].map((d) => d.querySelector("summary")?.textContent));
    for (const field of old.querySelectorAll("textarea:not([readonly]), select, input:not([type=hidden])"))
      if (field.id && field.value) unsent.set(field.id, field.value);
    old.innerHTML = part.html;
    old.dataset.version = part.version;
    for (const [id, value] of unsent) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = value;
      unsent.delete(id);
    }
    for (const box of old.querySelectorAll("details")) if (open.has(box.querySelector("summary")?.textContent)) box.open = true;
    if (focus) {
      const again = (focus.id && document.getElementById(focus.id)) || old.querySelector("h2[tabindex], button, a");
      again?.focus({ preventScroll: true });
      if (caret && again?.setSelectionRange && again.tagName === "TEXTAREA") again.setSelectionRange(...caret);
    }
    if (unsent.get("respuesta")) keepUnsent(old);
    prepare();
  };

  const keepUnsent = (where) => {
    if (document.getElementById("sin-enviar")) return;
    const label = document.createElement("label"), box = document.createElement("textarea"), p = document.createElement("p");
    label.htmlFor = box.id = "sin-enviar";
    label.textContent = "Lo que habías escrito no se envió; cópialo si lo necesitas";
    [box.value, box.rows, box.readOnly] = [unsent.get("respuesta"), 3, true];
    p.append(label, box);
    where.append(p);
  };

  const show = (news) => {
    const announced = [];
    steady(() => {
      for (const part of news.parts) {
        const old = document.getElementById(part.id);
        if (old && old.dataset.version !== part.version) replace(old, part);
      }
    });
    const list = document.getElementById("mensajes");
    for (const message of news.messages) {
      if (message.id <= Number(here.ultimo)) continue;
      here.ultimo = message.id;
      if (!list || document.getElementById(`m-${message.id}`)) continue;
      list.insertAdjacentHTML("beforeend", message.html);
      if (message.says) announced.push(message.says);
    }
    if (news.waiting > waiting) announced.push(news.notice);
    waiting = news.waiting;
    bell(news.notice);
    if (announced.length) say(announced.join(". "));
  };

  const bell = (notice) => {
    document.title = (waiting ? `(${waiting}) ` : "") + here.titulo;
    const box = document.getElementById("espera");
    if (!box || box.textContent === (waiting ? notice : "")) return;
    box.replaceChildren();
    if (!waiting) return;
    const link = document.createElement("a");
    [link.href, link.textContent] = ["/panel/casos", notice];
    box.append(link);
  };

  const busy = () => document.querySelector("main :is(button, a, select):active") !== null;

  const ask = async () => {
    const seconds = document.hidden || failures ? 0 : LONGEST_S;
    const query = new URLSearchParams({ secuencia: here.secuencia, ultimo: here.ultimo, esperan: waiting, espera: seconds });
    request = new AbortController();
    const late = setTimeout(() => request.abort(), (seconds + 15) * 1000);
    try {
      const answer = await fetch(`${here.novedades}?${query}`, { headers: ASK, cache: "no-store", signal: request.signal });
      if (answer.status === 401) return warn("Tu sesión terminó. Lo que escribiste sigue aquí.", "/panel/entrar?motivo=vencida"), false;
      if (answer.status === 403 || answer.status === 404) return (over = true), warn((await answer.json()).error), false;
      if (!answer.ok) throw new Error(String(answer.status));
      const news = await answer.json();
      while (busy()) await pause(150);
      if (news.ended) {
        for (const button of document.querySelectorAll("main form button")) button.disabled = true;
        return (over = true), warn(`${news.ended} Ya no le llega lo que escribas. Recarga la página para seguir.`), false;
      }
      here.secuencia = news.sequence;
      show(news);
      warn("");
      return true;
    } finally {
      clearTimeout(late);
    }
  };

  const run = async () => {
    while (!over) {
      try {
        failures = (await ask()) ? 0 : failures + 1;
      } catch (error) {
        if (error.name === "AbortError" && !failures) { await pause(50); continue; }
        failures += 1;
        if (failures > 1) warn("Sin conexión con el servidor. Se reintenta solo; lo que escribiste sigue aquí.");
      }
      if (failures) await pause(Math.min(WORST_MS, 500 * 2 ** failures));
      else await pause(document.hidden ? HIDDEN_MS : REST_MS);
    }
  };
  const hurry = () => { wake?.(); request?.abort(); };

  // Sending without leaving the page: what was typed stays until the server says that it has it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.vivo === undefined) {
      const reply = document.getElementById("respuesta");
      const leaves = reply && reply.value.trim() && form !== reply.form;
      if (leaves && !window.confirm("Tienes un mensaje sin enviar. ¿Seguir sin enviarlo?")) event.preventDefault();
      return;
    }
    event.preventDefault();
    if (form.dataset.enviando === undefined) send(form);
  });

  const send = async (form) => {
    const button = form.querySelector("button"), result = form.querySelector(".resultado");
    form.dataset.enviando = "";
    button.setAttribute("aria-disabled", "true");
    const sent = new Map([...form.querySelectorAll("textarea")].map((box) => [box, box.value]));
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", headers: ASK, body, cache: "no-store" });
      const said = await answer.json();
      if (answer.status === 401) warn("Tu sesión terminó. No se envió; lo que escribiste sigue aquí.", "/panel/entrar?motivo=vencida");
      if (!answer.ok) return void (result.textContent = said.error || said.detail || "No se pudo enviar. Vuelve a intentar.");
      for (const [box, value] of sent) if (box.value === value) box.value = "";
      result.textContent = said.words;
      const contact = document.getElementById("contacto");
      if (said.contact && contact) {
        contact.innerHTML = said.contact;
        const title = contact.querySelector("h2");
        title?.setAttribute("tabindex", "-1");
        title?.focus();
      } else say(said.words);
      hurry();
    } catch {
      result.textContent = "No hay conexión. Mira arriba si alcanzó a enviarse; si no está, envíalo otra vez.";
      say(result.textContent);
      hurry();
    } finally {
      delete form.dataset.enviando;
      button.removeAttribute("aria-disabled");
    }
  };

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("form[data-vivo]");
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form) return;
    event.preventDefault();
    form.requestSubmit();
  });

  document.addEventListener("change", (event) => {
    const select = event.target;
    const box = document.getElementById(select.dataset?.rellena);
    const text = select.selectedOptions?.[0]?.dataset.texto;
    if (!box || !text) return;
    box.value = box.value.trim() ? `${box.value.trimEnd()}\n\n${text}` : text;
    select.value = "";
    box.focus();
  });

  // The list to copy serves who has no script.
  const prepare = () => {
    const choose = document.getElementById("elegir"), copy = document.getElementById("copiar");
    if (choose) choose.hidden = false;
    if (copy) copy.hidden = true;
  };

  document.addEventListener("visibilitychange", hurry);
  window.addEventListener("online", hurry);
  window.addEventListener("pageshow", (event) => { if (event.persisted) hurry(); });
  prepare();
  run();
})();
