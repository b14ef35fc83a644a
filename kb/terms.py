"""The terms of the graph: namespaces, classes, relation kinds, the IRIs of one knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import Literal, NamedNode

from kb.model import AUTHOR, ENTITY_TYPES, POLARITIES, PREDICATES, STANCES, UNKNOWN

Term = NamedNode | Literal

BASE = "https://w3id.org/doxograph/"  #: the default base of every IRI of data; ``Names(base)`` takes another


class Namespace:
    """The terms under one IRI: ``DOX.Claim``, ``DOX["sameAs"]``."""

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getitem__(self, name: str) -> NamedNode:
        return _node(self.iri + name)

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        return _node(self.iri + name)


@lru_cache(maxsize=4096)
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)


DOX = Namespace(BASE + "ns#")  # the vocabulary keeps its place whatever the base of the data
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
TYPE = RDF["type"]
#: what every query may use undeclared
PREFIXES: dict[str, str] = {
    "dox": DOX.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "skos": SKOS.iri,
    "dcterms": DCTERMS.iri,
    "xsd": XSD.iri,
}

ENTITY_CLASS: dict[str, NamedNode] = {kind: DOX[kind.capitalize()] for kind in ENTITY_TYPES}


def predicate_term(predicate: str, *, contested: bool = False) -> NamedNode:
    """The term of a relation kind: ``derives_from`` -> ``dox:derivesFrom``, contested ``dox:contestedDerivesFrom``."""
    first, *rest = predicate.split("_")
    name = first + "".join(word.capitalize() for word in rest)
    return DOX["contested" + name[0].upper() + name[1:] if contested else name]


PREDICATE_TERM: dict[str, NamedNode] = {kind: predicate_term(kind) for kind in PREDICATES}
STANCE_TERM: dict[str, NamedNode] = {stance: DOX[stance] for stance in STANCES}
POLARITY_TERM: dict[str, NamedNode] = {polarity: DOX[polarity] for polarity in POLARITIES}
CLASS_ENTITY: dict[NamedNode, str] = {term: kind for kind, term in ENTITY_CLASS.items()}
TERM_PREDICATE: dict[NamedNode, str] = {term: kind for kind, term in PREDICATE_TERM.items()}


def _quoted(part: str) -> str:
    return quote(part, safe="")


@dataclass(frozen=True)
class Names:
    """The IRIs of one knowledge base; every part is percent-encoded, so that any id makes a valid IRI."""

    base: str = BASE

    def iri(self, *path: str) -> NamedNode:
        """The IRI of a path under the base, a part each."""
        return NamedNode(self.base + "/".join(map(_quoted, path)))

    def path(self, node: NamedNode | str) -> tuple[str, ...]:
        """The parts of an IRI under the base, decoded; empty where it lies elsewhere."""
        iri = node if isinstance(node, str) else node.value
        if not iri.startswith(self.base):
            return ()
        parts = iri[len(self.base) :].split("/")
        return tuple(map(unquote, parts)) if "%" in iri else tuple(parts)

    @cached_property
    def identity(self) -> NamedNode:
        """The graph that says which local entities are one."""
        return self.iri("graph", "identity")

    @cached_property
    def derived(self) -> NamedNode:
        """The graph that is computed from all others."""
        return self.iri("graph", "derived")

    def source_graph(self, source: str) -> NamedNode:
        """The graph of one source."""
        return self.iri("graph", "source", source)

    def source(self, source: str) -> NamedNode:
        """A source itself."""
        return self.iri("source", source)

    def source_of(self, node: NamedNode | str) -> str | None:
        """The id of the source that an IRI lies under (``source/ID/…`` or ``graph/source/ID``), if any."""
        path = self.path(node)
        if path[:2] == ("graph", "source"):
            path = path[1:]
        return path[1] if len(path) > 1 and path[0] == "source" else None

    def author(self, source: str) -> NamedNode:
        """A source's own voice."""
        return self.iri("source", source, "author")

    def entity(self, key: str) -> NamedNode:
        """A global entity by its key ``type/slug``."""
        kind, _, slug = key.partition("/")
        return self.iri(kind, slug)

    def key(self, node: NamedNode) -> str | None:
        """The key ``type/slug`` of a global entity's IRI, else None."""
        path = self.path(node)
        return "/".join(path) if len(path) == 2 and path[0] in ENTITY_TYPES else None

    def role(self, source: str, role: str) -> NamedNode:
        """A holder, asserter or end in one source: a local entity by its id, AUTHOR or UNKNOWN."""
        if role == UNKNOWN:
            return DOX["unknown"]
        if role == AUTHOR:
            return self.author(source)
        kind, _, slug = role.partition("/")
        return self.iri("source", source, "entity", kind, slug)

    def role_of(self, node: NamedNode) -> str:
        """The reverse of ``role``: an entity id ``type/slug``, AUTHOR or UNKNOWN."""
        if node == DOX["unknown"]:
            return UNKNOWN
        path = self.path(node)
        return AUTHOR if path[2:] == ("author",) else "/".join(path[3:])

    def statement(self, source: str, kind: str, hash: str) -> NamedNode:
        """A claim, relation, argument or proposition (``kind``) of a source."""
        return self.iri("source", source, kind, hash)

    def span(self, source: str, sha256: str, start: int, end: int) -> NamedNode:
        """A stretch of a source's text, by code points from 0, end exclusive."""
        return self.iri("source", source, sha256[:12], "span", f"{start}-{end}")

    def issue(self, issue: str) -> NamedNode:
        """A question of a pack."""
        return self.iri("issue", issue)

    def answer(self, issue: str, answer: str) -> NamedNode:
        """One of the answers to a question."""
        return self.iri("issue", issue, answer)


def decimal(value: float) -> Literal:
    """A canonical xsd:decimal of at most four places: 1, 0.85."""
    digits = f"{value:.4f}".rstrip("0").rstrip(".")
    return Literal(digits if digits != "-0" else "0", datatype=XSD.decimal)
