// A result drawn as a graph: the triples of a CONSTRUCT, or rows whose first and last columns are things.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import { names } from "./names.js";
import { OUTLINES } from "./pictures.js";

const MOST = 120; // things drawn; the rest is said
const SVG = "http://www.w3.org/2000/svg";
const LABEL = /(?:prefLabel|label|title)$/;

/** A view of YASR. */
export class GraphView {
  priority = 5;
  label = "Graph";

  constructor(yasr) {
    this.yasr = yasr;
  }

  canHandleResults() {
    return edgesOf(this.yasr.results).edges.length > 0;
  }

  getIcon() {
    const icon = element("svg", { viewBox: "0 0 16 16", width: 14, height: 14, "aria-hidden": "true" });
    icon.append(element("path", { d: "M4 4l8 3-6 6z", fill: "none", stroke: "currentColor" }));
    for (const [cx, cy] of [[4, 4], [12, 7], [6, 13]]) icon.append(element("circle", { cx, cy, r: 2, fill: "currentColor" }));
    return icon;
  }

  draw() {
    const { edges, labels } = edgesOf(this.yasr.results);
    const graph = new Graph({ multi: false });
    let left = 0;
    for (const [from, by, to] of edges) {
      for (const end of [from, to]) {
        if (graph.hasNode(end)) continue;
        if (graph.order >= MOST) continue;
        // a circle to begin with: the same result is drawn the same way
        graph.addNode(end, { x: Math.cos(graph.order), y: Math.sin(graph.order) });
      }
      if (!graph.hasNode(from) || !graph.hasNode(to)) left += 1;
      else if (from !== to && !graph.hasEdge(from, to)) graph.addEdge(from, to, { by });
    }
    forceAtlas2.assign(graph, { iterations: 300, settings: { ...forceAtlas2.inferSettings(graph), scalingRatio: 12, gravity: 1.2 } });
    const figure = document.createElement("figure");
    figure.className = "sparql-graph";
    const counted = new Map();
    graph.forEachEdge((_, { by }) => counted.set(by, (counted.get(by) ?? 0) + 1));
    const [usual] = [...counted.keys()].sort((a, b) => counted.get(b) - counted.get(a) || (a < b ? -1 : 1));
    figure.append(drawing(graph, labels, usual));
    const caption = document.createElement("figcaption");
    caption.textContent = `${graph.order} things, ${graph.size} ties${left ? `; ${left} more ties are left out, the table has them` : ""}. Ties without a word: ${usual}.`;
    figure.append(caption);
    this.yasr.resultsEl.replaceChildren(figure);
  }
}

/** The ties of a result and the names of what they tie. */
function edgesOf(results) {
  const edges = [];
  const labels = new Map();
  if (!results) return { edges, labels };
  const statements = /turtle|n-?triples|trig|rdf/.test(results.getContentType() ?? "") ? results.getStatements() ?? [] : [];
  for (const { subject, predicate, object } of statements) {
    if (object.termType === "Literal") {
      if (LABEL.test(predicate.value)) labels.set(subject.value, object.value);
    } else edges.push([subject.value, last(predicate.value), object.value]);
  }
  if (!edges.length) {
    for (const row of results.getBindings() ?? []) {
      const cells = (results.getVariables() ?? []).map((name) => [name, row[name]]).filter(([, value]) => value?.type === "uri");
      if (cells.length > 1) edges.push([cells[0][1].value, cells.length > 2 ? last(cells[1][1].value) : cells.at(-1)[0], cells.at(-1)[1].value]);
    }
  }
  return { edges, labels };
}

function drawing(graph, labels, usual) {
  const width = 900;
  const height = 560;
  const margin = 60;
  const xs = graph.mapNodes((_, node) => node.x);
  const ys = graph.mapNodes((_, node) => node.y);
  const scale = (value, all, size) => {
    const [low, high] = [Math.min(...all), Math.max(...all)];
    return margin + ((value - low) / (high - low || 1)) * (size - 2 * margin);
  };
  const at = (node) => [scale(graph.getNodeAttribute(node, "x"), xs, width), scale(graph.getNodeAttribute(node, "y"), ys, height)];
  const svg = element("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": "The result as a graph; the table says the same" });
  graph.forEachEdge((_, { by }, from, to) => {
    const [[x1, y1], [x2, y2]] = [at(from), at(to)];
    const line = element("line", { x1, y1, x2, y2, class: "tie" });
    line.append(titled(`${labels.get(from) ?? last(from)} ${by} ${labels.get(to) ?? last(to)}`));
    svg.append(line);
    if (by === usual) return;
    const words = element("text", { x: (x1 + x2) / 2, y: (y1 + y2) / 2 + 3.5, class: "kind" });
    words.textContent = by;
    svg.append(words);
  });
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `13px ${getComputedStyle(document.documentElement).getPropertyValue("--serif")}`;
  const things = graph.mapNodes((key) => {
    const [x, y] = at(key);
    const ties = graph.neighbors(key).map((other) => Math.atan2(at(other)[1] - y, at(other)[0] - x));
    return { key, x, y, size: 6, label: labels.get(key) ?? last(key), ties };
  });
  things.sort((a, b) => b.ties.length - a.ties.length);
  const spots = names(things, (thing) => pen.measureText(thing.label).width, 15, { left: 2, top: 2, right: width - 2, bottom: height - 2 });
  for (const { key, x, y, size, label } of things) {
    const link = element("a", { href: here(key) });
    const type = here(key).split("/")[1];
    link.append(titled(label), element("path", { d: (OUTLINES[type] ?? OUTLINES.claim)(x, y, size), class: `shape ${type}` }));
    const spot = spots.get(key);
    if (spot) {
      const words = element("text", { x: spot.x, y: spot.y });
      words.textContent = label;
      link.append(words);
    }
    svg.append(link);
  }
  return svg;
}

/** Where this viewer answers for an IRI. */
export function here(iri) {
  const base = document.querySelector("form.asker")?.dataset.base;
  return base && iri.startsWith(base) ? `/${iri.slice(base.length)}` : iri;
}

const last = (iri) => decodeURIComponent(iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1)) || iri;

function titled(words) {
  const title = element("title", {});
  title.textContent = words;
  return title;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
