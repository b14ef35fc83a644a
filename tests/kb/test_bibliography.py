"""BibTeX and CSL-JSON as the particulars of sources."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kb.bibliography import Details, read_bibliography
from kb.errors import InputError

BIBTEX = r"""
@comment{written by hand}
@string{ny = {New York}}
@book{rizzi1939,
  title = {La {B}ureaucratisation du monde},
  author = {Rizzi, Bruno},
  date = {1939-07},
  langid = {french},
  url = {https://example.org/rizzi},
  file = {Full text:texts/rizzi.pdf:application/pdf},
}
@article{kuron:1965, title = "An Open Letter", subtitle = {to the Party}, year = 1965, address = ny,
  author = {Kuro{\'n}, Jacek and Modzelewski, Karol and others}}
"""

CSL = [
    {
        "id": "albert-hahnel",
        "title": "Looking <i>Forward</i>",
        "author": [{"given": "Michael", "family": "Albert"}, {"given": "Robin", "family": "Hahnel"}],
        "issued": {"date-parts": [[1991, 5]]},
        "language": "en-US",
    },
    {"id": 7, "citation-key": "linden", "author": [{"given": "Marcel", "non-dropping-particle": "van der", "family": "Linden"}]},
    {"id": "collective", "author": [{"literal": "Solidarity"}], "issued": {"raw": "circa 1961"}, "URL": "https://example.org/s"},
]


def read(folder: Path, name: str, text: str) -> tuple[dict[str, Details], list[InputError]]:
    (folder / name).write_text(text, encoding="utf-8")
    return read_bibliography(folder / name)


def test_bibtex(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "refs.bib", BIBTEX)
    assert problems == []
    assert found["rizzi1939"] == {
        "title": "La Bureaucratisation du monde",
        "author": "Bruno Rizzi",
        "year": 1939,
        "language": "fr",
        "url": "https://example.org/rizzi",
    }
    assert found["rizzi.pdf"] == found["rizzi1939"]
    assert found["kuron-1965"] == found["kuron:1965"]
    assert (found["kuron:1965"]["title"], found["kuron:1965"]["author"]) == (
        "An Open Letter: to the Party",
        "Jacek Kuroń and Karol Modzelewski",
    )


def test_csl_json(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "refs.json", json.dumps(CSL))
    assert problems == []
    assert found["albert-hahnel"] == {
        "title": "Looking Forward",
        "author": "Michael Albert and Robin Hahnel",
        "year": 1991,
        "language": "en",
    }
    assert found["linden"]["author"] == "Marcel van der Linden"
    assert (found["collective"]["author"], found["collective"]["year"]) == ("Solidarity", 1961)
    assert read(tmp_path, "wrapped.json", json.dumps({"items": CSL}))[0] == found


def test_one_wrong_entry_leaves_the_others(tmp_path: Path) -> None:
    found, problems = read(tmp_path, "refs.bib", "@book{good, title = {Good}}\n@book{bad, title = {Never closed\n")
    assert found["good"]["title"] == "Good" and len(problems) == 1 and "line 2" in str(problems[0])
    found, problems = read(tmp_path, "refs.json", '[{"title": "no id"}, {"id": "a", "title": "A"}]')
    assert found["a"]["title"] == "A" and "item 1 has no id" in str(problems[0])


def test_entries_that_speak_of_one_file(tmp_path: Path) -> None:
    text = "@book{a, title = {A}, file = {x.pdf}}\n@book{b, title = {B}, file = {x.pdf}}\n"
    found, problems = read(tmp_path, "refs.bib", text)
    assert found["x.pdf"]["title"] == "A" and "two entries speak of 'x.pdf'" in str(problems[0])


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("refs.json", "[{", "line 1: the JSON is wrong"),
        ("refs.json", "7", "not CSL-JSON"),
        ("refs.bib", "no entries here", "no BibTeX entry"),
        ("refs.ris", "TY  - BOOK", "neither .bib nor .json"),
    ],
)
def test_files_that_are_no_bibliography(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(tmp_path, name, text)
    assert caught.value.remedy


@pytest.mark.parametrize("item", [{"title": 7, "author": "x", "issued": []}, {"issued": {"date-parts": [[]]}}])
def test_odd_values_are_passed_over(tmp_path: Path, item: dict[str, object]) -> None:
    found, problems = read(tmp_path, "refs.json", json.dumps([{"id": "a", **item}]))
    assert problems == [] and found["a"] == {"language": "en"}
