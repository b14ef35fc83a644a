"""The Flask app of one data folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from kb.errors import StoreError, UsageError
from kb.queries import overview
from kb.terms import PREFIXES, Names
from webapp import behind as asked
from webapp import frozen, linked_data, marking, wording
from webapp.addresses import at_offset, at_part, in_graph, in_text, iri_of, key_of, path_of
from webapp.bundles import bundle
from webapp.compression import compress
from webapp.confidence import CHOICES, least
from webapp.endpoint.cors import open_to_others
from webapp.endpoint.service import Service
from webapp.knowledge import Knowledge, ask, knowledge
from webapp.negotiation import FORMS, HTML, form_wanted
from webapp.pieces import pieces
from webapp.reviewing import SAID, entry_of, standing_of
from webapp.security import secure
from webapp.session import keep_sessions
from webapp.superseded import superseded
from webapp.together import spread, together
from webapp.urls import URLS
from webapp.views import compare, error, lineage
from webapp.voices import named, question

STATEMENTS = frozenset({"claim", "relation", "argument"})  #: pages of what a reviewer can put aside


def create_app(data: Path, *, pack: str = "soviet-society", service: Service | None = None, store: str | None = None) -> Flask:
    """The viewer of a data folder, which may yet be empty: then every page says how to fill it.

    ``service`` puts the SPARQL endpoint over another store, or under other limits. ``store`` is the address of a SPARQL server
    that is the store of all pages.
    """
    app = Flask(__name__)
    held = app.extensions["doxograph"] = Knowledge(Path(data), pack, store)
    app.extensions["doxograph-sparql"] = service
    app.url_map.strict_slashes = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @cache
    def names() -> Names:
        return held.store.names  # the same for good, and asked for a thousand times a page

    app.jinja_env.filters |= {
        "path": lambda thing: path_of(thing if isinstance(thing, str) else thing.iri, names()),
        "key": lambda thing: key_of(thing.iri, names()),
        "in_text": lambda quote: in_text(quote, names()),
        "place": wording.place,
        "voice": wording.voice,
        "cited": wording.cited,
        "named": named,
        "question": question,
        "marked": wording.marked,
        "together": together,
        "spread": spread,
        "format_name": wording.format_name,
        "aliases": wording.aliases,
        "enumerated": wording.enumerated,
        "counted": wording.counted,
        "number": lambda value: f"{value:,}",
        "at": at_offset,
        "at_part": at_part,
        "in_graph": lambda row: in_graph(row, names()),
        "confidence": lambda value: f"{value:.2f}".removeprefix("0"),
        "drawn": marking.drawn,
    }
    app.jinja_env.globals |= {
        "PREDICATE": wording.PREDICATE,
        "PLURAL": wording.PLURAL,
        "SIGN": wording.SIGN,
        "STATUS": wording.STATUS,
        "ABOUT_TYPE": wording.ABOUT_TYPE,
        "PREFIXES": PREFIXES,
        "FORMS": FORMS,
        "leading": compare.leading,
        "sides_of": lineage.sides_of,
        "CONFIDENCES": CHOICES,
        "least": least,
        "bundle": bundle,
        "REVIEWED": SAID,
        "entry_of": entry_of,
        "standing_of": standing_of,
    }
    small = pieces(app)
    app.jinja_env.globals |= small
    app.jinja_env.filters |= small  # where there are many: a filter is called at once, a function by way of the context
    secure(app)
    keep_sessions(app)
    compress(app)
    open_to_others(app)
    for url in URLS:
        app.add_url_rule(url.rule, url.name, url.view, defaults=dict(url.defaults), methods=list(url.methods))
    _negotiate(app)
    _refuse(app)
    return app


def _negotiate(app: Flask) -> None:
    """Answer for the IRIs of the graph in the form asked for, and tell caches what an answer depends on."""
    of_graph = {url.name for url in URLS if url.iri}

    def other_form() -> Response | tuple[str, int] | None:
        if request.endpoint not in of_graph or request.method not in ("GET", "HEAD"):
            return None
        form = form_wanted(request.accept_mimetypes, request.args.get("format"))
        if form is None:
            known = ", ".join(f"{form.label} (?format={form.name})" for form in FORMS)
            return error.response(406, "This address has no such form", f"It answers in {known}.")
        store = knowledge().store
        iri = iri_of(request.path, store.names)
        gone = superseded(store, iri) if request.endpoint in STATEMENTS else None
        return gone or (None if form == HTML else linked_data.response(iri, form))

    def unchanged(response: Response) -> Response:
        # the pages are a function of the address, the form asked for and the state of the store
        if (
            response.status_code == 200
            and request.endpoint not in ("static", "sparql")
            and not response.is_streamed
            and request.method in ("GET", "HEAD")
        ):
            response.vary.add("Accept")
            response.headers.setdefault("Cache-Control", "no-cache")
            response.add_etag(weak=True)  # the same page packed is other bytes
            response.make_conditional(request)
        return response

    app.before_request(other_form)
    app.after_request(unchanged)

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        queries = asked.behind()  # before what every page asks
        try:
            counts = ask(overview)
            iri = iri_of(request.path, knowledge().store.names) if request.endpoint in of_graph else ""
        except StoreError:
            counts, iri = None, ""
        frozen_note = frozen.note(knowledge(), request.args.get("snapshot", ""))
        return {
            "counts": counts,
            "iri": iri,
            "endpoint": request.endpoint,
            "pack": knowledge().pack,
            "frozen_note": frozen_note,
            "queries": queries,
            "queries_at": asked.address(),
        }


def _refuse(app: Flask) -> None:
    """Turn errors into pages that say what to do; no traceback ever leaves."""

    @app.errorhandler(StoreError)
    def no_store(problem: StoreError) -> Response:
        return error.empty(problem)

    @app.errorhandler(UsageError)
    def misused(problem: UsageError) -> Response:
        return error.response(404, problem.what, problem.remedy)

    @app.errorhandler(HTTPException)
    def refused(problem: HTTPException) -> Response:
        if problem.code and 300 <= problem.code < 400:
            return problem.get_response()  # type: ignore[return-value]
        return error.response(problem.code or 500, problem.name, problem.description or "")

    @app.errorhandler(Exception)
    def broken(problem: Exception) -> Response:
        app.logger.exception("%s %s", request.method, request.path, exc_info=problem)
        return error.response(500, "Something went wrong here", "The server's log says what. The other pages should still work.")
