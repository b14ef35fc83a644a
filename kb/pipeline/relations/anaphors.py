"""What fills a slot where neither parse nor coreference says: the neighbouring name, the theory or case last spoken of."""

from __future__ import annotations

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import is_passive
from kb.pipeline.relations.referents import coordinated
from kb.pipeline.relations.scene import Scene

_LIGHT = frozenset({"ADV", "DET", "ADJ", "AUX", "NUM", "PRON", "CCONJ"})
_POINTING = frozenset({"this", "that", "these", "those", "such"})


def meant(scene: Scene, token: Token, types: tuple[EntityType, ...]) -> list[Mention]:
    """Mentions, made up for the occasion, of what a pointing phrase means; none where two answers are as good."""
    if scene.mentions_at(token):
        return []
    lemma = token.lemma_.lower()
    cues = load("relations")["naming"]
    index = scene.sentence_of(token)
    if "case" in types and lemma in cues["societies"] and _definite(token) and not _widened(token):
        return _made(token, scene.topic, 0.7)
    if token.lower_ == "it" and token.dep_ == "dobj" and not set(types).isdisjoint(("case", "theory")):
        thing = _last_case(scene, index, token.i) if types == ("case",) else _last_thing(scene, index, token.i)
        return _made(token, thing, 0.7) if thing is not None and thing.type in types else []
    if lemma not in cues["views"]:
        return []
    pointing = any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _POINTING for c in token.children)
    if pointing and index > 0:
        theory = _theory_of(scene, index - 1) if "theory" in types else None
        return _made(token, theory, 0.8) or [m for h in _holders(scene, index - 1, types) for m in _made(token, h, 0.8)]
    if "theory" in types and lemma in cues["doctrines"] and _definite(token) and not _widened(token):
        if scene.theme is not None and lemma in ("theory", "doctrine"):
            return _made(token, scene.theme, 0.7)
        return _made(token, _last_theory(scene, index, token.i), 0.7)
    apposed = token.dep_ in ("appos", "attr", "dobj", "npadvmod") and any(
        c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.children
    )
    if apposed and token.i > 0 and _after_comma(token):
        return [m for h in _holders(scene, index, types, before=token.i) for m in _made(token, h, 0.8)]
    return []


def _made(token: Token, entity: Cluster | None, confidence: float) -> list[Mention]:
    if entity is None:
        return []
    return [Mention(token.i, token.i + 1, entity.type, token.text, "description", entity, rule="pointing", confidence=confidence)]


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


def _last_theory(scene: Scene, index: int, before: int) -> Cluster | None:
    """The theory that the text spoke of last: the subject of its sentence before others."""
    for back in range(index, max(index - 3, -1), -1):
        named = [m for m in scene.mentions[back] if m.type == "theory" and m.end <= before]
        subjects = [m for m in named if scene.doc[m.end - 1].dep_ in ("nsubj", "nsubjpass")]
        if named:
            return (subjects or named)[-1].entity
    return None


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


def near(scene: Scene, token: Token, slot: str, types: tuple[EntityType, ...]) -> list[Mention]:
    """The mention beside a verb that a parser has hung elsewhere: before it as its subject, after it as its object."""
    if slot == "object" and is_passive(token):
        first = scene.mentions[scene.sentence_of(token)][
            :1
        ]  # "On the Origin of Species was written by …": a title misread as a phrase
        opens = first and first[0].start <= token.sent.start + 1 and first[0].end <= token.i and first[0].type in types
        return [_unsure(first[0])] if opens and scene.doc[first[0].start].dep_ in ("prep", "advcl", "mark", "det", "dep") else []
    if token.pos_ != "VERB" or slot in ("complement", "self", "clause", "possessor", "modifier", "pobj") or token.tag_ == "VBN":
        return []
    row = scene.mentions[scene.sentence_of(token)]
    if slot == "subject":
        before = [m for m in row if m.end <= token.i and token.i - m.end <= 4]
        if any(t.pos_ == "CCONJ" for t in scene.doc[max(token.i - 2, 0) : token.i]):
            return []  # "… and founded": its subject stands further left
        if not before or before[-1].type not in types or not _plain(scene, before[-1].end, token.i):
            return []
        return [*_before(scene, row, before[-1]), _unsure(before[-1])]
    start = token.i + 1
    if slot != "object":
        words = slot.split("+")
        start = next((t.i + 1 for t in scene.doc[start : min(start + 5, token.sent.end)] if t.lower_ in words), -1)
        if start < 0 or not _plain(scene, token.i + 1, start - 1):
            return []
    after = [m for m in row if m.start >= start and m.start - start <= 4]
    if not after or after[0].type not in types or not _plain(scene, start, after[0].start):
        return []
    return [_unsure(after[0]), *coordinated(scene, after[0])]


def _plain(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing between two places starts another clause or phrase."""
    return all(
        t.pos_ in _LIGHT
        or t.is_quote
        or t.is_space
        or t.lower_ in ("supporters", "term", "theory", "others")
        or (t.lower_ == "in" and t.i + 1 < len(scene.doc) and t.nbor().pos_ == "NUM")
        for t in scene.doc[start:end]
    )  # fmt: skip


def _before(scene: Scene, row: list[Mention], mention: Mention) -> list[Mention]:
    """The mentions that a row of names has before its last one."""
    return [m for m in row if m.type == mention.type and m.end <= mention.start and mention in coordinated(scene, m)]


def _unsure(mention: Mention) -> Mention:
    return Mention(
        mention.start, mention.end, mention.type, mention.text, mention.form, mention.entity, rule="near", confidence=0.8
    )
