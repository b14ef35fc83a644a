"""NIF 2.1 (NLP Interchange Format) in Turtle: texts as contexts, what stands in them as phrases with offsets.

In ours, statements stand beside their phrases in our own vocabulary. Others' files bring their texts and the things that they
name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from kb.errors import InputError
from kb.formats.assembling import MAX_CHARACTERS, Assembly
from kb.formats.characters import clean, squeezed
from kb.formats.checking import careful
from kb.formats.rdf import place_of, taken_back
from kb.graph import to_quads
from kb.model import Block, Document, Entity, Source, Statements
from kb.sources import slug
from kb.terms import BASE, DCTERMS, DOX, PREFIXES, RDFS, SKOS, TYPE, XSD, Names, Namespace, decimal

PIPELINE = "nif/1"
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITS = Namespace("http://www.w3.org/2005/11/its/rdf#")
_PREFIXES = {**PREFIXES, "nif": NIF.iri, "itsrdf": ITS.iri}
_OURS = (DOX.iri, DCTERMS.iri, SKOS.iri, TYPE.value)
_LONGEST = 300  # characters of a name
_REMEDY = "Export it again, as Turtle."
#: what a span says of itself, which NIF says in its own terms
_OF_SPANS = (DOX.start, DOX.end, DOX.quote, DOX.heading, DOX.paragraph)
#: the last part of a class's IRI -> our type; what is of another class is a case
_CLASSES = {
    "person": "theorist", "philosopher": "theorist", "writer": "theorist", "scientist": "theorist", "politician": "theorist",
    "organisation": "group", "organization": "group", "politicalparty": "group", "group": "group",
    "work": "work", "writtenwork": "work", "creativework": "work", "book": "work",
    "theory": "theory", "ideology": "theory",
}  # fmt: skip


def write(readings: Sequence[Statements]) -> bytes:
    """The texts with all that stands in them."""
    triples: set[Triple] = set()
    for statements in readings:
        triples.update(_written(statements))
    ordered = sorted(triples, key=lambda t: (str(t.subject), t.predicate != TYPE, str(t.predicate), str(t.object)))
    return serialize(ordered, format=RdfFormat.TURTLE, prefixes=_PREFIXES) or b""


def _written(statements: Statements) -> Iterator[Triple]:
    document = statements.document
    source = Names().source(document.source.id)
    base = f"{source.value}?text={document.sha256[:12]}"
    length = len(document.text)
    context = NamedNode(f"{base}#offset_0_{length}")
    yield Triple(context, TYPE, NIF.Context)
    yield from _indexed(context, 0, length)
    yield Triple(context, NIF.isString, Literal(document.text))
    yield Triple(context, NIF.sourceUrl, source)
    phrases: dict[NamedNode, NamedNode] = {}  # by the span in our graph
    quads = list(to_quads(statements))
    for quad in quads:
        if quad.predicate == TYPE and quad.object in (DOX.Evidence, DOX.Block) and isinstance(quad.subject, NamedNode):
            start, end = place_of(quad.subject)
            # a phrase of the whole text is not the context itself
            phrases[quad.subject] = node = NamedNode(
                f"{base}#offset_{start}_{end}" + ("&phrase" if end - start == length else "")
            )
            yield Triple(node, TYPE, NIF.Phrase)
            yield from _indexed(node, start, end)
            yield Triple(node, NIF.anchorOf, Literal(document.text[start:end]))
            yield Triple(node, NIF.referenceContext, context)
    for quad in quads:
        subject, object = quad.subject, quad.object
        if quad.predicate in _OF_SPANS or (subject in phrases and object == DOX.Evidence):
            continue
        node = phrases.get(subject, subject)  # type: ignore[arg-type]
        yield Triple(node, quad.predicate, phrases.get(object, object) if isinstance(object, NamedNode) else object)
        if quad.predicate == DOX.blockKind:
            yield Triple(node, TYPE, NIF.Title if object == Literal("heading") else NIF.Paragraph)
    for entity in statements.entities:
        for start, end in entity.mentions:
            yield from _linked(phrases[Names().span(document.source.id, document.sha256, start, end)], entity, document)


def _indexed(node: NamedNode, start: int, end: int) -> Iterator[Triple]:
    yield Triple(node, TYPE, NIF.OffsetBasedString)
    for term, number in ((NIF.beginIndex, start), (NIF.endIndex, end)):
        yield Triple(node, term, Literal(str(number), datatype=XSD.nonNegativeInteger))


def _linked(phrase: NamedNode, entity: Entity, document: Document) -> Iterator[Triple]:
    """A naming, as entity linkers tell it."""
    names = Names()
    yield Triple(phrase, ITS.taIdentRef, names.entity(entity.key) if entity.key else names.role(document.source.id, entity.id))
    yield Triple(phrase, ITS.taClassRef, DOX[entity.type.capitalize()])
    yield Triple(phrase, ITS.taConfidence, decimal(entity.confidence))


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of each text that a file holds, in the order of their contexts' IRIs.

    Raises InputError where it is no Turtle, holds no text, or offsets and words do not fit.
    """
    where = source.file or source.id
    with careful(where):
        said: dict[NamedNode, dict[NamedNode, list[Any]]] = defaultdict(lambda: defaultdict(list))
        for triple in parse(data, format=RdfFormat.TURTLE):
            if isinstance(triple.subject, NamedNode):
                said[triple.subject][triple.predicate].append(triple.object)
        within: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for node, told in said.items():
            for context in told.get(NIF.referenceContext, ()):
                within[context].append(node)
        contexts = sorted((node for node, told in said.items() if told.get(NIF.isString)), key=lambda node: node.value)
        if not contexts:
            raise InputError("the file holds no text", where=where, remedy="NIF has it as nif:isString of a nif:Context.")
        ours = {node for node, told in said.items() if DOX.Source in told[TYPE]}
        theirs = [node for node in contexts if not ours.intersection(said[node][NIF.sourceUrl])]
        numbers = {node: f"{number:0{len(str(len(theirs)))}d}" for number, node in enumerate(theirs, 1)}
        below: dict[str, set[NamedNode]] = defaultdict(set)  # by the text's IRI
        for node in list(said):
            below["/".join(node.value.split("/")[: BASE.count("/") + 2])].add(node)
        made = []
        for context in contexts:
            text = _text(said[context][NIF.isString][0].value, where)
            places = {node: _place(said[node], text, where) for node in within[context]}
            if context in numbers:
                id = source.id if len(theirs) == 1 else f"{source.id}-{numbers[context]}"
                made.append(_theirs(Source(slug(id), id, url=_address(said[context]), file=source.file), text, places, said))
                continue
            (node,) = ours.intersection(said[context][NIF.sourceUrl])
            own = below[node.value] | {node, *places}
            facts = [(s, p, o) for s in own for p, values in said[s].items() for o in values if p.value.startswith(_OURS)]
            made.append(taken_back(facts, text, where=where, places=places))
        return tuple(made)


def _text(text: str, where: str) -> str:
    if len(text) > MAX_CHARACTERS:
        raise InputError("the text is too long", where=where, remedy="Split the file.")
    if not text:
        raise InputError("the text is empty", where=where, remedy=_REMEDY)
    return text


def _place(told: dict[NamedNode, list[Any]], text: str, where: str) -> tuple[int, int]:
    """A phrase's offsets. Raises InputError where they lie outside the text, or other words stand there."""
    (start,), (end,) = ({int(value.value) for value in told[term]} for term in (NIF.beginIndex, NIF.endIndex))
    said = [value.value for value in told[NIF.anchorOf]]
    # lengths first: a small file can ask for the same long stretch again and again
    if not 0 <= start < end <= len(text) or any(len(words) != end - start or words != text[start:end] for words in said):
        raise InputError(f"what stands at {start}-{end} is not what the file says", where=where, remedy=_REMEDY)
    return start, end


# -- other tools' files ---------------------------------------------------------------------------------------------


def _theirs(
    source: Source, text: str, places: dict[NamedNode, tuple[int, int]], said: dict[NamedNode, dict[NamedNode, list[Any]]]
) -> Statements:
    """A text with the things that its phrases are linked to (``itsrdf:taIdentRef``) or classed as (``itsrdf:taClassRef``)."""
    blocks = sorted(
        {
            Block("heading" if NIF.Title in said[node][TYPE] else "paragraph", *place, level=int(NIF.Title in said[node][TYPE]))
            for node, place in places.items()
            if {NIF.Title, NIF.Paragraph} & set(said[node][TYPE])
        },
        key=lambda block: (block.start, block.end),
    )
    if any(one.end > other.start for one, other in pairwise(blocks)) or not blocks:
        blocks = [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
    to = Assembly(source, text=clean(text), blocks=blocks)  # of the same length
    known: dict[str, tuple[str, str]] = {}  # by what the phrases are linked to
    for node, place in sorted(places.items(), key=lambda item: (item[1], item[0].value)):
        told = said[node]
        types = [found for found in map(_type, told[ITS.taClassRef]) if found]
        if place[1] - place[0] > _LONGEST:
            continue
        links: list[Any] = sorted(told[ITS.taIdentRef], key=str) or ([None] if types else [])
        for link in links:
            words = squeezed(text[slice(*place)])
            if link is None:
                to.entity(types[0], words, at=place)
                continue
            kind, name = known.setdefault(link.value, (types[0] if types else "case", _name(link, said) or words))
            to.entity(kind, name, at=place)
    return to.statements(PIPELINE)


def _type(term: Any) -> str:
    """Our type for a class; empty for what every class has."""
    last = re.split(r"[/#:]", term.value)[-1].lower()
    return "" if last in ("thing", "") else _CLASSES.get(last, "case")


def _name(link: Any, said: dict[NamedNode, dict[NamedNode, list[Any]]]) -> str:
    """What the file calls a thing, or the name in its IRI where it has one, as DBpedia's have."""
    labels: Iterable[Any] = said[link][RDFS.label] if isinstance(link, NamedNode) else ()
    if found := sorted(label.value for label in labels if isinstance(label, Literal) and label.value.strip()):
        return squeezed(found[0])
    last = unquote(re.split(r"[/#]", link.value)[-1]).replace("_", " ")
    return squeezed(last) if "/resource/" in link.value and last.strip() else ""


def _address(told: dict[NamedNode, list[Any]]) -> str | None:
    return next((clean(term.value) for term in told[NIF.sourceUrl]), None)
