"""A text's own graph as it stands in other tools' files: taken back with care, since anybody may have written them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from kb.errors import InputError
from kb.formats.assembling import MAX_CHARACTERS
from kb.formats.checking import REMEDY, careful, checked
from kb.graph import from_quads
from kb.model import Document, Source, Statements
from kb.sources import slug
from kb.terms import DOX, TYPE, Names

Places = Mapping[NamedNode, tuple[int, int]]
_MOST = 10 * MAX_CHARACTERS  # characters of all spans together
_TO_SPANS = frozenset((DOX.evidence, DOX.span, DOX.cue, DOX.mention))


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
            if places is not None:
                places = {_moved(node, source, names.source(id)): place for node, place in places.items()}
            source = names.source(id)
        graph = names.source_graph(id)
        made = [Quad(s, p, o, graph) for s, p, o in sorted(known, key=str) if p not in (DOX.start, DOX.end, DOX.textHash)]
        spans = {o for _, p, o in known if p in _TO_SPANS} | {s for s, p, o in known if p == TYPE and o == DOX.Block}
        total = 0
        for node in sorted(spans, key=str):
            start, end = places[node] if places is not None else place_of(node)
            total += end - start
            if total > _MOST:  # a small file can ask for the same long words again and again
                raise InputError("its quotes together are too long", where=where, remedy="Split the file.")
            if not 0 <= start < end <= len(text):
                raise InputError(f"offsets {start}-{end} lie outside the text", where=where, remedy=REMEDY)
            made += [Quad(node, DOX.start, Literal(start), graph), Quad(node, DOX.end, Literal(end), graph)]
        digest = Literal(Document(Source(id, id), text).sha256)
        made.append(Quad(source, DOX.textHash, digest, graph))
        statements = from_quads(made, text)
        return checked(statements, where)


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
