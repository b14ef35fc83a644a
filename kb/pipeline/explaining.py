"""What the components did at a place of a text: what each made there, saw there, passed over there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Attribution, Cluster, Holder, Mention, text_of
from kb.pipeline.blocks import block_of
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.refused import frames_of
from kb.pipeline.confidence import Surroundings, chance
from kb.pipeline.learned import grounds
from kb.pipeline.reports import find_reports
from kb.pipeline.tracing import traces_of

Outcome = Literal["seen", "made", "passed over"]
#: The components by what a reader calls them, in the order they run.
STAGES = ("blocks", "quotations", "mentions", "coreference", "cues", "claims", "relations", "arguments")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a component saw, made or passed over; ``start`` and ``end`` are code points into the text, [start, end)."""

    component: str
    outcome: Outcome
    what: str
    words: str
    start: int
    end: int
    rule: str = ""
    confidence: float | None = None  # of what was made: the chance that it is right
    reason: str = ""
    raw: float | None = None  # as the rule set it, before it was fitted


def sentences_at(doc: Doc, start: int, end: int) -> list[Span]:
    """The sentences that touch characters [start, end); between two, the one before; none of an empty text."""
    said = [s for s in doc.sents if s.text.strip()]
    found = [s for s in said if s.start_char < end and s.end_char > start]
    return found or [s for s in said if s.start_char <= start][-1:] or said[:1]


def steps(doc: Doc, start: int, end: int) -> list[Step]:
    """All steps whose words touch characters [start, end), by component, then in text order."""
    kinds: tuple[Callable[[Doc, int, int], Iterator[Step]], ...] = (
        _blocks,
        _quotations,
        _mentions,
        _cues,
        _claims,
        _reports,
        _relations,
        _arguments,
        _traces,
    )
    here = (step for kind in kinds for step in kind(doc, start, end))
    found = {s: None for s in here if (s.start < end and s.end > start) or (s.component == "claims" and s.outcome == "made")}
    return sorted(found, key=lambda s: (STAGES.index(s.component), s.outcome == "passed over", s.start, s.end))


def _step(doc: Doc, component: str, outcome: Outcome, what: str, first: int, last: int, **more: object) -> Step:
    """A step about tokens [first, last)."""
    span = doc[first:last]
    return Step(component, outcome, what, span.text, span.start_char, span.end_char, **more)  # type: ignore[arg-type]


def _blocks(doc: Doc, start: int, end: int) -> Iterator[Step]:
    for block in {id(b): b for s in sentences_at(doc, start, end) for b in [block_of(doc, s.start)] if b is not None}.values():
        yield _step(doc, "blocks", "seen", block.kind, block.start, block.end)


def _quotations(doc: Doc, start: int, end: int) -> Iterator[Step]:
    for mark in doc._.dox_quotations or []:
        if mark.start < mark.end:
            yield _step(doc, "quotations", "seen", f"{mark.kind} quotation", mark.start, mark.end)


def _mentions(doc: Doc, start: int, end: int) -> Iterator[Step]:
    seen: set[int] = set()
    for sent in sentences_at(doc, start, end):
        for token in sent:
            mention: Mention | None = token._.dox_mention
            if mention is None or id(mention) in seen:
                continue
            seen.add(id(mention))
            named = mention.form == "name"
            component = "mentions" if named else "coreference"
            others = "".join(f" and {c.name}" for c in mention.others)
            entity = (mention.entity.name + others) if mention.entity is not None else "nobody"
            known = f", known to the vocabulary as {mention.key}" if mention.key else ""
            what = f"{mention.type} {entity}{known}" if named else f"{mention.form} for {mention.type} {entity}"
            sure = round(mention.confidence, 3)
            yield _step(doc, component, "made", what, mention.start, mention.end, rule=mention.rule, confidence=sure)


def _cues(doc: Doc, start: int, end: int) -> Iterator[Step]:
    for sent in sentences_at(doc, start, end):
        for token in sent:
            what = _cue(token)
            if what:
                yield _step(doc, "cues", "seen", what, token.i, token.i + 1)


def _cue(token: Token) -> str:
    """What the lexicon says of a word: its frames and stance, or that it hedges or denies."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX"} and lemma in lexicon.ANY_VERB:
        stances = (lexicon.THAT, lexicon.NOUN, lexicon.AS, lexicon.NAME, lexicon.TO, lexicon.WITH, lexicon.INTO)
        stance = next((found[lemma] for found in stances if lemma in found), "asserts")
        hedged = ", hedged" if lemma in lexicon.HEDGE_VERBS else ""
        return f"verb that {stance}{hedged}, with frames {', '.join(frames_of(lemma))}"
    if token.pos_ in {"NOUN", "PROPN"} and lemma in lexicon.NOUNS:
        return f"noun of thought that {lexicon.NOUNS[lemma]}"
    if token.lower_ in lexicon.ADJECTIVES:
        return f"adjective of thought that {lexicon.ADJECTIVES[token.lower_]}"
    if token.lower_ in lexicon.HEDGE_WORDS:
        return "hedge"
    if token.lower_ in lexicon.NEGATORS:
        return "negation"
    if token.lower_ == "according" and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        return "phrase: according to"
    return ""


def _claims(doc: Doc, start: int, end: int) -> Iterator[Step]:
    text, around = text_of(doc), Surroundings(doc)
    for claim in doc._.dox_attributions or []:
        places = [*claim.content, *claim.cue]
        if not any(a < end and b > start for a, b in places):
            continue
        first, last = claim.content[0][0], claim.content[-1][1]
        words = " … ".join(text[a:b] for a, b in claim.content)
        sure = chance("claim", around.claim(claim))
        yield Step("claims", "made", _says(text, claim), words, first, last, claim.rule, sure, raw=round(claim.confidence, 3))


def _says(text: str, claim: Attribution) -> str:
    cue = " … ".join(text[a:b] for a, b in claim.cue)
    told = "".join(f", as {name_of(h)} reports" for h in claim.reported_by)
    about = f", about {', '.join(c.name for c in claim.about)}" if claim.about else ""
    cued = f", by the words “{cue}”" if cue else ", by no words of its own"
    return f"{name_of(claim.holder)} {claim.stance}{', hedged' if claim.hedged else ''}{told}{about}{cued}"


def name_of(holder: Holder) -> str:
    """An entity's name, "the author" or "nobody named"."""
    if isinstance(holder, Cluster):
        return holder.name
    return "the author" if holder == "author" else "nobody named"


def _reports(doc: Doc, start: int, end: int) -> Iterator[Step]:
    """Reports at this place whose cue made no claim: what a reader would call reported speech, of a source nobody keeps."""
    spent = {(a, b) for c in doc._.dox_attributions or [] for a, b in c.cue}
    for report in find_reports(doc, sentences_at(doc, start, end)):
        cue = doc[report.cue[0] : report.cue[1]]
        if report.rule == "phrase" or any(a < cue.end_char and b > cue.start_char for a, b in spent):
            continue  # "rejected T" is a matter of relations
        source = " … ".join(doc[a:b].text for a, b in report.source)
        who = f"“{source}”" if source else "nobody named"
        reason = f"reads as a report by {who} ({report.rule}), but no frame of a claim takes it"
        first, last = report.content[0][0], report.content[-1][1]
        words = " … ".join(doc[a:b].text for a, b in report.content)
        span = doc[first:last]
        yield Step("claims", "passed over", "", words, span.start_char, span.end_char, cue.text, None, reason)


def _relations(doc: Doc, start: int, end: int) -> Iterator[Step]:
    around = Surroundings(doc)
    for mark in doc._.dox_relations or []:
        says = f"{mark.subject.name} {mark.predicate.replace('_', ' ')} {mark.object.name}"
        year = f", {mark.year}" if mark.year else ""
        what = f"{says} ({mark.polarity}), as {name_of(mark.asserted_by)} says{year}"
        words = text_of(doc)[mark.start : mark.end]
        sure = chance("relation", around.relation(mark))
        raw, why = round(mark.confidence, 3), grounds(doc, mark)
        yield Step("relations", "made", what, words, mark.start, mark.end, mark.rule, sure, why, raw)


def _arguments(doc: Doc, start: int, end: int) -> Iterator[Step]:
    text, around = text_of(doc), Surroundings(doc)
    for mark in doc._.dox_arguments or []:
        premise, conclusion = (" … ".join(text[a:b] for a, b in c.content) for c in (mark.premise, mark.conclusion))
        what = f"“{premise}” {mark.kind} “{conclusion}”"
        words = text[mark.start : mark.end]
        sure = chance("argument", around.argument(mark))
        yield Step("arguments", "made", what, words, mark.start, mark.end, mark.rule, sure, raw=round(mark.confidence, 3))


def _traces(doc: Doc, start: int, end: int) -> Iterator[Step]:
    text = text_of(doc)
    for trace in traces_of(doc):
        words = text[trace.start : trace.end]
        yield Step(trace.component, "passed over", "", words, trace.start, trace.end, trace.rule, None, trace.reason)
