"""What a language model extracted comes in with its places; what it made up does not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kb.errors import InputError
from kb.formats import format_named, read
from kb.model import AUTHOR, UNKNOWN, Source, Statements

TEXT = "Ada Holm said that the moon is hollow. Lund denied that it rings. Holm took her view from Lund.\nNobody knows."


def extraction(kind: str, words: str, placed: bool = True, **attributes: Any) -> dict[str, Any]:
    at = TEXT.find(words)
    interval = {"start_pos": at, "end_pos": at + len(words)} if placed and at >= 0 else None
    return {"extraction_class": kind, "extraction_text": words, "char_interval": interval, "attributes": attributes or None}


def taken(*extractions: dict[str, Any]) -> Statements:
    line = json.dumps({"document_id": "doc_1", "text": TEXT, "extractions": list(extractions)})
    (found,) = read(format_named("langextract"), line.encode(), Source("doc", "doc"))
    return found


def test_claims_have_their_words_holder_stance_and_sentence() -> None:
    found = taken(
        extraction("claim", "it rings", holder="Lund", stance="denies", about=["the moon"]),
        extraction("person", "Ada Holm"),
        extraction("Claim", "the moon is hollow", Speaker="Ada Holm", hedged=True),
    )
    said = {claim.quote: claim for claim in found.claims}
    assert said["it rings"].stance == "denies"
    assert said["it rings"].holder == "theorist/lund"
    assert said["it rings"].evidence.quote.strip() == "Lund denied that it rings."
    assert said["the moon is hollow"].holder == "theorist/ada-holm"
    assert said["the moon is hollow"].hedged
    assert {entity.name for entity in found.entities} == {"Ada Holm", "Lund", "the moon"}
    assert all(TEXT[c.content[0].start : c.content[0].end] == c.quote for c in found.claims)


def test_what_the_text_does_not_have_is_left_out() -> None:
    found = taken(
        extraction("claim", "the moon is hollow", placed=False), extraction("claim", "the sun is square", holder="Holm")
    )
    assert [claim.quote for claim in found.claims] == ["the moon is hollow"]
    assert found.claims[0].holder == UNKNOWN


def test_relations_by_class_or_attribute() -> None:
    words = "Holm took her view from Lund"
    found = taken(
        extraction("derives_from", words, subject="Holm", object="Lund"),
        extraction(
            "relation", words, type="broke with", subject="Lund", object="Holm", polarity="denied", asserted_by="Ada Holm"
        ),
    )
    told = {(r.subject, r.predicate, r.object, r.polarity, r.asserted_by) for r in found.relations}
    assert ("theorist/holm", "derives_from", "theorist/lund", "affirmed", AUTHOR) in told
    assert ("theorist/lund", "broke_with", "theorist/holm", "denied", "theorist/ada-holm") in told


def test_each_line_is_a_text() -> None:
    lines = "\n".join(
        json.dumps({"document_id": f"d{n}", "text": TEXT, "extractions": [extraction("claim", "it rings")]}) for n in "ab"
    )
    found = read(format_named("langextract"), lines.encode(), Source("all", "all"))
    assert [(one.document.source.id, one.document.source.title, len(one.claims)) for one in found] == [
        ("all-1", "da", 1),
        ("all-2", "db", 1),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"text": "x"}\n{"text": 3}', "line 2"),
        (b'{"text": "x"}\nnot json', "line 2"),
        (b"[]", "no document"),
        (json.dumps({"text": TEXT, "extractions": [extraction("medication", "it rings")]}).encode(), "medication"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(format_named("langextract"), data, Source("doc", "doc", file="doc.jsonl"))
