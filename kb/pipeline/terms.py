"""Doctrines by the words that give a thing its name: "calls them X", "the term X", "under the name of X", "came to be called"."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.phrases import noun_phrase_end, noun_phrase_start

_CUES = load("mentions")["theory"]
HEADS = frozenset(_CUES["heads"])
LOOSE = frozenset(_CUES["loose_adjectives"])
NOT_ISMS = frozenset(_CUES["isms_not"])
NAMERS = frozenset(load("mentions")["lists"]["theories_namers"])
TERMS = frozenset({"word", "term", "label", "expression", "name", "slogan"})
#: What a doctrine is said to be a name of, where nothing more is said: "this is called T", "something he called T".
THINGS = frozenset(load("mentions")["lists"]["terms_things"])
NAMEABLE = frozenset({"NN", "NNS", "JJ"})
Add = Callable[[int, int, str, float], None]


def is_ism(token: Token) -> bool:
    low = token.lower_
    return (
        low.endswith(("ism", "isms")) and len(low) > 5 and low not in NOT_ISMS and token.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}
    ) or (low.endswith("cracy") and low in {"technocracy", "meritocracy", "theocracy", "plutocracy"})


def called(token: Token, add: Add) -> None:
    """ "an approach called cultural ecology", "is called unilineal evolution", "known as structural realism"."""
    name = next(
        (
            c
            for c in token.children
            if c.dep_ in {"oprd", "attr", "xcomp"} and c.pos_ in {"NOUN", "PROPN", "ADJ"} and c.i > token.i
        ),
        None,
    )
    if name is None:
        as_ = next((c for c in token.children if c.lower_ == "as" and c.dep_ == "prep"), None)
        name = next((c for c in as_.children if c.dep_ == "pobj"), None) if as_ is not None else None
    if name is None and token.lemma_ != "know":
        name = next((c for c in token.children if c.dep_ == "dobj" and c.i > token.i and c.tag_ == "NN"), None)
    if name is None or name.pos_ == "PRON" or any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in name.children):
        return
    thing = next((c for c in token.children if c.dep_ == "dobj" and c.i != name.i), None)
    thing = thing or next((c for c in token.children if c.dep_ in {"nsubjpass", "nsubj", "dobj"}), None)
    ungiven = token.dep_ == "relcl" and thing is not None and thing.dep_ == "nsubj" and not _has_relative(token)
    named = token.head if token.dep_ == "acl" or ungiven else thing  # "something he called anomie"
    about = named.lower_ if named is not None else ""
    if about in {"he", "she", "who", "i", "we"} or (named is not None and named.ent_type_ == "PERSON"):
        return
    article = (
        any(c.dep_ == "det" and c.lower_ == "the" for c in name.children)
        and token.lemma_ == "know"
        and name.i + 1 < len(token.doc)
        and token.doc[name.i + 1].is_punct
    )
    theoretical = (
        article
        or _by_a_thinker(token, named, name)
        or about in HEADS
        or about in THINGS
        or is_ism(name)
        or (named is not None and is_ism(named))
    )
    start, end = noun_phrase_start(name, frozenset()), noun_phrase_end(name, 5)
    if theoretical:
        add(start, end, "called", 0.7)
    elif about in {"them", "these", "those"} and end - start > 1 and name.tag_ in {"NN", "NNS"}:
        add(start, end, "called", 0.5)


def _has_relative(verb: Token) -> bool:
    return any(c.lower_ in {"which", "that", "what", "whom"} for c in verb.children)


def _by_a_thinker(token: Token, named: Token | None, name: Token) -> bool:
    """Whether somebody calls a thing by a name of two words or more: "Polanyi calls them fictitious commodities"."""
    if named is None or named.tag_ in {"NNP", "NNPS"} or named.lower_ in {"him", "her", "himself", "herself", "me", "us", "you"}:
        return False
    modified = any(c.dep_ in {"amod", "compound"} and c.lower_ not in LOOSE for c in name.children)
    return modified and name.dep_ == "oprd" and name.tag_ in {"NN", "NNS"} and any(c.dep_ == "nsubj" for c in token.children)


def termed(token: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "proposed the word ecosystem", "the label of primordialist", "Aristotle's name of entelechy"."""
    doc, at = token.doc, token.i + 1
    if token.head.lemma_ == "deserve":
        return
    if at + 1 < len(doc) and doc[at].lower_ == "of" and token.lower_ in {"name", "label", "notion", "slogan", "title"}:
        at += 1
    quoted = doc[at].is_quote if at < len(doc) else False
    at += quoted
    if at >= len(doc) or type_at(at) or not (quoted or doc[at].tag_ in {"NN", "JJ", "NNS"}) or doc[at].tag_ not in NAMEABLE:
        return
    beside = {"appos", "nmod", "npadvmod", "oprd", "dobj", "compound", "amod"}
    if at == token.i + 1 and doc[at].dep_ not in beside and token.head.i != at:
        return
    end = at + 1
    while end < len(doc) and doc[end].tag_ in NAMEABLE and not doc[end].is_sent_start and end - at < 4:
        end += 1
    if doc[end - 1].tag_ == "JJ" and not doc[end - 1].lower_.endswith(("ist", "ian")):
        return
    if quoted and not (end < len(doc) and (doc[end].is_quote or doc[end].text == ",")):
        return
    add(at, end, "termed", 0.6)


def given_a_name(token: Token, add: Add) -> None:
    """ "gave that idea a name, kin selection", "under the name of multilevel selection"."""
    article = any(c.dep_ == "det" and c.lower_ == "a" for c in token.children)
    name = next((c for c in token.children if c.dep_ == "appos" and c.tag_ in {"NN", "NNP"} and c.i <= token.i + 5), None)
    name = name if article else None  # not "gave behaviourism its name, psychology was …"
    if name is None and token.head.lower_ == "under":
        of = next((c for c in token.rights if c.lower_ == "of" and c.i == token.i + 1), None)
        name = next((c for c in of.children if c.dep_ == "pobj" and c.tag_ == "NN"), None) if of is not None else None
    if name is not None and not any(c.dep_ in {"det", "poss"} for c in name.children):
        add(max(token.i + 1, noun_phrase_start(name, frozenset())), noun_phrase_end(name, 5), "given a name", 0.65)


def came_to_be_called(token: Token, type_at: Callable[[int], str | None], add: Add) -> None:
    """ "Continental drift, as the theory came to be called, …": what is said to be the name of a theory."""
    doc = token.doc
    aside = []
    for i in range(token.i + 3, min(token.i + 13, len(doc))):
        if doc[i].is_punct or doc[i].is_sent_start:
            break
        aside.append(doc[i])
    of_theory = any(t.lower_ in HEADS or t.lower_ in {"it", "proposal", "movement"} for t in aside)
    if of_theory and any(t.lemma_ in NAMERS and t.tag_ == "VBN" for t in aside) and not type_at(token.i):
        add(noun_phrase_start(token, frozenset()), token.i + 1, "came to be called", 0.65)
