"""What a vocabulary pack holds, as frozen values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kb.model import EntityType


@dataclass(frozen=True, slots=True)
class PackEntity:
    """A theorist, group, theory, work or case that a field knows by name; surnames are left to those who look for names."""

    key: str  # "theorist/james-burnham"
    type: EntityType
    label: str
    aliases: tuple[str, ...] = ()  # every other form: names, pseudonyms, adjectives of a theory, misspellings
    adjectives: tuple[str, ...] = ()  # "state capitalist"; a theory's stand among its aliases too, a case's ("Soviet") do not
    misspellings: tuple[str, ...] = ()  # those of the aliases that are slips of the pen
    year: int | None = None  # a work's first publication, a theory's coining, an event, a person's birth
    year_note: str = ""  # where the year can be checked, or what it dates
    gender: str | None = None  # "male", "female", for pronouns
    creators: tuple[str, ...] = ()  # keys of a work's authors
    broader: tuple[str, ...] = ()  # keys of the cases this case is one of
    implies: tuple[str, ...] = ()  # "issue/answer" that holding the theory commits one to
    denial: tuple[str, ...] = ()  # "issue/answer" that rejecting the theory commits one to
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the answers to an issue, with the words that give it."""

    id: str
    label: str
    aliases: tuple[str, ...] = ()
    says: tuple[str, ...] = ()  # what the issue's case is said to be
    named: tuple[str, ...] = ()  # the words that stand for it in the issue's own wordings
    wordings: tuple[str, ...] = ()  # patterns of a whole statement; kb.answers.wording tells their language
    follows: tuple[str, ...] = ()  # "issue/answer" whose words, said of this issue's cases, give this answer


@dataclass(frozen=True, slots=True)
class Issue:
    """A question of the field: what it is about and how it can be answered."""

    id: str
    question: str
    answers: tuple[Answer, ...]
    rank: int = 0
    concerns: tuple[str, ...] = ()  # keys of the cases it asks about; empty where it asks about none
    wordings: tuple[str, ...] = ()  # patterns for each answer in turn, whose words are ``{answer}``
    note: str = ""

    @property
    def yes_no(self) -> bool:
        """Whether the answers are yes or no, so that the denial of one is the other."""
        return {a.id for a in self.answers} == {"yes", "no"}

    def opposite(self, answer: str) -> str | None:
        """The other answer of a yes/no issue, None where the answers have names."""
        return {"yes": "no", "no": "yes"}[answer] if self.yes_no else None


@dataclass(frozen=True, eq=False)
class Pack:
    """A field's names, questions and word lists, in the order of its files; equal to itself only, so that caches may hold it."""

    name: str
    entities: tuple[PackEntity, ...] = ()
    issues: tuple[Issue, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()  # named word lists that wordings refer to

    @cached_property
    def by_key(self) -> dict[str, PackEntity]:
        """Entities by key."""
        return {e.key: e for e in self.entities}

    @cached_property
    def by_name(self) -> dict[str, PackEntity]:
        """Entities by every full form of their names, lower case; the first of a file keeps a name that two share."""
        names: dict[str, PackEntity] = {}
        for entity in reversed(self.entities):
            names.update((_folded(alias), entity) for alias in entity.aliases)
        for entity in reversed(self.entities):  # a label goes before an alias
            names[_folded(entity.label)] = entity
        return names

    def entity(self, key_or_name: str) -> PackEntity | None:
        """The entity of a key ("theory/state-capitalism") or of a full name in any case; None where the pack knows none."""
        return self.by_key.get(key_or_name) or self.by_name.get(_folded(key_or_name))

    def issue(self, ident: str) -> Issue | None:
        """The issue of an id."""
        return next((i for i in self.issues if i.id == ident), None)

    def cases_within(self, keys: Iterable[str]) -> frozenset[str]:
        """The keys of these cases and of all narrower ones."""
        found = set(keys)
        while True:
            more = {e.key for e in self.entities if e.key not in found and found.intersection(e.broader)}
            if not more:
                return frozenset(found)
            found |= more


NO_PACK = Pack("none")  #: for texts of a field that has no pack


def _folded(name: str) -> str:
    return name.casefold().replace("’", "'")
