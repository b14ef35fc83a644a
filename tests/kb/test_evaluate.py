"""The scorer gives the same figures as the one that gold came with, on gold files bent at random."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kb.agreement import LAYERS, Count, score
from kb.errors import InputError
from kb.evaluate import evaluate, predicted_in
from kb.model import PREDICATES

GOLD = Path(__file__).parents[3] / "shared" / "gold"

TEXT = "Burnham argued that managers rule Russia. Rizzi denied that it is capitalist, since bureaucrats own it."
ANNOTATION: dict[str, Any] = {
    "id": "t",
    "entities": [
        {"id": "e1", "type": "theorist", "name": "James Burnham", "aliases": ["Burnham"]},
        {"id": "e2", "type": "theorist", "name": "Rizzi", "aliases": []},
        {"id": "e3", "type": "case", "name": "Russia", "aliases": []},
    ],
    "claims": [
        {"id": "c1", "holder": "e1", "stance": "asserts", "content": [[20, 40]],
         "quote": TEXT[20:40], "cue": [], "about": ["e3"]},
        {"id": "c2", "holder": "e2", "stance": "denies", "content": [[60, 76]], "quote": TEXT[60:76], "cue": [], "about": []},
    ],
    "relations": [
        {"subject": "e1", "predicate": "differs_from", "object": "e2", "polarity": "affirmed", "asserted_by": "author",
         "evidence": [0, 41], "quote": TEXT[0:41]},
    ],
    "arguments": [{"from": "c1", "to": "c2", "type": "supports", "evidence": [60, 101]}],
}  # fmt: skip


def bent(**changes: Any) -> dict[str, Any]:
    return {**copy.deepcopy(ANNOTATION), **changes}


def test_gold_agrees_with_itself() -> None:
    figures = score(TEXT, ANNOTATION, ANNOTATION).figures()
    assert {layer: figure["f1"] for layer, figure in figures.items()} == dict.fromkeys(LAYERS, 1.0)


def test_the_ids_of_a_prediction_do_not_matter_and_names_are_compared_loosely() -> None:
    renamed = json.loads(json.dumps(ANNOTATION).replace('"e1"', '"x9"').replace('"James Burnham"', '"the burnhams"'))
    assert score(TEXT, ANNOTATION, renamed).figures() == score(TEXT, ANNOTATION, ANNOTATION).figures()


def test_a_wrong_holder_keeps_the_span_and_loses_the_claim() -> None:
    claims = [{**ANNOTATION["claims"][0], "holder": "e2"}, ANNOTATION["claims"][1]]
    counts = score(TEXT, ANNOTATION, bent(claims=claims)).counts
    assert (counts["spans"].right, counts["edges"].right, counts["claims"].right) == (2, 2, 1)


def test_half_of_the_words_make_a_span_but_no_edge() -> None:
    claims = [{**ANNOTATION["claims"][0], "content": [[20, 33]]}]  # two words of three
    counts = score(TEXT, ANNOTATION, bent(claims=claims)).counts
    assert (counts["spans"].right, counts["edges"].right) == (1, 0)
    claims = [{**ANNOTATION["claims"][0], "content": [[20, 28]]}]  # one word of three
    assert score(TEXT, ANNOTATION, bent(claims=claims)).counts["spans"].right == 0


def test_a_symmetric_relation_counts_in_either_direction_and_a_directed_one_does_not() -> None:
    [relation] = ANNOTATION["relations"]
    turned = {**relation, "subject": "e2", "object": "e1"}
    assert score(TEXT, ANNOTATION, bent(relations=[turned])).counts["relations"].right == 1
    one_way = bent(relations=[{**relation, "predicate": "derives_from"}])
    other_way = bent(relations=[{**turned, "predicate": "derives_from"}])
    assert score(TEXT, one_way, other_way).counts["relations"].right == 0


def test_doubt_is_a_difference_of_relations_and_none_of_links() -> None:
    [relation] = ANNOTATION["relations"]
    counts = score(TEXT, ANNOTATION, bent(relations=[{**relation, "polarity": "uncertain"}])).counts
    assert (counts["relations"].right, counts["links"].right) == (0, 1)


def test_nothing_to_find_and_nothing_found_is_perfect_and_nothing_found_of_something_is_not() -> None:
    assert Count(0, 0, 0).f1 == 1.0
    assert Count(0, 0, 3).f1 == 0.0
    empty = bent(entities=[], claims=[], relations=[], arguments=[])
    assert score(TEXT, ANNOTATION, empty).figures()["entities"]["f1"] == 0.0


def test_texts_are_weighed_by_their_items_in_total_and_alike_in_the_macro_average(tmp_path: Path) -> None:
    gold, said = tmp_path / "gold", tmp_path / "said"
    for folder in (gold, said):
        folder.mkdir()
    for name in ("one", "two"):
        (gold / f"{name}.json").write_text(json.dumps(ANNOTATION))
        (gold / f"{name}.txt").write_text(TEXT)
    (said / "one.json").write_text(json.dumps(ANNOTATION))
    found = evaluate(gold, predicted_in(said))
    assert found.texts["one"].figures()["claims"]["f1"] == 1.0
    assert found.texts["two"].figures()["claims"]["f1"] == 0.0
    assert found.macro()["claims"] == 0.5
    assert found.report()["claims"]["f1"] == pytest.approx(2 / 3)  # two of two, of four


@pytest.mark.parametrize("broken", ["{", "[]", '{"entities": []}'])
def test_a_broken_annotation_is_refused_by_name(tmp_path: Path, broken: str) -> None:
    (tmp_path / "bad.json").write_text(broken)
    (tmp_path / "bad.txt").write_text(TEXT)
    with pytest.raises(InputError, match=r"bad\.json"):
        evaluate(tmp_path, predicted_in(tmp_path))


def test_no_gold_and_no_text_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotations"):
        evaluate(tmp_path, predicted_in(tmp_path))
    (tmp_path / "lone.json").write_text(json.dumps(ANNOTATION))
    with pytest.raises(InputError, match=r"lone\.txt"):
        evaluate(tmp_path, predicted_in(tmp_path))


# -- beside the scorer that gold came with ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    path = GOLD / "score.py"
    if not path.exists():
        pytest.skip("the reference scorer is not on this machine")
    spec = importlib.util.spec_from_file_location("reference_score", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def shaken(gold: dict[str, Any], length: int, rng: random.Random) -> dict[str, Any]:
    """An annotation with items dropped, doubled, moved, renamed and relabelled."""
    data = copy.deepcopy(gold)
    ids = [entity["id"] for entity in data["entities"]] + ["author", "unknown", "e999"]

    def moved(span: list[int]) -> list[int]:
        start = max(0, span[0] + rng.randint(-30, 30))
        return [start, min(length, max(start + 1, span[1] + rng.randint(-30, 30)))]

    for entity in data["entities"]:
        if rng.random() < 0.2:
            entity["name"] = rng.choice([entity["name"].upper(), "The " + entity["name"] + "s", "nobody", *entity["aliases"]])
        if rng.random() < 0.2:
            entity["type"] = rng.choice(["theorist", "group", "theory", "work", "case"])
        if rng.random() < 0.2:
            entity["aliases"] = []
    for claim in data["claims"]:
        if rng.random() < 0.4:
            claim["content"] = [moved(span) for span in claim["content"]]
        if rng.random() < 0.3:
            claim["holder"] = rng.choice(ids)
        if rng.random() < 0.3:
            claim["stance"] = rng.choice(["asserts", "denies", "questions"])
    for relation in data["relations"]:
        if rng.random() < 0.3:
            relation["evidence"] = moved(relation["evidence"])
        if rng.random() < 0.3:
            relation["predicate"] = rng.choice(PREDICATES)
        if rng.random() < 0.3:
            relation["polarity"] = rng.choice(["affirmed", "denied", "uncertain"])
        if rng.random() < 0.3:
            relation["asserted_by"] = rng.choice(ids)
        if rng.random() < 0.2:
            relation["subject"], relation["object"] = relation["object"], relation["subject"]
    for argument in data.get("arguments", []):
        if rng.random() < 0.3:
            argument["type"] = "attacks"
    for part in ("entities", "claims", "relations", "arguments"):
        items = [item for item in data.get(part, []) if rng.random() < 0.85]
        items += [copy.deepcopy(item) for item in items if part != "entities" and rng.random() < 0.1]
        rng.shuffle(items)
        data[part] = items
    return data


@pytest.mark.parametrize("seed", range(12))
def test_the_figures_are_those_of_the_reference_scorer(reference: ModuleType, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    for path in sorted((GOLD / "dev").glob("*.json")):
        text = path.with_suffix(".txt").read_bytes().decode("utf-8")
        (tmp_path / path.name).write_text(json.dumps(shaken(json.loads(path.read_bytes()), len(text), rng)))
    report = evaluate(GOLD / "dev", predicted_in(tmp_path)).report()
    expected = reference.score(GOLD / "dev", tmp_path)
    assert {layer: report[layer] for layer in expected} == expected
    for path in sorted((GOLD / "dev").glob("*.json")):
        assert report["texts"][path.stem] == reference.score(path, tmp_path / path.name)


def test_the_figures_are_the_same_where_nothing_is_predicted(reference: ModuleType, tmp_path: Path) -> None:
    report = evaluate(GOLD / "dev", predicted_in(tmp_path)).report()
    expected = reference.score(GOLD / "dev", tmp_path)
    assert {layer: report[layer] for layer in expected} == expected
