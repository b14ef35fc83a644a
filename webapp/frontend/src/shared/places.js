/** Where things stand: settled before anything is drawn, the same each time for the same picture. */
import forceAtlas2 from "graphology-layout-forceatlas2";

/**
 * By ties: what is tied together stands together. Things that stood before keep their places.
 * @param {import("graphology").default} graph
 * @param {Map<string, {x: number, y: number}>} before
 */
export function byTies(graph, before = new Map()) {
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
    graph.mergeNodeAttributes(key, { x: year == null ? 0 : (years.indexOf(year) + 1) * step, y: (100 * index) / Math.max(order.length - 1, 1) });
  });
  const marks = years.map((year, index) => ({ year: String(year), x: (index + 1) * step }));
  return graph.someNode((_, a) => a.year == null) ? [{ year: "n.d.", x: 0 }, ...marks] : marks;
}
