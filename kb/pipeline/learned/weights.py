"""The fitted weights: how much each trait of a pair speaks for each predicate."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from kb.model import PREDICATES

WEIGHTS = Path(__file__).with_name("weights.json")
ANY = "any"  #: the section of weights that speak for whatever predicate is asked about
#: a cue word's family within a trait: "top:v:rejects", "cue:n:holds:…"
_FAMILY = re.compile(rf"(?<=[: ])([vnap]):({'|'.join(sorted(PREDICATES, key=len, reverse=True))})(?![\w])")

Weights = Mapping[str, Mapping[str, float]]


def shared(trait: str, predicate: str) -> Iterator[str]:
    """A trait as it bears on any predicate: its cue words count as those of the predicate asked about, or of another."""
    found = _FAMILY.search(trait)
    if found is None:
        yield trait
        return
    before, after = trait[: found.start()], trait[found.end() :]
    own = found[2] == predicate
    yield f"{before}{found[1]}:{'own' if own else 'other'}{after}"
    if own:
        yield f"{before}own{after}"


@cache
def weights() -> Weights:
    """The weights by predicate, and under ``ANY`` those that all predicates share."""
    found: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))
    return found


@cache
def fitted() -> tuple[str, ...]:
    """The predicates that have weights of their own, in the model's order."""
    return tuple(name for name in PREDICATES if name in weights())


@lru_cache(maxsize=65_536)
def amounts(trait: str) -> tuple[float, ...]:
    """What one trait adds to the log-odds of each of ``fitted()``; empty where it adds nothing to any."""
    known, common = weights(), weights().get(ANY, {})
    said = _FAMILY.search(trait)
    family = said[2] if said is not None else PREDICATES[0]
    another = PREDICATES[0] if family != PREDICATES[0] else PREDICATES[1]
    own, other = (sum(common.get(name, 0.0) for name in shared(trait, one)) for one in (family, another))
    found = tuple(known.get(name, {}).get(trait, 0.0) + (own if name == family else other) for name in fitted())
    return found if any(found) else ()


def chances(found: Iterable[str]) -> dict[str, float]:
    """The chance in [0, 1] of each predicate that has weights that a pair with these traits stands in it."""
    rows = [known for trait in found if (known := amounts(trait))]
    totals = (sum(column) for column in zip(*rows, strict=True))
    return {name: 1 / (1 + math.exp(-total)) for name, total in zip(fitted(), totals, strict=False)}


def strongest(found: Iterable[str], predicate: str, most: int = 5) -> list[tuple[str, float]]:
    """The traits that speak loudest for a predicate, with what each adds to its log-odds."""
    at = fitted().index(predicate)
    heard = sorted(((known[at], trait) for trait in found if (known := amounts(trait))), key=lambda two: (-two[0], two[1]))
    return [(trait, round(amount, 2)) for amount, trait in heard[:most] if amount > 0]
