"""Pictures of every page for the documentation: ``python -m webapp.screenshots`` (or ``make screenshots``)."""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from kb.queries.queue import queue
from kb.store import open_store
from kb.terms import Names
from webapp.credentials import make_token

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)  # the browser asks nobody but the viewer
FOLDER = Path("docs/screenshots")
GALLERY = Path("docs/pages.md")
HEIGHT, PHONE_HEIGHT = 960, 844  #: CSS pixels, as much as is seen at first
#: what an address of ``pictures.toml`` may hold -> the query that finds it
FINDS = {
    "claim": "SELECT ?x { ?a dox:conclusion ?x . ?x dox:holderEntity ?who ; dox:answers [] ; dox:confidence ?sure } "
    "ORDER BY DESC(?sure) ?x LIMIT 1",
    "argument": "SELECT ?x { ?x dox:conclusion ?c ; dox:confidence ?sure . ?c dox:holderEntity ?who ; dox:answers [] } "
    "ORDER BY DESC(?sure) ?x LIMIT 1",
    "relation": "SELECT ?x { ?x dox:predicate dox:derivesFrom ; dox:confidence ?sure ; dox:objectEntity <theorist/bruno-rizzi> ; "
    "dox:subjectEntity <theorist/james-burnham> } ORDER BY DESC(?sure) ?x LIMIT 1",
    "span": "SELECT ?x { ?one dox:predicate dox:derivesFrom ; dox:evidence ?x ; dox:objectEntity <theorist/bruno-rizzi> ; "
    "dox:subjectEntity <theorist/james-burnham> } ORDER BY ?x LIMIT 1",
}
#: a text to be added, so that there is a job to see
PASTED = (
    "James Burnham argued that the managers are becoming the new ruling class. Leon Trotsky denied that the bureaucracy is "
    "a class. Burnham took the idea of a new class from Bruno Rizzi. Max Shachtman held that the Soviet Union is bureaucratic "
    "collectivist."
)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: of which page, where it stands, what it shows; ``after`` are selectors of what is clicked on first."""

    name: str
    page: str
    at: str
    said: str
    width: int = 1280
    height: int = 0  # CSS pixels; 0: as much as is seen at first
    dark: bool = False
    login: bool = False
    after: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """Its file's name."""
        return f"{self.name}.webp"


def pictures(folder: Path = FOLDER) -> tuple[Picture, ...]:
    """What ``pictures.toml`` lists, in its order."""
    with (folder / "pictures.toml").open("rb") as file:
        return tuple(Picture(name, **{**one, "after": tuple(one.get("after", ()))}) for name, one in tomllib.load(file).items())


def gallery(shown: Sequence[Picture]) -> str:
    """The page of the documentation that shows them all."""
    lines = [
        "# Every page, pictured",
        "",
        "What the addresses of [viewer.md](viewer.md) look like, over the texts of `corpus/`. `make screenshots` makes all",
        "of it again, this page too: it builds a knowledge base that is thrown away afterwards, and needs Chromium with its",
        "driver. What is pictured is listed in [pictures.toml](screenshots/pictures.toml).",
    ]
    for one in shown:
        kind = ", ".join(word for word, holds in (("dark", one.dark), ("a phone", one.width < 500)) if holds)
        size = ' width="320"' if one.width < 500 else ""
        lines += ["", f"## {one.name.replace('-', ' ').capitalize()}", "", f"{one.said}", ""]
        lines += [f'<img src="screenshots/{one.file}"{size} alt="{one.said}{f" ({kind})" if kind else ""}">']
    return "\n".join(lines) + "\n"


#: who decides what, on the first statements of the queue
JUDGED = {
    "Ann Reader": ("accept", "accept", "reject", "accept", "correct"),
    "Ben Editor": ("accept", "accept", "accept", "reject"),
}


def prepare(data: Path) -> None:
    """Let two reviewers decide a few things in a data folder, one of them on words that its text has no more."""
    with open_store(data, read_only=True) as store:
        base = store.names.base
        statements = [row.iri.removeprefix(base) for row in queue(store, kind="claim", limit=6).rows]
    for who, verdicts in JUDGED.items():
        for statement, verdict in zip(statements, verdicts, strict=False):
            _review(data, verdict, statement, "--who", who, *(["--hedged"] if verdict == "correct" else []))
    line = _review(data, "export").splitlines()[0]
    decision = json.loads(line)
    words = json.dumps(decision["statement"]["words"], ensure_ascii=False)[1:-1]
    sha = decision["statement"]["evidence"]["sha256"]
    changes = {
        words: f"{words}, since 1951",
        sha: sha[::-1],
        decision["target"]: decision["target"][::-1],
        decision["uid"]: "another",
    }
    another = line
    for old, new in changes.items():
        another = another.replace(old, new)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write(another + "\n")
        file.flush()
        _review(data, "import", file.name)


def _review(data: Path, *words: str) -> str:
    command = [sys.executable, "-m", "kb.cli", "review", *words, "--data", str(data)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """The viewer and its writer over a data folder, as ``doxograph serve`` starts them: the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    serve = [sys.executable, "-m", "kb.cli", "serve", "--port", str(port), "--data", str(data)]
    server = subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with suppress(OSError), urlopen(address):
                break
            time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def browsing() -> Iterator[Any]:
    """A headless Chromium that keeps nothing."""
    chromium, driver = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        raise SystemExit("screenshots need Chromium and its driver: apt-get install chromium chromium-driver")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options=options, service=Service(driver, env=dict(os.environ)))
        try:
            yield browser
        finally:
            browser.quit()


def found(address: str) -> dict[str, str]:
    """The paths that the addresses of the pictures leave open, each also as a key, without the stroke it begins with."""
    paths = {}
    for name, query in FINDS.items():
        with urlopen(f"{address}/sparql?{urlencode({'query': query, 'format': 'json'})}") as answer:
            iri = json.load(answer)["results"]["bindings"][0]["x"]["value"]
        paths[name] = iri.removeprefix(Names().base.rstrip("/"))
    return paths | {f"{name}_key": path[1:] for name, path in paths.items()}


def enter(browser: Any, address: str, data: Path) -> None:
    """Log in as a reviewer, by the form."""
    browser.get(f"{address}/login")
    browser.find_element("id", "name").send_keys("Ann Reader")
    browser.find_element("id", "token").send_keys(make_token(data) + "\n")
    _until(lambda: browser.execute_script("return document.querySelector('form[action=\"/logout\"]') !== null"))


def add(browser: Any, address: str) -> str:
    """Have a text added, by the form, and wait until it has been read: the path of the job."""
    browser.get(f"{address}/add")
    browser.find_element("id", "text").send_keys(PASTED)
    browser.find_element("id", "title").send_keys("A note on the new class")
    browser.find_element("css selector", "main form button").click()
    _until(lambda: "/jobs/" in browser.current_url)
    _until(lambda: browser.execute_script("return document.querySelector('progress') === null"))
    return str(urlsplit(browser.current_url).path)


def take(browser: Any, address: str, one: Picture, tall: int = 0, form: str = "webp") -> bytes:
    """One picture, when nothing moves on the page any more; as much as is seen at first, or ``tall`` pixels of it."""
    phone = one.width < 500
    height = one.height or (PHONE_HEIGHT if phone else HEIGHT)
    metrics = {"width": one.width, "height": height, "deviceScaleFactor": 1, "mobile": phone}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    features = [{"name": "prefers-color-scheme", "value": "dark" if one.dark else "light"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    browser.get("about:blank")  # so that a fragment alone is an address of its own
    browser.get(address + one.at)
    status = browser.execute_script("return performance.getEntriesByType('navigation')[0].responseStatus")
    if status != 200 and one.page != "missing":
        raise SystemExit(f"{one.name}: {one.at} answers {status}")
    for selector in one.after:
        _until(partial(browser.find_elements, "css selector", selector))
        browser.execute_script("arguments[0].click()", browser.find_element("css selector", selector))
        time.sleep(0.5)
    browser.execute_script("document.activeElement?.blur()")
    whole = browser.execute_script("return [scrollY, document.documentElement.scrollHeight]")
    clip = {"x": 0, "y": whole[0], "width": one.width, "height": min(tall or height, whole[1] - whole[0]), "scale": 1}
    asked = {"clip": clip, "captureBeyondViewport": bool(tall)}
    before = None
    for _ in range(40):
        now = browser.execute_cdp_cmd("Page.captureScreenshot", {"format": "png", **asked})["data"]
        if now == before:
            break
        before = now
        time.sleep(0.25)
    kept = {"format": "webp", "quality": 82} if form == "webp" else {"format": form}
    return base64.b64decode(
        browser.execute_cdp_cmd("Page.captureScreenshot", {**kept, "clip": clip, "captureBeyondViewport": bool(tall)})["data"]
    )


def _until(holds: Callable[[], Any], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise SystemExit("the viewer did not come as far as was expected")
        time.sleep(0.2)


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures that ``docs/pages.md`` shows, and write that page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="pictures of pictures.toml; all, where none is named")
    parser.add_argument("--corpus", type=Path, default=Path("corpus"), help="texts to build from (default: corpus)")
    parser.add_argument("--data", type=Path, help="a built data folder, which is copied, in place of a corpus")
    parser.add_argument("--out", type=Path, default=FOLDER, help=f"where the pictures go (default: {FOLDER})")
    options = parser.parse_args(arguments)
    listed = pictures()
    wanted = [one for one in listed if not options.names or one.name in options.names]
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        if options.data:
            shutil.copytree(options.data, data)
        else:
            build = ["build", "--corpus", str(options.corpus), "--data", str(data)]
            subprocess.run([sys.executable, "-m", "kb.cli", *build], check=True)
        prepare(data)
        with serving(data) as address, browsing() as browser:
            paths = found(address)
            for logged_in in (False, True):
                if logged_in:
                    enter(browser, address, data)
                for one in wanted:
                    if one.login == logged_in:
                        if "{job}" in one.at:
                            paths["job"] = add(browser, address)
                        file = options.out / one.file
                        file.write_bytes(take(browser, address, replace(one, at=one.at.format(**paths))))
                        sys.stderr.write(f"{file}\n")
    if options.out == FOLDER:
        GALLERY.write_text(gallery(listed), "utf-8")


if __name__ == "__main__":
    main()
