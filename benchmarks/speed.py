"""How fast a text becomes statements, beside spaCy's whole stock model on the same text in the same process."""

from __future__ import annotations

import argparse
import gc
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kb.corpus import read_file
from kb.errors import DoxographError
from kb.model import Document, Source
from kb.pipeline import MODEL, build_nlp
from kb.statements import extract

if TYPE_CHECKING:
    from spacy.language import Language

TEXTS = Path(__file__).resolve().parent.parent / "corpus" / "texts"
#: Stock time over ours, the median of the rounds.
BAR = 0.8
#: Twice the noise may take at most this many times as long: 2 is linear.
GROWTH = 2.6
NOISE = "qua lorem 17 ( the of ” that “ said ; and , which — he X. "


class Took(NamedTuple):
    """Seconds by the wall clock, and of this process's work: the second does not mind who else uses the machine."""

    wall: float
    work: float


def took(work: Callable[[], object]) -> Took:
    """The time of a call, with no garbage of others to clear away."""
    gc.collect()
    wall, own = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - wall, time.process_time() - own)


def ratios(documents: Sequence[Document], rounds: int) -> list[tuple[Took, Took]]:
    """The time of the stock model and of ours for each round, after one that warms both up; who goes first alternates."""
    import spacy

    stock, ours = spacy.load(MODEL), build_nlp()
    texts = [d.text for d in documents]

    def bare() -> None:
        for _ in stock.pipe(texts):
            pass

    def whole() -> None:
        for document in documents:
            extract(document, nlp=ours)

    bare()
    whole()
    found = []
    for number in range(rounds):
        if number % 2:
            mine, theirs = took(whole), took(bare)
        else:
            theirs, mine = took(bare), took(whole)
        found.append((theirs, mine))
    return found


def by_component(documents: Sequence[Document]) -> dict[str, float]:
    """The seconds that each step takes over all documents."""
    from kb.pipeline import annotate
    from kb.statements import from_doc

    nlp = build_nlp()
    spent: dict[str, float] = {}

    def clocked(name: str, component: Callable[..., object]) -> Callable[..., object]:
        def run(doc: object, **more: object) -> object:
            start = time.perf_counter()
            result = component(doc, **more)
            spent[name] = spent.get(name, 0.0) + time.perf_counter() - start
            return result

        return run

    inner: list[tuple[str, Any]] = nlp._components
    nlp._components = [(name, clocked(name, component)) for name, component in inner]  # type: ignore[misc]
    try:
        for document in documents:
            start = time.perf_counter()
            before = sum(spent.values())
            doc = annotate(nlp, document)
            after = time.perf_counter()
            spent["tokenizer"] = spent.get("tokenizer", 0.0) + (after - start) - (sum(spent.values()) - before)
            from_doc(document, doc)
            spent["statements"] = spent.get("statements", 0.0) + time.perf_counter() - after
    finally:
        nlp._components = inner
    return spent


def noise(characters: int) -> Document:
    """One paragraph without sense, blank line or order."""
    return Document(Source("noise", "noise"), (NOISE * (characters // len(NOISE) + 1))[:characters])


def growth(nlp: Language, characters: int) -> tuple[float, float]:
    """The seconds of work for a paragraph of noise of half this size, and of this size."""
    half, full = noise(characters // 2), noise(characters)
    return took(lambda: extract(half, nlp=nlp)).work, took(lambda: extract(full, nlp=nlp)).work


def main(arguments: list[str] | None = None) -> int:
    """Measure, print; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="*", help=f"texts to read (default: those of {TEXTS.parent.name}/)")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--noise", type=int, default=1_000_000, help="characters in the paragraph of noise; 0 for none")
    given = parser.parse_args(arguments)
    try:
        documents = [read_file(p) for p in given.texts or sorted(TEXTS.glob("*.txt"))]
    except DoxographError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    found = ratios(documents, max(given.rounds, 1))
    words = sum(len(d.text.split()) for d in documents)
    each = [theirs.wall / mine.wall for theirs, mine in found]
    best, median = max(each), statistics.median(each)
    work = statistics.median(theirs.work / mine.work for theirs, mine in found)
    fastest = min(mine.wall for _, mine in found)
    print(f"{len(documents)} texts, {words:,} words, {len(found)} rounds: {words / fastest:,.0f} words a second at best")
    print(f"stock model over ours: median {median:.2f}, best {best:.2f}, worst {min(each):.2f}  (bar {BAR})")
    print(f"the same of processor time: median {work:.2f}")
    spent = by_component(documents)
    total = sum(spent.values())
    for name, took in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {took / total:5.1%}  {name.removeprefix('doxograph_')}")
    slow = False
    if given.noise:
        half, full = growth(build_nlp(), given.noise)
        slow = full > GROWTH * half
        print(f"noise in one paragraph: {given.noise // 2:,} characters {half:.1f} s, {given.noise:,} characters {full:.1f} s")
        print(f"twice the text takes {full / half:.2f} times as long  (bar {GROWTH})")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return 1 if median < BAR or slow else 0


if __name__ == "__main__":
    sys.exit(main())
