"""Who takes which side on what, from the golden knowledge base."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from kb.discourse import Coded, ties
from kb.errors import UsageError
from kb.formats.discourse import drawn, to_csv_text, to_gexf_text, to_graphml_text, to_json
from kb.queries import discourse
from kb.store import Store

CAPITALIST = "Is Soviet-type society a form of capitalism?"
NEW = "Is it a new kind of class society?"


def test_outright_answers_are_sides(store: Store) -> None:
    found = discourse(store)
    assert Coded("Tony Cliff", CAPITALIST, True, "polemic", date(1948, 1, 1)) in found  # the author of the polemic
    assert Coded("James Burnham", CAPITALIST, False, "survey", date(2020, 1, 1)) in found
    assert Coded("Bruno Rizzi", NEW, True, "survey", date(2020, 1, 1)) in found
    assert not any("ruling class" in one.concept for one in found)  # Burnham only suggested it
    assert not any("workers' state" in one.concept for one in found)  # nobody is named for it
    assert found == discourse(store)


def test_adherence_is_a_side_too(store: Store) -> None:
    found = {(one.actor, one.concept, one.agreement) for one in discourse(store, concepts="theories")}
    assert found == {
        ("Tony Cliff", "state capitalism", True),
        ("Bruno Rizzi", "state capitalism", False),
        ("Raya Dunayevskaya", "state capitalism", True),  # as the polemic has it; the survey only supposes so
    }
    assert {one.concept for one in discourse(store, concepts="all")} == {CAPITALIST, NEW, "state capitalism"}


def test_some_texts_and_some_actors(store: Store) -> None:
    assert {one.document for one in discourse(store, sources=["polemic"])} == {"polemic"}
    assert discourse(store, actors="groups") == ()
    with pytest.raises(UsageError, match="no source"):
        discourse(store, sources=["nowhere"])
    with pytest.raises(UsageError, match="no kind of concept"):
        discourse(store, concepts="moods")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="no kind of actor"):
        discourse(store, actors="works")  # type: ignore[arg-type]


def test_networks_written_out(store: Store) -> None:
    said = discourse(store)
    whole = drawn(said, "conflict", duplicates="once")
    assert ties(said, "conflict", duplicates="once")["James Burnham", "Tony Cliff"] == 1
    assert "James Burnham,1.0,0.0," in to_csv_text(whole)  # Rizzi said both that it is capitalism and that it is not
    assert '"modularity"' in to_json(whole)
    assert "<edge " in to_graphml_text(whole)
    apart = drawn(said, "congruence", years=50)
    assert [n.window for n in apart] == ["1948–1997", "1998–2047"]
    assert to_csv_text(apart).startswith("window,row,column,weight")
    with pytest.raises(UsageError, match="holds one network"):
        to_graphml_text(apart)
    timed = to_gexf_text(drawn(said, "congruence", years=100))
    assert 'mode="dynamic"' in timed and timed.count("<spell ") == timed.count("<edge ") > 0
    root = ElementTree.fromstring(to_graphml_text(drawn(said, None)))
    types = {key.get("attr.name"): key.get("attr.type") for key in root.iter("{http://graphml.graphdrawing.org/xmlns}key")}
    assert types == {"name": "string", "label": "string", "kind": "string", "camp": "long", "weight": "double"}
    with pytest.raises(UsageError, match="has counts"):
        drawn(said, None, normalisation="cosine")
