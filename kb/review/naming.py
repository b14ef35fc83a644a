"""Whom a reviewer names, among those that a source names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from kb.errors import UsageError
from kb.model import AUTHOR, ENTITY_TYPES, UNKNOWN, Entity


def role(said: str, entities: Iterable[Entity], *, type: str = "theorist") -> tuple[str, dict[str, str]]:
    """The id that a name or id stands for in a source, with the name of an entity that is new there.

    ``author`` and ``unknown`` are themselves. A name of none of the entities becomes one of this type;
    ``theory: state capitalism`` says another. Raises UsageError where nothing is named.
    """
    said = " ".join(said.split())
    if said in (AUTHOR, UNKNOWN):
        return said, {}
    known = tuple(entities)
    if any(entity.id == said for entity in known):
        return said, {}
    before, colon, after = said.partition(": ")
    typed = bool(colon) and before in ENTITY_TYPES
    type, name = (before, after) if typed else (type, said)
    found = [e for e in known if name.casefold() in {form.casefold() for form in (e.name, *e.aliases)}]
    for entity in sorted(found, key=lambda e: (e.type != type, e.id)):
        if entity.type == type or not typed:
            return entity.id, {}
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "-".join(f"{ord(sign):x}" for sign in name[:12])
    if not slug:
        raise UsageError("nobody is named", remedy="Give a name, `author` for the text's own voice, or `unknown`.")
    return f"{type}/{slug}", {f"{type}/{slug}": name}


def called(id: str, entities: Iterable[Entity], *, type: str = "theorist") -> str:
    """What ``role`` reads back as this id: a name, with its type where that is another than is expected."""
    entity = next((one for one in entities if one.id == id), None)
    if entity is None:
        return id
    return entity.name if entity.type == type else f"{entity.type}: {entity.name}"
