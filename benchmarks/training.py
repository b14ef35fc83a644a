"""Fit and measure the learned relations: ``python -m benchmarks.training`` measures, ``--fit`` writes the weights anew.

Fitted on the parts of tests/gold that are developed on and written for this project, each read twice (with the names that the
pipeline finds, and with those of the annotation), and on prose marked up with its relations: tests/passages/relation*.txt and
tests/training. Never on the parts named frozen, nor on texts of others (the FAQ's).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.calibration import ARGUED, GOLD
from benchmarks.scores import PARTS, figure, read, table, texts
from kb.agreement import Scores, normal
from kb.model import ENTITY_TYPES, PREDICATES, SYMMETRIC, Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.annotations import Cluster, EntityType, Mention
from kb.pipeline.learned import KEPT
from kb.pipeline.learned.pairs import pairs
from kb.pipeline.learned.sight import Sight
from kb.pipeline.learned.traits import traits
from kb.pipeline.learned.weights import ANY, WEIGHTS, amounts, fitted, shared, weights
from kb.pipeline.relations.scene import scene_of

FITTED = ("dev", "dev-fields", "dev-essays", "dev-genres", "dev-textbook")
PROSE = ("passages/relation*.txt", "training/*.txt")  #: in tests/
FOLDS = 8  #: of the texts, for the cross-validated figure
STRENGTH = 0.02  #: inverse of the L2 penalty, by that figure the best of .01, .02, .03, .04, .1 and .3
OWN_TEXTS, COMMON_TEXTS = 12, 8  #: texts that must show a trait for a weight of its own, or one that predicates share
LEAST = 0.02  #: weights nearer to zero are left out
_NAME = re.compile(r"\[(" + "|".join(ENTITY_TYPES) + r") ([^\]=]+?)(?: = ([^\]]+))?\]|\{[^:{}]+: |\}")
_SAID = re.compile(r"^[-?]>\s*(.+?) (" + "|".join(PREDICATES) + r") (.+?)(?:, (?:denied|uncertain))?(?:, by .+)?$")

Name = tuple[int, int, str, str]  # start, end, type, the entity's id
Said = tuple[str, str, str, int, int]  # subject, predicate, object, and the words that say it


@dataclass(frozen=True, slots=True)
class Row:
    """A pair of a text with one predicate that its types allow, and whether the annotation says so at this place."""

    text: str
    found: bool  # the names are those that the pipeline found
    predicate: str
    traits: frozenset[str]
    right: bool


def rows(nlp: Language) -> list[Row]:
    """Every pair of the texts that the weights are fitted on; none of a relation that its text says at another place."""
    return [one for name, found, doc, ids, said in examples(nlp) for one in _rows(name, found, doc, ids, said)]


def examples(nlp: Language) -> Iterator[tuple[str, bool, Doc, Mapping[int, str], list[Said]]]:
    """Annotated Docs with the ids of their clusters, as the annotation has them, and its relations."""
    for part in FITTED:
        for number, (text, gold) in enumerate(texts(part)):
            said = [(r["subject"], r["predicate"], r["object"], *r["evidence"]) for r in gold["relations"]]
            doc = annotate(nlp, Document(Source("text", "text"), text))
            yield f"{part}/{number}", True, doc, dict(_aligned(doc, gold["entities"])), said
            yield f"{part}/{number}", False, *_named(nlp, text, names(text, gold["entities"])), said
    for pattern in PROSE:
        for file in sorted(GOLD.parent.glob(pattern)):
            for number, (text, marked, said) in enumerate(marked_prose(file.read_text("utf-8"))):
                yield f"{file.stem}/{number}", False, *_named(nlp, text, marked), said


def marked_prose(written: str) -> Iterator[tuple[str, list[Name], list[Said]]]:
    """Each paragraph's plain text, its names, and the relations that the lines below it say; marks of claims are passed over."""
    for paragraph in re.split(r"\n\s*\n", written):
        lines = [line for line in paragraph.splitlines() if line.strip() and not line.startswith(("#", "=>"))]
        prose = " ".join(line for line in lines if not line.startswith(("->", "?>")))
        text, at, marked = "", 0, []
        for sign in _NAME.finditer(prose):
            text += prose[at : sign.start()]
            at = sign.end()
            if sign[1]:
                form = sign[2].strip()
                marked.append((len(text), len(text) + len(form), sign[1], (sign[3] or form).strip()))
                text += form
        text += prose[at:]
        said = [found.groups() for line in lines if (found := _SAID.match(line))]
        if text:
            yield text, marked, [(subject, predicate, obj, 0, len(text)) for subject, predicate, obj in said]


def names(text: str, entities: Iterable[Mapping[str, Any]]) -> list[Name]:
    """Where a text names the entities of its annotation: longer names first, whole words only."""
    forms = {(form, e["type"], e["id"]) for e in entities for form in (e["name"], *e.get("aliases", ()))}
    found: list[Name] = []
    taken = bytearray(len(text))
    for form, kind, ident in sorted(forms, key=lambda f: (-len(f[0]), f)):
        for at in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            if not any(taken[at.start() : at.end()]):
                taken[at.start() : at.end()] = b"\1" * len(form)
                found.append((at.start(), at.end(), kind, ident))
    return sorted(found)


def _named(nlp: Language, text: str, found: Iterable[Name]) -> tuple[Doc, dict[int, str]]:
    """A text's Doc with these names in place of those that the pipeline would find, and its clusters' ids."""
    document = Document(Source("text", "text"), text)
    doc = nlp.make_doc(text)
    doc.user_data["dox_blocks"] = [(b.kind, b.start, b.end) for b in document.blocks]
    clusters: dict[str, Cluster] = {}
    for name, component in nlp.pipeline:
        if name == "doxograph_mentions":
            clusters = _mark(doc, found)
        elif name != "doxograph_entities":
            doc = component(doc)
    return doc, {id(cluster): ident for ident, cluster in clusters.items()}


def _mark(doc: Doc, found: Iterable[Name]) -> dict[str, Cluster]:
    clusters: dict[str, Cluster] = {}
    mentions: list[Mention] = []
    for start, end, kind, ident in found:
        span = doc.char_span(start, end, alignment_mode="expand")
        if span is None or any(t._.dox_mention for t in span):
            continue
        type_: EntityType = kind  # type: ignore[assignment]
        cluster = clusters.setdefault(ident, Cluster(type_, span.text))
        mention = Mention(span.start, span.end, type_, span.text, entity=cluster, rule="annotation")
        cluster.mentions.append(mention)
        mentions.append(mention)
        for token in span:
            token._.dox_mention = mention
    doc._.dox_mentions, doc._.dox_entities = mentions, list(clusters.values())
    return clusters


def _aligned(doc: Doc, entities: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """The clusters of a Doc that share a name and the type with an entity of the annotation."""
    known = {(e["type"], normal(form)): e["id"] for e in reversed(entities) for form in (e["name"], *e.get("aliases", ()))}
    for cluster in doc._.dox_entities or []:
        forms = (cluster.name, *cluster.aliases, *(m.text for m in cluster.mentions))
        ident = next((known[cluster.type, normal(f)] for f in forms if (cluster.type, normal(f)) in known), None)
        if ident is not None:
            yield id(cluster), ident


def _rows(name: str, found: bool, doc: Doc, ids: Mapping[int, str], said: Iterable[Said]) -> Iterator[Row]:
    scene = scene_of(doc)
    places: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
    for subject, predicate, obj, start, end in said:
        places[subject, predicate, obj].append((start, end))
        if predicate in SYMMETRIC:
            places[obj, predicate, subject].append((start, end))
    for index, sentence in enumerate(scene.sentences):
        sight = Sight(scene, index)
        for pair in pairs(scene, index):
            one, other = (ids.get(id(entity), "") for entity in pair.entities)
            seen = frozenset(traits(sight, pair))
            for predicate in pair.predicates:
                there = places.get((one, predicate, other), ())
                right = any(start < sentence.end_char and end > sentence.start_char for start, end in there)
                if right or not there:
                    yield Row(name, found, predicate, seen, right)


def fit(found: Sequence[Row]) -> dict[str, dict[str, float]]:
    """The weights of a logistic regression with an L2 penalty, to two digits; the same rows give the same weights.

    Fitted for all predicates together, for what their traits share; kept for those that are added.
    """
    matrix, columns = _matrix(found)
    fitted = _model().fit(matrix, [row.right for row in found]).coef_[0]
    kept: dict[str, dict[str, float]] = {name: {} for name in (ANY, *sorted(KEPT))}
    for (section, trait), amount in zip(columns, map(float, fitted), strict=True):
        if section in kept and abs(amount) >= LEAST:
            kept[section][trait] = round(amount, 2)
    return kept


def cross_validated(found: Sequence[Row]) -> float:
    """The average precision on pairs with found names, each told by weights fitted on the other texts."""
    from sklearn.metrics import average_precision_score
    from sklearn.model_selection import GroupKFold, cross_val_predict

    matrix, _ = _matrix(found)
    right, groups = [row.right for row in found], [row.text for row in found]
    told = cross_val_predict(_model(), matrix, right, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")[:, 1]
    held = [index for index, row in enumerate(found) if row.found]
    return float(average_precision_score([right[i] for i in held], told[held]))


def _model() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=STRENGTH, solver="liblinear", fit_intercept=False, max_iter=500, random_state=0)


def _matrix(found: Sequence[Row]) -> tuple[Any, list[tuple[str, str]]]:
    """Rows by columns of ones: a column for each predicate's trait, and for each that predicates share."""
    from scipy.sparse import csr_matrix

    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    told = [{(ANY, name) for trait in row.traits for name in shared(trait, row.predicate)} for row in found]
    for row, common in zip(found, told, strict=True):
        for column in common:
            seen[column].add(row.text)
        for trait in row.traits:
            seen["", trait].add(row.text)
    own = {trait for (section, trait), where in seen.items() if not section and len(where) >= OWN_TEXTS}
    kept = {column for column, where in seen.items() if column[0] and len(where) >= COMMON_TEXTS}
    columns = sorted(kept | {(row.predicate, trait) for row in found for trait in row.traits & own})
    number = {column: index for index, column in enumerate(columns)}
    indices: list[int] = []
    starts = [0]
    for row, common in zip(found, told, strict=True):
        indices += sorted(number[c] for c in (common & kept) | {(row.predicate, t) for t in row.traits & own})
        starts.append(len(indices))
    return csr_matrix(([1.0] * len(indices), indices, starts), shape=(len(found), len(columns))), columns


def comparison() -> list[str]:
    """A table of what the rules find, what the weights find, and both, by part of the gold annotations."""
    lines: list[list[object]] = []
    for part in PARTS:
        held = texts(part)
        if not held or part in ARGUED:
            continue
        line: list[object] = [part]
        for left_out in (["doxograph_learned"], ["doxograph_relations"], []):
            nlp = build_nlp()
            with nlp.select_pipes(disable=left_out):
                counts = sum((scores for *_, scores in read(nlp, held)), Scores()).counts
            relations, links = counts["relations"], counts["links"]
            shares = (relations.precision, relations.recall, relations.f1)
            line += [" / ".join(map(figure, shares)), figure(links.f1)]
        lines.append(line)
    return table(["part", "rules: P / R / F1", "links", "weights: P / R / F1", "links", "both: P / R / F1", "links"], lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; with ``--fit`` fit first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="write the weights anew")
    asked = parser.parse_args(arguments)
    if asked.fit:
        found = rows(build_nlp())
        kept = fit(found)
        WEIGHTS.write_text(json.dumps(kept, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        weights.cache_clear()
        fitted.cache_clear()
        amounts.cache_clear()
        count = sum(map(len, kept.values()))
        print(f"{WEIGHTS.name}: {count} weights from {len(found)} pairs, {sum(row.right for row in found)} of them right")
        print(f"average precision by cross-validation: {cross_validated(found):.3f}")
    print("\n".join(comparison()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
