"""Attribution in the news: our reports against the PolNeAR annotations, by the scorer that lies beside them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from kb.model import Document, Source
from kb.pipeline import annotate, build_nlp
from kb.pipeline.reports import Report, find_reports

PEERS = Path(__file__).resolve().parent.parent.parent / "shared" / "peers" / "attribution"
#: What the project promises of the dev part (F1).
BARS = {"detection": 0.58, "attr+source": 0.48}


def predictions(articles: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Each article's id with the reports found in its text: source, cue and content as character spans."""
    nlp = build_nlp(None)
    for article in articles:
        doc = annotate(nlp, Document(Source("article", "article"), article["text"]))
        starts = [t.idx for t in doc]

        def chars(span: tuple[int, int], starts: list[int] = starts, doc: Any = doc) -> list[int]:
            return [starts[span[0]], starts[span[1] - 1] + len(doc[span[1] - 1])]

        def row(report: Report, chars: Any = chars) -> dict[str, Any]:
            content = [chars(s) for s in report.content]
            return {
                "source": [chars(s) for s in report.source],
                "cue": [chars(report.cue)],
                "content": content,
                "rule": report.rule,
            }

        yield {"id": article["id"], "attributions": [row(r) for r in find_reports(doc)]}


def scorer(path: Path) -> ModuleType:
    """The peers' scoring script as a module."""
    spec = spec_from_file_location("score_attribution", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(arguments: list[str] | None = None) -> int:
    """Read, predict, score, print; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "gold", type=Path, nargs="?", default=PEERS / "polnear-dev.jsonl", help="JSON Lines: id, text, attributions"
    )
    parser.add_argument("--scorer", type=Path, default=PEERS / "score_attribution.py")
    parser.add_argument("--out", type=Path, help="keep the predictions in this file, in the form of the gold")
    given = parser.parse_args(arguments)
    for needed in (given.gold, given.scorer):
        if not needed.is_file():
            print(f"{needed}: no such file. Name the annotations, and with --scorer their scoring script.", file=sys.stderr)
            return 2
    gold = {a["id"]: a for a in map(json.loads, given.gold.read_text(encoding="utf-8").splitlines())}
    found = {p["id"]: p for p in predictions(gold.values())}
    if given.out:
        given.out.write_text("".join(json.dumps(p) + "\n" for p in found.values()), encoding="utf-8")
    scores = scorer(given.scorer).score(gold, found)
    print(f"{len(gold)} articles, {scores['detection']['gold']} attributions, {scores['detection']['pred']} found")
    missed = 0
    for name, bar in BARS.items():
        score = scores[name]
        missed += score["F"] < bar
        print(f"{name:12} P {score['P']:.3f}  R {score['R']:.3f}  F1 {score['F']:.3f}  (bar {bar})")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
