"""What the codes of the graph are called on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markupsafe import Markup, escape

from kb.queries.values import Quote, Ref, SourceRef
from kb.relation_kinds import relation_kinds

#: predicate -> (from its subject, from its object): as the vocabulary words it, shorter where a page wants that
PREDICATE: dict[str, tuple[str, str]] = {kind.name: (kind.label, kind.inverse) for kind in relation_kinds().values()} | {
    "holds": ("holds", "held by"),
    "rejects": ("rejects", "rejected by"),
    "originated": ("originated", "originated by"),
    "wrote": ("wrote", "written by"),
    "expounds": ("expounds", "expounded in"),
    "characterized_as": ("is characterised as", "said of"),
    "derives_from": ("derives from", "source of"),
    "same_as": ("is the same as", "is the same as"),
    "similar_to": ("resembles", "resembles"),
    "differs_from": ("differs from", "differs from"),
    "broke_with": ("broke with", "broke with"),
    "allied_with": ("was allied with", "was allied with"),
    "member_of": ("belonged to", "had as member"),
}
PLURAL: dict[str, str] = {
    "theorist": "theorists",
    "group": "groups",
    "theory": "theories",
    "work": "works",
    "case": "cases",
}
SINGULAR = {plural: type for type, plural in PLURAL.items()}
ABOUT_TYPE: dict[str, str] = {
    "theorist": "people whose views the texts report",
    "group": "parties, movements, tendencies and schools",
    "theory": "named doctrines, theses and kinds of order",
    "work": "books, articles and pamphlets",
    "case": "what theories are about: countries, societies, events",
    "author": "a text speaking for itself",
    "unknown": "a holder whom the text leaves unnamed",
}
#: cell status or polarity or stance -> the sign that stands for it
SIGN: dict[str, str] = {
    "affirms": "●", "affirmed": "●", "asserts": "●", "answer": "●",
    "denies": "⊘", "denied": "⊘",
    "qualified": "◐", "uncertain": "◐", "questions": "◐",
    "contested": "⇄",
    "not_stated": "–",
    "supports": "+", "attacks": "×",
}  # fmt: skip
STATUS: dict[str, str] = {
    "affirms": "affirms",
    "denies": "denies",
    "answer": "answers",
    "qualified": "qualified",
    "contested": "contested within",
    "not_stated": "not stated",
}


def place(quote: Quote) -> str:
    """Where a quote stands in its source: page, heading, paragraph, as far as the source has them."""
    heading = "" if (quote.heading or "").casefold() == quote.source.title.casefold() else quote.heading
    parts = [f"p.\u00a0{quote.page}" if quote.page else "", f"“{heading}”" if heading else ""]
    parts.append(f"¶\u00a0{quote.paragraph}" if quote.paragraph else "")
    return ", ".join(filter(None, parts)) or f"characters {quote.start}–{quote.end}"


def in_quotes(title: str) -> str:
    """A title in quotation marks, those within it single ones."""
    within = re.sub(r'["“]([^"“”]*)["”]', r"‘\1’", title)
    return f"“{within}”"


def voice(ref: Ref) -> str:
    """A holder or asserter in a sentence: a name, ``the text itself``, or ``someone unnamed``."""
    if ref.type == "unknown":
        return "someone unnamed"
    return f"the text itself ({ref.label})" if ref.type == "author" else ref.label


def cited(source: SourceRef) -> str:
    """A source as a line under a quote cites it: author, title, year."""
    author = f"{source.author}, " if source.author else ""
    return f"{author}{source.title}" + (f" ({source.year})" if source.year else "")


#: forms in which a page is taken away, where capitals alone do not name them
_FORMATS = {
    "text": "plain text", "markdown": "Markdown", "latex": "LaTeX", "turtle": "Turtle", "bibtex": "BibTeX", "csl": "CSL-JSON",
    "graphml": "GraphML", "argdown": "Argdown",
}  # fmt: skip


def format_name(format: str) -> str:
    """A format as it calls itself."""
    return _FORMATS.get(format, format.upper())


def aliases(names: Iterable[str]) -> list[str]:
    """Other names in their order, without those that differ from one before by capitals and hyphens alone."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(re.sub(r"[-\s]+", " ", name).casefold(), name)
    return list(found.values())


def enumerated(names: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def counted(number: int, singular: str, plural: str = "") -> str:
    """``1 statement``, ``1,204 statements``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def marked(text: str, words: str | Iterable[str], width: int = 0) -> Markup:
    """A text with the words searched for in ``<mark>``, cut to about ``width`` characters round the first (0: whole)."""
    terms = re.findall(r"\w+", words if isinstance(words, str) else " ".join(words))
    if not terms:
        return escape(text if not width or len(text) <= width else text[:width].rsplit(" ", 1)[0] + " …")
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(t) for t in sorted(terms, key=len, reverse=True)) + r")\w*", re.IGNORECASE)
    start, end = 0, len(text)
    if width and len(text) > width:
        first = pattern.search(text)
        start = max(0, (first.start() if first else 0) - width // 3)
        start = text.find(" ", start) + 1 if start else 0
        end = min(len(text), start + width)
        end = end if end == len(text) else text.rfind(" ", start, end)
    cut = text[start:end]
    pieces, at = [], 0
    for match in pattern.finditer(cut):
        pieces += [escape(cut[at : match.start()]), Markup("<mark>"), escape(match[0]), Markup("</mark>")]
        at = match.end()
    whole = Markup("").join([*pieces, escape(cut[at:])])
    return Markup("… " if start else "") + whole + Markup(" …" if end < len(text) else "")
