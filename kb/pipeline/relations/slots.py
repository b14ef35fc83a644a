"""The words that fill a cue word's slots: its subject, its object, what its prepositions introduce."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.cues import load
from kb.pipeline.phrases import named_last
from kb.pipeline.relations.bearers import bearers, met
from kb.pipeline.relations.doers import (
    VERBAL,
    clause_subjects,
    introduced,
    is_passive,
    objects,
    subjects,
    surface_subjects,
)

NAMERS = frozenset({"call", "name", "term", "dub", "label", "christen"})


def fill(trigger: Token, slot: str) -> list[Token]:
    """The tokens that fill one slot of a cue word, in text order; an empty list where nothing does.

    ``subject`` is the doer, ``object`` the thing done to, ``complement`` what it is called or said to be, ``self`` whom a noun
    describes, ``maker`` whoever gives what a noun speaks of ("raised objections"), ``host`` whatever finds it in somebody
    ("found a champion in"), ``met`` in whom it is found, ``owner`` whose a verb's object
    is, ``seeker`` who wants what a noun names, ``possessor`` and ``modifier`` stand before a noun,
    ``clause`` is the subject of the clause that a word modifies, ``both`` the subjects that a copula says a word of ("A and B
    are identical"), ``pobj`` what a preposition introduces; any other slot is a preposition (alternatives joined by "+").
    """
    if slot == "subject":
        return subjects(trigger)
    if slot == "object":
        done_to = [t for o in objects(trigger) for t in (subjects(trigger) if o.lower_.endswith(_SELF) else [o])]
        return [said for noun in done_to for said in _said_to_be(trigger, noun)] or done_to
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
    if slot == "owner":  # "shared Y's wish": whose the object of a verb is
        return [c for o in objects(trigger) for c in o.children if c.dep_ == "poss"]
    if slot == "met":
        return met(trigger)
    if slot == "maker":
        return _makers(trigger)
    if slot == "host":  # "T found a champion in X": whose champion X is
        return surface_subjects(trigger.head) if trigger.dep_ == "dobj" and met(trigger) else []
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


def _said_to_be(verb: Token, noun: Token) -> list[Token]:
    """ "Another concept proposed by X was Y", "one idea that X developed is Y": what the noun that a clause describes is."""
    noun = verb.head if noun.lower_ in ("that", "which") and noun.dep_ == "dobj" else noun
    be = noun.head
    if verb.dep_ not in ("acl", "relcl") or noun.dep_ != "nsubj" or be.lemma_ != "be" or be.i < verb.i:
        return []
    ideas = frozenset(load("relations")["carriers"]["ideas"])
    return [c for c in be.children if c.dep_ == "attr"] if noun.lemma_.lower() in ideas else []


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
    if not found and verb.lemma_ in NAMERS and not is_passive(verb):
        last = named_last(verb)
        found.extend([last] if last is not None else [])
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
    if word.lower_ == "more" and not any(c.lower_ in ("no", "little", "nothing", "hardly", "not") for c in word.children):
        return []  # what is more than T is not T
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
_REACHING = frozenset(
    {
        "owe",
        "trace",
        "attribute",
        "ascribe",
        "credit",
        "take",
        "borrow",
        "derive",
        "inherit",
        "adopt",
        "learn",
        "receive",
        "acquire",
        "draw",
    }
)  # their "to" may hang deep in their object
_SELF = ("self", "selves")  # "considered himself a mutualist"
_LYING = frozenset({"come", "lie", "find", "trace", "locate", "go", "reach", "seek"})  # "the roots of T lie in X"
_OWN_PHRASE = frozenset({"according", "than", "prior", "due", "thanks", "owing", "apart", "aside", "next", "contrary"})


def _prepositions(trigger: Token) -> Iterator[Token]:
    for child in trigger.children:
        if child.dep_ in ("prep", "agent", "dative", "prt", "aux", "mark") or child.pos_ == "ADP":
            yield child
            if child.lower_ not in _OWN_PHRASE:
                yield from (c for c in child.children if c.dep_ == "prep")
            if trigger.pos_ == "NOUN" and child.lower_ in (
                "of",
                "by",
            ):  # "the influence of X on Y", where a parser hangs "on" on X
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
    if trigger.dep_ == "attr" and trigger.head.dep_ == "relcl":  # "T, of which X was the prophet"
        yield from (c for c in trigger.head.children if c.dep_ == "prep" and c.i < trigger.i)
    if trigger.lemma_ in _REACHING and trigger.dep_ == "ccomp" and trigger.head.lemma_ == "be":  # "it is to X that we owe T"
        yield from (c for c in trigger.head.children if c.dep_ == "prep")
    if trigger.lemma_ in _REACHING:  # "owed much of her thinking to X"
        for child in trigger.children:
            if child.dep_ == "dobj":
                yield from (t for t in child.subtree if t.dep_ in ("prep", "dative") and t.i > child.i)
    if trigger.dep_ == "acomp" or trigger.pos_ == "ADV":  # "was active in G", "saw things differently from X"
        yield from (c for c in trigger.head.children if c.dep_ == "prep" and c.i > trigger.i)
    if trigger.dep_ in ("nsubj", "nsubjpass") and trigger.head.lemma_ in _LYING:  # "a criticism came from X"
        yield from (c for c in trigger.head.children if c.dep_ == "prep")
    if trigger.dep_ == "dobj":  # "acknowledged his debt to X": the preposition may hang on the verb
        yield from (c for c in trigger.head.children if c.dep_ in ("prep", "dative") and c.i > trigger.i)
