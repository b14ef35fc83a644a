"""The headers that keep a page to itself."""

from __future__ import annotations

from flask import Flask, Response, request

HEADERS: dict[str, str] = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
#: the query editor of the SPARQL page sizes its lines by style attributes, and draws its signs from data
STYLED = "; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
LARGEST_REQUEST = 256 * 1024  #: bytes


def secure(app: Flask) -> None:
    """Put the headers on every response of an app, errors and static files too, and limit what a request may carry."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_REQUEST

    def guard(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers[name] = value
        if request.endpoint == "sparql" and response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] += STYLED
        return response

    app.after_request(guard)
