// From the plain first screen to Gradio's page: what was typed goes with the person, the questions
// to begin with stay, and nothing jumps. If Gradio never arrives the plain screen goes on working.
(function () {
  "use strict";
  const EVERY_MS = 100;
  const page = document.documentElement;
  const plain = document.getElementById("antes");
  const beginnings = document.getElementById("a-inicio");
  if (!plain || !beginnings) return;

  const field = (id) => document.querySelector(`#${id} :is(textarea, input)`);
  const gradio = () => document.querySelector("gradio-app");

  function fill(box, text) {
    box.value = text;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Gradio shows or takes away the row, and makes another in every new conversation.
  function place() {
    const row = document.getElementById("sugerencias");
    const isNew = Boolean(row && row.offsetParent !== null && !row.classList.contains("hide"));
    if (isNew && beginnings.parentElement !== row) row.prepend(beginnings);
    page.dataset.estado = isNew ? "nueva" : "hablando";
  }

  function handOver() {
    const typed = document.getElementById("s-texto"), box = field("pregunta");
    const hadFocus = document.activeElement;
    const wasTyping = hadFocus === typed;
    const [from, to] = [typed.selectionStart, typed.selectionEnd];
    page.dataset.listo = "1";
    gradio().removeAttribute("inert");
    place();
    plain.remove(); // nothing of Gradio's page can have the focus before
    if (typed.value) fill(box, typed.value);
    if (wasTyping) {
      box.focus({ preventScroll: true });
      box.setSelectionRange(from, to);
    } else if (beginnings.contains(hadFocus)) hadFocus.focus({ preventScroll: true });
    // What stays in place covers neither what is said nor what has the focus, however tall it is.
    for (const [id, height] of [["cabecera", "--tope"], ["escribir", "--caja"]]) {
      new ResizeObserver(([{ target }]) => page.style.setProperty(height, `${target.offsetHeight}px`))
        .observe(document.getElementById(id));
    }
    new MutationObserver(place).observe(gradio(), {
      childList: true, subtree: true, attributes: true, attributeFilter: ["class"],
    });
  }

  const isReady = () => field("conversacion")?.value && field("pregunta") && document.getElementById("enviar");

  gradio()?.setAttribute("inert", "");
  const waiting = setInterval(() => {
    if (!isReady()) return;
    clearInterval(waiting);
    handOver();
  }, EVERY_MS);

  document.querySelector(".a-saltar").addEventListener("click", (event) => {
    if (!page.dataset.listo) return;
    event.preventDefault();
    field("pregunta")?.focus();
  });

  // In Gradio's page a question to begin with is asked there; before, by the form.
  document.getElementById("a-form").addEventListener("submit", (event) => {
    const asked = field("sugerida");
    if (!page.dataset.listo || !asked || event.submitter?.name !== "sugerida") return;
    event.preventDefault();
    fill(asked, event.submitter.value);
    setTimeout(() => document.getElementById("pedir-sugerida")?.click(), 50);
    document.querySelector('#charla [role="log"]')?.focus({ preventScroll: true });
  });

  // Who embeds the page may say who its visitors are.
  document.addEventListener("perfil", (event) => {
    const chosen = [...beginnings.querySelectorAll("details")].find((d) => d.dataset.perfil === event.detail);
    if (chosen) chosen.open = true;
  });
})();
