"""The cue words of relations with their frames, by lemma."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from kb.errors import InputError
from kb.model import POLARITIES, PREDICATES, Polarity
from kb.pipeline.cues import load

KINDS = ("verb", "noun", "adjective", "preposition")
#: the kind of cue that a part of speech can be
KIND_OF_POS = {
    "VERB": "verb",
    "AUX": "verb",
    "NOUN": "noun",
    "PROPN": "noun",
    "ADJ": "adjective",
    "ADV": "adjective",  # "is very far from", "stands close to"
    "ADP": "preposition",
    "SCONJ": "preposition",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What one cue word says: which relation, and in which slots its ends stand."""

    relations: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    name: str
    has: frozenset[str] = frozenset()
    lacks: frozenset[str] = frozenset()
    voice: str | None = None
    impersonal: Polarity | None = None
    polarity: Polarity = "affirmed"
    confidence: float = 0.8
    lead: bool = False
    what: bool = False
    negated: str | None = None
    through: bool = False
    faults: bool = False
    direct: bool = False
    flat: bool = False
    under: frozenset[str] = frozenset()
    governors: frozenset[str] = frozenset()
    plural: bool = False
    also: bool = False
    only: Polarity | None = None


@cache
def frames(kind: str) -> dict[str, tuple[Frame, ...]]:
    """The frames of a kind of word by its lemma: those that want company first, else in the file's order.

    Raises InputError where an entry names an unknown relation or polarity, or has no frame.
    """
    found: dict[str, list[Frame]] = defaultdict(list)
    for entry in load("relations").get(kind, []):
        for word in entry["words"]:
            found[word].append(_frame(kind, word, entry))
    return {word: tuple(sorted(entries, key=lambda f: not f.has)) for word, entries in found.items()}


def _frame(kind: str, word: str, entry: dict[str, Any]) -> Frame:
    relations = (entry["relation"],) if isinstance(entry["relation"], str) else tuple(entry["relation"])
    subject, arrow, obj = entry["frame"].partition(">")
    unknown = [name for name in relations if name not in PREDICATES]
    if unknown or not arrow or entry.get("polarity", "affirmed") not in POLARITIES:
        raise InputError(
            f"the frame of {kind} {word!r} is not well formed",
            where="kb/pipeline/cues/relations.toml",
            remedy='Give relation (of PREDICATES), frame ("SLOT > SLOT") and, if any, polarity (of POLARITIES).',
        )
    return Frame(
        relations,
        tuple(slot.strip() for slot in subject.split("|")),
        tuple(slot.strip() for slot in obj.split("|")),
        f"{kind}:{word}",
        frozenset(entry.get("has", ())),
        frozenset(entry.get("lacks", ())),
        entry.get("voice"),
        entry.get("impersonal"),
        entry.get("polarity", "affirmed"),
        float(entry.get("confidence", 0.8)),
        bool(entry.get("lead", False)),
        bool(entry.get("what", False)),
        entry.get("negated"),
        bool(entry.get("through", False)),
        bool(entry.get("faults", False)),
        bool(entry.get("direct", False)),
        bool(entry.get("flat", False)),
        frozenset(entry.get("under", ())),
        frozenset(entry.get("governors", ())),
        bool(entry.get("plural", False)),
        bool(entry.get("also", False)),
        entry.get("only"),
    )
