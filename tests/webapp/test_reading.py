from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from conftest import DEBATE, SURVEY, build
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from made import statements

from kb.queries.values import Block
from webapp import create_app
from webapp.finding import MOST, found, places
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


def long_text(folder: Path) -> Path:
    """A data folder with a text of some 200,000 words, and a short one."""
    line = (
        "Ada Quill said that managers rule village {n} and the mill. " + "Nobody there owned the mill or the weir beside it. " * 9
    )
    lines = [line.format(n=n) for n in range(1970)]
    claims = [("Ada Quill", "asserts", f"managers rule village {n} and the mill", []) for n in range(0, 1970, 2)]
    long = statements("long", "\n".join(lines), ["theorist: Ada Quill"], claims, title="A long text")
    assert len(long.document.text.split()) > 195_000
    build(folder / "data", long, DEBATE)
    return folder / "data"


def test_a_text_of_200_000_words_is_opened_in_part(tmp_path: Path) -> None:
    client = create_app(long_text(tmp_path)).test_client()
    assert client.get("/source/debate").status_code == 200  # the store is open, the template compiled
    answer = client.get("/source/long?at=600000-600010")
    assert answer.status_code == 200
    assert "village 11" in answer.text
    assert len(answer.data) < 400_000  # the part around the place, not the whole text


def test_words_are_found_in_this_text_alone(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey?find=SOVIET++union").data)
    listed = page.xpath("//section[@class='found']//li/a")
    at = [match.start() for match in re.finditer("Soviet Union", SURVEY.document.text)]
    assert [a.get("href").rpartition("#")[2] for a in listed] == [f"hit-{start}" for start in at]
    assert all(a.xpath("string(mark)") == "Soviet Union" for a in listed)
    assert [i for i in page.xpath("//article//@id") if i.startswith("hit-")] == [f"hit-{start}" for start in at]
    assert "".join(p.text_content() for p in page.xpath("//article//span[contains(@class, 'm hit')]")) == "Soviet Union" * len(at)
    assert page.xpath("//input[@name='find']/@value") == ["SOVIET union"]
    nothing = client.get("/source/survey?find=%3Cb%3Ezebra").text
    assert "No place with “&lt;b&gt;zebra”" in nothing and "/search?q=" in nothing


def test_found_words_stand_whole_whatever_their_signs() -> None:
    text = "He said “don’t\n stop” – a well–known line. DON'T STOP. $5 (five)"
    assert [text[a:b] for a, b in found(text, "don't stop")] == ["don’t\n stop", "DON'T STOP"]
    assert [text[a:b] for a, b in found(text, "well-known")] == ["well–known"]
    assert found(text, "$5 (five)") == ((len(text) - 9, len(text)),)
    assert found(text, " ") == ()
    assert len(found("a " * 5000, "a")) == MOST


def test_a_place_is_told_with_the_words_round_it() -> None:
    text = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen. " * 3
    first, *_, last = places(text, found(text, "ten"), (100, 200, len(text)))
    assert (first.words, first.part, last.part) == ("ten", 1, 3)
    assert first.before == "One two three four five six seven eight nine "
    assert first.after == " eleven twelve thirteen fourteen fifteen"
    assert last.before == "two three four five six seven eight nine "  # whole words only


def test_holders_can_be_told_apart(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey?colour=holder").data)
    key = {s.text_content(): s.get("class").split()[-1] for s in page.xpath("//p[@class='key']/span[contains(@class, ' v')]")}
    assert key["James Burnham"] != key["Tony Cliff"]
    for claim, name in ((SURVEY.claims[0], "James Burnham"), (SURVEY.claims[3], "Tony Cliff")):
        drawn = page.xpath(f"//article//span[contains(@class, 'm claim')][contains(., '{claim.quote}')]")[0]
        assert key[name] in drawn.get("class").split()
    assert " v1" not in client.get("/source/survey").text


def test_every_note_leads_into_the_graph_and_back(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    ways = page.xpath("//aside//a[@class='graph']/@href")
    assert len(ways) == len(SURVEY.claims) + len(SURVEY.relations) + len(SURVEY.arguments)
    for way in ways:
        drawn = client.get(way)
        assert drawn.status_code == 200, way
        assert "/source/survey?at=" in drawn.text, way  # the panel, or the outline, has its words in this text


def test_the_parts_keep_what_is_marked_and_looked_for(tmp_path: Path) -> None:
    client = create_app(long_text(tmp_path)).test_client()
    page = html.fromstring(client.get("/source/long?show=claim&holder=theorist/ada-quill&find=village+700&colour=holder").data)
    (link,) = page.xpath("//section[@class='found']//li/a/@href")
    kept = parse_qs(urlsplit(link).query)
    part = int(kept.pop("part")[0])
    assert kept == {"show": ["claim"], "holder": ["theorist/ada-quill"], "find": ["village 700"], "colour": ["holder"]}
    assert part > 1
    assert f"Part {part} of" in page.xpath("//nav[@class='turn']")[0].text_content()  # where the first is found
    following = html.fromstring(client.get(f"/source/long{link}").data)
    assert len(following.xpath("//article//span[contains(@class, 'm hit')]")) == 1
    assert f"part={part + 1}" in following.xpath("//nav[@class='turn']/a[@rel='next']/@href")[0]


def test_a_note_describes_the_number_that_leads_to_it(client: FlaskClient) -> None:
    page = html.fromstring(client.get("/source/survey").data)
    refs = page.xpath("//article//a[starts-with(@class, 'ref')]")
    assert refs
    for ref in refs:
        assert page.xpath(f"//li[@id='{ref.get('aria-describedby')}']")
