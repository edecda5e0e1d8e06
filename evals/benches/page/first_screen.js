// Runs in the page before anything of it: writes down when each part of the first screen was there
// to be seen, in milliseconds since the visit began. A part is not there before the first paint.
(() => {
  const times = (window.__first = {});
  const isSeen = (node) => Boolean(node) && node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
  const box = () => [...document.querySelectorAll("#s-texto, #pregunta textarea, textarea[name=texto]")].find((node) => isSeen(node) && !node.disabled && !node.readOnly);
  const way = (field) => field && (field.form ? [...field.form.elements].find((node) => node.type === "submit" && isSeen(node)) : isSeen(document.querySelector("#enviar")));
  const checks = {
    usable: () => way(box()),
    notice: () => /inteligencia artificial/i.test(document.body?.innerText ?? ""),
    ready: () => isSeen(document.querySelector("#charla .bot-row")) && isSeen(document.querySelector("#pregunta textarea")),
  };
  const look = () => {
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    if (!painted) return;
    for (const name of Object.keys(checks)) {
      if (!(name in times) && checks[name]()) times[name] = Math.max(performance.now(), painted.startTime);
    }
  };
  const timer = setInterval(() => {
    look();
    if (Object.keys(times).length === Object.keys(checks).length) clearInterval(timer);
  }, 50);
})();
