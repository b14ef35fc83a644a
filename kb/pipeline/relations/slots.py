"""The words that fill a cue word's slots: its subject, its object, what its prepositions introduce."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
_VERBAL = ("VERB", "AUX")


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, or is a participle after its noun: "a theory devised by X"."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "amod", "ROOT", "conj", "dep", "appos") and not any(
        child.dep_ in ("aux", "dobj", "nsubj") for child in verb.children
    )


def fill(trigger: Token, slot: str) -> list[Token]:
    """The tokens that fill one slot of a cue word, in text order; an empty list where nothing does.

    Slots: ``subject`` (the doer), ``object`` (the thing done to), ``complement`` (what it is called or said to be), ``self`` (whom a noun
    describes), ``possessor``, ``modifier`` (compound or adjective before a noun), ``clause`` (the subject of the clause that a preposition
    or adverb modifies), or a preposition (alternatives joined by "+").
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
        return own or ([c for c in trigger.head.children if c.dep_ == "poss"] if trigger.dep_ in ("compound", "amod", "nmod") else [])
    if slot == "modifier":
        return [child for child in trigger.children if child.dep_ in ("compound", "amod", "nmod")]
    if slot == "pobj":
        return [child for child in trigger.children if child.dep_ in ("pobj", "pcomp")]
    if slot == "clause":
        return clause_subjects(trigger)
    return prepositional(trigger, frozenset(slot.split("+")))


def subjects(verb: Token) -> list[Token]:
    """Who does what a verb says, also across coordination, control and participles."""
    passive = is_passive(verb)
    if passive:
        agents = [noun for child in verb.children if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by") for noun in _pobj(child)]
        return agents or _later_agent(verb)
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    return own or _controller(verb) or _earlier_subject(verb)


def _later_agent(verb: Token) -> list[Token]:
    """The "by" phrase of a passive that a parser has hung elsewhere: the first before any other verb."""
    for token in verb.doc[verb.i + 1 : min(verb.i + 16, verb.sent.end)]:
        if token.pos_ in _VERBAL or token.text in (";", ":"):
            return []
        if token.lower_ == "by":
            return _pobj(token)
    return []


def _earlier_subject(verb: Token) -> list[Token]:
    """A finite verb's subject that a parser has missed: the name right before it."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "expl") for c in verb.children):
        return []
    before = [t for t in verb.doc[max(verb.i - 4, verb.sent.start) : verb.i] if t.pos_ not in ("ADV", "AUX", "PUNCT", "SPACE")]
    return before[-1:] if before and before[-1].pos_ in ("PROPN", "PRON") else []


def surface_subjects(verb: Token) -> list[Token]:
    """The grammatical subject of a verb, whatever its voice."""
    own = [child for child in verb.children if child.dep_ in SUBJECTS + PASSIVE_SUBJECTS]
    return own or _controller(verb)


def _controller(verb: Token, depth: int = 0) -> list[Token]:
    """The understood subject of a verb without one: "X, rejecting Y, …", "X came to accept Y", "a critic opposing Y"."""
    head = verb.head
    if head == verb or depth > 4:
        return []
    if verb.dep_ in ("acl", "relcl") or (verb.dep_ == "amod" and verb.tag_ == "VBG"):
        if head.dep_ in ("dobj", "attr", "pobj") and head.pos_ == "NOUN" and verb.i > head.i and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children):
            return _subject_of(head.head, depth)  # "X made an attempt to refute Y"
        return [head]
    if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "dep", "parataxis", "oprd", "acomp"):
        if verb.dep_ == "xcomp":
            named = [c for c in head.children if c.dep_ in ("dobj",) and c.i < verb.i]
            if named and head.lemma_ in ("lead", "cause", "force", "allow", "enable", "encourage", "persuade", "urge", "make", "push", "drive", "get"):
                return named
        if verb.dep_ in ("ccomp",) and any(c.dep_ == "mark" for c in verb.children):
            return []
        return _subject_of(head, depth)
    if verb.dep_ == "pobj":
        return _subject_of(head, depth)
    return []


def _subject_of(head: Token, depth: int) -> list[Token]:
    if head.pos_ in ("ADP", "SCONJ") or head.dep_ == "prep":
        head = head.head
    if head.pos_ in _VERBAL:
        own = [c for c in head.children if c.dep_ in SUBJECTS + PASSIVE_SUBJECTS]
        return own or _controller(head, depth + 1)
    if head.pos_ in ("NOUN", "ADJ") and head.head.pos_ in _VERBAL:
        return _subject_of(head.head, depth + 1)
    return [head] if head.pos_ == "PROPN" else []


def objects(verb: Token) -> list[Token]:
    """What a verb is done to."""
    if is_passive(verb):
        own = [child for child in verb.children if child.dep_ in PASSIVE_SUBJECTS]
        if own:
            return own
        if verb.dep_ in ("acl", "amod", "relcl"):
            return [verb.head]
        before = verb.nbor(-1) if verb.i else verb
        if verb.dep_ == "conj" and is_passive(verb.head):
            return objects(verb.head)
        bare = not any(child.dep_ in ("auxpass", "aux") for child in verb.children)
        if bare and verb.dep_ in ("advcl", "dep", "appos", "conj") and verb.i > verb.head.i:
            while before.i > verb.sent.start and before.pos_ in ("ADV", "PUNCT"):
                before = before.nbor(-1)
            return [before] if before.pos_ in ("NOUN", "PROPN") else []
        return _controller(verb)
    own = [child for child in verb.children if child.dep_ in ("dobj", "dative", "pobj")]
    if not own and verb.dep_ == "relcl":
        own = [verb.head] if not any(c.dep_ in SUBJECTS and c.tag_ in ("WP", "WDT") for c in verb.children) else []
    if not own and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        later = [c for c in verb.children if c.i > verb.i and c.dep_ not in ("punct", "advmod", "conj", "cc")]
        own = [] if later else objects(verb.head) if verb.head.i < verb.i else []
    if not own:  # "developed and defended a theory": the object hangs on the last conjunct
        for child in verb.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and not any(c.dep_ in SUBJECTS for c in child.children):
                own = [c for c in child.children if c.dep_ == "dobj"]
                if own and not any(c.dep_ in ("ccomp", "xcomp", "prep") and verb.i < c.i < child.i for c in verb.children):
                    break
                own = []
    return own


def complements(verb: Token) -> list[Token]:
    """What a verb says its subject or object is: "was Y", "called X Y", "regarded X as Y", "made X Y"."""
    found: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("attr", "acomp", "oprd"):
            found.extend(_but(child) or [child])
        elif child.dep_ == "prep" and child.lower_ == "as" and child.i > verb.i:
            found.extend(_pobj(child))
            found.extend(c for c in child.children if c.dep_ == "amod")
        elif child.dep_ == "ccomp" and not any(c.dep_ == "mark" for c in child.children) and verb.pos_ == "VERB":
            found.extend([child] if child.pos_ in ("NOUN", "PROPN", "ADJ") else [])
    if not found:
        for child in verb.children:  # "as" may hang on the object
            if child.dep_ in ("dobj", "nsubjpass"):
                for prep in child.children:
                    if prep.dep_ == "prep" and prep.lower_ == "as" and prep.i > verb.i:
                        found.extend(_pobj(prep))
    return found


def _but(word: Token) -> list[Token]:
    """What "nothing but", "little more than" come down to."""
    if word.lower_ not in ("nothing", "little", "more", "less"):
        return []
    return [n for p in word.children if p.lower_ in ("but", "than", "except") for n in p.children if n.dep_ in ("pobj", "pcomp", "conj")]


def prepositional(trigger: Token, words: frozenset[str]) -> list[Token]:
    """What a preposition introduces, wherever a parser hangs it: on the cue word, its object, particle or complement."""
    found: list[Token] = []
    for prep in _prepositions(trigger):
        if prep.lower_ in words:
            nouns = _pobj(prep)
            for inner in prep.children:  # "out of", "from within", "away from"
                if inner.dep_ == "prep":
                    nouns.extend(_pobj(inner))
            found.extend(nouns)
        elif prep.lower_ in ("away", "out", "up", "back") and any(c.lower_ in words for c in prep.children):
            found.extend(noun for c in prep.children if c.lower_ in words for noun in _pobj(c))
    return sorted(set(found), key=lambda t: t.i)


def _prepositions(trigger: Token) -> Iterator[Token]:
    for child in trigger.children:
        if child.dep_ in ("prep", "agent", "dative", "prt", "aux", "mark") or child.pos_ == "ADP":
            yield child
            yield from (c for c in child.children if c.dep_ == "prep")
        elif child.dep_ in ("dobj", "acomp", "attr", "advmod", "oprd", "nsubjpass") and child.i > trigger.i:
            yield from (c for c in child.children if c.dep_ == "prep")
            for grand in child.children:
                if grand.dep_ in ("conj", "prep", "pobj", "relcl", "acl") and (grand.dep_ not in ("relcl", "acl") or grand.lemma_ == "do"):
                    yield from (c for c in grand.children if c.dep_ == "prep" and c.i > child.i)
    if trigger.dep_ == "dobj":  # "acknowledged his debt to X": the preposition may hang on the verb
        yield from (c for c in trigger.head.children if c.dep_ in ("prep", "dative") and c.i > trigger.i)


def _pobj(prep: Token) -> list[Token]:
    return [child for child in prep.children if child.dep_ in ("pobj", "pcomp")]


def bearers(noun: Token) -> list[Token]:
    """Whom a descriptive noun describes: "X was a critic of", "X, the founder of", "the critic X", "called X a promoter of"."""
    found: list[Token] = []
    found.extend(c for c in noun.children if c.dep_ in ("appos", "compound", "nmod") and c.pos_ == "PROPN")
    if noun.dep_ == "appos":
        found.append(noun.head)
    elif noun.dep_ == "conj":
        found.extend(t for t in bearers(noun.head) if t.i != noun.i)
    elif noun.dep_ in ("attr", "oprd") or (noun.dep_ in ("acomp", "ccomp") and noun.head.pos_ in _VERBAL):
        verb = noun.head
        named = [c for c in verb.children if c.dep_ == "dobj"] if noun.dep_ == "oprd" and not is_passive(verb) else []
        found.extend(named or surface_subjects(verb))
    elif noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        found.extend(c for c in noun.head.children if c.dep_ == "attr")
    elif noun.dep_ == "pobj" and noun.head.lower_ == "as":
        verb = noun.head.head
        named = [c for c in verb.children if c.dep_ == "dobj"]
        found.extend(named if named and not is_passive(verb) else surface_subjects(verb) if verb.pos_ in _VERBAL else [verb])
    elif noun.dep_ in ("compound", "amod"):
        found.append(noun.head)
    elif noun.dep_ == "dobj" and noun.head.lemma_ in ("become", "remain", "include"):
        found.extend(surface_subjects(noun.head))
    found = [token for token in found if token.i != noun.i]
    return found or _announced(noun)


def _announced(noun: Token) -> list[Token]:
    """Whom a phrase before its name describes: "A recent offshoot of realism, neorealism …"."""
    if noun.dep_ not in ("nsubj", "nsubjpass", "ROOT", "advcl", "dep", "npadvmod", "appos", "ccomp"):
        return []
    left = noun.left_edge.i
    if left > noun.sent.start and noun.doc[left - 1].text not in (",", ";"):
        return []
    for token in noun.doc[noun.i + 1 : min(noun.i + 14, noun.sent.end)]:
        if token.pos_ in _VERBAL:
            return []
        if token.text == ",":
            following = next((t for t in noun.doc[token.i + 1 : min(token.i + 7, noun.sent.end)] if t.pos_ in ("NOUN", "PROPN") and t.dep_ != "compound"), None)
            return [following] if following is not None else []
    return []


def clause_subjects(word: Token) -> list[Token]:
    """The subject of the clause that a preposition or adverb modifies."""
    head = word.head
    for _ in range(6):
        if head.pos_ in _VERBAL and (head.dep_ in ("ROOT", "ccomp", "advcl", "relcl", "parataxis", "conj")):
            found = surface_subjects(head)
            if found:
                return found
        if head.head == head:
            break
        head = head.head
    return []
