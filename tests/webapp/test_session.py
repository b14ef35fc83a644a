from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webapp import create_app
from webapp.credentials import is_token, make_token, read_token
from webapp.session import ASKING, local
from webapp.urls import URLS

WRITING = [url for url in URLS if "POST" in url.methods and url.name not in ASKING]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in which nothing was made yet."""
    return tmp_path / "data"


@pytest.fixture
def desk(folder: Path) -> Flask:
    """The viewer of that folder."""
    return create_app(folder)


def told(page: str) -> str:
    """The word against forgery in a page's form."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def log_in(client: FlaskClient, name: str = "Ann Reader", next: str = "/jobs") -> None:
    csrf = told(client.get("/login").text)
    token = make_token(client.application.extensions["doxograph"].data)
    done = client.post("/login", data={"csrf": csrf, "name": name, "token": token, "next": next})
    assert (done.status_code, done.location) == (303, next)


def test_the_token_is_its_owners_alone(folder: Path) -> None:
    token = make_token(folder)
    assert stat.S_IMODE((folder / "token").stat().st_mode) == 0o600
    assert make_token(folder) == token == read_token(folder)
    assert is_token(folder, f" {token}\n") and not is_token(folder, token[:-1]) and not is_token(folder, "é")
    assert make_token(folder, new=True) != token
    assert stat.S_IMODE((folder / "token").stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == ["token"]


def test_no_token_fits_where_there_is_none(folder: Path) -> None:
    assert not is_token(folder, "")


def test_logging_in_and_out(desk: Flask) -> None:
    client = desk.test_client()
    sent = client.get("/jobs?before=9")
    assert (sent.status_code, sent.location) == (302, "/login?next=/jobs?before%3D9")
    log_in(client)
    assert ">Desk</a>" in client.get("/jobs").text
    assert "At the desk: Ann Reader" in client.get("/login").text
    assert client.post("/logout", data={"csrf": told(client.get("/login").text)}).location == "/"
    assert client.get("/jobs").status_code == 302


def test_the_cookie_is_kept_from_scripts_and_other_sites(desk: Flask) -> None:
    client = desk.test_client()
    cookie = client.get("/login").headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Secure" not in cookie
    assert "Secure" in desk.test_client().get("/login", base_url="https://example.org").headers["Set-Cookie"]


@pytest.mark.parametrize("wrong", [{"token": "wrong"}, {"token": ""}, {"name": " \n"}])
def test_a_wrong_login_is_told_and_keeps_the_name(desk: Flask, folder: Path, wrong: dict[str, str]) -> None:
    client = desk.test_client()
    form = {"csrf": told(client.get("/login").text), "name": "Ann", "token": make_token(folder)} | wrong
    page = client.post("/login", data=form)
    assert page.status_code == 403 and 'role="alert"' in page.text
    assert make_token(folder) not in page.text and str(folder) not in page.text
    assert client.get("/jobs").status_code == 302


def test_a_login_ends_with_its_token_and_cannot_be_forged(desk: Flask, folder: Path) -> None:
    client = desk.test_client()
    log_in(client)
    assert client.get("/jobs").status_code == 200
    cookie = client.get_cookie("doxograph")
    assert cookie
    client.set_cookie("doxograph", cookie.value[:-3] + "abc")
    assert client.get("/jobs").status_code == 302
    log_in(client)
    make_token(folder, new=True)
    assert client.get("/jobs").status_code == 302


@pytest.mark.parametrize("url", WRITING, ids=lambda url: url.rule)
def test_no_post_that_writes_goes_without_login_and_word(desk: Flask, folder: Path, url: object) -> None:
    path = re.sub(r"<[^>]*>", "1", url.rule)  # type: ignore[attr-defined]
    stranger = desk.test_client()
    assert stranger.post(path, data={"text": "x"}).status_code == 403
    client = desk.test_client()
    log_in(client)
    for data in ({}, {"csrf": ""}, {"csrf": "guessed"}):
        refused = client.post(path, data=data)
        assert refused.status_code == 403
        assert "Nothing was changed" in refused.text
    assert client.post(path, headers={"X-CSRF-Token": "guessed"}).status_code == 403
    assert not (folder / "jobs.sqlite").exists()


def test_what_asks_by_post_needs_no_login(app: Flask) -> None:
    assert app.test_client().post("/sparql", data={"query": "ASK {}"}).status_code == 200


def test_reading_makes_no_session_and_no_token(app: Flask, desk: Flask, folder: Path) -> None:
    for path in ("/", "/about", "/sources"):
        answer = app.test_client().get(path)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" in answer.headers["Vary"]
    desk.test_client().get("/about")
    assert not folder.exists()


@pytest.mark.parametrize(
    ("next", "led"),
    [("/add", "/add"), ("/a?b=c#d", "/a?b=c#d")]
    + [
        (bad, "/")
        for bad in ("//evil.org", "https://evil.org", "/\\evil.org", "\\\\evil.org", "javascript:1", "", "/a\nb", "/\t/x")
    ],
)
def test_a_login_leads_nowhere_else(next: str, led: str) -> None:
    assert local(next) == led


def test_too_large_a_request_is_refused_before_it_is_read(desk: Flask) -> None:
    client = desk.test_client()
    log_in(client)
    refused = client.post("/logout", data={"csrf": "x", "more": "y" * 300_000})
    assert refused.status_code == 413
    assert "0.25 MB" in refused.text
