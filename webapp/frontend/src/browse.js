/** The graph browser: draws what the page says, and follows its links without leaving the drawing. */
import Graph from "graphology";
import Sigma from "sigma";
import { ArrowProgram, ShapeProgram, StandingProgram } from "./shared/marks.js";
import { names } from "./shared/names.js";
import { png, svg } from "./shared/pictures.js";
import { byTies, byTime } from "./shared/places.js";

const MANY = 3000; // ties: beyond it no arrow heads, which nobody could tell apart
const NAMED = 400; // things: up to so many each name finds its own side; beyond, Sigma writes what there is room for
const LINE = 17; // pixels that a name is high
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");

const drawing = document.getElementById("drawing");
/** @type {Sigma | null} */
let sigma = null;
/** @type {Graph} */
let graph = new Graph({ multi: true, type: "directed" });
let look = {};
let years = [];
let lit = null; // a node or tie that the reader points at in the outline or the drawing

/** Our colours as WebGL wants them. */
function readLook() {
  const style = getComputedStyle(document.documentElement);
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    probe.fillStyle = color;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const names = ["paper", "leaf", "ink", "soft", "faint", "rule", "accent", "theorist", "group", "theory", "work", "case", "author", "claim"];
  const raw = Object.fromEntries(names.map((name) => [name, rgb(style.getPropertyValue(`--${name}`).trim())]));
  const hex = (c) => "#" + c.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
  const mix = (a, b, share) => hex(a.map((part, i) => part * share + b[i] * (1 - share)));
  look = Object.fromEntries(names.map((name) => [name, hex(raw[name])]));
  look.fills = Object.fromEntries(names.map((name) => [name, mix(raw[name], raw.paper, 0.24)]));
  look.tie = mix(raw.ink, raw.paper, 0.5);
  look.doubt = mix(raw.accent, raw.paper, 0.85);
  look.away = mix(raw.ink, raw.paper, 0.13);
  look.serif = style.getPropertyValue("--serif");
}

const picked = () => new URLSearchParams(location.search).get("pick") ?? "";

function paint() {
  graph.forEachNode((key, a) => {
    const color = look[a.kind] ?? look.soft;
    graph.mergeNodeAttributes(key, { color, fill: look.fills[a.kind] ?? look.fills.soft });
  });
  graph.forEachEdge((key, a) => {
    graph.setEdgeAttribute(key, "color", a.standing === "denied" || a.standing === "contested" ? look.doubt : look.tie);
  });
}

/** @param {any} data the page's picture */
function take(data, layout) {
  const before = new Map(layout === "force" ? graph.mapNodes((key, a) => [key, { x: a.x, y: a.y }]) : []);
  const kept = years.length ? new Map() : before; // from time to ties everything is placed anew
  const next = new Graph({ multi: true, type: "directed" });
  const most = Math.max(1, ...data.nodes.map((node) => node.weight));
  for (const n of data.nodes) {
    next.addNode(n.key, {
      label: n.label.length > 46 ? n.label.slice(0, 44).trimEnd() + "…" : n.label,
      kind: n.type, shape: n.type, year: n.year, start: n.start, beyond: n.beyond,
      size: n.type === "claim" ? 4.2 : 6 + 9 * Math.sqrt(n.weight / most),
      forceLabel: n.start, zIndex: n.start ? 1 : 0, x: 0, y: 0,
    });
  }
  const heads = data.edges.length <= MANY;
  for (const e of data.edges) {
    const size = e.standing === "contested" ? 4.4 : e.standing === "denied" ? 2 : Math.min(1.2 + Math.log2(e.count) * 0.45, 3);
    next.addEdgeWithKey(e.key, e.source, e.target, { standing: e.standing, size: heads ? size : 1, type: heads ? "arrow" : "line", kind: e.kind });
  }
  years = [];
  if (layout === "time") years = byTime(next, drawing.clientWidth / Math.max(drawing.clientHeight, 1));
  else byTies(next, next.someNode((key) => kept.has(key)) ? kept : new Map(), drawing.clientWidth / Math.max(drawing.clientHeight, 1));
  graph = next;
  paint();
}

function around(key) {
  if (!key) return null;
  if (graph.hasEdge(key)) return { nodes: new Set(graph.extremities(key)), edges: new Set([key]) };
  if (graph.hasNode(key)) return { nodes: new Set([key, ...graph.neighbors(key)]), edges: new Set(graph.edges(key)) };
  return null;
}

let focus = null;
function show() {
  focus = around(lit ?? picked());
  sigma?.refresh({ skipIndexation: true });
}

const font = (bold) => `${bold ? "600 " : ""}14px ${look.serif}`;

function label(context, data) {
  if (!data.label) return;
  context.font = font(data.start || data.highlighted);
  const wide = context.measureText(data.label).width, right = data.x + data.size + 4;
  // at the right margin a name stands at the left of its thing
  const turned = right + wide > drawing.clientWidth - 4 && data.x - data.size - 4 - wide > 4;
  write(context, data, written.get(data.key) ?? { x: turned ? data.x - data.size - 4 - wide : right, y: data.y + 5, wide });
}

function write(context, data, { x, y, wide }) {
  context.font = font(data.start || data.highlighted);
  // ties pass behind a name, they do not strike it
  context.globalAlpha = 0.82;
  context.fillStyle = look.paper;
  context.fillRect(x - 2, y - LINE * 0.74, wide + 4, LINE);
  context.globalAlpha = 1;
  context.fillStyle = data.faded ? look.faint : look.ink;
  context.fillText(data.label, x, y);
}

/** Where names stand: of the picture as it is now. */
let written = new Map();
const pen = document.createElement("canvas").getContext("2d");

/** @param {any[]} things with their places in pixels */
function placeNames(things) {
  const at = new Map(things.map((thing) => [thing.key, thing]));
  for (const thing of things) {
    thing.ties = graph.neighbors(thing.key).filter((key) => at.has(key)).map((key) => Math.atan2(at.get(key).y - thing.y, at.get(key).x - thing.x));
  }
  const rank = (thing) => (thing.must ? 2e6 : 0) + (thing.forceLabel ? 1e6 : 0) + thing.size;
  const sheet = { left: 4, top: 2, right: drawing.clientWidth - 4, bottom: drawing.clientHeight - (years.length ? 28 : 2) };
  const tools = document.querySelector("#browser .tools"), mine = drawing.getBoundingClientRect();
  const taken = [];
  if (tools && !tools.hidden) {
    const { left, top, right, bottom } = tools.getBoundingClientRect();
    taken.push({ left: left - mine.left, top: top - mine.top, right: right - mine.left, bottom: bottom - mine.top });
  }
  const named = things.filter((thing) => thing.label).sort((a, b) => rank(b) - rank(a));
  return names(named, (thing) => {
    pen.font = font(thing.start || thing.highlighted);
    return pen.measureText(thing.label).width;
  }, LINE, sheet, taken);
}

function writeNames() {
  if (graph.order > NAMED) return;
  const things = graph.mapNodes((key) => {
    const shown = sigma.getNodeDisplayData(key);
    return { ...shown, key, ...sigma.framedGraphToViewport(shown), size: sigma.scaleSize(shown.size), start: graph.getNodeAttribute(key, "start") };
  });
  for (const thing of things) thing.must = thing.start || thing.highlighted;
  written = placeNames(things.filter(({ x, y }) => x > 0 && y > 0 && x < drawing.clientWidth && y < drawing.clientHeight));
  const context = sigma.getCanvases().labels.getContext("2d");
  for (const thing of things) if (written.has(thing.key)) write(context, thing, written.get(thing.key));
}

function ring(context, data) {
  context.strokeStyle = look.accent;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(data.x, data.y, data.size + 4, 0, 2 * Math.PI);
  context.stroke();
  // until the names have their places none is written here, but for that of what is pointed at
  if (graph.order > NAMED || written.has(data.key) || data.key === lit) label(context, { ...data, highlighted: true });
}

function open() {
  const large = graph.size > MANY;
  sigma = new Sigma(graph, drawing, {
    allowInvalidContainer: true,
    nodeProgramClasses: { shape: ShapeProgram },
    edgeProgramClasses: { arrow: ArrowProgram, line: StandingProgram },
    defaultNodeType: "shape",
    defaultEdgeType: "arrow",
    defaultDrawNodeLabel: label,
    defaultDrawNodeHover: ring,
    enableEdgeEvents: !large,
    renderLabels: graph.order > NAMED,
    labelSize: 14,
    labelDensity: 1.1,
    labelGridCellSize: 110,
    labelRenderedSizeThreshold: 5,
    minEdgeThickness: 1,
    stagePadding: 46,
    zIndex: !large,
    nodeReducer: large ? null : (key, data) => {
      const shown = { ...data, type: "shape" };
      if (focus) {
        if (focus.nodes.has(key)) { shown.forceLabel = true; shown.zIndex = 2; }
        else { shown.color = look.away; shown.fill = look.paper; shown.label = data.start ? data.label : ""; shown.faded = true; }
      }
      shown.highlighted = key === (lit ?? picked());
      return shown;
    },
    edgeReducer: large ? null : (key, data) => {
      if (!focus) return data;
      if (focus.edges.has(key)) return { ...data, zIndex: 2, color: data.color === look.tie ? look.ink : look.accent };
      return { ...data, color: look.away };
    },
  });
  const pick = (key) => go((state) => state.set("pick", key), "panel");
  sigma.on("clickNode", ({ node }) => pick(node));
  sigma.on("clickEdge", ({ edge }) => pick(edge));
  sigma.on("clickStage", () => picked() && go((state) => state.delete("pick")));
  sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
    preventSigmaDefault();
    const a = graph.getNodeAttributes(node);
    if (a.kind === "claim") go((state) => toggle(state, "arguments", node));
    else go((state) => toggle(state, "from", node));
  });
  for (const [enter, leave, part] of [["enterNode", "leaveNode", "node"], ["enterEdge", "leaveEdge", "edge"]]) {
    sigma.on(enter, (event) => { lit = event[part]; drawing.classList.add("pointing"); show(); });
    sigma.on(leave, () => { lit = null; drawing.classList.remove("pointing"); show(); });
  }
  const name = () => { writeNames(); writeYears(); };
  sigma.on("afterRender", name);
  name(); // what is new has been drawn already
}

function writeYears() {
  let axis = drawing.querySelector(".years");
  if (!years.length) return axis?.remove();
  if (!axis) {
    axis = document.createElement("div");
    axis.className = "years";
    axis.ariaHidden = "true";
    drawing.append(axis);
  }
  let last = -99;
  const marks = [];
  for (const { year, x } of years) {
    const at = sigma.graphToViewport({ x, y: 0 }).x;
    if (at - last < 42) continue;
    last = at;
    const mark = document.createElement("span");
    mark.textContent = year;
    mark.style.left = `${at}px`;
    marks.push(mark);
  }
  axis.replaceChildren(...marks);
}

function toggle(state, name, value) {
  const now = state.getAll(name);
  state.delete(name);
  for (const one of now.includes(value) ? now.filter((x) => x !== value) : [...now, value]) state.append(name, one);
}

/** Where everything stands on the screen, for pictures. */
function drawn() {
  const { clientWidth: width, clientHeight: height } = drawing;
  const place = (x, y) => (sigma ? sigma.graphToViewport({ x, y }) : fitted(x, y, width, height));
  const nodes = graph.mapNodes((key, a) => ({ ...a, key, ...place(a.x, a.y), size: sigma ? sigma.scaleSize(a.size) : a.size }));
  const edges = graph.mapEdges((key, a, source, target) => ({ ...a, key, source, target }));
  for (const node of nodes) node.must = node.start;
  const spots = graph.order > NAMED ? new Map() : placeNames(nodes);
  return { nodes: nodes.map((node) => ({ ...node, name: spots.get(node.key) })), edges, width, height, look, all: graph.order > NAMED };
}

function fitted(x, y, width, height) {
  const xs = graph.mapNodes((_, a) => a.x), ys = graph.mapNodes((_, a) => a.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const scale = Math.min((width - 160) / (right - left || 1), (height - 80) / (bottom - top || 1));
  return { x: width / 2 + (x - (left + right) / 2) * scale - 40, y: height / 2 - (y - (top + bottom) / 2) * scale };
}

/** Without WebGL the same picture stands still, and can be clicked. */
function standStill() {
  const made = new DOMParser().parseFromString(svg(drawn(), document.title), "image/svg+xml").documentElement;
  made.classList.add("still");
  drawing.replaceChildren(document.importNode(made, true));
}

/** The buttons on the drawing: shown before names are placed, which keep clear of them. */
function showTools() {
  for (const part of document.querySelectorAll("#browser .tools, #browser .pictures")) part.hidden = part.matches(".tools") && !sigma;
}

function render() {
  const first = !sigma;
  if (!first) showTools();
  const data = JSON.parse(document.getElementById("graph").textContent);
  const layout = document.querySelector("#browser [name=layout]:checked")?.value ?? "force";
  take(data, layout);
  focus = around(picked());
  written = new Map();
  if (sigma) {
    sigma.setSetting("renderLabels", graph.order > NAMED);
    sigma.setGraph(graph);
    sigma.setCustomBBox(null);
    sigma.refresh();
    if (!years.length) drawing.querySelector(".years")?.remove();
  } else {
    try {
      open();
    } catch {
      sigma = null;
      standStill();
    }
  }
  showTools();
  if (first && graph.order <= NAMED) sigma?.refresh({ skipIndexation: true });
}

/**
 * Go to another state of this page.
 * @param {((state: URLSearchParams) => void) | string} change
 * @param {string} [then] what the reader is led to: "panel", or the key of the link that was followed
 */
async function go(change, then = "") {
  let address = change;
  if (typeof change !== "string") {
    const state = new URLSearchParams(location.search);
    change(state);
    const query = state.toString();
    address = location.pathname + (query ? `?${query}` : "");
  }
  if (address === location.pathname + location.search) return;
  if (await load(address)) {
    history.pushState(null, "", lastAddress);
    render();
    if (then) lead(then);
  }
}

let lastAddress = "";
let asked = 0;
async function load(address) {
  const mine = ++asked;
  document.getElementById("browser").ariaBusy = "true";
  let page;
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const at = new URL(answer.url);
    lastAddress = at.pathname + at.search;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    location.assign(address); // the browser tells what is wrong
    return false;
  }
  if (mine !== asked) return false;
  const fresh = page.getElementById("browser"), old = document.getElementById("browser");
  if (!fresh) { location.assign(address); return false; }
  const wasOpen = old.querySelector(".filters")?.open;
  fresh.querySelector("#drawing").replaceWith(drawing);
  const scrolled = scrollY;
  old.replaceWith(fresh);
  if (wasOpen) fresh.querySelector(".filters").open = true;
  document.title = page.title;
  scrollTo({ top: scrolled, behavior: "instant" });
  lit = null;
  return true;
}

function lead(then) {
  const panel = document.getElementById("panel");
  if (then === "panel") return panel.focus({ preventScroll: matchMedia("(min-width: 60rem)").matches });
  const same = [...document.querySelectorAll("#browser [data-pick]")].find((link) => link.dataset.pick === then && link.closest("#outline"));
  (same ?? panel).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const act = event.target.closest?.("#browser [data-do]")?.dataset.do;
  if (act) return void doThis(act);
  const still = event.target.closest?.("svg.still [data-pick]");
  if (still) return void go((state) => state.set("pick", still.dataset.pick), "panel");
  const link = event.target.closest?.("#browser a[data-state]");
  if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const url = new URL(link.href);
  go(url.pathname + url.search, link.closest("#outline") ? link.dataset.pick : link.closest("#panel") ? "panel" : "");
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("#browser form[data-state]")) return;
  event.preventDefault();
  go(formAddress(event.target));
});
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("#browser form[data-live]");
  if (form) go(formAddress(form));
});

function formAddress(form) {
  const state = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const usual = (name === "layout" && value === "force") || (name === "most" && value === form.querySelector("[name=most]")?.dataset.usual);
    if (value !== "" && !usual) state.append(name, String(value));
  }
  const query = state.toString();
  return location.pathname + (query ? `?${query}` : "");
}

for (const [event, on] of [["focusin", true], ["focusout", false], ["mouseover", true], ["mouseout", false]]) {
  document.addEventListener(event, (happened) => {
    const link = happened.target.closest?.("#browser a[data-pick]");
    if (!link) return;
    lit = on ? link.dataset.pick : null;
    show();
  });
}

addEventListener("popstate", async () => {
  if (await load(location.pathname + location.search)) render();
});

async function doThis(act) {
  const camera = sigma?.getCamera();
  const duration = still.matches ? 0 : 160;
  if (act === "in") camera.animatedZoom({ duration });
  else if (act === "out") camera.animatedUnzoom({ duration });
  else if (act === "fit") camera.animatedReset({ duration });
  else if (act === "svg") save(new Blob([svg(drawn(), document.title)], { type: "image/svg+xml" }), "graph.svg");
  else if (act === "png") save(await png(drawn()), "graph.png");
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

dark.addEventListener("change", () => {
  readLook();
  paint();
  sigma ? sigma.refresh() : standStill();
});

readLook();
drawing.classList.add("coming");
render();
performance.mark("drawn");
drawing.dataset.drawn = sigma ? "webgl" : "svg";
Object.assign(drawing, { browser: { sigma: () => sigma, graph: () => graph, names: () => [...written] } }); // for tests and measurements
