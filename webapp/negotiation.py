"""Which form of an answer a client asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MIMEAccept


@dataclass(frozen=True, slots=True)
class Form:
    """A way to write an answer down: its name in ``?format=``, its media type, what people call it, its other media types."""

    name: str
    media: str
    label: str
    also: tuple[str, ...] = ()


HTML = Form("html", "text/html", "HTML", ("application/xhtml+xml",))
TURTLE = Form("ttl", "text/turtle", "Turtle", ("application/x-turtle",))
JSONLD = Form("jsonld", "application/ld+json", "JSON-LD", ("application/json",))
NTRIPLES = Form("nt", "application/n-triples", "N-Triples", ("text/plain",))
RDFXML = Form("rdf", "application/rdf+xml", "RDF/XML", ("application/xml", "text/xml"))
GRAPHS: tuple[Form, ...] = (TURTLE, JSONLD, NTRIPLES, RDFXML)  #: forms of triples
FORMS: tuple[Form, ...] = (HTML, *GRAPHS)  #: forms of a page

ALIASES = {"turtle": "ttl", "json": "jsonld", "json-ld": "jsonld", "ntriples": "nt", "rdfxml": "rdf"}


def form_wanted(accept: MIMEAccept, named: str | None = None) -> Form | None:
    """The form of a page that a request asks for: by name, else by its Accept header, HTML where it does not mind.

    None where the name is unknown or the header admits none of the forms.
    """
    if named:
        return by_name(named, FORMS)
    if not accept:
        return HTML
    # A browser takes XML too, at less than HTML; it means other XML than ours.
    return HTML if prefers_html(accept, GRAPHS) else best(accept, FORMS)


def by_name(named: str, forms: Iterable[Form]) -> Form | None:
    """The form of a short name or an alias of it."""
    name = named.casefold()
    known = {form.name: form for form in forms}
    return known.get(name) or known.get(ALIASES.get(name, name))


def best(accept: MIMEAccept, forms: Sequence[Form]) -> Form | None:
    """The form of the highest quality in an Accept header, the first of those that tie; the first of all without a header.

    None where the header admits none.
    """
    if not accept:
        return forms[0]
    ranked = sorted(((-_quality(accept, form), place) for place, form in enumerate(forms)))
    quality, place = ranked[0]
    return forms[place] if quality < 0 else None


def prefers_html(accept: MIMEAccept, forms: Sequence[Form]) -> bool:
    """Whether a header names HTML, and nothing else more than it: what a browser does, and no other client."""
    named = {value.partition(";")[0].strip().casefold() for value, _ in accept}
    if named.isdisjoint((HTML.media, *HTML.also)):
        return False
    wanted = _quality(accept, HTML)
    return 0 < wanted >= max(_quality(accept, form) for form in forms)


def media(accept: MIMEAccept, form: Form) -> str:
    """The media type to send a form as: its own, or the other one that alone the client names."""
    if quality(accept, form.media) > 0 or not accept:
        return form.media
    return max(form.also, key=lambda other: quality(accept, other), default=form.media)


def quality(accept: MIMEAccept, media: str) -> float:
    """The quality of a media type in an Accept header: that of the most specific range that covers it (RFC 9110, 12.5.1)."""
    ranges = {media: 2, media.partition("/")[0] + "/*": 1, "*/*": 0, "*": 0}
    found = (-1, 0.0)
    for value, q in accept:
        rank = ranges.get(value.partition(";")[0].strip().casefold(), -1)
        if rank >= 0:
            found = max(found, (rank, q))
    return found[1]


def _quality(accept: MIMEAccept, form: Form) -> float:
    """A form's own media type counts, or another where the header names that."""
    named = {value.partition(";")[0].strip().casefold() for value, _ in accept}
    return max(quality(accept, form.media), *(quality(accept, other) for other in form.also if other in named), 0.0)
