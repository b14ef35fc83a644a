"""The address of a SPARQL 1.1 server that is the store: which URLs it answers at, read from one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from kb.errors import UsageError

SCHEMES = ("sparql+http", "sparql+https")
_REMEDY = "Say, for example, sparql+http://localhost:7878 or sparql+https://example.org/sparql?update=/sparql-auth."
_PARAMETERS = ("query", "update", "graph", "base", "timeout", "texts", "replace")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is asked and written; nothing in it is secret."""

    written: str  # as it was given
    query: str  # the URL of the query operation
    update: str | None = None  # of the update operation; None where the store is for reading only
    graph: str | None = None  # of the graph store protocol, indirect; None where none was named
    base: str | None = None  # the base IRI of what is kept there; None for the data folder's own, or the usual one
    timeout: float = 60.0  # seconds that one request may take
    texts: bool = True  # whether the texts are kept there beside the statements
    replace: bool = False  # whether what another data folder wrote there may be replaced


def read_address(written: str) -> Address:
    """The URLs that an address names.

    Without parameters they are ``…/query`` and ``…/update`` under it; an address that ends in ``/sparql`` is both by itself, one
    that ends in ``/query`` has ``update`` beside it. ``query``, ``update`` and ``graph`` give others, relative to the address or
    whole. Raises UsageError where it is none, or holds a name or password: those are the environment's.
    """
    scheme, _, rest = written.partition(":")
    if scheme.lower() not in SCHEMES:
        raise UsageError("the store's address does not begin with sparql+http:// or sparql+https://", remedy=_REMEDY)
    parts = urlsplit(f"{scheme.lower().removeprefix('sparql+')}:{rest}")
    try:
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"the store's address cannot be read ({error})", remedy=_REMEDY) from error
    _without_credentials(parts)
    if not host:
        raise UsageError("the store's address names no host", remedy=_REMEDY)
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    if unknown := sorted(set(said) - set(_PARAMETERS)):
        raise UsageError(
            f"the store's address has a parameter {unknown[0]!r} that nobody knows", remedy=f"Known: {', '.join(_PARAMETERS)}."
        )
    root = urlunsplit((parts.scheme, parts.netloc, parts.path.rstrip("/"), "", ""))
    query, update = _usual(root, parts.path.rstrip("/"))

    def named(parameter: str) -> str | None:
        if not said.get(parameter):
            return None
        url = urljoin(root + "/" if not parts.path else root, said[parameter])
        _without_credentials(urlsplit(url))
        if urlsplit(url).scheme not in ("http", "https"):
            raise UsageError(f"{parameter}={said[parameter]} is no http or https URL", remedy=_REMEDY)
        return url

    if "query" in said and "update" not in said:
        update = None
    shown = f"sparql+{urlunsplit((parts.scheme, parts.netloc, parts.path, parts.query, ''))}"
    return Address(
        shown,
        named("query") or query,
        named("update") or update,
        named("graph"),
        _base(said.get("base", "")),
        _seconds(said.get("timeout", "60")),
        _yes(said.get("texts", "yes"), "texts"),
        _yes(said.get("replace", "no"), "replace"),
    )


def _usual(root: str, path: str) -> tuple[str, str | None]:
    if path.endswith("/sparql"):
        return root, root
    if path.endswith("/query"):
        return root, root.removesuffix("query") + "update"
    return root + "/query", root + "/update"


def _without_credentials(parts: SplitResult) -> None:
    if "@" in parts.netloc:
        remedy = "Put them into DOXOGRAPH_STORE_USER and DOXOGRAPH_STORE_PASSWORD: an address is printed, and kept in logs."
        raise UsageError("the store's address holds a name or a password", remedy=remedy)


def _base(written: str) -> str | None:
    if written and not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\]+[/#]$", written):
        raise UsageError(f"base={written} is no IRI that others could begin with", remedy="Say base=https://example.org/kb/.")
    return written or None


def _seconds(written: str) -> float:
    try:
        seconds = float(written)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 86_400:
        raise UsageError(f"timeout={written} is no number of seconds", remedy="Say timeout=60, for example.")
    return seconds


def _yes(written: str, parameter: str) -> bool:
    if written not in ("yes", "no"):
        raise UsageError(f"{parameter}={written} says neither yes nor no", remedy=f"Say {parameter}=yes or {parameter}=no.")
    return written == "yes"
