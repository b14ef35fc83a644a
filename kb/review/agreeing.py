"""How far reviewers agree on the statements that several of them judged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kb.review.decisions import Decision

JUDGEMENTS = ("accept", "reject", "correct")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reviewers on the statements that both judged; ``kappa`` is None where chance alone explains everything."""

    one: str
    other: str
    both: int
    same: int
    kappa: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A statement on which the reviewers' last words differ."""

    source: str
    kind: str
    target: str
    words: str
    judgements: tuple[tuple[str, str], ...]  # who, what; sorted


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement over all reviewers; ``alpha`` is None where nothing was judged twice, or all was judged alike."""

    judged: Mapping[str, int]  # statements by reviewer
    pairs: tuple[Pair, ...]
    alpha: float | None
    units: int  # statements that two or more judged
    disagreements: tuple[Disagreement, ...]


def agreement(made: Iterable[Decision]) -> Agreement:
    """Cohen's kappa for each pair of reviewers and Krippendorff's alpha over all, of what each said last.

    The values are nominal: accept, reject, correct. Sources: Cohen 1960, "A coefficient of agreement for nominal scales";
    Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section C (nominal data, any number of observers,
    missing data).
    """
    said: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    words: dict[tuple[str, str, str], str] = {}
    for decision in made:
        if decision.verdict in JUDGEMENTS:
            at = decision.source, decision.kind, decision.target
            said[at][decision.who] = decision.verdict
            words[at] = str(decision.statement.get("words", ""))
    reviewers = sorted({who for values in said.values() for who in values})
    pairs = []
    for one, other in combinations(reviewers, 2):
        both = [(values[one], values[other]) for values in said.values() if one in values and other in values]
        if both:
            pairs.append(Pair(one, other, len(both), sum(a == b for a, b in both), cohens_kappa(both)))
    units = [list(values.values()) for values in said.values() if len(values) > 1]
    return Agreement(
        {who: sum(who in values for values in said.values()) for who in reviewers},
        tuple(pairs),
        krippendorffs_alpha(units),
        len(units),
        tuple(
            Disagreement(*at, words[at], tuple(sorted(values.items())))
            for at, values in sorted(said.items())
            if len(set(values.values())) > 1
        ),
    )


def cohens_kappa(both: Sequence[tuple[str, str]]) -> float | None:
    """(observed - expected) / (1 - expected) over pairs of judgements; None where the expected agreement is 1."""
    if not both:
        return None
    total = len(both)
    first, second = Counter(a for a, _ in both), Counter(b for _, b in both)
    expected = sum(first[value] * second[value] for value in first) / total**2
    observed = sum(a == b for a, b in both) / total
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorffs_alpha(units: Iterable[Sequence[str]]) -> float | None:
    """1 - observed / expected disagreement from the coincidences of values within units; None where none can be expected."""
    coincidences: dict[tuple[str, str], float] = defaultdict(float)
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        for a in counts:
            for b in counts:
                pairable = counts[a] * (counts[b] - (a == b))
                coincidences[a, b] += pairable / (len(values) - 1)
    totals: Counter[str] = Counter()
    for (a, _), count in coincidences.items():
        totals[a] += count  # type: ignore[assignment]
    n = sum(totals.values())
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    if not expected:
        return None
    observed = sum(count for (a, b), count in coincidences.items() if a != b)
    return 1 - (n - 1) * observed / expected
