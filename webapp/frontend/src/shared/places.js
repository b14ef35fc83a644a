/** Where things stand: settled before anything is drawn, the same each time for the same picture. */
import forceAtlas2 from "graphology-layout-forceatlas2";

/**
 * By ties: what is tied together stands together. Things that stood before keep their places.
 * @param {import("graphology").default} graph
 * @param {Map<string, {x: number, y: number}>} before
 * @param {number} aspect of the sheet, width by height, which a fresh drawing fills
 */
export function byTies(graph, before = new Map(), aspect = 1) {
  let number = 0;
  graph.forEachNode((key) => {
    const was = before.get(key);
    if (was) graph.mergeNodeAttributes(key, { ...was, fixed: true });
    else {
      // new things begin near what they are tied to, others on a spiral from the middle
      const known = graph.neighbors(key).map((other) => before.get(other)).filter(Boolean);
      const angle = number * 2.399963, out = known.length ? 4 + (number % 5) : 6 * Math.sqrt(number + 1);
      const x = known.reduce((sum, one) => sum + one.x, 0) / (known.length || 1);
      const y = known.reduce((sum, one) => sum + one.y, 0) / (known.length || 1);
      graph.mergeNodeAttributes(key, { x: x + out * Math.cos(angle), y: y + out * Math.sin(angle), fixed: false });
    }
    number += 1;
  });
  const many = graph.order > 400;
  const iterations = graph.order > 2000 ? 40 : many ? 120 : 500;
  forceAtlas2.assign(graph, {
    iterations,
    settings: { gravity: 0.6, scalingRatio: 14, slowDown: 4, barnesHutOptimize: many, linLogMode: false, adjustSizes: !many, edgeWeightInfluence: 0 },
  });
  if (!before.size && graph.order > 2) spread(graph, aspect);
}

/** Draw in what lies far out, and fill the sheet. */
function spread(graph, aspect) {
  for (const [axis, length] of [["x", 100 * aspect], ["y", 100]]) {
    const sorted = graph.mapNodes((_, a) => a[axis]).sort((a, b) => a - b);
    const middle = sorted[sorted.length >> 1];
    const reach = (part) => Math.abs(sorted[Math.round((sorted.length - 1) * part)] - middle) || 1;
    const low = reach(0.08), high = reach(0.92);
    graph.updateEachNodeAttributes((_, a) => {
      const off = (a[axis] - middle) / (a[axis] < middle ? low : high);
      // beyond the bulk, ever less for ever more
      const drawn = Math.abs(off) > 1 ? Math.sign(off) * (1 + 0.3 * (1 - 1 / (1 + Math.abs(off) - 1))) : off;
      return { ...a, [axis]: (drawn * length) / 2.6 };
    });
  }
}

/**
 * By time: the earlier at the left, years evenly spaced, what nothing dates at the left margin.
 * @param {import("graphology").default} graph
 * @param {number} aspect width by height
 * @returns {{year: string, x: number}[]} the years to be written
 */
export function byTime(graph, aspect) {
  byTies(graph);
  const years = [...new Set(graph.mapNodes((_, a) => a.year).filter((year) => year != null))].sort((a, b) => a - b);
  const order = graph.nodes().sort((a, b) => graph.getNodeAttribute(a, "y") - graph.getNodeAttribute(b, "y") || (a < b ? -1 : 1));
  const wide = 100 * aspect, step = wide / Math.max(years.length, 1);
  order.forEach((key, index) => {
    const year = graph.getNodeAttribute(key, "year");
    graph.mergeNodeAttributes(key, { x: year == null ? -(index % 3) * 0.22 * step : (years.indexOf(year) + 1) * step, y: (100 * index) / Math.max(order.length - 1, 1) });
  });
  const marks = years.map((year, index) => ({ year: String(year), x: (index + 1) * step }));
  return graph.someNode((_, a) => a.year == null) ? [{ year: "n.d.", x: 0 }, ...marks] : marks;
}
