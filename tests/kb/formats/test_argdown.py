"""Argdown: the four maps of others, each construct, round trips, and agreement with the argdown command line."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.errors import InputError
from kb.formats import argdown, read_file
from kb.formats.argdown import ArgumentMap, parse
from kb.formats.argdown.model import Node
from kb.formats.characters import squeezed
from kb.model import AUTHOR, UNKNOWN, Source, Statements
from tests.kb import made
from tests.kb.formats.features import FEATURES, rich

MAPS = Path(__file__).parents[4] / "shared" / "peers" / "argdown"
NAMES = ("argdown-primer", "semmelweis_betz", "state-censorship", "veggie_debate")
SOURCE = Source("map", "map")
needs_maps = pytest.mark.skipif(not MAPS.is_dir(), reason="the maps of ../shared/peers/argdown are not there")


def read(text: str) -> Statements:
    (statements,) = argdown.read(text.encode("utf-8"), SOURCE)
    return statements


def canonical(m: ArgumentMap) -> dict[str, Any]:
    """A map with untitled statements by their words, and the relations of arguments from their conclusions."""

    def name(title: str) -> str:
        node: Node | None = m.statements.get(title)
        return node.text if node and node.untitled else title

    def end(kind: str, title: str, *, out: bool) -> tuple[str, str]:
        if kind == "argument" and out and m.arguments[title].steps:
            return "statement", name(m.arguments[title].steps[-1].conclusion)
        return kind, name(title) if kind == "statement" else title

    return {
        "statements": {name(t): (n.text, n.tags, dict(n.data)) for t, n in m.statements.items()},
        "arguments": {
            t: (n.text, n.tags, dict(n.data), [([*map(name, s.premises)], s.rules, name(s.conclusion)) for s in n.steps])
            for t, n in m.arguments.items()
        },
        "links": {(link.kind, end(*link.start, out=True), end(*link.end, out=False)) for link in m.links},
        "sections": [(s.title, s.level) for s in m.sections],
    }


@needs_maps
@pytest.mark.parametrize("name", NAMES)
def test_a_map_of_others_is_written_and_read_alike(name: str) -> None:
    first = parse((MAPS / f"{name}.argdown").read_text("utf-8"))
    assert canonical(parse(argdown.compose(first))) == canonical(first)


@needs_maps
@pytest.mark.parametrize("name", NAMES)
def test_a_map_of_others_goes_through_statements_and_back(name: str) -> None:
    (statements,) = read_file(MAPS / f"{name}.argdown")
    assert statements.claims and statements.arguments
    for claim in statements.claims:
        for part in (*claim.content, claim.evidence, *claim.cue):
            part.check(statements.document.text)
    before = canonical(parse((MAPS / f"{name}.argdown").read_text("utf-8")))
    after = canonical(argdown.from_statements(statements))
    texts = Counter(node.text for node in parse((MAPS / f"{name}.argdown").read_text("utf-8")).statements.values())
    assert Counter(node.text for node in argdown.from_statements(statements).statements.values()) == texts
    assert set(before["arguments"]) == set(after["arguments"])
    for title, (text, tags, _, steps) in before["arguments"].items():
        again = after["arguments"][title]
        assert len(again[3]) == len(steps) and [step[1] for step in again[3]] == [step[1] for step in steps]
        assert not text or again[:2] == (text, tags)
    assert Counter(kind for kind, *_ in before["links"]) == Counter(kind for kind, *_ in after["links"])


def test_what_a_small_map_says() -> None:
    s = read(
        "===\ntitle: A quarrel\nauthor: Ada\ndate: 1/2/1843\n===\n\n# First\n\n"
        '[Thesis]: Engines **think**. #(big question) {proponent: "Babbage", source: "Notes"}\n'
        "  + <Proof>: They play chess. #pro\n    _ [Doubt]: Chess is no thought.\n"
        "  - [Anti]: Wheels cannot think.\n  >< [Other]: Nothing thinks.\n"
    )
    source = s.document.source
    assert (source.title, source.author, source.year) == ("A quarrel", "Ada", 1843)
    words = {c.quote: c for c in s.claims}
    thesis = words["Engines think."]
    names = {e.id: (e.type, e.name) for e in s.entities} | {UNKNOWN: UNKNOWN}
    assert names[thesis.holder] == ("theorist", "Babbage")
    assert [names[e] for e in thesis.about] == [("case", "big question")]
    assert [names[e] for e in thesis.reported_by] == [("work", "Notes")]
    assert thesis.evidence.quote == "Babbage: Engines think." and thesis.evidence.heading == "Thesis"
    assert words["They play chess."].cue[0].quote == "Argument"
    by_id = {c.id: c.quote for c in s.claims}
    said = {(by_id[a.premises[0]], a.kind, by_id[a.conclusion]) for a in s.arguments}
    assert said == {
        ("They play chess.", "supports", "Engines think."),
        ("Chess is no thought.", "attacks", "They play chess."),
        ("Wheels cannot think.", "attacks", "Engines think."),
        ("Engines think.", "attacks", "Nothing thinks."),
        ("Nothing thinks.", "attacks", "Engines think."),
    }
    again = canonical(argdown.from_statements(s))["links"]
    assert {kind for kind, *_ in again} == {"support", "attack", "undercut", "contradiction"}


def test_an_undercut_attacks_the_claim_that_a_step_holds() -> None:
    s = read(
        "<A>: In short.\n\n(1) [P]: All men die.\n(2) [Q]: He is a man.\n--\nmodus ponens {uses: [1, 2]}\n--\n"
        "(3) [C]: He dies.\n\n"
        "[U]: Logic is a game.\n  _> <A>\n"
    )
    by_id = {c.id: c for c in s.claims}
    step = next(a for a in s.arguments if a.kind == "supports")
    attack = next(a for a in s.arguments if a.kind == "attacks")
    assert attack.conclusion in step.premises
    held = by_id[attack.conclusion]
    assert held.content == (step.evidence,) and step.evidence.quote.startswith("Inference by “modus ponens”: All men die.; ")
    assert {by_id[p].quote for p in step.premises} == {"All men die.", "He is a man.", "In short.", held.quote}
    m = argdown.from_statements(s)
    assert [link.kind for link in m.links] == ["undercut"] and m.arguments["A"].steps[0].rules == ("modus ponens",)
    assert canonical(parse(argdown.compose(m))) == canonical(m)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("  - alone", "under no statement"),
        ("<A>\n\n(1) p\n(2) q", "no conclusion"),
        ("<A>\n\n(1) p\n--\nrule\n(2) q", "not closed"),
        ("<A>\n\n----\n(2) q\n(3) r", "no conclusion"),
        ("(1) p\n----\n----\n(2) q", "follows from nothing"),
        ("<A>\n\n(1) p\n----\n(2) q\n\n<A>\n\n(1) p\n----\n(2) q", "second"),
        ("[A]: b {a: [}", "no YAML"),
        ("[A]: b {&a [*a]}", "YAML"),
        ("(1) <A>\n----\n(2) q", "argument stands as premise"),
    ],
)
def test_what_is_no_argdown_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as error:
        parse(text, where="a.argdown")
    assert "line" in str(error.value)


def test_a_heap_of_yaml_aliases_is_refused() -> None:
    bomb = "===\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n===\n\nWords."
    with pytest.raises(InputError, match="aliases"):
        parse(bomb)


CARRIED = (
    "claim.holder",
    "claim.own_voice",
    "claim.stance",
    "claim.about",
    "claim.hedged",
    "argument.supports",
    "argument.attacks",
)


def facts(s: Statements, *names: str) -> dict[str, Counter[object]]:
    return {name: Counter(FEATURES[name](s)) for name in names}


@settings(max_examples=150, deadline=None)
@given(made.any_statements())
def test_any_statements_come_back(s: Statements) -> None:
    (again,) = argdown.read(argdown.write([s]), SOURCE)
    assert facts(again, *CARRIED) == facts(s, *CARRIED)
    assert Counter(squeezed(c.quote) for c in again.claims) == Counter(squeezed(c.quote) for c in s.claims)
    sure = Counter((squeezed(c.quote), c.confidence) for c in s.claims)
    assert Counter((squeezed(c.quote), c.confidence) for c in again.claims) == sure


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=60).map(squeezed))
def test_any_words_are_read_as_they_were_written(words: str) -> None:
    from kb.formats.argdown.writing import escaped

    m = parse(f"[T]: {escaped(words)} {{a: 1}}")
    assert m.statements["T"].text == words and m.statements["T"].data == {"a": 1}


def test_writing_twice_gives_the_same_bytes() -> None:
    assert argdown.write([rich()]) == argdown.write([rich()])
    s = read(argdown.write([rich()]).decode())
    assert argdown.write([s]) == argdown.write([read(argdown.write([s]).decode())])


# -- the argdown command line --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip("npm and node are not installed")
    folder = tmp_path_factory.mktemp("argdown-cli")
    (folder / "package.json").write_text("{}", "utf-8")
    done = subprocess.run(["npm", "install", "@argdown/cli@1"], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        pytest.skip(f"@argdown/cli could not be fetched: {done.stderr[-200:]}")
    (folder / "argdown.config.json").write_text('{"model": {"removeTagsFromText": true}}', "utf-8")
    return folder


def theirs(folder: Path, text: str) -> dict[str, Any]:
    (folder / "map.argdown").write_text(text, "utf-8")
    shutil.rmtree(folder / "json", ignore_errors=True)
    command = ["node_modules/.bin/argdown", "json", "map.argdown", "json", "--config", "argdown.config.json", "--throwExceptions"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    written = folder / "json" / "map.json"
    assert done.returncode == 0 and written.exists(), done.stdout[-2000:] + done.stderr[-2000:]
    found: dict[str, Any] = json.loads(written.read_text("utf-8"))
    return found


def plain(text: str) -> str:
    """Words without what we read otherwise: a mention that goes over two lines, pictures of characters."""
    text = re.sub(r"@\[([^\]]*)\]", r"\1", text).replace("❤", ":heart:")
    return "".join(text.split())


def agreed(m: ArgumentMap, found: dict[str, Any]) -> None:
    """Our reading of a map is that of the command line: words, titles, tags, structures, relations."""

    def words(title: str) -> str:
        members = found["statements"][title]["members"] if title in found["statements"] else []
        text = next((one["text"] for one in members if one.get("text")), "")
        return plain(text) if title.startswith("Untitled ") else title

    def ours(title: str) -> str:
        return plain(m.statements[title].text) if m.statements[title].untitled else title

    assert sorted(map(words, found["statements"])) == sorted(map(ours, m.statements))
    for title, node in m.statements.items():
        if not node.untitled:
            first = next((one["text"] for one in found["statements"][title]["members"] if one.get("text")), "")
            assert plain(node.text) == plain(first)
            assert list(node.tags) == found["statements"][title].get("tags", [])
            assert dict(node.data) == (found["statements"][title].get("data") or {})
    assert set(found["arguments"]) == set(m.arguments)
    for title, node in m.arguments.items():
        their = found["arguments"][title]
        assert plain(node.text) == plain(next((one["text"] for one in their["members"] if one.get("text")), ""))
        assert list(node.tags) == their.get("tags", [])
        structure = [(one["role"] == "premise", words(one["title"])) for one in their.get("pcs") or []]
        assert structure == [
            pair for step in node.steps for pair in (*((True, ours(p)) for p in step.premises), (False, ours(step.conclusion)))
        ]

    def end(kind: str, title: str) -> tuple[str, str]:
        return ("argument", title) if kind in ("argument", "inference") else ("statement", words(title))

    kinds = {"support": "support", "attack": "attack", "undercut": "undercut", "contradictory": "contradiction",
             "entails": "support", "contrary": "attack"}  # fmt: skip
    relations = {
        (kinds[r["relationType"]], end(r["fromType"], r["from"]), end(r["toType"], r.get("to") or r["toTitle"]))
        for r in found["relations"]
    }
    canon = {
        (kind, (a[0], plain(a[1]) if a[1] not in m.statements and a[0] == "statement" else a[1]),
         (b[0], plain(b[1]) if b[1] not in m.statements and b[0] == "statement" else b[1]))
        for kind, a, b in canonical(m)["links"]
    }  # fmt: skip

    def loose(links: set[Any]) -> set[Any]:
        return {(k, *(sorted(ends) if k == "contradiction" else ends)) for k, *ends in links}

    assert loose(relations) == loose(canon)


@pytest.mark.slow
@needs_maps
@pytest.mark.parametrize("name", NAMES)
def test_our_reading_is_that_of_the_command_line(name: str, command: Path) -> None:
    text = (MAPS / f"{name}.argdown").read_text("utf-8")
    found = theirs(command, text)
    if (
        name == "semmelweis_betz"
    ):  # strict mode makes relations between statements symmetric or transitive; the signs are those of the loose
        found = theirs(command, text.replace("mode: strict", "mode: loose"))
    agreed(parse(text), found)


@pytest.mark.slow
@needs_maps
@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_reads_what_we_write(name: str, command: Path) -> None:
    (statements,) = read_file(MAPS / f"{name}.argdown")
    written = argdown.write([statements]).decode("utf-8")
    agreed(parse(written), theirs(command, written))


@pytest.mark.slow
def test_the_command_line_reads_statements_of_texts(command: Path) -> None:
    for statements in (rich(), made.A, made.B, made.C):
        written = argdown.write([statements]).decode("utf-8")
        agreed(parse(written), theirs(command, written))


def test_the_own_voice_is_the_text_s() -> None:
    (again,) = argdown.read(argdown.write([made.A]), SOURCE)
    assert [c.quote for c in again.claims if c.holder == AUTHOR] == ["The managerial society is a new order"]
