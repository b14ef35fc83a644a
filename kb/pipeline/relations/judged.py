"""Verdicts on a theory: who calls it absurd rejects it, who calls it an advance holds it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Attribution, Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.anaphors import meant
from kb.pipeline.relations.doers import objects, subjects
from kb.pipeline.relations.holders import in_content, own, whole_of
from kb.pipeline.relations.marks import link
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene
from kb.pipeline.relations.slots import complements


def from_verdicts(scene: Scene) -> Iterator[RelationMark]:
    """Marks from claims whose subject is a theory, and from verbs that pronounce on one."""
    yield from _judges(scene)
    yield from _deemed(scene)


def _judges(scene: Scene) -> Iterator[RelationMark]:
    """Whose claim speaks ill of the theory that is its subject rejects it; whose claim speaks well of it holds it."""
    cues = load("relations")["judging"]
    ill, well = frozenset(cues["ill"]), frozenset(cues["well"])
    for index, claims in scene.by_sentence.items():
        for claim in claims:
            if not isinstance(claim.holder, Cluster) or claim.stance != "asserts":
                continue
            for theory in in_content(scene, index, claim, "theory"):
                verdict = _verdict(scene, claim, theory, ill, well) or _duty(scene, claim, theory, cues)
                if verdict is not None and theory.entity is not None:
                    start, end = whole_of(scene, claim)
                    yield from own(claim.holder, verdict, theory.entity, start, end, 0.5, "implied:judges")


def _deemed(scene: Scene) -> Iterator[RelationMark]:
    """Verbs that pronounce on a theory: "treated T as a retreat", "found T absurd", "called T a step forward"."""
    cues = load("relations")["judging"]
    ill, well, verbs = frozenset(cues["ill"]), frozenset(cues["well"]), frozenset(cues["deeming"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if not mentions:
            continue
        for token in sentence:
            if token.pos_ != "VERB" or token.lemma_.lower() not in verbs:
                continue
            words = {t.lemma_.lower() for c in complements(token) for t in (c, *c.children)}
            words |= {n.lemma_.lower() for c in complements(token) if c.lemma_ in ("term", "piece", "kind") for n in c.subtree}
            over = any(c.lower_ in ("too", "insufficiently", "overly", "unduly") for p in complements(token) for c in p.children)
            bad, good = over or bool(words & ill), not over and bool(words & well)
            if bad == good:
                continue
            theories = [r.mention for o in objects(token) for r in referents(scene, o, ("theory",))] or [
                m for o in objects(token) for m in meant(scene, o, ("theory",))
            ]
            holders = [r.mention for s in subjects(token) for r in referents(scene, s, ("theorist", "group"))]
            yield from link(scene, token, holders, "rejects" if bad else "holds", theories, rule="deems", confidence=0.7)
            if bad and not theories:  # "regarded the movement as an exaggeration"
                people = [r.mention for o in objects(token) for r in referents(scene, o, ("theorist", "group", "work"))]
                people = people or [m for o in objects(token) for m in meant(scene, o, ("group",))]
                yield from link(scene, token, holders, "differs_from", people, rule="deems", confidence=0.6)


def _verdict(scene: Scene, claim: Attribution, theory: Mention, ill: frozenset[str], well: frozenset[str]) -> str | None:
    token = scene.doc[theory.end - 1]
    while token.dep_ in ("compound", "amod", "pobj", "prep", "appos", "nmod") and token.head != token:
        if token.dep_ == "prep" and token.lower_ in ("under", "in") and _impossible(token.head):
            return "rejects"  # "reckoning is impossible under T"
        if token.dep_ == "prep" and token.lower_ != "of":
            return None
        token = token.head
    if token.dep_ not in ("nsubj", "csubj"):
        return None
    verb = token.head
    if claim not in scene.claims.get(verb.i, ()):
        return None
    words = {verb.lemma_.lower()}
    for child in verb.children:
        if child.dep_ in ("acomp", "attr", "dobj", "oprd", "prep", "xcomp") and child.i > verb.i:
            words |= {t.lemma_.lower() for t in child.subtree if t.i - child.i < 16}
    denied = any(c.dep_ == "neg" for c in verb.children)
    praise = {c.lemma_.lower() for child in verb.children if child.dep_ in ("acomp", "attr") for c in (child, *child.children)}
    bad, good = bool(words & ill), bool(praise & well)
    if bad == good:
        return None
    return "rejects" if bad != denied else "holds"


def _duty(scene: Scene, claim: Attribution, theory: Mention, cues: dict[str, list[str]]) -> str | None:
    """What a claim says is to be done with a theory: "T must be abolished", "we should reject T", "T alone can …"."""
    token = scene.doc[theory.end - 1]
    while token.dep_ in ("compound", "amod", "nmod") and token.head != token:
        token = token.head
    verb = token.head
    if verb.pos_ != "VERB" or claim not in scene.claims.get(verb.i, ()) or any(c.dep_ == "neg" for c in verb.children):
        return None
    lemma = verb.lemma_.lower()
    bound = any(c.lower_ in cues["duties"] for c in verb.children) or (
        verb.dep_ == "xcomp" and verb.head.lemma_ in cues["duties"]
    )
    if token.dep_ in ("dobj", "nsubjpass") and bound:
        return "rejects" if lemma in cues["doom"] else "holds" if lemma in cues["build"] else None
    if token.dep_ == "dobj" and lemma in ("need", "require", "want") and any(c.lower_ in ("we", "one") for c in verb.children):
        return "holds"
    alone = any(c.lower_ in ("alone", "only") for c in (*token.children, *verb.children) if abs(c.i - token.i) == 1)
    return "holds" if token.dep_ == "nsubj" and alone and any(c.tag_ == "MD" for c in verb.children) else None


def _impossible(token: Token) -> bool:
    """Whether a clause says that something cannot be."""
    words = {token.lemma_.lower(), *(c.lemma_.lower() for c in token.children)}
    return bool(words & {"impossible", "unthinkable", "inconceivable", "unattainable"})
