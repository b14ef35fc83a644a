"""Statements to quads, with the way back beside it.

Every literal is plain, xsd:integer or canonical xsd:decimal; there are no blank nodes, booleans or times, so that the
same statements give the same bytes. Confidence is kept to four places. ``Source.file`` says where a text lies on one
machine: it is no part of the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kb.errors import StoreError
from kb.model import (
    Argument,
    ArgumentKind,
    Block,
    BlockKind,
    Claim,
    Document,
    Entity,
    EntityType,
    Evidence,
    Polarity,
    Relation,
    Source,
    Stance,
    Statements,
    statement_id,
)  # fmt: skip
from kb.terms import (
    CLASS_ENTITY,
    DCTERMS,
    DOX,
    ENTITY_CLASS,
    POLARITY_TERM,
    PREDICATE_TERM,
    SKOS,
    STANCE_TERM,
    TERM_PREDICATE,
    TYPE,
    Names,
    Term,
    decimal,
)


def to_quads(statements: Statements, *, pack: str | None = None, names: Names | None = None) -> Iterator[Quad]:
    """The graph of one source: all that its text says, every subject under the source's IRI.

    A proposition is shared by the claims that report the same words about the same things. Its id is made as a
    statement's is, so that joint holders meet in it and text inserted elsewhere leaves it alone.
    """
    names = names or Names()
    document = statements.document
    source = document.source
    graph = names.source_graph(source.id)
    text_voice = names.author(source.id)

    def say(subject: NamedNode, *pairs: tuple[NamedNode, Term | None]) -> Iterator[Quad]:
        for predicate, value in pairs:
            if value is not None:
                yield Quad(subject, predicate, value, graph)

    def role(name: str) -> NamedNode:
        return names.role(source.id, name)

    def claim_node(id: str) -> NamedNode:
        return names.statement(source.id, "claim", id)

    spans: dict[tuple[int, int], NamedNode] = {}
    written: list[Quad] = []

    def span(evidence: Evidence) -> NamedNode:
        place = evidence.start, evidence.end
        if place not in spans:
            spans[place] = node = names.span(source.id, document.sha256, *place)
            written.extend(
                say(
                    node,
                    (TYPE, DOX.Evidence),
                    (DOX.start, Literal(evidence.start)),
                    (DOX.end, Literal(evidence.end)),
                    (DOX.quote, Literal(evidence.quote)),
                    (DOX.page, _text(evidence.page)),
                    (DOX.heading, _text(evidence.heading)),
                    (DOX.paragraph, _number(evidence.paragraph)),
                )
            )
        return spans[place]

    yield from say(
        names.source(source.id),
        (TYPE, DOX.Source),
        (TYPE, DOX.ConstructedSource if source.constructed else None),
        (DCTERMS.title, Literal(source.title)),
        (DCTERMS.creator, _text(source.author)),
        (DOX.year, _number(source.year)),
        (DOX.genre, _text(source.genre)),
        (DCTERMS.language, Literal(source.language)),
        (DCTERMS.license, _text(source.licence)),
        (DCTERMS.source, _text(source.url)),
        (DOX.textHash, Literal(document.sha256)),
        (DOX.wordCount, Literal(len(document.text.split()))),
        (DOX.pipeline, Literal(statements.pipeline)),
        (DOX.pack, _text(pack)),
    )
    yield from say(text_voice, (TYPE, DOX.TextVoice), (SKOS.prefLabel, Literal(source.author or source.title)))
    for block in document.blocks:
        yield from say(
            names.span(source.id, document.sha256, block.start, block.end),
            (TYPE, DOX.Block),
            (DOX.blockKind, Literal(block.kind)),
            (DOX.level, Literal(block.level)),
            (DOX.start, Literal(block.start)),
            (DOX.end, Literal(block.end)),
            (DOX.page, _text(block.page)),
        )
    for entity in statements.entities:
        node = role(entity.id)
        yield from say(
            node,
            (TYPE, ENTITY_CLASS[entity.type]),
            (SKOS.prefLabel, Literal(entity.name)),
            (DOX.key, names.entity(entity.key) if entity.key else None),
            (DOX.confidence, decimal(entity.confidence)),
            *((SKOS.altLabel, Literal(alias)) for alias in entity.aliases),
            *((DOX.mention, span(document.evidence(start, end))) for start, end in entity.mentions),
        )
    for claim in statements.claims:
        content = names.statement(source.id, "proposition", proposition_id(claim, document))
        yield from say(
            content,
            (TYPE, DOX.Proposition),
            (DOX.text, Literal(claim.quote)),
            *((DOX.span, span(part)) for part in claim.content),
            *((DOX.about, role(entity)) for entity in claim.about),
        )
        yield from say(
            claim_node(claim.id),
            (TYPE, DOX.Claim),
            (DOX.holder, role(claim.holder)),
            (DOX.stance, STANCE_TERM[claim.stance]),
            (DOX.content, content),
            (DOX.evidence, span(claim.evidence)),
            (DOX.modality, DOX.hedged if claim.hedged else None),
            (DOX.confidence, decimal(claim.confidence)),
            # a set of triples has no order: where there are two reporters or more, the order is told in words
            (DOX.reportChain, _chain(claim.reported_by) if len(claim.reported_by) > 1 else None),
            *((DOX.reportedBy, role(holder)) for holder in claim.reported_by),
            *((DOX.cue, span(part)) for part in claim.cue),
        )
    for relation in statements.relations:
        yield from say(
            names.statement(source.id, "relation", relation.id),
            (TYPE, DOX.Relation),
            (DOX.subject, role(relation.subject)),
            (DOX.predicate, PREDICATE_TERM[relation.predicate]),
            (DOX.object, role(relation.object)),
            (DOX.polarity, POLARITY_TERM[relation.polarity]),
            (DOX.assertedBy, role(relation.asserted_by)),
            (DOX.evidence, span(relation.evidence)),
            (DOX.year, _number(relation.year)),
            (DOX.confidence, decimal(relation.confidence)),
        )
    for argument in statements.arguments:
        yield from say(
            names.statement(source.id, "argument", argument.id),
            (TYPE, DOX.Argument),
            (DOX.conclusion, claim_node(argument.conclusion)),
            (DOX.argumentKind, DOX[argument.kind]),
            (DOX.evidence, span(argument.evidence)),
            (DOX.confidence, decimal(argument.confidence)),
            *((DOX.premise, claim_node(premise)) for premise in argument.premises),
        )
    yield from written


def from_quads(quads: Iterable[Quad], text: str, *, names: Names | None = None, document: Document | None = None) -> Statements:
    """The statements of one source's graph, in the order of ``ordered``; the reverse of ``to_quads``.

    ``text`` is the source's kept text; where its ``document`` is given, the quads may be of some statements alone. Raises
    StoreError where the graph describes no source or another text.
    """
    names = names or Names()
    found: dict[NamedNode, dict[NamedNode, list[Any]]] = defaultdict(lambda: defaultdict(list))
    of_class: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for quad in quads:
        found[cast(NamedNode, quad.subject)][quad.predicate].append(quad.object)
        if quad.predicate == TYPE:
            of_class[cast(NamedNode, quad.object)].append(cast(NamedNode, quad.subject))

    def one(subject: NamedNode, predicate: NamedNode) -> Any:
        values = found[subject][predicate]
        return values[0] if values else None

    def word(subject: NamedNode, predicate: NamedNode) -> str | None:
        value = one(subject, predicate)
        return None if value is None else value.value

    def must(subject: NamedNode, predicate: NamedNode) -> str:
        value = one(subject, predicate)
        if value is None:
            raise StoreError(f"no {predicate.value}", where=subject.value, remedy="Build the source again.")
        return str(value.value)

    def number(subject: NamedNode, predicate: NamedNode) -> int | None:
        value = word(subject, predicate)
        return None if value is None else int(value)

    def short(subject: NamedNode, predicate: NamedNode) -> str:
        return must(subject, predicate).removeprefix(DOX.iri)

    def roles(subject: NamedNode, predicate: NamedNode) -> list[str]:
        return sorted(names.role_of(value) for value in found[subject][predicate])

    def role(subject: NamedNode, predicate: NamedNode) -> str:
        return names.role_of(NamedNode(must(subject, predicate)))

    def last(subject: NamedNode) -> str:
        return names.path(subject)[-1]

    def confidence(subject: NamedNode) -> float:
        return float(must(subject, DOX.confidence))

    def place(span: NamedNode) -> tuple[int, int]:
        return int(must(span, DOX.start)), int(must(span, DOX.end))

    def described() -> Document:
        if len(of_class[DOX.Source]) != 1:
            raise StoreError("these quads are not the graph of one source", remedy="Run `doxograph check`.")
        node = of_class[DOX.Source][0]
        source = Source(
            id=names.path(node)[1],
            title=must(node, DCTERMS.title),
            author=word(node, DCTERMS.creator),
            year=number(node, DOX.year),
            genre=word(node, DOX.genre),
            language=must(node, DCTERMS.language),
            licence=word(node, DCTERMS.license),
            url=word(node, DCTERMS.source),
            constructed=node in of_class[DOX.ConstructedSource],
        )
        blocks = (
            Block(cast(BlockKind, must(b, DOX.blockKind)), *place(b), level=number(b, DOX.level) or 0, page=word(b, DOX.page))
            for b in of_class[DOX.Block]
        )
        made = Document(source, text, tuple(blocks))
        if made.sha256 != must(node, DOX.textHash):
            raise StoreError("the kept text is not the one that was read", where=source.id, remedy="Build the source again.")
        return made

    document = document or described()

    def evidence(subject: NamedNode, predicate: NamedNode) -> tuple[Evidence, ...]:
        return tuple(document.evidence(*place(span)) for span in found[subject][predicate])

    def chain(claim: NamedNode) -> tuple[str, ...]:
        order = word(claim, DOX.reportChain)
        return tuple(map(unquote, order.split())) if order else tuple(roles(claim, DOX.reportedBy))

    entities = (
        Entity(
            id=names.role_of(e),
            type=cast(EntityType, CLASS_ENTITY[kind]),
            name=must(e, SKOS.prefLabel),
            aliases=tuple(alias.value for alias in found[e][SKOS.altLabel]),
            key=names.key(one(e, DOX.key)) if one(e, DOX.key) else None,
            mentions=tuple(map(place, found[e][DOX.mention])),
            confidence=confidence(e),
        )
        for kind in ENTITY_CLASS.values()
        for e in of_class[kind]
    )
    claims = (
        Claim(
            id=last(c),
            holder=role(c, DOX.holder),
            stance=cast(Stance, short(c, DOX.stance)),
            content=evidence(one(c, DOX.content), DOX.span),
            evidence=evidence(c, DOX.evidence)[0],
            cue=evidence(c, DOX.cue),
            about=tuple(roles(one(c, DOX.content), DOX.about)),
            reported_by=chain(c),
            hedged=one(c, DOX.modality) is not None,
            confidence=confidence(c),
        )
        for c in of_class[DOX.Claim]
    )
    relations = (
        Relation(
            id=last(r),
            subject=role(r, DOX.subject),
            predicate=TERM_PREDICATE[one(r, DOX.predicate)],
            object=role(r, DOX.object),
            polarity=cast(Polarity, short(r, DOX.polarity)),
            asserted_by=role(r, DOX.assertedBy),
            evidence=evidence(r, DOX.evidence)[0],
            year=number(r, DOX.year),
            confidence=confidence(r),
        )
        for r in of_class[DOX.Relation]
    )
    arguments = (
        Argument(
            id=last(a),
            premises=tuple(last(premise) for premise in found[a][DOX.premise]),
            conclusion=last(one(a, DOX.conclusion)),
            kind=cast(ArgumentKind, short(a, DOX.argumentKind)),
            evidence=evidence(a, DOX.evidence)[0],
            confidence=confidence(a),
        )
        for a in of_class[DOX.Argument]
    )
    pipeline = next((word(source, DOX.pipeline) or "" for source in of_class[DOX.Source]), "")
    return ordered(Statements(document, tuple(entities), tuple(claims), tuple(relations), tuple(arguments), pipeline))


def ordered(statements: Statements) -> Statements:
    """The same statements as the graph gives them back: by place in the text, then by id, without ``Source.file``."""
    document = statements.document
    return Statements(
        document=replace(document, source=replace(document.source, file=None), blocks=tuple(sorted(document.blocks, key=_place))),
        entities=tuple(
            replace(e, aliases=_set(e.aliases), mentions=_set(e.mentions), confidence=_kept(e.confidence))
            for e in sorted(statements.entities, key=lambda e: e.id)
        ),
        claims=tuple(
            replace(
                c,
                content=tuple(sorted(c.content, key=_place)),
                cue=tuple(sorted(c.cue, key=_place)),
                about=_set(c.about),
                confidence=_kept(c.confidence),
            )
            for c in sorted(statements.claims, key=lambda c: (_place(c.evidence), c.id))
        ),
        relations=tuple(
            replace(r, confidence=_kept(r.confidence))
            for r in sorted(statements.relations, key=lambda r: (_place(r.evidence), r.id))
        ),
        arguments=tuple(
            replace(a, premises=_set(a.premises), confidence=_kept(a.confidence))
            for a in sorted(statements.arguments, key=lambda a: (_place(a.evidence), a.id))
        ),
        pipeline=statements.pipeline,
    )


def proposition_id(claim: Claim, document: Document) -> str:
    """A claim's proposition: a hash as a statement's is, over the words with their places' occurrence and what they are about."""
    first, *others = (occurrence(document.text, part.quote, part.start) for part in claim.content)
    return statement_id(document.source.id, "proposition", claim.quote, first, *others, *sorted(set(claim.about)))


def sorted_nquads(quads: Iterable[Quad]) -> bytes:
    """N-Quads in the order of their bytes, each line once: the one written form of a graph."""
    written = serialize(quads, format=RdfFormat.N_QUADS) or b""
    lines = set(written.split(b"\n"))
    lines.discard(b"")
    return b"".join(line + b"\n" for line in sorted(lines))


def occurrence(text: str, words: str, start: int) -> int:
    """How many times ``words`` begins in a text before ``start``, overlaps counted."""
    count, at = 0, text.find(words)
    while -1 < at < start:
        count, at = count + 1, text.find(words, at + 1)
    return count


def _chain(holders: Iterable[str]) -> Literal:
    return Literal(" ".join(quote(holder, safe="/") for holder in holders))


def _text(value: str | None) -> Literal | None:
    return None if value is None else Literal(value)


def _number(value: int | None) -> Literal | None:
    return None if value is None else Literal(value)


def _kept(value: float) -> float:
    return float(decimal(value).value)


def _set(values: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(set(values)))


def _place(part: Evidence | Block) -> tuple[int, int]:
    return part.start, part.end
