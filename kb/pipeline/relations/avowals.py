"""What people call what is their own: "they proclaimed their ideas socialist", "he considered his system a form of T"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import is_passive, subjects
from kb.pipeline.relations.marks import PEOPLE, link
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene

_REACH = 6  # tokens from the verb to the noun for what is one's own, and from there to its name, at most
_OWN = frozenset({"his", "her", "their"})


def from_avowals(scene: Scene) -> Iterator[RelationMark]:
    """Marks of what the subject of a verb of naming calls its own ideas, read off the order of words."""
    cues = load("relations")["avowals"]
    verbs, own, light = frozenset(cues["verbs"]), frozenset(cues["own"]), frozenset(cues["light"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if not any(m.type == "theory" for m in mentions):
            continue
        for verb in sentence:
            if verb.pos_ != "VERB" or verb.lemma_.lower() not in verbs or is_passive(verb):
                continue
            noun = _own_noun(verb, own)
            theory = _named(scene, noun, light) if noun is not None else None
            if theory is not None:
                people = [r.mention for s in subjects(verb) for r in referents(scene, s, PEOPLE) if not r.through]
                yield from link(scene, verb, people, "holds", [theory], rule="avowal", confidence=0.6)


def _own_noun(verb: Token, own: frozenset[str]) -> Token | None:
    """ "their ideas", "his own political creed", right behind the verb."""
    row = verb.doc[verb.i + 1 : min(verb.i + 1 + _REACH, verb.sent.end)]
    if len(row) < 2 or row[0].lower_ not in _OWN:
        return None
    for token in row[1:]:
        if token.lemma_.lower() in own:
            return token
        if token.pos_ not in ("ADJ", "NOUN", "ADV"):
            return None
    return None


def _named(scene: Scene, noun: Token, light: frozenset[str]) -> Mention | None:
    """The theory named right behind a noun, or beginning with it, where a tagger takes the two for one phrase."""
    for mention in scene.within(noun.i, noun.i + _REACH):
        gap = scene.doc[noun.i + 1 : max(mention.start, noun.i + 1)]
        if mention.type == "theory" and mention.form == "name" and mention.end > noun.i + 1:
            return mention if all(t.is_quote or t.lower_ in light for t in gap) else None
    return None
