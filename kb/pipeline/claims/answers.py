"""Claims on what somebody else was just reported to hold: "X rejected that assumption", "Y shares this view"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Attribution
from kb.pipeline.blocks import block_of
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import stance_of, subject_holders
from kb.pipeline.cues import load

#: How many characters back the thought may stand that "this view" points at.
BACK = 400
POINTING = frozenset({"this", "that", "these", "such"})
#: Verbs that say it again or give way to it: "repeated the warning", "took the point".
REPEATING = frozenset(load("claims")["lists"]["answers_repeating"])
#: Verbs that take a thought over as one's own; others only handle it ("developed this idea").
SHARING = frozenset(load("claims")["lists"]["answers_sharing"])


def find_answers(doc: Doc, sent: Span, claims: list[Attribution]) -> list[Attribution]:
    """What a sentence has somebody make of the last reported thought of another; ``claims`` are those found so far."""
    for verb in sent:
        base = lexicon.HELD.get(verb.lemma_.lower())
        again = verb.lemma_.lower() in REPEATING
        base = base or ("asserts" if again else None)
        if verb.pos_ != "VERB" or base is None or (base == "asserts" and not again and verb.lemma_.lower() not in SHARING):
            continue
        noun = next((c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"} and c.lemma_.lower() in lexicon.NOUNS), None)
        if noun is None or not _points(noun, base, again):
            continue
        holders = subject_holders(verb)
        thought = _last_thought(doc, sent, claims)
        if holders is None or thought is None or holders[0] in {"unknown", "author"} or thought.holder in holders:
            continue
        stance, _ = stance_of(verb, base)
        cue = [(verb.idx, noun.idx + len(noun))] if noun.i > verb.i else [(verb.idx, verb.idx + len(verb))]
        said = replace(thought, stance=stance, cue=cue, rule="answer", confidence=0.5, cue_token=verb.i, reported_by=[], about=[])
        return [replace(said, holder=holder) for holder in holders]
    return []


def _points(noun: Token, base: str, again: bool) -> bool:
    """Whether a noun of thought stands for one just reported: "that assumption", "the diagnosis", with nothing said of it."""
    if any(c.dep_ in {"prep", "acl", "relcl", "poss", "appos", "amod", "compound"} and c.lower_ != "as" for c in noun.children):
        return False
    pointing = any(c.lower_ in POINTING and c.dep_ == "det" for c in noun.children)
    return pointing or ((base == "denies" or again) and any(c.lower_ == "the" for c in noun.children))


def _last_thought(doc: Doc, sent: Span, claims: list[Attribution]) -> Attribution | None:
    """The last claim before a sentence in its paragraph, near enough."""
    block = block_of(doc, sent.start)
    floor = max(sent.start_char - BACK, doc[block.start].idx if block is not None else 0)
    near = [c for c in claims if floor <= c.content[0][0] and c.content[-1][1] <= sent.start_char and c.holder != "author"]
    return max(near, key=lambda c: c.content[-1][1], default=None)
