"""Why a cue made no claim; asked only while a text is explained."""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Attribution
from kb.pipeline.claims import lexicon
from kb.pipeline.claims.found import is_personal, subject_holders
from kb.pipeline.claims.holders import subject_of
from kb.pipeline.quotations import quotation_at
from kb.pipeline.tracing import passed_over

_FRAMES: dict[str, Mapping[str, object]] = {
    "that": lexicon.THAT,
    "noun": lexicon.NOUN,
    "as": lexicon.AS,
    "naming": lexicon.NAME,
    "to": lexicon.TO,
    "with": lexicon.WITH,
    "preposition": lexicon.INTO,
    "linked": lexicon.LINKS,
}


def frames_of(lemma: str) -> tuple[str, ...]:
    """The names of the frames that a verb can govern."""
    return tuple(name for name, verbs in _FRAMES.items() if lemma in verbs)


def refuse_verb(doc: Doc, verb: Token) -> None:
    """Record why none of a verb's frames made a claim."""
    passed_over(doc, "claims", f"verb:{verb.lemma_.lower()}", verb.i, verb.i + 1, _reason(doc, verb))


def _reason(doc: Doc, verb: Token) -> str:
    subject = subject_of(verb)
    if subject is None:
        return "no holder: it has no subject"
    words = doc[subject.left_edge.i : subject.i + 1].text
    if subject_holders(verb) is None and not is_personal(subject):
        return f"no holder: its subject “{words}” is no name, no pronoun that was resolved, and no group of persons"
    quoted = "; it stands in a quotation" if quotation_at(doc, verb.i) is not None else ""
    frames = ", ".join(frames_of(verb.lemma_.lower()))
    return f"no content: nothing stands where its frames ({frames}) look for what “{words}” might hold{quoted}"


def refuse_claim(doc: Doc, claim: Attribution, reason: str) -> None:
    """Record why a claim that was found is not kept."""
    span = doc.char_span(claim.content[0][0], claim.content[-1][1], alignment_mode="expand")
    if span is not None:
        passed_over(doc, "claims", claim.rule, span.start, span.end, reason)


def refuse_doubles(doc: Doc, found: list[Attribution], kept: list[Attribution]) -> None:
    """Record the claims that gave way to a surer one, or that the text makes about nothing it names."""
    left = {id(c) for c in kept}
    for claim in found:
        if id(claim) not in left:
            mute = claim.holder == "author" and claim.rule != "own voice"
            reason = "the text's own words about nothing it names" if mute else "a surer claim holds most of the same words"
            refuse_claim(doc, claim, reason)
