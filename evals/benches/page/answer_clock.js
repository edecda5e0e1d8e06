// Writes down what the last answer says each time that it changes, and when Enter was pressed, on the
// same clock. Who speaks and «Buscando…» are not words of the answer.
() => {
  const clock = (window.__clock = { entered: 0, changes: [] });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { clock.entered = event.timeStamp; clock.changes = []; }
  }, true);
  const text = () => {
    if (!document.querySelector("#charla .user-row")) return "";
    const rows = document.querySelectorAll("#charla .bot-row");
    const prose = rows.length > 1 ? rows[rows.length - 1].querySelector(".prose") : null;
    if (!prose) return "";
    const copy = prose.cloneNode(true);
    for (const node of copy.querySelectorAll("em")) node.remove();
    const first = copy.querySelector("p"), who = first?.querySelector("strong");
    if (who && who.textContent.trim() === first.textContent.trim()) first.remove();
    return copy.textContent.trim();
  };
  new MutationObserver(() => {
    const now = text(), last = clock.changes[clock.changes.length - 1];
    if (now !== (last ? last[1] : "")) clock.changes.push([performance.now(), now]);
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
}
