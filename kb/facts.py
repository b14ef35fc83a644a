"""What identity and derivation need to know of each source, read from its statements or from the store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import cast

from pyoxigraph import Literal, NamedNode

from kb.graph import from_quads, proposition_id
from kb.model import EntityType, Polarity, Stance, Statements
from kb.store import Store
from kb.terms import CLASS_ENTITY, DOX, TERM_PREDICATE, Term


@dataclass(frozen=True, slots=True, order=True)
class LocalEntity:
    """An entity as one source names it."""

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True, order=True)
class ClaimFact:
    """Who says what about what; roles are local entity ids, AUTHOR or UNKNOWN."""

    id: str
    holder: str
    stance: Stance
    hedged: bool
    proposition: str
    words: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class RelationFact:
    """Who is linked to whom, by whose word."""

    id: str
    subject: str
    predicate: str
    object: str
    polarity: Polarity
    asserted_by: str


@dataclass(frozen=True, slots=True)
class Facts:
    """One source's facts, each tuple sorted."""

    source: str
    author: str | None = None
    pack: str | None = None
    entities: tuple[LocalEntity, ...] = ()
    claims: tuple[ClaimFact, ...] = ()
    relations: tuple[RelationFact, ...] = ()


def facts_of(statements: Statements, pack: str | None = None) -> Facts:
    """The facts of freshly read statements."""
    document = statements.document
    entities = (LocalEntity(e.id, e.type, e.name, tuple(sorted(set(e.aliases))), e.key) for e in statements.entities)
    claims = (
        ClaimFact(c.id, c.holder, c.stance, c.hedged, proposition_id(c, document), c.quote, tuple(sorted(set(c.about))))
        for c in statements.claims
    )
    relations = (RelationFact(r.id, r.subject, r.predicate, r.object, r.polarity, r.asserted_by) for r in statements.relations)
    return Facts(
        document.source.id, document.source.author, pack, tuple(sorted(entities)), tuple(sorted(claims)), tuple(sorted(relations))
    )


def read_statements(store: Store, source: str) -> Statements:
    """The statements of a source's graph, before any decision."""
    names = store.names
    quads = list(store.graph(names.source_graph(source)))
    (sha256,) = [quad.object for quad in quads if quad.predicate == DOX.textHash]
    return from_quads(quads, store.text(cast(Literal, sha256).value), names=names)


def read_facts(store: Store) -> dict[str, Facts]:
    """The facts of every source in a store, by source id."""
    names = store.names
    entities, claims, relations = _entities(store), _claims(store), _relations(store)
    found = {}
    for row in store.select(
        """SELECT ?source ?author ?pack WHERE {
             ?source a dox:Source OPTIONAL { ?source dcterms:creator ?author } OPTIONAL { ?source dox:pack ?pack }
           } ORDER BY ?source"""
    ):
        source = names.source_of(row["source"].value) or ""
        found[source] = Facts(
            source,
            _word(row, "author"),
            _word(row, "pack"),
            tuple(sorted(entities[source])),
            tuple(sorted(claims[source])),
            tuple(sorted(relations[source])),
        )
    return found


def _entities(store: Store) -> dict[str, list[LocalEntity]]:
    names = store.names
    aliases: dict[str, list[str]] = defaultdict(list)
    for row in store.select("SELECT ?entity ?alias WHERE { ?entity dox:confidence ?any ; skos:altLabel ?alias }"):
        aliases[row["entity"].value].append(row["alias"].value)
    found: dict[str, list[LocalEntity]] = defaultdict(list)
    others = _reviewers(store)
    # local entities alone have a confidence of their own
    for row in store.select(
        """SELECT ?entity ?class ?name ?key WHERE {
             ?entity dox:confidence ?any ; a ?class ; skos:prefLabel ?name OPTIONAL { ?entity dox:key ?key }
           }"""
    ):
        node, key = _node(row, "entity"), row.get("key")
        if node.value in others:
            continue
        found[names.source_of(node) or ""].append(
            LocalEntity(
                names.role_of(node),
                cast(EntityType, CLASS_ENTITY[_node(row, "class")]),
                row["name"].value,
                tuple(sorted(aliases[node.value])),
                names.key(cast(NamedNode, key)) if key else None,
            )
        )
    return found


def _claims(store: Store) -> dict[str, list[ClaimFact]]:
    names = store.names
    about: dict[str, list[str]] = defaultdict(list)
    for row in store.select("SELECT ?content ?entity WHERE { ?content dox:about ?entity }"):
        about[row["content"].value].append(names.role_of(_node(row, "entity")))
    hedged = {row["claim"].value for row in store.select("SELECT ?claim WHERE { ?claim dox:modality dox:hedged }")}
    others = _reviewers(store)
    found: dict[str, list[ClaimFact]] = defaultdict(list)
    for row in store.select(
        """SELECT ?claim ?holder ?stance ?content ?words WHERE {
             ?claim dox:content ?content ; dox:holder ?holder ; dox:stance ?stance . ?content dox:text ?words
           }"""
    ):
        node = _node(row, "claim")
        if node.value in others:
            continue
        found[names.source_of(node) or ""].append(
            ClaimFact(
                names.path(node)[-1],
                names.role_of(_node(row, "holder")),
                cast(Stance, _last(row, "stance")),
                node.value in hedged,
                names.path(_node(row, "content"))[-1],
                row["words"].value,
                tuple(sorted(about[row["content"].value])),
            )
        )
    return found


def _relations(store: Store) -> dict[str, list[RelationFact]]:
    names = store.names
    others = _reviewers(store)
    found: dict[str, list[RelationFact]] = defaultdict(list)
    for row in store.select(
        """SELECT ?relation ?subject ?predicate ?object ?polarity ?asserter WHERE {
             ?relation dox:subject ?subject ; dox:predicate ?predicate ; dox:object ?object ; dox:polarity ?polarity ;
                       dox:assertedBy ?asserter
           }"""
    ):
        node = _node(row, "relation")
        if node.value in others:
            continue
        found[names.source_of(node) or ""].append(
            RelationFact(
                names.path(node)[-1],
                names.role_of(_node(row, "subject")),
                TERM_PREDICATE[_node(row, "predicate")],
                names.role_of(_node(row, "object")),
                cast(Polarity, _last(row, "polarity")),
                names.role_of(_node(row, "asserter")),
            )
        )
    return found


def _reviewers(store: Store) -> set[str]:
    """What a reviewer put there: it lies in no source graph."""
    return {row["new"].value for row in store.select("SELECT ?new WHERE { ?new dox:enteredBy ?reviewer }")}


def _node(row: dict[str, Term], name: str) -> NamedNode:
    return cast(NamedNode, row[name])


def _last(row: dict[str, Term], name: str) -> str:
    return row[name].value.removeprefix(DOX.iri)


def _word(row: dict[str, Term], name: str) -> str | None:
    return row[name].value if name in row else None
