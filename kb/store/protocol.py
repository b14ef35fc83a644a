"""The SPARQL 1.1 protocol from a client's side: questions and updates over HTTP.

Everything is sent as a form and asked for in JSON, and every dataset is named: Virtuoso hangs on other bodies, and what a server
takes for its default graph is its own affair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat, Triple

from kb.errors import StoreError
from kb.store.bindings import begins, closes, form
from kb.store.constructing import construction
from kb.store.results import canonical_triple, read_json, rows_of, verdict_of
from kb.store.transport import Transport, kind
from kb.terms import Term

_FEW = 500  # triples: no server leaves others out before
_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_JSON = "application/sparql-results+json"
_MAX_ROWS = "X-SPARQL-MaxRows"  # Virtuoso's word that it gave no more rows than this


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: rows under their variables, triples, or a verdict; ``cut`` where it left some out."""

    variables: tuple[str, ...] = ()
    rows: list[dict[str, Term]] | None = None
    triples: list[Triple] | None = None
    verdict: bool | None = None
    cut: bool = False


class Endpoint(Transport):
    """One server, spoken to by any number of threads."""

    # -- asking -------------------------------------------------------------------------------------------------

    def select(self, query: str, default: str, named: Sequence[str] = ()) -> list[dict[str, Term]]:
        """The rows of a SELECT on a dataset, given by the IRIs of its graphs; all of them, where a server gives them in parts."""
        answer, most = self._asked(query, default, named)
        if most is None or len(answer["results"]["bindings"]) < most:
            return rows_of(answer)
        rows: list[dict[str, Term]] = []
        while True:
            answer, _ = self._asked(_part(query, answer["head"]["vars"], most, len(rows)), default, named)
            part = rows_of(answer)
            rows += part
            if len(part) < most:
                return rows

    def select_everywhere(self, query: str) -> list[dict[str, Term]]:
        """The rows of a SELECT that looks into graphs only, whichever the server has."""
        return self.select(query, "")

    def ask(self, query: str, default: str, named: Sequence[str] = ()) -> bool:
        """The answer of an ASK."""
        return verdict_of(self._asked(query, default, named)[0])

    def construct(self, query: str, default: str, named: Sequence[str] = ()) -> list[Triple]:
        """The triples of a CONSTRUCT or DESCRIBE; where the server leaves some of a CONSTRUCT's out, as rows of a SELECT."""
        response = self.send(self.address.query, _form("query", query, default, named), _TRIPLES)
        triples = [canonical_triple(quad.triple) for quad in self._parsed(response)]
        most = self._most(response, len(triples), default)
        if most:
            if form(query) == "CONSTRUCT" and (apart := construction(query)):
                return apart.triples(self.select(apart.select, default, named))
            raise StoreError(
                f"the server leaves out what goes beyond {most:,} triples",
                where=self.address.query,
                remedy="Ask for less at once, or raise ResultSetMaxRows in its configuration.",
            )
        return triples

    def _most(self, response: httpx.Response, count: int, default: str | Sequence[str]) -> int:
        """After how many triples the server may have left out others; 0 where it has not.

        Virtuoso says of rows that it left some out, and not of triples: a question for one row more makes it speak.
        """
        if count < _FEW or not response.headers.get("server", "").startswith("Virtuoso"):
            return 0
        _, most = self._asked(f"SELECT ?s WHERE {{ ?s ?p ?o }} LIMIT {count + 1}", default, ())
        return most if most is not None and most <= count else 0

    def graph(self, iri: str) -> Iterator[Quad]:
        """The quads of one graph, in canonical form; none where the server has no such graph."""
        node = ox.NamedNode(iri)
        if self.address.graph is None:
            for row in self.select(f"SELECT ?s ?p ?o WHERE {{ GRAPH {node} {{ ?s ?p ?o }} }}", iri, [iri]):
                yield _in_graph(Triple(row["s"], row["p"], row["o"]), node)  # type: ignore[arg-type]
            return
        response = self.send(self.address.graph, None, "application/n-triples", parameters={"graph": iri}, missing_is_empty=True)
        for quad in self._parsed(response) if response.status_code != 404 else ():
            yield _in_graph(quad.triple, node)

    def answer(self, query: str, default: Sequence[str], named: Sequence[str], form: str, seconds: float) -> Answer:
        """The answer to a query of any form in one response, which may take so long."""
        if form in ("CONSTRUCT", "DESCRIBE"):
            response = self.send(self.address.query, _form("query", query, default, named), _TRIPLES, seconds=seconds)
            triples = [canonical_triple(quad.triple) for quad in self._parsed(response)]
            return Answer(triples=triples, cut=bool(self._most(response, len(triples), default)))
        found, most = self._asked(query, default, named, seconds)
        if form == "ASK":
            return Answer(verdict=verdict_of(found))
        rows = rows_of(found)
        return Answer(tuple(found["head"]["vars"]), rows, cut=most is not None and len(rows) >= most)

    def _asked(
        self, query: str, default: str | Sequence[str], named: Sequence[str], seconds: float | None = None
    ) -> tuple[dict[str, Any], int | None]:
        response = self.send(self.address.query, _form("query", query, default, named), _JSON, seconds=seconds)
        if response.headers.get("X-SQL-State", "").startswith("S1TAT"):
            raise self.late("the server stopped the query at its own time limit, and gave only part of the answer")
        try:
            answer = read_json(response.content)
            if "boolean" not in answer and not isinstance(answer["results"]["bindings"], list):
                raise ValueError("no bindings")
        except (ValueError, KeyError, TypeError) as error:
            raise self.no_endpoint(self.address.query, f"its answer is none of SPARQL ({kind(response)})") from error
        most = response.headers.get(_MAX_ROWS, "")
        return answer, int(most) if most.isdigit() else None

    def _parsed(self, response: httpx.Response) -> Iterator[Quad]:
        format = RdfFormat.from_media_type(kind(response))
        if format is None:
            raise self.no_endpoint(str(response.url), f"its answer is no graph ({kind(response)})")
        try:
            yield from ox.parse(response.content, format=format)
        except SyntaxError as error:
            raise StoreError(
                f"the server's answer cannot be read ({error})",
                where=str(response.url),
                remedy="Try again; if it stays so, the server is at fault.",
            ) from error

    # -- changing -----------------------------------------------------------------------------------------------

    def update(self, request: str) -> None:
        """An update, which must be such that it can be made twice. Raises Refused where the server will not do it."""
        self.send(self._writable(), {"update": [request]}, "*/*", writing=True)

    def add(self, iri: str, triples: bytes) -> None:
        """Put triples (N-Triples) into a graph by the graph store protocol. Raises Refused where the server will not do it."""
        assert self.address.graph is not None
        self.send(self.address.graph, triples, "*/*", parameters={"graph": iri}, writing=True)

    def _writable(self) -> str:
        if self.address.update is None:
            raise StoreError(
                "the store's address names no URL for updates",
                where=self.address.written,
                remedy="Add update=… to the address, or write from where there is one.",
            )
        return self.address.update


def _in_graph(triple: Triple, graph: ox.NamedNode) -> Quad:
    said = canonical_triple(triple)
    return Quad(said.subject, said.predicate, said.object, graph)


def _form(operation: str, text: str, default: str | Sequence[str], named: Sequence[str]) -> dict[str, Sequence[str]]:
    form: dict[str, Sequence[str]] = {operation: [text]}
    form |= {"default-graph-uri": [default] if isinstance(default, str) else default} if default else {}
    return form | ({"named-graph-uri": named} if named else {})


def _part(query: str, variables: Sequence[str], rows: int, offset: int) -> str:
    """A part of a SELECT's rows, which come in a fixed order; Virtuoso sorts no more rows than it gives, but for a subquery."""
    prologue, rest = query[: (at := begins(query))], query[at:]
    order = " ".join(f"?{variable}" for variable in variables)
    modified = closes(query)
    if not modified & {"LIMIT", "OFFSET", "VALUES"}:
        rest += f"\n{'' if 'ORDER' in modified else 'ORDER BY '}{order}"
    return f"{prologue} SELECT {order} WHERE {{ {{ {rest}\n}} }} LIMIT {rows} OFFSET {offset}"
