"""Who does what a verb says, and to what: subjects and objects across voice, coordination, control and a parser's slips."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kb.pipeline.cues import load

SUBJECTS = ("nsubj", "csubj")
PASSIVE_SUBJECTS = ("nsubjpass", "csubjpass")
VERBAL = ("VERB", "AUX")
_NAMING = frozenset({"call", "term", "name", "dub", "label", "style", "christen", "describe"})
_CLAUSES = ("ROOT", "ccomp", "advcl", "relcl", "parataxis", "conj", "pcomp", "acl", "xcomp")
_NATURE = frozenset({"be", "become", "remain"})  # verbs whose complement says what their subject is


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, or is a participle after its noun: "a theory devised by X"."""
    if any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children):
        return True
    if _resumes(verb) or _run_in(verb):
        return False
    return (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "advcl", "amod", "ROOT", "conj", "dep", "appos")
        and not any(child.dep_ in ("aux", "dobj", "nsubj") for child in verb.children)
    )


def _run_in(verb: Token) -> list[Token]:
    """The name that a parser has run into its verb and object: "Bakunin anticipated syndicalism" as one noun phrase."""
    noun = verb.head
    if verb.dep_ != "amod" or verb.tag_ not in ("VBN", "VBD") or noun.dep_ != "ROOT":
        return []
    return [c for c in noun.children if c.dep_ in ("nmod", "compound") and c.pos_ == "PROPN" and c.i == verb.i - 1]


def _resumes(verb: Token) -> bool:
    """Whether a parser has made a participle of a main verb: "Celsus, who knew the poets, held that …"."""
    return bool(_resumed(verb))


def _resumed(verb: Token) -> list[Token]:
    """The subject of a main verb that a parser has hung, after a relative clause, on its own subject or object."""
    if verb.dep_ not in ("acl", "amod") or verb.i == 0 or verb.nbor(-1).text != ",":
        return []
    noun = verb.head if verb.dep_ == "acl" else verb.head.head if verb.head.dep_ == "appos" else verb
    told = noun.dep_ == "ROOT" and noun.pos_ == "PROPN" and any(c.dep_ == "relcl" and c.i < verb.i for c in noun.children)
    return [noun] if told else []


def subjects(verb: Token) -> list[Token]:
    """Who does what a verb says, also across coordination, control and participles."""
    passive = is_passive(verb)
    if passive:
        agents = [
            noun
            for child in verb.children
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by")
            for by in _meant(verb, child)
            for noun in introduced(by)
        ]
        return agents or _later_agent(verb)
    own = [child for child in verb.children if child.dep_ in SUBJECTS]
    if not own:  # "he did, however, criticise X": a parser may hang the subject on the auxiliary
        own = [t for child in verb.children if child.dep_ == "aux" for t in child.children if t.dep_ in SUBJECTS]
    return own or _resumed(verb) or _run_in(verb) or _controller(verb) or _earlier_subject(verb)


def _meant(verb: Token, by: Token) -> list[Token]:
    """The "by" phrase that is meant where a first is denied: "coined not by X, who took it up, but by Y"."""
    if by.i == 0 or by.nbor(-1).lower_ != "not":
        return [by]
    return [t for t in ahead(by, 30) if t.lower_ == "by" and t.nbor(-1).lower_ in ("but", "rather") and t.sent == verb.sent][:1]


def _later_agent(verb: Token) -> list[Token]:
    """The "by" phrase of a passive that a parser has hung elsewhere: the first before any other verb."""
    for token in ahead(verb, 15):
        if token.pos_ in VERBAL or token.text in (";", ":"):
            return []
        if token.lower_ == "by":
            return introduced(token)
    return []


def _earlier_subject(verb: Token) -> list[Token]:
    """A finite verb's subject that a parser has missed: the name right before it."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or any(c.dep_ in ("aux", "expl") for c in verb.children):
        return []
    before = [t for t in behind(verb, 4) if t.pos_ not in ("ADV", "AUX", "PUNCT", "SPACE")]
    return before[:1] if before and before[0].pos_ in ("PROPN", "PRON") else []


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
        if (
            head.dep_ in ("dobj", "attr", "pobj")
            and head.pos_ == "NOUN"
            and verb.i > head.i
            and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        ):
            return _subject_of(head.head, depth)  # "X made an attempt to refute Y"
        return [head]
    if verb.dep_ in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "prep", "dep", "parataxis", "oprd", "acomp"):
        if verb.dep_ == "xcomp":
            named = [c for c in head.children if c.dep_ in ("dobj",) and c.i < verb.i]
            if named and head.lemma_ in (
                "lead",
                "cause",
                "force",
                "allow",
                "enable",
                "encourage",
                "persuade",
                "urge",
                "make",
                "push",
                "drive",
                "get",
            ):
                return named
        if verb.dep_ in ("ccomp",) and any(c.dep_ == "mark" for c in verb.children):
            return []
        return _subject_of(head, depth)
    if verb.dep_ == "pobj":
        return _subject_of(head, depth)
    if verb.dep_ == "csubj" and verb.tag_ == "VBG":  # a parser's slip: "Rejecting T, X insisted on U"
        return [c for c in head.children if c.dep_ == "nsubj" and c.i > verb.i]
    return []


def _subject_of(head: Token, depth: int) -> list[Token]:
    if head.pos_ in ("ADP", "SCONJ") or head.dep_ == "prep":
        head = head.head
    if head.pos_ in VERBAL:
        own = [c for c in head.children if c.dep_ in SUBJECTS + PASSIVE_SUBJECTS]
        return own or _controller(head, depth + 1)
    if head.pos_ in ("NOUN", "ADJ") and head.head.pos_ in VERBAL:
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
        if verb.dep_ == "conj" and is_passive(verb.head):
            return objects(verb.head)
        bare = not any(child.dep_ in ("auxpass", "aux") for child in verb.children)
        if bare and verb.dep_ in ("advcl", "dep", "appos", "conj") and verb.i > verb.head.i:
            before = next((t for t in behind(verb, 5) if t.pos_ not in ("ADV", "PUNCT") and t.lower_ != "as"), None)
            return [before] if before is not None and before.pos_ in ("NOUN", "PROPN") else []
        return _controller(verb)
    own = [child for child in verb.children if child.dep_ in ("dobj", "dative", "pobj")] or _of_small_clause(verb)
    if not own and _run_in(verb):
        own = [verb.head]
    if not own:  # "criticised what he called T"
        named = [c for c in verb.children if c.dep_ == "ccomp" and c.i > verb.i and any(t.lower_ == "what" for t in c.children)]
        own = [t for c in named if c.lemma_ in _NAMING for t in c.children if t.dep_ in ("oprd", "attr")]
    if not own and verb.dep_ == "amod" and _resumes(verb):
        return [verb.head]
    if not own and verb.dep_ == "relcl":
        away = any(c.lower_ in ("where", "when", "why", "how", "whereby") for c in verb.children)
        own = [verb.head] if not away and not any(c.dep_ in SUBJECTS and c.tag_ in ("WP", "WDT") for c in verb.children) else []
    if not own and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        later = [c for c in verb.children if c.i > verb.i and c.dep_ not in ("punct", "advmod", "conj", "cc")]
        own = [] if later else objects(verb.head) if verb.head.i < verb.i else []
    if not own:  # "invented the word T", where a parser sees a clause; "which X spent his life defending"
        own = _misread(verb)
    if not own:  # "developed and defended a theory": the object hangs on the last conjunct
        for child in verb.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and not any(c.dep_ in SUBJECTS for c in child.children):
                own = [c for c in child.children if c.dep_ == "dobj"]
                if own and not any(c.dep_ in ("ccomp", "xcomp", "prep") and verb.i < c.i < child.i for c in verb.children):
                    break
                own = []
    return own


def _misread(verb: Token) -> list[Token]:
    """An object taken for a clause, or hung on the verb above: "invented the word T", "which X spent his life defending"."""
    for child in verb.children:
        parts = {c.dep_ for c in child.children} if child.dep_ == "ccomp" and child.i > verb.i else set()
        if child.pos_ in ("NOUN", "PROPN") and "compound" in parts and not parts & {"nsubj", "mark"}:
            return [child]
    if verb.dep_ == "xcomp" and verb.head.dep_ == "relcl":
        return [c for c in verb.head.children if c.dep_ == "dobj" and c.tag_ in ("WDT", "WP") and c.i < verb.head.i]
    return []


def _of_small_clause(verb: Token) -> list[Token]:
    """The subject of "T wanting" in "found T wanting": what the verb is done to."""
    for child in verb.children:
        small = child.dep_ == "ccomp" and child.i > verb.i and (child.pos_ in ("ADJ", "NOUN", "PROPN") or child.tag_ == "VBG")
        if small and not any(c.dep_ in ("mark", "aux") for c in child.children):
            return [c for c in child.children if c.dep_ == "nsubj"]
    return []


def clause_subjects(word: Token) -> list[Token]:
    """The subject of the clause that a preposition or adverb modifies."""
    head = word.head
    for _ in range(6):
        if head.pos_ in VERBAL and head.dep_ in _CLAUSES:
            found = surface_subjects(head)
            if found:
                return found
        if head.head == head:
            break
        head = head.head
    return []


def described(noun: Token, depth: int = 0) -> list[Token]:
    """What a noun says the nature of: "X was an economist", "X, an economist,", "X was one of the first", "the first was X"."""
    head = noun.head
    if depth > 2 or noun.pos_ == "PROPN" or noun == head:
        return []
    if noun.dep_ == "attr" and head.lemma_ in _NATURE:
        return surface_subjects(head)
    if noun.dep_ == "appos":
        return [head]
    if noun.dep_ == "nsubj" and head.lemma_ == "be":
        return [c for c in head.children if c.dep_ == "attr" and c.pos_ == "PROPN"]
    if noun.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ in ("NUM", "PRON", "DET", "ADJ", "NOUN"):
        return described(head.head, depth + 1) if head.head.lemma_.lower() in load("relations")["picking"]["words"] else []
    if noun.dep_ == "pobj" and head.lower_ in ("among", "amongst") and head.head.lemma_ == "be":
        return surface_subjects(head.head)
    return []


def introduced(prep: Token) -> list[Token]:
    """What a preposition introduces."""
    return [child for child in prep.children if child.dep_ in ("pobj", "pcomp")]


def ahead(token: Token, reach: int) -> Iterator[Token]:
    """The tokens after one in its sentence, ``reach`` at most."""
    for other in token.doc[token.i + 1 : token.i + 1 + reach]:
        if other.is_sent_start:
            return
        yield other


def behind(token: Token, reach: int) -> Iterator[Token]:
    """The tokens before one in its sentence, nearest first, ``reach`` at most."""
    for i in range(token.i - 1, max(token.i - 1 - reach, -1), -1):
        if token.doc[i + 1].is_sent_start:
            return
        yield token.doc[i]
