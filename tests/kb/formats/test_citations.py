"""Sources and passages as citations, and sources read back from them."""

from __future__ import annotations

import json
from pathlib import Path

import bibtexparser
import pytest

from kb.bibliography import read_bibliography
from kb.formats.citations import names, to_bibtex, to_csl, to_text, written
from kb.queries.citing import Cited
from kb.queries.source import SourceRow
from kb.queries.values import Quote, SourceRef

SOURCE = SourceRow(
    SourceRef(
        "https://w3id.org/doxograph/source/essai", "essai", "Über die 50% Frage & more", "Ágnes Heller and Karl von Stein", 1971
    ),
    genre="book", language="de", licence="CC0-1.0", url="https://example.org/a_b?c=1&d=%7E",
)  # fmt: skip
BARE = SourceRow(SourceRef("https://w3id.org/doxograph/source/note", "note", "A note", "Doxograph editors", None))
QUOTE = Quote(
    "https://w3id.org/doxograph/source/essai/0123456789ab/span/10-31", "the class  {rules} it\nall", SOURCE.ref, 10, 31, "xii",
    "On rule", 3,
)  # fmt: skip
WHOLE = Cited(SOURCE.ref.iri, SOURCE)
PASSAGE = Cited("https://w3id.org/doxograph/source/essai/claim/0011", SOURCE, QUOTE, "Marx asserts")


def test_text_has_author_title_year_place_words_and_link() -> None:
    assert to_text(PASSAGE) == (
        "Ágnes Heller and Karl von Stein. Über die 50% Frage & more. 1971. “On rule”, p. xii, para. 3: Marx asserts "
        "“the class {rules} it all”. https://example.org/a_b?c=1&d=%7E. https://w3id.org/doxograph/source/essai/claim/0011"
    )
    assert to_text(Cited(BARE.ref.iri, BARE)) == "Doxograph editors. A note. n.d. https://w3id.org/doxograph/source/note"


def test_csl_items_of_a_passage() -> None:
    (item,) = json.loads(to_csl([PASSAGE]))
    assert item["author"] == [{"given": "Ágnes", "family": "Heller"}, {"given": "Karl", "family": "von Stein"}]
    assert (item["type"], item["issued"], item["page"], item["section"]) == ("book", {"date-parts": [[1971]]}, "xii", "On rule")
    assert item["note"].endswith("Marx asserts “the class {rules} it all”")
    assert item["URL"] == PASSAGE.iri
    (bare,) = json.loads(to_csl([Cited(BARE.ref.iri, BARE)]))
    assert bare["author"] == [{"literal": "Doxograph editors"}]
    assert "issued" not in bare and "page" not in bare


def test_bibtex_is_read_by_its_own_library() -> None:
    library = bibtexparser.parse_string(to_bibtex([WHOLE, PASSAGE]))
    assert not library.failed_blocks
    assert [(entry.entry_type, entry.key) for entry in library.entries] == [("book", "essai"), ("book", "essai-10-31")]
    assert library.entries[0]["url"] == SOURCE.url
    assert library.entries[1]["pages"] == "xii"


@pytest.mark.parametrize(("form", "name"), [("bibtex", "sources.bib"), ("csl", "sources.json")])
def test_sources_come_back_as_they_were(tmp_path: Path, form: str, name: str) -> None:
    (tmp_path / name).write_text(written([WHOLE, Cited(BARE.ref.iri, BARE)], form), encoding="utf-8")  # type: ignore[arg-type]
    found, problems = read_bibliography(tmp_path / name)
    assert problems == []
    assert found["essai"] == {
        "title": SOURCE.ref.title,
        "author": SOURCE.ref.author,
        "year": 1971,
        "language": "de",
        "url": SOURCE.url,
    }
    assert found["note"]["author"] == "Doxograph editors"


def test_a_source_stands_once() -> None:
    assert written([WHOLE, WHOLE], "csl") == written([WHOLE], "csl")


def test_names() -> None:
    assert names("Ann Lee, Bo Cy and Di Eff") == ["Ann Lee", "Bo Cy", "Di Eff"]
    assert names(None) == []
