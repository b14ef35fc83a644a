"""The bundled scripts: made of our sources, with their licences, asking no host."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from webapp.bundles import BUILT, bundle

FRONTEND = Path(__file__).parents[2] / "webapp" / "frontend"
#: written into code as names of notations or as advice, never asked for
NAMES = re.compile(
    r"https?://(www\.w3\.org|w3id\.org|purl\.org|xmlns\.com|schema\.org|www\.gexf\.net|gexf\.net|graphml\.graphdrawing\.org)/"
)
#: what asks: a call, an import, an element's or a style's address
ASKING = re.compile(r"""(?:fetch\(|import\(|from|@import|url\(|src=|\.src\s*=|importScripts\()\s*["'`(]?\s*https?://""")
#: YASGUI carries the names of a thousand vocabularies to complete prefixes from; the page's policy lets it ask nobody
LISTS = {"sparql"}
ADDRESS = re.compile(r"""https?://[^\s"'`<>)\\]+""")


def scripts() -> list[str]:
    """The pages that have a script of their own."""
    return sorted(path.stem for path in (FRONTEND / "src").glob("*.js"))


@pytest.fixture(scope="module", autouse=True)
def made() -> None:
    """The bundles as the sources have them now."""
    if not (FRONTEND / "node_modules").exists() and not BUILT.exists():
        pytest.skip("nothing is bundled: make frontend")


@pytest.mark.parametrize("name", scripts())
def test_each_script_is_bundled_and_asks_no_other_host(name: str) -> None:
    text = (BUILT / f"{name}.js").read_text(encoding="utf-8")
    assert not ASKING.search(text)
    # YASGUI names many vocabularies and its own guide; test_sparql_browser sees that the page asks nobody
    foreign = [found for found in ADDRESS.findall(text) if not NAMES.match(found) and name != "sparql"]
    assert not foreign or name in LISTS, f"{name}.js names {foreign}"
    tag = str(bundle(name))
    assert re.search(rf'<script type="module" src="/static/built/{name}\.js\?v=[0-9a-f]{{12}}"></script>', tag)


def test_a_page_without_its_bundle_has_no_tag() -> None:
    assert str(bundle("nosuchpage")) == ""


def test_licences_name_every_package_bundled() -> None:
    text = (BUILT / "licences.txt").read_text(encoding="utf-8")
    for name in scripts():
        for package in re.findall(r'from "([^./][^"]*)"', (FRONTEND / "src" / f"{name}.js").read_text(encoding="utf-8")):
            top = "/".join(package.split("/")[: 2 if package.startswith("@") else 1])
            assert re.search(rf"^{re.escape(top)} \d", text, re.MULTILINE), f"no licence of {top}"


def test_no_build_no_npm_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = runpy.run_path(str(FRONTEND / "bundling.py"))
    scope = module["bundle"].__globals__
    monkeypatch.setitem(scope, "BUILT", tmp_path / "built")

    def unreachable() -> None:
        raise OSError("ENOTFOUND registry")

    monkeypatch.setitem(scope, "_install", unreachable)
    with pytest.raises(module["NotBuilt"], match=r"(?s)ENOTFOUND.*npm registry once"):
        module["bundle"]()
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / module["STAMP"]).write_text("older\n")
    assert module["bundle"]() is True  # what is there stays


def test_the_lock_file_names_no_machine() -> None:
    lock = (FRONTEND / "package-lock.json").read_text(encoding="utf-8")
    assert all(found.startswith("https://registry.npmjs.org/") for found in re.findall(r'"resolved": "([^"]+)"', lock))
    assert "file:" not in lock
