"""Pages made small on their way out."""

from __future__ import annotations

import gzip

from flask import Flask, Response, request

SMALLEST = 1_000  #: bytes below which nothing is won
KINDS = ("text/", "image/svg", "application/json", "application/ld+json", "application/sparql", "application/n-triples")


def compress(app: Flask) -> None:
    """Send text as gzip to every client that takes it."""

    def smaller(response: Response) -> Response:
        if not (response.mimetype or "").startswith(KINDS) or response.mimetype == "text/event-stream":
            return response
        response.vary.add("Accept-Encoding")
        wanted = request.accept_encodings["gzip"] > 0
        if response.status_code != 200 or not wanted or "Content-Encoding" in response.headers:
            return response
        response.direct_passthrough = False  # a static file is read here
        body = response.get_data()
        if len(body) >= SMALLEST:
            # no time in the header: the same page is the same bytes
            response.set_data(gzip.compress(body, 5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
        return response

    app.after_request(smaller)
