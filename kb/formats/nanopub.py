"""Nanopublications in TriG: each statement by itself, with where it comes from and who made it known.

Each has four graphs: head, assertion (the statement in our vocabulary), provenance (its words and their text), and
publication info. There is no place in them for a whole text: on reading, one is put together of the words they quote.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kb.errors import InputError
from kb.formats.assembling import MAX_CHARACTERS, Span
from kb.formats.characters import squeezed
from kb.formats.checking import careful
from kb.formats.rdf import taken_back
from kb.graph import to_quads
from kb.model import Source, Statements
from kb.terms import BASE, DCTERMS, DOX, ENTITY_CLASS, PREFIXES, RDFS, SKOS, TYPE, Names, Namespace

NP = Namespace("http://www.nanopub.org/nschema#")
NPX = Namespace("http://purl.org/nanopub/x/")
PROV = Namespace("http://www.w3.org/ns/prov#")
_PREFIXES = {**PREFIXES, "np": NP.iri, "npx": NPX.iri, "prov": PROV.iri}
TOOL = NamedNode(BASE + "software")
_PARTS = (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo)
_KINDS = (DOX.Source, *ENTITY_CLASS.values(), DOX.Claim, DOX.Relation, DOX.Argument)
_TO_SPANS = (DOX.evidence, DOX.span, DOX.cue, DOX.mention)
_REMEDY = "Get the whole file again."
Facts = dict[NamedNode, list[Triple]]


def write(readings: Sequence[Statements]) -> bytes:
    """A nanopublication for each text, entity, claim, relation and argument, in the order of their IRIs."""
    quads = {quad for statements in readings for quad in _written(statements)}
    order = {"head": "0", "assertion": "1", "provenance": "2", "pubinfo": "3"}

    def place(quad: Quad) -> tuple[str, ...]:
        of, _, part = quad.graph_name.value.partition("#")  # type: ignore[union-attr]
        return of, order[part], str(quad.subject), str(quad.predicate != TYPE), str(quad.predicate), str(quad.object)

    return serialize(sorted(quads, key=place), format=RdfFormat.TRIG, prefixes=_PREFIXES) or b""


def _written(statements: Statements) -> Iterator[Quad]:
    document, names = statements.document, Names()
    source = names.source(document.source.id)
    told: Facts = defaultdict(list)
    for quad in to_quads(statements):
        told[quad.subject].append(quad.triple)  # type: ignore[index]
    types = {node: {t.object for t in triples if t.predicate == TYPE} for node, triples in told.items()}
    entities = {node for node in told if types[node].intersection(ENTITY_CLASS.values())}
    for node in told:
        kind = next((known for known in _KINDS if known in types[node]), None)
        if kind is None:
            continue
        assertion = [t for t in told[node] if t.predicate not in (DOX.textHash, DOX.wordCount)]
        for content in [t.object for t in assertion if t.predicate == DOX.content]:
            assertion += told[content]  # type: ignore[index]
        spans = {t.object for t in assertion if t.predicate in _TO_SPANS}
        named = {t.object for t in assertion} & entities
        assertion += [t for other in named for t in told[other] if t.predicate in (TYPE, SKOS.prefLabel)]  # type: ignore[index]
        path = node.value.removeprefix(source.value).strip("/") or "text"
        np = f"{source.value}/{document.sha256[:12]}/nanopub/{path}"
        yield from _published(np, kind, assertion, [t for s in spans for t in told[s]], source, statements)  # type: ignore[index]


def _published(
    np: str, kind: NamedNode, assertion: list[Triple], words: list[Triple], source: NamedNode, statements: Statements
) -> Iterator[Quad]:
    node, names = NamedNode(np), Names()
    head, said, provenance, about = (NamedNode(f"{np}#{part}") for part in ("head", "assertion", "provenance", "pubinfo"))
    yield Quad(node, TYPE, NP.Nanopublication, head)
    for predicate, graph in zip(_PARTS, (said, provenance, about), strict=True):
        yield Quad(node, predicate, graph, head)
    for triple in assertion:
        yield Quad(triple.subject, triple.predicate, triple.object, said)
    # who says so: of a relation its asserter, of all else the text, whoever the text makes say it
    by = next((t.object for t in assertion if t.predicate == DOX.assertedBy), names.author(statements.document.source.id))
    yield Quad(said, PROV.wasAttributedTo, by, provenance)
    yield Quad(said, PROV.hadPrimarySource, source, provenance)
    yield Quad(said, PROV.wasGeneratedBy, NamedNode(f"{source.value}/reading"), provenance)
    yield Quad(NamedNode(f"{source.value}/reading"), PROV.wasAssociatedWith, TOOL, provenance)
    for span in {triple.subject for triple in words}:
        yield Quad(said, PROV.wasDerivedFrom, span, provenance)
    for triple in words:
        if triple.predicate not in (DOX.blockKind, DOX.level) and triple.object != DOX.Block:
            yield Quad(triple.subject, triple.predicate, triple.object, provenance)
    yield Quad(source, DCTERMS.title, Literal(statements.document.source.title), provenance)
    yield Quad(node, NPX.hasNanopubType, kind, about)
    yield Quad(node, DCTERMS.creator, TOOL, about)
    yield Quad(
        node, RDFS.label, Literal(f"{kind.value.rpartition('#')[2]} in {squeezed(statements.document.source.title)}"), about
    )
    yield Quad(TOOL, TYPE, PROV.SoftwareAgent, about)
    yield Quad(TOOL, RDFS.label, Literal("Doxograph"), about)


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of each text that nanopublications in our vocabulary are of, in the order of the texts' IRIs.

    Raises InputError where the file is no TriG, one of its nanopublications lacks a part, or none speaks our vocabulary.
    """
    where = source.file or source.id
    with careful(where):
        graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
        for quad in parse(data, format=RdfFormat.TRIG):
            if isinstance(quad.graph_name, NamedNode):
                graphs[quad.graph_name].append(quad)
        heads = {q.subject: q.graph_name for quads in graphs.values() for q in quads if q.object == NP.Nanopublication}
        if not heads:
            raise InputError("the file holds no nanopublication", where=where, remedy="Each has a head that says so.")
        by_source: dict[str, set[Triple]] = defaultdict(set)
        for np, head in heads.items():
            parts: list[Any] = []
            for predicate in _PARTS:
                found = {q.object for q in graphs[head] if q.subject == np and q.predicate == predicate}  # type: ignore[index]
                if len(found) != 1 or not graphs.get(next(iter(found))):  # type: ignore[arg-type]
                    what = f"{np} has not one graph for {predicate.value.rpartition('#')[2]}"
                    raise InputError(what, where=where, remedy=_REMEDY)
                parts += found
            for graph in parts[:2]:
                for quad in graphs[graph]:
                    if (of := _of(quad.subject)) is not None:
                        by_source[of].add(quad.triple)
        made = tuple(_read(NamedNode(of), facts, where) for of, facts in sorted(by_source.items()) if _speaks(facts))
        if not made:
            raise InputError("no nanopublication speaks our vocabulary", where=where, remedy="docs/formats.md says what is read.")
        return made


def _of(node: object) -> str | None:
    """The IRI of the text under which something lies."""
    names = Names()
    path = names.path(node) if isinstance(node, NamedNode) else ()
    return names.source(path[1]).value if len(path) > 1 and path[0] == "source" else None


def _speaks(facts: set[Triple]) -> bool:
    return any(t.predicate == TYPE and t.object in _KINDS for t in facts)


def _read(source: NamedNode, facts: set[Triple], where: str) -> Statements:
    told: dict[Any, dict[Any, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for triple in facts:
        told[triple.subject][triple.predicate].add(triple.object)
    for predicate, words in ((DCTERMS.title, source.value.rpartition("/")[2]), (DCTERMS.language, "en"), (DOX.pipeline, "")):
        if not told[source][predicate]:
            facts.add(Triple(source, predicate, Literal(words)))
    facts.add(Triple(source, TYPE, DOX.Source))
    # an argument of which the file has no claim has no words here
    ends = {node: told[node][DOX.premise] | told[node][DOX.conclusion] for node in told if DOX.Argument in told[node][TYPE]}
    lone = {node for node, claims in ends.items() if not all(claim in told and told[claim][DOX.content] for claim in claims)}
    facts = {triple for triple in facts if triple.subject not in lone}
    for node in [node for node in told if not told[node][DOX.confidence] and told[node][TYPE].intersection(_KINDS[1:])]:
        facts.add(Triple(node, DOX.confidence, Literal(1)))  # an entity that another statement names alone
    quoted = {}
    for span in {t.object for t in facts if t.predicate in _TO_SPANS}:
        (start,), (end,), (quote,) = (told[span][term] for term in (DOX.start, DOX.end, DOX.quote))
        quoted[span] = int(start.value), int(end.value), quote.value
    text, places, paragraphs = _together(quoted, where)
    for number, place in enumerate(paragraphs):
        block = NamedNode(f"{source.value}/block/{number}")
        places[block] = place
        facts |= {Triple(block, TYPE, DOX.Block), Triple(block, DOX.blockKind, Literal("paragraph"))}
    return taken_back(((t.subject, t.predicate, t.object) for t in facts), text, where=where, places=places)


def _together(quoted: dict[Any, tuple[int, int, str]], where: str) -> tuple[str, dict[NamedNode, Span], list[Span]]:
    """The text that quotes make, with each quote's place in it and its paragraphs: passages, of quotes that overlap or touch."""
    pieces: list[str] = []
    length, last, shift = 0, -1, 0  # of the text so far; where the last passage ends in the other text; how far that is from here
    places: dict[NamedNode, Span] = {}
    paragraphs: list[Span] = []
    for span, (start, end, quote) in sorted(quoted.items(), key=lambda item: (item[1][:2], item[0].value)):
        if start < 0 or end - start != len(quote) or not quote:
            raise InputError(f"{span.value} has not the words that it says", where=where, remedy=_REMEDY)
        if start > last:
            pieces.append("\n\n" if pieces else "")
            begun = length + len(pieces[-1])
            shift, last, length = begun - start, start, begun
            paragraphs.append((begun, begun))
        if end > last:
            pieces.append(quote[last - start :])
            last, length = end, end + shift
            paragraphs[-1] = paragraphs[-1][0], length
        if length > MAX_CHARACTERS:
            raise InputError("its quotes together are too long", where=where, remedy="Split the file.")
        places[span] = start + shift, end + shift
    text = "".join(pieces)
    for span, place in places.items():
        if text[slice(*place)] != quoted[span][2]:
            raise InputError(f"{span.value} quotes other words than others do there", where=where, remedy=_REMEDY)
    return text, places, paragraphs
