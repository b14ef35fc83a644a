"""The component that adds the relations which fitted weights find likely and no rule says.

For each pair of entities that a sentence speaks of and each predicate that their types allow, a logistic regression over the
pair's traits gives a chance. Its weights are fitted by ``benchmarks/training.py`` and stand in ``weights.json``. Part of each
weight is shared by all predicates, for traits that speak of a cue word of the predicate asked about (as in Daumé 2007,
"Frustratingly easy domain adaptation").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kb.model import PREDICATES, SYMMETRIC
from kb.pipeline.annotations import Cluster, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.learned.pairs import Pair, pairs
from kb.pipeline.learned.sight import Sight
from kb.pipeline.learned.traits import top_of, traits
from kb.pipeline.learned.weights import chances, strongest, weights
from kb.pipeline.relations.marks import in_order, link
from kb.pipeline.relations.scene import Scene, scene_of
from kb.pipeline.tracing import is_traced, passed_over

LIKELY = 0.5  #: the least chance at which a relation is kept: more likely said than not
WEIGHED = 0.2  #: the least at which a trace tells of it
FAMILY = "learned"
#: what is added: of the other kinds hardly any addition held on texts that nothing was fitted on (counts: docs/extraction.md)
KEPT = frozenset({"wrote", "member_of"})

Key = tuple[tuple[int, ...], str]


@Language.factory("doxograph_learned")
def make_learned(nlp: Language | None, name: str) -> Callable[[Doc], Doc]:
    """The component; it wants claims and the rules' relations, and adds to ``doc._.dox_relations``."""
    return add_likely


def add_likely(doc: Doc) -> Doc:
    """Add the likely relations of pairs of which the rules do not say the same."""
    rules: list[RelationMark] = doc._.dox_relations or []
    scene = scene_of(doc)
    authored = {id(m.object) for m in rules if m.predicate == "wrote"}
    said = {key(m.subject, m.predicate, m.object) for m in rules}
    best: dict[Key, tuple[float, Sight, Pair, str]] = {}
    for sight, pair, predicate, sure in weighed(scene, KEPT):
        at = key(pair.entities[0], predicate, pair.entities[1])
        if at in said or (predicate == "wrote" and _reviewed(scene, pair, authored)):
            continue
        if sure < LIKELY:
            if sure >= WEIGHED and is_traced(doc):
                _pass_over(doc, pair, predicate, sure)
        elif at not in best or sure > best[at][0]:
            best[at] = (sure, sight, pair, predicate)
    added: list[RelationMark] = []
    for sure, sight, pair, predicate in best.values():
        added.extend(_marks(scene, sight, pair, predicate, sure))
    if added:
        doc._.dox_relations = in_order([*rules, *added])
    return doc


def _reviewed(scene: Scene, pair: Pair, authored: Set[int]) -> bool:
    """Whether a verb between a person and a title says that he only read, judged or brought out what another wrote."""
    low, high = min(pair.subject.end, pair.object.end), max(pair.subject.start, pair.object.start)
    verbs = set(load("relations")["making"]["reviewing"])
    if id(pair.entities[1]) in authored:
        verbs.update(load("relations")["bridges"]["publishers"])
    return any(t.pos_ == "VERB" and t.lemma_.lower() in verbs for t in scene.doc[low:high])


def weighed(scene: Scene, kinds: Set[str] = frozenset(PREDICATES)) -> Iterator[tuple[Sight, Pair, str, float]]:
    """Every pair of a text's sentences with each predicate of these kinds that it allows, and the chance that it is said."""
    fitted = weights().keys() & kinds
    for index, row in enumerate(scene.mentions):
        if len(row) < 2:
            continue
        sight: Sight | None = None
        for pair in pairs(scene, index):
            asked = [predicate for predicate in pair.predicates if predicate in fitted]
            if not asked:
                continue
            sight = sight or Sight(scene, index)
            told = chances(traits(sight, pair))
            for predicate in asked:
                yield sight, pair, predicate, told[predicate]


def key(subject: Cluster, predicate: str, obj: Cluster) -> Key:
    """What tells one relation from another, polarity and asserter aside."""
    ends: tuple[int, ...] = (id(subject), id(obj))
    return (tuple(sorted(ends)) if predicate in SYMMETRIC else ends), predicate


def grounds(doc: Doc, mark: RelationMark) -> str:
    """What spoke for a learned relation: its strongest traits with their weights; empty for any other."""
    family, _, predicate = mark.rule.partition(":")
    if family != FAMILY:
        return ""
    scene = scene_of(doc)
    for index in range(scene.sentence_at(mark.start), scene.sentence_at(mark.end - 1) + 1):
        sight = Sight(scene, index)
        for pair in pairs(scene, index):
            if pair.entities == (mark.subject, mark.object) and predicate in pair.predicates:
                heard = strongest(traits(sight, pair), predicate)
                return "for " + "; ".join(f"{trait} {amount:+.2f}" for trait, amount in heard)
    return ""


def _marks(scene: Scene, sight: Sight, pair: Pair, predicate: str, sure: float) -> Iterator[RelationMark]:
    top = top_of(sight, pair)
    rule = f"{FAMILY}:{predicate}"
    for mark in link(scene, top, [pair.subject], predicate, [pair.object], rule=rule, confidence=sure):
        yield replace(mark, confidence=round(sure, 3))


def _pass_over(doc: Doc, pair: Pair, predicate: str, sure: float) -> None:
    one, other = pair.entities
    low, high = min(pair.subject.start, pair.object.start), max(pair.subject.end, pair.object.end)
    reason = f"{one.name} {predicate.replace('_', ' ')} {other.name}: a chance of {sure:.2f} only"
    passed_over(doc, "relations", f"{FAMILY}:{predicate}", low, high, reason)
