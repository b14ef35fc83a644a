"""How well predicted annotations agree with gold ones, over all texts and for each.

Both are in the form of ``kb.formats.annotation``. Counts are added over texts before precision and recall are taken (micro
average); the mean over texts stands beside it (macro average).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.agreement import LAYERS, Annotation, Scores, score
from kb.errors import InputError
from kb.formats import annotation

Predict = Callable[[Path], Annotation]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of every text by name."""

    texts: Mapping[str, Scores]

    @property
    def total(self) -> Scores:
        """All texts together."""
        return sum(self.texts.values(), Scores())

    def macro(self) -> dict[str, float]:
        """The mean over texts of each layer's F1."""
        each = [scores.figures() for scores in self.texts.values()]
        return {name: sum(figures[name]["f1"] for figures in each) / len(each) for name in LAYERS}

    def report(self) -> dict[str, Any]:
        """Every figure: the layers over all texts, then ``texts`` and ``macro``."""
        texts = {name: scores.figures() for name, scores in self.texts.items()}
        return {**self.total.figures(), "texts": texts, "macro": self.macro()}


def evaluate(gold: Path, predict: Predict) -> Evaluation:
    """Score what ``predict`` gives for each gold file (a file NAME.json, or a folder of them, each with NAME.txt beside it).

    Raises InputError where there is no gold, or a text or annotation cannot be read.
    """
    files = sorted(gold.glob("*.json")) if gold.is_dir() else [gold]
    if not files or not all(file.exists() for file in files):
        raise InputError("there are no annotations here", where=str(gold), remedy="Name a folder of NAME.json and NAME.txt.")
    return Evaluation({file.stem: score(kept_text(file), annotation.read(file), predict(file)) for file in files})


def predicted_in(folder: Path) -> Predict:
    """Predictions read from files of the same names; a text without one counts as all missed."""
    if not folder.exists():
        raise InputError("there are no predictions here", where=str(folder), remedy="Write some with `doxograph extract --out`.")

    def predict(gold: Path) -> Annotation:
        file = folder / gold.name if folder.is_dir() else folder
        return annotation.read(file) if file.exists() else {"entities": [], "claims": [], "relations": []}

    return predict


def kept_text(file: Path) -> str:
    """The text beside an annotation, no line end translated. Raises InputError where it is missing or not UTF-8."""
    text = file.with_suffix(".txt")
    try:
        return text.read_bytes().decode("utf-8")
    except OSError as error:
        raise InputError(
            "the text of this annotation is missing", where=str(file), remedy=f"Put {text.name} beside it."
        ) from error
    except UnicodeDecodeError as error:
        raise InputError("the text is not UTF-8", where=str(text), remedy="Save it as UTF-8.") from error
