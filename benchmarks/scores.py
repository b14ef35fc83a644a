"""Write docs/scores.md: how well the extractor agrees with the gold annotations (``python -m benchmarks.scores``).

By part and layer, by kind of sentence, what each component adds, and what the confidences mean. Takes two to four minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.calibration import ARGUED, FITTED, KINDS, MEASURED, folder, judged, measure
from kb.agreement import LAYERS, Annotation, Matches, Scores, compare
from kb.evaluate import kept_text
from kb.formats import annotation
from kb.formats.annotation import to_annotation
from kb.model import AUTHOR, UNKNOWN, Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.confidence import chance
from kb.statements import from_doc

DOCUMENT = Path(__file__).parents[1] / "docs" / "scores.md"
FORM = Path(__file__).with_name("scores.form.md")
SHARED = Path(__file__).parents[2] / "shared" / "gold" / "dev"
#: the parts with what a reader of the table must know of each
PARTS: Mapping[str, str] = {
    "gold/dev": "developed on, read by others",
    "dev": "developed on",
    "dev-fields": "developed on",
    "dev-essays": "developed on",
    "dev-genres": "developed on",
    "dev-textbook": "developed on",
    "faq-dev": "developed on",
    "frozen": "only measured; confidences fitted on it",
    "frozen-fields": "only measured; confidences fitted on it",
    "frozen-essays": "only measured",
    "frozen-genres": "only measured; confidences fitted on it",
    "frozen-textbook": "only measured",
    "faq-frozen": "only measured",
    "faq-arguments": "only measured, arguments alone marked",
}
SHOWN = tuple(layer for layer in LAYERS if layer not in ("stance", "asserters"))
#: families of rules by which claims are found: each is left out in turn
FAMILIES: Mapping[str, tuple[str, ...]] = {
    "reporting verb with a clause": ("that-clause", "bare clause", "clause first", "to-frame", "as-frame", "with-frame"),
    "reporting words set in": ("parenthetical", "according to", "in X's view", "for X", "for whom", "for people"),
    "quotation": ("quotation",),
    "noun of opinion": (
        "noun that",
        "noun is that",
        "noun object",
        "naming",
        "cleft",
        "adjective that",
        "preposition object",
        "put off",
    ),
    "report carried on": ("report goes on", "linked", "after a colon", "reason after a colon", "listed ideas"),
    "the text's own voice": ("own voice", "own argument", "verdict", "held true", "avowed", "answer"),
}
COMPONENTS = ("doxograph_quotations", "doxograph_coreference", "doxograph_claims", "doxograph_relations", "doxograph_learned")
Read = tuple[str, Annotation]


def texts(part: str) -> list[Read]:
    """The gold texts of a part: empty where they are not here, which the document says."""
    where = (SHARED if SHARED.is_dir() else None) if part == "gold/dev" else folder(part)
    return [(kept_text(file), annotation.read(file)) for file in sorted(where.glob("*.json"))] if where else []


def read(nlp: Language, found: Sequence[Read]) -> Iterator[tuple[str, Annotation, Annotation, Doc, Matches, Scores]]:
    """Each text with its gold and predicted annotation, the Doc, what was paired, and the scores."""
    for text, gold in found:
        document = Document(Source("text", "text"), text)
        doc = annotate(nlp, document)
        predicted = to_annotation(from_doc(document, doc))
        scores, matches = compare(text, gold, predicted)
        yield text, gold, predicted, doc, matches, scores


def kind_of(text: str, claim: Mapping[str, Any]) -> str:
    """The kind of sentence of a gold claim, told from the annotation and the text alone, in this order."""
    start, end = claim["content"][0][0], claim["content"][-1][1]
    if claim["holder"] == AUTHOR:
        return "the text's own voice"
    if text[max(0, start - 1) : start] in "“‘\"'" and text[end : end + 2].strip("., ")[:1] in ("”", "’", '"', "'"):
        return "quotation"
    if not claim.get("cue"):
        return "report without a cue"
    if claim["holder"] == UNKNOWN:
        return "nobody named"
    first = claim["cue"][0][0]
    if first > end:
        return "cue behind the words"
    if any(start < a < end for a, _ in claim["cue"]):
        return "cue within the words"
    return "cue at the words" if start - claim["cue"][0][1] <= 3 else "cue further off"


def of_marked(part: str, scores: Scores) -> Scores:
    """The counts of the layers that are marked in a part."""
    return Scores({"arguments": scores.counts["arguments"]}) if part in ARGUED else scores


@Language.factory("doxograph_without_rules", default_config={"rules": []})
def make_without(nlp: Language, name: str, rules: list[str]) -> Callable[[Doc], Doc]:
    """A component that takes the claims of some rules away again."""

    def drop(doc: Doc) -> Doc:
        doc._.dox_attributions = [c for c in doc._.dox_attributions or [] if c.rule.partition(",")[0] not in rules]
        return doc

    return drop


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """A Markdown table with a blank line after it."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (header, ["---"] * len(header), *rows)]
    return [*lines, ""]


def figure(value: float) -> str:
    """A share with three digits, as .123."""
    return f"{value:.3f}".removeprefix("0")


def by_part(nlp: Language, parts: Mapping[str, list[Read]]) -> tuple[list[str], list[str]]:
    """The tables of layers and of kinds of sentence."""
    layers: list[list[object]] = []
    found, there = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    right, made = Counter[str](), Counter[str]()
    for part, held in parts.items():
        total = Scores()
        each: list[dict[str, dict[str, float]]] = []
        side = "measured" if "measured" in PARTS[part] else "developed"
        for text, gold, predicted, doc, matches, scores in read(nlp, held):
            scores = of_marked(part, scores)
            total += scores
            each.append(scores.figures())
            if part in ARGUED:
                continue
            paired = {g for g, _ in matches.claims}
            for index, claim in enumerate(gold["claims"]):
                kind = kind_of(text, claim)
                there[side, kind] += 1
                found[side, kind] += index in paired
            rules = {(m.content[0][0], m.content[-1][1]): m.rule.partition(",")[0] for m in doc._.dox_attributions or []}
            ours = {p for _, p in matches.claims}
            for index, claim in enumerate(predicted["claims"]):
                rule = rules.get((claim["content"][0][0], claim["content"][-1][1]), "")
                family = next((name for name, known in FAMILIES.items() if rule in known), "other rules")
                made[family] += 1
                right[family] += index in ours
        if not held:
            layers.append([part, PARTS[part], "its texts were not at hand", *[""] * (len(SHOWN) - 1)])
            continue
        micro = total.figures()
        shown = [(name, name in total.counts) for name in SHOWN]
        layers.append([part, f"{PARTS[part]}; {len(held)}", *(figure(micro[n]["f1"]) if told else "–" for n, told in shown)])
        macro = {name: sum(one[name]["f1"] for one in each) / len(each) for name in SHOWN}
        layers.append(["", "mean over texts", *(figure(macro[name]) if told else "–" for name, told in shown)])
    kinds = []
    for kind in sorted({kind for _, kind in there}, key=lambda k: -sum(there[s, k] for s in ("developed", "measured"))):
        row: list[object] = [kind]
        for side in ("developed", "measured"):
            count = there[side, kind]
            row += [count, figure(found[side, kind] / count) if count else "–"]
        kinds.append(row)
    precision = [[name, made[name], figure(right[name] / made[name])] for name in [*FAMILIES, "other rules"] if made[name]]
    return table(["part", "texts", *SHOWN], layers), [
        *table(["kind of gold claim", "developed on", "found", "only measured", "found"], kinds),
        *table(["claims made by", "made", "right"], precision),
    ]


def ablation(parts: Mapping[str, list[Read]]) -> list[str]:
    """What each component and each family of rules adds: F1 of all our own parts together without it, and the difference."""
    held = {part: found for part, found in parts.items() if part != "gold/dev"}
    shown = ("entities", "spans", "claims", "relations", "arguments")

    def scores(nlp: Language) -> dict[str, float]:
        each = (of_marked(part, scores) for part, found in held.items() for *_, scores in read(nlp, found))
        total = sum(each, Scores())
        return {name: total.figures()[name]["f1"] for name in shown}

    whole = scores(build_nlp())
    rows: list[list[object]] = [["the whole pipeline", *(figure(whole[name]) for name in shown)]]

    def row(name: str, nlp: Language) -> None:
        less = scores(nlp)
        rows.append([f"without {name}", *(f"{figure(less[n])} ({less[n] - whole[n]:+.3f})" for n in shown)])

    for component in COMPONENTS:
        nlp = build_nlp()
        with nlp.select_pipes(disable=[component]):
            row(component.removeprefix("doxograph_"), nlp)
    for family, rules in FAMILIES.items():
        nlp = build_nlp()
        nlp.add_pipe("doxograph_without_rules", after="doxograph_claims", config={"rules": list(rules)})
        row(family, nlp)
        nlp.remove_pipe("doxograph_without_rules")
    return table(["", *shown], rows)


def calibration() -> list[str]:
    """What the confidences mean, on the parts they were fitted on and on the others."""
    rows = []
    for label, parts in (("fitted on", FITTED), ("only measured", MEASURED)):
        found = judged(parts)
        for kind in KINDS:
            held = [one for one in found if one.kind == kind]
            told = measure([chance(kind, one.features) for one in held], [one.right for one in held])
            values = (told.right, told.error, told.noise, told.auroc)
            rows.append([label, kind, told.statements, *(figure(value) for value in values)])
    return table(["", "kind", "statements", "right", "calibration error", "of a perfect model", "AUROC"], rows)


def document() -> str:
    """The whole document; the same gold and the same pipeline give the same words."""
    parts = {part: texts(part) for part in PARTS}
    layers, kinds = by_part(build_nlp(), parts)
    return FORM.read_text("utf-8").format(
        layers="\n".join(layers),
        kinds="\n".join(kinds),
        ablation="\n".join(ablation(parts)),
        calibration="\n".join(calibration()),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the document, or print it with ``--print``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--print", action="store_true", help="print it and write nothing")
    asked = parser.parse_args(arguments)
    written = document()
    if asked.print:
        sys.stdout.write(written)
    else:
        DOCUMENT.write_text(written, encoding="utf-8")
        print(f"{DOCUMENT.name}: {', '.join(PARTS)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
