"""NIF: our own come back whole, rdflib finds every phrase where the text has it, and others' files bring texts and names."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given, settings

from kb.errors import InputError
from kb.formats.nif import read, write
from kb.graph import ordered
from kb.model import Source, Statements
from tests.kb import made
from tests.kb.formats.features import rich

SOURCE = Source("page", "page")
NIF = rdflib.Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITS = rdflib.Namespace("http://www.w3.org/2005/11/its/rdf#")
THEIRS = """
@prefix nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#> .
@prefix itsrdf: <http://www.w3.org/2005/11/its/rdf#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<http://example.org/a#char=0,41> a nif:Context, nif:RFC5147String ; nif:beginIndex "0"^^xsd:nonNegativeInteger ;
  nif:endIndex "41"^^xsd:nonNegativeInteger ;
  nif:isString "Ada Lovelace met Babbage. Lovelace wrote." ; nif:sourceUrl <http://example.org/a> .
<http://example.org/a#char=0,12> a nif:Phrase ; nif:referenceContext <http://example.org/a#char=0,41> ; nif:beginIndex "0" ;
  nif:endIndex "12" ; nif:anchorOf "Ada Lovelace" ; itsrdf:taIdentRef <http://dbpedia.org/resource/Ada_Lovelace> ;
  itsrdf:taClassRef <http://dbpedia.org/ontology/Person>, <http://www.w3.org/2002/07/owl#Thing> .
<http://example.org/a#char=26,34> a nif:Phrase ; nif:referenceContext <http://example.org/a#char=0,41> ; nif:beginIndex 26 ;
  nif:endIndex 34 ; nif:anchorOf "Lovelace" ; itsrdf:taIdentRef <http://dbpedia.org/resource/Ada_Lovelace> .
<http://example.org/a#char=17,24> a nif:Phrase ; nif:referenceContext <http://example.org/a#char=0,41> ; nif:beginIndex 17 ;
  nif:endIndex 24 ; nif:anchorOf "Babbage" ; itsrdf:taClassRef <http://nerd.eurecom.fr/ontology#Person> .
<http://example.org/a#char=13,16> a nif:Word ; nif:referenceContext <http://example.org/a#char=0,41> ; nif:beginIndex 13 ;
  nif:endIndex 16 ; nif:anchorOf "met" .
"""


@settings(max_examples=150, deadline=None)
@given(s=made.any_statements())
def test_any_statements_come_back_whole(s: Statements) -> None:
    assert read(write([s]), SOURCE) == (ordered(made.rehomed(s)),)


def test_several_texts_share_a_file() -> None:
    assert write([made.B, made.A]) == write([made.A, made.B])
    assert set(read(write([made.B, made.A]), SOURCE)) == {ordered(made.A), ordered(made.B)}


def test_rdflib_finds_every_phrase_where_the_text_has_it() -> None:
    s = rich()
    graph = rdflib.Graph().parse(data=write([s]), format="turtle")
    (context,) = graph.subjects(rdflib.RDF.type, NIF.Context)
    text = str(graph.value(context, NIF.isString))
    assert text == s.document.text and int(graph.value(context, NIF.endIndex)) == len(text)
    phrases = set(graph.subjects(rdflib.RDF.type, NIF.Phrase))
    quoted = {text[a:b] for e in s.entities for a, b in e.mentions} | {c.evidence.quote for c in s.claims}
    quoted |= {part.quote for c in s.claims for part in (*c.content, *c.cue)} | {r.evidence.quote for r in s.relations}
    quoted |= {text[b.start : b.end] for b in s.document.blocks} | {a.evidence.quote for a in s.arguments}
    assert {str(graph.value(phrase, NIF.anchorOf)) for phrase in phrases} == quoted
    for phrase in phrases:
        start, end = (int(graph.value(phrase, term)) for term in (NIF.beginIndex, NIF.endIndex))
        assert graph.value(phrase, NIF.referenceContext) == context and text[start:end] == str(graph.value(phrase, NIF.anchorOf))
        assert str(phrase).endswith(f"#offset_{start}_{end}")
    linked = {str(graph.value(phrase, NIF.anchorOf)) for phrase in phrases if graph.value(phrase, ITS.taIdentRef)}
    assert linked == {text[a:b] for e in s.entities for a, b in e.mentions}


def test_others_files_bring_their_text_and_what_it_names() -> None:
    (s,) = read(THEIRS.encode(), SOURCE)
    assert (s.document.text, s.document.source.url) == ("Ada Lovelace met Babbage. Lovelace wrote.", "http://example.org/a")
    assert {(e.type, e.name, e.mentions) for e in s.entities} == {
        ("theorist", "Ada Lovelace", ((0, 12), (26, 34))),
        ("theorist", "Babbage", ((17, 24),)),
    }
    assert [b.kind for b in s.document.blocks] == ["paragraph"] and not len(s)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("nif:isString", "nif:anchorOf", "holds no text"),
        ("nif:endIndex 34", "nif:endIndex 35", "not what the file says"),
        ("nif:endIndex 24", "nif:endIndex 9999", "not what the file says"),
        ("nif:endIndex 24", 'nif:endIndex "x"', "incomplete"),
        ("@prefix", "@prefixx", "incomplete"),
    ],
)
def test_what_does_not_fit_is_refused(old: str, new: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read(THEIRS.replace(old, new).encode(), SOURCE)
