"""What pronouns and descriptions stand for: "he", "they", "this view", "the latter"; only where it is safe.

A sieve in the manner of Lee et al. 2013, "Deterministic coreference resolution based on entity-centric, precision-ranked rules".
"""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kb.pipeline.annotations import Cluster, Form, Mention, entities_at
from kb.pipeline.blocks import block_of
from kb.pipeline.cues import load

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
IT = frozenset({"it", "its", "itself"})
IDEA_NOUNS = frozenset(load("mentions")["lists"]["coreference_idea_nouns"])
PERSON_NOUNS = frozenset(load("mentions")["lists"]["coreference_person_nouns"])
PEOPLE_NOUNS = frozenset(load("mentions")["lists"]["coreference_people_nouns"])
BOOK_NOUNS = frozenset({"book", "work", "essay", "treatise", "pamphlet", "article", "study"})
#: How many sentences back a pronoun may reach.
REACH = 3


@Language.factory("doxograph_coreference")
def make_coreference(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """The component that hangs a Mention of form "pronoun" or "description" on words that stand for a named entity."""
    return resolve


def resolve(doc: Doc) -> Doc:
    """Walk the text once, keeping what each sentence made salient."""
    memory: list[Salience] = []
    for sent in doc.sents:
        here = Salience(sent)
        for token in sent:
            found = entities_at(token)
            if found and token._.dox_mention.start == token.i:
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
        memory.append(here)
        del memory[: -REACH - 1]
    return doc


class Salience:
    """What a sentence mentions, in order, and what it is about: its subjects first."""

    def __init__(self, sent: Span) -> None:
        self.sent = sent
        self.seen: list[tuple[Token, Cluster]] = []

    def note(self, token: Token, clusters: list[Cluster]) -> None:
        """Remember the entities a token refers to."""
        self.seen.extend((token, c) for c in clusters)

    def of(self, *types: str, before: int | None = None) -> list[tuple[Token, Cluster]]:
        """What is mentioned of these types, before a token index where one is given."""
        return [(t, c) for t, c in self.seen if c.type in types and (before is None or t.i < before)]


def _referents(token: Token, here: Salience, memory: list[Salience]) -> tuple[list[Cluster], Form]:
    low = token.lower_
    if token.tag_ in {"PRP", "PRP$"}:
        if low.endswith(("self", "selves")) and token.i and (beside := entities_at(token.nbor(-1))):
            return beside, "pronoun"  # "Burnham himself"
        if low in HE or low in SHE:
            return _person(token, here, memory, "male" if low in HE else "female"), "pronoun"
        if low in THEY:
            return _several(token, here, memory), "pronoun"
        if low in IT and _is_subject(token):
            return _thing(token, here, memory), "pronoun"
    if low == "two" and _is_subject(token) and any(c.lower_ == "the" for c in token.lefts):
        return _pair(here, memory, token), "description"
    if (
        low in {"both"}
        and _is_subject(token)
        and token.i + 1 < len(token.doc)
        and token.nbor().lower_ in {"of", "held", "argued", "rejected", "agreed", "regarded", "saw", "believed"}
    ):
        return _pair(here, memory, token), "pronoun"
    if low in {"former", "latter"} and token.dep_ not in {"amod"}:
        return _former_latter(low, here, memory, token), "description"
    determiner = next((c.lower_ for c in token.lefts if c.dep_ == "det"), "")
    if (
        low in IDEA_NOUNS
        and determiner in {"this", "these"}
        and not any(c.dep_ == "prep" and c.lower_ == "of" for c in token.rights)
    ):
        return _idea(here, memory, token), "description"
    if (
        low in PERSON_NOUNS
        and determiner in {"the", "this"}
        and _is_subject(token)
        and not any(c.dep_ in {"prep", "appos", "amod", "relcl"} for c in token.children)
    ):
        return _person(token, here, memory, None), "description"
    if low in PEOPLE_NOUNS and determiner in {"these", "both"}:
        return _several(token, here, memory) or _adherents_of(token, memory), "description"
    if (
        low in BOOK_NOUNS
        and determiner in {"the", "this"}
        and not any(c.dep_ in {"prep", "relcl"} and c.i > token.i for c in token.children)
    ):
        works = [c for s in (here, *reversed(memory)) for _, c in reversed(s.of("work", before=token.i))]
        return works[:1], "description"
    return [], "pronoun"


def _is_subject(token: Token) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass", "poss"}


def _rank(pairs: list[tuple[Token, Cluster]]) -> list[tuple[Token, Cluster]]:
    """Whom "it was X who" puts first, the main subject, other subjects, others; then in text order."""
    return sorted(pairs, key=lambda p: (not _put_first(p[0]), not _heads_clause(p[0]), p[0].i))


def _put_first(token: Token) -> bool:
    """Whether a sentence is about this one: "it was X who …"."""
    mention = token._.dox_mention
    last = token.doc[mention.start : mention.end].root if mention is not None else token
    be = last.head
    cleft = any(c.lower_ == "it" and c.dep_ in {"nsubj", "expl"} for c in be.children)
    return cleft and last.dep_ == "attr" and be.lemma_ == "be"


def _heads_clause(token: Token) -> bool:
    mention = token._.dox_mention
    last = token.doc[mention.start : mention.end].root if mention is not None else token
    while last.dep_ in {"conj", "appos", "compound"} and last.head is not last:
        last = last.head
    return (
        last.dep_ in {"nsubj", "nsubjpass"}
        or (last.dep_ == "pobj" and last.head.dep_ == "agent")
        or (last.dep_ == "pobj" and last.head.lower_ == "to" and last.head.head.lower_ == "according")
    )


def _person(token: Token, here: Salience, memory: list[Salience], gender: str | None) -> list[Cluster]:
    """The person "he" stands for: within the sentence the last one before, else the subject of the sentences before."""
    before = [p for p in here.of("theorist", before=token.i) if _fits(p[1], gender)]
    own_subject = [c for t, c in before if _heads_clause(t)]
    if before and (own_subject or token.dep_ == "poss" or not any(s.of("theorist") for s in memory[-1:])):
        chosen = own_subject[0] if own_subject and token.dep_ != "poss" else (own_subject[-1] if own_subject else before[-1][1])
        return _set_gender(chosen, gender)
    for salience in reversed(memory):
        if not _same_passage(token, salience):
            break
        options = [p for p in salience.of("theorist") if _fits(p[1], gender)]
        distinct = list(dict.fromkeys(c for _, c in _rank(options)))
        if distinct:
            return _set_gender(distinct[0], gender)
    return _set_gender(before[-1][1], gender) if before else []


def _set_gender(cluster: Cluster, gender: str | None) -> list[Cluster]:
    if gender and cluster.gender is None:
        cluster.gender = gender  # type: ignore[assignment]
    return [cluster]


def _fits(cluster: Cluster, gender: str | None) -> bool:
    return gender is None or cluster.gender in {None, gender}


def _several(token: Token, here: Salience, memory: list[Salience]) -> list[Cluster]:
    """The group, or the persons named together, that "they" stands for."""
    spans = [(here, token.i), *((m, None) for m in reversed(memory))]
    for salience, before in spans:
        if salience is not here and not _same_passage(token, salience):
            break
        groups = [p for p in salience.of("group", before=before) if _heads_clause(p[0])]
        people = [p for p in salience.of("theorist", before=before) if _heads_clause(p[0])]
        joint = list(dict.fromkeys(c for t, c in people))
        if groups and (not joint or groups[-1][0].i > people[-1][0].i):
            together = [c for t, c in groups if t.dep_ == "conj" or t.i == groups[0][0].i]
            return list(dict.fromkeys(together)) if len(together) > 1 and len(groups) == len(together) else [groups[-1][1]]
        if len(joint) >= 2 and _coordinated([t for t, _ in people]):
            return joint
        plural_subject = [
            t
            for t in salience.sent
            if t.tag_ in {"NNS", "NNPS"} and t.dep_ in {"nsubj", "nsubjpass"} and (before is None or t.i < before)
        ]
        if plural_subject and not groups and salience is not here:
            return []
        if salience is not here and any(c.type == "group" for _, c in salience.seen):
            held = list(dict.fromkeys(c for _, c in salience.of("group")))
            if len(held) == 1:
                return held
    return []


def _adherents_of(token: Token, memory: list[Salience]) -> list[Cluster]:
    """ "Offensive realism … These theorists": the group named after the doctrine, where the text names it, else the doctrine."""
    for salience in [*reversed(memory)][:2]:
        named = [c for t, c in salience.of("theory") if _heads_clause(t)]
        if named and _same_passage(token, salience):
            stem = named[-1].name.casefold().removesuffix("ism")
            groups = [
                c
                for c in token.doc._.dox_entities
                if c.type == "group" and c.name.casefold().rstrip("s").removesuffix("ist") == stem
            ]
            return groups[:1] or [named[-1]]
    return []


def _coordinated(tokens: list[Token]) -> bool:
    heads = set()
    for token in tokens:
        last = token.doc[token._.dox_mention.start : token._.dox_mention.end].root
        while last.dep_ in {"conj", "appos", "compound"} and last.head is not last:
            last = last.head
        heads.add(last.i)
    return len(heads) == 1


def _pair(here: Salience, memory: list[Salience], token: Token) -> list[Cluster]:
    for salience, before in [(here, token.i), *((m, None) for m in reversed(memory))]:
        named = list(dict.fromkeys(c for _, c in salience.of("theorist", "group", before=before)))
        if len(named) == 2:
            return named
        if named:
            return []
    return []


def _former_latter(low: str, here: Salience, memory: list[Salience], token: Token) -> list[Cluster]:
    for salience, before in [(here, token.i), *((m, None) for m in reversed(memory))]:
        for types in (("theorist",), ("theory",), ("group",)):
            named = list(dict.fromkeys(c for _, c in salience.of(*types, before=before)))
            if len(named) == 2:
                return [named[0 if low == "former" else 1]]
    return []


def _idea(here: Salience, memory: list[Salience], token: Token) -> list[Cluster]:
    """The doctrine "this view" stands for: the last one the sentence before named, if the passage is the same."""
    for salience in [*reversed(memory)][:2]:
        if not _same_passage(token, salience):
            break
        named = [c for _, c in salience.of("theory")]
        if named:
            subjects = [c for t, c in salience.of("theory") if _heads_clause(t)]
            return [subjects[-1] if subjects else named[-1]]
    return []


def _thing(token: Token, here: Salience, memory: list[Salience]) -> list[Cluster]:
    """What the subject "it" stands for: the doctrine, work or case that was the subject just before."""
    for salience, before in [(here, token.i), *((m, None) for m in list(reversed(memory))[:1])]:
        if salience is not here and not _same_passage(token, salience):
            break
        subjects = [c for t, c in salience.of("theory", "work", "case", "group", before=before) if _heads_clause(t)]
        if subjects:
            return [subjects[-1]]
    return []


def _same_passage(token: Token, salience: Salience) -> bool:
    """Whether no paragraph break parts a pronoun from what it may stand for; one break is let pass for an opening "He"."""
    mine, theirs = block_of(token.doc, token.i), block_of(token.doc, salience.sent.start)
    if mine is None or theirs is None or mine is theirs:
        return True
    return token.i - mine.start <= 3 and mine.start - theirs.end <= 3 and token.tag_ in {"PRP", "PRP$"}
