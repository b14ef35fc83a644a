from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import DEBATE, build
from flask import Flask
from flask.testing import FlaskClient
from test_session import log_in, told

from kb import jobs, review
from kb.facts import read_statements
from kb.jobs import Job
from kb.store import open_store
from kb.uploads import FOLDER
from kb.writer import Desk, Writer
from webapp import create_app, listening

ESSAY = (
    "James Burnham argued that managers form a new ruling class. Leon Trotsky denied that the bureaucracy is a class. "
    "Bruno Rizzi held that bureaucratic collectivism had replaced capitalism.\n"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The viewer of a folder with one text, and the writer at work on it."""
    folder = tmp_path_factory.mktemp("adding") / "data"
    build(folder, DEBATE)
    stop = threading.Event()
    thread = threading.Thread(target=Writer(Desk(folder)).run, args=(stop,))
    thread.start()
    yield create_app(folder)
    stop.set()
    thread.join(30)


@pytest.fixture
def ann(desk: Flask) -> FlaskClient:
    """Somebody logged in."""
    client = desk.test_client()
    log_in(client, "Ann")
    return client


def data_of(client: FlaskClient) -> Path:
    folder: Path = client.application.extensions["doxograph"].data
    return folder


def hand_in(client: FlaskClient, **fields: object) -> tuple[int, str]:
    """Send the form: the number of the job, or 0 with the page that says what is wrong."""
    csrf = told(client.get("/add").text)
    answer = client.post("/add", data={"csrf": csrf, **fields}, content_type="multipart/form-data")
    return (int(answer.location.rpartition("/")[2]), "") if answer.status_code == 303 else (0, answer.text)


def ended(client: FlaskClient, id: int) -> Job:
    return jobs.wait(data_of(client), id, 90)


def take_out(client: FlaskClient, source: str) -> Job:
    """Take a text out by its page."""
    answer = client.post(f"/remove/{source}", data={"csrf": told(client.get(f"/remove/{source}").text)})
    assert answer.status_code == 303
    return ended(client, int(answer.location.rpartition("/")[2]))


def file(name: str, content: bytes) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_a_pasted_text_is_read_and_shown(ann: FlaskClient) -> None:
    id, _ = hand_in(ann, text=ESSAY.replace("\n", "\r\n"), title="A pasted essay", author="Zoë Quill", year="1951")
    stream = ann.get(f"/jobs/{id}/events", headers={"Accept-Encoding": "gzip"})  # packed, it would come all at its end
    assert "Content-Encoding" not in stream.headers
    assert stream.mimetype == "text/event-stream"
    lines = [line for line in stream.text.splitlines() if line.startswith("data: ")]
    states = [json.loads(line.removeprefix("data: ")) for line in lines]
    assert states[-1]["state"] == "done" and "has been read" in states[-1]["said"]
    assert any("working" in state["state"] for state in states[:-1])
    job = ended(ann, id)
    assert job.by == "Ann" and job.result["counts"]["claims"] >= 2
    page = ann.get(f"/jobs/{id}").text
    assert "A pasted essay" in page and 'href="/source/a-pasted-essay"' in page
    assert "James Burnham" in page and "Leon Trotsky" in page
    assert "refresh" not in page
    text = ann.get("/source/a-pasted-essay").text
    assert "Zoë Quill" in text and "1951" in text and "managers form a new ruling class" in text
    assert "An invented debate" in ann.get("/sources").text


def test_a_file_tells_its_own_title_and_the_same_twice_is_there_already(ann: FlaskClient) -> None:
    html = f"<html><head><title>Own title</title></head><body><p>{ESSAY}</p></body></html>".encode()
    first, _ = hand_in(ann, file=file("Märchen & more.html", html))
    done = ended(ann, first)
    assert done.result["source"] == "Marchen-more" and done.result["title"] == "Own title"
    again, _ = hand_in(ann, file=file("Märchen & more.html", html))
    assert "there already" in ended(ann, again).result["said"]
    other, _ = hand_in(ann, file=file("Märchen & more.html", html.replace(b"managers", b"engineers")))
    assert ended(ann, other).result["source"] == "Marchen-more-2"


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.xyz", b"words", "files ending in .xyz cannot be read"),
        ("noending", b"words", "no ending that tells its format"),
        ("empty.txt", b" \n ", "the text is empty"),
    ],
)
def test_what_cannot_be_a_text_is_refused_at_once(ann: FlaskClient, name: str, content: bytes, what: str) -> None:
    before = jobs.jobs(data_of(ann), most=1)
    id, page = hand_in(ann, file=file(name, content), title="Kept title")
    assert id == 0
    assert what in page and 'role="alert"' in page and 'value="Kept title"' in page
    assert jobs.jobs(data_of(ann), most=1) == before


@pytest.mark.parametrize(("field", "value", "what"), [("year", "soon", "no year"), ("title", "x" * 301, "301 characters")])
def test_wrong_particulars_are_told_and_the_text_is_not_lost(ann: FlaskClient, field: str, value: str, what: str) -> None:
    id, page = hand_in(ann, text="Some words.", **{field: value})
    assert id == 0 and what in page and "Some words." in page


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("broken.pdf", b"%PDF-1.4 nothing more", "bro"),
        ("deutsch.txt", "Der Staat ist nicht das, wofür ihn die meisten Leute gehalten haben, sagte er. ".encode() * 9, "German"),
        ("fake.docx", b"no archive at all", "docx"),
    ],
)
def test_a_text_that_cannot_be_read_fails_clearly_and_leaves_nothing(
    ann: FlaskClient, name: str, content: bytes, what: str
) -> None:
    data = data_of(ann)
    kept, sources = set((data / FOLDER).iterdir()), ann.get("/sources").text.count("<tr>")
    generation = (data / "generation").read_bytes()
    id, page = hand_in(ann, file=file(name, content))
    assert id, page
    job = ended(ann, id)
    assert job.state == "failed" and job.error["where"] == name and job.error["remedy"]
    shown = ann.get(f"/jobs/{id}").text
    assert "It could not be done" in shown and name in shown and "Nothing was changed" in shown
    assert str(data) not in shown
    assert set((data / FOLDER).iterdir()) == kept
    assert (data / "generation").read_bytes() == generation
    assert ann.get("/sources").text.count("<tr>") == sources


def test_a_text_can_be_taken_out_again(ann: FlaskClient) -> None:
    id, _ = hand_in(ann, text=ESSAY, title="To be gone")
    assert ended(ann, id).state == "done"
    for page in ("/sources", "/source/to-be-gone"):
        assert 'href="/remove/to-be-gone"' in ann.get(page).text
        assert "/remove/" not in ann.application.test_client().get(page).text
    asked = ann.get("/remove/to-be-gone").text
    assert "Take it out" in asked and "keep a copy" in asked and "No reviewer has decided" in asked
    assert ann.get("/remove/to-be-gone?format=text").text == ESSAY
    out = take_out(ann, "to-be-gone")
    assert (out.state, out.by) == ("done", "Ann")
    assert ann.get("/source/to-be-gone").status_code == 404
    assert ann.get(f"/jobs/{id}").status_code == 200  # the job is still told, without what the text named
    done = ann.get(f"/jobs/{out.id}").text
    assert "Taking a text out: To be gone" in done and "add the text again" in done and 'href="/add"' in done
    assert "no source" in ended(ann, jobs.enqueue(data_of(ann), "remove", {"source": "to-be-gone"}).id).error["what"]
    assert ann.get("/remove/to-be-gone").status_code == 404


def test_decisions_outlast_their_text(ann: FlaskClient) -> None:
    id, _ = hand_in(ann, text=ESSAY, title="There and back")
    assert ended(ann, id).state == "done"
    data = data_of(ann)
    with open_store(data, read_only=True) as store:
        statements = read_statements(store, "there-and-back")
    review.record(data, review.decide("reject", statements.claims[0], statements.document.text, who="Ann"))
    assert "1 decision on its statements" in " ".join(ann.get("/remove/there-and-back").text.split())
    take_out(ann, "there-and-back")
    assert "its text is not here" in ann.get("/review/orphans").text
    again, _ = hand_in(ann, text=ESSAY, title="There and back")
    assert ended(ann, again).state == "done"
    assert "There are none" in ann.get("/review/orphans").text
    assert ann.get(f"/source/there-and-back/claim/{statements.claims[0].id}").status_code == 410


def test_what_no_other_text_names_is_said_to_go_and_nothing_is_queued_by_looking(ann: FlaskClient) -> None:
    before = jobs.jobs(data_of(ann), most=1)
    page = ann.get("/remove/debate").text
    assert 'href="/theorist/ada-quill"' in page and "doxograph build" in page and "keep a copy" not in page
    assert jobs.jobs(data_of(ann), most=1) == before
    nobody = ann.application.test_client()
    assert nobody.get("/remove/debate").status_code == 302 and nobody.post("/remove/debate").status_code == 403
    assert ann.post("/remove/debate", data={"csrf": "wrong"}).status_code == 403
    assert jobs.jobs(data_of(ann), most=1) == before


def test_jobs_are_listed_page_by_page(tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()
    log_in(client)
    assert "Nothing has been asked for yet" in client.get("/jobs").text
    for n in range(60):
        jobs.enqueue(tmp_path, "remove", {"source": f"text-{n}"}, by="Bob")
    page = client.get("/jobs").text
    assert page.count('href="/jobs/') == 50 and "Taking a text out: text-59" in page and "Bob" in page
    assert "?before=11" in page
    assert client.get("/jobs?before=11").text.count('href="/jobs/') == 10
    assert client.get("/jobs/99").status_code == 404
    waiting = client.get("/jobs/60").text
    assert '<noscript><meta http-equiv="refresh"' in waiting and "<progress" in waiting
    assert client.get("/jobs/60?format=json").json["state"] == "queued"


def test_no_more_pages_listen_than_there_are_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    id = jobs.enqueue(tmp_path, "remove", {}).id
    monkeypatch.setattr(listening, "_places", threading.BoundedSemaphore(listening.LISTENERS))  # others may still hold some
    streams = [listening.events(tmp_path, id) for _ in range(listening.LISTENERS)]
    assert all(streams)
    client = create_app(tmp_path).test_client()
    log_in(client)
    assert client.get(f"/jobs/{id}/events").status_code == 503
    for stream in streams:
        stream.close()  # type: ignore[union-attr]
        stream.close()  # type: ignore[union-attr]
    monkeypatch.setattr(listening, "_SILENCE", 0.0)
    stream = iter(listening.events(tmp_path, id) or ())
    assert next(stream) == b"retry: 1000\n\n"
    assert b'"queued"' in next(stream)
    assert next(stream).startswith(b":")  # a comment, by which a server learns that a page is gone
    monkeypatch.setattr(listening, "LONGEST", 0.0)
    assert client.get(f"/jobs/{id}/events").data == b"retry: 1000\n\n"
