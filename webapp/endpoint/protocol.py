"""The SPARQL 1.1 Protocol: what a request asks."""

from __future__ import annotations

from flask import Request
from pyoxigraph import NamedNode

from webapp.endpoint.process import Question
from webapp.endpoint.refusals import FORBIDDEN, MALFORMED, WRONG_MEDIA, Refusal

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_UPDATE_PARAMETERS = ("update", "using-graph-uri", "using-named-graph-uri")
_DATASET = ("default-graph-uri", "named-graph-uri")


def asked(request: Request) -> Question | None:
    """The question of a request (section 2.1), None for a GET that asks nothing.

    Raises Refusal: 403 for an update, 415 for a body of another type, 400 for a question missing, put twice, or not in UTF-8.
    """
    if request.mimetype == UPDATE or any(name in request.values for name in _UPDATE_PARAMETERS):
        remedy = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
        raise Refusal(FORBIDDEN, "an update is refused: this endpoint reads and never writes", remedy=remedy)
    values = {name: [*request.args.getlist(name), *request.form.getlist(name)] for name in ("query", *_DATASET)}
    if request.method == "POST" and request.mimetype == QUERY:
        if values["query"]:
            raise Refusal(MALFORMED, "the query stands in the body and in the address", remedy="Send it once.")
        values["query"] = [_utf8(request)]
    elif request.method == "POST" and request.mimetype != FORM:
        what = f"a POST of {request.mimetype or 'no type'} is no query"
        raise Refusal(WRONG_MEDIA, what, remedy=f"Send the query as {QUERY}, or as the field `query` of {FORM}.")
    if len(values["query"]) > 1:
        raise Refusal(MALFORMED, f"there are {len(values['query'])} queries", remedy="Ask one at a time.")
    if not values["query"]:
        if request.method == "POST":
            raise Refusal(MALFORMED, "there is no query", remedy=f"Send it as {QUERY}, or as the field `query` of {FORM}.")
        return None
    default, named = (tuple(_graph(iri) for iri in values[name]) for name in _DATASET)
    return Question(values["query"][0], default, named)


def _utf8(request: Request) -> str:
    charset = request.mimetype_params.get("charset", "utf-8").casefold()
    try:
        if charset not in ("utf-8", "utf8", "us-ascii"):
            raise UnicodeError(charset)
        return request.get_data().decode("utf-8")
    except UnicodeError as error:
        raise Refusal(MALFORMED, "the query is not in UTF-8", remedy="Encode it in UTF-8.") from error


def _graph(iri: str) -> str:
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise Refusal(MALFORMED, f"{iri!r} names no graph", remedy="Give the graph's whole IRI.") from error
