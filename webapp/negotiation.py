"""Which form of a page a client asked for."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write a page down: its short name in ``?format=``, its media type, what people call it."""

    name: str
    media: str
    label: str


HTML = Form("html", "text/html", "HTML")
TURTLE = Form("ttl", "text/turtle", "Turtle")
JSONLD = Form("jsonld", "application/ld+json", "JSON-LD")
NTRIPLES = Form("nt", "application/n-triples", "N-Triples")
FORMS: tuple[Form, ...] = (HTML, TURTLE, JSONLD, NTRIPLES)

SYNONYMS = {
    "application/x-turtle": "text/turtle",
    "application/json": "application/ld+json",
    "text/plain": "application/n-triples",
    "application/xhtml+xml": "text/html",
}
NAMES = {form.name: form for form in FORMS} | {"turtle": TURTLE, "json": JSONLD, "json-ld": JSONLD, "ntriples": NTRIPLES}


def form_wanted(accept: MIMEAccept, named: str | None = None) -> Form | None:
    """The form a request asks for: by name, else by its Accept header, HTML where it does not mind.

    None where the name is unknown or the header admits none of the forms.
    """
    if named:
        return NAMES.get(named.casefold())
    if not accept:
        return HTML
    media = [form.media for form in FORMS] + list(SYNONYMS)
    best = accept.best_match(media)
    if best is None:
        return None
    # A browser that lists text/html beside */* wants HTML, whatever else ties with it.
    if accept["text/html"] >= accept[best] and accept["text/html"] > 0:
        return HTML
    best = SYNONYMS.get(best, best)
    return next(form for form in FORMS if form.media == best)
