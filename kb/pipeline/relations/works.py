"""Who wrote which work: "Rizzi's book B", "B (1941), by Burnham", "in B, Hayek argues", references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.references import OUTER
from kb.pipeline.relations.doers import clause_subjects, is_passive, subjects
from kb.pipeline.relations.marks import evidence, link
from kb.pipeline.relations.referents import head_of, referents
from kb.pipeline.relations.scene import Scene

_YEAR = re.compile(r"^(1[0-9]|20)\d\d[a-z]?([–-]\d+)?$")
_CITED_BACK = 3  # sentences looked back through for whose words a bracketed title gives
_BRACKETED = 16  # tokens from a bracket to a title in it, at most
_EDITORS = frozenset({"ed", "eds", "editor", "editors", "edited"})
_PUNCTUATION = frozenset(",.:;()[]\"“”‘’'«»_*–—-/&")


def from_works(scene: Scene) -> Iterator[RelationMark]:
    """Marks of authorship from neighbouring names and titles, and from "in TITLE" beside a verb of saying."""
    cues = load("relations")["authorship"]
    fillers, others = frozenset(cues["fillers"]), frozenset(cues["not_sayings"])
    for index, there in enumerate(scene.mentions):
        mentions = [m for m in there if m.rule != OUTER]
        for first, second in pairwise(mentions):
            if second.start >= first.end:
                yield from _neighbours(scene, first, second, fillers)
        for mention in mentions:
            if mention.type == "work":
                yield from _located(scene, mention, others)
                yield from _own_work(scene, mention, fillers)
                yield from _cited(scene, index, mention)
        if mentions and index + 1 < len(scene.mentions) and scene.mentions[index + 1]:
            last, first = mentions[-1], scene.mentions[index + 1][0]
            if _reference_break(scene, last, first):
                yield from _neighbours(scene, last, first, fillers)


def _neighbours(scene: Scene, first: Mention, second: Mention, fillers: frozenset[str]) -> Iterator[RelationMark]:
    """A name and a title with nothing between them but marks, years and words such as "book"."""
    gap = scene.doc[first.end : second.start]
    if len(gap) > 12:
        return
    words = [t.lower_ for t in gap if not t.is_space and t.text not in _PUNCTUATION]
    plain = all(word in fillers or _YEAR.match(word) or _initial(word) for word in words)
    if first.type == "theorist" and second.type == "work":
        if plain and "by" not in words and (gap or first.form == "pronoun"):
            yield from _written(scene, second, [first, *_joint(scene, first)], "name before title")
    elif first.type == "work" and second.type == "theorist":
        loose = all(
            word in fillers or _YEAR.match(word) or _initial(word) or t.pos_ in ("ADJ", "NOUN", "PROPN", "DET")
            for t in gap
            for word in (t.lower_,)
            if not t.is_space and word not in _PUNCTUATION
        )
        if "by" in words and loose:
            yield from _written(scene, first, [second, *_joint(scene, second)], "title by name")


def _own_work(scene: Scene, work: Mention, nouns: frozenset[str]) -> Iterator[RelationMark]:
    """A title that is said to be someone's: "Frazer's most famous book is B", "B is Frazer's masterpiece"."""
    head = head_of(scene, work)
    if head.dep_ not in ("attr", "nsubj") or head.head.lemma_ != "be":
        return
    for noun in head.head.children:
        if noun.dep_ in ("attr", "nsubj") and noun != head and noun.lemma_.lower() in nouns:
            owners = [m for c in noun.children if c.dep_ == "poss" for m in scene.mentions_at(c) if m.type == "theorist"]
            yield from _written(scene, work, owners, "own work")


def _initial(word: str) -> bool:
    return len(word.rstrip(".")) == 1


def _joint(scene: Scene, mention: Mention) -> list[Mention]:
    """The other authors coordinated with a name, or meant by the same pronoun."""
    if mention.form != "name":
        return [m for m in scene.at.get(mention.start, []) if m.type == "theorist" and m.entity is not mention.entity]
    root = head_of(scene, mention)
    others = [c for c in root.children if c.dep_ == "conj"] + ([root.head] if root.dep_ == "conj" else [])
    return [m for c in others for m in scene.mentions_at(c) if m.type == "theorist" and m.entity is not mention.entity]


def _written(scene: Scene, work: Mention, authors: list[Mention], rule: str) -> Iterator[RelationMark]:
    yield from link(
        scene, scene.doc[work.start], authors, "wrote", [work], rule=rule, confidence=0.85, said="affirmed", voice=["author"]
    )


def _reference_break(scene: Scene, last: Mention, first: Mention) -> bool:
    """Whether a sentence break falls inside a reference: "Burnham, J. (1941). The Managerial Revolution"."""
    gap = scene.doc[last.end : first.start]
    return last.type == "theorist" and first.type == "work" and len(gap) <= 8 and any(_YEAR.match(t.text) for t in gap)


def _located(scene: Scene, work: Mention, others: frozenset[str]) -> Iterator[RelationMark]:
    """A title as the place of what its author says: "In TITLE, X argues …", "as expressed by X in TITLE"."""
    place = _place_of(scene, head_of(scene, work))
    if place is None:
        yield from _in_line(scene, work, others)
        return
    verb: Token | None = place.head
    while verb is not None and verb.pos_ not in ("VERB", "AUX"):
        if verb.dep_ not in ("pobj", "prep", "dobj", "appos", "attr"):
            return
        verb = verb.head if verb.head != verb else None
    if verb is None or verb.lemma_.lower() in others:
        return
    speakers = subjects(verb) or ([] if is_passive(verb) else clause_subjects(place))
    authors = [r.mention for s in speakers for r in referents(scene, s, ("theorist",)) if not r.through]
    yield from link(scene, verb, authors, "wrote", [work], rule="in title", confidence=0.75, said="affirmed", voice=["author"])


def _in_line(scene: Scene, work: Mention, others: frozenset[str]) -> Iterator[RelationMark]:
    """The same read off the order of words, where the parse of a title has gone astray."""
    doc = scene.doc
    at = work.start - 1
    sentence = scene.sentences[scene.sentence_of(work.start)]
    row = scene.within(max(sentence.start, work.start - 60), min(sentence.end, work.end + 30))
    while at > sentence.start and (
        doc[at].is_quote or doc[at].pos_ in ("DET", "PRON") or doc[at].lower_ in ("article", "book", "essay")
    ):
        at -= 1
    if doc[at].lower_ != "in":
        return
    if at == sentence.start or doc[at - 1].is_punct or doc[at - 1].pos_ == "ADV":
        speaker = next((m for m in row if m.start >= work.end and m.type == "theorist"), None)
        verb = next((t for t in doc[speaker.end : speaker.end + 3] if t.pos_ == "VERB"), None) if speaker is not None else None
    else:
        speaker = next((m for m in reversed(row) if m.end <= at and m.type == "theorist"), None)
        verb = next((t for t in reversed(doc[speaker.end : at]) if t.pos_ == "VERB"), None) if speaker is not None else None
    if (
        speaker is None
        or verb is None
        or verb.lemma_.lower() in others
        or verb.tag_ == "VBG"
        or (is_passive(verb) and verb.dep_ != "acl")
    ):
        return
    authors = [m for m in scene.at.get(speaker.start, []) if m.type == "theorist"]
    yield from link(scene, verb, authors, "wrote", [work], rule="in title", confidence=0.6, said="affirmed", voice=["author"])


def _cited(scene: Scene, index: int, work: Mention) -> Iterator[RelationMark]:
    """A title in brackets after what a theorist is reported to say: "Marx adds that … (Capital, vol. 3)"."""
    opening = _bracket_before(scene, work)
    if opening is None or work.entity is None or any(m.type == "theorist" for m in scene.within(opening, work.start)):
        return  # "[quoted by Hyams, TITLE]" names its author
    if _edited(scene, work):
        return
    for back in range(index, max(index - _CITED_BACK, -1), -1):
        claims = [c for c in scene.by_sentence.get(back, []) if c.content[-1][1] <= scene.doc[opening].idx]
        if not claims:
            continue
        last = max(claims, key=lambda c: (c.content[-1][1], c.content[-1][1] - c.content[0][0]))  # of nested ones the outer
        holder = _main_speaker(scene, back) or last.holder
        if isinstance(holder, Cluster) and holder.type == "theorist":
            if _about(work, holder):
                return
            start, end = evidence(scene, [scene.token_at(last.content[0][0]), scene.doc[work.end - 1]])
            yield RelationMark(holder, "wrote", work.entity, "affirmed", "author", start, end, None, 0.5, "cited")
            return


def _edited(scene: Scene, work: Mention) -> bool:
    """Whether a reference says that others edited what it names: "[TITLE, Ann Archer (ed.), p. 9]"."""
    for token in scene.doc[work.end : work.end + _BRACKETED]:
        if token.text == "]":
            return False
        if token.lower_.rstrip(".") in _EDITORS:
            return True
    return False


def _about(work: Mention, holder: Cluster) -> bool:
    """Whether a title opens with a name and a colon, as a reader's or a life's does: "Ann Archer: Life and Letters"."""
    name = work.entity.name.partition(":") if work.entity is not None else ("", "", "")
    return bool(name[1]) and bool(holder.name) and holder.name.split()[-1].casefold() == (name[0].split() or [""])[-1].casefold()


def _bracket_before(scene: Scene, work: Mention) -> int | None:
    """The bracket that a title stands in, if nothing closes it before the title."""
    for i in range(work.start - 1, max(work.start - _BRACKETED, -1), -1):
        if scene.doc[i].text in (")", "]"):
            return None
        if scene.doc[i].text in ("(", "["):
            return i
    return None


def _main_speaker(scene: Scene, index: int) -> Cluster | None:
    """The theorist who is the subject of a sentence's main clause, where that clause is the text's own."""
    if scene.sentences[index].root.i in scene.claims:
        return None
    for subject in subjects(scene.sentences[index].root):
        for mention in scene.mentions_at(subject):
            if mention.type == "theorist":
                return mention.entity
    return None


def _place_of(scene: Scene, token: Token) -> Token | None:
    """The "in" that a title stands under, through "his book", "a chapter of"."""
    for _ in range(6):
        if token.dep_ in ("appos", "compound", "nmod", "oprd", "amod", "acl", "conj", "dep"):
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ in ("in", "throughout", "within"):
            return token.head
        elif token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ == "NOUN":
            token = token.head.head
        else:
            return None
    return None
