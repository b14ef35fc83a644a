"""The SPARQL 1.1 protocol from a client's side: questions and updates over HTTP, tried again where that is safe.

Everything is sent as a form and asked for in JSON, and every dataset is named: Virtuoso hangs on other bodies, and what a server
takes for its default graph is its own affair.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import pyoxigraph as ox
from pyoxigraph import Quad, RdfFormat, Triple

from kb.errors import StoreError
from kb.store import credentials
from kb.store.address import Address
from kb.store.bindings import begins, closes, form
from kb.store.constructing import construction
from kb.store.results import canonical_triple, read_json, rows_of, verdict_of
from kb.terms import Term

_TRIES = (0.0, 0.2, 0.6)  # seconds before each try
_PASSING = frozenset({502, 503, 504})  # a proxy or server that may be well again in a moment
_FEW = 500  # triples: no server leaves others out before
_TRIPLES = "application/n-triples, text/turtle;q=0.5"
_JSON = "application/sparql-results+json"
_MAX_ROWS = "X-SPARQL-MaxRows"  # Virtuoso's word that it gave no more rows than this


class Late(StoreError):
    """The server took longer than it may."""


class Refused(StoreError):
    """The server answered that it will not do this; another, smaller request may fare better."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: rows under their variables, triples, or a verdict; ``cut`` where it left some out."""

    variables: tuple[str, ...] = ()
    rows: list[dict[str, Term]] | None = None
    triples: list[Triple] | None = None
    verdict: bool | None = None
    cut: bool = False


class Endpoint:
    """One server, spoken to by any number of threads."""

    def __init__(self, address: Address, environment: Mapping[str, str] = os.environ) -> None:
        self.address = address
        self._client = httpx.Client(
            auth=credentials.challenged(environment),
            timeout=httpx.Timeout(address.timeout, connect=min(10.0, address.timeout)),
            headers={"User-Agent": "doxograph"},
        )

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()

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
        response = self._send(self.address.query, _form("query", query, default, named), _TRIPLES)
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
        response = self._send(self.address.graph, None, "application/n-triples", parameters={"graph": iri}, missing_is_empty=True)
        for quad in self._parsed(response) if response.status_code != 404 else ():
            yield _in_graph(quad.triple, node)

    def answer(self, query: str, default: Sequence[str], named: Sequence[str], form: str, seconds: float) -> Answer:
        """The answer to a query of any form in one response, which may take so long."""
        if form in ("CONSTRUCT", "DESCRIBE"):
            response = self._send(self.address.query, _form("query", query, default, named), _TRIPLES, seconds=seconds)
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
        response = self._send(self.address.query, _form("query", query, default, named), _JSON, seconds=seconds)
        if response.headers.get("X-SQL-State", "").startswith("S1TAT"):
            raise self._late("the server stopped the query at its own time limit, and gave only part of the answer")
        try:
            answer = read_json(response.content)
            if "boolean" not in answer and not isinstance(answer["results"]["bindings"], list):
                raise ValueError("no bindings")
        except (ValueError, KeyError, TypeError) as error:
            raise self._no_endpoint(self.address.query, f"its answer is none of SPARQL ({_kind(response)})") from error
        most = response.headers.get(_MAX_ROWS, "")
        return answer, int(most) if most.isdigit() else None

    def _parsed(self, response: httpx.Response) -> Iterator[Quad]:
        format = RdfFormat.from_media_type(_kind(response))
        if format is None:
            raise self._no_endpoint(str(response.url), f"its answer is no graph ({_kind(response)})")
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
        self._send(self._writable(), {"update": [request]}, "*/*", writing=True)

    def add(self, iri: str, triples: bytes) -> None:
        """Put triples (N-Triples) into a graph by the graph store protocol. Raises Refused where the server will not do it."""
        assert self.address.graph is not None
        self._send(self.address.graph, triples, "*/*", parameters={"graph": iri}, writing=True)

    def _writable(self) -> str:
        if self.address.update is None:
            raise StoreError(
                "the store's address names no URL for updates",
                where=self.address.written,
                remedy="Add update=… to the address, or write from where there is one.",
            )
        return self.address.update

    # -- sending ------------------------------------------------------------------------------------------------

    def _send(
        self,
        url: str,
        body: Mapping[str, Sequence[str]] | bytes | None,
        accept: str,
        *,
        parameters: Mapping[str, str] | None = None,
        writing: bool = False,
        missing_is_empty: bool = False,
        seconds: float | None = None,
    ) -> httpx.Response:
        headers = {"Accept": accept}
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/n-triples"
        given: dict[str, Any] = {"content": body} if isinstance(body, bytes) else {"data": body} if body is not None else {}
        given |= {"timeout": seconds} if seconds else {}
        request = self._client.build_request("GET" if body is None else "POST", url, params=parameters, headers=headers, **given)
        for last, wait in ((number == len(_TRIES) - 1, wait) for number, wait in enumerate(_TRIES)):
            time.sleep(wait)
            try:
                response = self._client.send(request)
            except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
                # the server may still be at it: an update sent again now could overtake a later one
                raise self._late(
                    f"the server gave no answer within {seconds or self.address.timeout:g} seconds", writing
                ) from error
            except httpx.TransportError as error:
                if last:
                    raise StoreError(
                        f"the server does not answer ({_said(str(error)) or type(error).__name__})",
                        where=url,
                        remedy="Start it, or mend the store's address." + (_LATER if writing else ""),
                    ) from error
                continue
            except (httpx.InvalidURL, httpx.HTTPError) as error:
                raise self._no_endpoint(url, str(error)) from error
            if response.status_code not in _PASSING or last:
                break
        if not response.is_success and not (missing_is_empty and response.status_code == 404):
            raise self._refusal(url, response, writing)
        return response

    def _refusal(self, url: str, response: httpx.Response, writing: bool) -> StoreError:
        status, said = response.status_code, _said(response.text if "html" not in _kind(response) else "")
        later = _LATER if writing else ""
        if status in (401, 403, 407) or "SECURITY" in said or "ermission" in said:
            who = "does not let this user in" if self._client.auth else "asks who you are"
            return StoreError(f"the server {who} (HTTP {status})", where=url, remedy=credentials.REMEDY + later)
        if response.is_redirect:
            return self._no_endpoint(url, f"it points to {response.headers.get('location', 'elsewhere')}")
        if status in (404, 405, 406, 410, 415, 501):
            return self._no_endpoint(url, f"HTTP {status}")
        if status in _PASSING:
            remedy = "Try again later." + later
            return StoreError(f"the server is out of order (HTTP {status}{said and f': {said}'})", where=url, remedy=remedy)
        remedy = ("The server's log may say more." if writing else "Ask in another way, or for less at once.") + later
        return Refused(f"the server refuses this (HTTP {status}{said and f': {said}'})", where=url, remedy=remedy)

    def _late(self, what: str, writing: bool = False) -> StoreError:
        remedy = "Ask for less at once, or add timeout=SECONDS to the store's address." + (_LATER if writing else "")
        return Late(what, where=self.address.update or "" if writing else self.address.query, remedy=remedy)

    def _no_endpoint(self, url: str, why: str) -> StoreError:
        remedy = "Check the store's address, or name the URLs in it: ?query=…&update=…"
        return StoreError(f"there is no SPARQL service here ({why})", where=url, remedy=remedy)


_LATER = " The change is kept in the data folder, and made whole by the next `doxograph build`."


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


def _kind(response: httpx.Response) -> str:
    return response.headers.get("content-type", "").partition(";")[0].strip() or "nothing"


def _said(text: str) -> str:
    """The first line of what a server said, on one line and not too long."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return re.sub(r"\s+", " ", line).strip()[:200].rstrip(". ")
