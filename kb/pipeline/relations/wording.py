"""Whose word or reading of a theory a text gives: "T in X's sense", "in X's phrase, T", "T as X understood it"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import ahead
from kb.pipeline.relations.marks import PEOPLE, link
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene

_REACH = 6  # tokens from a phrase to the name it introduces, at most


def from_wording(scene: Scene) -> Iterator[RelationMark]:
    """Marks from the nouns of speech that say whose a name is, and from "as" before whoever reads a theory so."""
    cues = load("relations")["wording"]
    words, senses, readings = frozenset(cues["words"]), frozenset(cues["senses"]), frozenset(cues["readings"])
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        if not any(m.type == "theory" for m in mentions):
            continue
        for token in sentence:
            lemma = token.lemma_.lower()
            if token.dep_ == "pobj" and lemma in senses | words and token.head.lower_ in ("in", "to"):
                yield from _worded(scene, token, token.head, lemma in words, frozenset(cues["between"]))
            elif token.dep_ == "dobj" and lemma in words and token.head.lemma_ in cues["using"]:
                to = next((c for c in token.head.children if c.dep_ == "aux" and c.lower_ == "to"), None)
                if to is not None:
                    yield from _worded(scene, token, to, True, frozenset(cues["between"]))
            elif token.lower_ == "as" and token.i > sentence.start:
                yield from _read_so(scene, token, readings)


def _worded(scene: Scene, noun: Token, opens: Token, ahead_too: bool, between: frozenset[str]) -> Iterator[RelationMark]:
    """ "T in X's sense" names a T that is X's; "in X's phrase, T" and "T, to use X's term" say T in his words."""
    owners = [m for c in noun.children if c.dep_ == "poss" for r in referents(scene, c, PEOPLE) for m in (r.mention,)]
    theory = _before(scene, opens)
    if theory is None and ahead_too and owners:
        theory = _after(scene, noun, between)
    if theory is not None:
        yield from link(
            scene, noun, owners, "originated", [theory], rule="wording", confidence=0.65, said="affirmed", voice=["author"]
        )


def _before(scene: Scene, word: Token) -> Mention | None:
    """The theory named right before a word, a comma or a closing mark between at most."""
    row = [m for m in scene.within(max(word.i - 12, 0), word.i) if m.type == "theory" and m.end <= word.i]
    gap = scene.doc[row[-1].end : word.i] if row else ()
    return row[-1] if row and all(t.is_punct or t.is_quote for t in gap) and len(gap) <= 2 else None


def _after(scene: Scene, noun: Token, between: frozenset[str]) -> Mention | None:
    """The theory named right after a phrase, with nothing but marks and light words between."""
    for token in ahead(noun, _REACH):
        found = next((m for m in scene.mentions_at(token) if m.type == "theory" and m.start == token.i), None)
        if found is not None:
            return found
        if not (token.is_punct or token.is_quote or token.pos_ in ("DET", "ADJ") or token.lower_ in between):
            return None
    return None


def _read_so(scene: Scene, word: Token, readings: frozenset[str]) -> Iterator[RelationMark]:
    """ "T, as X understood it" speaks of the T that X holds; the order of words tells, since parsers lose the clause."""
    theory = _before(scene, word)
    if theory is None:
        return
    reader = next((m for m in scene.within(word.i + 1, word.i + 8) if m.type in PEOPLE), None)
    if reader is None or any(t.pos_ not in ("DET", "ADJ", "NOUN", "PROPN") for t in scene.doc[word.i + 1 : reader.start]):
        return
    after = [t for t in scene.doc[reader.end : reader.end + 4] if t.pos_ not in ("AUX", "ADV", "PART")]
    verb = after[0] if after else None
    ends = verb is not None and verb.i + 1 < len(scene.doc) and (verb.nbor().lower_ == "it" or verb.nbor().is_punct)
    if verb is not None and ends and verb.lemma_.lower() in readings:
        rule = "reading"
        row = [m for m in scene.at.get(reader.start, [reader]) if m.type in PEOPLE]
        yield from link(scene, verb, row, "holds", [theory], rule=rule, confidence=0.6, said="affirmed", voice=["author"])
