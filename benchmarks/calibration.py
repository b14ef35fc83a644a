"""Fit and measure what the confidences mean: ``python -m benchmarks.calibration`` measures, ``--fit`` writes the weights anew.

Right is what ``kb.agreement`` pairs with a gold statement. Fitted on the parts of tests/gold that are developed on and on those
set aside for it; measured on the others, which nothing is ever fitted on. ``noise`` is the calibration error that a perfectly
calibrated model of as many statements would show by chance (the mean of 2,000 draws from its own chances).
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.agreement import compare
from kb.evaluate import kept_text
from kb.formats import annotation
from kb.formats.annotation import to_annotation
from kb.model import Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.confidence import WEIGHTS, chance, weights
from kb.statements import from_doc

GOLD = Path(__file__).parents[1] / "tests" / "gold"
BUILT = Path(__file__).parents[1] / "build" / "gold"
FITTED = ("dev", "dev-fields", "dev-essays", "dev-genres", "dev-textbook", "faq-dev", "frozen", "frozen-fields", "frozen-genres")
MEASURED = ("frozen-essays", "frozen-textbook", "faq-frozen", "faq-arguments")
ARGUED = ("faq-arguments",)  #: of those, the ones where only arguments and the claims they join are marked
#: of the fitted ones, those that no rule was written by, and the FAQ's, whose manner only it has: ``--fit`` prints how much more
#: each part has right than a model foretells that has not seen it
UNSEEN = ("frozen", "frozen-fields", "frozen-genres", "faq-dev")
GROWN = ("dev", "dev-fields", "dev-essays", "dev-genres", "dev-textbook")  #: of those, what learned rules were learned from
KINDS = ("claim", "relation", "argument")
BINS = 10  #: of equal mass


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement with how it was found, and whether the gold annotation has it."""

    kind: str
    text: str
    features: dict[str, float]
    right: bool


@dataclass(frozen=True, slots=True)
class Measure:
    """How good the chances of one kind of statement are; shares in [0, 1]."""

    statements: int
    right: float
    error: float
    noise: float
    auroc: float


def folder(part: str) -> Path | None:
    """Where the texts of a part lie, fetched first where only their annotations are kept; None where that is not possible."""
    kept = GOLD / part
    if any(kept.glob("*.txt")):
        return kept
    fetched = BUILT / part
    done = subprocess.run([sys.executable, str(GOLD / "fetch.py"), str(kept), str(fetched)], capture_output=True, check=False)
    return fetched if done.returncode == 0 else None


def judged(parts: Iterable[str]) -> list[Judged]:
    """Every statement that the pipeline makes of these parts' texts, of the kinds that are marked there."""
    nlp = build_nlp()
    found = []
    for part in parts:
        where = folder(part)
        if where is None:
            print(f"{part}: left out, its texts are not here (Debian's package anarchism, or DOXOGRAPH_FAQ)", file=sys.stderr)
            continue
        for file in sorted(where.glob("*.json")):
            text = kept_text(file)
            document = Document(Source(file.stem, file.stem), text)
            told: dict[str, dict[str, float]] = {}
            statements = from_doc(document, annotate(nlp, document), told)
            written = to_annotation(statements)
            matches = compare(text, annotation.read(file), written)[1]
            name = f"{part}/{file.stem}"
            listed = [[one.id for one in made] for made in annotation.in_order(statements)]
            for kind, ids, pairs in zip(KINDS, listed, (matches.claims, matches.relations, matches.arguments), strict=True):
                if part in ARGUED and kind != "argument":
                    continue
                right = {ours for _, ours in pairs}
                found += [Judged(kind, name, told[id], index in right) for index, id in enumerate(ids)]
    return found


def fit(rows: Sequence[Judged]) -> dict[str, float]:
    """Logistic regression with an L2 penalty chosen by cross-validation over texts; weights to three digits.

    Rules do better on the texts they were written by, so all weights are stretched and the bias is set anew by the other texts
    (Platt 1999), each foretold by a model that has not seen it; what a learned rule finds in the texts it was learned from is
    left out.
    """
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict, cross_val_score

    rows = [row for row in rows if not ("rule:learned" in row.features and row.text.split("/")[0] in GROWN)]
    names = DictVectorizer(sparse=False)
    matrix = names.fit_transform([row.features for row in rows])
    right, texts = [row.right for row in rows], [row.text for row in rows]
    best: tuple[float, Any] = (float("-inf"), None)
    for strength in (0.003, 0.01, 0.03, 0.1, 0.3, 1.0):
        model = LogisticRegression(C=strength, fit_intercept=False, max_iter=5000)
        told = cross_val_score(model, matrix, right, groups=texts, cv=GroupKFold(8), scoring="neg_log_loss").mean()
        best = max(best, (told, model), key=lambda pair: pair[0])
    foretold = cross_val_predict(best[1], matrix, right, groups=texts, cv=GroupKFold(8), method="decision_function")
    print(f"{rows[0].kind}: right beyond what is foretold by the other texts: {_residuals(rows, foretold)}", file=sys.stderr)
    unseen = [(at, row.right) for at, row in zip(foretold, rows, strict=True) if row.text.split("/")[0] in UNSEEN]
    outer = LogisticRegression(C=10, max_iter=1000).fit([[at] for at, _ in unseen], [told for _, told in unseen])
    stretch, shift = max(float(outer.coef_[0][0]), 0.0), float(outer.intercept_[0])
    model = best[1].fit(matrix, right)
    found = {str(n): stretch * float(w) for n, w in zip(names.get_feature_names_out(), model.coef_[0], strict=True)}
    found["bias"] += shift
    return {name: round(weight, 3) for name, weight in found.items() if abs(weight) >= 0.0005}


def _residuals(rows: Sequence[Judged], logits: Sequence[float]) -> str:
    """How much larger the share right of each part is than its mean foretold chance."""
    beyond: dict[str, list[float]] = {}
    for row, at in zip(rows, logits, strict=True):
        beyond.setdefault(row.text.split("/")[0], []).append(row.right - 1 / (1 + math.exp(-at)))
    return ", ".join(f"{part} {sum(held) / len(held):+.2f}" for part, held in beyond.items())


def measure(chances: Sequence[float], right: Sequence[bool]) -> Measure:
    """Expected calibration error over bins of equal mass, and the area under the ROC curve."""
    import random

    draw = random.Random(0)
    noise = [calibration_error(chances, [draw.random() < c for c in chances]) for _ in range(2000)]
    return Measure(
        len(right),
        sum(right) / len(right),
        calibration_error(chances, right),
        sum(noise) / len(noise),
        auroc(chances, right),
    )


def calibration_error(chances: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance of told and true shares over ``BINS`` bins of equal mass (Naeini et al. 2015)."""
    ranked = sorted(zip(chances, right, strict=True), key=lambda pair: pair[0])
    total = 0.0
    for number in range(BINS):
        held = ranked[len(ranked) * number // BINS : len(ranked) * (number + 1) // BINS]
        total += abs(sum(c for c, _ in held) - sum(r for _, r in held))
    return total / len(ranked)


def auroc(chances: Sequence[float], right: Sequence[bool]) -> float:
    """The chance that a right statement stands above a wrong one, ties half (Mann and Whitney 1947)."""
    good = [c for c, r in zip(chances, right, strict=True) if r]
    bad = [c for c, r in zip(chances, right, strict=True) if not r]
    if not good or not bad:
        return float("nan")
    return sum((g > b) + (g == b) / 2 for g in good for b in bad) / (len(good) * len(bad))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a table of measures; with ``--fit`` fit first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="write the weights anew")
    asked = parser.parse_args(arguments)
    if asked.fit:
        rows: list[Judged] = []
        for kinds in (("claim", "relation"), ("argument",)):  # an argument's features ask for its claims' chances
            rows = judged(FITTED)
            found = dict(weights()) | {kind: fit([row for row in rows if row.kind == kind]) for kind in kinds}
            WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            weights.cache_clear()
        print(f"{WEIGHTS}: fitted on {len(rows)} statements of {', '.join(FITTED)}")
        return main([])
    print("part\tkind\tstatements\tright\tECE\tnoise\tAUROC")
    for label, parts in (("fitted on", FITTED), ("measured only", MEASURED)):
        rows = judged(parts)
        for kind in KINDS:
            held = [row for row in rows if row.kind == kind]
            told = measure([chance(kind, row.features) for row in held], [row.right for row in held])
            print(f"{label}\t{kind}\t{told.statements}\t{told.right:.3f}\t{told.error:.3f}\t{told.noise:.3f}\t{told.auroc:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
