"""The name beside a verb that a parser has hung elsewhere: before it as its subject, after it as its object."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention
from kb.pipeline.relations.doers import ahead, behind, is_passive
from kb.pipeline.relations.referents import coordinated
from kb.pipeline.relations.scene import Scene

_LIGHT = frozenset({"ADV", "DET", "ADJ", "AUX", "NUM", "PRON", "CCONJ"})
_NOUNS = frozenset({"supporters", "term", "theory", "others"})  # what may stand between a verb and its name besides light words
_NEAR = 4  # tokens between verb and name, at most


def near(scene: Scene, token: Token, slot: str, types: tuple[EntityType, ...]) -> list[Mention]:
    """The mentions that fill a slot of a verb by their place alone; none where anything but light words stands between."""
    if slot == "object" and is_passive(token):
        return _misread_title(scene, token, types)
    if token.pos_ != "VERB" or token.tag_ == "VBN" or slot in ("complement", "self", "clause", "possessor", "modifier", "pobj"):
        return []
    if slot == "subject":
        return _before(scene, token, types)
    start = token.i + 1
    if slot != "object":
        words = slot.split("+")
        place = next((t.i for t in ahead(token, _NEAR + 1) if t.lower_ in words), None)
        if place is None or not _plain(scene, token.i + 1, place):
            return []
        start = place + 1
    after = scene.within(start, start + _NEAR + 1)
    if not after or after[0].type not in types or not _plain(scene, start, after[0].start):
        return []
    if any(claim not in scene.claims.get(token.i, ()) for claim in scene.claims.get(after[0].start, ())):
        return []  # "held that T failed": a claim's words are no object of its verb
    if scene.doc[after[0].start].tag_ == "PRP$":
        return []  # "left their libraries"
    return [_unsure(after[0]), *coordinated(scene, after[0])]


def _before(scene: Scene, verb: Token, types: tuple[EntityType, ...]) -> list[Mention]:
    if any(t.pos_ == "CCONJ" for t in behind(verb, 2)):
        return []  # "… and founded": its subject stands further left
    row = [m for m in scene.within(verb.i - 40, verb.i) if m.end <= verb.i]
    last = row[-1] if row else None
    if last is None or verb.i - last.end > _NEAR or last.type not in types or not _plain(scene, last.end, verb.i):
        return []
    earlier = [m for m in row if m.type == last.type and m.end <= last.start and last in coordinated(scene, m)]
    return [*earlier, _unsure(last)]


def _misread_title(scene: Scene, verb: Token, types: tuple[EntityType, ...]) -> list[Mention]:
    """A title that a parser has read as a phrase of the sentence: "On the Origin of Species was written by …"."""
    sentence = scene.sentence_of(verb)
    first = scene.mentions[sentence][:1]
    if not first or first[0].start > scene.sentences[sentence].start + 1 or first[0].end > verb.i or first[0].type not in types:
        return []
    return [_unsure(first[0])] if scene.doc[first[0].start].dep_ in ("prep", "advcl", "mark", "det", "dep") else []


def _plain(scene: Scene, start: int, end: int) -> bool:
    """Whether nothing between two places starts another clause or phrase."""
    return all(
        t.pos_ in _LIGHT or t.is_quote or t.is_space or t.lower_ in _NOUNS or (t.lower_ == "in" and t.nbor().pos_ == "NUM")
        for t in scene.doc[start:end]
    )


def _unsure(mention: Mention) -> Mention:
    return replace(mention, rule="near", confidence=0.8 * mention.confidence)
