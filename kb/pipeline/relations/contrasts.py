"""Likeness and contrast drawn between neighbouring clauses: "while Y held …", "by contrast", "takes the opposite view"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import subjects, surface_subjects
from kb.pipeline.relations.ends import owner_of
from kb.pipeline.relations.holders import own
from kb.pipeline.relations.marks import by_sentence, evidence, link
from kb.pipeline.relations.referents import referents
from kb.pipeline.relations.scene import Scene

_BACK = 6  # sentences looked back through for what "the opposite view" is opposite to
_STOOD = ("dobj", "attr", "pobj", "nsubjpass")
_PARTIES: tuple[EntityType, ...] = ("theorist", "group", "theory", "work")


def from_contrasts(scene: Scene, said: Sequence[RelationMark]) -> Iterator[RelationMark]:
    """Marks from connectives that set two clauses' speakers, or the theories they made, beside each other."""
    cues = load("relations")["contrast"]
    found = by_sentence(scene, said)
    for index, sentence in enumerate(scene.sentences):
        if not scene.mentions[index]:
            continue
        opening = sentence.text[:120].lower()
        for token in sentence:
            if token.lower_ in cues["within"] and token.dep_ in ("mark", "advmod") and (token.lower_ != "where" or _leads(token)):
                yield from _within(scene, token, "differs_from")
            elif token.lower_ in ("both", "alike") and token.dep_ in ("appos", "advmod", "det", "preconj", "dep"):
                yield from _together(scene, token)
            elif token.lower_ in ("than", "as") and token.dep_ in ("prep", "mark") and token.i > sentence.start + 1:
                yield from _measured(scene, token)
            if token.lower_ == "as" and token.dep_ == "mark" and token.i and token.nbor(-1).lower_ == "just":
                yield from _within(scene, token, "similar_to")
        if _phrase(opening, cues["apart"]):
            yield from _across(scene, index, "differs_from", "by contrast")
        elif _phrase(opening, cues["alike"]):
            alike = list(_made_alike(scene, index, found))
            yield from alike or _across(scene, index, "similar_to", "similarly")
        yield from _opposite(scene, index, cues)
        yield from _beyond(scene, index)


def _together(scene: Scene, word: Token) -> Iterator[RelationMark]:
    """The two of whom one thing is reported: "A and B both maintained that …", "both A and B held that …"."""
    verb = word.head if word.head.pos_ in ("VERB", "AUX") else word.head.head
    told = {id(m.entity): m for s in _own_subjects(verb) for m in _speakers(scene, [s]) if m.type in ("theorist", "group")}
    said = any(c.cue_token == verb.i for c in scene.cues.get(verb.i, ()))
    if len(told) == 2 and said and word.i <= verb.i:
        one, other = told.values()
        yield from link(scene, verb, [one], "similar_to", [other], rule="both", confidence=0.55)


def _measured(scene: Scene, word: Token) -> Iterator[RelationMark]:
    """Two whom a clause measures by each other: "A was more cautious than B", "A is as sceptical as B", "not so far as B"."""
    other = next((m for m in scene.within(word.i + 1, word.i + 3) if m.form == "name"), None)
    at, degree = word.head, None
    before = [t for t in scene.doc[max(word.i - 6, 0) : word.i] if not t.is_punct]
    if word.lower_ == "than" and any(t.tag_ in ("JJR", "RBR") or t.lower_ in ("more", "less") for t in before):
        degree = "differs_from"
    elif word.lower_ == "as" and any(t.lower_ in ("as", "so") and t.dep_ == "advmod" for t in before):
        degree = "similar_to"
    if (
        other is None
        or degree is None
        or scene.doc[word.i - 1].lower_ in ("rather", "other", "such", "well", "far", "soon", "long")
    ):
        return
    if at.pos_ == "NOUN" and at.dep_ == "pobj":
        return  # "with a better pen than B's": of the pen only
    while at.pos_ not in ("VERB", "AUX") and at.head != at:
        at = at.head
    if degree == "similar_to" and any(c.dep_ == "neg" for c in at.children):
        degree = "differs_from"
    for one in _speakers(scene, _own_subjects(at)):
        if one.end <= word.i and one.type in ("theorist", "group") and other.type in ("theorist", "group"):
            yield from link(scene, word, [one], degree, [other], rule="measured", confidence=0.55, said="affirmed")


def _leads(word: Token) -> bool:
    """Whether "where" opens its sentence or follows a verb as in "saw heat where B had seen water": a contrast, not a place."""
    lower, upper = word.head, word.head.head
    upper = upper.head if lower.dep_ == "relcl" else upper
    same = lower.lemma_ == upper.lemma_
    return (word.is_sent_start or same) and word.i < lower.i


def _phrase(opening: str, phrases: list[str]) -> bool:
    """Whether a sentence opens with a phrase, or has it between commas near its start."""
    return any(opening.lstrip(' \n"“(').startswith(phrase + end) for phrase in phrases for end in (",", " ")) or any(
        f", {phrase}," in opening for phrase in phrases
    )


def _within(scene: Scene, mark: Token, predicate: str) -> Iterator[RelationMark]:
    """The subjects of a clause and of the clause it is set against: "A held P, while B held Q"."""
    lower, upper = mark.head, mark.head.head
    if mark.lower_ == "where" and lower.dep_ == "relcl":  # "saw heat where B had seen water"
        upper = upper.head
    elif lower.dep_ != "advcl" or lower.pos_ not in ("VERB", "AUX"):
        return
    first = _speakers(scene, _own_subjects(upper))
    second = _speakers(scene, _own_subjects(lower))
    for a in first:
        for b in second:
            if (a.type == "theory") == (b.type == "theory"):
                yield from link(
                    scene,
                    mark,
                    [a],
                    predicate,
                    [b],
                    rule=f"clauses:{mark.lower_}",
                    confidence=0.7,
                    said="affirmed",
                    voice=["author"],
                )


def _own_subjects(verb: Token) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    return own or (surface_subjects(verb) if verb.dep_ != "advcl" else [])


def _speakers(scene: Scene, tokens: list[Token]) -> list[Mention]:
    return [r.mention for t in tokens for r in referents(scene, t, _PARTIES) if not r.through]


def _main_parties(scene: Scene, index: int) -> list[Mention]:
    """Who a sentence is about: the entities that its main clause's subject names, else the holder of its first claim by name."""
    root = scene.sentences[index].root
    found = _speakers(scene, surface_subjects(root))
    if not found and root.pos_ not in ("VERB", "AUX"):
        found = _speakers(scene, [root])
    if not found:
        holders = {id(claim.holder) for claim in scene.by_sentence.get(index, [])}
        found = [m for m in scene.mentions[index] if id(m.entity) in holders][:1]
    return found


def _made_alike(scene: Scene, index: int, said: dict[int, list[RelationMark]]) -> Iterator[RelationMark]:
    """After "similarly", a theory newly introduced is like the last that the text has introduced in the same way."""
    new = next((m for m in said.get(index, []) if m.predicate in ("originated", "holds")), None)
    if new is None:
        return
    for back in range(index - 1, max(index - _BACK - 1, -1), -1):
        old = [m for m in said.get(back, []) if m.predicate == new.predicate and m.object is not new.object]
        if old:
            start, _ = evidence(scene, [scene.sentences[index][0]])
            yield RelationMark(
                new.object, "similar_to", old[-1].object, "affirmed", "author", start, new.end, None, 0.65, "similarly:theories"
            )
            return


def _comparable(one: Mention, other: Mention) -> bool:
    """Whether two are of kinds that a text sets beside each other: holders beside holders, theories beside theories."""
    return one.type == other.type or {one.type, other.type} <= {"theorist", "group"}


def _across(scene: Scene, index: int, predicate: str, rule: str) -> Iterator[RelationMark]:
    here = [owner_of(scene, m) or m for m in _main_parties(scene, index)]
    if not here:
        return
    for back in range(index - 1, max(index - 4, -1), -1):
        there = [owner_of(scene, m) or m for m in _main_parties(scene, back)]
        there = [m for m in there if all(m.entity is not h.entity and _comparable(m, h) for h in here)]
        if not there and back == index - 1:
            there = [m for m in scene.mentions[back] if m.type == here[0].type and m.entity is not here[0].entity][-1:]
        if there:
            for a in here:
                for b in there[:3]:
                    start, end = evidence(scene, [scene.doc[a.start], scene.doc[b.start]])
                    if a.entity is not None and b.entity is not None:
                        sure = round(0.6 * min(a.confidence, b.confidence), 3)
                        yield from own(a.entity, predicate, b.entity, start, end, sure, rule)
            return


def _opposite(scene: Scene, index: int, cues: dict[str, list[str]]) -> Iterator[RelationMark]:
    """Who "takes the opposite view" differs from the last other entity of the same type that the text spoke of."""
    for token in scene.sentences[index]:
        if token.lemma_.lower() not in cues["stands"] or token.tag_ not in ("NN", "NNS") or token.dep_ not in _STOOD:
            continue
        marks = {c.lower_ for c in token.children if c.dep_ == "amod"}
        predicate = "differs_from" if marks & set(cues["opposed"]) else "similar_to" if marks & set(cues["same"]) else None
        if predicate is None or any(c.dep_ == "prep" and c.lower_ in ("to", "from", "as", "with", "of") for c in token.children):
            continue
        verb = token.head if token.dep_ != "pobj" else token.head.head
        parties = _speakers(scene, subjects(verb) if token.dep_ == "nsubjpass" else surface_subjects(verb))
        for party in parties:
            other = _last_other(scene, index, party, {id(m.entity) for m in parties})
            if other is not None:
                yield from link(scene, token, [party], predicate, [other], rule="opposite view", confidence=0.65, said="affirmed")


def _beyond(scene: Scene, index: int) -> Iterator[RelationMark]:
    """Who is said to be "more careful" or to have "gone further", than no one named, differs from whoever came before."""
    root = scene.sentences[index].root
    parties = [m for m in _speakers(scene, _own_subjects(root)) if m.type == "theorist" and m.form == "name"]
    if len(parties) != 1 or index == 0 or any(t.lower_ == "than" for t in scene.sentences[index]):
        return
    if not _compares(root):
        return
    there = [owner_of(scene, m) or m for m in _main_parties(scene, index - 1)]
    there = [m for m in there if m.type in ("theorist", "group") and m.entity is not parties[0].entity]
    for other in there[:2]:
        start, end = evidence(scene, [root, scene.doc[parties[0].start]])
        if parties[0].entity is not None and other.entity is not None:
            yield from own(parties[0].entity, "differs_from", other.entity, start, end, 0.5, "beyond")


def _compares(verb: Token) -> bool:
    """Whether a clause's predicate is a comparative: "was more cautious", "went further", "took a milder view"."""
    for child in verb.children:
        if child.dep_ in ("acomp", "advmod") and (child.tag_ in ("JJR", "RBR") or child.lower_ in ("further", "farther")):
            return child.lower_ not in ("more", "later", "earlier", "better", "longer")
        if child.dep_ in ("acomp", "attr", "dobj"):
            words = [child, *child.children] if child.dep_ != "acomp" else list(child.children)
            words += [c for w in child.children if w.dep_ == "amod" for c in w.children]
            if any(w.tag_ in ("JJR", "RBR") and w.lower_ not in ("later", "earlier", "younger", "older") for w in words):
                return True
    return False


def _last_other(scene: Scene, index: int, party: Mention, but: set[int]) -> Mention | None:
    """Whom the text spoke of last before a party, of the same type and none of those that stand with it."""
    for back in range(index, max(index - _BACK - 1, -1), -1):
        main = _main_parties(scene, back) if back < index and party.type == "theorist" else []
        for mention in (*main, *reversed(scene.mentions[back])):
            if (
                mention.start < party.start
                and mention.type == party.type
                and id(mention.entity) not in but
                and mention.form == "name"
            ):
                return mention
    return None
