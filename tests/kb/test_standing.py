from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from made import statements

from kb import build, review, standing
from kb.assembly import open_writer
from kb.facts import read_statements
from kb.model import Document, Statements
from kb.store import open_store


def said(document: Document) -> Statements:
    """What the made-up texts say, without a pipeline."""
    name = document.text.split()[0]
    return statements(
        document.source.id,
        document.text,
        [f"theorist: {name}", "theory: planism"],
        [(name, "asserts", "plans work", [])],
        [(name, "holds", "planism", "affirmed", "author", document.text.splitlines()[1])],
    )


def text_in(folder: Path, name: str) -> Path:
    path = folder / f"{name.lower()}.txt"
    path.write_text(f"{name} said that plans work, and nobody there would deny it.\n{name} held planism all those years.\n")
    return path


def whole(data: Path) -> list[str]:
    with open_store(data, read_only=True) as store:
        return sorted(str(quad) for graph in store.graphs() for quad in store.graph(graph))


def reject(data: Path, source: str) -> None:
    with open_store(data, read_only=True) as store:
        read = read_statements(store, source)
    review.record(data, review.decide("reject", read.claims[0], read.document.text, who="Ann"))
    build.refresh(data)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in ("Ada", "Bob", "Cyd"):
        build.add(text_in(tmp_path, name), tmp_path / "data", extract=said)
    return tmp_path / "data"


def test_changes_one_after_another_come_to_what_reading_all_again_comes_to(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(standing, "read_facts", lambda store, real=standing.read_facts: read.append(1) or real(store))
    reject(data, "bob")
    build.remove(data, "cyd")
    build.add(text_in(data.parent, "Dan"), data, extract=said)
    assert read == []  # each change left what the next needed
    quick = whole(data)
    standing._last.clear()
    shutil.rmtree(data / "index")
    open_writer(data).close()  # makes identity and derived graph of the statements alone
    assert whole(data) == quick


def test_what_another_has_changed_is_read_again(data: Path, tmp_path: Path) -> None:
    kept = dict(standing._last)
    reject(data, "ada")
    quick = whole(data)
    standing._last.clear()
    standing._last.update(kept)  # as if another process had made that change
    build.add(text_in(tmp_path, "Eve"), data, extract=said)
    with_eve = whole(data)
    build.remove(data, "eve")
    assert whole(data) == quick
    assert with_eve != quick


def test_a_folder_made_anew_at_the_same_place_is_read(data: Path, tmp_path: Path) -> None:
    before = whole(data)
    shutil.rmtree(data)
    for name in ("Ada", "Bob", "Fay"):
        build.add(text_in(tmp_path, name), data, extract=said)
    assert whole(data) != before
    assert not any("cyd" in quad for quad in whole(data))
