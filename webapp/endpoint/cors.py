"""Pages of other hosts may ask: what is public is public to their scripts too."""

from __future__ import annotations

from flask import Flask, Response, request

from webapp.negotiation import GRAPHS

DATA = frozenset(form.media for form in GRAPHS)
ANNOUNCED = "Doxograph-Truncated, Doxograph-Limit, Retry-After, Content-Disposition"


def open_to_others(app: Flask) -> None:
    """Allow any origin to read the endpoint's answers and the data forms of pages; nobody's cookies are asked for."""

    def allow(response: Response) -> Response:
        if request.endpoint == "sparql" or response.mimetype in DATA:
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = ANNOUNCED
            if request.method == "OPTIONS":
                response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
                response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
                response.headers["Access-Control-Max-Age"] = "86400"
        return response

    app.after_request(allow)
