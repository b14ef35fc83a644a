"""Relations that "to be" says: a case is of a kind, a theory is another by name, a person is an adherent or a member."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import surface_subjects
from kb.pipeline.relations.marks import CASE, PEOPLE, THEORY, link, told_apart
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import complements

#: what the subject's and the complement's types make of "A is B", with how sure it is, and whether the ends are turned round
_READINGS: tuple[tuple[tuple[EntityType, ...], tuple[EntityType, ...], str, float, bool], ...] = (
    (CASE, THEORY, "characterized_as", 0.8, False),
    (THEORY, THEORY, "same_as", 0.65, False),
    (("theorist",), ("group",), "member_of", 0.8, False),
    (PEOPLE, THEORY, "holds", 0.75, False),
    (("group",), ("theorist",), "member_of", 0.75, True),
)


def from_copulas(scene: Scene) -> Iterator[RelationMark]:
    """Marks from every "is", "was", "became", "remained" between two entities."""
    cues = load("relations")["copula"]
    verbs = frozenset(cues["verbs"])
    kinds = frozenset(cues["kinds"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if len({id(m.entity) for m in mentions}) < 2:
            continue
        for token in sentence:
            if token.pos_ in ("AUX", "VERB") and token.lemma_.lower() in verbs:
                yield from _read(scene, token, kinds)


def _read(scene: Scene, verb: Token, kinds: frozenset[str]) -> Iterator[RelationMark]:
    subjects, predicates = surface_subjects(verb), complements(verb)
    for first, second, predicate, confidence, turned in _READINGS:
        said = [m for token in predicates for m in _ends(scene, token, second, kinds)]
        about = [m for token in subjects for m in _ends(scene, token, first, kinds)] if said else []
        if not about:
            continue
        if predicate == "same_as" and any(_restricted(scene, m) for m in about):
            continue
        ends = (said, about) if turned else (about, said)
        marks = list(link(scene, verb, ends[0], predicate, ends[1], rule=f"copula:{predicate}", confidence=confidence))
        if marks:
            yield from (told_apart(m) for m in marks)
            return


def _ends(scene: Scene, token: Token, types: tuple[EntityType, ...], kinds: frozenset[str]) -> list[Mention]:
    """What a phrase names outright, or through a word of kind: "a form of Z", "one of the Zs"; not "the critic of Z"."""
    return [r.mention for r in referents(scene, token, types) if not r.through or r.through in kinds]


def _restricted(scene: Scene, mention: Mention) -> bool:
    """Whether a clause narrows what a name means: "neorealism that advocates transparency" is not all of neorealism."""
    end = scene.doc[mention.end - 1]
    return any(
        c.dep_ in ("relcl", "acl") and c.i > end.i and end.nbor().text != ","
        for t in scene.doc[mention.start : mention.end]
        for c in t.children
    )
