from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

STATIC = Path(__file__).parents[2] / "webapp"


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/static/style.css", "/source/survey?format=ttl", "/sparql?query=DROP+ALL", "/compare"]
)
def test_every_answer_keeps_to_itself(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["script-src"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_no_page_asks_another_host(client: FlaskClient) -> None:
    for path in [
        *(STATIC / "templates").glob("*.html"),
        *(p for p in (STATIC / "static").rglob("*") if p.is_file() and "built" not in p.parts),
    ]:
        text = path.read_text("utf-8")
        for word in ("http://", "https://", "//cdn", "@import"):
            assert word not in text.replace("http://www.w3.org/2000/svg", ""), path.name


def test_no_template_holds_script_or_style() -> None:
    for path in (STATIC / "templates").glob("*.html"):
        text = path.read_text("utf-8")
        assert "style=" not in text, path.name
        assert "<script>" not in text, path.name
        assert "|safe" not in text, path.name
        assert not any(f" on{event}=" in text for event in ("click", "load", "change", "input", "submit")), path.name


def test_a_request_has_a_largest_size(client: FlaskClient) -> None:
    answer = client.post("/sparql", data={"query": "x" * 400_000})
    assert answer.status_code == 413


def test_only_sparql_may_be_posted_to(client: FlaskClient) -> None:
    assert client.post("/compare").status_code == 405
    assert client.delete("/theorist/james-burnham").status_code == 405
    assert client.post("/sparql", data={"query": "ASK {}"}).status_code == 200


def test_the_viewer_loads_no_spacy() -> None:
    import subprocess
    import sys

    code = "import sys, webapp.app; sys.exit(any(name.split('.')[0] == 'spacy' for name in sys.modules))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=STATIC.parent, timeout=60)
