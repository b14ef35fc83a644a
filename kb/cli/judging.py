"""The verbs that judge: check, evaluate."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kb.cli.screen import DATA, Data, Pack, address, errors, opened, out, say, table, write
from kb.errors import InputError

if TYPE_CHECKING:
    from kb.evaluate import Evaluation, Predict


def check(
    shapes: Annotated[
        bool, typer.Option("--shapes/--no-shapes", help="Validate the SHACL shapes too, which takes longest.")
    ] = True,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """See whether every quote stands at its place and the graph is whole.

    Example: `doxograph check`
    """
    from kb.check import check as run

    opened(data, pack).close()
    with errors().status("Checking …"):
        problems = run(data, shapes=shapes, store=address())
    for problem in problems:
        out().print(f"{problem.aspect}: {problem}", markup=False, soft_wrap=True)
    if address() and not (data / "format.json").exists():
        say(f"{data} has no statements to compare with: files and derivation were not checked.")
    if problems:
        say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}. `doxograph build` reads damaged sources again.")
        raise typer.Exit(1)
    say("Sound: every quote is at its place, every reference holds" + (", every shape fits." if shapes else "."))


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD_DIR", help="A folder of NAME.json with NAME.txt, or one file.")],
    pred: Annotated[
        Path | None, typer.Option("--pred", metavar="DIR", help="Predictions made before; else the texts are read now.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="All figures as JSON.")] = False,
    texts: Annotated[bool, typer.Option("--texts", help="F1 of each text too.")] = False,
    data: Data = DATA,
    pack: Pack = None,
) -> None:
    """Score extraction against annotations.

    Counts are added over texts (micro average); the last column is the mean over texts of F1 (macro average).

    Example: `doxograph evaluate tests/gold/dev --pred found`
    """
    from kb.evaluate import evaluate as run
    from kb.evaluate import predicted_in

    if not gold.exists():
        raise InputError("there is no such folder", where=str(gold), remedy="Name a folder of annotations.")
    predict = predicted_in(pred) if pred is not None else _extractor(pack)
    with errors().status("Scoring …"):
        found = run(gold, predict)
    if as_json:
        write(json.dumps(found.report(), ensure_ascii=False, indent=1) + "\n")
        return
    figures, macro = found.total.figures(), found.macro()
    rows = [
        (name, *(f"{f[part]:.3f}" for part in ("p", "r", "f1")), f"{f['tp']}/{f['pred']}/{f['gold']}", f"{macro[name]:.3f}")
        for name, f in figures.items()
    ]
    columns = ("layer", "P", "R", "F1", "right/predicted/gold", "macro F1")
    table(columns, rows, title=f"{len(found.texts)} texts", numbers=columns[1:])
    if texts:
        _each(found)


def _each(found: Evaluation) -> None:
    layers = list(found.total.figures())
    rows = [(name, *(f"{scores.figures()[layer]['f1']:.2f}" for layer in layers)) for name, scores in found.texts.items()]
    table(("text", *layers), rows, title="F1 of each text", numbers=layers)


def _extractor(pack: str | None) -> Predict:
    """Annotations made now, of the very text that gold annotates."""
    from kb.corpus import read_file
    from kb.evaluate import kept_text
    from kb.formats.annotation import to_annotation
    from kb.statements import extract
    from kb.vocabulary import DEFAULT_PACK, load_pack

    chosen = pack or DEFAULT_PACK
    load_pack(chosen)

    def predict(gold: Path) -> Mapping[str, Any]:
        document = read_file(gold.with_suffix(".txt"))
        if document.text != kept_text(gold):
            remedy = "Annotate the text that `doxograph extract --out` writes."
            raise InputError(
                "the text is read otherwise than it lies on disk", where=str(gold.with_suffix(".txt")), remedy=remedy
            )
        return to_annotation(extract(document, pack=chosen), gold.stem)

    return predict
