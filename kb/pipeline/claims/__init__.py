"""Who asserts, denies or questions what: the finders in order, then one claim a holder and span."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc, Span

from kb.pipeline.annotations import Attribution, Cluster, entities_at
from kb.pipeline.blocks import block_of, references_of
from kb.pipeline.claims.answers import find_answers
from kb.pipeline.claims.avowals import find_avowed, is_avowed
from kb.pipeline.claims.carried import find_carried
from kb.pipeline.claims.extraposed import find_extraposed
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.fronted import find_fronted
from kb.pipeline.claims.lexicon import EVALUATIONS
from kb.pipeline.claims.nouns import find_by_nouns
from kb.pipeline.claims.parts import part_at_semicolons
from kb.pipeline.claims.phrases import find_by_phrases
from kb.pipeline.claims.proforms import fill_elliptic, find_proforms
from kb.pipeline.claims.quoted import find_quoted
from kb.pipeline.claims.referenced import find_referenced
from kb.pipeline.claims.refused import refuse_claim, refuse_doubles
from kb.pipeline.claims.relatives import find_relatives
from kb.pipeline.claims.signs import tone_of
from kb.pipeline.claims.spans import BREAKERS
from kb.pipeline.claims.standpoints import find_by_standpoints
from kb.pipeline.claims.verbs import find_by_verbs
from kb.pipeline.claims.verdicts import find_overlooked
from kb.pipeline.claims.voice import FIRST_PERSON, LEAST, find_own
from kb.pipeline.cues import load
from kb.pipeline.entities import ADJECTIVE
from kb.pipeline.phrases import FINITE
from kb.pipeline.tracing import is_traced

#: Rules by which the text speaks for itself in so many words: "in my judgement".
SPOKEN = frozenset({"own voice", "verdict", "held true", "avowed", "in X's view", "seems to X"})
#: A position so likely the text's own is not handed to whoever was reported before.
SURE = 0.5
#: Rules whose claims may stand on the words of another's.
BESIDE = frozenset({"own voice", "verdict", "answer", "pro-form"})
#: Rules by which a clause is reported whole, the words quoted in it too.
REPORTED = frozenset({"that-clause", "bare clause", "clause first", "noun that", "noun is that", "according to", "parenthetical"})
#: Before a case that is only where something happened.
PLACING = frozenset(load("claims")["lists"]["claims_placing"])
STRETCH = 1000  # characters
SILENT_BLOCKS = frozenset({"heading", "reference", "table"})


@Language.factory("doxograph_claims")
def make_claims(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that writes ``doc._.dox_attributions`` (list of Attribution in text order)."""
    return find_claims


def find_claims(doc: Doc) -> Doc:
    """Quotations first, then cues sentence by sentence, then what is carried on, then the text's own voice."""
    found = Found()
    find_quoted(doc, found)
    references = frozenset(start for start, _ in references_of(doc))
    sentences = [s for s in doc.sents if not _silent(doc, s, references)]
    for sent in sentences:
        find_fronted(doc, sent, found)
        find_overlooked(doc, sent, found)
        find_relatives(doc, sent, found)
        find_by_verbs(doc, sent, found)
        find_avowed(doc, sent, found)
        find_extraposed(doc, sent, found)
        find_by_nouns(doc, sent, found)
        find_by_phrases(doc, sent, found)
        find_by_standpoints(doc, sent, found)
    found.claims = part_at_semicolons(doc, _innermost(doc, found.claims))
    for sent in sentences:
        found.claims.extend(find_answers(doc, sent, found.claims))
    found.claims.extend(part_at_semicolons(doc, find_carried(doc, found)))
    found.claims.extend(find_referenced(doc, sentences, found.claims))
    tone = tone_of(doc, found.claims)
    found.claims = fill_elliptic(doc, found.claims)
    for sent in sentences:
        found.claims.extend(find_proforms(doc, sent, found.claims))
    reported = sorted(found.claims, key=lambda c: c.content[0])
    at = 0
    for sent in sentences:
        before = doc[sent.start - 1].sent.start_char if sent.start else 0
        while at < len(reported) and reported[at].content[-1][1] < before:
            at += 1
        near = []
        for claim in reported[at:]:
            if claim.content[0][0] > sent.end_char:
                break
            near.append(claim)
        for own in find_own(doc, sent, near, tone):
            if own.confidence >= LEAST:
                handed = _handed_over(doc, sent, own, near)
                found.claims.extend(part_at_semicolons(doc, handed) if handed != [own] else handed)
            elif is_traced(doc):
                refuse_claim(doc, own, f"likelihood {own.confidence:.2f} is below {LEAST} for the text's own voice")
    claims = [c for c in _once(found.claims) if c.holder != "author" or c.rule in SPOKEN or is_avowed(doc, c) or about_of(doc, c)]
    if is_traced(doc):
        refuse_doubles(doc, found.claims, claims)
    starts = {s.start: i for i, s in enumerate(doc.sents)}
    for claim in claims:
        span = doc.char_span(claim.content[0][0], claim.content[-1][1], alignment_mode="expand")
        claim.sentence = starts.get(span[0].sent.start, -1) if span is not None else -1
        claim.about = about_of(doc, claim)
        claim.reported_by = [holder for holder in claim.reported_by if holder is not claim.holder]  # nobody reports himself
    doc._.dox_attributions = claims
    return doc


def _handed_over(doc: Doc, sent: Span, own: Attribution, near: list[Attribution]) -> list[Attribution]:
    """A position taken right after a report, with no sign that the text takes the word, is the one reported still."""
    first = next((t for t in sent if t.is_alpha), sent[0])
    judges = (
        any(t.lower_ in EVALUATIONS or t.lower_ in FIRST_PERSON for t in sent) or own.stance != "asserts" or own.confidence > SURE
    )
    if judges or first.lower_ in BREAKERS or sent.start == 0:
        return [own]
    block, before = block_of(doc, sent.start), doc[sent.start - 1].sent
    told = [c for c in near if before.start_char <= c.content[-1][1] <= before.end_char and c.stance == "asserts"]
    if not told or block is None or before.start < block.start:
        return [own]
    last = max(told, key=lambda c: c.content[-1][1])
    group = [c for c in told if c.content == last.content and not isinstance(c.holder, str)]
    subjects = [c for c in sent.root.children if c.dep_ in {"nsubj", "nsubjpass"}]
    if any(c.holder is named for s in subjects for named in entities_at(s) for c in group):
        return [own]  # "He was, besides, one of the few who …": of the holder, not the holder's
    return [replace(own, holder=c.holder, rule="report goes on", confidence=0.4) for c in group] or [own]


def _silent(doc: Doc, sent: Span, references: frozenset[int]) -> bool:
    """Whether a sentence is a heading, a table's, or nothing but a source in brackets."""
    block = block_of(doc, sent.start)
    return (block is not None and block.kind in SILENT_BLOCKS) or sent.start in references


def _innermost(doc: Doc, claims: list[Attribution]) -> list[Attribution]:
    """Of nested reports ("X says that Y denies that P") keep the innermost, with the outer holders as those who report it."""
    kept: list[Attribution] = []
    cued = sorted((doc[c.cue_token].idx, n, c) for n, c in enumerate(claims) if c.cue_token >= 0)
    for claim in claims:
        if claim.cue_token < 0 or len(claim.content) != 1:
            kept.append(claim)
            continue
        left, right = claim.content[0]
        inner = [
            c
            for _, _, c in cued[bisect_left(cued, (left,)) : bisect_left(cued, (right,))]
            if c.cue_token != claim.cue_token
            and c.content[-1][1] >= right - 2
            and c.content[0][0] > left
            and c.rule != "linked"  # "believed that Ure had mistaken N for M": no report within a report
            and (c.holder != "author" or claim.holder in {"author", "unknown"})  # "doubted whether we can know that P"
            and _only_cue_between(doc, left, c)
        ]
        if not inner or claim.rule not in {"that-clause", "bare clause", "noun that", "noun is that"}:
            kept.append(claim)
            continue
        refuse_claim(doc, claim, "reports another's claim: that one is kept, and says who reports it")
        for c in inner:
            if c.holder is not claim.holder and claim.holder not in c.reported_by:
                c.reported_by.insert(0, claim.holder)
            if c.holder == "unknown" and not isinstance(claim.holder, str) and claim.holder.type in {"theorist", "group"}:
                c.holder = claim.holder
    return kept


def _only_cue_between(doc: Doc, left: int, inner: Attribution) -> bool:
    """Whether nothing but the inner holder and cue stands before the inner content."""
    span = doc.char_span(left, inner.content[0][0], alignment_mode="contract")
    if span is None:
        return True
    verbs = sum(t.tag_ in FINITE for t in span)
    return verbs <= 2 and sum(t.is_alpha for t in span) <= 12 and not any(t.text == ";" for t in span)


def _once(claims: list[Attribution]) -> list[Attribution]:
    """One claim a holder and span, the surest; of two spans of one holder that overlap by most, the surer."""
    kept: list[Attribution] = []
    shelves: dict[int, list[Attribution]] = defaultdict(list)  # kept claims by the stretches of text they touch
    for claim in sorted(claims, key=lambda c: (-c.confidence, c.content)):
        stretches = range(claim.content[0][0] // STRETCH, claim.content[-1][1] // STRETCH + 1)
        near = {id(c): c for k in stretches for c in shelves[k]}.values()
        if any(c.holder == claim.holder and _overlap(c, claim) > 0.6 for c in near):
            continue
        if any(_overlap(c, claim) > 0.8 and _has_it(c, claim) and not BESIDE & {c.rule, claim.rule} for c in near):
            continue
        if claim.rule == "quotation" and any(c.holder == claim.holder and c.rule in REPORTED and _within(claim, c) for c in near):
            continue  # words quoted within a report of what the same person says
        kept.append(claim)
        for k in stretches:
            shelves[k].append(claim)
    return sorted(kept, key=lambda c: (c.content[0], c.content[-1][1], str(c.holder)))


def _has_it(surer: Attribution, claim: Attribution) -> bool:
    """Of two holders of one stretch of words: the surer rule has it, and a known holder before nobody named."""
    return surer.rule != claim.rule or (claim.holder == "unknown" and surer.holder != "unknown")


def _within(inner: Attribution, outer: Attribution) -> bool:
    """Whether one claim's words all lie within another's."""
    return all(any(s <= left and right <= r for s, r in outer.content) for left, right in inner.content)


def _overlap(a: Attribution, b: Attribution) -> float:
    """Shared characters over all characters of two contents."""
    size_a, size_b = (sum(r - s for s, r in c.content) for c in (a, b))
    shared = sum(max(0, min(r, y) - max(s, x)) for s, r in a.content for x, y in b.content)
    return shared / max(1, size_a + size_b - shared)


def _speaks_of(doc: Doc, case: Cluster) -> bool:
    """Whether a text says something of a case, or only what happened there, "in Britain"; a mere country must be the subject."""
    names = list(islice((m for m in case.mentions if m.form == "name"), 3))  # what is named thrice is spoken of
    tokens = [doc[m.end - 1] for m in names]
    if any(t.dep_ in {"nsubj", "nsubjpass"} for t in tokens) or len(tokens) > 2:
        return True
    if all(m.rule == "country" for m in names):
        return False
    return not all(t.dep_ == "pobj" and t.head.lower_ in PLACING for t in tokens)


def about_of(doc: Doc, claim: Attribution) -> list[Cluster]:
    """The theories and cases that a claim's content names or stands for."""
    named: list[Cluster] = []
    for left, right in claim.content:
        span = doc.char_span(left, right, alignment_mode="expand")
        for token in span or ():
            for cluster in entities_at(token):
                meant = (
                    _speaks_of(doc, cluster)
                    if cluster.type == "case"
                    else cluster.type == "theory" and cluster.confidence != ADJECTIVE
                )
                if meant and cluster not in named:
                    named.append(cluster)
    return named
