"""Annotations and statements turn into each other without loss of what the format holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made import A, B, C

from kb.errors import InputError
from kb.formats.annotation import dumps, from_annotation, load, read, to_annotation
from kb.model import Document, Entity, Source, Statements

GOLD = Path(__file__).parents[4] / "shared" / "gold"


@pytest.mark.parametrize("made", [A, B, C], ids="ABC")
def test_an_annotation_read_back_writes_the_same(made: Statements) -> None:
    first = to_annotation(made)
    again = to_annotation(from_annotation(json.loads(dumps(first)), made.document))
    assert again == first
    assert len(first["claims"]) == len(made.claims)
    assert [claim["quote"] for claim in first["claims"]] == sorted(
        (claim.quote for claim in made.claims), key=made.document.text.index
    )


def test_joint_holders_stay_two_claims() -> None:
    claims = [claim for claim in to_annotation(B)["claims"] if claim["quote"] == "a new class rules"]
    assert len({claim["holder"] for claim in claims}) == 2


def test_arguments_point_at_claims_by_their_new_ids() -> None:
    made = to_annotation(A)
    [argument] = made["arguments"]
    quotes = {claim["id"]: claim["quote"] for claim in made["claims"]}
    assert quotes[argument["from"]] == "the managers are the new ruling class"
    assert quotes[argument["to"]] == "the Soviet Union is neither capitalist nor socialist"


def test_a_name_broken_over_two_lines_is_written_as_the_text_has_it() -> None:
    document = Document(Source("t", "t"), "The Managerial\nRevolution is a book by Burnham.")
    entity = Entity("work/x", "work", "The Managerial Revolution", ("Managerial Revolution", "MR"))
    [made] = to_annotation(Statements(document, (entity,)))["entities"]
    assert (made["name"], made["aliases"]) == ("The Managerial\nRevolution", ["Managerial\nRevolution"])


def broken(part: str, key: str, value: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(dumps(to_annotation(A)))
    data[part][0][key] = value
    return data


@pytest.mark.parametrize(
    ("part", "key", "value", "says"),
    [
        ("claims", "holder", "e99", "e99"),
        ("claims", "stance", "believes", "believes"),
        ("claims", "content", [[0, 10_000]], "10000"),
        ("claims", "quote", "other words", "other words"),
        ("entities", "type", "person", "person"),
        ("relations", "predicate", "likes", "likes"),
        ("relations", "evidence", [1], "form"),
        ("arguments", "from", "c99", "c99"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(part: str, key: str, value: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_annotation(broken(part, key, value), A.document)


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    with pytest.raises(InputError):
        read(file)
    file.write_text("[1]")
    with pytest.raises(InputError, match="no lists"):
        read(file)
    file.write_text(dumps(to_annotation(A)))
    with pytest.raises(InputError, match=r"x\.txt"):
        load(file)
    file.with_suffix(".txt").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        load(file)


@pytest.mark.parametrize("path", sorted((GOLD / "dev").glob("*.json")) or [None], ids=lambda p: p.stem if p else "none")
def test_gold_is_read_whole(path: Path | None) -> None:
    if path is None:
        pytest.skip("the reference annotations are not on this machine")
    gold, made = json.loads(path.read_bytes()), load(path)
    written = to_annotation(made)
    assert {(c["quote"], c["stance"]) for c in written["claims"]} == {(c["quote"], c["stance"]) for c in gold["claims"]}
    assert len(written["claims"]) == len(gold["claims"])
    assert len({claim.id for claim in made.claims}) == len(made.claims)
    assert sorted(r["quote"] for r in written["relations"]) == sorted(r["quote"] for r in gold["relations"])
    assert len(written["arguments"]) == len(gold["arguments"])
