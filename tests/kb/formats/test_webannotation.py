"""Web Annotation: our own come back whole, rdflib reads them, and what other tools annotate becomes claims."""

from __future__ import annotations

import json
from typing import Any

import pytest
import rdflib
from hypothesis import given, settings

from kb.errors import InputError
from kb.formats import webannotation
from kb.formats.webannotation import read, write
from kb.graph import ordered, to_quads
from kb.model import UNKNOWN, Source, Statements
from tests.kb import made
from tests.kb.formats.features import rich

SOURCE = Source("page", "page")
OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
#: of the published context, the terms that our annotations use
CONTEXT: dict[str, Any] = {
    "oa": str(OA), "as": "http://www.w3.org/ns/activitystreams#", "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": str(rdflib.RDF), "rdfs": str(rdflib.RDFS), "skos": str(rdflib.SKOS), "xsd": str(rdflib.XSD),
    "dcterms": str(rdflib.DCTERMS), "id": "@id", "type": "@type",
    **{name: f"oa:{name}" for name in ("Annotation", "TextualBody", "SpecificResource", "TextQuoteSelector",
                                       "TextPositionSelector",
                                       "describing", "linking", "classifying", "identifying", "questioning", "commenting",
                                       "start", "end", "exact", "prefix", "suffix")},
    **{key: {"@id": f"oa:{name}", "@type": "@id"} for key, name in (
        ("body", "hasBody"), ("target", "hasTarget"), ("source", "hasSource"), ("selector", "hasSelector"))},
    **{key: {"@id": f"oa:{name}", "@type": "@vocab"} for key, name in (("motivation", "motivatedBy"), ("purpose", "hasPurpose"))},
    "AnnotationCollection": "as:OrderedCollection", "AnnotationPage": "as:OrderedCollectionPage",
    "first": {"@id": "as:first", "@type": "@id"}, "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "total": "as:totalItems", "startIndex": "as:startIndex", "label": "rdfs:label", "value": "rdf:value",
    "format": "dc:format", "language": "dc:language",
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(s=made.any_statements())
def test_any_statements_come_back_whole(s: Statements) -> None:
    assert read(write([s]), SOURCE) == (ordered(made.rehomed(s)),)


def test_rdflib_reads_the_same_triples_and_the_places() -> None:
    s = rich()
    told = json.loads(write([s]))
    own = told["@context"].pop()
    assert told["@context"] == ["http://www.w3.org/ns/anno.jsonld"]
    graph = rdflib.Graph().parse(data=json.dumps({**told, "@context": {**CONTEXT, **own}}), format="json-ld")
    for quad in to_quads(s):
        told_of_span = quad.subject.value.partition("/span/")[2]  # what the selectors say instead
        if not told_of_span and not quad.subject.value.endswith("/author"):
            node, predicate = (rdflib.URIRef(term.value) for term in (quad.subject, quad.predicate))
            assert str(quad.object).strip("<>").split('"')[1 if str(quad.object).startswith('"') else 0] in {
                str(value).replace("\n", "\\n").replace('"', '\\"') for value in graph.objects(node, predicate)
            }
    annotations = set(graph.subjects(rdflib.RDF.type, OA.Annotation))
    assert len(annotations) == told["total"] and all(graph.value(a, OA.motivatedBy).startswith(OA) for a in annotations)
    for position in graph.subjects(rdflib.RDF.type, OA.TextPositionSelector):
        start, end = (int(graph.value(position, OA[name])) for name in ("start", "end"))
        target = graph.value(predicate=OA.hasSelector, object=position)
        (quote,) = set(graph.objects(target, OA.hasSelector)) - {position}
        assert s.document.text[start:end] == str(graph.value(quote, OA.exact))


def theirs(**more: object) -> dict[str, object]:
    selectors = [
        {"type": "TextPositionSelector", "start": 10, "end": 27},
        {"type": "TextQuoteSelector", "exact": "engines can think", "prefix": "that ", "suffix": "."},
    ]
    return {"uri": "https://example.org/a", "target": [{"source": "https://example.org/a", "selector": selectors}], **more}


def test_annotations_of_another_tool_become_claims_with_their_tags() -> None:
    first = theirs(
        user="acct:reader@example.org", text="Much too strong.",
        tags=["holder:Ada", "stance:denies", "engines", "theory: mechanism"], document={"title": ["On Engines"]},
    )  # fmt: skip
    second = {"target": {"source": "https://example.org/b", "selector": {"type": "TextQuoteSelector", "exact": "wheels"}}}
    (a, b) = read(json.dumps({"total": 2, "rows": [first, second]}).encode(), SOURCE)
    assert (a.document.source.title, a.document.source.url) == ("On Engines", "https://example.org/a")
    assert [(c.holder, c.stance, c.quote) for c in a.claims] == [
        ("theorist/ada", "denies", "engines can think"),
        ("theorist/reader", "asserts", "Much too strong."),
    ]
    assert a.claims[0].about == ("case/engines", "theory/mechanism")
    assert [(c.holder, c.quote) for c in b.claims] == [(UNKNOWN, "wheels")]
    assert [s.document.source.id for s in (a, b)] == ["page-1", "page-2"]


def test_w3c_bodies_tag_and_comment() -> None:
    bodies = [
        {"type": "TextualBody", "purpose": "tagging", "value": "group:Society"},
        {"type": "TextualBody", "purpose": "commenting", "value": "Do they?"},
    ]
    item = theirs(type="Annotation", motivation="questioning", creator={"name": "Luigi"}, body=bodies)
    (s,) = read(json.dumps(item).encode(), SOURCE)
    assert [(c.holder, c.stance, c.quote) for c in s.claims] == [
        ("group/society", "asserts", "engines can think"),
        ("theorist/luigi", "questions", "Do they?"),
    ]


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b'{"target": [{"source": "x", "selector": 3}]}', b"[" * 100_000])
def test_what_marks_no_words_is_refused(data: bytes) -> None:
    with pytest.raises(InputError):
        webannotation.read(data, SOURCE)


def test_a_source_id_never_leads_out_of_its_folder() -> None:
    (s,) = read(write([rich()]).replace(b"/source/rich", b"/source/..%2Fo%2Frich"), SOURCE)
    assert s.document.source.id == "o-rich"
