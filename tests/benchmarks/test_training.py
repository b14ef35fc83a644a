"""What the relations are learned from: marked-up prose, names of annotations, and weights that the same rows give again."""

from __future__ import annotations

import pytest

from benchmarks.training import FITTED, Row, fit, marked_prose, names
from benchmarks.training import GOLD as gold
from kb.pipeline.learned.pairs import ALLOWED


def test_marked_prose_gives_text_names_and_relations() -> None:
    prose = "[theorist Hume = David Hume] {Hume asserts: that [theory deism] is idle}."
    written = f"# a remark\n\n{prose}\n-> David Hume rejects deism, denied\n"
    ((text, marked, said),) = marked_prose(written)
    assert text == "Hume that deism is idle."
    assert [(text[start:end], kind, ident) for start, end, kind, ident in marked] == [
        ("Hume", "theorist", "David Hume"),
        ("deism", "theory", "deism"),
    ]
    assert said == [("David Hume", "rejects", "deism", 0, len(text))]


def test_every_marked_relation_links_named_ends_of_the_right_types() -> None:
    files = sorted(gold.parent.glob("training/*.txt"))
    assert len(files) >= 5
    for file in files:
        for text, marked, said in marked_prose(file.read_text("utf-8")):
            kinds = {ident: kind for _, _, kind, ident in marked}
            for subject, predicate, obj, *_ in said:
                assert predicate in ALLOWED.get((kinds.get(subject, ""), kinds.get(obj, "")), ()), (
                    f"{file.name}: {said} in {text}"
                )


def test_nothing_is_learned_from_what_is_only_measured() -> None:
    assert not any("frozen" in part or "faq" in part or "/" in part for part in FITTED)


def test_longer_names_are_found_first_and_whole() -> None:
    entities = [
        {"id": "1", "type": "theory", "name": "capitalism", "aliases": []},
        {"id": "2", "type": "theory", "name": "state capitalism", "aliases": ["capitalism of the state"]},
    ]
    text = "Capitalism is not state capitalism, capitalism of the state no capitalisms."
    assert [(text[a:b], i) for a, b, _, i in names(text, entities)] == [
        ("state capitalism", "2"),
        ("capitalism of the state", "2"),
    ]


def test_the_same_rows_give_the_same_weights() -> None:
    pytest.importorskip("sklearn")
    rows = [
        Row(f"{n}", True, "wrote", frozenset({"bias", "top:v:wrote" if n % 3 else "top:v:holds", f"gap:{n % 2}"}), n % 3 > 0)
        for n in range(60)
    ]
    kept = fit(rows)
    assert kept == fit(list(rows))
    assert kept["wrote"]["top:v:wrote"] > 0 > kept["wrote"]["top:v:holds"]
    assert kept["any"]["top:v:own"] > 0 > kept["any"]["top:v:other"]
