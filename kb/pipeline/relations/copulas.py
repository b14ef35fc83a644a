"""Relations that "to be" says: a case is of a kind, a theory is another by name, a person is an adherent or a member."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import subjects, surface_subjects
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
    kinds, namers = frozenset(cues["kinds"]), frozenset(cues["namers"])
    societies = frozenset(load("relations")["naming"]["societies"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if len({id(m.entity) for m in mentions}) < 2:
            continue
        for token in sentence:
            if token.pos_ in ("AUX", "VERB") and token.lemma_.lower() in verbs:
                yield from _read(scene, token, kinds)
            elif token.pos_ == "VERB" and token.lemma_.lower() in namers:
                yield from _called(scene, token, societies)


def _read(scene: Scene, verb: Token, kinds: frozenset[str]) -> Iterator[RelationMark]:
    named, predicates = surface_subjects(verb), complements(verb)
    for first, second, predicate, confidence, turned in _READINGS:
        said = [m for token in predicates for m in _ends(scene, token, second, kinds)]
        about = [m for token in named for m in _ends(scene, token, first, kinds)] if said else []
        if not about:
            continue
        if predicate == "same_as" and (any(_restricted(scene, m) for m in about) or any(_general(scene, m) for m in said)):
            continue
        marks = [
            mark
            for one in said  # each by itself: "is not, as X claims, A, but B" says the two in two voices
            for ends in ([([one], about)] if turned else [(about, [one])])
            for mark in link(scene, verb, ends[0], predicate, ends[1], rule=f"copula:{predicate}", confidence=confidence)
        ]
        if marks:
            yield from (told_apart(m) for m in marks)
            return


def _called(scene: Scene, verb: Token, societies: frozenset[str]) -> Iterator[RelationMark]:
    """By the order of words, since a parser runs the two names together: "called Russia state capitalist"."""
    row = scene.within(verb.i + 1, verb.i + 9)
    theory = next((m for m in row if m.type == "theory"), None)
    if theory is None or theory.start - verb.i > 8:
        return
    case = next((m for m in row if verb.i < m.start and m.end <= theory.start and m.type == "case"), None)
    start = verb.i + 1 if case is None else case.end
    between = [t for t in scene.doc[start : theory.start] if not t.is_quote]
    if case is None:
        named = [i for i, t in enumerate(between) if t.lemma_.lower() in societies]
        if not named or scene.topic is None or between[0].lower_ not in ("the", "this", "that", "such"):
            return
        case = Mention(
            between[named[0]].i,
            between[named[0]].i + 1,
            "case",
            between[named[0]].text,
            "description",
            scene.topic,
            confidence=0.8,
        )
        between = between[named[0] + 1 :]
    if any(
        t.lower_ not in ("a", "an", "the", "as", "new", "form", "of", "kind", "sort", "simply", "merely", "nothing", "but")
        for t in between
    ):
        return
    speakers = [
        m.entity for s in subjects(verb) for r in referents(scene, s, PEOPLE) for m in (r.mention,) if m.entity is not None
    ]
    if speakers or verb.dep_ == "xcomp":
        yield from link(scene, verb, [case], "characterized_as", [theory], rule="called", confidence=0.7, voice=speakers or None)


def _ends(scene: Scene, token: Token, types: tuple[EntityType, ...], kinds: frozenset[str]) -> list[Mention]:
    """What a phrase names outright, or through a word of kind: "a form of Z", "one of the Zs"; not "the critic of Z"."""
    best = token.tag_ == "JJS" or any(c.tag_ == "RBS" for c in token.children)  # "the ablest of the Zs"
    return [r.mention for r in referents(scene, token, types) if not r.through or r.through in kinds or best]


def _general(scene: Scene, mention: Mention) -> bool:
    """Whether a name only says of what sort a theory is: "a micro-level theory", "a scientific approach"."""
    last = scene.doc[mention.end - 1].lemma_.lower()
    opens = scene.doc[mention.start - 1].lower_ if mention.start else ""
    return opens in ("a", "an") and last in load("relations")["naming"]["doctrines"]


def _restricted(scene: Scene, mention: Mention) -> bool:
    """Whether a clause narrows what a name means: "neorealism that advocates transparency" is not all of neorealism."""
    end = scene.doc[mention.end - 1]
    return any(
        c.dep_ in ("relcl", "acl") and c.i > end.i and end.nbor().text != ","
        for t in scene.doc[mention.start : mention.end]
        for c in t.children
    )
