"""Further forms of an entity's name: with how many there are, with adjectives left out of it, with what it is of or to."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Cluster
from kb.pipeline.cues import load
from kb.pipeline.phrases import noun_phrase_end

HOW_MANY = frozenset(load("mentions")["lists"]["bodies_how_many"])


def name_with_numbers(doc: Doc, cluster: Cluster) -> None:
    """ "Some Marxists" as a further name of who are only ever met so: how many of them are meant belongs to the form."""
    names = [m for m in cluster.mentions if m.form == "name"]
    counted = [doc[m.start - 1 : m.end].text for m in names if m.start and doc[m.start - 1].lower_ in HOW_MANY]
    if len(counted) == len(names):
        cluster.aliases += [form for form in dict.fromkeys(counted) if form not in cluster.aliases]


def name_with_adjectives(doc: Doc, cluster: Cluster) -> None:
    """ "new mode of production" as a further name of what is only ever met so: the adjectives left out belong to the form."""
    names = [m for m in cluster.mentions if m.form == "name"]
    whole = []
    for m in names:
        start = m.start
        while start and doc[start - 1].dep_ == "amod" and doc[start - 1].head.i < m.end and not doc[start - 1].is_sent_start:
            start -= 1
        if start < m.start and doc[start].head.i >= m.start:
            whole.append(doc[start : m.end].text)
    forms = whole if len(whole) == len(names) else []
    if len(names) == 1:  # "workers' self-management of production", named but once
        last = doc[names[0].end - 1]
        end = max(noun_phrase_end(last, 6), _with_what(last))
        if end > names[0].end and last.tag_ in {"NN", "NNS", "NNP"}:
            forms.append(doc[names[0].start : end].text)
        quoted = names[0].start - 3
        if quoted >= 0 and doc[quoted].is_quote and doc[quoted + 1].tag_ == "JJ" and doc[quoted + 2].is_quote:
            forms.append(doc[quoted : names[0].end].text)  # "“vulgar” communism"
    cluster.aliases += [form for form in dict.fromkeys(forms) if form not in cluster.aliases]


def _with_what(noun: Token) -> int:
    """The index behind a phrase that a noun's "to", "upon" or "on" opens right behind it, at most six words on."""
    for child in noun.rights:
        if child.i == noun.i + 1 and child.dep_ == "prep" and child.lower_ in {"to", "upon", "on"}:
            last = max(t.i for t in child.subtree)
            plain = not any(t.is_punct or t.tag_ in {"VBZ", "VBD", "VBP", "WDT", "WP"} for t in child.subtree)
            return last + 1 if plain and last - noun.i <= 6 else noun.i + 1
    return noun.i + 1
