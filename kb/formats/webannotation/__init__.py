"""Web Annotation (W3C) in JSON-LD: a text's statements as a collection of annotations; others' annotations as claims.

In ours, the body of each annotation is the statement itself in our vocabulary, with a line for people beside it, and its
targets are the words it stands on, by quote and by position.
"""

from __future__ import annotations

import json
from typing import Any

from kb.errors import InputError
from kb.formats.checking import careful
from kb.formats.webannotation.ours import from_bodies, write
from kb.formats.webannotation.theirs import listed, readings
from kb.model import Source, Statements

__all__ = ["read", "write"]


def read(data: bytes, source: Source) -> tuple[Statements, ...]:
    """The statements of a collection that we wrote; else a reading for each text that the annotations are of.

    Raises InputError where the file holds no annotation of words.
    """
    where = source.file or source.id
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"the file is no JSON ({error})", where=where, remedy="Export the annotations again, as JSON."
        ) from error
    with careful(where):
        items = _items(found)
        bodies = [body for item in items for body in listed(item.get("body")) if isinstance(body, dict)]
        texts = [body["rdf:value"] for body in bodies if "dox:Source" in listed(body.get("type"))]
        if texts:
            return (from_bodies(bodies, texts[0], where),)
        return tuple(readings(items, source, where))


def _items(found: Any) -> list[dict[str, Any]]:
    """The annotations of a collection, a page, a list, a search result or a lone annotation."""
    if isinstance(found, dict):
        page = found.get("first")
        for holder, key in ((page, "items"), (found, "items"), (found, "rows"), (found, "annotations")):
            if isinstance(holder, dict) and isinstance(holder.get(key), list):
                found = holder[key]
                break
        else:
            found = [found]
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []
