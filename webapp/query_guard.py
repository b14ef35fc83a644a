"""What a stranger's SPARQL may not do, read from its tokens before it runs."""

from __future__ import annotations

import re

from kb.errors import UsageError

# SPARQL 1.1, section 19.8: comments, strings, IRIs, prefixed names, variables and blank nodes are stepped over,
# so that ?load, dox:add or "DROP" in a string is no keyword.
TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3} | "{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}
              | '(?:[^'\\\r\n]|\\.)*' | "(?:[^"\\\r\n]|\\.)*")
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?|_)?:(?:[\w:%\\]|[.\-~](?=\S))*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
LONGEST = 20_000  #: characters of a query


def query_form(query: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises UsageError for an update, a query that would call another server (SERVICE, LOAD), one too long, or none at all.
    """
    if len(query) > LONGEST:
        raise UsageError(f"the query has {len(query):,} characters, more than {LONGEST:,}", remedy="Shorten it.")
    escaped = re.sub(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}", _codepoint, query)  # section 19.2: these hold everywhere
    words = [m["word"].upper() for m in TOKEN.finditer(escaped) if m.lastgroup == "word"]
    if "SERVICE" in words:
        raise UsageError("SERVICE is refused: no query leaves this host", remedy="Ask this knowledge base alone.")
    for word in words:
        if word in UPDATES:
            raise UsageError(f"{word} is refused: this page reads and never writes", remedy="Ask with SELECT, ASK or CONSTRUCT.")
        if word in FORMS:
            return word
    raise UsageError("this is no SPARQL query", remedy="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")


def _codepoint(match: re.Match[str]) -> str:
    value = int(match[0][2:], 16)
    return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else " "
