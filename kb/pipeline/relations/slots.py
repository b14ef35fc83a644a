"""The words that fill a cue word's slots: its subject, its object, what its prepositions introduce."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.relations.doers import (
    VERBAL,
    ahead,
    clause_subjects,
    introduced,
    is_passive,
    objects,
    subjects,
    surface_subjects,
)


def fill(trigger: Token, slot: str) -> list[Token]:
    """The tokens that fill one slot of a cue word, in text order; an empty list where nothing does.

    ``subject`` is the doer, ``object`` the thing done to, ``complement`` what it is called or said to be, ``self`` whom a noun
    describes, ``maker`` whoever gives what a noun speaks of ("raised objections"), ``host`` whatever finds it in somebody
    ("found a champion in"), ``seeker`` who wants what a noun names, ``possessor`` and ``modifier`` stand before a noun,
    ``clause`` is the subject of the clause that a word modifies, ``both`` the subjects that a copula says a word of ("A and B
    are identical"), ``pobj`` what a preposition introduces; any other slot is a preposition (alternatives joined by "+").
    """
    if slot == "subject":
        return subjects(trigger)
    if slot == "object":
        return objects(trigger)
    if slot == "complement":
        return complements(trigger)
    if slot == "self":
        return bearers(trigger)
    if slot == "possessor":
        own = [child for child in trigger.children if child.dep_ == "poss"]
        if not own and trigger.dep_ in ("compound", "amod", "nmod"):
            own = [c for c in trigger.head.children if c.dep_ == "poss"]
        return own or [c for c in trigger.children if c.dep_ in ("compound", "amod", "nmod")]  # "the Marxist critique of T"
    if slot == "modifier":
        return [child for child in trigger.children if child.dep_ in ("compound", "amod", "nmod")]
    if slot == "pobj":
        return [child for child in trigger.children if child.dep_ in ("pobj", "pcomp")]
    if slot == "clause":
        return clause_subjects(trigger)
    if slot == "maker":
        return _makers(trigger)
    if slot == "host":  # "T found a champion in X": whose champion X is
        return surface_subjects(trigger.head) if trigger.dep_ == "dobj" and _met(trigger) else []
    if slot == "both":
        return _alike(trigger)
    if slot == "seeker":
        return _seekers(trigger)
    return prepositional(trigger, frozenset(slot.split("+")))


def _makers(noun: Token) -> list[Token]:
    """Who gives what a noun speaks of: the subject of the verb that it is the object of, where the verb does not take it in."""
    verb = noun.head
    if noun.dep_ != "dobj" or verb.pos_ != "VERB" or verb.lemma_.lower() in load("relations")["receiving"]["verbs"]:
        return []
    return subjects(verb)


def _alike(word: Token) -> list[Token]:
    """The subject of the copula whose complement a word is, or stands in: "A and B are one and the same thing"."""
    at = word
    while at.dep_ in ("amod", "conj") and at.head.pos_ not in VERBAL:
        at = at.head
    plain = at == word or at.lemma_.lower() in ("thing", "one")
    return surface_subjects(at.head) if plain and at.dep_ in ("acomp", "attr") and at.head.lemma_ == "be" else []


def _seekers(noun: Token) -> list[Token]:
    """Who wants what a noun names: "demanded the abolition of T", "called for an end to T"."""
    verb = noun.head
    if noun.dep_ == "pobj" and verb.lower_ in ("for", "at", "towards", "toward", "in") and verb.head.pos_ in (*VERBAL, "NOUN"):
        verb = verb.head
    while verb.pos_ == "NOUN" and verb.dep_ in ("pobj", "dobj") and verb.head != verb:  # "in favour of", "a call for"
        verb = verb.head if verb.dep_ == "dobj" else verb.head.head
    seeking = frozenset(load("relations")["seeking"]["verbs"])
    return subjects(verb) if verb.pos_ in VERBAL and verb.lemma_.lower() in seeking else []


def complements(verb: Token) -> list[Token]:
    """What a verb says its subject or object is: "was Y", "called X Y", "regarded X as Y", "made X Y"."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("attr", "acomp", "oprd"):
            found.extend(_but(child) or [child])
        elif child.dep_ == "prep" and child.lower_ == "as" and child.i > verb.i:
            found.extend(introduced(child))
            found.extend(c for c in child.children if c.dep_ == "amod")
        elif child.dep_ == "ccomp" and not any(c.dep_ == "mark" for c in child.children) and verb.pos_ == "VERB":
            found.extend([child] if child.pos_ in ("NOUN", "PROPN", "ADJ") else [])
    if not found:
        found = _run_together(verb)
    if not found:
        for child in verb.children:  # "as" may hang on the object
            if child.dep_ in ("dobj", "nsubjpass"):
                for prep in child.children:
                    if prep.dep_ == "prep" and prep.lower_ == "as" and prep.i > verb.i:
                        found.extend(introduced(prep))
    return found


def _run_together(verb: Token) -> list[Token]:
    """A name that a parser has run together with what is called so: "called this custom exogamy"."""
    if verb.lemma_.lower() not in load("relations")["naming"]["verbs"] or is_passive(verb):
        return []
    return [
        child
        for child in verb.children
        if child.dep_ == "dobj"
        and any(c.dep_ == "compound" and c.pos_ == "NOUN" for c in child.children)
        and any(c.dep_ == "det" and c.lower_ in ("this", "that", "the", "these", "such") for c in child.children)
    ]


def _but(word: Token) -> list[Token]:
    """What "nothing but", "little more than" come down to."""
    if word.lower_ not in ("nothing", "little", "more", "less"):
        return []
    return [
        n
        for p in word.children
        if p.lower_ in ("but", "than", "except")
        for n in p.children
        if n.dep_ in ("pobj", "pcomp", "conj")
    ]


def prepositional(trigger: Token, words: frozenset[str]) -> list[Token]:
    """What a preposition introduces, wherever a parser hangs it: on the cue word, its object, particle or complement."""
    found: list[Token] = []
    for prep in _prepositions(trigger):
        if prep.lower_ in words:
            nouns = introduced(prep)
            for inner in prep.children:  # "out of", "from within", "away from"
                if inner.dep_ == "prep":
                    nouns.extend(introduced(inner))
            found.extend(nouns)
        elif prep.lower_ in ("away", "out", "up", "back") and any(c.lower_ in words for c in prep.children):
            found.extend(noun for c in prep.children if c.lower_ in words for noun in introduced(c))
    return sorted(set(found), key=lambda t: t.i)


#: prepositions whose own "to" or "from" is theirs alone: "according to X", "owed more to Y than to Z"
_REACHING = frozenset({"owe", "trace", "attribute", "ascribe", "credit"})  # their "to" may hang deep in their object
_OWN_PHRASE = frozenset({"according", "than", "prior", "due", "thanks", "owing", "apart", "aside", "next", "contrary"})


def _prepositions(trigger: Token) -> Iterator[Token]:
    for child in trigger.children:
        if child.dep_ in ("prep", "agent", "dative", "prt", "aux", "mark") or child.pos_ == "ADP":
            yield child
            if child.lower_ not in _OWN_PHRASE:
                yield from (c for c in child.children if c.dep_ == "prep")
            if trigger.pos_ == "NOUN":  # "the influence of X on Y", where a parser hangs "on" on X
                yield from (c for noun in introduced(child) for c in noun.children if c.dep_ == "prep")
            yield from (c for c in child.children if c.dep_ == "conj" and c.pos_ in ("ADP", "SCONJ"))
        elif child.dep_ in ("dobj", "acomp", "attr", "advmod", "oprd", "nsubjpass") and child.i > trigger.i:
            yield from (c for c in child.children if c.dep_ == "prep")
            for grand in child.children:
                if grand.dep_ in ("conj", "prep", "pobj", "relcl", "acl") and (
                    grand.dep_ not in ("relcl", "acl") or grand.lemma_ == "do"
                ):
                    yield from (c for c in grand.children if c.dep_ == "prep" and c.i > child.i)
    if trigger.dep_ == "amod":  # "the same analysis as Y", "a hostile attitude to T"
        yield from (c for c in trigger.head.children if c.dep_ == "prep" and c.i > trigger.head.i)
    if trigger.dep_ == "amod" and trigger.pos_ == "ADJ":  # "the same argument as X", "a different view from X's"
        yield from (c for c in trigger.head.children if c.dep_ == "prep" and c.i > trigger.head.i)
    if trigger.dep_ == "attr" and trigger.head.dep_ == "relcl":  # "T, of which X was the prophet"
        yield from (c for c in trigger.head.children if c.dep_ == "prep" and c.i < trigger.i)
    if trigger.lemma_ in _REACHING and trigger.dep_ == "ccomp" and trigger.head.lemma_ == "be":  # "it is to X that we owe T"
        yield from (c for c in trigger.head.children if c.dep_ == "prep")
    if trigger.lemma_ in _REACHING:  # "owed much of her thinking to X"
        for child in trigger.children:
            if child.dep_ == "dobj":
                yield from (t for t in child.subtree if t.dep_ in ("prep", "dative") and t.i > child.i)
    if trigger.dep_ == "nsubj" and trigger.head.lemma_ == "come":  # "a criticism came from X"
        yield from (c for c in trigger.head.children if c.dep_ == "prep")
    if trigger.dep_ == "dobj":  # "acknowledged his debt to X": the preposition may hang on the verb
        yield from (c for c in trigger.head.children if c.dep_ in ("prep", "dative") and c.i > trigger.i)


def bearers(noun: Token) -> list[Token]:
    """Whom a descriptive noun describes: "X was a critic of", "X, the founder of", "the critic X", "called X a promoter of"."""
    found = [c for c in noun.children if c.dep_ in ("appos", "compound", "nmod") and c.pos_ == "PROPN"]
    head, verbal = noun.head, noun.head.pos_ in VERBAL
    if noun.dep_ == "appos":
        found.append(head)
    elif noun.dep_ == "conj":
        found.extend(bearers(head))
        if any(c.lower_ == "other" for c in noun.children):  # "X and other critics of"
            found.append(head)
    elif noun.dep_ in ("attr", "oprd") or (noun.dep_ in ("acomp", "ccomp") and verbal):
        found.extend(_described(head) if noun.dep_ == "oprd" else surface_subjects(head))
    elif noun.dep_ == "nsubj" and noun.i > 1 and any(c.dep_ == "nsubj" and c.i < noun.left_edge.i for c in head.children):
        found.extend(c for c in head.children if c.dep_ == "nsubj" and c.i < noun.left_edge.i)  # "A and B, both students of X, …"
    elif noun.dep_ == "nsubj" and head.lemma_ in ("be", "include", "comprise", "number"):
        found.extend(c for c in head.children if c.dep_ in ("attr", "dobj"))
    elif noun.dep_ == "pobj" and head.lower_ == "as":
        opening = head.i < head.head.i  # "As a member of G, X edited its journal"
        found.extend(
            surface_subjects(head.head) if opening else _described(head.head) if head.head.pos_ in VERBAL else [head.head]
        )
    elif noun.dep_ == "pobj" and head.lower_ in ("among", "amongst") and head.head.lemma_ == "be":
        found.extend(surface_subjects(head.head))
    elif noun.dep_ == "pobj" and head.lower_ == "of" and _picks(head.head):
        found.extend(bearers(head.head))  # "the ablest of his pupils"
    elif noun.dep_ in ("compound", "amod"):
        found.append(head)
        found.extend(_having(head))
    elif (noun.dep_ == "dobj" and (head.lemma_ in _BECOMING or (head.lemma_ == "lead" and head.tag_ == "VBG"))) or (
        noun.dep_ == "advmod" and head.lemma_ in _STANDING  # "is very far from", "stands close to"
    ):
        found.extend(surface_subjects(head))
    found = [token for token in found if token.i != noun.i]
    return _met(noun) or found or _exemplified(noun) or _announced(noun)


def _met(noun: Token) -> list[Token]:
    """Whom a clause finds to be what a noun says: "T found a champion in X", "a last defender appeared in X"."""
    verbs = load("relations")["meeting"]["object" if noun.dep_ == "dobj" else "subject"]
    if noun.dep_ not in ("dobj", "nsubj") or noun.head.lemma_.lower() not in verbs:
        return []
    return [n for c in (*noun.head.children, *noun.children) if c.dep_ == "prep" and c.lower_ == "in" for n in introduced(c)]


def _having(noun: Token) -> list[Token]:
    """Who has, reaches or repeats what a word describes: "X drew the same conclusion as Y", "holding views similar to T"."""
    while noun.dep_ == "pobj" and noun.head.lower_ in ("of", "to", "at", "on", "with", "in") and noun.head.head.pos_ == "NOUN":
        noun = noun.head.head  # "a version of"
    verb = noun.head if noun.dep_ in ("dobj", "attr") else noun.head.head if noun.dep_ == "pobj" else noun
    if noun.dep_ == "pobj" and noun.head.pos_ == "VERB":  # a parser's slip: "holding" as a preposition
        verb = noun.head
    return subjects(verb) if verb.pos_ == "VERB" and noun.lemma_.lower() in _shared_things() else []


@cache
def _shared_things() -> frozenset[str]:
    return frozenset(load("relations")["contrast"]["stands"])


def _picks(word: Token) -> bool:
    """Whether a word picks some out of many: "one of", "the ablest of", "many of"."""
    return word.pos_ in ("ADJ", "NUM", "PRON", "DET") or word.tag_ in ("JJS", "RBS") or word.lower_.endswith("est")


_STANDING = frozenset({"be", "stand", "remain", "come", "seem", "sit", "lie", "feel", "keep", "stay"})
#: verbs whose object describes their subject: "counted himself a follower", "contains a statement of"
_BECOMING = frozenset(
    {"become", "remain", "include", "count", "consider", "call", "style", "declare", "profess", "contain", "constitute", "think"}
)


def _described(verb: Token) -> list[Token]:
    """Whom a verb describes: its object, or its subject where that is "himself" or the verb is passive."""
    named = [c for c in verb.children if c.dep_ in ("dobj", "dative") and not c.lower_.endswith(("self", "selves"))]
    return named if named and not is_passive(verb) else surface_subjects(verb)


def _exemplified(noun: Token) -> list[Token]:
    """The first name after "such as" or "including": "proponents of T such as X"."""
    for token in ahead(noun, 8):
        if token.pos_ in VERBAL and token.lower_ != "including":
            return []
        if (
            (token.lower_ == "as" and token.nbor(-1).lower_ == "such")
            or token.lower_ in ("including", "notably")
            or (token.lower_ in ("them", "whom") and token.nbor(-1).lower_ in ("among", "amongst"))
        ):
            first = next((t for t in ahead(token, 4) if t.pos_ == "PROPN" and t.dep_ != "compound"), None)
            return [first] if first is not None else []
    return []


def _announced(noun: Token) -> list[Token]:
    """Whom a phrase before its name describes: "A recent offshoot of realism, neorealism …"."""
    if noun.dep_ not in ("nsubj", "nsubjpass", "ROOT", "advcl", "dep", "npadvmod", "appos", "ccomp"):
        return []
    left = noun.left_edge
    if not left.is_sent_start and left.i > 0 and left.nbor(-1).text not in (",", ";"):
        return []
    for token in ahead(noun, 13):
        if token.pos_ in VERBAL:
            return []
        if token.text == ",":
            first = next((t for t in ahead(token, 6) if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"), None)
            return [first] if first is not None else []
    return []
