// A bare Sigma page: the same graph in the same places, nothing of ours. benchmarks/browsing.py bundles and serves it.
import Graph from "graphology";
import Sigma from "sigma";

const data = await (await fetch("/bench/places")).json();
const graph = new Graph({ multi: true, type: "directed" });
for (const { key, ...rest } of data.nodes) graph.addNode(key, rest);
for (const { key, source, target, ...rest } of data.edges) graph.addEdgeWithKey(key, source, target, rest);
const drawing = document.getElementById("drawing");
drawing.browser = { sigma: ((made) => () => made)(new Sigma(graph, drawing)) };
drawing.dataset.drawn = "webgl";
