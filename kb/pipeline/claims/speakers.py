"""Whose words a quotation gives: told by a verb beside it, an introduction before it or a name behind it."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Holder, Quotation, entities_at
from kb.pipeline.blocks import TextBlock
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.citations import cited_behind
from kb.pipeline.claims.found import owner_of
from kb.pipeline.claims.holders import FIRST_PERSON, holders_of, subject_of
from kb.pipeline.cues import load

INTRODUCERS = frozenset({":", ";", ",", "-", "—", "–"})
_LISTS = load("claims")["lists"]
#: "to quote X", "in X's words", "X speaks of": what leads up to words in quotation marks.
QUOTING, WORDING = frozenset(_LISTS["speakers_quoting"]), frozenset(_LISTS["speakers_wording"])
SPEAKING: dict[str, frozenset[str]] = {verb: frozenset(links) for verb, links in load("claims")["speaking"].items()}


def speaker_of(doc: Doc, quotation: Quotation, block: TextBlock | None) -> tuple[list[Holder], Token | None]:
    """Whose words these are, with the cue token where there is one."""
    first = quotation.start
    sentence_start = doc[first].sent.start
    floor = max(block.start if block else 0, min(sentence_start, first))
    before = doc[max(floor, first - 12) : first]
    intro = before[-1].text in {":", ",", ";"} if len(before) else False
    for token in reversed(before):
        if token.pos_ == "VERB" and (token.lemma_.lower() in lexicon.THAT or token.lower_ in {"thus", "follows"}):
            gap = first - token.i
            if intro or gap <= 2:
                if doc[first - 1].lower_ == "that" or any(t.lower_ == "that" for t in doc[token.i + 1 : first]):
                    return [], None
                said = token.head if token.lower_ == "follows" and token.head.pos_ == "VERB" else token  # "concluded as follows"
                subject = subject_of(said)
                if subject is not None and not _inside_quote(doc, subject, quotation):
                    holders = holders_of(subject)
                    if holders == ["unknown"] and not subject.tag_.startswith("NNP"):
                        holders = cited_behind(doc, quotation.end) or holders  # 'As an expert notes, "P" [Wade, p. 70]'
                    if holders != ["unknown"]:
                        return holders, token
            return [], None
        if token.text in {".", "!", "?"}:
            break
    if len(before) and intro:
        named = [c for t in before for c in entities_at(t) if c.type in {"theorist", "group"}]
        if before[-1].text in {":", ";"} and named:
            return [named[-1]], None
    owner = _led_up(doc, quotation, before)
    if owner[0]:
        return owner
    after = doc[quotation.end : _end_behind(doc, quotation)]
    tail = _source_after(doc, after)
    if tail[0]:
        return tail
    if block is not None and (quotation.kind == "block" or quotation.start <= block.start + 1):
        return announced_before(doc, block), None
    return [], None


def _inside_quote(doc: Doc, token: Token, quotation: Quotation) -> bool:
    return quotation.inner_start <= token.i < quotation.inner_end


def _end_behind(doc: Doc, quotation: Quotation) -> int:
    """How far behind a quotation its speaker may be named: nine words, in its sentence where a full stop ends it."""
    end = min(quotation.end + 9, len(doc))
    if quotation.end >= end or doc[quotation.end - 2].text != "." or not doc[quotation.end].is_sent_start:
        return end
    return end if doc[quotation.end].is_punct or doc[quotation.end].is_space else quotation.end


def _led_up(doc: Doc, quotation: Quotation, before: Span) -> tuple[list[Holder], Token | None]:
    """`To quote Berkman, "P"`, `in Rocker's words, "P"`, `he speaks of the "P"`: whose words the phrase before tells."""
    if len(before) < 2:
        return [], None
    last = before[-1]
    if last.text in {",", ":"}:
        for token in reversed(before[:-1]):
            if token.lemma_.lower() in QUOTING and token.tag_ in {"VB", "VBG"}:
                thing = next((c for c in token.children if c.dep_ in {"dobj", "pobj"} and c.i < last.i), None)
                whom: list[Holder] = (
                    holders_of(thing) if thing is not None and thing.lemma_.lower() not in WORDING else ["unknown"]
                )
                if whom != ["unknown"]:
                    return whom, token
            if token.lemma_.lower() in WORDING and token.pos_ == "NOUN" and last.i - token.i < 6:
                whose = owner_of(token)
                if whose:
                    return whose, token
        return [], None
    while last.i > before.start and (last.dep_ in {"det", "amod", "poss"} or last.tag_ in {"DT", "PRP$"}):
        last = last.nbor(-1)
    links = SPEAKING.get(last.nbor(-1).lemma_.lower()) if last.i > before.start else None
    verb = last.nbor(-1)
    if links and last.lower_ in links and verb.tag_ in {"VBZ", "VBD", "NNS", "VBP"}:
        subject = subject_of(verb)
        holders: list[Holder] = holders_of(subject) if subject is not None else ["unknown"]
        if holders == ["unknown"]:  # "He, unsurprisingly, talks of": the parse takes the verb for a noun
            near = (t for t in reversed(list(doc[max(before.start, verb.i - 4) : verb.i])) if t.tag_ in {"PRP", "NNP"})
            holders = holders_of(next(near, verb))
        if holders[0] not in {"unknown", "author"}:
            return holders, verb
    return [], None


def _source_after(doc: Doc, after: Span) -> tuple[list[Holder], Token | None]:
    """`," said Rizzi`, `," he wrote`, `" -- Noam Chomsky`."""
    words = [t for t in after if not t.is_space]
    if not words or words[0].text == "[":
        return [], None  # a reference in brackets names who wrote the page: see referenced.py
    if words[0].text in {"-", "--", "—", "–", "("} and len(words) > 1:
        named = [c for c in entities_at(words[1]) if c.type in {"theorist", "group"}] or (
            [c for c in entities_at(words[2]) if c.type == "theorist"] if len(words) > 2 and not words[1].is_alpha else []
        )
        if named:
            return list(named), None
    for i, token in enumerate(words[:4]):
        if token.lemma_.lower() in lexicon.THAT and token.pos_ == "VERB" and i <= 3:
            near = [*words[max(0, i - 2) : i], *words[i + 1 : i + 3]]
            for candidate in near:
                held = [c for c in entities_at(candidate) if c.type in {"theorist", "group"}]
                if held:
                    return list(held), token
                if candidate.lower_ in FIRST_PERSON:
                    return ["author"], token
    return [], None


def announced_before(doc: Doc, block: TextBlock) -> list[Holder]:
    """The source that the words before a paragraph-long quotation announce: "So from Tom Wetzel;", "Parecon respond"."""
    blocks: list[TextBlock] = doc._.dox_blocks
    at = bisect_left(blocks, block.start, key=lambda b: b.start)
    if at == 0:
        return []
    before = blocks[at - 1]
    if before.kind in {"heading", "quote"}:
        return []
    closing = doc[before.end - 1]
    said = next((t for t in reversed(doc[before.start : before.end]) if t.is_alpha), closing)  # ":—" may stand as a sentence
    sentence = doc[max(before.start, said.sent.start) : before.end]
    announced = closing.text in INTRODUCERS or any(t.lemma_.lower() in lexicon.THAT for t in sentence[-4:])
    if not announced or doc[before.start].text in {'"', "“"}:
        return []
    if any(t.lower_ in {"ourselves", "us", "me", "myself"} and t.nbor(-1).lower_ == "from" for t in sentence[1:]):
        return ["author"]
    stated = next((t for t in reversed(list(sentence)) if t.lemma_.lower() in lexicon.NOUNS), None)
    owner = owner_of(stated) if stated is not None and stated.dep_ in {"pobj", "dobj", "attr"} else []
    if owner and not isinstance(owner[0], str) and owner[0].type in {"theorist", "group"}:
        return owner  # "would agree with Chomsky's statement on this:"
    for token in reversed(list(sentence)):
        if token.lemma_.lower() in lexicon.THAT and token.pos_ == "VERB":
            subject = subject_of(token)
            holders: list[Holder] = holders_of(subject) if subject is not None else ["unknown"]
            if holders not in (["unknown"], ["author"]):
                return holders
    named = [
        m
        for m in (t._.dox_mention for t in sentence)
        if m is not None and m.entity is not None and m.type in {"theorist", "group"}
    ]
    main = said.sent.root
    leads = [m for m in named if m.type == "theorist" and doc[m.end - 1].dep_ == "nsubj" and doc[m.end - 1].head == main]
    if closing.text == ":" and leads and len({id(m.entity) for m in named}) == 1:
        return [m.entity for m in leads[:1] if m.entity is not None]  # "Howard Zinn is completely right:"
    given = [m for m in named if m.start and doc[m.start - 1].lower_ in {"from", "by", "to"}]
    closing_names = [m for m in named if before.end - m.end <= 3 and doc[m.end].text not in {"’s", "'s", "`s"}]
    chosen = (given or closing_names)[-1:]
    return [m.entity for m in chosen if m.entity is not None]
