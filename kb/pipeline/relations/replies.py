"""Whom a reply or refusal is aimed at where its own sentence names nobody: the thinker and the doctrine under discussion."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import objects, subjects
from kb.pipeline.relations.holders import own
from kb.pipeline.relations.marks import evidence
from kb.pipeline.relations.referents import head_of, referents
from kb.pipeline.relations.scene import Scene

_GRANTING = frozenset({"while", "whilst", "although", "though", "albeit"})
_BACK = 2  # sentences looked back through for whom the text spoke of


def from_replies(scene: Scene, said: Sequence[RelationMark]) -> Iterator[RelationMark]:
    """Marks from verbs and phrases of refusal whose subject is a thinker and whose object the sentence leaves open."""
    cues = load("relations")["replying"]
    verbs, words = frozenset(cues["verbs"]), frozenset(cues["words"])
    held: dict[int, list[Cluster]] = {}
    for mark in sorted(said, key=lambda m: m.start):
        if mark.predicate in ("holds", "originated") and mark.polarity == "affirmed":
            held.setdefault(id(mark.subject), []).append(mark.object)
    for index, mentions in enumerate(scene.mentions):
        if index == 0 or not any(m.type in ("theorist", "group") for m in mentions):
            continue
        for token in scene.sentences[index]:
            owned = _own_reply(token, cues)
            if not (owned or _refuses(token, verbs, words) or _apart(token, cues)):
                continue
            speakers = owned or subjects(token)
            parties = [r.mention for s in speakers for r in referents(scene, s, ("theorist", "group")) if not r.through]
            parties = [m for m in parties if m.form == "name"]
            named = any(scene.mentions_at(o) for o in objects(token))
            if parties and not named and _alone(scene, mentions, parties):
                yield from _aimed(scene, index, token, parties, held)
            break


def _refuses(token: Token, verbs: frozenset[str], words: frozenset[str]) -> bool:
    if token.pos_ != "VERB" and token.lemma_ != "be":
        return False
    lemma = token.lemma_.lower()
    denied = any(c.dep_ == "neg" for c in token.children)
    if token.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _GRANTING for c in token.children):
        return False  # "while objecting to T, he also thought that P": what is said against P is no reply
    if lemma in verbs:
        supposed = any(c.lower_ in ("would", "might", "could", "if") for c in token.children)
        return not denied and not supposed
    parts = {c.lemma_.lower() for c in token.children if c.dep_ in ("acomp", "attr", "dobj", "auxpass", "advmod")}
    return denied and bool(words & {lemma, *parts})


def _own_reply(noun: Token, cues: dict[str, list[str]]) -> list[Token]:
    """Whose a reply is that is put to nobody named: "X's answer was that …", "X's objection is simple"."""
    if noun.pos_ != "NOUN" or noun.lemma_.lower() not in cues["nouns"] or noun.dep_ not in ("nsubj", "attr", "dobj"):
        return []
    if any(c.dep_ == "prep" and c.lower_ in ("to", "of", "on", "against") for c in noun.children):
        return []
    return [c for c in noun.children if c.dep_ == "poss"]


def _apart(verb: Token, cues: dict[str, list[str]]) -> bool:
    """Whether somebody thinks otherwise: "saw it differently", "was unimpressed", "would concede nothing", "had none of it"."""
    if verb.pos_ not in ("VERB", "AUX") or not any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
        return False
    parts = {c.lower_ for c in verb.children if c.dep_ in ("acomp", "attr", "dobj", "advmod", "npadvmod", "oprd", "neg")}
    if verb.lemma_.lower() in cues["thinking"] and parts & set(cues["otherwise"]):
        return True
    return (verb.lemma_ == "be" or verb.lemma_.lower() in cues["thinking"]) and bool(parts & set(cues["cold"]))


def _alone(scene: Scene, mentions: list[Mention], parties: list[Mention]) -> bool:
    """Whether a sentence speaks of no other thinker, so that whom it answers stands before."""
    own_ = {id(m.entity) for m in parties}
    return all(m.type not in ("theorist", "group") or id(m.entity) in own_ for m in mentions)


def _aimed(
    scene: Scene, index: int, verb: Token, parties: list[Mention], held: dict[int, list[Cluster]]
) -> Iterator[RelationMark]:
    but = {id(m.entity) for m in parties}
    opponents: list[Cluster] = []
    for _ in range(2 if any(c.lower_ in ("both", "two") for o in objects(verb) for c in (o, *o.children)) else 1):
        opponent = _spoken_of(scene, index, but)
        if opponent is not None:
            opponents.append(opponent)
            but = but | {id(opponent)}  # "rejected both views": of the two spoken of last
    start, end = evidence(scene, [verb, scene.doc[parties[0].start]])
    for party in parties:
        assert party.entity is not None
        for opponent in opponents:
            yield from own(party.entity, "differs_from", opponent, start, end, 0.5, "reply:thinker")
            for theory in held.get(id(opponent), [])[-1:]:
                yield from own(party.entity, "rejects", theory, start, end, 0.45, "reply:doctrine")


def _spoken_of(scene: Scene, index: int, but: set[int]) -> Cluster | None:
    """The holder of the last claim, else the last subject, of the sentences before."""
    for back in range(index - 1, max(index - 1 - _BACK, -1), -1):
        for claim in reversed(scene.by_sentence.get(back, [])):
            if isinstance(claim.holder, Cluster) and claim.holder.type in ("theorist", "group") and id(claim.holder) not in but:
                return claim.holder
        named = [m for m in scene.mentions[back] if m.type in ("theorist", "group") and id(m.entity) not in but]
        leading = [m for m in named if head_of(scene, m).dep_ in ("nsubj", "nsubjpass")]
        if leading:
            return leading[-1].entity
    return None
