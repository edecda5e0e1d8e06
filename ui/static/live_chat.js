// The chat of citizens, live. While a person may write, it waits for news of the conversation and,
// when there are, presses the hidden button that shows it as it is kept: what is on the screen is
// never put together here, so nothing is lost or doubled. It also gives this tab its conversation
// back after the page is loaded again, and goes on when the connection or the server comes back.
(function () {
  "use strict";
  const KEY = "conversacion", DRAFT = "borrador", TICK_MS = 400, AGAIN_MS = 1500, LONGEST_MS = 40000, PLACE_MS = 60000;
  const LOST = "Sin conexión. Veo cada pocos segundos si vuelve.";
  const LOST_TYPED = "Sin conexión. Lo que escribiste sigue en el cuadro; veo cada pocos segundos si vuelve.";
  const LOST_PERSON = "Sin conexión: todavía no pude pedir una persona. Lo haré apenas vuelva; no cierres esta página.";
  const LOST_NEW = "Sin conexión: no se puede empezar otra conversación hasta que vuelva.";
  const BACK = "Volvió la conexión.";
  const RESEND = "Volvió la conexión. Tu último mensaje no alcanzó a enviarse: sigue en el cuadro.";
  const UPDATED = "El asistente se actualizó. Copia lo que escribiste y vuelve a cargar esta página.";
  const ask = window.fetch;

  const field = (id) => document.querySelector(`#${id} :is(textarea, input)`);
  const value = (id) => field(id)?.value ?? "";
  const press = (id) => document.getElementById(id)?.click();
  const said = () => document.querySelectorAll("#charla .user-row").length;
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  function fill(id, text) {
    const box = field(id);
    if (!box) return;
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function post(body, signal) {
    const headers = { "Content-Type": "application/json" };
    const answer = await ask.call(window, "/vivo", { method: "POST", headers, body: JSON.stringify(body), signal, cache: "no-store" });
    if (answer.ok) return answer.json();
    if (answer.status === 429 || answer.status === 503) return { busy: Number(answer.headers.get("Retry-After")) || 10 };
    throw new Error(String(answer.status));
  }

  // Where this tab was. Nothing is kept before the person says something.
  const store = {
    read(key = KEY) { try { return sessionStorage.getItem(key); } catch (e) { return null; } },
    write(text, key = KEY) { try { sessionStorage.setItem(key, text); } catch (e) { /* this tab forgets */ } },
    forget(key = KEY) { try { sessionStorage.removeItem(key); } catch (e) { /* nothing was kept */ } },
  };
  let returning = store.read() ? "waits" : "", returnedAt = 0;

  function comeBack() {
    if (returning === "waits" && value(KEY) && field("volver-a") && document.getElementById("volver")) {
      returning = "asked";
      returnedAt = Date.now();
      document.documentElement.dataset.vuelve = "1";
      setTimeout(() => delete document.documentElement.dataset.vuelve, 2500);
      fill("volver-a", store.read());
      setTimeout(() => press("volver"), 50);
    } else if (returning === "asked" && (!value("volver-a") || Date.now() - returnedAt > 8000)) {
      returning = "";
      if (!value("pregunta")) fill("pregunta", store.read(DRAFT) ?? "");
      store.forget(DRAFT);
    }
  }

  function remember() {
    const talk = value(KEY);
    if (!talk || returning) return;
    if (said()) store.write(talk);
    else if (store.read() && store.read() !== talk) store.forget();
  }

  // News.
  let watched = "", polling = null, reached = 0, refreshedAt = 0, restUntil = 0, version = "";

  function refresh() {
    if (Date.now() - refreshedAt < AGAIN_MS) return;
    refreshedAt = Date.now();
    press("refrescar");
  }

  function tell(news) {
    if (version && news.version !== version) {
      if (value("pregunta")) say(UPDATED);
      else window.location.reload();
    }
    version = news.version;
  }

  async function watch(talk, after) {
    const mine = new AbortController();
    const late = setTimeout(() => mine.abort(), LONGEST_MS);
    polling = mine;
    try {
      const news = await post({ conversation: talk, after }, mine.signal);
      if (news.busy) { restUntil = Date.now() + news.busy * 1000; return; }
      tell(news);
      if (polling !== mine) return;
      if (news.changed) { reached = news.sequence; refreshedAt = 0; refresh(); }
      // Others moved: the place in the queue may be another one.
      else if (news.sequence > after && Date.now() - refreshedAt > PLACE_MS) refresh();
      if (!news.changed) restUntil = Date.now() + 200;
    } catch (error) {
      if (error.name !== "AbortError" && polling === mine) lose();
    } finally {
      clearTimeout(late);
      if (polling === mine) polling = null;
    }
  }

  function stop() { polling?.abort(); polling = null; }

  function tick() {
    comeBack();
    remember();
    settle();
    const talk = value(KEY), shown = value("vivo");
    if (talk !== watched) { stop(); watched = talk; reached = 0; }
    if (!talk || !shown || lost) { stop(); return; }
    if (Number(shown) < reached) refresh();
    else if (!polling && Date.now() > restUntil) watch(talk, Number(shown));
  }

  // The connection. When it breaks Gradio stops for good and loads the page again, which would lose
  // what was typed: so it is told that what it asked for failed, and the server is asked for here.
  const SETTLE_MS = 3000, STALE_MS = 15000, GIVE_UP = 'data: {"msg":"unexpected_error","message":"","success":false}\n\ndata: {"msg":"close_stream"}\n\n';
  let lost = false, leaving = false, sent = null, backAt = 0, answeredAt = 0;
  const box = () => document.querySelector("#pregunta textarea");

  function say(words) {
    let note = document.getElementById("conexion");
    if (!note && !words) return;
    if (!note) {
      note = document.createElement("p");
      note.id = "conexion";
      note.setAttribute("role", "status");
      const below = document.getElementById("escribir");
      if (below) below.before(note); else document.body.prepend(note);
    }
    note.textContent = words;
    note.hidden = !words;
  }

  function sayLost() {
    if (sent?.isPerson) say(LOST_PERSON);
    else say(value("pregunta").trim() ? LOST_TYPED : LOST);
  }

  async function lose() {
    if (lost || leaving) return;
    lost = true;
    backAt = 0;
    stop();
    sayLost();
    for (let wait = 1000; lost; wait = Math.min(wait * 2, 5000)) {
      await Promise.race([
        pause(wait * (0.75 + Math.random() / 2)),
        new Promise((done) => window.addEventListener("online", done, { once: true })),
      ]);
      try {
        const news = await post({ conversation: "", after: 0, wait: false }, AbortSignal.timeout(5000));
        if (news.busy) continue;
        lost = false;
        backAt = Date.now();
        say(BACK);
        refreshedAt = 0;
        refresh();
        tell(news);
      } catch (e) { /* still away */ }
    }
  }

  // What was sent while the connection went away either arrived, and leaves the box, or did not,
  // and is in the box to be sent again. A person is asked for again without being told to.
  function settle() {
    const typed = box()?.value ?? "";
    const isStale = !lost && !backAt && Date.now() - sent?.at > STALE_MS;
    if (sent?.isPerson && (document.getElementById("motivo") || isStale)) sent = null;
    if (!backAt || lost || answeredAt < backAt || Date.now() < answeredAt + SETTLE_MS) return;
    if (!sent) { backAt = 0; say(""); return; }
    if (sent.isPerson) {
      backAt = 0;
      say("");
      press("derivar");
    } else if (said() > sent.count) {
      if (typed === sent.text) fill("pregunta", "");
      sent = null;
    } else if (!sent.isBack) {
      sent.isBack = true;
      if (!typed) fill("pregunta", sent.text);
      say(typed && typed !== sent.text ? `${BACK} No alcanzó a enviarse «${sent.text}».` : RESEND);
    }
  }

  // What Gradio waits for, without the error that would stop it.
  function unbroken(answer) {
    const reader = answer.body.getReader(), words = new TextDecoder();
    let isClosed = false;
    const giveUp = (controller) => {
      lose();
      controller.enqueue(new TextEncoder().encode(GIVE_UP));
      controller.close();
    };
    const body = new ReadableStream({
      async pull(controller) {
        try {
          const { done, value: part } = await reader.read();
          if (!done) {
            isClosed ||= words.decode(part, { stream: true }).includes("close_stream");
            controller.enqueue(part);
          } else if (isClosed) controller.close();
          else giveUp(controller);
        } catch (error) {
          if (error.name === "AbortError") controller.error(error);
          else giveUp(controller);
        }
      },
      cancel: (why) => reader.cancel(why),
    });
    return new Response(body, { status: answer.status, headers: { "Content-Type": "text/event-stream" } });
  }

  window.fetch = async (...given) => {
    const address = String(given[0]?.url ?? given[0]);
    if (!address.includes("/gradio_api/")) return ask.apply(window, given);
    try {
      const answer = await ask.apply(window, given);
      if (address.includes("/run/predict") && answer.ok) answeredAt = Date.now();
      return address.includes("/queue/data") && answer.ok ? unbroken(answer) : answer;
    } catch (error) {
      if (error.name === "AbortError" || leaving) throw error;
      lose();
      if (address.includes("/queue/data")) return new Response(GIVE_UP, { headers: { "Content-Type": "text/event-stream" } });
      return new Response('{"detail": "", "error": ""}', { status: 500, headers: { "Content-Type": "application/json" } });
    }
  };
  window.addEventListener("pagehide", () => {
    leaving = true;
    if (said() && value("pregunta")) store.write(value("pregunta"), DRAFT);
  });
  window.addEventListener("pageshow", () => { leaving = false; });

  function sending(text, isPerson = false) {
    if (!text.trim()) return;
    sent = { text, isPerson, count: said(), isBack: false, at: Date.now() };
    if (lost) sayLost();
    else { backAt = 0; say(""); }
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && event.target === box()) sending(value("pregunta"));
  }, true);
  const SURE = {
    nueva: "Tienes un caso abierto. Anota tu folio: sin él no podrás volver a esta conversación. ¿Empezar otra?",
    retirar: "¿Cerrar tu caso? La persona ya no te responderá aquí.",
  };
  document.addEventListener("click", (event) => {
    const asked = event.target.closest("#nueva, #retirar");
    if (asked && document.querySelector("#motivo") && !window.confirm(SURE[asked.id])) {
      event.stopImmediatePropagation();
      event.preventDefault();
      return;
    }
    if (event.target.closest("#enviar")) sending(value("pregunta"));
    if (event.target.closest("#derivar")) sending("derivar", true);
    const offered = event.target.closest("#a-inicio button");
    if (offered) sending(offered.value);
    if (event.target.closest("#nueva")) {
      if (lost) say(LOST_NEW);
      else { store.forget(); returning = ""; }
    }
  }, true);

  // A phone that slept may hold a connection that no longer exists.
  let title = "";
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (title) { document.title = title; title = ""; }
    if (!value("vivo") || lost) return;
    stop();
    refreshedAt = 0;
    refresh();
  });
  window.addEventListener("offline", () => lose());

  // Who looks at another tab sees in its name that a person wrote.
  let written = 0;
  new MutationObserver(() => {
    const now = document.querySelectorAll("#charla .de-persona").length;
    if (document.hidden && now > written && !title) {
      title = document.title;
      document.title = `(1) ${title}`;
    }
    written = now;
  }).observe(document.documentElement, { childList: true, subtree: true });

  setInterval(tick, TICK_MS);
})();
