"""Signs that a sentence takes a position of the text itself, and how likely they make it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Attribution, mention_at
from kb.pipeline.blocks import references_of
from kb.pipeline.claims.leads import behind_stress
from kb.pipeline.claims.lexicon import EVALUATIONS, NOUNS
from kb.pipeline.cues import load
from kb.pipeline.quotations import quotation_at

_WORDS = {name: frozenset(words) for name, words in load("voice")["words"].items()}
#: What each sign adds to the log odds; "start" is what a sentence without signs has.
LOG_ODDS: dict[str, float] = load("voice")["log_odds"]
_RARE: float = load("voice")["heat"]["rare"]
_ADDED: int = load("voice")["heat"]["added"]
_HEATED = EVALUATIONS.union(*(_WORDS[name] for name in load("voice")["heat"]["words"])) - frozenset(
    load("voice")["heat"]["common"]
)
_JUDGEMENTS = EVALUATIONS | _WORDS["judging"]
_PREDICATES = frozenset({"acomp", "attr", "oprd", "xcomp", "ccomp", "ROOT"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_DESCRIBING = frozenset({"acl", "relcl"})
_PARTIES = frozenset({"theorist", "group", "work"})
_LONG = 45  # words


def tone_of(doc: Doc, claims: list[Attribution]) -> float:
    """What a text as a whole adds to the log odds of its sentences: how much it argues, and whether it cites what it disputes.

    It argues by the words that judge, insist, conclude, contrast or deny, outside what it quotes and what ``claims`` report.
    """
    reported = sorted(span for c in claims for span in c.content)
    at = heated = own = 0
    for token in doc:
        while at < len(reported) and reported[at][1] <= token.idx:
            at += 1
        if (at < len(reported) and reported[at][0] <= token.idx) or quotation_at(doc, token.i) is not None:
            continue
        own += token.is_alpha
        heated += token.lower_ in _HEATED
    heat = math.log(_RARE + 100 * heated / (own + _ADDED))
    return LOG_ODDS["heat"] * heat + (LOG_ODDS["citing"] if len(references_of(doc)) > 1 else 0.0)


def likelihood(doc: Doc, sent: Span, start: int, tone: float) -> float:
    """The chance in [0, 1] that a sentence which reports nobody is a position of the text; ``start``: where it says its own."""
    odds = LOG_ODDS["start"] + tone + sum(LOG_ODDS[sign] for sign in signs_of(doc, sent, start))
    return 1 / (1 + math.exp(-odds))


def signs_of(doc: Doc, sent: Span, start: int) -> Iterator[str]:
    """What speaks for and against a sentence's being a position of the text itself, by the names that LOG_ODDS has."""
    words = [t for t in sent if t.is_alpha]
    low = {t.lower_ for t in sent}
    first = words[0].lower_ if words else ""
    mentions = {id(m): m for t in sent for m in [mention_at(t)] if m is not None}.values()
    told = {
        "stressed": any(t.lower_ in {"it", "nor"} and behind_stress(doc, t.i, sent.end) > t.i for t in sent[:6]),
        "exclaimed": sent.text.rstrip().endswith("!"),
        "concluding": first in _WORDS["concluding"] or [t.lower_ for t in words[:2]] == ["as", "such"],
        "contrasting": first in _WORDS["contrasting"],
        "adding": first in _WORDS["adding"],
        "insisting_first": any(t.lower_ in _WORDS["insisting"] for t in words[:3]),
        "insisting": bool(low & _WORDS["insisting"]),
        "denying": bool(low & _WORDS["denying"]),
        "reason": bool(low & _WORDS["reasons"]),
        "kind": any(t.lemma_ in _WORDS["kinds"] for t in sent),
        "navigating": any(t.lower_ in _WORDS["navigating"] for t in doc[start : sent.end]),
        "thought": any(t.lemma_.lower() in NOUNS for t in words),
        "theory": any(m.type == "theory" for m in mentions),
        "theorist": any(m.type == "theorist" and m.form != "pronoun" for m in mentions),
        "past": any(t.tag_ == "VBD" for t in words),
        "past_kind": any(t.tag_ == "VBD" for t in words) and any(t.lemma_ in _WORDS["kinds"] for t in sent),
        "cited": sent.end < len(doc) and doc[sent.end].text == "[",
        "long": len(words) > _LONG,
        "judged": bool(low & EVALUATIONS),
        "predicated": any(t.lower_ in _JUDGEMENTS and t.dep_ in _PREDICATES for t in words),
    }
    yield from (sign for sign, holds in told.items() if holds)
    yield from _signs_of_clause(sent.root)


def _signs_of_clause(root: Token) -> Iterator[str]:
    """What a sentence's main verb and its subject speak for."""
    subject = next((c for c in root.children if c.dep_ in _SUBJECTS), None)
    mention = mention_at(subject) if subject is not None else None
    auxiliary = next((c for c in root.children if c.dep_ in {"aux", "auxpass"}), root)
    party = (mention is not None and mention.type in _PARTIES) or (subject is not None and subject.lower_ in {"he", "she"})
    told = {
        "verbless": root.pos_ not in {"VERB", "AUX"},
        "logical": root.lemma_ in _WORDS["logical"] and not party,
        "being": root.lemma_ == "be",
        "nature": mention is not None and mention.type == "case" and _says_what_it_is(root),
        "supposing": any(c.dep_ == "aux" and c.lower_ in _WORDS["supposing"] for c in root.children),
        "described": subject is not None and any(c.dep_ in _DESCRIBING and c.i > subject.i for c in subject.children),
        "perfect": auxiliary is not root and auxiliary.lower_ in {"has", "have"},
        "plural": subject is not None and subject.tag_ == "NNS" and mention is None,
        "indefinite": subject is not None
        and subject.tag_ in {"NN", "NNS"}
        and any(c.lower_ in {"a", "an"} for c in subject.children),
    }
    return (sign for sign, holds in told.items() if holds)


def _says_what_it_is(root: Token) -> bool:
    """Whether a copula's predicate names a doctrine or a kind: "was clearly not socialist", "is a class society"."""
    if root.lemma_ not in {"be", "become", "remain", "constitute", "represent"}:
        return False
    predicates = [c for c in root.children if c.dep_ in {"attr", "acomp", "dobj", "oprd"} and c.i > root.i]
    phrase = [t for p in predicates for t in (p, *p.conjuncts, *p.children)]
    named = (mention_at(t) for t in phrase)
    return any(m is not None and m.type == "theory" for m in named) or any(t.lemma_ in _WORDS["kinds"] for t in phrase)
