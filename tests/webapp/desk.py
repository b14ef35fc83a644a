"""A viewer with its writer, for browser tests that change what is there, and the way in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from test_accessibility import look
from test_browser import arrive, see

from kb.writer import Desk, Writer
from webapp import create_app
from webapp.credentials import make_token


@contextmanager
def serving(folder: Path) -> Iterator[tuple[str, Path]]:
    """Serve a data folder and do the work handed in: the address, and the folder."""
    from werkzeug.serving import make_server

    stop = threading.Event()
    writer = threading.Thread(target=Writer(Desk(folder)).run, args=(stop,))
    server = make_server("127.0.0.1", 0, create_app(folder), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    writer.start()
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", folder
    server.shutdown()
    stop.set()
    thread.join(5)
    writer.join(30)


@contextmanager
def logged_in(browser: Any, desk: tuple[str, Path], page: str, by: str) -> Iterator[Any]:
    """The browser at a page that needs a login, entered by the form of ``by``; logged out and as it was in the end."""
    address, folder = desk
    look(browser, 1280, "light")
    browser.get(address + by)
    arrive(browser, f"/login?next={page}")
    see(browser, "#name")[0].send_keys("Ann Reader")
    see(browser, "#token")[0].send_keys(make_token(folder) + "\n")
    arrive(browser, page)
    browser.get_log("browser")
    yield browser
    browser.delete_all_cookies()
    look(browser, 1280, "light")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def select(browser: Any, words: str, within: str = "#passage") -> None:
    """Select words of the text, as a hand would."""
    script = """
    const passage = document.querySelector(arguments[1]), walk = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode()); ) {
      const at = node.data.indexOf(arguments[0]);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + arguments[0].length);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      passage.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
      return true;
    }
    return false;
    """
    assert browser.execute_script(script, words, within)
