"""The project's own gold annotations: they hold together, and the extractor does not fall below what it reached."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kb.agreement import Scores
from kb.corpus import read_file
from kb.errors import InputError
from kb.evaluate import evaluate
from kb.formats import annotation
from kb.statements import extract

GOLD = Path(__file__).parent / "gold"
sys.path.insert(0, str(GOLD))
from fetch import fetch  # noqa: E402  (a script beside the annotations, no package)

FLOORS = tomllib.loads((GOLD / "floors.toml").read_text(encoding="utf-8"))
PARTS = sorted({file.parent.name for file in GOLD.glob("*/*.json")})
KINDS = ("entities", "claims", "relations", "arguments")
FETCHED = sorted(file.parent.name for file in GOLD.glob("*/sources.toml"))
FILES = sorted(file for file in GOLD.glob("*/*.json") if file.parent.name not in FETCHED)


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Where a part's texts and annotations lie side by side; skips where its texts are not to be had."""

    @cache
    def find(part: str) -> Path | InputError:
        try:
            return fetch(GOLD / part, tmp_path_factory.mktemp(part)) if part in FETCHED else GOLD / part
        except InputError as error:
            return error

    def found(part: str) -> Path:
        folder = find(part)
        if isinstance(folder, InputError):
            pytest.skip(str(folder))
        return folder

    return found


@cache
def scores(folder: Path) -> Scores:
    return evaluate(folder, lambda file: annotation.to_annotation(extract(read_file(file.with_suffix(".txt"))))).total


@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_every_annotation_holds(file: Path) -> None:
    statements = annotation.load(file)  # refuses a quote that is not at its offsets and an id that stands for nothing
    assert statements.claims and statements.entities


@pytest.mark.parametrize("part", FETCHED)
def test_every_annotation_of_a_fetched_text_holds(part: str, folder_of: Callable[[str], Path]) -> None:
    files = sorted(folder_of(part).glob("*.json"))
    assert [file.name for file in files] == sorted(file.name for file in (GOLD / part).glob("*.json"))
    for file in files:
        statements = annotation.load(file)
        names = [name for entity in statements.entities for name in (entity.name, *entity.aliases)]
        assert not [name for name in names if name not in statements.document.text]


@pytest.mark.parametrize("part", FETCHED)
def test_no_words_of_a_fetched_text_are_kept_here(part: str) -> None:
    assert not [file.name for file in (GOLD / part).glob("*.json") if '"quote"' in file.read_text(encoding="utf-8")]
    assert not sorted((GOLD / part).glob("*.txt"))


def test_the_readme_counts_what_each_part_holds() -> None:
    rows = {}
    for line in (GOLD / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            part, _, _, *counts = (cell.strip() for cell in line.strip("|").split("|"))
            rows[part.strip("`/")] = [int(count) for count in counts]
    held = {
        part: [sum(len(annotation.read(file)[kind]) for file in (GOLD / part).glob("*.json")) for kind in KINDS] for part in PARTS
    }
    assert rows == held


def test_a_text_that_is_not_the_annotated_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in {"secC8.html", "secG6.html", "secH1.html"}:
        (tmp_path / name).write_text(f"<p>{'Another text altogether. ' * 20}</p>", encoding="utf-8")
    monkeypatch.setenv("DOXOGRAPH_FAQ", str(tmp_path))
    with pytest.raises(InputError, match="another text"):
        fetch(GOLD / "faq-dev", tmp_path / "out")
    monkeypatch.setenv("DOXOGRAPH_FAQ", str(tmp_path / "nowhere"))
    with pytest.raises(InputError, match="not here"):
        fetch(GOLD / "faq-dev", tmp_path / "out")


def test_the_corpus_part_is_large_enough_and_half_of_it_frozen() -> None:
    words = {
        part: sum(len(f.read_text(encoding="utf-8").split()) for f in (GOLD / part).glob("*.txt")) for part in ("dev", "frozen")
    }
    assert sum(words.values()) >= 6000
    assert min(words.values()) >= 0.45 * sum(words.values())


@pytest.mark.parametrize(
    ("part", "layer", "floor"), [(part, layer, floor) for part, layers in FLOORS.items() for layer, floor in layers.items()]
)
def test_scores_stay_above_their_floors(part: str, layer: str, floor: float, folder_of: Callable[[str], Path]) -> None:
    assert scores(folder_of(part)).figures()[layer]["f1"] >= floor
