"""Objections of one party to another's claim: "Sismondi replied that …", "objected to Newton that …"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.annotations import ArgumentMark, Cluster, Mention, text_of
from kb.pipeline.arguments.links import Group, groups_of, held_by, linked, parted, words
from kb.pipeline.polarity import is_negated
from kb.pipeline.relations.scene import Scene

_BACK = 4  # sentences looked back through for what a reply answers
_SHORT = 30  # words of a sentence that does no more than announce an objection
_PARTIES = ("theorist", "group", "work")


def by_replies(scene: Scene, index: int, groups: list[Group]) -> Iterator[ArgumentMark]:
    """A claim whose cue is one of replying objects to the claim of the party that it names, else of the last other party."""
    for group in groups:
        if group[0].rule.endswith("led up to") or not _replies(scene, index, group):
            continue
        answered = _answered(scene, index, group)
        if answered:
            for more in groups:  # "replied that P, and that Q"
                if more is group or (
                    more[0].cue_token == group[0].cue_token >= 0 and more[0].content[0][0] > group[0].content[0][0]
                ):
                    yield from linked(scene, index, more, answered, "attacks", "replies", 0.4)
            return


def _replies(scene: Scene, index: int, group: Group) -> bool:
    """Whether a claim's cue replies: a verb, a noun that is its subject, "against X", "criticised the view and held that"."""
    cue = scene.doc[group[0].cue_token] if group[0].cue_token >= 0 else None
    if cue is not None and cue.lemma_.lower() in words("replying") and (cue.pos_ == "VERB" or cue.nbor().lower_ == "that"):
        return True  # the tagger takes "critics of Bohr object that" for a noun
    if group == groups_of(scene, index)[0] and _disagreed(scene, index, group):
        return True
    if cue is not None and cue.lemma_.lower() in words("asking") and _addressed(scene, group, cue):
        return True
    start, end = group[0].content[0][0], group[0].content[-1][1]
    if any(phrase in text_of(scene.doc)[scene.sentences[index].start_char : start].lower() for phrase in words("contrary")):
        return True  # "holds to the contrary that"
    for token in scene.sentences[index]:
        if start <= token.idx < end or token.i in scene.claims:
            continue
        if (
            token.dep_ == "nsubj"
            and token.lemma_.lower() in words("reply_nouns")
            and token.head.lemma_ == "be"
            and token.idx < start
        ):
            return True  # "Hume's answer was that"
        if (
            token.lower_ == "against"
            and token.idx < start
            and any(m.type in _PARTIES and _is_other(m, group) for c in token.children for m in scene.mentions_at(c))
        ):
            return True
        if cue is None:
            continue
        if token.pos_ == "VERB" and token.lemma_.lower() in words("opposing_verbs") and (token is cue or _beside(token, cue)):
            return True
    return False


def _disagreed(scene: Scene, index: int, group: Group) -> bool:
    """Whether the sentence before says only that this claim's holder disagrees: "Friedman would have none of it. …"."""
    if index == 0 or parted(scene, index - 1) or scene.by_sentence.get(index - 1):
        return False
    sentence = scene.sentences[index - 1]
    if len(sentence) > _SHORT or not any(m.entity is not None and held_by(group, m.entity) for m in scene.mentions[index - 1]):
        return False
    text = sentence.text.lower()
    return any(phrase in text for phrase in words("disagreeing")) or any(
        t.pos_ == "VERB"
        and t.lemma_.lower() in words("dissenting")
        and not is_negated(t)
        and any(
            m.entity is not None and held_by(group, m.entity)
            for c in t.children
            if c.dep_ == "nsubj"
            for m in scene.mentions_at(c)
        )
        for t in sentence
    )


def _addressed(scene: Scene, group: Group, cue: Token) -> bool:
    """Whether a verb of asking or reminding is put to another party: "asked him how", "reminded Locke that"."""
    return any(
        m.type in _PARTIES and _is_other(m, group)
        for c in cue.children
        if c.dep_ in ("dobj", "dative", "iobj")
        for m in scene.mentions_at(c)
    )


def _is_other(mention: Mention, group: Group) -> bool:
    """Whether a naming is of another party than the one that speaks."""
    return mention.entity is not None and not held_by(group, mention.entity)


def _beside(verb: Token, cue: Token) -> bool:
    """Whether two verbs share a subject or sentence: "criticised the thesis and held", "disagreed: in his view"."""
    return verb.head is cue or cue.head is verb or verb.dep_ == "ROOT"


def _answered(scene: Scene, index: int, group: Group) -> Group | None:
    """The first claim of the last run of claims of another party, of the party that the sentence names where it names one.

    Only a party that is named is looked for in the paragraph before.
    """
    start = group[0].content[0][0]
    named = _named(scene, index, group)
    run: list[Group] = []
    breaks = 0
    for back in range(index, max(index - _BACK - 1, -1), -1):
        breaks += back < index and parted(scene, back)
        if breaks > (1 if named else 0):
            break
        for other in reversed(groups_of(scene, back)):
            if other[0].content[0][0] >= start:
                continue
            if run and run[0][0].holder is other[0].holder:
                run.append(other)
            elif run:
                return run[-1]
            elif _may_answer(group, other, named):
                run.append(other)
    return run[-1] if run else None


def _named(scene: Scene, index: int, group: Group) -> list[Cluster]:
    """The parties that a sentence names before what it reports, other than those who speak and their company.

    "The formalists, with Cook in front, retorted": Cook is answered by nobody.
    """
    end = group[0].content[-1][1]
    start = group[0].content[0][0]
    cue = scene.doc[group[0].cue_token] if group[0].cue_token >= 0 else None
    subjects = [c for c in cue.children if c.dep_ in ("nsubj", "nsubjpass")] if cue is not None else []
    company = {t.i for subject in subjects for t in subject.subtree}
    return [
        m.entity
        for m in scene.mentions[index]
        if m.type in _PARTIES
        and m.entity is not None
        and not held_by(group, m.entity)
        and m.start not in company
        and not start <= scene.doc[m.start].idx < end
    ]


def _may_answer(group: Group, other: Group, named: list[Cluster]) -> bool:
    if any(held_by(group, claim.holder) for claim in other):
        return False
    return not named or any(held_by(other, party) for party in named)
