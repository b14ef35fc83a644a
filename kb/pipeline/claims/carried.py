"""Reported speech that goes on: a sentence without a cue that plainly continues the report of the one before."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kb.pipeline.annotations import Attribution, entities_at
from kb.pipeline.blocks import block_of, references_of
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.lexicon import IN_NOUNS, NOUNS
from kb.pipeline.claims.spans import chars
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

#: Openings that tie a sentence to the report before it.
TIES = frozenset(load("claims")["lists"]["carried_ties"])
#: Openings with which the text itself takes the word again.
RETURNS = frozenset(load("claims")["lists"]["carried_returns"])
#: At most this many sentences are carried on from one cue.
REACH = 3
EVENTS = frozenset(load("claims")["lists"]["carried_events"])


def find_carried(doc: Doc, found: Found) -> list[Attribution]:
    """The claims of sentences that go on reporting; they follow the claim they continue in holder."""
    by_sentence: dict[int, list[Attribution]] = {}
    for claim in found.claims:
        by_sentence.setdefault(_sentence_start(doc, claim), []).append(claim)
    carried: list[Attribution] = []
    current: list[Attribution] = []
    latest: list[Attribution] = []  # the last report of somebody known, which "on this view" points at
    reach, previous_block = 0, None
    references = frozenset(start for start, _ in references_of(doc))
    running: list[Attribution] = []  # whose words a quotation goes on with that began within a report
    for sent in doc.sents:
        if sent.start in references:
            continue
        block = block_of(doc, sent.start)
        if block is not previous_block:
            current, latest, previous_block = [], [], block
        own = by_sentence.get(sent.start)
        inside = quotation_at(doc, sent.start)
        running = running if inside is not None and inside.start < sent.start else []
        if not own and running:
            content = chars(doc, sent.start, min(sent.end, inside.inner_end if inside is not None else sent.end))
            if content is not None:
                carried += [
                    Attribution(c.holder, "asserts", [content], [], confidence=0.7, rule="quotation", cue_token=-1)
                    for c in running
                ]
            continue
        if own:
            last = max(own, key=lambda c: c.content[-1][1])
            group = [c for c in own if c.content == last.content]
            reaches_end = last.content[-1][1] >= _last_word_end(sent) - 2
            fit = (
                reaches_end
                and last.stance == "asserts"
                and last.rule not in {"quotation", "naming", "noun object", "noun that"}
                and all(c.holder not in {"unknown", "author"} for c in group)
            )
            current, reach = (group if fit else []), REACH
            told = [c for c in group if not isinstance(c.holder, str) and c.rule != "quotation"]
            running = told if reaches_end and quotation_at(doc, sent.end - 1) is not None else running
            latest = group if all(not isinstance(c.holder, str) for c in group) and last.stance == "asserts" else latest
            continue
        if latest and _points_back(sent):
            current, reach = latest, REACH
        if not current or reach == 0 or not _goes_on(doc, sent, current):
            current = []
            continue
        content = chars(doc, after_leads(sent), sent.end)
        if content is None:
            continue
        reach -= 1
        earlier, current = current, []
        for claim in earlier:
            outer = (
                claim.reported_by[0] if claim.reported_by and claim.reported_by[0] not in {"unknown", "author"} else claim.holder
            )
            current.append(
                Attribution(
                    outer,
                    "asserts",
                    [content],
                    [],
                    confidence=0.45 if reach < REACH - 1 else 0.5,
                    rule="report goes on",
                    cue_token=-1,
                )
            )
        carried.extend(current)
    return carried


def _points_back(sent: Span) -> bool:
    """Whether a sentence opens "On this view", "In such a picture": what follows is that view."""
    opening = [t for t in sent[:4] if not t.is_punct and not t.is_space]
    return (
        len(opening) > 2
        and opening[0].lower_ in {"on", "in", "under", "by", "for"}
        and opening[1].lower_ in {"this", "that", "such"}
        and any(t.lower_ in IN_NOUNS for t in opening[2:])
    )


def _takes_up(doc: Doc, sent: Span, current: list[Attribution]) -> bool:
    """Whether the subject, or a thing pointed at ("along this road"), is one of the report, or the tense is shifted back."""
    root = sent.root
    finite = next((t for t in sent if t.tag_ in {"VBD", "VBZ", "VBP", "MD"}), None)
    if finite is not None and finite.lower_ == "had" and finite.dep_ == "aux" and finite.head.tag_ == "VBN":
        return True
    said: set[str] = set()
    for claim in current:
        for left, right in claim.content:
            span = doc.char_span(left, right, alignment_mode="expand")
            said.update(t.lemma_.lower() for t in span or () if t.pos_ in {"NOUN", "PROPN"})
    said -= NOUNS.keys()
    for token in sent:
        if token.lemma_.lower() not in said:
            continue
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head == root:
            return True
        if any(c.lower_ in {"this", "these", "such"} and c.dep_ in {"det", "amod", "predet"} for c in token.children):
            return True
    return False


def _sentence_start(doc: Doc, claim: Attribution) -> int:
    span = doc.char_span(claim.content[0][0], claim.content[0][1], alignment_mode="expand")
    at = doc[claim.cue_token] if claim.cue_token >= 0 or span is None else span[0]
    return int(at.sent.start)


def _last_word_end(sent: Span) -> int:
    words = [t for t in sent if t.is_alpha or t.like_num]
    return words[-1].idx + len(words[-1]) if words else sent.end_char


def _goes_on(doc: Doc, sent: Span, current: list[Attribution]) -> bool:
    """Whether nothing in the sentence gives the word back to the text, and something ties it to the report."""
    words = [t for t in sent if t.is_alpha]
    if len(words) < 4 or any(t.text == "?" for t in sent) or any(quotation_at(doc, t.i) is not None for t in sent):
        return False
    first = words[0]
    if first.lower_ in RETURNS and not _points_back(sent):
        return False
    root = sent.root
    if first.lower_ in {"this", "these", "that"} and words[1].lemma_.lower() in NOUNS and root.tag_ in {"VBD", "VBN", "VBZ"}:
        return False
    subjects = [c for c in root.children if c.dep_ in {"nsubj", "nsubjpass"}]
    speaking = {id(claim.holder) for claim in current}
    named = [
        c
        for t in sent
        for c in entities_at(t)
        for leads in [t.dep_ in {"nsubj", "nsubjpass"} and t.head == root]
        if (c.type in {"theorist", "work"} and (leads or id(c) not in speaking)) or (c.type == "group" and leads)
    ]
    if named or any(
        t.lower_ in {"he", "she", "his", "her", "i", "we", "our", "my"}
        and t.dep_ in {"nsubj", "nsubjpass"}
        and t.lower_ not in {"we", "our"}
        for t in sent
    ):
        return False
    if root.lemma_ in EVENTS and root.tag_ in {"VBD", "VBN"} and not any(c.tag_ == "MD" for c in root.children):
        return False
    if any(t.ent_type_ == "DATE" for t in subjects) or any(
        t.tag_ == "CD" and len(t.text) == 4 and t.text.startswith(("1", "20")) for t in sent
    ):
        return False
    if (
        _points_back(sent)
        or (after_leads(sent) > sent.start + 2 and doc[sent.start].lower_ == "the")  # "The reasoning is that P"
        or _takes_up(doc, sent, current)
        or (root.lemma_ == "be" and root.tag_ == "VBD" and first.lower_ not in {"he", "she"})
    ):
        return True
    modal = any(t.tag_ == "MD" for t in sent)
    tied = first.lower_ in TIES
    tense = root.tag_ if root.pos_ in {"VERB", "AUX"} else ""
    auxiliary = next((c.tag_ for c in root.children if c.dep_ in {"aux", "auxpass"}), tense)
    present = auxiliary in {"VBZ", "VBP", "MD"} or tense in {"VBZ", "VBP"}
    if tied:
        return True
    perfect = root.tag_ == "VBN" and any(c.lower_ in {"have", "has"} for c in root.children if c.dep_ == "aux")
    return modal or (present and not perfect)  # "the attempts have been disappointing" is the text's own story
