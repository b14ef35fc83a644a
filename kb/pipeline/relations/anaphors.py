"""What "this view", "the theory", "the system", "it" mean where coreference leaves them open: what the text spoke of last."""

from __future__ import annotations

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.cues import load
from kb.pipeline.relations.scene import Scene

_COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4}
_BACK = 30  # sentences looked back through for theories that "all three theories" means
_POINTING = frozenset({"this", "that", "these", "those", "such", "same"})


def meant(scene: Scene, token: Token, types: tuple[EntityType, ...]) -> list[Mention]:
    """Mentions, made up for the occasion, of what a pointing phrase means; none where two answers are as good."""
    if scene.mentions_at(token):
        return []
    lemma = token.lemma_.lower()
    cues = load("relations")["naming"]
    index = scene.sentence_of(token)
    if any(c.lower_ in cues["fresh"] for c in token.children):
        return []  # "the new doctrine", "a rival view": not the one spoken of
    if "case" in types and lemma in cues["societies"] and _definite(token) and not _widened(token):
        return _made(token, scene.topic, 0.7)
    if "group" in types and lemma in cues["bodies"] and _definite(token) and not _widened(token):
        return _made(token, _last_body(scene, index, token.i), 0.7)
    if token.lower_ == "it" and token.dep_ in ("dobj", "pobj") and not set(types).isdisjoint(("case", "theory")):
        thing = _last_case(scene, index, token.i) if types == ("case",) else _last_thing(scene, index, token.i)
        if thing is None and types == ("case",) and index > 0:
            thing = _last_case(scene, index - 1, token.i)
        thing = thing or (scene.theme if "theory" in types and _first_object(scene, token) else None)
        return _made(token, thing, 0.7) if thing is not None and thing.type in types else []
    if token.lower_ in ("this", "that") and token.dep_ in ("dobj", "pobj") and index > 0 and not list(token.children):
        theory = _theory_of(scene, index - 1) if "theory" in types else None
        return _made(token, theory, 0.7) or [m for h in _holders(scene, index - 1, types) for m in _made(token, h, 0.7)]
    if lemma not in cues["views"] and lemma not in cues["doctrines"]:
        return []
    many = _many(token)
    if "theory" in types and many:
        return [m for theory in _last_theories(scene, index, token.i, many) for m in _made(token, theory, 0.7)]
    pointing = lemma in cues["views"] and any(
        c.dep_ in ("det", "amod", "predet") and c.lower_ in _POINTING for c in token.children
    )
    if pointing and index > 0:
        theory = _theory_of(scene, index - 1) if "theory" in types else None
        return _made(token, theory, 0.8) or [m for h in _holders(scene, index - 1, types) for m in _made(token, h, 0.8)]
    if "theory" in types and lemma in cues["doctrines"] and _definite(token) and not _widened(token):
        if scene.theme is not None and lemma in ("theory", "doctrine"):
            return _made(token, scene.theme, 0.7)
        return _made(token, _last_theory(scene, index, token.i) or scene.theme, 0.7)
    apposed = token.dep_ in ("appos", "attr", "dobj", "npadvmod") and any(
        c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.children
    )
    if apposed and token.i > 0 and _after_comma(token):
        return [m for h in _holders(scene, index, types, before=token.i) for m in _made(token, h, 0.8)]
    return []


def spoken_of(scene: Scene, token: Token) -> list[Mention]:
    """A mention, made up for the occasion, of the doctrine under discussion where a sentence names none of its own."""
    index = scene.sentence_of(token)
    if any(m.type == "theory" for m in scene.mentions[index]):
        return []
    last = _last_theory(scene, index, token.i)
    return _made(token, last if scene.theme is None or _put_first(scene, index, last) else scene.theme, 0.8)


def _put_first(scene: Scene, index: int, theory: Cluster | None) -> bool:
    """Whether a theory was the subject of one of the two sentences before."""
    return any(
        m.entity is theory and scene.doc[m.end - 1].dep_ in ("nsubj", "nsubjpass")
        for back in range(max(index - 2, 0), index)
        for m in scene.mentions[back]
    )


def _made(token: Token, entity: Cluster | None, confidence: float) -> list[Mention]:
    if entity is None:
        return []
    return [Mention(token.i, token.i + 1, entity.type, token.text, "description", entity, rule="pointing", confidence=confidence)]


def _first_object(scene: Scene, token: Token) -> bool:
    """Whether only the subject of its own verb stands before "it" in the sentence, so that nothing there can be meant."""
    verb = token.head if token.dep_ == "dobj" else token.head.head
    start = scene.sentences[scene.sentence_of(token)].start
    own = {t.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for t in c.subtree}
    return all(t.pos_ not in ("NOUN", "PROPN") or t.i in own or t.head == verb for t in scene.doc[start : token.i])


def _definite(token: Token) -> bool:
    return any(c.dep_ in ("det", "predet") and c.lower_ in ("the", "this", "that", "such") for c in token.children)


def _widened(token: Token) -> bool:
    """Whether a phrase says itself which thing it means: "the theory of value", "the system that he described"."""
    return any(
        c.dep_ in ("prep", "relcl", "acl", "poss", "appos") and (c.i > token.i or c.dep_ == "poss") for c in token.children
    )


def _last_case(scene: Scene, index: int, before: int) -> Cluster | None:
    """The case named last in a sentence: what "called it T" is about."""
    named = [m for m in scene.mentions[index] if m.type == "case" and m.end <= before]
    return named[-1].entity if named else None


def _last_thing(scene: Scene, index: int, before: int) -> Cluster | None:
    """The theory or case that the sentence, else the one before, spoke of last: subjects and objects first."""
    for back in range(index, max(index - 2, -1), -1):
        named = [m for m in scene.mentions[back] if m.type in ("theory", "case") and m.end <= before]
        main = [m for m in named if scene.doc[m.end - 1].dep_ in ("nsubj", "nsubjpass", "dobj")]
        if named:
            return (main or named)[-1].entity
    return None


def _last_body(scene: Scene, index: int, before: int) -> Cluster | None:
    """The group that the text spoke of last, four sentences back at most."""
    for back in range(index, max(index - 5, -1), -1):
        named = [m for m in scene.mentions[back] if m.type == "group" and m.end <= before and m.form == "name"]
        if named:
            return named[-1].entity
    return None


def _last_theory(scene: Scene, index: int, before: int) -> Cluster | None:
    """The theory that the text spoke of last: the subject of its sentence before others."""
    for back in range(index, max(index - 3, -1), -1):
        named = [m for m in scene.mentions[back] if m.type == "theory" and m.end <= before]
        subjects = [m for m in named if scene.doc[m.end - 1].dep_ in ("nsubj", "nsubjpass")]
        if named:
            return (subjects or named)[-1].entity
    return None


def _many(token: Token) -> int:
    """How many a plural phrase points back to: "both theories", "all three views"; none if it says itself which it means."""
    if token.tag_ != "NNS" or _widened(token):
        return 0
    words = {c.lower_ for c in token.children if c.dep_ in ("det", "predet", "nummod", "preconj", "amod")}
    if not words & {"both", "all", "these", "those", "the", "such"}:
        return 0
    return next((n for word, n in _COUNTS.items() if word in words), 0)


def _last_theories(scene: Scene, index: int, before: int, count: int) -> list[Cluster]:
    """The theories that the text named last, so many and no fewer."""
    found: dict[int, Cluster] = {}
    for back in range(index, max(index - _BACK, -1), -1):
        for mention in reversed(scene.mentions[back]):
            if mention.type == "theory" and mention.entity is not None and mention.end <= before and len(found) < count:
                found.setdefault(id(mention.entity), mention.entity)
    return list(found.values()) if len(found) == count else []


def _after_comma(token: Token) -> bool:
    left = token.left_edge.i
    return left > 0 and token.doc[left - 1].text in (",", "—", "–", ":")


def _theory_of(scene: Scene, index: int) -> Cluster | None:
    """The one theory of a sentence, else the one that is a subject in it."""
    named = [m for m in scene.mentions[index] if m.type == "theory" and m.entity is not None]
    if len({id(m.entity) for m in named}) > 1:
        named = [m for m in named if scene.doc[m.end - 1].dep_ in ("nsubj", "nsubjpass")] or []
    distinct = {id(m.entity): m.entity for m in named}
    return next(iter(distinct.values())) if len(distinct) == 1 else None


def _holders(scene: Scene, index: int, types: tuple[EntityType, ...], before: int | None = None) -> list[Cluster]:
    """The holders of the last claims of a sentence."""
    found: dict[int, Cluster] = {}
    for claim in scene.by_sentence.get(index, []):
        holder = claim.holder
        if isinstance(holder, Cluster) and holder.type in types and claim.stance == "asserts":
            if before is not None and claim.content[0][0] >= scene.doc[before].idx:
                continue
            found[id(holder)] = holder
    return list(found.values())
