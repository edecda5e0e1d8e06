// Runs before Gradio: the page is in Spanish whatever the browser's language is.
(function () {
  "use strict";
  try {
    Object.defineProperty(navigator, "language", { get: () => "es" });
    Object.defineProperty(navigator, "languages", { get: () => ["es-CL", "es"] });
  } catch (e) { /* an old browser keeps its language; the texts of this site are Spanish anyway */ }
})();
