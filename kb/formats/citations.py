"""Sources, and passages of them, as citations: plain text, BibTeX, CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from kb.queries.citing import Cited

Form = Literal["text", "bibtex", "csl"]
FORMS: tuple[Form, ...] = ("text", "bibtex", "csl")
MEDIA: dict[Form, str] = {
    "text": "text/plain",
    "bibtex": "application/x-bibtex",
    "csl": "application/vnd.citationstyles.csl+json",
}

_AND = re.compile(r",?\s+and\s+|,\s+")
_PARTICLES = {"van", "von", "de", "der", "den", "du", "la", "le", "di", "da", "ten", "ter"}
_BOOKS = {"book", "monograph"}


def written(things: Iterable[Cited], form: Form) -> str:
    """Citations in one form; a source that is cited twice without a quote stands once."""
    listed = list(dict.fromkeys(things))
    if form == "bibtex":
        return to_bibtex(listed)
    return to_csl(listed) if form == "csl" else "".join(to_text(thing) + "\n" for thing in listed)


def to_text(thing: Cited) -> str:
    """A citation to be read: author, title, year, place, words, link."""
    ref = thing.source.ref
    parts = [ref.author, f"{ref.title}{' (constructed)' if ref.constructed else ''}", str(ref.year) if ref.year else "n.d."]
    place = ", ".join(_place(thing))
    words = ""
    if thing.quote:
        quote = " ".join(thing.quote.quote.split())
        words = f"{place + ': ' if place else ''}{thing.says + ' ' if thing.says else ''}“{quote}”"
    links = [thing.source.url or "", thing.iri]
    ends = [part.rstrip(".") for part in (*parts, words) if part]
    return ". ".join([*ends, *(link for link in links if link)])


def to_csl(things: Sequence[Cited]) -> str:
    """CSL-JSON items, one for each; a passage has its page, its heading as section, paragraph and words in the note."""
    return json.dumps([_csl(thing) for thing in things], ensure_ascii=False, indent=2) + "\n"


def to_bibtex(things: Sequence[Cited]) -> str:
    """BibTeX entries, one for each; the place and words of a passage stand in the note."""
    import bibtexparser
    from bibtexparser.middlewares import LatexEncodingMiddleware
    from bibtexparser.model import Entry, Field

    library = bibtexparser.Library()
    for thing in things:
        ref = thing.source.ref
        fields = {
            "author": " and ".join(names(ref.author)),
            "title": ref.title,
            "year": str(ref.year or ""),
            "langid": thing.source.language or "",
            "pages": thing.quote.page or "" if thing.quote else "",
            "note": _note(thing),
            "copyright": thing.source.licence or "",
        }
        kind = "book" if (thing.source.genre or "").casefold() in _BOOKS else "misc"
        entry = Entry(kind, _key(thing), [Field(name, value) for name, value in fields.items() if value])
        library.add(entry)
    # addresses stay as they are: a link with TeX's escapes in it leads nowhere
    text = bibtexparser.write_string(library, prepend_middleware=[LatexEncodingMiddleware()])
    urls = {_key(thing): thing.source.url if not thing.quote and thing.source.url else thing.iri for thing in things}
    for key, url in urls.items():
        text = re.sub(rf"(@\w+\{{{re.escape(key)},\n)", lambda m, url=url: f"{m[1]}\turl = {{{url}}},\n", text)  # type: ignore[misc]
    return text


def names(author: str | None) -> list[str]:
    """The authors that one line names."""
    return [name for name in _AND.split(author) if name] if author else []


def _csl(thing: Cited) -> dict[str, Any]:
    ref = thing.source.ref
    item: dict[str, Any] = {
        "id": _key(thing),
        "type": "book" if (thing.source.genre or "").casefold() in _BOOKS else "document",
        "title": ref.title,
        "author": [_name(name) for name in names(ref.author)],
        "issued": {"date-parts": [[ref.year]]} if ref.year else None,
        "language": thing.source.language,
        "genre": thing.source.genre,
        "URL": thing.source.url if not thing.quote and thing.source.url else thing.iri,
        "page": thing.quote.page if thing.quote else None,
        "section": thing.quote.heading if thing.quote else None,
        "note": _note(thing) or None,
    }
    return {name: value for name, value in item.items() if value}


def _name(name: str) -> dict[str, str]:
    words = name.split()
    if len(words) < 2 or not words[-1][:1].isupper():  # a body such as "the editors", or a single name
        return {"literal": name}
    at = len(words) - 1
    while at > 1 and words[at - 1].casefold() in _PARTICLES:
        at -= 1
    return {"given": " ".join(words[:at]), "family": " ".join(words[at:])}


def _place(thing: Cited) -> list[str]:
    quote = thing.quote
    if quote is None:
        return []
    return [
        *([f"“{' '.join(quote.heading.split())}”"] if quote.heading else []),
        *([f"p. {quote.page}"] if quote.page else []),
        *([f"para. {quote.paragraph}"] if quote.paragraph else []),
    ]


def _note(thing: Cited) -> str:
    if thing.quote is None:
        return "Constructed: its speakers are invented" if thing.source.ref.constructed else ""
    quote = " ".join(thing.quote.quote.split())
    return ": ".join(filter(None, [", ".join(_place(thing)), f"{thing.says + ' ' if thing.says else ''}“{quote}”"]))


def _key(thing: Cited) -> str:
    source = thing.source.ref.id
    return source if thing.quote is None else f"{source}-{thing.quote.start}-{thing.quote.end}"
