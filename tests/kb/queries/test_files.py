"""Every query file says what it asks, is SPARQL by itself, and is asked by some module."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

import kb.queries
from kb.queries.asking import BATCH, rows
from kb.store import Store
from kb.terms import PREFIXES

FOLDER = Path(kb.queries.__file__).parent
FILES = sorted(FOLDER.glob("*.rq"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_query_file_says_what_it_asks_and_is_sparql(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert re.match(r"# [A-Z].*[.:]\n", text.replace("\n# ", " "))
    assert isinstance(ox.Store().query(text, prefixes=PREFIXES), ox.QuerySolutions)


def test_every_query_file_is_asked_and_every_one_asked_is_there() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    names = set(re.findall(r'(?:rows|tuples|_places|_counts|_number)\(\s*(?:self\.)?store,\s*"(\w+)"', source))
    names |= set(re.findall(r'"(claims_of\w*)"', source))
    assert {file.stem for file in FILES} == names


def test_no_module_writes_sparql_of_its_own() -> None:
    sparql = re.compile(r"\b(?:SELECT|CONSTRUCT|ASK)\b[^\"']*\{")
    assert [p.name for p in FOLDER.glob("*.py") if sparql.search(p.read_text(encoding="utf-8"))] == []


def test_a_list_longer_than_one_request_is_asked_for_whole(store: Store) -> None:
    iris = [f"https://example.org/{n}" for n in range(BATCH)]
    known = "https://w3id.org/doxograph/theorist/james-burnham"
    assert {row["thing"] for row in rows(store, "naming", {"thing": [*iris, known]})} == {known}
    assert rows(store, "naming", {"thing": []}) == []
