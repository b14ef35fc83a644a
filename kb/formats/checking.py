"""Statements from a file that anybody may have written: whole, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from kb.errors import DoxographError, InputError
from kb.graph import to_quads
from kb.model import AUTHOR, POLARITIES, PREDICATES, STANCES, UNKNOWN, Statements

REMEDY = "Write it again with `doxograph export`."
_DAMAGE = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, SyntaxError, RecursionError)
_KINDS = ("heading", "paragraph", "quote", "footnote", "list_item", "table", "reference")


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


def _sure(part: Iterable[Any]) -> Iterator[float]:
    return (one.confidence for one in part)


def checked(s: Statements, where: str) -> Statements:
    """The statements themselves.

    Raises InputError unless every role, stance and premise is one that statements can have, and the graph can hold it.
    """
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
        and all(r.polarity in POLARITIES and r.predicate in PREDICATES for r in s.relations)
        and all(a.kind in ("supports", "attacks") and a.premises for a in s.arguments)
        and all(b.kind in _KINDS for b in s.document.blocks)
        and all(0 <= sure <= 1 for part in (s.entities, s.claims, s.relations, s.arguments) for sure in _sure(part))
    )
    if not sound:
        raise InputError("its statements name what the file does not describe", where=where, remedy=REMEDY)
    for _ in to_quads(s):
        pass
    return s
