"""A comparison as RDF: a ``dox:Position`` for each cell that something is stated for, with the statements it rests on."""

from __future__ import annotations

from rdflib import RDF, RDFS, SKOS, Graph, Literal, URIRef

from kb.queries.compare import Comparison
from kb.terms import DOX, Names


def to_turtle(comparison: Comparison, names: Names) -> str:
    """The comparison as Turtle; silence has no triple. A position's IRI is its place in the comparison's own address."""
    graph = Graph()
    graph.bind("dox", DOX.iri)
    graph.bind("skos", SKOS)
    graph.base = names.base
    asked = "&".join(f"party={party.ref.iri.removeprefix(names.base)}" for party in comparison.parties)
    for row in comparison.rows:
        for party, cell in zip(comparison.parties, row.cells, strict=True):
            if cell.status == "not_stated":
                continue
            who = URIRef(party.ref.iri)
            position = URIRef(f"{names.base}compare?{asked}#{row.issue.id}/{party.ref.iri.removeprefix(names.base)}")
            graph.add((position, RDF.type, _term("Position")))
            graph.add((position, _term("positionOf"), who))
            graph.add((position, _term("onIssue"), URIRef(row.issue.iri)))
            graph.add((position, _term("status"), Literal(cell.status)))
            graph.add((who, SKOS.prefLabel, Literal(party.ref.label)))
            graph.add((URIRef(row.issue.iri), SKOS.prefLabel, Literal(row.issue.question)))
            for given in cell.answers:
                graph.add((position, _term("takes"), URIRef(given.answer.iri)))
                graph.add((URIRef(given.answer.iri), SKOS.prefLabel, Literal(given.answer.label)))
            for support in cell.supports:
                statement = URIRef(support.statement.iri)
                graph.add((position, _term("restsOn"), statement))
                graph.add((statement, RDFS.comment, Literal(support.quote.quote)))
    return graph.serialize(format="turtle")


def _term(name: str) -> URIRef:
    return URIRef(DOX[name].value)
