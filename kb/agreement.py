"""The agreement of a predicted annotation with a gold one, layer by layer.

Every layer pairs gold and predicted items one to one, the best pairs first, and counts right, predicted and gold items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kb.errors import InputError
from kb.model import AUTHOR, STANCES, SYMMETRIC, UNKNOWN

Annotation = Mapping[str, Any]
Words = frozenset[int]  # offsets at which words begin

LAYERS = ("entities", "spans", "edges", "claims", "stance", "relations", "asserters", "links", "arguments")

_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"the", "a", "an"})
_HALF = 0.5  # two contents of which at least this share of words is common are one span

#: predicates that the layer of links does not tell apart
_FAMILY = {
    "holds": "pro", "originated": "pro", "expounds": "pro", "rejects": "con", "wrote": "wrote", "characterized_as": "is",
    "derives_from": "lineage", "same_as": "like", "similar_to": "like", "differs_from": "apart", "broke_with": "apart",
    "allied_with": "with", "member_of": "with",
}  # fmt: skip
_EITHER_WAY = SYMMETRIC | {"like", "apart", "with"}


@dataclass(frozen=True, slots=True)
class Count:
    """Right, predicted and gold items of one layer."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """The share of predicted items that are right; 1 where there was nothing to find and nothing was predicted."""
        return self.right / self.predicted if self.predicted else float(not self.gold)

    @property
    def recall(self) -> float:
        """The share of gold items that were found; 1 where there was nothing to find and nothing was predicted."""
        return self.right / self.gold if self.gold else float(not self.predicted)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def figures(self) -> dict[str, float]:
        """The figures of a report."""
        return {"p": self.precision, "r": self.recall, "f1": self.f1, "tp": self.right, "pred": self.predicted, "gold": self.gold}


@dataclass(frozen=True, slots=True)
class Scores:
    """The counts of one text, or of several together; ``stances`` counts (gold, predicted) on the claims that match."""

    counts: Mapping[str, Count] = field(default_factory=dict)
    stances: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __add__(self, other: Scores) -> Scores:
        names = [*self.counts, *(name for name in other.counts if name not in self.counts)]
        counts = {name: self.counts.get(name, Count()) + other.counts.get(name, Count()) for name in names}
        return Scores(counts, self.stances + other.stances)

    def figures(self) -> dict[str, dict[str, float]]:
        """Every layer's figures, in the order of LAYERS."""
        return {name: self._stance() if name == "stance" else self.counts.get(name, Count()).figures() for name in LAYERS}

    def _stance(self) -> dict[str, float]:
        """The mean F1 over the stances that gold has: a constant answer earns little."""
        labels = []
        for stance in STANCES:
            gold = sum(n for (there, _), n in self.stances.items() if there == stance)
            predicted = sum(n for (_, said), n in self.stances.items() if said == stance)
            if gold:
                labels.append(Count(self.stances[stance, stance], predicted, gold).f1)
        mean = sum(labels) / len(labels) if labels else 1.0
        right, total = sum(self.stances[stance, stance] for stance in STANCES), self.stances.total()
        return {"p": mean, "r": mean, "f1": mean, "tp": right, "pred": total, "gold": total}


@dataclass(frozen=True, slots=True)
class Matches:
    """Which gold and predicted items are one: pairs of indices (gold, predicted) into the annotations' lists.

    Of a relation or argument that an annotation says twice, only the first place is paired.
    """

    spans: Sequence[tuple[int, int]] = ()
    claims: Sequence[tuple[int, int]] = ()
    relations: Sequence[tuple[int, int]] = ()
    arguments: Sequence[tuple[int, int]] = ()


def score(text: str, gold: Annotation, predicted: Annotation) -> Scores:
    """The agreement of two annotations of one text. Raises InputError where one lacks something."""
    return compare(text, gold, predicted)[0]


def compare(text: str, gold: Annotation, predicted: Annotation) -> tuple[Scores, Matches]:
    """The agreement of two annotations of one text, with the items that were paired.

    Raises InputError where an annotation lacks something.
    """
    try:
        return _compare(text, gold, predicted)
    except (KeyError, TypeError, ValueError) as error:
        where = str(gold.get("id", ""))
        raise InputError(f"an annotation lacks something ({error!r})", where=where, remedy="Check both files' form.") from error


def _compare(text: str, gold: Annotation, predicted: Annotation) -> tuple[Scores, Matches]:
    known = _same_entities(gold["entities"], predicted["entities"])
    theirs = _Names({pair[1]: pair[0] for pair in known})
    ours = _Names({entity["id"]: entity["id"] for entity in gold["entities"]})
    counts = {"entities": Count(len(known), len(predicted["entities"]), len(gold["entities"]))}
    spans, held, edges = _same_claims(text, gold["claims"], predicted["claims"], ours, theirs)
    for layer, found in (("spans", len(spans)), ("edges", edges), ("claims", len(held))):
        counts[layer] = Count(found, len(predicted["claims"]), len(gold["claims"]))
    stances = Counter((gold["claims"][g].get("stance"), predicted["claims"][p].get("stance")) for g, p in held)
    for layer, family in (("relations", False), ("links", True)):
        there, said = (_distinct(text, a["relations"], n, family) for a, n in ((gold, ours), (predicted, theirs)))
        pairs = _paired(_likeness_of_relations(there, said))
        counts[layer] = Count(len(pairs), len(said), len(there))
        if layer == "relations":
            told = [there[g].asserter == said[p].asserter for g, p in pairs if there[g].asserter != AUTHOR]
            counts["asserters"] = Count(sum(told), len(told), len(told))
            related = [(there[g].index, said[p].index) for g, p in pairs]
    numbers = {predicted["claims"][p]["id"]: gold["claims"][g]["id"] for g, p in spans}
    drawn = _arguments(gold, {claim["id"]: claim["id"] for claim in gold["claims"]})
    found_arguments = _arguments(predicted, numbers)
    argued = [(drawn[key], found_arguments[key]) for key in drawn if key in found_arguments]
    counts["arguments"] = Count(len(argued), len(found_arguments), len(drawn))
    return Scores(counts, stances), Matches(spans, held, related, argued)


def normal(name: str) -> str:
    """A name as it is compared: without case, articles, hyphens, punctuation, possessive and a final ``s`` of longer words."""
    plain = name.casefold().replace("’", "'")
    plain = re.sub(r"(?<=\w)-\s*(?=\w)", "", plain).replace("'s", "")
    kept = (word for word in _WORD.findall(plain) if word not in _ARTICLES)
    return " ".join(word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word for word in kept)


def _paired(likeness: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold, predicted), the likest first; ties go to the earlier gold item, then the earlier predicted one."""
    free_gold: set[int] = set()
    free_said: set[int] = set()
    pairs = []
    for _, g, p in sorted(likeness, key=lambda candidate: (-candidate[0], *candidate[1:])):
        if g not in free_gold and p not in free_said:
            free_gold.add(g)
            free_said.add(p)
            pairs.append((g, p))
    return pairs


def _words(text: str, spans: Iterable[Sequence[int]]) -> Words:
    return frozenset(match.start() for start, end in spans for match in _WORD.finditer(text, start, end))


def _common(one: Words, other: Words) -> float:
    """Jaccard's index of two sets of words; 0 where either is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0


@dataclass(frozen=True, slots=True)
class _Names:
    """Entity ids of one annotation as gold ids; what gold does not have stays apart from everything in it."""

    ids: Mapping[str, str]

    def __getitem__(self, name: str) -> Hashable:
        return name if name in (AUTHOR, UNKNOWN) else self.ids.get(name, ("not in gold", name))


def _same_entities(gold: Sequence[Annotation], predicted: Sequence[Annotation]) -> list[tuple[str, str]]:
    """Pairs of gold and predicted ids: one type, and a name in common; most names first, the main name counting thrice."""

    def names(entity: Annotation) -> set[str]:
        return {normal(name) for name in (entity["name"], *entity.get("aliases", ()))} - {""}

    likeness = []
    said = [(p, other, names(other)) for p, other in enumerate(predicted)]
    for g, entity in enumerate(gold):
        own = names(entity)
        for p, other, others in said:
            if entity["type"] == other["type"] and (shared := own & others):
                likeness.append((len(shared) + 2 * (normal(entity["name"]) == normal(other["name"])), g, p))
    return [(gold[g]["id"], predicted[p]["id"]) for g, p in _paired(likeness)]


def _same_claims(
    text: str, gold: Sequence[Annotation], predicted: Sequence[Annotation], ours: _Names, theirs: _Names
) -> tuple[list[tuple[int, int]], list[tuple[int, int]], int]:
    """Pairs on one span, those of them with one holder, and how many claims have exactly the same words.

    A pair with one holder goes before any pair without.
    """
    there, said = ([_words(text, claim["content"]) for claim in claims] for claims in (gold, predicted))
    near = [
        (likeness, g, p)
        for g, own in enumerate(there)
        for p, other in enumerate(said)
        if (likeness := _common(own, other)) >= _HALF
    ]
    held = {(g, p) for _, g, p in near if ours[gold[g]["holder"]] == theirs[predicted[p]["holder"]]}
    spans = _paired((likeness + 2 * ((g, p) in held), g, p) for likeness, g, p in near)
    edges = _paired((float((g, p) in held), g, p) for _, g, p in near if there[g] == said[p])
    return spans, [pair for pair in spans if pair in held], len(edges)


@dataclass(frozen=True, slots=True)
class _Said:
    """One relation as it is compared."""

    key: Hashable
    asserter: Hashable
    words: Words
    index: int


def _distinct(text: str, relations: Sequence[Annotation], names: _Names, family: bool) -> list[_Said]:
    """Relations as gold ids, each once for one asserter, at its first place; ``family`` folds predicates and doubt."""
    found: dict[Hashable, _Said] = {}
    for index, relation in enumerate(relations):
        predicate, polarity = relation["predicate"], relation.get("polarity", "affirmed")
        if family:
            predicate = _FAMILY.get(predicate, predicate)
            polarity = "affirmed" if polarity == "uncertain" else polarity
        ends = (names[relation["subject"]], names[relation["object"]])
        if predicate in _EITHER_WAY:
            first, second = sorted(ends, key=str)
            ends = (first, second)
        key, asserter = (ends, predicate, polarity), names[relation.get("asserted_by", AUTHOR)]
        if (key, asserter) not in found:
            found[key, asserter] = _Said(key, asserter, _words(text, [relation["evidence"]]), index)
    return list(found.values())


def _likeness_of_relations(gold: Sequence[_Said], predicted: Sequence[_Said]) -> Iterable[tuple[float, int, int]]:
    for g, own in enumerate(gold):
        for p, other in enumerate(predicted):
            if own.key == other.key and own.words & other.words:
                yield _common(own.words, other.words) + 2 * (own.asserter == other.asserter), g, p


def _arguments(data: Annotation, claims: Mapping[str, str]) -> dict[Hashable, int]:
    """Arguments as gold ids, each with the index of its first place."""

    def end(name: str) -> Hashable:
        return claims.get(name, ("not in gold", name))

    said = [(end(a["from"]), end(a["to"]), a["type"]) for a in data.get("arguments", ())]
    return {key: index for index, key in reversed(list(enumerate(said)))}
