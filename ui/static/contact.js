// «Dejar mi contacto» and «Ver mi caso» in the chat. The form is the server's, in a dialog of our
// own: what is typed in it goes to the sealed contact and never through Gradio. Without this
// script both links lead to the page of the case.
(function () {
  "use strict";
  const FOLIO = /[A-Z]{1,6}(?:-[0-9A-Z]{4}){4}/;
  const FAILED = "No se pudo abrir el formulario. Espera unos segundos y vuelve a intentar.";
  const NOT_SENT = "No se envió: no hay conexión. Lo que escribiste sigue aquí; vuelve a intentar.";
  let dialog = null, opener = null;

  async function ask(fields) {
    const conversation = document.querySelector("#conversacion :is(textarea, input)")?.value ?? "";
    const answer = await fetch("/vivo/contacto", {
      method: "POST", headers: { "Content-Type": "application/json" }, cache: "no-store",
      body: JSON.stringify({ conversation, ...fields }),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.json()).html;
  }

  function build() {
    dialog = document.createElement("dialog");
    dialog.id = "dialogo-contacto";
    dialog.setAttribute("aria-labelledby", "contacto");
    const inside = document.createElement("div");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "otro";
    close.textContent = "Cerrar";
    close.addEventListener("click", () => dialog.close());
    const failed = document.createElement("p");
    failed.className = "falta";
    failed.setAttribute("role", "alert");
    dialog.append(inside, failed, close);
    dialog.addEventListener("submit", send);
    // Nothing that was typed stays in a page that others may use after.
    dialog.addEventListener("close", () => { inside.replaceChildren(); failed.textContent = ""; opener?.focus(); });
    document.body.append(dialog);
    return inside;
  }

  const inside = () => (dialog ? dialog.firstElementChild : build());
  const tell = (words) => { dialog.querySelector(":scope > .falta").textContent = words; };

  function show(html) {
    inside().innerHTML = html;
    tell("");
    if (!dialog.open) dialog.showModal();
    const wrong = dialog.querySelector("[aria-invalid]");
    const first = dialog.querySelector("[role=status]") ?? dialog.querySelector("#contacto");
    if (!wrong && first) first.tabIndex = -1;
    (wrong ?? first)?.focus();
  }

  async function open(link) {
    opener = link;
    inside();
    try { show(await ask({})); } catch (e) { dialog.showModal(); tell(FAILED); }
  }

  async function send(event) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    try { show(await ask({ ...fields, accion: event.submitter?.value ?? "contacto" })); } catch (e) { tell(NOT_SENT); }
  }

  function seeCase() {
    const folio = document.getElementById("motivo")?.textContent.match(FOLIO);
    if (!folio) return false;
    const form = document.createElement("form");
    form.method = "post"; form.action = "/caso"; form.target = "_blank"; form.rel = "noopener";
    for (const [name, value] of [["folio", folio[0]], ["accion", "ver"]]) {
      const field = document.createElement("input");
      field.type = "hidden"; field.name = name; field.value = value;
      form.append(field);
    }
    document.body.append(form);
    form.submit();
    form.remove();
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#mi-caso a");
    if (!link) return;
    const wantsForm = link.getAttribute("href").endsWith("#contacto");
    if (wantsForm) { event.preventDefault(); open(link); }
    else if (seeCase()) event.preventDefault();
  });
})();
