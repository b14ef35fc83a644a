"""The verbs of a sentence tried against each frame they can govern, the surest frame first."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kb.pipeline.claims import lexicon
from kb.pipeline.claims.asides import parenthetical
from kb.pipeline.claims.clauses import bare_clause, idiom, mistaken_noun, that_clause
from kb.pipeline.claims.found import Found
from kb.pipeline.claims.frames import as_frame, meaning, naming, taken_for_participle, to_frame, with_frame
from kb.pipeline.claims.phrasal import adjective_of_thought, linked, noun_object, preposition_object, willed
from kb.pipeline.claims.refused import refuse_verb
from kb.pipeline.tracing import is_traced


def _mistagged(word: Token) -> bool:
    """Whether a verb of saying was taken for a noun, though it has a subject and a that-clause: "economists hold that P"."""
    if word.pos_ != "NOUN" or word.lemma_.lower() not in lexicon.THAT or word.lemma_.lower() in lexicon.NOUNS:
        return False
    return any(c.dep_ == "nsubj" for c in word.children) and any(
        c.dep_ in {"ccomp", "acl"} and c.i > word.i and any(g.dep_ == "mark" and g.lower_ == "that" for g in c.children)
        for c in word.children
    )


def _retort(word: Token) -> bool:
    """Whether a verb in an aside was taken for a noun: ", his opponents retort."."""
    before = word.nbor(-1) if word.i else None
    return (
        word.tag_ == "NN"
        and word.lemma_.lower() in lexicon.THAT
        and before is not None
        and before.tag_ in {"NNS", "NNPS"}
        and before.dep_ == "compound"
        and before.left_edge.i > word.sent.start
        and word.doc[before.left_edge.i - 1].text == ","
        and (word.i + 1 >= word.sent.end or word.nbor().is_punct)
    )


def find_by_verbs(doc: Doc, sent: Span, found: Found) -> None:
    """Add the claims that the verbs of a sentence report."""
    for verb in sent:
        if verb.pos_ == "NOUN" and verb.lemma_.lower() in lexicon.THAT and mistaken_noun(doc, sent, verb, found):
            continue
        if (
            (verb.pos_ not in {"VERB", "AUX"} and not _mistagged(verb) and not _retort(verb))
            or verb.i in found.spent
            or verb.lemma_.lower() not in lexicon.ANY_VERB
        ):
            continue
        made = (
            that_clause(doc, sent, verb, found)
            or idiom(doc, sent, verb, found)
            or parenthetical(doc, sent, verb, found)
            or bare_clause(doc, sent, verb, found)
            or as_frame(doc, verb, found)
            or naming(doc, verb, found)
            or to_frame(doc, verb, found)
            or with_frame(doc, verb, found)
            or meaning(doc, verb, found)
            or taken_for_participle(doc, verb, found)
            or linked(doc, verb, found)
            or preposition_object(doc, verb, found)
            or noun_object(doc, verb, found)
            or willed(doc, verb, found)
        )
        if not made and is_traced(doc):
            refuse_verb(doc, verb)
    for adjective in sent:
        if adjective.lower_ in lexicon.ADJECTIVES and adjective.dep_ in {"acomp", "oprd", "amod", "ROOT", "conj", "ccomp"}:
            adjective_of_thought(doc, adjective, found)
