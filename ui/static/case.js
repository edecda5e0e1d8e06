// «Seguir en el chat»: this tab's chat opens the conversation of the case. Nothing is sent.
(function () {
  "use strict";
  const button = document.getElementById("al-chat");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    try { sessionStorage.setItem("conversacion", button.dataset.conversacion); } catch (e) { /* no storage: the chat opens anew */ }
    window.location.assign("/");
  });
})();
