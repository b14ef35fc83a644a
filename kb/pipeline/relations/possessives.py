"""Relations that a noun phrase says: "Descartes's dualism", "the Trotskyist Burnham", "realists such as Carr"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from kb.model import Polarity
from kb.pipeline.annotations import Holder, Mention, RelationMark
from kb.pipeline.cues import load
from kb.pipeline.persons import ROLES
from kb.pipeline.polarity import polarity
from kb.pipeline.relations.lexicon import frames
from kb.pipeline.relations.marks import PEOPLE, THEORY, link
from kb.pipeline.relations.referents import coordinated, head_of, referents
from kb.pipeline.relations.scene import Scene

_FOR_OR_AGAINST = ("holds", "rejects", "differs_from")
_WITH = (["together", "with"], ["along", "with"], ["jointly", "with"])
_MEMBERS = (["among", "them"], ["among", "whom"], ["including"], ["notably"], ["especially"], ["above", "all"])
_BETWEEN = frozenset({"NOUN", "ADJ", "PROPN", "NUM"})


def from_noun_phrases(scene: Scene) -> Iterator[RelationMark]:
    """Marks from possessives, labels before names, appositions and "such as"."""
    inventive = frozenset(load("relations")["possessive"]["inventive"])
    ideas = frozenset(load("relations")["carriers"]["ideas"]) | frozenset(load("relations")["carriers"]["kinds"])
    past = frozenset(load("relations")["possessive"]["past"])
    creeds = _creeds(scene)
    for sentence, mentions in zip(scene.sentences, scene.mentions, strict=True):
        for token in sentence if len(mentions) > 1 else ():
            if token.tag_ == "WP$" and token.dep_ == "poss":  # "X, whose theory of T"
                for owner in referents(scene, token, PEOPLE):
                    yield from _possessed(scene, owner.mention, inventive, ideas, past, token)
        for mention in mentions:
            if mention.rule in ("side", "circle"):
                yield from _of_its_side(scene, mention)
            if mention.type in ("theorist", "group"):
                yield from _possessed(scene, mention, inventive, ideas, past)
                yield from _labels(scene, mention)
            if mention.type == "theorist" and mention.form == "name":
                yield from _of_a_creed(scene, mention, creeds)
        for first, second in pairwise(mentions):
            yield from _labelled(scene, first, second)
            if first.type == "group" and second.type == "theorist" and _words_between(scene, first, second) in _MEMBERS:
                named = [second, *coordinated(scene, second)]
                yield from link(scene, scene.doc[second.start], named, "member_of", [first], rule="among them", confidence=0.75)
            if first.type == "group" and second.type == "theorist" and _named_beside(scene, first, second):
                named = [second, *coordinated(scene, second)]
                yield from link(scene, scene.doc[second.start], named, "member_of", [first], rule="beside", confidence=0.65)
            if first.type == "group" and second.type == "theorist" and first.form == "name" and _bracketed(scene, first, second):
                named = [second, *coordinated(scene, second)]
                if scene.doc[named[-1].end].text == ")":
                    yield from link(scene, scene.doc[second.start], named, "member_of", [first], rule="bracketed", confidence=0.6)
            if first.type == second.type == "theorist" and _words_between(scene, first, second) in _WITH:
                yield from link(
                    scene, scene.doc[first.end - 1], [first], "allied_with", [second], rule="together", confidence=0.6
                )
            if first.type == "group" and second.type == "theorist" and first.form == "name" and _under(scene, first, second):
                yield from link(scene, scene.doc[first.end - 1], [second], "member_of", [first], rule="under", confidence=0.6)
            if first.type == "theorist" and second.type == "group" and _and_other(scene, first, second):
                row = [m for m in mentions if m.type == "theorist" and first in (m, *coordinated(scene, m))]
                yield from link(scene, scene.doc[second.start], row, "member_of", [second], rule="and other", confidence=0.75)
            if first.type == "theory" and second.type == "theorist" and _words_between(scene, first, second) == ["for"]:
                yield from link(
                    scene,
                    scene.doc[second.start],
                    [second],
                    "holds",
                    [first],
                    rule="for",
                    confidence=0.65,
                    said="affirmed",
                    voice=["author"],
                )


def _possessed(
    scene: Scene,
    owner: Mention,
    inventive: frozenset[str],
    ideas: frozenset[str],
    past: frozenset[str],
    root: Token | None = None,
) -> Iterator[RelationMark]:
    """A theory and whose it is, whatever the clause says of it: "X's T", "X's theory of T", "the T of X"."""
    root = root or head_of(scene, owner)
    noun = root.head
    if root.dep_ == "poss" and not any("possessor" in frame.subject for frame in frames("noun").get(noun.lemma_.lower(), ())):
        direct = [m for m in scene.mentions_at(noun) if m.type == "theory" and m.entity is not owner.entity]
        if direct:
            made = noun.lemma_.lower() in inventive and direct[0].end > noun.i + 1
            predicate = "originated" if made else "holds"
            voice: list[Holder] | None = ["author"] if direct[0].rule == "theirs" else _taken_for_granted(scene, noun)
            yield from link(
                scene, noun, [owner], predicate, direct, rule="possessive", confidence=0.7, said="affirmed", voice=voice
            )
        elif noun.lemma_.lower() in ideas and not _of_a_thing(noun):
            found = [r.mention for r in referents(scene, noun, THEORY, alone=True)]
            predicate = "originated" if noun.lemma_.lower() in inventive else "holds"
            rule = f"possessive:{noun.lemma_.lower()}"
            voice = _taken_for_granted(scene, noun)
            stated = next((c for c in noun.children if any(w.dep_ == "mark" and w.lower_ == "that" for w in c.children)), None)
            said = "affirmed" if stated is None else polarity(stated, range(stated.left_edge.i, stated.right_edge.i + 1))
            yield from link(scene, noun, [owner], predicate, found, rule=rule, confidence=0.75, said=said, voice=voice)
        elif noun.lemma_.lower() in past:
            labels = [m for c in noun.children if c.dep_ in ("amod", "compound", "nmod") for m in scene.mentions_at(c)]
            yield from link(
                scene,
                noun,
                [owner],
                "member_of",
                [m for m in labels if m.type == "group"],
                rule="past",
                confidence=0.7,
                said="affirmed",
            )
            yield from link(
                scene,
                noun,
                [owner],
                "holds",
                [m for m in labels if m.type == "theory"],
                rule="past",
                confidence=0.6,
                said="affirmed",
            )
    elif root.dep_ == "pobj" and noun.lower_ in ("of", "by") and owner.form == "name":
        theory = [m for m in scene.mentions_at(noun.head) if m.type == "theory" and m.end == noun.i]
        row = [owner, *coordinated(scene, owner)] if theory else []
        yield from link(scene, noun.head, row, "holds", theory, rule="genitive", confidence=0.6)
        if not theory and noun.head.lemma_.lower() in inventive:
            named = [m for m in _apposed(scene, noun.head, root) if m.type == "theory"]
            yield from link(scene, noun.head, [owner], "holds", named, rule="genitive", confidence=0.55)


def _taken_for_granted(scene: Scene, noun: Token) -> list[Holder] | None:
    """The text's own voice where a claim denies: who rejects "Descartes's distinction" does not deny whose it is."""
    claims = scene.claims.get(noun.i, [])
    return ["author"] if claims and claims[0].stance != "asserts" else None


def _of_a_thing(noun: Token) -> bool:
    """Whether a noun says what somebody made of a thing, as "analysis of" does, rather than what he taught."""
    things = frozenset(load("relations")["possessive"]["of_things"])
    return noun.lemma_.lower() in things and any(c.dep_ == "prep" and c.lower_ in ("of", "on") for c in noun.children)


def _apposed(scene: Scene, noun: Token, name: Token) -> list[Mention]:
    return [m for word in (noun, name) for c in word.children if c.dep_ == "appos" for m in scene.mentions_at(c)]


def _of_its_side(scene: Scene, side: Mention) -> Iterator[RelationMark]:
    """What a side is for or against, as its noun says: "defenders of capitalism", "Chomsky's critics", "his followers"."""
    noun = scene.doc[side.start]
    things = [m for c in noun.children if c.lower_ == "of" for n in c.children for m in scene.mentions_at(n)]
    things = things or [m for c in noun.children if c.dep_ == "poss" for m in scene.mentions_at(c)]
    for frame in frames("noun").get(noun.lemma_.lower(), ()):
        for relation in frame.relations:
            if relation not in _FOR_OR_AGAINST:
                continue  # whom followers come from is in their name already
            marks = list(
                link(scene, noun, [side], relation, things, rule="side", confidence=0.7, said="affirmed", voice=["author"])
            )
            yield from marks
            if marks:
                return


def _labels(scene: Scene, mention: Mention) -> Iterator[RelationMark]:
    """A name and what it is an instance of: "Lenin, a Bolshevik, …", "Xs such as A and B"."""
    root = head_of(scene, mention)
    if mention.type == "theorist":
        for child in root.children:
            if child.dep_ == "appos":
                one = child.lower_ == "one" or child.tag_ == "JJS"  # ", one of the ablest Xs"
                groups = [r.mention for r in referents(scene, child, ("group",)) if not r.through or one]
                labelled = any(
                    c.dep_ == "det" for c in child.children
                )  # "X, a Marxist": not a title in a row, "X, Anarchism, p. 3"
                theories = [m for m in scene.mentions_at(child) if m.type == "theory" and labelled]
                none = any(c.dep_ == "det" and c.lower_ == "no" for c in child.children)
                said: Polarity = "denied" if none else "affirmed"  # whatever the clause denies
                yield from link(scene, root, [mention], "member_of", groups, rule="apposition", confidence=0.7, said=said)
                yield from link(scene, root, [mention], "holds", theories, rule="apposition", confidence=0.6, said=said)
    else:
        for child in root.children:
            if child.dep_ == "prep" and (
                (child.lower_ in ("like", "including") and child.nbor(-1).text != ",")
                or (child.lower_ == "as" and child.nbor(-1).lower_ == "such")
            ):
                named = [
                    r.mention for noun in child.children if noun.dep_ == "pobj" for r in referents(scene, noun, ("theorist",))
                ]
                yield from link(scene, root, named, "member_of", [mention], rule="such as", confidence=0.75)


def _creeds(scene: Scene) -> dict[str, Mention]:
    """What an adherent of each doctrine and a member of each body is called: "monist" of monism, "Fabian" of the Fabians."""
    found: dict[str, Mention] = {}
    for row in scene.mentions:
        for mention in row:
            name = mention.text.lower()
            if mention.form != "name":
                continue
            if mention.type == "theory" and name.endswith("ism"):
                found[name.removesuffix("m") + "t"] = mention
            elif mention.type == "group" and name.endswith("s") and not name.endswith("ss"):
                one = name.removesuffix("s")
                if one.split()[-1] not in ROLES:  # "the anthropologist Steward" tells his trade
                    found.setdefault(one, mention)
    return found


def _of_a_creed(scene: Scene, name: Mention, creeds: dict[str, Mention]) -> Iterator[RelationMark]:
    """ "the monist Thales", "the prominent structural functionalist Evans-Pritchard", "Empedocles the pluralist"."""
    doc, first = scene.doc, scene.sentences[scene.sentence_of(name.start)].start
    before = [doc[max(first, name.start - n) : name.start] for n in (2, 1)]
    after = [doc[name.end + 1 : name.end + 1 + n] for n in (2, 1)] if doc[name.end : name.end + 1].text.lower() == "the" else []
    for label in (*before, *after):
        named = creeds.get(label.text.lower())
        if named is None or named.entity is None or len(label) == 0 or label[-1]._.dox_mention is not None:
            continue
        predicate = "holds" if named.type == "theory" else "member_of"
        here = Mention(label[0].i, label[-1].i + 1, named.type, label.text, "description", named.entity)
        yield from link(scene, doc[name.start], [name], predicate, [here], rule="label", confidence=0.7, said="affirmed")
        return


def _named_beside(scene: Scene, body: Mention, name: Mention) -> bool:
    """ "the anarchists Berkman and Goldman"; "the formalists, with Cook in front"; "Trotskyists, Cannon first among them"."""
    if scene.doc[body.end - 1].tag_ not in ("NNS", "NNPS") or body.form != "name" or name.form != "name":
        return False
    if body.end == name.start:
        return True
    after = [t.lower_ for t in scene.doc[name.end : name.end + 5]]
    comma = scene.doc[body.end].text == ","
    if comma and _words_between(scene, body, name) == ["and"]:  # "the Xs, and A above all, …"
        return after[:2] in (["above", "all"], ["most", "of"], ["in", "particular"], ["especially", ","], ["at", "their"])
    return comma and (
        (_words_between(scene, body, name) == ["with"] and after[:2] in (["in", "front"], ["at", "their"], ["among", "them"]))
        or (body.end + 1 == name.start and "them" in after and "among" in after)
    )


def _under(scene: Scene, body: Mention, name: Mention) -> bool:
    """ "the Federation under X"."""
    return [t.lower_ for t in scene.doc[body.end : name.start]] == ["under"] and scene.doc[body.end - 1].tag_ in (
        "NNP",
        "NNPS",
        "NN",
    )


def _bracketed(scene: Scene, body: Mention, name: Mention) -> bool:
    """ "the Xs (A, B and C)": names alone within the brackets; a year would make it a reference."""
    gap = [t.text for t in scene.doc[body.end : name.start]]
    return gap in (["("], ["(", "e.g.", ","], ["(", "e.g."], ["(", "notably"], ["(", "for", "example"], ["(", "including"])


def _and_other(scene: Scene, name: Mention, body: Mention) -> bool:
    """ "Louis Blanc and other French state socialists"."""
    between = [t.lower_ for t in scene.doc[name.end : body.start] if not t.is_punct]
    return between[:2] == ["and", "other"] and len(between) <= 3


def _words_between(scene: Scene, first: Mention, second: Mention) -> list[str]:
    return [t.lower_ for t in scene.doc[first.end : second.start] if not t.is_punct and not t.is_space][:3]


def _labelled(scene: Scene, label: Mention, name: Mention) -> Iterator[RelationMark]:
    """A label of adherence right before a name: "the Trotskyist Burnham", "the Marxist historian Hobsbawm"."""
    if name.type != "theorist" or name.form != "name" or label.type not in ("group", "theory") or label.form != "name":
        return
    gap = scene.doc[label.end : name.start]
    if len(gap) > 3 or any(t.pos_ not in _BETWEEN or t.tag_ in ("NNS", "NNPS") for t in gap):
        return
    last, fellow = scene.doc[label.end - 1], label.start > 0 and scene.doc[label.start - 1].lower_ == "fellow"
    if (last.tag_ in ("NNS", "NNPS") and not fellow) or (
        head_of(scene, label).dep_ in ("dobj", "pobj", "ROOT", "attr") and not len(gap)
    ):
        return
    apposed = (
        not len(gap) and last.dep_ in ("nsubj", "nsubjpass") and scene.doc[name.end - 1].head == last
    )  # "the mutualist Proudhon"
    if head_of(scene, label).dep_ not in ("compound", "amod", "nmod") and not (fellow or apposed):
        return
    predicate = "member_of" if label.type == "group" else "holds"
    yield from link(scene, scene.doc[name.start], [name], predicate, [label], rule="label", confidence=0.7, said="affirmed")
    if fellow:  # "his fellow Fabian Shaw": he is one too
        others = [m for m in scene.mentions[scene.sentence_of(name.start)] if m.type == "theorist" and m.end <= label.start]
        yield from link(
            scene, scene.doc[name.start], others[-1:], predicate, [label], rule="fellow", confidence=0.65, said="affirmed"
        )
