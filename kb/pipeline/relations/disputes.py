"""Differences between the holders of claims: who answers whom, and "A held P, while B held Q"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Attribution, Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import subjects, surface_subjects
from kb.pipeline.relations.holders import in_content, own, whole_of
from kb.pipeline.relations.marks import PEOPLE, evidence, link
from kb.pipeline.relations.referents import head_of, referents
from kb.pipeline.relations.scene import Scene

_OPPOSING = frozenset({"object", "counter", "retort", "rejoin", "dispute", "rebut", "contradict"})


def from_disputes(scene: Scene) -> Iterator[RelationMark]:
    """Marks from cue verbs that answer someone, and from two holders' claims that a conjunction sets against each other."""
    cues = load("relations")["dispute"]
    answering, against, erring = (frozenset(cues[name]) for name in ("answering", "against", "erring"))
    for index, claims in scene.by_sentence.items():
        told = [c for c in claims if isinstance(c.holder, Cluster) and c.holder.type in ("theorist", "group")]
        for claim in told:
            if claim.cue_token >= 0 and scene.doc[claim.cue_token].lemma_.lower() in answering:
                yield from _answered(scene, index, claim)
            if claim.stance == "asserts":
                yield from _corrected(scene, index, claim, erring)
        if len(told) > 1:
            yield from _set_against(scene, index, told, against)
    yield from _said_to_err(scene, erring)


def _answered(scene: Scene, index: int, claim: Attribution) -> Iterator[RelationMark]:
    """ "Lange replied that Mises had confused …": whom the reply speaks of first, or is addressed to."""
    assert isinstance(claim.holder, Cluster)
    verb = scene.doc[claim.cue_token]
    addressed = [
        m
        for prep in verb.children
        if prep.dep_ in ("prep", "dative") and prep.lower_ in ("to", "against")
        for noun in prep.children
        for m in scene.mentions_at(noun)
        if m.type in ("theorist", "group")
    ]
    spoken_of = [m for m in in_content(scene, index, claim, "theorist", "group") if _is_subject(scene, m)]
    if verb.lemma_.lower() not in _OPPOSING:
        spoken_of = []  # "the party replied that X was describing sensations" may stand by X
    for other in (addressed or spoken_of)[:1]:
        if other.entity is not None and other.entity is not claim.holder:
            start, end = evidence(scene, [verb, scene.doc[other.start]])
            yield from own(claim.holder, "differs_from", other.entity, start, end, 0.55, "dispute:answers")


def _corrected(scene: Scene, index: int, claim: Attribution, erring: frozenset[str]) -> Iterator[RelationMark]:
    """Whom a claim says to err: "Constant believed that Rousseau had mistaken …", "Hayek's theory, he showed, was flawed"."""
    assert isinstance(claim.holder, Cluster)
    for other in in_content(scene, index, claim, "theorist", "group"):
        head = head_of(scene, other)
        owner = head.dep_ == "poss"
        head = head.head if owner else head
        if other.entity is None or other.entity is claim.holder or head.dep_ not in ("nsubj", "nsubjpass"):
            continue
        verb = head.head
        said = {verb.lemma_.lower(), *(c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr", "oprd"))}
        if said & erring and not any(c.dep_ == "neg" for c in verb.children) and claim in scene.claims.get(verb.i, ()):
            start, end = whole_of(scene, claim)
            yield from own(claim.holder, "differs_from", other.entity, start, end, 0.6, "dispute:corrects")


def _said_to_err(scene: Scene, erring: frozenset[str]) -> Iterator[RelationMark]:
    """The same where no claim was made of the report: "Constant believed that Rousseau had mistaken A for B"."""
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if len({id(m.entity) for m in mentions if m.type in PEOPLE}) < 2:
            continue
        for verb in sentence:
            words = {verb.lemma_.lower(), *(c.lemma_.lower() for c in verb.children if c.dep_ in ("acomp", "attr", "oprd"))}
            if verb.dep_ != "ccomp" or not words & erring or any(c.dep_ == "neg" for c in (*verb.children, *verb.head.children)):
                continue
            if not any(c.dep_ == "mark" or c.lower_ == "how" for c in verb.children):
                continue
            erred = [r.mention for s in surface_subjects(verb) for r in referents(scene, s, PEOPLE)]
            holders = [r.mention for s in subjects(verb.head) for r in referents(scene, s, PEOPLE) if not r.through]
            rule = "dispute:corrects"
            yield from link(
                scene, verb, holders, "differs_from", erred, rule=rule, confidence=0.55, said="affirmed", voice=["author"]
            )


def _is_subject(scene: Scene, mention: Mention) -> bool:
    head = head_of(scene, mention)
    if head.dep_ == "poss":  # "Lange replied that Mises's argument …"
        head = head.head
    return head.dep_ in ("nsubj", "nsubjpass")


def _set_against(scene: Scene, index: int, claims: list[Attribution], against: frozenset[str]) -> Iterator[RelationMark]:
    """ "A held that P, while B held that Q": those whose claim ends before the conjunction and begins after it."""
    for token in scene.sentences[index]:
        if token.lower_ not in against or token.dep_ not in ("mark", "cc", "advmod"):
            continue
        before = [c for c in claims if c.cue_token >= 0 and c.cue_token < token.i]
        after = [c for c in claims if c.cue_token > token.i and _own_clause(scene, token, c)]
        last = before[-1].cue_token if before else -1
        first = after[0].cue_token if after else -1
        for one in (c for c in before if c.cue_token == last):
            for other in (c for c in after if c.cue_token == first):
                if isinstance(one.holder, Cluster) and isinstance(other.holder, Cluster) and one.holder is not other.holder:
                    start, end = evidence(scene, [scene.doc[last], scene.doc[first]])
                    yield from own(one.holder, "differs_from", other.holder, start, end, 0.6, "dispute:clauses")


def _own_clause(scene: Scene, conjunction: Token, claim: Attribution) -> bool:
    """Whether a claim's holder is named between the conjunction and the claim's cue: the contrast is between holders."""
    return any(m.entity is claim.holder for m in scene.within(conjunction.i + 1, claim.cue_token))
