"""The desk in a real browser: log in, add a text, see its progress, read what was found; every page of it under axe-core."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import DEBATE, build
from desk import logged_in, serving
from test_accessibility import CHECK, RULES, axe, look, settled
from test_adding import ESSAY
from test_browser import arrive, see

from kb import jobs
from kb.errors import InputError
from webapp import create_app
from webapp.credentials import make_token

pytestmark = pytest.mark.browser
__all__ = ["axe"]  # a fixture


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A viewer with its writer: its address and data folder."""
    folder = tmp_path_factory.mktemp("desk") / "data"
    build(folder, DEBATE)
    with serving(folder) as served:
        yield served


@pytest.fixture
def clerk(browser: Any, desk: tuple[str, Path]) -> Iterator[Any]:
    """The browser, logged in by the form that `/add` asks for."""
    with logged_in(browser, desk, "/add", by="/add") as entered:
        yield entered


def follow(browser: Any) -> list[str]:
    """What the page of a job says while it is looked at, till the job has ended."""
    from selenium.webdriver.support.ui import WebDriverWait

    script = "return [document.querySelector('[data-words]')?.textContent ?? '', document.querySelector('.work').dataset.state]"
    said: list[str] = []

    def ended(one: Any) -> bool:
        words, state = one.execute_script(script)
        if words and words not in said:
            said.append(words)
        return state in ("done", "failed")

    WebDriverWait(browser, 90, poll_frequency=0.05).until(ended)
    return said


def test_a_pasted_text_is_followed_until_it_can_be_read(clerk: Any) -> None:
    see(clerk, "#text")[0].send_keys(ESSAY)
    see(clerk, "#title")[0].send_keys("An essay in a browser")
    clerk.execute_script("window.before = true")
    see(clerk, "form.desk button")[0].click()
    arrive(clerk, "/jobs/")
    said = follow(clerk)
    assert len(said) >= 2  # it changed while one looked, without a hand
    settled(clerk)
    assert see(clerk, "h2#how-far")[0].text == "Done"
    names = [a.text for a in see(clerk, "#found ~ .columns a.thing")]
    assert any("James Burnham" in name for name in names)
    see(clerk, ".work .go a")[0].click()
    arrive(clerk, "/source/an-essay-in-a-browser")
    assert len(see(clerk, ".m.claim")) >= 2
    assert clerk.get_log("browser") == []


def test_a_text_is_taken_out_after_a_question(clerk: Any, desk: tuple[str, Path]) -> None:
    see(clerk, "#text")[0].send_keys(ESSAY.replace("Bruno Rizzi", "Milovan Djilas"))
    see(clerk, "#title")[0].send_keys("To go")
    see(clerk, "form.desk button")[0].click()
    arrive(clerk, "/jobs/")
    follow(clerk)
    clerk.get(desk[0] + "/sources")
    link = next(a for a in see(clerk, "main td a") if a.get_attribute("href").endswith("/remove/to-go"))
    link.click()
    arrive(clerk, "/remove/to-go")
    see(clerk, ".buttons a")[0].click()  # leave it
    arrive(clerk, "/source/to-go")
    next(a for a in see(clerk, "header .go a") if "out" in a.text).click()
    arrive(clerk, "/remove/to-go")
    assert "Milovan Djilas" in see(clerk, "main")[0].text  # whom no other text names
    see(clerk, ".buttons button")[0].click()
    arrive(clerk, "/jobs/")
    follow(clerk)
    settled(clerk)
    assert "add the text again" in see(clerk, ".work")[0].text
    see(clerk, ".work .go a")[0].click()
    arrive(clerk, "/sources")
    assert "To go" not in see(clerk, "main")[0].text


def test_a_file_that_cannot_be_read_says_why(clerk: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 and no more")
    see(clerk, "#file")[0].send_keys(str(broken))
    see(clerk, "form.desk button")[0].click()
    arrive(clerk, "/jobs/")
    follow(clerk)
    settled(clerk)
    problem = see(clerk, ".work .problem")[0].text
    assert problem.startswith("broken.pdf:") and "PDF" in problem


def test_it_works_without_scripts(clerk: Any, desk: tuple[str, Path]) -> None:
    clerk.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        clerk.get(desk[0] + "/add")
        see(clerk, "#text")[0].send_keys(ESSAY)
        see(clerk, "form.desk button")[0].click()
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(clerk, 60).until(lambda b: b.find_elements("css selector", ".work.done"))
        assert see(clerk, ".work .go a")[0].get_attribute("href").startswith(desk[0] + "/source/")
    finally:
        clerk.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.slow
def test_axe_finds_nothing_at_the_desk(clerk: Any, desk: tuple[str, Path], axe: str) -> None:
    address, folder = desk
    done = jobs.enqueue(folder, "remove", {"source": "no-such-text"}, by="Ann Reader").id
    jobs.wait(folder, done, 30)
    waiting = jobs.enqueue(folder, "add", {}, by="Ann Reader")
    jobs.wait(folder, waiting.id, 30)
    found = []
    for path in ("/login", "/add", "/remove/debate", "/sources", "/jobs", *(f"/jobs/{n}" for n in range(1, waiting.id + 1))):
        for width in (1280, 390):
            look(clerk, width, "light")
            clerk.get(address + path)
            settled(clerk)
            page, window = clerk.execute_script(
                "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
            )
            assert page <= window, path
            clerk.execute_script(axe)
            for scheme in ("light", "dark"):
                look(clerk, width, scheme)
                found += [f"{path} {width} {scheme} {one}" for one in clerk.execute_async_script(CHECK, RULES)]
    assert not found, "\n".join(found)


@pytest.mark.slow
def test_axe_finds_nothing_while_a_job_is_at_work(clerk: Any, tmp_path: Path, axe: str) -> None:
    from selenium.webdriver.support.ui import WebDriverWait
    from werkzeug.serving import make_server

    for kind in ("add", "remove"):
        jobs.enqueue(tmp_path, kind, {"title": "A text"}, by="Ann Reader")
    jobs.claim(tmp_path)
    jobs.progress(tmp_path, 1, 4, 16, "finding names")
    jobs.claim(tmp_path)
    jobs.fail(tmp_path, 2, InputError("the file is empty", where="a.txt", remedy="Give another."))
    server = make_server("127.0.0.1", 0, create_app(tmp_path), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        clerk.delete_all_cookies()
        clerk.get(address + "/login?next=/jobs")
        see(clerk, "#name")[0].send_keys("Ann Reader")
        see(clerk, "#token")[0].send_keys("wrong\n")
        WebDriverWait(clerk, 20).until(lambda b: see(b, "[role=alert]"))
        found = []
        for path in ("", "/jobs/1", "/jobs/2", "/jobs"):
            if path:
                clerk.get(address + path)
            settled(clerk)
            clerk.execute_script(axe)
            found += [f"{path} {one}" for one in clerk.execute_async_script(CHECK, RULES)]
            if not path:
                see(clerk, "#token")[0].send_keys(make_token(tmp_path) + "\n")
                arrive(clerk, "/jobs")
        assert not found, "\n".join(found)
    finally:
        server.shutdown()
