"""Doctrines, works and cases that a word stands for: "this view", "it", "its adherents", "the book"."""

from __future__ import annotations

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster, entities_at
from kb.pipeline.blocks import block_of
from kb.pipeline.coreference.salience import Memory, Salience, backwards, distinct, heads_clause
from kb.pipeline.cues import load

_NOUNS = load("coreference")["nouns"]
_HELD = frozenset(_NOUNS["held"])
_NAMED = frozenset({"call", "know", "name", "term", "dub", "label"})
_WRITTEN = frozenset(_NOUNS["written"])


def idea(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The doctrine "this view" stands for: what it is then called, or the last one that the sentences before named.

    A paragraph's first sentence, where nothing else is named before, looks back into the paragraph before.
    """
    called = _called(token)
    if called is not None:
        return [called]
    reach = backwards(token, here, memory, 2)[1:]
    spoken = [salience for salience in memory if any(t.is_alpha for t in salience.sent)]
    if not any(s in spoken for s, _ in reach) and spoken and not here.of("theory", before=token.i):
        reach = [(salience, None) for salience in reversed(spoken[-2:])] if _opens_paragraph(token, spoken[-1]) else reach
    for salience, _ in reach:
        named = [c for _, c in salience.of("theory")]
        if named:
            subjects = [c for t, c in salience.of("theory") if heads_clause(t)]
            return [subjects[-1] if subjects else named[-1]]
    return []


def _called(token: Token) -> Cluster | None:
    """What "this approach, sometimes called T" is called."""
    doc, end = token.doc, token.sent.end
    if token.i + 3 >= end or doc[token.i + 1].text != ",":
        return None
    for i in range(token.i + 2, min(token.i + 5, end - 1)):
        if doc[i].lemma_.lower() in _NAMED:
            named = next((t._.dox_mention for t in doc[i + 1 : min(i + 5, end)] if t._.dox_mention is not None), None)
            return named.entity if named is not None and named.type == "theory" and named.form == "name" else None
        if doc[i].pos_ not in {"ADV", "AUX", "PRON"}:
            return None
    return None


def _opens_paragraph(token: Token, before: Salience) -> bool:
    """Whether a word stands in its paragraph's first sentence, right behind the paragraph of the sentence before."""
    mine, theirs = block_of(token.doc, token.i), block_of(token.doc, before.sent.start)
    if mine is None or theirs is None or mine is theirs or theirs.kind == "heading":
        return False
    return token.sent.start <= mine.start + 1 and mine.start - theirs.end <= 3


def thing(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """What the subject "it" stands for: the doctrine, work or case that was the subject just before."""
    for salience, before in backwards(token, here, memory, 1):
        subjects = [c for t, c in salience.of("theory", "work", "case", "group", before=before) if heads_clause(t)]
        if subjects:
            return [subjects[-1]]
    return []


def owner(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """What "its" stands for: what may have adherents, or an author, where the noun tells; else as "it"."""
    beside = _in_brackets_behind(token)
    if beside:
        return beside
    noun = token.head.lemma_.lower()
    types = ("theory", "group") if noun in _HELD else ("work",) if noun in _WRITTEN else ()
    if types:
        for salience, before in backwards(token, here, memory, 2):
            named = salience.of(*types, before=before)
            subjects = [c for t, c in named if heads_clause(t)]
            if named:
                return [subjects[-1] if subjects else named[-1][1]]
    return thing(token, here, memory)


def _in_brackets_behind(token: Token) -> list[Cluster]:
    """ "liberalism (in its many forms)": what stands right before the brackets that a phrase with "its" opens."""
    doc, i = token.doc, token.i - 1
    if i > token.sent.start and doc[i].pos_ == "ADP":
        i -= 1
    if i <= token.sent.start or doc[i].text != "(":
        return []
    return [c for c in entities_at(doc[i - 1]) if c.type in ("theory", "work", "case", "group")]


def work(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The work "the book" stands for: the last one named."""
    works = [c for s in (here, *reversed(memory)) for _, c in reversed(s.of("work", before=token.i))]
    return works[:1]


def written_place(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The work in which someone is then said to hold something: "… In it he contended that"."""
    found = distinct([p for s, before in backwards(token, here, memory, 2)[1:] for p in s.of("work", before=before)])
    return found[:1] if len(found) == 1 else []
