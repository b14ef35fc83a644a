"""Review over HTTP: who is logged in decides, the writer does it, every page shows it; without a login nothing changes."""

from __future__ import annotations

import io
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MADE, SURVEY, build
from flask.testing import FlaskClient

from kb import review
from kb.writer import Desk, Writer
from webapp import create_app
from webapp.credentials import make_token

CLAIM = SURVEY.claims[3]  # Cliff asserts that the Soviet Union is state capitalist
PATH = f"/source/survey/claim/{CLAIM.id}"
RELATION = SURVEY.relations[0]
TEXT = SURVEY.document.text


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of the hand-made texts, with the writer at work on it."""
    monkeypatch.setattr("webapp.views.review_do.WAIT", 60.0)  # however slow the machine
    build(tmp_path / "data", *MADE)
    stop = threading.Event()
    writer = threading.Thread(target=Writer(Desk(tmp_path / "data")).run, args=(stop,))
    writer.start()
    yield tmp_path / "data"
    stop.set()
    writer.join(30)


def logged_in(folder: Path, name: str = "Ann Reader") -> FlaskClient:
    client = create_app(folder).test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    csrf = told(client.get("/login").text)
    answer = client.post("/login", data={"csrf": csrf, "name": name, "token": make_token(folder)})
    assert answer.status_code == 303
    return client


def told(page: str) -> str:
    return re.search(r'name="csrf" value="([^"]+)"', page)[1]  # type: ignore[index]


def do(client: FlaskClient, **fields: object) -> str:
    """Send a form of review; where it leads to."""
    answer = client.post("/review/do", data={"csrf": told(client.get("/login").text), **fields})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


ON_CLAIM = {"source": "survey", "kind": "claim", "id": CLAIM.id}
FIELDS = {"holder": "Tony Cliff", "stance": "asserts", "about": "state capitalism\ncase: Soviet Union", "words": CLAIM.quote}


def test_reading_needs_no_login_and_deciding_does(folder: Path) -> None:
    client = create_app(folder).test_client()
    for path in (
        "/review",
        f"/review{PATH}",
        "/review/log",
        "/review/orphans",
        "/review/agreement",
        "/review/theorist/tony-cliff",
    ):
        page = client.get(path)
        assert page.status_code == 200 and "/review/do" not in page.text, path
    assert client.get("/review/add/survey").status_code == 302
    assert client.post("/review/do", data={"do": "accept", **ON_CLAIM}).status_code == 403
    assert "review-bar" not in client.get(PATH).text
    assert review.log(folder) == []


def test_without_the_word_of_a_page_nothing_is_done(folder: Path) -> None:
    client = logged_in(folder)
    assert client.post("/review/do", data={"do": "accept", **ON_CLAIM}).status_code == 403
    assert review.log(folder) == []


def test_the_queue_shows_one_statement_in_its_words_and_goes_on(folder: Path) -> None:
    client = logged_in(folder)
    page = client.get("/review").text
    assert "1 of 17" in page and 'class="m ' in page and page.count("data-key=") == 4
    first = re.search(r'name="kind" value="(\w+)"><input type="hidden" name="id" value="(\w+)"', page)
    assert first
    kind, id = first.groups()
    assert do(client, do="accept", source="survey" if id in page else "", kind=kind, id=id, next="/review") == "/review?done=1"
    after = client.get("/review?done=1").text
    assert "Accepted by Ann Reader" in after and "1 of 16" in after and id not in after.split("After it")[0]
    assert "1 of 1 " in client.get("/review?reviewed=yes").text
    assert "1 of 10" in client.get("/review?reviewed=all&kind=claim").text
    assert "1 of 2 " in client.get("/review?source=debate").text
    assert "Nothing fits" in client.get("/review?least=0.99&kind=claim").text
    assert client.get("/review?skip=16").status_code == 200
    assert "Tony Cliff" in client.get("/review?party=Tony+Cliff").text
    queue = client.get("/review?format=json&source=debate").json
    assert queue["total"] == 2 and {row["kind"] for row in queue["rows"]} == {"claim"}
    assert client.get("/review?least=x&most=nan&skip=-1&order=zzz&reviewed=maybe&party=Nobody+At+All").status_code == 200


def test_a_correction_shows_everywhere_and_its_undoing_too(folder: Path) -> None:
    client = logged_in(folder)
    form = client.get(f"/review{PATH}").text
    assert 'value="Tony Cliff"' in form and "<mark>the Soviet Union is state capitalist</mark>" in form
    before = {
        path: client.get(path).text
        for path in ("/compare?party=theorist/tony-cliff&party=theorist/leon-trotsky", "/source/survey")
    }
    to = do(client, do="correct", **ON_CLAIM, **FIELDS | {"stance": "denies", "holder": "Leon Trotsky", "note": "misread"})
    new = to.partition("?")[0]
    page = client.get(to).text
    assert "Leon Trotsky" in page and "denies" in page and "Corrected by Ann Reader" in page and "Entered by Ann Reader" in page
    assert client.get(PATH).headers["Location"] == new
    assert client.get(f"/review{PATH}").headers["Location"] == f"/review{new}"
    assert new in client.get("/source/survey").text and PATH not in client.get("/source/survey").text
    assert new in client.get("/theory/state-capitalism").text
    assert (
        client.get("/compare?party=theorist/tony-cliff&party=theorist/leon-trotsky").text
        != before["/compare?party=theorist/tony-cliff&party=theorist/leon-trotsky"]
    )
    again = client.get(f"/review{new}").text
    assert "Corrected by Ann Reader" in again and "misread" in again and '<option value="denies" selected' in again
    assert do(client, do="undo", decision="1", next="/source/survey") == "/source/survey?done=2"
    assert client.get("/source/survey").text == before["/source/survey"]
    assert client.get(new).status_code == 404


def test_words_are_chosen_by_place_or_by_letters(folder: Path) -> None:
    client = logged_in(folder)
    start = TEXT.index("Soviet Union is state")
    to = do(client, do="correct", **ON_CLAIM, **FIELDS | {"words": "Soviet Union is state", "start": str(start)})
    assert "Soviet Union is state" in client.get(to).text
    last = review.decisions(folder)[-1]
    assert last.change["content"] == [[start, start + 21]]
    # typed, and standing twice: the place nearest to the sentence is meant
    do(client, do="correct", **ON_CLAIM, **FIELDS | {"words": "the Soviet Union"})
    near = TEXT.index("the Soviet Union", TEXT.index("Cliff"))
    assert review.decisions(folder)[-1].change["content"] == [[near, near + 16]]
    wrong = {"csrf": told(client.get("/login").text), "do": "correct", **ON_CLAIM, **FIELDS, "words": "not in it"}
    answer = client.post("/review/do", data=wrong)
    assert answer.status_code == 400 and "the text has no words" in answer.text
    assert len(review.log(folder)) == 2


def test_a_relation_is_corrected_and_added(folder: Path) -> None:
    client = logged_in(folder)
    ends = {"subject": "James Burnham", "predicate": "differs_from", "object": "theorist: Bruno Rizzi", "polarity": "affirmed",
            "asserted_by": "author", "year": "1941"}  # fmt: skip
    on = {"source": "survey", "kind": "relation"}
    to = do(client, do="correct", **on, id=RELATION.id, words=RELATION.evidence.quote, **ends)
    assert "differs from" in client.get(to).text and "1941" in client.get(to).text
    page = client.get("/review/add/survey?kind=relation").text
    assert 'name="predicate"' in page and "data-start=" in page
    to = do(
        client, do="add", **on, **ends | {"predicate": "rejects", "object": "council communism"}, words="Cliff broke with Trotsky"
    )
    page = client.get(to).text
    assert "council communism" in page and "Added by Ann Reader" in page
    assert client.get("/theory/council-communism").status_code == 200
    bad = {"csrf": told(client.get("/login").text), "do": "add", **on, **ends, "words": "Cliff", "year": "long ago"}
    assert client.post("/review/do", data=bad).status_code == 400


ARGUMENT = SURVEY.arguments[0]  # that it is not capitalist, since a new class rules
ON_ARGUMENT = {"source": "survey", "kind": "argument", "id": ARGUMENT.id}


def test_arguments_wait_in_the_queue_and_are_decided_on_there(folder: Path) -> None:
    client = logged_in(folder)
    page = client.get("/review?kind=argument").text
    assert "1 of 2" in page and "A reason" in page and "Premise" in page and page.count("data-key=") == 4
    assert client.get("/review?kind=argument&party=Leon+Trotsky").text.count("1 of 1") == 1
    assert do(client, do="accept", **ON_ARGUMENT, next="/review?kind=argument") == "/review?kind=argument&done=1"
    assert "1 of 1" in client.get("/review?kind=argument").text
    assert do(client, do="reject", **ON_ARGUMENT, next="/review/log").startswith("/review/log")
    assert client.get(f"/source/survey/argument/{ARGUMENT.id}").status_code == 410


def test_an_argument_is_corrected_in_its_claims(folder: Path) -> None:
    client = logged_in(folder)
    form = client.get(f"/review/source/survey/argument/{ARGUMENT.id}").text
    assert f'name="premise" value="{ARGUMENT.premises[0]}"' in form and form.count(" checked") == 2
    other = SURVEY.claims[3]
    to = do(
        client, do="correct", **ON_ARGUMENT, argument_kind="attacks", premise=[other.id, ARGUMENT.premises[0]],
        conclusion=ARGUMENT.conclusion, words=ARGUMENT.evidence.quote,
    )  # fmt: skip
    page = client.get(to).text
    assert "/argument/" in to and other.quote in page and "attack the conclusion" in page and "Corrected by Ann Reader" in page
    assert review.decisions(folder)[-1].change.keys() == {"kind", "premises"}  # what stayed is not told
    new = to.partition("?")[0]
    assert client.get(f"/review{new}").text.count(" checked") == 3
    assert client.get(f"/source/survey/argument/{ARGUMENT.id}").headers["Location"] == new
    assert new in client.get(f"/source/survey/claim/{other.id}").text
    start = TEXT.index("a new class")
    to = do(client, do="correct", **ON_ARGUMENT | {"id": new.rpartition("/")[2]}, argument_kind="attacks", premise=other.id,
            conclusion=ARGUMENT.conclusion, words="a new class", start=str(start))  # fmt: skip
    assert review.decisions(folder)[-1].change["evidence"] == [[start, start + 11]] and client.get(to).status_code == 200


def test_an_argument_is_added_between_claims(folder: Path) -> None:
    client = logged_in(folder)
    claim, reason = SURVEY.claims[3], SURVEY.claims[4]
    link = re.search(r'href="(/review/add/survey\?kind=argument[^"]+)"', client.get(PATH).text)
    assert link
    form = client.get(link[1].replace("&amp;", "&")).text
    assert form.count(" checked") == 1 and f'value="{claim.id}"' in form
    assert client.get(f"/review/add/survey?kind=relation&conclusion={claim.id}").text.count(f"conclusion={claim.id}") >= 3  # kept
    on = {"source": "survey", "kind": "argument", "argument_kind": "attacks"}
    to = do(client, do="add", **on, premise=reason.id, conclusion=claim.id, words="")
    page = client.get(to).text
    assert "Added by Ann Reader" in page and claim.quote in page and reason.quote in page
    assert to.partition("?")[0] in client.get(PATH).text and to.partition("?")[0] in client.get("/source/survey").text
    assert "/map" in page and client.get(f"/map{PATH}").text.count(reason.quote)
    wrong = {"csrf": told(client.get("/login").text), "do": "add", **on, "premise": claim.id, "conclusion": claim.id}
    assert client.post("/review/do", data=wrong).status_code == 400
    assert client.post("/review/do", data=wrong | {"conclusion": ""}).status_code == 400


def test_a_claim_is_added_by_its_words(folder: Path) -> None:
    client = logged_in(folder)
    start = TEXT.index("In 1941 Burnham wrote")
    page = client.get(f"/review/add/survey?start={start}&end={start + 7}").text
    assert ">In 1941</textarea>" in page and "<mark>In 1941</mark>" in page and f'name="start" value="{start}"' in page
    other = client.get(f"/review/add/survey?start={start - 1}&end={start + 8}").text  # white space around is no part of it
    assert "<mark>In 1941</mark>" in other and f'name="start" value="{start}"' in other
    for wrong in ("start=9&end=9", "start=5&end=2", "start=x&end=3", "start=3"):
        assert "<mark>" not in client.get(f"/review/add/survey?{wrong}").text
    to = do(
        client,
        do="add",
        source="survey",
        kind="claim",
        holder="Rosa Luxemburg",
        stance="questions",
        about="",
        words="markets mix",
    )
    assert "Rosa Luxemburg" in client.get(to).text
    assert client.get("/theorist/rosa-luxemburg").status_code == 200
    assert to.partition("?")[0] in client.get("/source/survey").text


def test_merging_and_splitting(folder: Path) -> None:
    client = logged_in(folder)
    assert "/review/theorist/tony-cliff" in client.get("/theorist/tony-cliff").text
    page = client.get("/review/case/soviet-union").text
    assert page.count('name="member"') == 2
    member = json.dumps(["debate", "case/soviet-union"])
    to = do(client, do="split", key="case/soviet-union", member=member, label="The Union of Delft")
    assert to.startswith("/case/the-union-of-delft?done=") and client.get(to).status_code == 200
    to = do(client, do="merge", key="theorist/ada-quill", into="theorist/tony-cliff")
    assert to.startswith("/theorist/tony-cliff") and "Ada Quill" in client.get(to).text
    assert (
        client.post("/review/do", data={"csrf": told(client.get("/login").text), "do": "split", "key": "x/y"}).status_code == 400
    )


def test_rejecting_accepting_and_two_minds(folder: Path) -> None:
    ann, bob = logged_in(folder), logged_in(folder, "Bob")
    assert do(ann, do="accept", **ON_CLAIM, next=PATH) == f"{PATH}?done=1"
    assert "Accepted by Ann Reader" in ann.get(PATH).text
    assert do(bob, do="reject", **ON_CLAIM, next="//evil.example/") == "/?done=2"
    gone = ann.get(PATH)
    assert gone.status_code == 410 and "Bob has rejected" in gone.text
    page = ann.get("/review/agreement").text
    assert "Ann Reader accepts, Bob rejects" in page and "0.00" in page
    assert ann.get("/review/agreement?format=json").json["units"] == 1
    log = ann.get("/review/log").text
    assert log.count("Undo ") >= 2 and "Bob" in log
    assert "Bob" not in ann.get("/review/log?who=Ann+Reader").text.split("<tbody>")[1]
    lines = ann.get("/review/log?format=jsonl").text
    assert len(lines.splitlines()) == 2
    assert do(ann, do="import", lines=lines, next="/review/log") == "/review/log"
    assert len(review.log(folder)) == 2
    csrf = told(ann.get("/login").text)
    file = {"csrf": csrf, "do": "import", "file": (io.BytesIO(lines.encode()), "decisions.jsonl"), "next": "/review/log"}
    assert ann.post("/review/do", data=file, content_type="multipart/form-data").status_code == 303
    assert len(review.log(folder)) == 2
    for wrong in (b"\xff\xfe", b"", b"no lines"):
        bad = {"csrf": csrf, "do": "import", "file": (io.BytesIO(wrong), "decisions.jsonl")}
        assert ann.post("/review/do", data=bad, content_type="multipart/form-data").status_code == 400
    script = ann.post(
        "/review/do",
        data={"csrf": told(ann.get("/login").text), "do": "undo", "decision": 2},
        headers={"Accept": "application/json"},
    )
    assert script.json["state"] == "done" and script.json["result"]["said"] == "Undone."


def test_decisions_that_lost_their_words_are_listed(folder: Path) -> None:
    client = logged_in(folder)
    kept = review.decide("accept", CLAIM, TEXT, who="Ann Reader")
    lost = json.loads(review.to_lines([kept]))
    lost["statement"]["evidence"]["sha256"] = "0" * 64
    lost["statement"]["region"]["quote"] = "Quite another sentence was written here about whales and ships."
    lost["statement"]["words"] = "about whales"
    do(client, do="import", lines=json.dumps(lost), next="/review/orphans")
    page = client.get("/review/orphans").text
    assert "about whales" in page and "its words are gone" in page
    do(client, do="undo", decision="1", next="/review/orphans")
    assert "There are none" in client.get("/review/orphans").text


@pytest.mark.parametrize(
    "path", ["/review/source/survey/claim/nothing", "/review/source/nowhere/claim/x", "/review/theorist/nobody-at-all"]
)
def test_what_is_not_there_is_said_so(folder: Path, path: str) -> None:
    assert create_app(folder).test_client().get(path).status_code == 404
    assert logged_in(folder).get("/review/add/nowhere").status_code == 404


def test_without_a_writer_the_work_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path / "data", *MADE)
    monkeypatch.setattr("webapp.views.review_do.WAIT", 0.05)
    client = logged_in(tmp_path / "data")
    assert do(client, do="accept", **ON_CLAIM) == "/jobs/1"
    assert client.get("/jobs/1").status_code == 200
