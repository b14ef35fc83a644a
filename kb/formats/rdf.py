"""A text's own graph as it stands in other tools' files: taken back with care, since anybody may have written them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import DoxographError, InputError
from kb.formats.assembling import MAX_CHARACTERS
from kb.graph import from_quads, to_quads
from kb.model import AUTHOR, POLARITIES, STANCES, UNKNOWN, Document, Source, Statements
from kb.sources import slug
from kb.terms import DOX, TYPE, Names

REMEDY = "Write it again with `doxograph export`."
Places = Mapping[NamedNode, tuple[int, int]]
_TO_SPANS = frozenset((DOX.evidence, DOX.span, DOX.cue, DOX.mention))
_DAMAGE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, SyntaxError, RecursionError)
_KINDS = ("heading", "paragraph", "quote", "footnote", "list_item", "table", "reference")


def taken_back(facts: Iterable[tuple[Any, Any, Any]], text: str, *, where: str, places: Places | None = None) -> Statements:
    """The statements of one text's graph, given as triples; the text is exactly the one they stand on.

    What spans say of themselves is not read: their IRIs (or ``places``, by IRI) give offsets, and the text the words.
    Raises InputError where anything does not fit.
    """
    with careful(where):
        known = {(s, p, o) for s, p, o in facts if isinstance(s, NamedNode)}
        sources = sorted({s.value for s, p, o in known if p == TYPE and o == DOX.Source})
        names = Names()
        if len(sources) != 1 or len(names.path(sources[0])) != 2:
            raise InputError(f"the file describes {len(sources)} texts of ours where it must be one", where=where, remedy=REMEDY)
        source = NamedNode(sources[0])
        given = names.source_of(source) or ""
        id = slug(given)
        if len(text) > MAX_CHARACTERS:
            raise InputError("the text is too long", where=where, remedy="Split the file.")
        if id != given:  # an id names files and addresses, so that not every one will do
            known = {(_moved(s, source, names.source(id)), p, _moved(o, source, names.source(id))) for s, p, o in known}
            source = names.source(id)
        graph = names.source_graph(id)
        made = [Quad(s, p, o, graph) for s, p, o in sorted(known, key=str) if p not in (DOX.start, DOX.end, DOX.textHash)]
        spans = {o for _, p, o in known if p in _TO_SPANS} | {s for s, p, o in known if p == TYPE and o == DOX.Block}
        for node in sorted(spans, key=str):
            start, end = places[node] if places is not None else place_of(node)
            if not 0 <= start < end <= len(text):
                raise InputError(f"offsets {start}-{end} lie outside the text", where=where, remedy=REMEDY)
            made += [Quad(node, DOX.start, Literal(start), graph), Quad(node, DOX.end, Literal(end), graph)]
        digest = Literal(Document(Source(id, id), text).sha256)
        made.append(Quad(source, DOX.textHash, digest, graph))
        statements = from_quads(made, text)
        _check(statements, where)
        return statements


@contextmanager
def careful(where: str) -> Iterator[None]:
    """Whatever a damaged file brings about while its parts are put together, as InputError."""
    try:
        yield
    except InputError:
        raise
    except (
        DoxographError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
        ArithmeticError,
        SyntaxError,
        RecursionError,
    ) as error:
        what = f"the file's statements are incomplete or not ours ({type(error).__name__}: {str(error)[:200]})".replace("\n", " ")
        raise InputError(what, where=where, remedy=REMEDY) from error


def place_of(span: NamedNode) -> tuple[int, int]:
    """The offsets in a span's IRI. Raises ValueError where it has none."""
    path = Names().path(span)
    if len(path) != 5 or path[3] != "span" or len(path[4]) > 30:
        raise ValueError(f"{span} is no place in a text")
    start, _, end = path[4].partition("-")
    return int(start), int(end)


def _moved(term: Any, old: NamedNode, new: NamedNode) -> Any:
    if not isinstance(term, NamedNode) or not (term == old or term.value.startswith(old.value + "/")):
        return term
    return NamedNode(new.value + term.value.removeprefix(old.value))


def _sure(part: Iterable[Any]) -> Iterator[float]:
    return (one.confidence for one in part)


def _check(s: Statements, where: str) -> None:
    """Raise InputError unless every role, stance and premise is one that statements can have, and the graph can hold it."""
    roles = {AUTHOR, UNKNOWN} | {e.id for e in s.entities if e.id.partition("/")[0] == e.type}
    claims = {c.id for c in s.claims}
    named = [role for c in s.claims for role in (c.holder, *c.about, *c.reported_by)]
    named += [role for r in s.relations for role in (r.subject, r.object, r.asserted_by)]
    ends = [end for a in s.arguments for end in (a.conclusion, *a.premises)]
    sound = (
        roles.issuperset(named)
        and len(roles) == len(s.entities) + 2
        and claims.issuperset(ends)
        and all(c.stance in STANCES and c.content for c in s.claims)
        and all(r.polarity in POLARITIES for r in s.relations)
        and all(a.kind in ("supports", "attacks") and a.premises for a in s.arguments)
        and all(b.kind in _KINDS for b in s.document.blocks)
        and all(0 <= sure <= 1 for part in (s.entities, s.claims, s.relations, s.arguments) for sure in _sure(part))
    )
    if not sound:
        raise InputError("its statements name what the file does not describe", where=where, remedy=REMEDY)
    for _ in to_quads(s):
        pass
