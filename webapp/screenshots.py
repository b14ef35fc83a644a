"""Pictures of the main pages for the documentation: ``python -m webapp.screenshots --data data``."""

from __future__ import annotations

import argparse
import logging
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from werkzeug.serving import make_server

from webapp import create_app

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
#: file name -> path, width, height
PICTURES: dict[str, tuple[str, int, int]] = {
    "home": ("/", 1280, 1000),
    "reading": ("/source/castoriadis-solidarity-cardan", 1280, 1000),
    "compare": ("/compare?party=theorist/james-burnham&party=theorist/leon-trotsky&party=theory/state-capitalism", 1280, 1000),
    "lineage": ("/lineage?from=theorist/james-burnham", 1280, 1000),
    "arguments": ("/map/theory/state-capitalism", 1280, 1000),
    "graph": ("/browse?from=theory/state-capitalism&pick=theory/state-capitalism", 1280, 1000),
    "theorist": ("/theorist/james-burnham", 1280, 1000),
    "review": ("/review", 1280, 1000),
    "phone": ("/source/castoriadis-solidarity-cardan", 500, 1000),  # as narrow as a headless window goes
}


def take(data: Path, out: Path) -> list[Path]:
    """Serve the data folder, have Chromium draw each page into ``out``, and name the files."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("screenshots need Chromium: apt-get install chromium")
    out.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    server = make_server("127.0.0.1", 0, create_app(data), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = []
    try:
        for name, (path, width, height) in PICTURES.items():
            file = out / f"{name}.png"
            with tempfile.TemporaryDirectory() as profile:
                shot = [f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={file}"]
                address = f"http://127.0.0.1:{server.server_port}{path}"
                subprocess.run([chromium, *FLAGS, *shot, address], check=True, capture_output=True, timeout=120)
            made.append(file)
    finally:
        server.shutdown()
        thread.join(timeout=5)
    return made


def main(arguments: list[str] | None = None) -> None:
    """Take the pictures that ``docs/screenshots`` holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("data"), help="a built data folder (default: data)")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots"), help="where the pictures go")
    options = parser.parse_args(arguments)
    for file in take(options.data, options.out):
        sys.stderr.write(f"{file}\n")


if __name__ == "__main__":
    main()
