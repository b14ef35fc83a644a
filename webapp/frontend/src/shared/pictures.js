/** The drawing as paths and words: for a file, and for browsers without WebGL. */

export const OUTLINES = {
  theorist: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
  group: (x, y, r) => `M${x - r * 0.8} ${y - r * 0.8}h${r * 1.6}v${r * 1.6}h${-r * 1.6}z`,
  theory: (x, y, r) => `M${x} ${y - r * 1.1}L${x + r * 1.1} ${y}L${x} ${y + r * 1.1}L${x - r * 1.1} ${y}z`,
  work: (x, y, r) => `M${x - r * 0.65} ${y - r * 0.9}h${r * 1.3}v${r * 1.8}h${-r * 1.3}zM${x - r * 0.3} ${y - r * 0.9}v${r * 1.8}`,
  case: (x, y, r) => `M${x} ${y - r}L${x + r} ${y + r * 0.8}H${x - r}z`,
  claim: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
};
const DASHES = { affirmed: [], denied: [2, 3.5], uncertain: [6, 4], contested: [] };

/**
 * @param {{nodes: any[], edges: any[], width: number, height: number, look: Record<string, string>, all: boolean}} drawn places in
 *   pixels; `name` of a node is where its name stands, if it does; with `all`, every name stands at the right of its thing
 * @returns {any[]} what to draw, the lowest first
 */
export function strokes({ nodes, edges, look, all }) {
  const made = [];
  const at = new Map(nodes.map((node) => [node.key, node]));
  for (const edge of edges) {
    const a = at.get(edge.source), b = at.get(edge.target);
    const d = Math.hypot(b.x - a.x, b.y - a.y) || 1, ux = (b.x - a.x) / d, uy = (b.y - a.y) / d;
    const ex = b.x - ux * (b.size + 2), ey = b.y - uy * (b.size + 2);
    const color = edge.color, path = `M${fix(a.x)} ${fix(a.y)}L${fix(ex)} ${fix(ey)}`;
    made.push({ path, stroke: color, width: edge.standing === "contested" ? 4.4 : 1.3, dash: DASHES[edge.standing] ?? [], key: edge.key });
    if (edge.standing === "contested") made.push({ path, stroke: look.paper, width: 1.8, dash: [] });
    const hx = ex - ux * 7, hy = ey - uy * 7;
    made.push({ path: `M${fix(ex)} ${fix(ey)}L${fix(hx - uy * 3)} ${fix(hy + ux * 3)}L${fix(hx + uy * 3)} ${fix(hy - ux * 3)}z`, fill: color });
  }
  for (const node of nodes) {
    const path = (OUTLINES[node.shape] ?? OUTLINES.theorist)(fix(node.x), fix(node.y), fix(node.size));
    made.push({ path, fill: node.fill, stroke: node.color, width: 1.5, dash: [], key: node.key });
  }
  for (const node of nodes) {
    const { x, y } = node.name ?? { x: node.x + node.size + 4, y: node.y + 4 };
    if (all || node.name) made.push({ words: node.label, x: fix(x), y: fix(y), fill: look.ink, key: node.key });
  }
  return made;
}

const fix = (value) => Math.round(value * 10) / 10;
const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** The drawing as SVG text. */
export function svg(drawn, title) {
  const { width, height, look } = drawn;
  const parts = strokes(drawn).map((s) =>
    s.words !== undefined
      ? `<text x="${s.x}" y="${s.y}" fill="${s.fill}" stroke="${look.paper}" stroke-width="3" paint-order="stroke" data-pick="${escape(s.key)}">${escape(s.words)}</text>`
      : `<path d="${s.path}" fill="${s.fill ?? "none"}"` +
        (s.stroke ? ` stroke="${s.stroke}" stroke-width="${s.width}"` : "") +
        (s.dash?.length ? ` stroke-dasharray="${s.dash.join(" ")}"` : "") +
        (s.key ? ` data-pick="${escape(s.key)}"` : "") + "/>",
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="Georgia, serif" font-size="13">` +
    `<title>${escape(title)}</title><rect width="${width}" height="${height}" fill="${look.paper}"/>${parts.join("")}</svg>\n`
  );
}

/** The drawing as a PNG, twice as fine as the screen. */
export function png(drawn) {
  const canvas = document.createElement("canvas");
  canvas.width = drawn.width * 2;
  canvas.height = drawn.height * 2;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.fillStyle = drawn.look.paper;
  pen.fillRect(0, 0, drawn.width, drawn.height);
  pen.font = "13px Georgia, serif";
  pen.lineJoin = "round";
  for (const s of strokes(drawn)) {
    if (s.words !== undefined) {
      pen.setLineDash([]);
      pen.strokeStyle = drawn.look.paper;
      pen.lineWidth = 3;
      pen.strokeText(s.words, s.x, s.y);
      pen.fillStyle = s.fill;
      pen.fillText(s.words, s.x, s.y);
      continue;
    }
    const path = new Path2D(s.path);
    if (s.fill) { pen.fillStyle = s.fill; pen.fill(path); }
    if (s.stroke) { pen.strokeStyle = s.stroke; pen.lineWidth = s.width; pen.setLineDash(s.dash); pen.stroke(path); }
  }
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
