"""Persons and groups that a word stands for: "he", "they", "both", "all three", "the latter", "these writers"."""

from __future__ import annotations

from spacy.tokens import Token

from kb.pipeline.annotations import Cluster, entities_at
from kb.pipeline.coreference.barred import OBJECTS, SAYING, beside_subject, own_subject, reporters
from kb.pipeline.coreference.salience import (
    Memory,
    Salience,
    backwards,
    coordinated,
    distinct,
    heads_clause,
    heads_sentence,
    joint_of,
    ranked,
    same_passage,
)
from kb.pipeline.cues import load
from kb.pipeline.phrases import FINITE

_PRONOUNS = load("coreference")["pronouns"]
_VIEWS = frozenset(load("claims")["phrases"]["in_nouns"])
_ASIDE = frozenset({",", "—", "–", "(", "--"})
_WORKS = frozenset({*load("coreference")["nouns"]["works"], *load("coreference")["nouns"]["many_works"]})
_BEFORE_NAME = frozenset({"DET", "ADJ", "NOUN", "PROPN"})
_SUBORDINATING = frozenset(load("coreference")["subordinating"]["words"])
AHEAD = 30  #: words after "his work" within which the name is looked for
_INNER = frozenset({"relcl", "ccomp", "acl", "advcl"})
_PARTING = frozenset({";", ":"})
_GIVEN = {name: gender for gender, names in load("coreference")["given"].items() for name in names}
_TITLES = {title: gender for gender, titles in load("coreference")["titles"].items() for title in titles}
_FOR_ONE = {**dict.fromkeys(_PRONOUNS["he"], "male"), **dict.fromkeys(_PRONOUNS["she"], "female")}


def person(token: Token, here: Salience, memory: Memory, gender: str | None) -> list[Cluster]:
    """The person "he" stands for: within the sentence the last one before, else the subject of the sentences before."""
    ahead = _named_ahead(token) or _main_subject_ahead(token)
    if ahead is not None and _fits(ahead, gender):
        return _set_gender(ahead, gender)
    beside = _owner_beside(token)
    if beside is not None and _fits(beside, gender):
        return _set_gender(beside, gender)
    barred = own_subject(token) | beside_subject(token)
    before = [p for p in here.of("theorist", before=token.i) if _fits(p[1], gender) and id(p[1]) not in barred]
    chain = _subject_above(token) or _same_word(before, gender)
    if chain is not None and _fits(chain, gender) and id(chain) not in barred:
        return _set_gender(chain, gender)
    if in_aside(token):  # "Whorf, he points out, …": whom the clause is about is not who says so
        opening = clause_start(token)
        barred |= {id(c) for t, c in before if t.i >= opening and (heads_clause(t) or t.dep_ == "poss")}
        before = [p for p in before if id(p[1]) not in barred]
    chief = [c for t, c in before if heads_clause(t)]
    if before and (chief or token.dep_ == "poss" or not any(s.of("theorist") for s in memory[-1:])):
        chosen = chief[0] if chief and token.dep_ != "poss" else (chief[-1] if chief else before[-1][1])
        return _set_gender(chosen, gender)
    known = _known_woman(token, memory) if gender == "female" and not before else None
    if known is not None:
        return [known]
    weak: Cluster | None = None  # who was only named in passing, "Stalin's death": the subject of a sentence before goes first
    for salience in reversed(memory):
        if not same_passage(token, salience):
            break
        options = [p for p in salience.of("theorist") if _fits(p[1], gender) and id(p[1]) not in barred]
        found = distinct(ranked(options))
        if found and all(t.dep_ == "poss" and t.head.dep_ == "pobj" and t.i > t.sent.root.i for t, _ in options) and weak is None:
            weak = found[0]
        elif found and (weak is None or any(heads_sentence(t) for t, _ in options)):
            return _set_gender(found[0], gender)
    if weak is not None:
        return _set_gender(weak, gender)
    return _set_gender(before[-1][1], gender) if before else []


def _named_ahead(token: Token) -> Cluster | None:
    """ "In his book on crises, Marsh argues": the person named right after a phrase that opens the sentence with "his work"."""
    first = token.sent.start
    opener = token.doc[token.i - 1]
    if token.dep_ != "poss" or opener.pos_ != "ADP" or token.i > first + 5 or token.head.lower_ not in _WORKS:
        return None
    if any(t.pos_ in {"VERB", "AUX", "PROPN", "PRON"} for t in token.doc[first : opener.i]):
        return None  # more than "For example," stands before
    for i in range(token.head.i + 1, min(token.sent.end, token.head.i + AHEAD)):
        mention = token.doc[i]._.dox_mention
        if token.doc[i].tag_ in FINITE:
            return None
        if mention is None or mention.type != "theorist" or mention.start != i or mention.end >= token.sent.end:
            continue
        comma = next((t.i for t in reversed(token.doc[token.head.i + 1 : i]) if t.text == ","), None)
        owner = token.doc[mention.end].tag_ == "POS"
        named = comma is not None and not owner and all(t.pos_ in _BEFORE_NAME for t in token.doc[comma + 1 : i])
        return mention.entity if named else None
    return None


def _main_subject_ahead(token: Token) -> Cluster | None:
    """ "Because he believed that P, Watson turned to Q": who is named as the subject of the main clause behind an opening one."""
    sent, clause = token.sent, token.head
    if sent[0].lower_ not in _SUBORDINATING or token.dep_ != "nsubj" or token.i > sent.start + 2:
        return None
    if clause.dep_ != "advcl" or clause.head != sent.root or sent.root.i < clause.i:
        return None
    subject = next((c for c in sent.root.children if c.dep_ == "nsubj" and c.i > clause.i), None)
    mention = subject._.dox_mention if subject is not None else None
    named = mention is not None and mention.type == "theorist" and mention.form == "name"
    return mention.entity if named and mention is not None else None


def _owner_beside(token: Token) -> Cluster | None:
    """ "Marx's theory of class and his call for revolt": whose the thing is that another of "his" is joined to."""
    noun = token.head
    if token.dep_ != "poss" or noun.dep_ != "conj":
        return None
    while noun.head.i < noun.i and (noun.dep_ == "conj" or (noun.dep_ == "pobj" and noun.head.lower_ == "of")):
        noun = noun.head if noun.dep_ == "conj" else noun.head.head
        owner = next((c for c in noun.children if c.dep_ == "poss"), None)
        if owner is not None:
            return next((c for c in entities_at(owner) if c.type == "theorist"), None)
    return None


def in_aside(token: Token) -> bool:
    """Whether a pronoun names who says the clause around it: ", he points out,", ", in his view,"."""
    doc, verb = token.doc, token.head
    if token.dep_ == "nsubj" and verb.i > token.i and verb.lemma_.lower() in SAYING:
        opens = token.i > token.sent.start and doc[token.i - 1].text in _ASIDE
        end = verb.i + 1
        while end < token.sent.end and doc[end].pos_ in {"ADV", "ADP"}:
            end += 1
        return opens and (end >= token.sent.end or doc[end].text in _ASIDE or doc[end].text in {".", ")"})
    if token.dep_ == "poss" and verb.dep_ == "pobj" and verb.lemma_.lower() in _VIEWS and token.i > token.sent.start + 1:
        return doc[token.i - 2].text == "," and verb.i + 1 < token.sent.end and doc[verb.i + 1].text == ","
    return False


def clause_start(token: Token) -> int:
    """Where the clause around a token begins: behind the last colon, semicolon or dash of its sentence before it."""
    i = token.i - 1
    while i > token.sent.start and token.doc[i].text not in _PARTING:
        i -= 1
    return i + 1 if i > token.sent.start else token.sent.start


def _same_word(before: list[tuple[Token, Cluster]], gender: str | None) -> Cluster | None:
    """Whom the same sentence has already called "he", where nobody else has since become a subject."""
    for token, cluster in reversed(before):
        if gender is not None and _FOR_ONE.get(token.lower_) == gender:
            return cluster
        if heads_clause(token):
            return None
    return None


def _subject_above(token: Token) -> Cluster | None:
    """ "…, which Hume denied when he wrote": whose the clause inside the sentence is that the pronoun's clause depends on."""
    verb = token.head
    above = verb.head
    met = any(c.dep_ == "dobj" and c.lower_ in OBJECTS for c in above.children)  # "Hume misread him when he wrote"
    if token.dep_ != "nsubj" or verb.dep_ != "advcl" or not (met or above.dep_ in _INNER):
        return None
    subject = next((c for c in above.children if c.dep_ == "nsubj" and c.i < token.i), None)
    mention = subject._.dox_mention if subject is not None else None
    return mention.entity if mention is not None and mention.type == "theorist" else None


def _known_woman(token: Token, memory: Memory) -> Cluster | None:
    """Whom "she" means among several that it fits: who is known to be a woman, before lone surnames that tell nothing."""
    for salience in reversed(memory):
        if not same_passage(token, salience):
            break
        women = [p for p in salience.of("theorist") if (p[1].gender or given_gender(p[1])) == "female"]
        if women:
            return distinct(ranked(women))[0]
    return None


def _set_gender(cluster: Cluster, gender: str | None) -> list[Cluster]:
    if gender and cluster.gender is None:
        cluster.gender = gender  # type: ignore[assignment]
    return [cluster]


def _fits(cluster: Cluster, gender: str | None) -> bool:
    return gender is None or (cluster.gender or given_gender(cluster)) in {None, gender}


def given_gender(cluster: Cluster) -> str | None:
    """What a person's given name or title tells; None for a lone surname or a name that both may bear."""
    first, *others = cluster.name.split()
    return _GIVEN.get(first.casefold()) or _TITLES.get(first.casefold().rstrip(".")) if others else None


def several(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The group, or the persons named together, that "they" stands for; main subjects before subjects of what is reported."""
    aside = in_aside(token)
    for salience, before in backwards(token, here, memory):
        if aside and salience is here:
            before = clause_start(token)
        seen = [p for p in salience.of("theorist", "group", before=before) if heads_clause(p[0])]
        main = [p for p in seen if heads_sentence(p[0])]
        found = (
            _together(main)
            or _together(seen)
            or (joint_of([p for p in seen if p[1].type == "theorist"]) if token.lower_ == "they" else [])
        )
        if found:
            return found
        plural_subject = [
            t
            for t in salience.sent
            if t.tag_ in {"NNS", "NNPS"} and t.dep_ in {"nsubj", "nsubjpass"} and (before is None or t.i < before)
        ]
        if plural_subject and salience is not here and not any(c.type == "group" for _, c in seen):
            return []
        if salience is not here:
            held = distinct(salience.of("group"))
            if len(held) == 1:
                return held
            people = salience.of("theorist")
            if not held and len(distinct(people)) >= 2 and coordinated([t for t, _ in people]):
                return distinct(people)
    return []


def _together(subjects: list[tuple[Token, Cluster]]) -> list[Cluster]:
    groups = [p for p in subjects if p[1].type == "group"]
    people = [p for p in subjects if p[1].type == "theorist"]
    if groups and (len(distinct(people)) < 2 or groups[-1][0].i > people[-1][0].i):
        together = [c for t, c in groups if t.dep_ == "conj" or t.i == groups[0][0].i]
        return list(dict.fromkeys(together)) if len(together) > 1 and len(groups) == len(together) else [groups[-1][1]]
    joint = distinct(people)
    return joint if len(joint) >= 2 and coordinated([t for t, _ in people]) else []


def adherents_of(token: Token, memory: Memory) -> list[Cluster]:
    """ "Offensive realism … These theorists": the group named after the doctrine, where the text names it, else the doctrine."""
    for salience in [*reversed(memory)][:2]:
        named = [c for t, c in salience.of("theory") if heads_clause(t)]
        if named and same_passage(token, salience):
            stem = named[-1].name.casefold().removesuffix("ism")
            groups = [
                c
                for c in token.doc._.dox_entities
                if c.type == "group" and c.name.casefold().rstrip("s").removesuffix("ist") == stem
            ]
            return groups[:1] or [named[-1]]
    return []


def exactly(number: int, token: Token, here: Salience, memory: Memory, *types: str, also: str = "") -> list[Cluster]:
    """As many as "both" or "all three" counts: those named in one sentence, else in the last few as their subjects.

    Things of the type ``also`` are meant where the nearest sentence that names any names as many of them, and nobody.
    """
    after = token.doc[token.i + 1 : token.i + 3].text.lower()
    for salience, before in backwards(token, here, memory):
        named = distinct(salience.of(*types, before=before))
        if after in {"of whom", "of which"}:  # "A and B, both of whom": those named last
            named = named[-number:]
        others = distinct(salience.of(also, before=before))
        if len(named) == number or (len(others) == number and not named):
            return named or others
        if named or others:
            break
    subjects: list[Cluster] = []
    for salience, before in backwards(token, here, memory):
        fresh = [c for c in distinct([p for p in salience.of(*types, before=before) if heads_clause(p[0])]) if c not in subjects]
        subjects = [*fresh, *subjects]
        if len(subjects) >= number:
            return subjects if len(subjects) == number else []
    return []


def former_or_latter(low: str, token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    """The first or the second of the two persons, theories or groups that were named last."""
    for salience, before in backwards(token, here, memory):
        for types in (("theorist",), ("theory",), ("group",)):
            named = distinct(salience.of(*types, before=before))
            if len(named) == 2:
                chosen, other = named if low == "former" else named[::-1]
                return [other if id(chosen) in reporters(token) else chosen]
    return []
