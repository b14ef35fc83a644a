"""A small knowledge base made by hand, the viewer over it, a browser."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

sys.path.insert(0, str(Path(__file__).parents[1] / "kb"))
from made import statements

from kb.derive import source_quads, total_quads
from kb.facts import facts_of
from kb.graph import to_quads
from kb.identity import identity_quads, resolve
from kb.model import AUTHOR, UNKNOWN, Block, Statements
from kb.review import Verdict
from kb.store import open_store
from kb.terms import Names
from kb.vocabulary import load_pack
from webapp import create_app

SURVEY = statements(
    "survey",
    "# The quarrel\n"
    "James Burnham argued that the Soviet Union is not capitalist. Bruno Rizzi and Burnham held that a new class rules.\n"
    "Tony Cliff argued that the Soviet Union is state capitalist. Leon Trotsky denied that the bureaucracy is a class.\n"
    "Burnham took his theory from Rizzi. There is no evidence that Burnham had read Rizzi.\n"
    "In 1941 Burnham wrote The Managerial Revolution. Trotsky asked whether <b>planning</b> & markets mix.\n"
    "- first point\n"
    "- second point\n"
    "Cliff broke with Trotsky.",
    [
        "theorist: James Burnham | Burnham = theorist/james-burnham",
        "theorist: Bruno Rizzi | Rizzi = theorist/bruno-rizzi",
        "theorist: Tony Cliff | Cliff = theorist/tony-cliff",
        "theorist: Leon Trotsky | Trotsky = theorist/leon-trotsky",
        "work: The Managerial Revolution = work/the-managerial-revolution",
        "theory: state capitalism | state capitalist = theory/state-capitalism",
        "case: Soviet Union = case/soviet-union",
    ],
    [
        ("James Burnham", "asserts", "the Soviet Union is not capitalist", ["Soviet Union"]),
        ("Bruno Rizzi", "asserts", "a new class rules", []),
        ("James Burnham", "asserts", "a new class rules", []),
        ("Tony Cliff", "asserts", "the Soviet Union is state capitalist", ["Soviet Union", "state capitalism"]),
        ("Leon Trotsky", "denies", "the bureaucracy is a class", ["Soviet Union"]),
        ("Leon Trotsky", "questions", "<b>planning</b> & markets mix", []),
        (AUTHOR, "asserts~", "first point", []),
        (UNKNOWN, "asserts", "second point", []),
    ],
    [
        ("James Burnham", "derives_from", "Bruno Rizzi", "affirmed", AUTHOR, "Burnham took his theory from Rizzi."),
        (
            "James Burnham",
            "derives_from",
            "Bruno Rizzi",
            "uncertain",
            AUTHOR,
            "There is no evidence that Burnham had read Rizzi.",
        ),
        (
            "James Burnham",
            "wrote",
            "The Managerial Revolution",
            "affirmed",
            AUTHOR,
            "In 1941 Burnham wrote The Managerial Revolution.",
        ),
        (
            "Tony Cliff",
            "holds",
            "state capitalism",
            "affirmed",
            AUTHOR,
            "Tony Cliff argued that the Soviet Union is state capitalist.",
        ),
        ("Tony Cliff", "broke_with", "Leon Trotsky", "affirmed", "Leon Trotsky", "Cliff broke with Trotsky."),
    ],
    [(0, "supports", 1), (4, "attacks", 1)],
    title="A survey of the quarrel",
    author="Ann Editor",
    year=2020,
    genre="survey article",
    licence="CC BY 4.0",
)
DEBATE = statements(
    "debate",
    "Ada Quill said that managers rule everywhere.\nShe doubted that the Soviet Union is capitalist.",
    ["theorist: Ada Quill", "case: Soviet Union = case/soviet-union"],
    [
        ("Ada Quill", "asserts", "managers rule everywhere", []),
        ("Ada Quill", "denies", "the Soviet Union is capitalist", ["Soviet Union"]),
    ],
    title="An invented debate",
    author="Ann Editor",
    year=2021,
    constructed=True,
)


#: who built on whom over a century, some of it in one year, some after a long silence, some undated
DESCENT = statements(
    "descent",
    "Lenin built on Marx. Trotsky built on Marx. Trotsky built on Lenin. Rizzi built on Trotsky. Burnham built on Rizzi. "
    "Shachtman built on Trotsky. Djilas built on Trotsky. Cliff built on Trotsky. Castoriadis built on Trotsky. "
    "Burnham wrote The Managerial Revolution in 1941. "
    "Rizzi wrote The Bureaucratisation of the World and of Everything in It in 1939. "
    "Shachtman wrote The Bureaucratic Revolution in 1962. The doctrine of the tides built on Rizzi. Bahro built on Burnham.",
    [
        *(
            f"theorist: {name} = theorist/{first}-{name.lower()}"
            for first, name in (
                ("vladimir", "Lenin"), ("karl", "Marx"), ("leon", "Trotsky"), ("bruno", "Rizzi"), ("james", "Burnham"),
                ("max", "Shachtman"), ("milovan", "Djilas"), ("tony", "Cliff"), ("cornelius", "Castoriadis"), ("rudolf", "Bahro"),
            )
        ),
        "work: The Managerial Revolution",
        "work: The Bureaucratisation of the World and of Everything in It",
        "work: The Bureaucratic Revolution",
        "theory: doctrine of the tides",
    ],
    [("Lenin", "asserts", "built on Marx", [])],
    [
        *(
            (late, "derives_from", early, "affirmed", AUTHOR, f"{late} built on {early}.")
            for late, early in (
                ("Lenin", "Marx"), ("Trotsky", "Marx"), ("Trotsky", "Lenin"), ("Rizzi", "Trotsky"), ("Burnham", "Rizzi"),
                ("Shachtman", "Trotsky"), ("Djilas", "Trotsky"), ("Cliff", "Trotsky"),
                ("Castoriadis", "Trotsky"), ("Bahro", "Burnham"),
            )
        ),
        ("Burnham", "wrote", "The Managerial Revolution", "affirmed", AUTHOR, "Burnham wrote The Managerial Revolution in 1941."),
        (
            "Rizzi", "wrote", "The Bureaucratisation of the World and of Everything in It", "affirmed", AUTHOR,
            "Rizzi wrote The Bureaucratisation of the World and of Everything in It in 1939.",
        ),
        (
            "Shachtman", "wrote", "The Bureaucratic Revolution", "affirmed", AUTHOR,
            "Shachtman wrote The Bureaucratic Revolution in 1962.",
        ),
        ("doctrine of the tides", "derives_from", "Rizzi", "affirmed", AUTHOR, "The doctrine of the tides built on Rizzi."),
    ],
    title="A century of descent",
    author="Ann Editor",
    year=2022,
)  # fmt: skip


def _with_blocks(made: Statements) -> Statements:
    text = made.document.text
    blocks = tuple(
        Block("list_item", b.start + 2, b.end) if text.startswith("- ", b.start) else replace(b, page="7" if b.start else None)
        for b in made.document.blocks
    )
    return replace(made, document=replace(made.document, blocks=blocks))


def build(data: Path, *made: Statements, names: Names | None = None, verdicts: tuple[Verdict, ...] = ()) -> None:
    """Write hand-made statements as a knowledge base; ``verdicts`` are a reviewer's, on the first of them."""
    names = names or Names()
    pack = load_pack()
    facts = [facts_of(one, pack.name) for one in made]
    identity = resolve(facts, [pack])
    derived = []
    for number, (one, statement) in enumerate(zip(facts, made, strict=True)):
        decided = {(v.kind, v.id): v for v in verdicts} if number == 0 else {}
        derived += source_quads(one, identity, {pack.name: pack}, names, decided, statement)
    graphs = {names.source_graph(one.document.source.id): list(to_quads(one, pack=pack.name, names=names)) for one in made}
    graphs[names.identity] = list(identity_quads(identity, [pack], names))
    graphs[names.derived] = [*derived, *total_quads(facts, identity, names)]
    with open_store(data, complete=lambda store: (), base=names.base) as store:
        store.replace(graphs, texts=[one.document.text for one in made])


MADE = (_with_blocks(SURVEY), DEBATE)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the two hand-made texts; nothing changes it."""
    folder = tmp_path_factory.mktemp("web") / "data"
    build(folder, *MADE)
    return folder


@pytest.fixture(scope="session")
def app(data: Path) -> Flask:
    """The viewer."""
    return create_app(data)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client that asks as a browser does."""
    client = app.test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    return client


@pytest.fixture(scope="session")
def descent(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The viewer over the century of descent."""
    folder = tmp_path_factory.mktemp("descent") / "data"
    build(folder, DESCENT)
    return create_app(folder)


def paths(app: Flask) -> list[str]:
    """The path of every IRI that the knowledge base has something to say of."""
    from webapp.addresses import path_of

    with open_store(app.extensions["doxograph"].data, read_only=True) as store:
        found = store.select("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")
        names = store.names
        return sorted({path_of(row["s"].value, names) for row in found if row["s"].value.startswith(names.base)})


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """The viewer served to a real browser."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """A headless Chromium that talks to nobody but the viewer; skipped where it is not installed."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("needs Chromium: apt-get install chromium chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
    from selenium.webdriver.chrome.service import Service

    from webapp.screenshots import FLAGS

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    profile = tempfile.mkdtemp(prefix="doxograph-browser-")
    for flag in (*FLAGS, f"--user-data-dir={profile}", "--window-size=1280,1000"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver, env=dict(os.environ)))
    yield started
    started.quit()
    shutil.rmtree(profile, ignore_errors=True)
