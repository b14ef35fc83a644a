"""Search over names, claims and texts: misspelt words, what narrows claims, suggestions as one types."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from made import A, B, C, extract, write_corpus

from kb.build import build
from kb.queries.search import Narrowed, search
from kb.queries.spelling import meant, mended
from kb.queries.suggest import suggest
from kb.store import Store, open_store


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("search")
    build(write_corpus(folder / "corpus", A, B, C), folder / "data", extract=extract)
    with open_store(folder / "data", read_only=True) as store:
        yield store


@pytest.mark.parametrize(
    ("typed", "path"),
    [
        ("Shachtmann", "theorist/max-shachtman"),
        ("Burnam", "theorist/james-burnham"),
        ("beaurocratic colectivism", "theory/bureaucratic-collectivism"),
        ("Trotzky", "theorist/leon-trotsky"),
        ("state capitlism", "theory/state-capitalism"),
    ],
)
def test_misspelt_names_are_found(base: Store, typed: str, path: str) -> None:
    found = search(base, typed)
    assert path in [ref.path for ref in found.entities] and found.instead and found.words == typed
    assert path in [one.ref.path for one in suggest(base, typed)]
    assert not search(base, typed, mend=False).entities


def test_what_is_found_is_not_mended(base: Store) -> None:
    assert search(base, "Burnham").instead == "" and mended(base, "Burnham's managers") == "burnham managers"
    assert search(base, "xylophone quintet").instead == "" and not len(search(base, "xylophone quintet"))
    assert search(base, "").words == "" and suggest(base, " - ") == ()


@pytest.mark.parametrize("typed", ["bu", "burn", "Burnham", "james b", "beaurocratic colectiv", "THE MANAGERIAL"])
def test_every_beginning_suggests(base: Store, typed: str) -> None:
    assert suggest(base, typed)
    assert len(suggest(base, typed, limit=1)) == 1


def test_the_most_spoken_of_comes_first(base: Store) -> None:
    told = [one.statements for one in suggest(base, "s", limit=50)]
    assert told == sorted(told, reverse=True) and len(told) > 1


def test_claims_are_narrowed_and_counted(base: Store) -> None:
    whole = search(base, "class")
    assert len(whole.claims) == 4
    facets = {facet.name: {value.label: value.count for value in facet.values} for facet in whole.facets}
    assert facets["stance"] == {"asserts": 3, "denies": 1} and sum(facets["source"].values()) == 4
    assert facets["year"] == {"2000s": 2, "1990s": 2} and facets["holder"]["James Burnham"] == 2
    assert [claim.stance for claim in search(base, "class", narrowed=Narrowed(stance="denies")).claims] == ["denies"]
    assert {claim.source.id for claim in search(base, "class", narrowed=Narrowed(since=2000, until=2005)).claims} == {"a"}
    assert search(base, "class", narrowed=Narrowed(min_confidence=0.9)).claims == ()
    holder = whole.claims[0].holder.iri
    assert all(c.holder.iri == holder for c in search(base, "class", narrowed=Narrowed(holder=holder)).claims)
    for narrowed in (Narrowed(source="b"), Narrowed(stance="asserts", min_confidence=0.8), Narrowed(until=1999)):
        found = search(base, "class", narrowed=narrowed).claims
        assert set(found) == {claim for claim in whole.claims if narrowed.fits(claim)}


def test_words_stand_for_those_most_like_them(base: Store) -> None:
    assert meant(base, "colectiv", unfinished=True)[0] != ("colectiv",)
    assert meant(base, "tru 1940") == [("tru",), ("1940",)]


@pytest.mark.parametrize("words", ["class", "burnham", "soviet union", "manag", "state"])
def test_ranked_at_once_as_one_by_one(base: Store, words: str) -> None:
    found = search(base, words, mend=False)
    kinds = ("theorist", "group", "theory", "work", "case")
    assert [ref.iri for ref in found.entities] == [hit.iri for hit in base.search(words, kinds=kinds)]
    assert [claim.iri for claim in found.claims] == [hit.iri for hit in base.search(words, kinds=("claim",))]
    passages = base.search(words, kinds=("text",))
    assert [(p.iri, p.snippet) for p in found.passages] == [(hit.iri, hit.snippet) for hit in passages]


def test_without_light_rows_the_same_claims(base: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quick = search(base, "class", narrowed=Narrowed(stance="asserts"))
    monkeypatch.setattr(type(base), "tables", lambda self: None)
    slow = search(base, "class", narrowed=Narrowed(stance="asserts"))
    assert set(slow.claims) == set(quick.claims) and slow.facets == ()
