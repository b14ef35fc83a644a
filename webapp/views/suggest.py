"""Names that what is typed in a search field may become, as JSON."""

from __future__ import annotations

from flask import Response, jsonify, request

from kb.queries.suggest import suggest
from webapp.addresses import path_of
from webapp.knowledge import ask, knowledge


def show() -> Response:
    """The names that ``?q=`` may become, the most spoken of first."""
    typed = request.args.get("q", "").strip()[:100]
    names = knowledge().store.names
    return jsonify(
        [
            {
                "label": one.ref.label,
                "name": one.name,
                "type": one.ref.type,
                "path": path_of(one.ref.iri, names),
                "statements": one.statements,
            }
            for one in (ask(suggest, typed) if typed else ())
        ]
    )
