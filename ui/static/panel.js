// The chat of staff when its session ends: words and a way back, instead of a page that does
// nothing. What was typed stays in the box, and is sent again after entering in another tab.
(function () {
  "use strict";
  const ask = window.fetch;
  const words = () => {
    if (document.getElementById("sesion-terminada")) return;
    const note = document.createElement("p");
    note.id = "sesion-terminada";
    note.setAttribute("role", "alert");
    note.textContent = "Tu sesión terminó y tu último mensaje no se envió. ";
    const link = document.createElement("a");
    link.href = "/panel/entrar?motivo=vencida";
    link.target = "_blank";
    link.textContent = "Entra en otra pestaña";
    note.append(link, " y vuelve a enviarlo aquí.");
    document.body.prepend(note);
  };
  window.fetch = async (...given) => {
    const answer = await ask.apply(window, given);
    if (answer.status === 401) words();
    else if (answer.ok) document.getElementById("sesion-terminada")?.remove();
    return answer;
  };
  // The page of the register opens beside the conversation; leaving takes its place.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#enlaces a");
    if (!link || new URL(link.href).pathname !== "/panel/salir") return;
    event.preventDefault();
    window.location.assign(link.href);
  }, true);
})();
