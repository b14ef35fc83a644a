"""What a stranger's SPARQL may not do, read from its tokens before it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.endpoint.refusals import FORBIDDEN, MALFORMED, TOO_LONG, Refusal

# The terminals of SPARQL 1.1, section 19.8. Comments, strings, IRIs, prefixed names and variables are stepped over, so that
# ?load, dox:add or "DROP" is no keyword. They must be as the grammar has them, or a stranger hides a keyword where this scan sees
# something else and the engine does not: the # of ex:a\#b begins no comment, the ' of ex:a\'b no string; 1e5SERVICE is a number
# and a keyword.
_BASE = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
_BASE += "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
_START = rf"{_BASE}_"
_CHARS = rf"{_START}\-0-9\u00b7\u0300-\u036f\u203f\u2040"
_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_CODEPOINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL = rf"(?:[{_START}:0-9]|{_ESCAPED})(?:\.*(?:[{_CHARS}:]|{_ESCAPED}))*"
TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|{_CODEPOINT})*>)
  | (?P<string>'{{3}}(?:'{{0,2}}(?:[^'\\]|\\.))*'{{3}} | "{{3}}(?:"{{0,2}}(?:[^"\\]|\\.))*"{{3}}
              | (?!'{{3}})'(?:[^'\\\r\n]|\\.)*' | (?!"{{3}})"(?:[^"\\\r\n]|\\.)*")
  | (?P<open>['"])
  | (?P<variable>[?$][{_START}0-9][{_START}0-9\u00b7\u0300-\u036f\u203f\u2040]*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:[{_START}0-9](?:\.*[{_CHARS}])*)
  | (?P<name>(?:[{_BASE}](?:\.*[{_CHARS}])*)?:(?:{_LOCAL})?)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>[{_START}][{_START}0-9]*)
  | (?P<space>\s+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)

FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
LONGEST = 100_000  #: characters of a query
_NAMES_A_GRAPH = frozenset({"GRAPH", "FROM", "NAMED"})


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the scan learnt of a query: its form, and whether it names a dataset of its own (FROM)."""

    form: str
    dataset: bool


def guard(query: str) -> Guarded:
    """What a query is, once it is sure that it only reads, and only here.

    Raises Refusal for an update or a query that would call another server (403), one too long (413), or none at all (400).
    """
    if len(query) > LONGEST:
        raise Refusal(TOO_LONG, f"the query has {len(query):,} characters, more than {LONGEST:,}", remedy="Shorten it.")
    tokens = list(_tokens(query))
    if tokens and tokens[-1][0] == "open":
        raise Refusal(MALFORMED, f"a string is begun with {tokens[-1][1]} and never closed", remedy="Close it.")
    # Section 19.2 has \\u0053 stand for S everywhere, Oxigraph in strings and IRIs only; either reading may forbid.
    if _calls_out(tokens) or _calls_out(list(_tokens(re.sub(_CODEPOINT, _codepoint, query)))):
        raise Refusal(FORBIDDEN, "SERVICE is refused: no query leaves this host", remedy="Ask this knowledge base alone.")
    for kind, text in tokens:
        word = text.upper() if kind == "word" else ""
        if word in UPDATES:
            remedy = "Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
            raise Refusal(FORBIDDEN, f"{word} is refused: this endpoint reads and never writes", remedy=remedy)
        if word in FORMS:
            return Guarded(word, any(kind == "word" and text.upper() == "FROM" for kind, text in tokens))
    raise Refusal(MALFORMED, "this is no SPARQL query", remedy="Begin with SELECT, ASK, CONSTRUCT or DESCRIBE.")


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    """The tokens up to the end, or to a quotation mark that is never closed, behind which no reading makes sense."""
    for match in TOKEN.finditer(query):
        if match.lastgroup not in ("comment", "space"):
            yield str(match.lastgroup), match[0]
        if match.lastgroup == "open":
            return


def _calls_out(tokens: list[tuple[str, str]]) -> bool:
    """Whether some reading of the tokens has SERVICE for a keyword.

    Oxigraph wants no space round a keyword: trueSERVICE<x>{} calls out, and so does service:x {}, though a prefix may
    be called that. Such a name calls nobody unless a group follows at once, which is right only where the name is a graph's.
    """
    for at, (kind, text) in enumerate(tokens):
        if "SERVICE" not in text.upper():
            continue
        if kind == "word":
            return True
        if kind == "name" and tokens[at + 1 : at + 2] == [("other", "{")]:
            before = tokens[at - 1] if at else ("", "")
            if before[0] != "word" or before[1].upper() not in _NAMES_A_GRAPH:
                return True
    return False


def _codepoint(match: re.Match[str]) -> str:
    value = int(match[0][2:], 16)
    return chr(value) if value < 0x110000 and not 0xD800 <= value < 0xE000 else " "
