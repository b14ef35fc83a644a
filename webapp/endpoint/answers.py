"""The endpoint's responses to programs: a result, the description, a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Response, current_app, request

from kb.store.folder import Folder
from kb.terms import PREFIXES
from webapp.endpoint import description, results
from webapp.endpoint.guard import guard
from webapp.endpoint.process import Question, run
from webapp.endpoint.refusals import NOT_ACCEPTABLE, Refusal
from webapp.endpoint.service import Service
from webapp.knowledge import ask, knowledge
from webapp.linked_data import write
from webapp.negotiation import GRAPHS, best, by_name, media

if TYPE_CHECKING:
    from kb.store.sparql import SparqlStore


def service() -> Service:
    """The service of the app that serves this request. Raises StoreError where there is nothing to ask."""
    found: Service | None = current_app.extensions["doxograph-sparql"]
    if found is None:
        store = knowledge().store  # once it can be read, so can the index
        server = store if knowledge().address else None
        found = Service(Folder(knowledge().data).oxigraph, base=store.names.base, server=cast("SparqlStore | None", server))
        current_app.extensions["doxograph-sparql"] = found
    return found


def result(question: Question, named: str) -> Response:
    """The result of a question in the form that the request asks for, ``named`` in the address or by its header."""
    served = service()
    kind = guard(question.query).form
    form, sent_as = results.wanted(request.accept_mimetypes, named, kind)
    found = run(served, question, form.name)
    answer = Response(found.written, mimetype=sent_as)
    answer.headers["Doxograph-Limit"] = str(served.rows)
    if found.truncated:
        answer.headers["Doxograph-Truncated"] = "true"
    return _varies(answer)


def described(named: str) -> Response:
    """The description of the service, in the form of RDF that the request asks for."""
    served = service()
    accept = request.accept_mimetypes
    form = by_name(named, GRAPHS) if named else best(accept, GRAPHS)
    if form is None:
        known = ", ".join(f"{form.media} (format={form.name})" for form in GRAPHS)
        raise Refusal(NOT_ACCEPTABLE, "the description of this endpoint has no such form", remedy=f"It comes as {known}.")
    triples = description.description(served, ask(description.statistics, served), request.base_url)
    written = write(triples, form, PREFIXES | description.PREFIXES)
    return _varies(Response(written, mimetype=form.media if named else media(accept, form)))


def refused(refusal: Refusal) -> Response:
    """A refusal as a line of text."""
    return with_reason(Response(f"{refusal}\n", refusal.status, mimetype="text/plain"), refusal)


def with_reason(answer: Response, refusal: Refusal) -> Response:
    """A response with the headers of a refusal."""
    if refusal.retry_after is not None:
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return _varies(answer)


def _varies(answer: Response) -> Response:
    answer.vary.add("Accept")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
