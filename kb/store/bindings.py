"""Variables of a SPARQL query replaced by terms, in the query's text.

So a query asks the same of every server: Oxigraph's own substitution takes projected variables only, and other servers
have none. A variable that is projected or grouped by keeps its column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kb.terms import Term

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
      | (?P<string>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
          | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*')
      | (?P<variable>[?$]\w+)
      | (?P<name>[^\W\d][\w.-]*:[\w.%:-]* | :[\w.%:-]+)
      | (?P<word>[^\W\d]\w*)
      | (?P<bracket>[{}()])""",
    re.VERBOSE | re.DOTALL,
)
_CLAUSE = {
    "SELECT": "head",
    "GROUP": "group",
    "ORDER": "order",
    "HAVING": "",
    "LIMIT": "",
    "OFFSET": "",
    "WHERE": "",
    "VALUES": "",
}


def bind(query: str, bindings: Mapping[str, Term]) -> str:
    """The query with each of these variables standing for its term."""
    if not bindings:
        return query
    marks = list(_marks(query))
    grouped = {token.group()[1:] for token, clause in marks if clause == "group"}
    parts, at = [], 0
    for token, clause in marks:
        name = token.group()[1:]
        if name not in bindings or clause == "named" or (clause == "head" and name in grouped):
            continue
        term = str(bindings[name])
        written = {"head": f"({term} AS ?{name})", "group": f"({term} AS ?{name})", "order": f"({term})"}.get(clause, term)
        parts += [query[at : token.start()], written]
        at = token.end()
    return "".join(parts) + query[at:]


def form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE; empty where the query has no form."""
    words = (token.group().upper() for token in _TOKEN.finditer(query) if token.lastgroup == "word")
    return next((word for word in words if word in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")), "")


def begins(query: str) -> int:
    """Where the form of a query stands, after its prefixes; 0 where it has none."""
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    return next((t.start() for t in _TOKEN.finditer(query) if t.lastgroup == "word" and t.group().upper() in forms), 0)


def template_ends(query: str) -> tuple[int, int] | None:
    """Where the CONSTRUCT of a query stands with its template, up to what follows; None where there is none."""
    start, depth = -1, 0
    for token in _TOKEN.finditer(query):
        if token.lastgroup == "comment":
            continue
        if start < 0:
            start = token.start() if token.lastgroup == "word" and token.group().upper() == "CONSTRUCT" else -1
        elif token.group() == "{":
            depth += 1
        elif token.group() == "}":
            depth -= 1
            if depth == 0:
                return start, token.end()
        elif depth == 0:
            return start, token.start()  # the short form: what is asked for is what is made
    return None


def closes(query: str) -> frozenset[str]:
    """The words among ORDER, LIMIT, OFFSET, VALUES, GROUP, HAVING that modify the whole of a query, not a part of it."""
    found, depth = set(), 0
    for token in _TOKEN.finditer(query):
        if token.group() in ("{", "}"):
            depth += 1 if token.group() == "{" else -1
        elif depth == 0 and token.lastgroup == "word":
            found.add(token.group().upper())
    return frozenset(found & {"ORDER", "LIMIT", "OFFSET", "VALUES", "GROUP", "HAVING"})


def graphs_named(query: str) -> frozenset[str] | None:
    """The IRIs of the graphs that a query looks into by name; None where it may look into any."""
    found: set[str] = set()
    before = ""
    for token in _TOKEN.finditer(query):
        if before == "GRAPH":
            if token.lastgroup != "iri":
                return None
            found.add(token.group()[1:-1])
        if token.lastgroup != "comment":
            before = token.group().upper() if token.lastgroup == "word" else ""
    return frozenset(found)


def calls_out(query: str) -> bool:
    """Whether a query may have a SERVICE in it: anywhere, as any engine might cut its words, spelt out or by code points.

    True of a string that only says so, too: who asks must do with that.
    """
    return "SERVICE" in query.upper() or "\\u" in query.lower()


def _marks(query: str) -> Iterator[tuple[re.Match[str], str]]:
    """Each variable with the clause it stands in: head, group, order, named (after AS) or none of these."""
    clause, depth, before = "", 0, ""
    for token in _TOKEN.finditer(query):
        text = token.group()
        if token.lastgroup == "variable":
            yield token, "named" if before == "AS" else "" if depth else clause
        elif token.lastgroup == "bracket":
            if text in "{}":
                clause, depth = "", 0
            else:
                depth += 1 if text == "(" else -1
        elif token.lastgroup == "word":
            clause = _CLAUSE.get(text.upper(), clause)
        if token.lastgroup != "comment":
            before = text.upper()
