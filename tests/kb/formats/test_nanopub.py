"""Nanopublications: well formed by the published rules, read by rdflib, and statements come back with their words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest
import rdflib
from hypothesis import given, settings

from kb.errors import InputError
from kb.formats.nanopub import read, write
from kb.graph import ordered
from kb.model import Evidence, Source, Statements
from tests.kb import made
from tests.kb.formats.features import rich

SOURCE = Source("page", "page")
NP = rdflib.Namespace("http://www.nanopub.org/nschema#")
PARTS = (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)


def well_formed(data: bytes) -> dict[rdflib.term.Node, list[rdflib.Graph]]:
    """The four graphs of each nanopublication, after the rules of the guidelines have been checked (Groth et al., section 4)."""
    whole = rdflib.Dataset().parse(data=data, format="trig")
    graphs: dict[rdflib.term.Node, rdflib.Graph] = defaultdict(rdflib.Graph)
    for s, p, o, g in whole.quads():
        assert isinstance(g, rdflib.URIRef), "a triple stands in no graph"
        graphs[g].add((s, p, o))
    heads = {(s, g) for g, graph in graphs.items() for s in graph.subjects(rdflib.RDF.type, NP.Nanopublication)}
    assert len({np for np, _ in heads}) == len({head for _, head in heads}) == len(heads)
    found, placed = {}, set()
    for np, head in heads:
        parts = [list(graphs[head].objects(np, part)) for part in PARTS]
        assert [len(part) for part in parts] == [1, 1, 1] and len(graphs[head]) == 4
        own = [head, *(part for (part,) in parts)]
        assert len(set(own)) == 4 and not placed.intersection(own)
        placed |= set(own)
        found[np] = [graphs[name] for name in own]
        _, assertion, provenance, info = found[np]
        assert len(assertion)
        assert (own[1], None, None) in provenance and (np, None, None) in info
    assert placed == set(graphs)
    return found


@settings(max_examples=60, deadline=None)
@given(s=made.any_statements())
def test_any_statements_are_well_formed_and_come_back_with_their_words(s: Statements) -> None:
    made_ = write([s])
    nanopubs = well_formed(made_)
    assert len(nanopubs) == 1 + len(s.entities) + len(s)
    (again,) = read(made_, SOURCE)
    s = ordered(made.rehomed(s))

    def words(parts: tuple[Evidence, ...]) -> frozenset[str]:
        return frozenset(part.quote for part in parts)

    def told(one: Statements) -> object:
        """Everything but places: ids, roles, words."""
        return (
            replace(one.document.source, file=None),
            {(e.id, e.name, e.aliases, e.key, e.confidence, len(e.mentions)) for e in one.entities},
            {(c.id, c.holder, c.stance, words(c.content), c.evidence.quote, words(c.cue), c.about, c.reported_by, c.hedged,
              c.confidence) for c in one.claims},
            {replace(r, evidence=r.evidence.quote) for r in one.relations},  # type: ignore[arg-type]
            {replace(a, evidence=a.evidence.quote, premises=tuple(sorted(a.premises))) for a in one.arguments},  # type: ignore[arg-type]
            one.pipeline,
        )  # fmt: skip

    assert told(again) == told(s)
    for claim in again.claims:
        for part in (*claim.content, claim.evidence, *claim.cue):
            part.check(again.document.text)


def test_what_was_read_is_read_the_same_again() -> None:
    (once,) = read(write([rich()]), SOURCE)
    assert read(write([once]), SOURCE) == (once,)
    assert [c.id for c in once.claims] == [c.id for c in ordered(rich()).claims]


def test_a_nanopublication_says_who_says_so_and_in_which_words() -> None:
    found = well_formed(write([rich()]))
    s = rich()
    relation = next(r for r in s.relations if r.asserted_by.startswith("theorist/"))
    (np,) = [np for np in found if str(np).endswith(f"/relation/{relation.id}")]
    _, assertion, provenance, info = found[np]
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    dox = rdflib.Namespace("https://w3id.org/doxograph/ns#")
    (attributed,) = provenance.objects(None, prov.wasAttributedTo)
    assert str(attributed).endswith(f"/source/rich/entity/{relation.asserted_by}")
    assert relation.evidence.quote in {str(quote) for quote in provenance.objects(None, dox.quote)}
    labels = {str(label) for label in assertion.objects(None, rdflib.SKOS.prefLabel)}
    assert {e.name for e in s.entities if e.id in (relation.subject, relation.object)} <= labels
    assert (np, rdflib.URIRef("http://purl.org/nanopub/x/hasNanopubType"), dox.Relation) in info


def test_an_argument_without_its_claims_is_left_out() -> None:
    blocks = write([rich()]).decode().split("\n<")
    alone = "\n<".join(block for block in blocks if "/nanopub/claim/" not in block.partition("{")[0])
    (s,) = read(alone.encode(), SOURCE)
    assert not s.arguments and not s.claims and len(s.relations) == len(rich().relations)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_nanopub_library_finds_them_valid() -> None:
    nanopub = pytest.importorskip("nanopub", reason="nanopub is not installed (pip install nanopub)")
    for np, parts in well_formed(write([rich()])).items():
        whole = rdflib.ConjunctiveGraph()
        names = (rdflib.URIRef(f"{np}#head"), *(parts[0].value(np, part) for part in PARTS))
        for name, graph in zip(names, parts, strict=True):
            for triple in graph:
                whole.get_context(name).add(triple)
        assert nanopub.Nanopub(rdf=whole, conf=nanopub.NanopubConf()).is_valid


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("np:hasProvenance", "np:hasOrigin", "has not one graph for hasProvenance"),
        ("np:Nanopublication", "np:Thing", "no nanopublication"),
        ("dox:quote", "dox:words", "incomplete"),
        ('dox:quote "Babbage rejects', 'dox:quote "Babbage adores', "not the words|other words"),
        ("https://w3id.org/doxograph/source/", "https://example.org/source/", "our vocabulary"),
        ("@prefix", "@prefixx", "incomplete"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, words: str) -> None:
    data = write([rich()]).decode()
    assert old in data
    with pytest.raises(InputError, match=words):
        read(data.replace(old, new).encode(), SOURCE)
