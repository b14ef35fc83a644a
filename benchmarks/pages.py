"""How long the viewer takes for each page of a large knowledge base, over HTTP, and how heavy the pages are."""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin

from benchmarks.large import CLAIMS, make
from kb.queries import claims_of, entities, issues, sources
from kb.queries.asking import rows
from kb.store import Store, open_store

BUILD = Path(__file__).resolve().parent.parent / "build"
BAR = 100.0  #: milliseconds that all but one of twenty first requests keep, by the wall clock or by the server's own work
SUGGEST_BAR = 50.0
WEIGHTS = {"lineage": 350, "map": 350, "browse": 350, "sparql": 450}  #: kB compressed; of all other pages 150
WEIGHT = 150
#: a server as `doxograph serve` has it, in a process of its own
SERVER = """
import sys, time
from pathlib import Path
from waitress.server import create_server
from webapp import create_app
from webapp.knowledge import ready
app = create_app(Path(sys.argv[1]))
inner = app.wsgi_app
def clocked(environ, start_response):
    begun = time.thread_time()
    def start(status, headers, *more):
        work = (time.thread_time() - begun) * 1000
        return start_response(status, [*headers, ("Server-Timing", f"work;dur={work:.2f}")], *more)
    return inner(environ, start)
app.wsgi_app = clocked
ready(app)
server = create_server(app, host="127.0.0.1", port=0, threads=4)
print(server.effective_port, flush=True)
server.run()
"""
TYPOS = ("Shachtmann", "Burnam", "beaurocratic colectivism", "Trotzky", "managrial", "state capitlism")
WORDS = ("party", "ruling class", "surplus wage", "workers' state", "hidden quota", "Burnham", "capitalist", "rests on")

OTHERS = (
    "council",
    "planning ends",
    "old wage",
    "commands the market",
    "Trotsky",
    "hollow",
    "bureaucracy is a class",
    "explains",
)


@dataclass(frozen=True)
class Route:
    """A kind of request with the addresses it is asked at, each another."""

    name: str
    paths: tuple[str, ...]

    @property
    def weight(self) -> int:
        """Compressed kB that a page of it may weigh, with the scripts and styles that it loads."""
        return WEIGHTS.get(self.name.split()[0], WEIGHT)

    @property
    def bar(self) -> float:
        """Milliseconds at the 95th percentile."""
        return SUGGEST_BAR if self.name.startswith("suggest") else BAR


@dataclass(frozen=True)
class Timing:
    """What one route took, in milliseconds, and its heaviest page in kB, compressed."""

    route: Route
    cold: tuple[float, ...]
    warm: tuple[float, ...]
    work: tuple[float, ...]  # the server's own processor time of the cold ones, which does not mind who else uses the machine
    weight: float
    whole: float  # with the scripts and styles that it loads
    failed: int

    @property
    def missed(self) -> bool:
        """Whether a bar is missed."""
        return min(p95(self.cold), p95(self.work)) > self.route.bar or self.whole > self.route.weight or self.failed > 0


def p95(times: Sequence[float]) -> float:
    """The time that all but one of twenty requests keep."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def routes(store: Store, many: int) -> Iterator[Route]:
    """Each route at addresses that no request repeats: the most spoken of, the middle, the least."""
    rng = random.Random(1)
    known = {kind: [row.ref for row in entities(store, kind)] for kind in ("theory", "theorist", "work", "group", "case")}

    def some(refs: Sequence[object]) -> list[str]:
        hubs = list(refs[: many // 3])
        return [ref.path for ref in [*hubs, *rng.sample(list(refs[many // 3 :]), min(many - len(hubs), len(refs) - len(hubs)))]]  # type: ignore[attr-defined]

    def made(path: str, *pairs: tuple[str, str]) -> str:
        return f"{path}?{urlencode(pairs)}"

    texts = [row.ref for row in sources(store)]
    chosen = rng.sample(texts, min(many, len(texts)))
    yield Route("home", ("/",))
    for plural in ("theories", "theorists", "works", "groups", "cases", "sources"):
        yield Route(plural, (f"/{plural}",))
    yield Route("theory", tuple(f"/{path}" for path in some(known["theory"])))
    yield Route("theorist", tuple(f"/{path}" for path in some(known["theorist"])))
    yield Route("work", tuple(f"/{path}" for path in some(known["work"])))
    yield Route("case", tuple(f"/{path}" for path in some(known["case"])))
    yield Route("issue", tuple(f"/issue/{issue.id}" for issue in issues(store)))
    theories, people = some(known["theory"]), some(known["theorist"])
    trios = [rng.sample(theories, 3) for _ in range(many)]
    yield Route("compare of three theories", tuple(made("/compare", *(("party", p) for p in trio)) for trio in trios))
    trios = [rng.sample(people, 3) for _ in range(many)]
    yield Route("compare of three theorists", tuple(made("/compare", *(("party", p) for p in trio)) for trio in trios))
    yield Route(
        "compare as JSON",
        tuple(made("/compare", *(("party", p) for p in rng.sample(theories, 3)), ("format", "json")) for _ in trios),
    )
    yield Route("lineage", tuple(made("/lineage", ("from", path)) for path in theories))
    pairs = [rng.sample(theories, 2) for _ in range(many)]
    yield Route("lineage path", tuple(made("/lineage", ("from", a), ("to", b)) for a, b in pairs))
    yield Route("lineage as JSON", tuple(made("/lineage", ("from", path), ("format", "json")) for path in people))
    yield Route("map", tuple(made("/map", ("of", path)) for path in theories))
    yield Route("map of a question", tuple(made("/map", ("of", f"issue/{issue.id}")) for issue in issues(store)))
    yield Route("browse", tuple(made("/browse", ("from", path)) for path in theories))
    yield Route("review", ("/review",))
    yield Route("search", tuple(made("/search", ("q", word)) for word in [*WORDS, *(path.split("/")[1] for path in theories)]))
    yield Route("search misspelt", tuple(made("/search", ("q", word)) for word in TYPOS))
    yield Route("search as JSON", tuple(made("/search", ("q", word), ("format", "json")) for word in OTHERS))
    typed = [
        name[:n]
        for name in ("Burnham", "beaurocratic", "state cap", "Shachtmann", "Trotsk", "colectivism")
        for n in range(2, len(name) + 1)
    ]
    yield Route("suggest", tuple(made("/suggest", ("q", word)) for word in typed))
    yield Route("source", tuple(f"/source/{ref.id}" for ref in chosen))
    yield Route("author", tuple(f"/source/{ref.id}/author" for ref in chosen))
    claims = [claim for ref in chosen for claim in claims_of(store, source=ref.id, limit=1, offset=rng.randrange(15)).claims]
    base = store.names.base
    yield Route("claim", tuple("/" + claim.iri.removeprefix(base) for claim in claims))
    yield Route("evidence", tuple("/" + claim.evidence.iri.removeprefix(base) for claim in claims))
    related: dict[str, str] = {}
    for row in rows(store, "entity", entity=known["theory"][0].iri):
        related.setdefault(row["relation"].split("/relation/")[0], row["relation"])
    yield Route("relation", tuple("/" + iri.removeprefix(base) for iri in sorted(related.values())[:many]))
    yield Route("argument", tuple(_arguments(store, many)))
    yield Route("citation", tuple(made("/cite", ("of", claim.iri.removeprefix(base))) for claim in claims))
    yield Route("nothing there", tuple(f"/theory/{quote(word)}-{n}" for n, word in enumerate(TYPOS)))
    yield Route("sparql form", ("/sparql",))
    yield Route("about", ("/about",))
    yield Route("thing as Turtle", tuple(f"/{path}?format=ttl" for path in theories))
    yield Route("graph of a text", tuple(f"/graph/source/{ref.id}" for ref in chosen))


def _arguments(store: Store, many: int) -> Iterator[str]:
    query = f"SELECT ?a WHERE {{ ?a a dox:Argument }} LIMIT {many}"
    for row in store.select(query):
        yield "/" + row["a"].value.removeprefix(store.names.base)


def measure(host: str, port: int, found: Sequence[Route]) -> list[Timing]:
    """Each address twice: the first time nothing of it has been asked for before, the second the answer may be kept."""
    connection = HTTPConnection(host, port, timeout=300)

    def get(path: str) -> tuple[float, int, bytes, float]:
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        took = (time.perf_counter() - begun) * 1000
        return took, response.status, body, float((response.getheader("Server-Timing") or "=0").rpartition("=")[2])

    files: dict[str, int] = {}

    def loaded(path: str, seen: set[str]) -> int:
        """What a file weighs with those that it loads and that were not seen yet."""
        if path in seen:
            return 0
        seen.add(path)
        if path not in files:
            body = get(path)[2]
            files[path] = packed(body)
            texts[path] = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
        inner = _IMPORT.findall(texts[path]) if ".js" in path else []
        return files[path] + sum(loaded(urljoin(path, one.decode()), seen) for one in inner)

    texts: dict[str, bytes] = {}
    timings = []
    for route in found:
        cold, warm, work, weight, whole, failed = [], [], [], 0, 0, 0
        for path in route.paths:
            took, status, body, worked = get(path)
            cold.append(took)
            work.append(worked)
            expected = (404,) if route.name == "nothing there" else (200,)
            failed += status not in expected
            weight = max(weight, packed(body))
            page, seen = (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body), set[str]()
            whole = max(whole, packed(body) + sum(loaded(one.decode(), seen) for one in _LOADED.findall(page)))
        for path in route.paths:
            warm.append(get(path)[0])
        timings.append(Timing(route, tuple(cold), tuple(warm), tuple(work), weight / 1000, whole / 1000, failed))
        print(line(timings[-1]), flush=True)
    return timings


#: what a page names that it needs: styles, and scripts, which may import others
_LOADED = re.compile(rb'<(?:link rel="stylesheet" href|script type="module" src)="(/static/[^"]+)"')
_IMPORT = re.compile(rb'(?:from|import)\s*"(\./[^"]+\.js)"')


def packed(body: bytes) -> int:
    """Bytes of an answer as it goes over the wire to who takes it packed."""
    return len(body) if body[:2] == b"\x1f\x8b" else len(gzip.compress(body, 5))


def line(timing: Timing) -> str:
    """One route's measurements as a row of a table."""
    cold, warm = timing.cold, timing.warm
    return (
        f"{timing.route.name:28} {len(cold):4}  {statistics.median(cold):8.1f} {p95(cold):8.1f} {max(cold):8.1f}   "
        f"{p95(timing.work):8.1f}   "
        f"{statistics.median(warm):8.1f} {p95(warm):8.1f}   {timing.weight:7.1f} {timing.whole:7.1f}"
        + (f"  {timing.failed} FAILED" if timing.failed else "  MISSED" if timing.missed else "")
    )


def main(arguments: list[str] | None = None) -> int:
    """Make, serve, ask, print; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--data", type=Path, help="where the made-up knowledge base is kept (default: build/pages-N)")
    parser.add_argument("--many", type=int, default=60, help="addresses of each kind")
    parser.add_argument("--only", help="routes whose name begins so")
    parser.add_argument("--out", type=Path, help="keep the measurements in this file, as JSON")
    given = parser.parse_args(arguments)
    begun = time.perf_counter()
    data = make(given.data or BUILD / f"pages-{given.claims}", given.claims)
    print(f"{data}: there after {time.perf_counter() - begun:.0f} s")
    with open_store(data, read_only=True) as store:
        found = [route for route in routes(store, given.many) if not given.only or route.name.startswith(given.only)]
    server = subprocess.Popen([sys.executable, "-c", SERVER, str(data)], stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        begun = time.perf_counter()
        first = HTTPConnection("127.0.0.1", port, timeout=600)
        first.request("GET", "/about")
        first.getresponse().read()
        print(f"the first page of all after {time.perf_counter() - begun:.2f} s")
        print(
            f"{'ms':28} {'n':>4}  {'cold p50':>8} {'p95':>8} {'most':>8}   {'work p95':>8}   "
            f"{'warm p50':>8} {'p95':>8}   {'kB':>7} {'with all':>8}"
        )
        timings = measure("127.0.0.1", port, found)
    finally:
        server.terminate()
        server.wait(timeout=30)
    if given.out:
        told = {
            t.route.name: {
                "p50": statistics.median(t.cold),
                "p95": p95(t.cold),
                "work p95": p95(t.work),
                "warm p95": p95(t.warm),
                "kB": t.weight,
                "kB with all": t.whole,
            }
            for t in timings
        }
        given.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 1 if any(timing.missed for timing in timings) else 0


if __name__ == "__main__":
    sys.exit(main())
