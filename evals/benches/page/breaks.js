// Looks for what is broken in the layout of the page as it is now. It leaves everything as it was.
// Called with the places that must be in sight; returns [kind, where, detail] for each finding.
(inSight) => {
  const SLACK = 2, LEAST = 24, COMFORTABLE = 44, SMALLEST_TEXT = 16;
  const PRESSED = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=link], [role=tab]';
  const OVERLAYS = "dialog, [role=dialog], [role=menu], [popover]";
  const width = document.documentElement.clientWidth, height = window.innerHeight;
  const found = [];
  const note = (kind, node, detail) => {
    if (typeof node === "string") found.push([kind, node, detail]);
    else found.push([kind, name(node), `${detail}${words(node)}`]);
  };

  // Without its words: those of a folio or of an answer are others each time.
  function name(node) {
    const id = node.id ? `#${node.id}` : "";
    const kind = !id && typeof node.className === "string" && node.className.trim() ? `.${node.className.trim().split(/\s+/)[0]}` : "";
    const near = id ? "" : node.parentElement?.closest("[id]")?.id;
    return `${near ? `#${near} ` : ""}${node.localName}${id}${kind}`;
  }
  function words(node) {
    const said = (node.getAttribute("aria-label") || node.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return said ? ` («${said}»)` : "";
  }

  function* everything(root) {
    for (const node of root.querySelectorAll("*")) {
      yield node;
      if (node.shadowRoot) yield* everything(node.shadowRoot);
    }
  }
  const above = (node) => node.parentElement || (node.getRootNode().host ?? null);
  const styles = new Map();
  const style = (node) => styles.get(node) ?? styles.set(node, getComputedStyle(node)).get(node);
  const onlyHeard = (node) => {
    const box = node.getBoundingClientRect();
    return (box.width <= 1 && box.height <= 1) || /inset\(50%|rect\(0/.test(`${style(node).clipPath} ${style(node).clip}`);
  };
  function isSeen(node) {
    if (!node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
    for (let up = node; up; up = above(up)) if (onlyHeard(up)) return false;
    return true;
  }

  // What of a box its ancestors show; `hides` is the first that cuts some of it with no way to see it.
  function cut(node, box, first = above(node)) {
    let { left, top, right, bottom } = box, hides = null;
    let fixed = first !== node && style(node).position === "fixed";
    let across = false, down = false;
    for (let up = first; up && !fixed; up = above(up)) {
      const look = style(up), edge = up.getBoundingClientRect();
      if (look.display === "inline" || look.display === "contents" || up === document.documentElement || up === document.body) { fixed = look.position === "fixed"; continue; }
      const x = look.overflowX, y = look.overflowY;
      if (x !== "visible") {
        const isCut = left < edge.left - SLACK || right > edge.right + SLACK;
        if (isCut && !across && /hidden|clip/.test(x)) hides = hides ?? up;
        if (/auto|scroll/.test(x)) across = true;
        left = Math.max(left, edge.left); right = Math.min(right, edge.right);
      }
      if (y !== "visible") {
        const isCut = top < edge.top - SLACK || bottom > edge.bottom + SLACK;
        if (isCut && !down && /hidden|clip/.test(y)) hides = hides ?? up;
        if (/auto|scroll/.test(y)) down = true;
        top = Math.max(top, edge.top); bottom = Math.min(bottom, edge.bottom);
      }
      fixed = look.position === "fixed";
    }
    return { left, top, right, bottom, width: right - left, height: bottom - top, hides, across, down };
  }

  const seen = [...everything(document.body)].filter((node) => !/^(script|style|noscript|template|br|path|g)$/.test(node.localName) && isSeen(node));

  // 1. The page, or a thing on it, is wider than the window.
  const wide = document.documentElement.scrollWidth;
  if (wide > width + 1) note("pagina-ancha", "página", `${wide} px en una ventana de ${width}`);
  for (const node of seen) {
    if (node.closest("svg") && node.localName !== "svg") continue;
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height || box.bottom <= 0 || box.right <= 0) continue;  // as a link to skip to the content
    const shown = cut(node, box);
    if (shown.across || shown.width <= 0) continue;
    if (shown.right > width + SLACK || shown.left < -SLACK) note("fuera-de-la-ventana", node, `de ${Math.round(shown.left)} a ${Math.round(shown.right)} px, ventana de ${width}`);
  }

  // 2. Text that is cut, and text that is small.
  for (const node of seen) {
    for (const child of node.childNodes) {
      if (child.nodeType !== Node.TEXT_NODE || !/[\p{L}\p{N}]/u.test(child.textContent)) continue;
      const range = document.createRange();
      range.selectNodeContents(child);
      const boxes = [...range.getClientRects()].filter((box) => box.width && box.height);
      const hides = boxes.map((box) => cut(node, box, node).hides).find(Boolean);
      if (hides) note("texto-cortado", node, `lo corta ${name(hides)}`);
      const size = parseFloat(style(node).fontSize);
      if (boxes.length && size < SMALLEST_TEXT - 0.1) note("texto-chico", node, `${size.toFixed(1)} px`);
    }
  }
  for (const box of seen.filter((node) => node.matches("input:not([type=checkbox], [type=radio]), textarea, select"))) {
    const size = parseFloat(style(box).fontSize);
    if (size < SMALLEST_TEXT - 0.1) note("texto-chico", box, `${size.toFixed(1)} px`);
  }

  // 3. What can be pressed: how big it is, and whether something else is in front of it.
  const pressed = seen.filter((node) => node.matches(PRESSED) && !node.disabled);
  const deepest = (x, y) => {
    let hit = document.elementFromPoint(x, y);
    while (hit?.shadowRoot) {
      const inner = hit.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === hit) break;
      hit = inner;
    }
    return hit;
  };
  const holds = (outer, inner) => { for (let up = inner; up; up = above(up)) if (up === outer) return true; return false; };
  // WCAG 2.2, 2.5.8: a small target is enough where no other is within 24 px of its middle.
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const isSmall = (box) => Math.min(box.width, box.height) < LEAST - 0.5;
  const boxOf = new Map(pressed.map((node) => [node, node.getBoundingClientRect()]));
  function hasRoom(node) {
    const [x, y] = middle(boxOf.get(node));
    return pressed.every((other) => {
      if (other === node || holds(other, node) || holds(node, other)) return true;
      const box = boxOf.get(other), [ox, oy] = middle(box);
      const edge = Math.hypot(x - Math.min(Math.max(x, box.left), box.right), y - Math.min(Math.max(y, box.top), box.bottom));
      return edge >= LEAST / 2 - 0.5 && (!isSmall(box) || Math.hypot(x - ox, y - oy) >= LEAST - 0.5);
    });
  }
  function coveredBy(node, label) {
    const inset = (low, high, part) => low + (high - low) * part;
    for (const box of node.getClientRects()) {
      const shown = cut(node, box);
      const left = Math.max(shown.left, 0), right = Math.min(shown.right, width), top = Math.max(shown.top, 0), bottom = Math.min(shown.bottom, height);
      if (right - left < 4 || bottom - top < 4) continue;
      for (const [px, py] of [[0.5, 0.5], [0.15, 0.5], [0.85, 0.5], [0.5, 0.2], [0.5, 0.8]]) {
        const hit = deepest(inset(left, right, px), inset(top, bottom, py));
        if (hit && !holds(node, hit) && !holds(hit, node) && !(label && holds(label, hit)) && !hit.closest(OVERLAYS)) return hit;
      }
    }
    return null;
  }
  // What stays in place is over what scrolls: it breaks nothing if who gets there sees all of it.
  const stays = (node) => { for (let up = node; up; up = above(up)) if (/sticky|fixed/.test(style(up).position)) return true; return false; };
  function isFreeOnceReached(node, label) {
    const were = [];
    for (let up = above(node); up; up = above(up)) were.push([up, up.scrollTop, up.scrollLeft]);
    node.scrollIntoView({ block: "nearest", behavior: "instant" });
    const isFree = !coveredBy(node, label);
    for (const [up, top, left] of were) up.scrollTo({ top, left, behavior: "instant" });
    return isFree;
  }
  for (const node of pressed) {
    const label = node.labels?.[0];
    const own = [...node.getClientRects()];
    const boxes = label && /checkbox|radio/.test(node.type) ? [...own, ...label.getClientRects()] : own;
    if (!boxes.length) continue;
    const least = (side) => Math.max(...boxes.map((box) => box[side]));
    const w = least("width"), h = least("height");
    const isInText = node.localName === "a" && style(node).display === "inline" && node.parentElement.textContent.trim().length > node.textContent.trim().length;
    const size = `${Math.round(w)}×${Math.round(h)} px`;
    if (Math.min(w, h) < COMFORTABLE - 0.5 && !isInText) {
      const isBroken = Math.min(w, h) < LEAST - 0.5 && !hasRoom(node);
      note(isBroken ? "blanco-menor-que-24" : "blanco-menor-que-44", node, size);
    }
    const hit = coveredBy(node, label);
    if (hit && !(stays(hit) && isFreeOnceReached(node, label))) note("tapado", node, `lo tapa ${name(hit)}`);
  }

  // 4. What must always be in sight.
  for (const place of inSight) {
    const node = document.querySelector(place);
    if (!node || !isSeen(node)) { found.push(["no-a-la-vista", place, "no está"]); continue; }
    const box = cut(node, node.getBoundingClientRect());
    if (box.hides || box.left < -1 || box.top < -1 || box.right > width + 1 || box.bottom > height + 1) {
      found.push(["no-a-la-vista", place, `de ${Math.round(box.top)} a ${Math.round(box.bottom)} px, ventana de ${height}`]);
    }
  }
  return found;
}
