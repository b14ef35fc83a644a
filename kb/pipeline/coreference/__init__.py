"""What pronouns and descriptions stand for: "he", "they", "this view", "the latter"; only where it is safe.

A sieve in the manner of Lee et al. 2013, "Deterministic coreference resolution based on entity-centric, precision-ranked rules".
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Token

from kb.pipeline.annotations import Cluster, Form, Mention, entities_at
from kb.pipeline.blocks import references_of
from kb.pipeline.coreference.persons import adherents_of, exactly, former_or_latter, person, several
from kb.pipeline.coreference.salience import REACH, Memory, Salience, is_subject
from kb.pipeline.coreference.things import idea, owner, thing, work, written_place
from kb.pipeline.cues import load
from kb.pipeline.tracing import passed_over

_CUES = load("coreference")
HE, SHE, THEY, IT = (frozenset(_CUES["pronouns"][name]) for name in ("he", "she", "they", "it"))
#: Pronouns that the sieve tries to resolve.
PRONOUNS = HE | SHE | THEY | IT
IDEAS, PERSON, PEOPLE, WORKS, MANY_WORKS = (
    frozenset(_CUES["nouns"][name]) for name in ("ideas", "person", "people", "works", "many_works")
)
NUMBERS: dict[str, int] = _CUES["numbers"]


@Language.factory("doxograph_coreference")
def make_coreference(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that hangs a Mention of form "pronoun" or "description" on words that stand for a named entity."""
    return resolve


def resolve(doc: Doc) -> Doc:
    """Walk the text once, keeping what each sentence made salient."""
    memory: Memory = []
    cited = {i for start, end in references_of(doc) for i in range(start, end)}
    told = {id(m.entity) for m in doc._.dox_mentions or [] if m.start not in cited}
    for sent in doc.sents:
        here = Salience(sent)
        for token in sent:
            found = entities_at(token)
            if found and token._.dox_mention.start == token.i:
                if token.i not in cited or id(found[0]) in told:  # "[Chang, p. 49]" alone brings nobody to mind
                    here.note(token, found)
                continue
            if found:
                continue
            referents, form = _referents(token, here, memory)
            if referents:
                mention = Mention(
                    token.i,
                    token.i + 1,
                    referents[0].type,
                    token.text,
                    form,
                    referents[0],
                    rule="coreference",
                    confidence=0.7,
                    others=referents[1:],
                )
                token._.dox_mention = mention
                here.note(token, referents)
            elif token.lower_ in PRONOUNS:
                reason = "no one name near enough fits it, or several fit as well"
                passed_over(doc, "coreference", "pronoun", token.i, token.i + 1, reason)
        memory.append(here)
        del memory[: -REACH - 1]
    return doc


def _referents(token: Token, here: Salience, memory: Memory) -> tuple[list[Cluster], Form]:
    if token.tag_ in {"PRP", "PRP$"}:
        return _pronoun(token, here, memory), "pronoun"
    if (number := _counted(token)) is not None:
        return exactly(number, token, here, memory, "theorist", "group", also="theory"), "description"
    if token.lower_ in {"former", "latter"} and not _before_noun(token):
        return former_or_latter(token.lower_, token, here, memory), "description"
    return _described(token, here, memory), "description"


def _pronoun(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    low = token.lower_
    if low.endswith(("self", "selves")) and token.i and (beside := entities_at(token.nbor(-1))):
        return beside  # "Burnham himself"
    if low in HE or low in SHE:
        return person(token, here, memory, "male" if low in HE else "female")
    if low in THEY:
        if is_subject(token) and any(t.lower_ == "both" for t in token.doc[token.i + 1 : token.i + 3]):
            return exactly(2, token, here, memory, "theorist", "group") or several(token, here, memory)
        return several(token, here, memory)
    if low == "its" and token.dep_ == "poss":
        return owner(token, here, memory)
    if low in IT and is_subject(token):
        return [] if _is_expletive(token) else thing(token, here, memory)
    if low == "it" and token.head.lower_ == "in" and (token.head.is_sent_start or token.head.nbor(-1).text == ","):
        return written_place(token, here, memory)
    return []


def _is_expletive(token: Token) -> bool:
    """Whether "it" only stands for a clause to come: "it is hard to say that", "it follows that", "it is said that"."""
    verb = token.head
    clauses = [c for c in verb.children if c.dep_ in {"ccomp", "xcomp", "advcl", "csubj", "acl"} and c.i > verb.i]
    clauses += [
        g for c in verb.children if c.dep_ == "acomp" for g in c.children if g.dep_ in {"xcomp", "ccomp", "advcl"} and g.i > c.i
    ]
    put_off = any(g.lower_ in {"to", "that"} and g.dep_ in {"aux", "mark"} for c in clauses for g in c.children)
    judged = any(c.dep_ in {"acomp", "oprd"} and c.i > verb.i for c in verb.children)
    said = verb.lemma_ in {"seem", "appear", "follow", "happen", "emerge"} or (verb.tag_ == "VBN" and token.dep_ == "nsubjpass")
    return put_off and ((judged and verb.lemma_ in {"be", "seem", "become", "remain"}) or said)


def _counted(token: Token) -> int | None:
    """How many "both", "the two", "all three", "neither" count, where they stand for persons by themselves."""
    low = token.lower_
    if not is_subject(token):
        return None
    if low in {"both", "neither", "either"}:
        return 2
    if low in NUMBERS and any(c.lower_ in {"the", "all", "these"} for c in token.lefts):
        return NUMBERS[low]
    return None


def _before_noun(token: Token) -> bool:
    """Whether a word describes the noun after it, whatever the parser makes of it: "the former teacher"."""
    return token.i + 1 < len(token.doc) and token.nbor().pos_ in {"NOUN", "PROPN", "ADJ"}


def _described(token: Token, here: Salience, memory: Memory) -> list[Cluster]:
    low = token.lower_
    determiner = next((c.lower_ for c in token.lefts if c.dep_ in {"det", "predet"}), "")
    if low in IDEAS and determiner in {"this", "these"} and not any(c.dep_ == "prep" and c.lower_ == "of" for c in token.rights):
        return idea(token, here, memory)
    if (
        low in PERSON
        and determiner in {"the", "this"}
        and is_subject(token)
        and not any(c.dep_ in {"prep", "appos", "amod", "relcl"} for c in token.children)
    ):
        return person(token, here, memory, None)
    number = next((NUMBERS[c.lower_] for c in token.lefts if c.lower_ in NUMBERS), 2 if determiner == "both" else None)
    if low in PEOPLE and determiner in {"the", "both", "these"} and number is not None:
        return exactly(number, token, here, memory, "theorist")
    if low in PEOPLE and determiner == "these":
        return several(token, here, memory) or adherents_of(token, memory)
    if low in MANY_WORKS and determiner in {"the", "both", "these"} and number is not None:
        return exactly(number, token, here, memory, "work")
    if (
        low in WORKS
        and determiner in {"the", "this"}
        and not any(c.dep_ in {"prep", "relcl"} and c.i > token.i for c in token.children)
    ):
        return work(token, here, memory)
    return []
