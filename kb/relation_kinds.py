"""The kinds of relation as ``vocabulary/relations.ttl`` lists them: which types each links, and whether it goes both ways.

The Turtle file is read by its fixed layout with the standard library alone: the model knows no RDF and takes the kinds from here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.errors import InputError

#: the classes of ontology.ttl that may stand as a kind's domain or range, with the types of entity below them
ENDS: dict[str, tuple[str, ...]] = {
    "IdeaBearer": ("theorist", "group", "theory", "work"),
    "Proponent": ("theorist", "group", "work"),
    "Thinker": ("theorist", "group"),
    "Theorist": ("theorist",),
    "Group": ("group",),
    "Theory": ("theory",),
    "Work": ("work",),
    "Case": ("case",),
}
_KIND = re.compile(r"^dox:\w+ a [^;]*\bdox:RelationKind\b.*?\.$", re.MULTILINE | re.DOTALL)
_SAID = {
    "notation": re.compile(r'skos:notation "(\w+)"'),
    "label": re.compile(r'rdfs:label "([^"]+)"'),
    "inverse": re.compile(r'dox:inverseLabel "([^"]+)"'),
    "domain": re.compile(r"rdfs:domain dox:(\w+)"),
    "range": re.compile(r"rdfs:range dox:(\w+)"),
}


@dataclass(frozen=True, slots=True)
class RelationKind:
    """One kind of relation: its name, how it reads from either end, the types that may stand at its ends."""

    name: str
    label: str
    inverse: str
    subjects: tuple[str, ...]
    objects: tuple[str, ...]
    symmetric: bool


@cache
def relation_kinds() -> dict[str, RelationKind]:
    """The kinds by name, in the order of the file. Raises InputError where one lacks what a kind must say."""
    text = files("kb").joinpath("vocabulary", "relations.ttl").read_text(encoding="utf-8")
    return {kind.name: kind for kind in map(_read, _KIND.findall(text))}


def _read(entry: str) -> RelationKind:
    said = {name: found[1] for name, pattern in _SAID.items() if (found := pattern.search(entry))}
    lacking = [name for name in _SAID if name not in said or (name in ("domain", "range") and said[name] not in ENDS)]
    if lacking:
        raise InputError(
            f"the relation kind {entry.split()[0]} lacks its {lacking[0]}, or gives one that no entity has",
            where="kb/vocabulary/relations.ttl",
            remedy="Write it as the others are: rdfs:label, dox:inverseLabel, skos:notation, rdfs:domain, rdfs:range.",
        )
    return RelationKind(
        said["notation"],
        said["label"],
        said["inverse"],
        ENDS[said["domain"]],
        ENDS[said["range"]],
        "owl:SymmetricProperty" in entry,
    )
