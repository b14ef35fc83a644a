"""The text's own voice: sentences in which it takes a position on a doctrine or says what a case is."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from kb.model import Stance
from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.blocks import block_of
from kb.pipeline.claims.lexicon import EVALUATIONS, NOUNS
from kb.pipeline.claims.spans import after_leads, behind_stress, chars
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me", "ourselves"})
#: Signs that a sentence takes a position, each with its points: fitted on the parts for development, rounded to halves.
POINTS: dict[str, float] = load("claims")["voice"]["points"]
#: From so many points on a sentence is taken for the text's own claim.
ENOUGH: float = load("claims")["voice"]["enough"]
KINDS = frozenset(load("claims")["voice"]["kinds"])
REASONS = frozenset(load("claims")["voice"]["reasons"])
#: Verbs of lives, books and names: "this kind of theory is called X".
EVENTS = frozenset(load("claims")["lists"]["carried_events"])
SHORT = 8  # words


def is_polemical(doc: Doc, claims: list[Attribution]) -> bool:
    """Whether a text argues in its own person: first-person words or judgements, outside what others are reported to say."""
    reported = sorted(span for c in claims for span in c.content)
    at = spoken = judged = own = 0
    for token in doc:
        while at < len(reported) and reported[at][1] <= token.idx:
            at += 1
        if (at < len(reported) and reported[at][0] <= token.idx) or quotation_at(doc, token.i) is not None:
            continue
        own += 1
        spoken += token.lower_ in FIRST_PERSON
        judged += token.lower_ in EVALUATIONS and token.dep_ in {"acomp", "attr", "ROOT", "oprd", "ccomp", "amod", "advmod"}
    return own > 0 and (spoken * 2 + judged) / own > 0.005


def find_own(doc: Doc, sent: Span, near: list[Attribution], polemical: bool) -> list[Attribution]:
    """The author's claims a sentence makes, if no other holder's claim fills it; ``near`` holds the claims around it."""
    if quotation_at(doc, sent.start) is not None or sum(t.is_alpha for t in sent) < 4:
        return []
    whole = chars(doc, after_leads(sent), sent.end)
    if whole is None:
        return []
    confidence = _judges(sent)
    filled = [c for c in near if any(left < whole[1] and right > whole[0] for left, right in c.content)]
    if filled and not (confidence and all(c.rule == "noun that" for c in filled)):
        return []
    if not filled:
        points = sum(POINTS[sign] for sign in signs_of(doc, sent, polemical))
        confidence = max(confidence, min(0.8, 0.2 * points + 0.12) if points >= ENOUGH else 0.0)
    if not confidence:
        return []
    stance: Stance = "questions" if sent.text.rstrip().endswith("?") and ":" not in sent.text else "asserts"
    return [Attribution("author", stance, [whole], [], confidence=confidence, rule="own voice", cue_token=-1)]


def signs_of(doc: Doc, sent: Span, polemical: bool) -> Iterator[str]:
    """What speaks for and against a sentence's being a position of the text itself, by the names that POINTS has."""
    mentions = {id(m): m for t in sent for m in [mention_at(t)] if m is not None}.values()
    types = {m.type for m in mentions}
    root = sent.root
    subject = next((c for c in root.children if c.dep_ in {"nsubj", "nsubjpass", "expl"}), None)
    spoken_of = mention_at(subject) if subject is not None else None
    block = block_of(doc, sent.start)
    told = {
        "polemical": polemical,
        "stressed": any(t.lower_ == "it" and behind_stress(doc, t.i, sent.end) > t.i for t in sent[:4]),
        "judgement": any(t.lower_ in EVALUATIONS for t in sent),
        "reason": any(t.lower_ in REASONS for t in sent),
        "kind": any(t.lemma_ in KINDS for t in sent),
        "theory": "theory" in types,
        "case": "case" in types,
        "general": not mentions,
        "plural": subject is not None and subject.tag_ == "NNS",
        "opening": block is not None and sent.start <= block.start + 1,
        "short": sum(not t.is_punct for t in sent) < SHORT,
        "person": spoken_of is not None and spoken_of.type in {"theorist", "work", "group"},
        "he": any(m.type == "theorist" and m.form == "pronoun" for m in mentions),
        "we": any(t.lower_ in {"we", "our", "us"} for t in sent),
        "group": "group" in types,
        "work": "work" in types,
        "event": root.lemma_ in EVENTS,
        "verbless": root.pos_ not in {"VERB", "AUX"},
        "year": any(t.like_num and len(t.text) == 4 for t in sent),
    }
    return (sign for sign, holds in told.items() if holds)


def _judges(sent: Span) -> float:
    """Judge doctrines: "the theory was proved wrong", "this view is absurd", "it must be distinguished from …"."""
    for token in sent:
        if token.dep_ not in {"nsubj", "nsubjpass"}:
            continue
        mention = mention_at(token)
        doctrine = mention is not None and mention.type == "theory"
        if not doctrine and token.lemma_.lower() not in NOUNS:
            continue
        verb = token.head
        judged = (
            any(
                t.lower_ in EVALUATIONS and t.dep_ in {"acomp", "attr", "oprd", "xcomp", "ccomp", "ROOT", "conj"}
                for t in verb.subtree
                if t.i > token.i and (t.head == verb or t.head.head == verb)
            )
            or verb.lower_ in EVALUATIONS
        )
        if judged and verb.dep_ in {"ROOT", "ccomp", "conj", "parataxis"}:
            return 0.6
        if doctrine and verb.dep_ == "ROOT" and any(c.lower_ in {"must", "cannot"} for c in verb.children if c.dep_ == "aux"):
            return 0.5
    return 0.0
