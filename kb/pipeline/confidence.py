"""How likely a statement is right: a small model over how it was found, fitted on texts that were read by hand.

The components set a raw confidence by rule. What is kept with a statement is the chance, fitted by ``benchmarks/calibration.py``
(logistic regression; Platt 1999, "Probabilistic outputs for support vector machines", does the same with one feature), that a
careful reader's annotation has the statement too.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from spacy.tokens import Doc

from kb.pipeline.annotations import ArgumentMark, Attribution, Cluster, Holder, RelationMark

WEIGHTS = Path(__file__).with_name("confidence.json")
LEAST, MOST = 0.02, 0.98  #: no rule is ever sure

Features = Mapping[str, float]


@cache
def weights() -> Mapping[str, Features]:
    """The fitted weights: for claim, relation and argument, a number for each feature; what has none counts nothing."""
    found: dict[str, dict[str, float]] = json.loads(WEIGHTS.read_text("utf-8"))
    return found


def chance(kind: str, features: Features) -> float:
    """The chance in [0, 1] that a statement with these features is right, to two digits."""
    known = weights()[kind]
    total = sum(known.get(name, 0.0) * value for name, value in features.items())
    return round(min(max(1 / (1 + math.exp(-total)), LEAST), MOST), 2)


class Surroundings:
    """What the features of one Doc's statements need to know of its other statements."""

    def __init__(self, doc: Doc) -> None:
        self.starts = [s.start_char for s in doc.sents]
        self.ends = [s.end_char for s in doc.sents]
        self.claims = Counter(self.sentence(mark.content[0][0]) for mark in doc._.dox_attributions or [])
        self.relations = Counter(self.sentence(mark.start) for mark in doc._.dox_relations or [])
        self.pairs = Counter(frozenset((id(mark.subject), id(mark.object))) for mark in doc._.dox_relations or [])
        self.doc = doc

    def sentence(self, at: int) -> int:
        """The number of the sentence that holds a character."""
        return max(0, bisect_right(self.starts, at) - 1)

    def claim(self, mark: Attribution) -> Features:
        """What tells a right claim from a wrong one."""
        start, end = mark.content[0][0], mark.content[-1][1]
        at = self.sentence(start)
        length = sum(b - a for a, b in mark.content)
        whole = max(1, self.ends[at] - self.starts[at])
        cue = min((abs(start - b) for _, b in mark.cue), default=0)
        return {
            **_common(mark.confidence, mark.rule),
            f"holder:{_sort(mark.holder)}": 1.0,
            f"stance:{mark.stance}": 1.0,
            "hedged": float(mark.hedged),
            "reported": float(bool(mark.reported_by)),
            "about": float(bool(mark.about)),
            "parts": float(len(mark.content) - 1),
            "length": math.log1p(length) - 4,
            "share": min(length / whole, 1.5),
            "far": math.log1p(cue),
            "others": math.log(self.claims[at] or 1),
            "sentences": float(self.sentence(end - 1) - at),
        }

    def relation(self, mark: RelationMark) -> Features:
        """What tells a right relation from a wrong one."""
        at = self.sentence(mark.start)
        return {
            **_common(mark.confidence, mark.rule),
            f"predicate:{mark.predicate}": 1.0,
            f"polarity:{mark.polarity}": 1.0,
            f"asserter:{_sort(mark.asserted_by)}": 1.0,
            f"ends:{mark.subject.type}-{mark.object.type}": 1.0,
            "ends": _logit(mark.subject.confidence) + _logit(mark.object.confidence),
            "length": math.log1p(mark.end - mark.start) - 4,
            "others": math.log(self.relations[at] or 1),
            "again": math.log(self.pairs[frozenset((id(mark.subject), id(mark.object)))] or 1),
            "known": (mark.subject.key is not None) + float(mark.object.key is not None),
        }

    def argument(self, mark: ArgumentMark) -> Features:
        """What tells a right argument from a wrong one: its rule and its less sure claim; more does worse on texts unseen."""
        ends = (chance("claim", self.claim(end)) for end in (mark.premise, mark.conclusion))
        return {"bias": 1.0, "raw": _logit(mark.confidence), "least claim": _logit(min(ends))}


def _common(raw: float, rule: str) -> dict[str, float]:
    """The raw confidence and the rule by its family: "verb:adopt" is a "verb", "quotation, goes on" a "quotation" carried on."""
    family, _, more = rule.partition(",")
    return {"bias": 1.0, "raw": _logit(raw), f"rule:{family.partition(':')[0]}": 1.0, "carried on": float(bool(more))}


def _sort(holder: Holder) -> str:
    return holder.type if isinstance(holder, Cluster) else holder


def _logit(share: float) -> float:
    bounded = min(max(share, LEAST), MOST)
    return math.log(bounded / (1 - bounded))
