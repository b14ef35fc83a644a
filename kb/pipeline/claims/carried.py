"""Reported speech that goes on: a sentence without a cue that plainly continues the report of the one before."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kb.pipeline.annotations import Attribution
from kb.pipeline.blocks import block_of, references_of
from kb.pipeline.claims.announced import announced_by
from kb.pipeline.claims.continuing import goes_on, points_back
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.spans import chars
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

#: At most this many sentences are carried on from one cue.
REACH = 3
PHRASAL = frozenset(load("claims")["lists"]["parts_phrasal"])


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
    slight: set[int] = set()
    running: list[Attribution] = []  # whose words a quotation goes on with that began within a report
    for sent in doc.sents:
        if sent.start in references:
            current = []  # behind its source a report is over
            continue
        block = block_of(doc, sent.start)
        if block is not previous_block:
            current, latest, previous_block = [], [], block
        own = by_sentence.get(sent.start)
        inside = quotation_at(doc, sent.start)
        running = running if inside is not None and inside.start < sent.start else []
        if own and running and all(c.rule in PHRASAL for c in own):
            slight.update(id(c) for c in own)  # they do not take a sentence from whoever is quoted with it
            own = None
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
            told_until = max(last.content[-1][1], *(b for _, b in last.cue)) if last.cue else last.content[-1][1]
            reaches_end = told_until >= _last_word_end(sent) - 2
            fit = (
                reaches_end
                and last.stance != "questions"
                and last.rule not in {"quotation", "naming", "noun object", "noun that"}
                and all(c.holder not in {"unknown", "author"} for c in group)
            )
            current, reach = (group if fit else []), REACH
            told = [c for c in group if not isinstance(c.holder, str) and c.rule != "quotation"]
            running = told if reaches_end and quotation_at(doc, sent.end - 1) is not None else running
            latest = group if all(not isinstance(c.holder, str) for c in group) and last.stance == "asserts" else latest
            continue
        if latest and points_back(sent):
            current, reach = latest, REACH
        said = announced_by(sent)
        if said:
            current = [Attribution(h, "asserts", [(sent.start_char, sent.end_char)], rule="announced") for h in said]
            reach = REACH
            continue
        if not current or reach == 0 or not goes_on(doc, sent, current):
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
    found.claims[:] = [c for c in found.claims if id(c) not in slight]
    return carried


def _sentence_start(doc: Doc, claim: Attribution) -> int:
    span = doc.char_span(claim.content[0][0], claim.content[0][1], alignment_mode="expand")
    at = doc[claim.cue_token] if claim.cue_token >= 0 or span is None else span[0]
    return int(at.sent.start)


def _last_word_end(sent: Span) -> int:
    words = [t for t in sent if t.is_alpha or t.like_num]
    return words[-1].idx + len(words[-1]) if words else sent.end_char
