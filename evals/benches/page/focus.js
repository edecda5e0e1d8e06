// Where the focus is, and whether that can be seen: something shows it (WCAG 2.2, 2.4.7), in a
// colour that tells (1.4.11), and nothing is in front (2.4.11). It changes nothing.
() => {
  const LEAST = 3;
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  if (!node || node === document.body) return ["página", true];
  for (const change of document.getAnimations()) { try { change.finish(); } catch (e) { /* it never ends */ } }

  const numbers = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const isSolid = (colour) => (numbers(colour)[3] ?? 1) > 0.99;
  function light(colour) {
    const [r, g, b] = numbers(colour).map((x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(one, other) {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  }
  function behind(from) {
    for (let up = from; up; up = up.parentElement) {
      const back = getComputedStyle(up).backgroundColor;
      if (isSolid(back)) return back;
    }
    return "rgb(255, 255, 255)";
  }

  const own = getComputedStyle(node);
  const hasRing = own.outlineStyle !== "none" && parseFloat(own.outlineWidth) > 0;
  const isInside = parseFloat(own.outlineOffset) < 0;
  let isMarked = hasRing && contrast(own.outlineColor, behind(isInside ? node : node.parentElement)) >= LEAST;
  if (!isMarked) {  // a border, a shadow or a colour may show it, also of what is around
    const around = [node, node.parentElement, node.parentElement?.parentElement].filter(Boolean);
    const looks = () => around.map((part) => {
      const look = getComputedStyle(part);
      return [look.boxShadow, look.border, look.backgroundColor].join();
    }).join();
    const focused = looks();
    node.blur();
    isMarked = looks() !== focused;
    node.focus({ preventScroll: true });
  }

  // What is taller than the window is read where it begins to be in sight.
  const box = node.getBoundingClientRect();
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, window.innerHeight);
  let hit = document.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
  while (hit?.shadowRoot?.elementFromPoint) {
    const inner = hit.shadowRoot.elementFromPoint(box.left + box.width / 2, (top + bottom) / 2);
    if (!inner || inner === hit) break;
    hit = inner;
  }
  const isShown = Boolean(hit) && (node.contains(hit) || hit.contains(node) || [...(node.labels ?? [])].some((label) => label.contains(hit)));

  const said = node.getAttribute("aria-label") || node.innerText || "";
  const words = said.trim().replace(/\s+/g, " ").slice(0, 40);
  return [node.localName + (node.id ? `#${node.id}` : "") + (words ? ` «${words}»` : ""), isMarked && isShown];
}
