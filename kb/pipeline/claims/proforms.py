"""Claims on the sentence before, which a word stands for: "So X maintains", "X thinks not", "X denies it"."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from kb.model import Stance
from kb.pipeline.annotations import Attribution, Holder
from kb.pipeline.blocks import block_of
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import owner_of, stance_of, subject_holders
from kb.pipeline.claims.holders import holders_of
from kb.pipeline.claims.leads import after_leads
from kb.pipeline.claims.spans import Chars, chars
from kb.pipeline.cues import load
from kb.pipeline.phrases import agent_of
from kb.pipeline.quotations import quotation_at

_CUES = load("claims")["proforms"]
#: What stands for the words before, with the stance it gives: "so", "not", "otherwise".
WORDS: dict[str, Stance] = {word: stance for stance, words in _CUES["words"].items() for word in words}
#: Verbs that take such a word, and those that take "it", "this" or "that" for a thought.
SAYING = frozenset(_CUES["saying"])
TAKING: dict[str, Stance] = {verb: stance for stance, verbs in _CUES["taking"].items() for verb in verbs}
#: Verbs that take up a thought somebody else was reported to have: "accepted it".
GRANTING = frozenset(_CUES["granting"])
#: "made this point": verbs of putting a thought forward, and nouns of thought that a pointing word ties to the words before.
RAISING, RAISED = frozenset(_CUES["raising"]), frozenset(_CUES["raised"])
POINTING = frozenset({"it", "this", "that"})
SHORT = 12  # words
AUXILIARIES = frozenset({"be", "do", "have", "can", "could", "may", "might", "will", "would", "shall", "should", "must"})


def find_proforms(doc: Doc, sent: Span, claims: list[Attribution]) -> list[Attribution]:
    """What somebody makes of the sentence before; ``claims`` are those found so far, of which an elliptic one gets its words."""
    if sum(t.is_alpha for t in sent) > SHORT * 2 or quotation_at(doc, sent.start) is not None:
        return []
    found = _view_of(sent)
    for verb in sent:
        if found is None and verb.pos_ in {"VERB", "AUX"}:
            found = _with_word(sent, verb) or _with_noun(verb)
    if found is None:
        return []
    holders, stance, cue = found
    thought = _thought(doc, sent, cue, claims, holders)
    if thought is None or holders[0] in {"unknown", "author"}:
        return []
    near = (cue.idx, cue.idx + len(cue))
    return [Attribution(h, stance, [thought], [near], confidence=0.55, rule="pro-form", cue_token=cue.i) for h in holders]


def fill_elliptic(doc: Doc, claims: list[Attribution]) -> list[Attribution]:
    """The claims with the question before them for a content that is only "it is" or "one might"."""
    filled = []
    for claim in claims:
        span = doc.char_span(claim.content[0][0], claim.content[-1][1], alignment_mode="expand")
        if span is None or len(claim.content) > 1 or not _is_elliptic(span):
            filled.append(claim)
            continue
        asked = _question_before(doc, span.sent)
        if asked is None:
            filled.append(claim)
            continue
        turned: Stance = "denies" if any(t.dep_ == "neg" or t.lower_ == "not" for t in span) else claim.stance
        filled.append(replace(claim, content=[asked], stance=turned, rule="pro-form", confidence=0.55))
    return filled


def _is_elliptic(span: Span) -> bool:
    """ "it is", "one might", "they did not": a pronoun and an auxiliary with nothing behind them."""
    words = [t for t in span if t.is_alpha or t.lower_ == "n't"]
    return (
        2 <= len(words) <= 3
        and words[0].lower_ in {"it", "they", "he", "she", "one", "there", "this", "we", "you"}
        and words[1].lemma_.lower() in AUXILIARIES
        and all(t.lower_ in {"not", "n't", "too", "so"} for t in words[2:])
    )


def _question_before(doc: Doc, sent: Span) -> Chars | None:
    before = doc[sent.start - 1].sent if sent.start else None
    block = block_of(doc, sent.start)
    if before is None or block is None or before.start < block.start or not before.text.rstrip().endswith("?"):
        return None
    return chars(doc, after_leads(before), before.end)


def _with_word(sent: Span, verb: Token) -> tuple[list[Holder], Stance, Token] | None:
    """ "So Wilson maintains", "Searle thinks not", "Hume denied it"."""
    lemma = verb.lemma_.lower()
    after = [t for t in sent[verb.i + 1 - sent.start :] if not t.is_punct and t.lower_ not in {"at", "all", "too", "either"}]
    if after and after[0].tag_ == "RB" and after[0].lower_ not in WORDS:
        after = after[1:]
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i < verb.i), None)
    if subject is None or subject.tag_ in {"WP", "WDT", "DT"} or (subject.tag_ == "PRP" and subject.lower_ in {"it", "i", "we"}):
        return None
    stance: Stance
    opens = subject.left_edge.i - 1
    so_first = opens >= sent.start and sent.doc[opens].lower_ == "so" and opens <= sent.start + 1
    if lemma in SAYING and so_first and not after:
        stance = stance_of(verb, "asserts")[0]
    elif lemma in SAYING and len(after) == 1 and after[0].lower_ in WORDS and verb.dep_ in {"ROOT", "conj"}:
        stance = WORDS[after[0].lower_]
        stance = stance if stance_of(verb, "asserts")[0] == "asserts" else "denies"
    elif lemma in TAKING and len(after) == 1 and after[0].lower_ in POINTING and subject.left_edge.i <= sent.start + 2:
        stance = stance_of(verb, TAKING[lemma])[0]
    else:
        return None
    holders = subject_holders(verb)
    return (holders, stance, verb) if holders else None


def _with_noun(verb: Token) -> tuple[list[Holder], Stance, Token] | None:
    """ "Mill had made this point", "the same argument was advanced by Mill", "Mill shared this view"."""
    if verb.lemma_.lower() not in RAISING or verb.dep_ not in {"ROOT", "conj"}:
        return None
    agent = agent_of(verb)
    noun = next((c for c in verb.children if c.dep_ == ("dobj" if agent is None else "nsubjpass")), None)
    if noun is None or noun.tag_ != "NN" or noun.lemma_.lower() not in RAISED:
        return None
    if not any(c.lower_ in {"this", "that", "same"} for c in noun.children) or any(
        c.dep_ in {"relcl", "acl", "prep", "appos"} for c in noun.children
    ):
        return None
    holders = subject_holders(verb) if agent is None else holders_of(agent)
    return (holders, stance_of(verb, "asserts")[0], verb) if holders else None


def _view_of(sent: Span) -> tuple[list[Holder], Stance, Token] | None:
    """ "This was X's view", "Such is the contention of X": a noun of thought said of the words before."""
    be = sent.root
    if be.lemma_ != "be" or sum(t.is_alpha for t in sent) > SHORT:
        return None
    ends = [c for c in be.children if c.dep_ in {"nsubj", "attr", "acomp", "advmod"}]
    pointing = next((c for c in ends if c.lower_ in {"this", "that", "such"}), None)
    noun = next((c for c in ends if c.lemma_.lower() in lexicon.NOUNS and c != pointing), None)
    if pointing is None or noun is None or any(c.dep_ in {"relcl", "acl"} for c in noun.children):
        return None
    holders = owner_of(noun)
    return (holders, stance_of(be, lexicon.NOUNS[noun.lemma_.lower()])[0], noun) if holders else None


def _thought(doc: Doc, sent: Span, cue: Token, claims: list[Attribution], holders: list[Holder]) -> Chars | None:
    """The words stood for: the clause the cue is joined to, else what the sentence before reports, else that sentence."""
    if cue.dep_ == "conj" and cue.head.i < cue.i and cue.head.pos_ in {"VERB", "AUX"}:
        end = next((t.i for t in doc[cue.head.i : cue.i] if t.dep_ == "cc" and t.head == cue.head), cue.i)
        return chars(doc, after_leads(sent), end)
    before = doc[sent.start - 1].sent if sent.start else None
    block = block_of(doc, sent.start)
    if before is None or block is None or before.start < block.start:
        return None
    told = [c for c in claims if before.start_char <= c.content[0][0] and c.content[-1][1] <= before.end_char]
    last = max((c for c in told if c.holder != "author"), key=lambda c: c.content[-1][1], default=None)
    if last is not None:
        return last.content[-1] if last.holder not in holders and len(last.content) == 1 else None
    if cue.lemma_ in GRANTING or sum(t.is_alpha for t in before) < 3 or quotation_at(doc, before.start) is not None:
        return None
    return chars(doc, after_leads(before), before.end)
