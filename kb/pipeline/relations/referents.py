"""Which entities a noun phrase speaks of, through coordination, apposition and nouns that carry another's name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kb.model import EntityType
from kb.pipeline.annotations import Cluster, Mention
from kb.pipeline.attitudes import misread_verb
from kb.pipeline.cues import load
from kb.pipeline.relations.doers import described, surface_subjects
from kb.pipeline.relations.scene import Scene

NAMING = frozenset({"call", "name", "entitle", "title", "know", "dub", "term", "label", "style", "christen", "designate"})
_JOINTS = frozenset(load("relations")["carriers"]["joints"])
_ROW = 12  # names in one row, at most
_REACH = 9  # tokens from one coordinated name to the next, at most
_FIRST = frozenset({"first", "former", "one"})
_SECOND = frozenset({"second", "latter", "other"})
_INSIDE = ("compound", "amod", "nmod", "appos", "flat", "nummod", "oprd", "dep")


@dataclass(frozen=True, slots=True)
class Referent:
    """An entity that a slot speaks of: directly, or through a noun ("Rizzi's ideas" speaks of Rizzi)."""

    mention: Mention
    through: str = ""  # the lemma of the carrying noun, if any

    @property
    def entity(self) -> Cluster:
        """The entity itself."""
        assert self.mention.entity is not None
        return self.mention.entity


@cache
def _carriers() -> frozenset[str]:
    """Nouns that carry another's name: "the theory of X", "Y's ideas", "a form of Z"."""
    words = load("relations")["carriers"]
    return frozenset(word for group in words.values() for word in group)


def referents(scene: Scene, token: Token, types: tuple[EntityType, ...], *, alone: bool = False) -> list[Referent]:
    """The entities of the given types that the noun phrase headed by a token speaks of, each once, in text order of discovery."""
    found: dict[int, Referent] = {}
    for head in [token] if alone else _heads(token):
        for referent in _of_head(scene, head, types):
            found.setdefault(id(referent.entity), referent)
    if not found and not alone:
        for head in _meant_by(token):
            for referent in _of_head(scene, head, types):
                found.setdefault(id(referent.entity), referent)
    for referent in list(found.values()):
        for mention in coordinated(scene, referent.mention):
            found.setdefault(id(mention.entity), Referent(mention, referent.through))
    return list(found.values())


def coordinated(scene: Scene, mention: Mention) -> list[Mention]:
    """The mentions of the same type that follow one with only commas and conjunctions between, whatever their parse."""
    end = scene.sentences[scene.sentence_of(mention.start)].end
    found: list[Mention] = []
    last = mention
    while len(found) < _ROW:
        other = next((m for m in scene.within(last.end, min(last.end + _REACH, end)) if m.entity is not last.entity), None)
        if other is None:
            break
        gap = [t for t in scene.doc[last.end : other.start] if not t.is_space]
        if other.type != mention.type or not gap or len(gap) > 8 or not _joins(gap) or _starts_clause(scene, other):
            break
        found.append(other)
        last = other
    return found


def _joins(gap: list[Token]) -> bool:
    words = {t.lower_ for t in gap}
    return bool(words & {"and", "or", "nor", "&", ","}) and all(
        (t.is_punct and t.text not in (".", ";", ":", "(", ")", "—", "–", "!", "?")) or t.lower_ in _JOINTS for t in gap
    )


def _starts_clause(scene: Scene, mention: Mention) -> bool:
    """Whether a name after "and" begins a clause of its own: "A rejected B, and C argued …"."""
    head = head_of(scene, mention)
    if mention.end < len(scene.doc) and scene.doc[mention.end].pos_ in ("VERB", "AUX"):
        return head.dep_ in ("nsubj", "nsubjpass")
    if head.dep_ not in ("nsubj", "nsubjpass") or head.head.i < head.i:
        return False
    return not any(c.dep_ == head.dep_ and c.i > head.i for c in head.head.children)


def head_of(scene: Scene, mention: Mention) -> Token:
    """The word of a mention that the rest of it hangs on; a noun rather than a preposition that a parser has hung elsewhere."""
    outer = [
        token
        for token in reversed(scene.doc[mention.start : mention.end])
        if token.head == token or not mention.start <= token.head.i < mention.end
    ]
    named = [token for token in outer if token.pos_ in ("NOUN", "PROPN", "ADJ", "PRON", "VERB", "NUM")]
    return (named or outer or [scene.doc[mention.end - 1]])[0]


def _heads(token: Token) -> list[Token]:
    """A head and its conjuncts; a relative pronoun's antecedent in its place."""
    token = antecedent(token) or token
    heads: list[Token] = []
    stack = [token]
    while stack and len(heads) < 12:
        head = stack.pop(0)
        heads.append(head)
        if not _left_out(head):
            joined = (child for child in head.children if child.dep_ == "conj" and child.pos_ not in ("VERB", "AUX"))
            stack.extend(child for child in joined if not any(misread_verb(c) for c in child.children))
    return heads


def _left_out(head: Token) -> bool:
    """Whether a clause without its verb follows: "Ball took the first road, Tyler the second"."""
    if not any(c.lower_ in _FIRST for c in head.children):
        return False
    rest = head.doc[head.i + 1 : head.sent.end]
    return any(t.lower_ in _SECOND and t.nbor(-1).lower_ == "the" for t in rest if t.i > head.i + 2)


def _meant_by(token: Token) -> list[Token]:
    """Whom "himself" means, and whom a noun describes that a clause hangs on: "X was an economist who rejected T"."""
    if token.lower_.endswith(("self", "selves")):
        verb = token.head if token.dep_ in ("dobj", "dative") else token.head.head
        return [s for s in surface_subjects(verb) if s != token]
    noun = antecedent(token) or token
    clause = any(c.dep_ in ("relcl", "acl") and c.i > noun.i for c in noun.children)
    return [head for found in described(noun) for head in _heads(found)] if clause else []


def antecedent(token: Token) -> Token | None:
    """The noun that a relative pronoun stands for."""
    if token.tag_ not in ("WP", "WDT", "WP$"):
        return None
    verb = token.head
    while (
        verb.dep_ not in ("relcl", "acl")
        and verb.head != verb
        and verb.dep_ in ("conj", "xcomp", "pobj", "prep", "dobj", "poss", "nsubj", "nsubjpass", "ccomp")
    ):
        verb = verb.head
    return verb.head if verb.dep_ == "relcl" and verb.head != verb else None


def _of_head(scene: Scene, head: Token, types: tuple[EntityType, ...]) -> list[Referent]:
    direct = [Referent(m) for m in scene.mentions_at(head) if m.type in types]
    if direct:
        # "Burnham's theory" may be a mention of its own; an apposition adds a name: "his book, The Managerial Revolution"
        return direct
    if head.dep_ == "appos" and any(c.dep_ == "relcl" for c in head.children):
        named = [Referent(m) for m in scene.mentions_at(head.head) if m.type in types]
        if named:
            return named  # "state socialism, a system that they oppose"
    if "work" in types and head.lemma_.lower() in load("relations")["carriers"]["works"]:
        titled = [
            Referent(m)
            for i in range(head.i + 1, min(head.i + 5, len(scene.doc)))
            for m in scene.at.get(i, ())
            if m.type == "work" and m.start == i
        ]
        if titled:
            return titled[:1]
    if "theory" in types and head.lemma_.lower() in _ideas():
        stated = list(_stated(scene, head))
        if stated:
            return stated
    inner = [Referent(m) for child in _inside(head) for m in scene.mentions_at(child) if m.type in types]
    if inner:
        people = [r for r in inner if r.mention.type == "theorist"]
        return (people or inner)[:3]  # "the Trotskyist theorist Mandel": the name, not its label
    return list(_carried(scene, head, types, 0))


@cache
def _ideas() -> frozenset[str]:
    return frozenset(load("relations")["carriers"]["ideas"])


def _stated(scene: Scene, head: Token) -> Iterator[Referent]:
    """The theory that a clause of content names: "the dogma that Russia is a workers' state"."""
    for clause in head.children:
        if clause.dep_ in ("acl", "ccomp", "relcl") and any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children):
            found = [c for c in clause.children if c.dep_ in ("attr", "acomp", "oprd")]
            found += [n for c in clause.children if c.dep_ == "prep" and c.lower_ == "as" for n in c.children if n.dep_ == "pobj"]
            for complement in found:
                for token in (complement, *_inside(complement)):
                    yield from (Referent(m, head.lemma_.lower()) for m in scene.mentions_at(token) if m.type == "theory")


def _inside(head: Token) -> Iterator[Token]:
    """The words within a noun phrase that may bear the name its head only describes: "the economist Adam Smith"."""
    stack = [c for c in head.children if c.dep_ in _INSIDE]
    seen = 0
    while stack and seen < 16:
        child = stack.pop(0)
        seen += 1
        yield child
        stack.extend(c for c in child.children if c.dep_ in _INSIDE)
    for child in head.children:
        if child.dep_ in ("acl", "relcl") and child.lemma_ in NAMING:
            for name in child.children:
                if name.dep_ in ("oprd", "dobj", "attr", "acomp"):
                    yield name
                elif name.dep_ == "prep" and name.lower_ == "as":
                    yield from (c for c in name.children if c.dep_ == "pobj")


def _carried(scene: Scene, head: Token, types: tuple[EntityType, ...], depth: int) -> Iterator[Referent]:
    """What a carrying noun is of: "the views of Trotsky", "Albert's ideas", "the term X", "thinkers such as X"."""
    if depth > 3:
        return
    carrier = head.lemma_.lower() in _carriers() or head.pos_ in ("PRON", "DET", "NUM", "ADJ")
    for child in head.children:
        if (
            child.dep_ == "prep"
            and child.lower_ in ("of", "like", "as", "in", "by", "including", "on", "about", "to", "towards", "toward")
            and (carrier or child.lower_ in ("as", "including"))
        ):
            if child.lower_ == "as" and not any(c.lower_ == "such" for c in child.children):
                continue
            if child.lower_ in ("to", "towards", "toward") and head.lemma_.lower() not in load("relations")["carriers"]["ways"]:
                continue
            if child.lower_ in ("on", "about") and (head.lemma_.lower() not in _ideas() or types == ("case",)):
                continue
            if child.lower_ == "in" and head.lemma_.lower() not in ("development", "work", "discussion", "article"):
                continue
            for noun in (c for c in child.children if c.dep_ == "pobj" or (c.dep_ == "pcomp" and c.pos_ not in ("VERB", "AUX"))):
                yield from _inner(scene, noun, types, head, depth)
        elif child.dep_ == "poss" and carrier:
            yield from _inner(scene, child, types, head, depth)
        elif child.dep_ == "relcl" and carrier and child.lemma_.lower() in load("relations")["making"]["verbs"]:
            for maker in (c for c in child.children if c.dep_ == "nsubj" and c.tag_ not in ("WP", "WDT")):
                yield from _inner(scene, maker, types, head, depth)  # "the foundation that X laid"


def _inner(scene: Scene, noun: Token, types: tuple[EntityType, ...], carrier: Token, depth: int) -> Iterator[Referent]:
    for head in _heads(noun):
        found = [m for m in scene.mentions_at(head) if m.type in types]
        found = found or [m for child in _inside(head) for m in scene.mentions_at(child) if m.type in types][:3]
        if found:
            yield from (Referent(m, carrier.lemma_.lower()) for m in found)
        else:
            yield from (Referent(r.mention, carrier.lemma_.lower()) for r in _carried(scene, head, types, depth + 1))
