"""An argument map as Argdown has it: statements and arguments by title, their relations, the sections they stand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

NodeKind = Literal["statement", "argument"]
RelationKind = Literal["support", "attack", "undercut", "contradiction"]
Data = Mapping[str, Any]
UNTITLED = "Untitled "  #: what the title of a statement begins with that its author gave none

OWN = "doxograph"  #: the name in the front matter under which a source's particulars stand
#: those particulars, with their types
FIELDS = {"id": str, "genre": str, "language": str, "licence": str, "url": str, "year": int, "constructed": bool}
JOINT = "jointly"  #: marks a conclusion that is only there so that several premises can attack together


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, from level 1; ``parent`` is the number of the section around it."""

    title: str
    level: int
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An inference: the premises that are new here, by title of statement, and what follows from them and from those before."""

    premises: tuple[str, ...]
    conclusion: str
    rules: tuple[str, ...] = ()
    data: Data = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Node:
    """A statement, or an argument with its description; ``text`` is empty where the map gives a title alone."""

    title: str
    text: str = ""
    tags: tuple[str, ...] = ()
    data: Data = field(default_factory=dict)
    section: int | None = None
    steps: tuple[Step, ...] = ()  # of an argument: its premise-conclusion structure

    @property
    def untitled(self) -> bool:
        return self.title.startswith(UNTITLED) and self.title[len(UNTITLED) :].isdecimal()


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two nodes, each given as kind and title. An undercut is of an argument's last step."""

    kind: RelationKind
    start: tuple[NodeKind, str]
    end: tuple[NodeKind, str]


@dataclass(frozen=True, slots=True)
class ArgumentMap:
    """A whole map, all in the order of the file."""

    meta: Data = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    statements: Mapping[str, Node] = field(default_factory=dict)
    arguments: Mapping[str, Node] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
