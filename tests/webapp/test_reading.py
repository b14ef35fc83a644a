from __future__ import annotations

from itertools import pairwise

from conftest import DEBATE, SURVEY
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from kb.queries.values import Block
from webapp.reading import parts_of


def words(page: html.HtmlElement, note: str) -> str:
    """The words of a reading view that a note speaks of."""
    pieces = page.xpath("//span[@data-notes]")
    return "".join(p.text_content() for p in pieces if note in p.get("data-notes").split())


def test_every_statement_is_marked_in_its_sentence(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    marked = {words(page, n.get("id").removeprefix("note-")) for n in page.xpath("//aside[@class='notes']//li")}
    assert {c.quote for c in SURVEY.claims} <= marked
    assert {r.evidence.quote for r in SURVEY.relations} <= marked


def test_a_note_says_holder_stance_and_confidence(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    notes = {words(page, n.get("id").removeprefix("note-")): n.text_content() for n in page.xpath("//aside//li[@id]")}
    denied = notes["the bureaucracy is a class"]
    assert "Leon Trotsky" in denied
    assert "denies" in denied
    assert ".80" in denied


def test_joint_holders_share_a_note(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    joint = [n for n in page.xpath("//aside//li[@id]") if words(page, n.get("id").removeprefix("note-")) == "a new class rules"]
    assert len(joint) == 1
    assert "Bruno Rizzi" in joint[0].text_content()
    assert "James Burnham" in joint[0].text_content()


def test_overlapping_marks_leave_the_text_whole(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    for ref in page.xpath("//article//a[starts-with(@class, 'ref')]"):
        ref.drop_tree()
    shown = " ".join(page.xpath("string(//article)").split())
    assert (
        "Tony Cliff argued that the Soviet Union is state capitalist. Leon Trotsky denied that the bureaucracy is a class."
        in shown
    )


def test_headings_lists_and_pages_are_kept(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    assert page.xpath("//article//h2[normalize-space()='The quarrel']")
    points = page.xpath("//article//ul/li")
    assert len(page.xpath("//article//ul")) == 1
    assert [p.xpath("string(span[@data-notes])") for p in points] == ["first point", "second point"]
    assert page.xpath("//span[@class='folio'][normalize-space()='p. 7']")


def test_a_span_can_be_linked_to(client: FlaskClient) -> None:
    claim = SURVEY.claims[0].evidence
    page = html.fromstring(client.get(f"/source/survey?at={claim.start}-{claim.end}").data)
    assert page.xpath(f"//*[@id='span-{claim.start}-{claim.end}']")
    assert page.xpath("//span[contains(@class, 'cited')]")


def test_ids_are_unique(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_only_some_kinds_and_one_holder_can_be_marked(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey?show=claim&holder=theorist/tony-cliff").data)
    assert len(page.xpath("//aside//li[@id]")) == 1
    assert not html.fromstring(client.get("/source/survey?show=none").data).xpath("//aside//li[@id]")


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.sampled_from(("heading", "paragraph"))), max_size=12))
def test_parts_hold_every_word_once(shapes: list[tuple[int, int, str]]) -> None:
    text = " ".join(chr(97 + i % 26) * (i % 4 + 1) for i in range(120))
    blocks = [Block(kind, start, start + length, 1 if kind == "heading" else 0) for start, length, kind in shapes]
    parts = parts_of(text, blocks, words=15)
    assert (parts[0].start, parts[-1].end) == (0, len(text))
    assert all(a.end == b.start for a, b in pairwise(parts))
    shown = "".join(text[b.start : b.end] for part in parts for b in part.blocks)
    assert "".join(shown.split()) == "".join(text.split())
    for part in parts:
        assert all(part.start <= b.start <= part.end for b in part.blocks)


def test_a_text_of_200_000_words_is_opened_in_part(tmp_path_factory: object, app: Flask) -> None:
    from conftest import build
    from made import statements

    from webapp import create_app

    line = (
        "Ada Quill said that managers rule village {n} and the mill. " + "Nobody there owned the mill or the weir beside it. " * 9
    )
    lines = [line.format(n=n) for n in range(1970)]
    claims = [("Ada Quill", "asserts", f"managers rule village {n} and the mill", []) for n in range(0, 1970, 2)]
    long = statements("long", "\n".join(lines), ["theorist: Ada Quill"], claims, title="A long text")
    assert len(long.document.text.split()) > 195_000
    folder = tmp_path_factory.mktemp("long") / "data"  # type: ignore[attr-defined]
    build(folder, long, DEBATE)
    client = create_app(folder).test_client()
    assert client.get("/source/debate").status_code == 200  # the store is open, the template compiled
    answer = client.get("/source/long?at=600000-600010")
    assert answer.status_code == 200
    assert "village 11" in answer.text
    assert len(answer.data) < 400_000  # the part around the place, not the whole text
