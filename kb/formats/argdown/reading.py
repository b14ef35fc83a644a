"""Argdown text to an argument map."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from kb.errors import InputError
from kb.formats.argdown.inline import data_apart, words_of, yaml_mapping
from kb.formats.argdown.lines import HEADING, INFERENCE, ITEM, NUMBER, RELATION, Line, blocks, joined, rest
from kb.formats.argdown.model import UNTITLED, ArgumentMap, Link, Node, NodeKind, RelationKind, Section, Step

_FRONT = re.compile(r"\s*={3,}[ \t]*\n(.*?)\n[ \t]*={3,}[ \t]*(?:\n|$)", re.DOTALL)
_STATEMENT = re.compile(r"\[([^\[\]\n]+)\](:?)")
_ARGUMENT = re.compile(r"<([^<>\n]+)>(:?)")
_OUTGOING: dict[str, RelationKind] = {"+>": "support", "->": "attack", "_>": "undercut", "><": "contradiction"}
_INCOMING: dict[str, RelationKind] = {
    "+": "support", "<+": "support", "-": "attack", "<-": "attack", "_": "undercut", "<_": "undercut",
}  # fmt: skip


def parse(text: str, *, where: str = "") -> ArgumentMap:
    """The map that a file describes. Raises InputError, with the line, where its form is not Argdown's."""
    return _Parser(where).parsed(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd"))


@dataclass(slots=True)
class _Element:
    kind: NodeKind
    title: str


@dataclass(slots=True)
class _Open:
    """A premise-conclusion structure that is being read."""

    argument: str
    steps: list[Step] = field(default_factory=list)
    premises: list[str] = field(default_factory=list)
    inference: tuple[tuple[str, ...], dict[str, Any]] | None = None


class _Parser:
    def __init__(self, where: str) -> None:
        self.where = where
        self.sections: list[Section] = []
        self.nodes: dict[NodeKind, dict[str, Node]] = {"statement": {}, "argument": {}}
        self.links: dict[Link, None] = {}
        self.untitled = 0
        self.last: _Element | None = None  # the element of the block before, which a structure may belong to

    def at(self, line: int) -> str:
        return f"{self.where} line {line}" if self.where else f"line {line}"

    def parsed(self, text: str) -> ArgumentMap:
        meta: dict[str, Any] = {}
        if front := _FRONT.match(text):
            meta = yaml_mapping(front[1], self.at(1))
            text = "\n" * text.count("\n", 0, front.end()) + text[front.end() :]
        for block in blocks(text):
            self.block(block)
        return ArgumentMap(meta, tuple(self.sections), self.nodes["statement"], self.nodes["argument"], tuple(self.links))

    def block(self, lines: list[Line]) -> None:
        """One stretch of lines without a blank one: a heading, a paragraph, a list, or a structure of numbered statements."""
        stack: list[tuple[int, _Element]] = []
        structure: _Open | None = None
        before, self.last = self.last, None
        place = 0
        while place < len(lines):
            number, line = lines[place]
            until = place + 1
            if heading := HEADING.match(line):
                until = rest(lines, place, heading=True)
                self.heading(len(heading[1]), joined(lines[place:until], heading.end()), number)
                stack, before = [], None
            elif (structure or NUMBER.match(lines[0][1])) and INFERENCE.match(line):
                structure, until = self.inference(structure, lines, place)
                stack = [(-1, _Element("argument", structure.argument))]
            elif found := NUMBER.match(line):
                structure = structure or self.structure(before or self.last, number)
                until = rest(lines, place)
                element = self.element(joined(lines[place:until], found.end()), number)
                self.numbered(structure, element, number)
                stack = [(-1, element)]
            elif (relation := RELATION.match(line)) and not (place == 0 and not relation[1] and line[:2] == "--"):
                until = rest(lines, place)
                if not stack:
                    raise InputError(
                        "a relation stands under no statement or argument",
                        where=self.at(number),
                        remedy="Write it, indented, under the statement or argument that it is of, without a blank line.",
                    )
                indent = len(relation[1])
                while len(stack) > 1 and stack[-1][0] >= indent:
                    stack.pop()
                element = self.element(joined(lines[place:until], relation.end()), number)
                self.link(relation[2], stack[-1][1], element)
                stack.append((indent, element))
            else:
                item = ITEM.match(line)
                until = rest(lines, place)
                element = self.element(joined(lines[place:until], item.end() if item else 0), number)
                stack = [(len(item[1]) if item else -1, element)]
                self.last = element
            place = until
        if structure:
            self.close(structure, lines[-1][0])
            self.last = None

    # -- elements -----------------------------------------------------------------------------------------------

    def heading(self, level: int, raw: str, line: int) -> None:
        raw, _ = data_apart(raw, self.at(line))
        title, _ = words_of(raw)
        parent = len(self.sections) - 1 if self.sections else None
        while parent is not None and self.sections[parent].level >= level:
            parent = self.sections[parent].parent
        self.sections.append(Section(title, level, parent))

    def element(self, raw: str, line: int) -> _Element:
        raw, data = data_apart(raw.strip(), self.at(line))
        kind: NodeKind = "statement"
        named = None if re.match(r"\[[^\[\]\n]+\]\(", raw) else _STATEMENT.match(raw)
        if named is None and (named := _ARGUMENT.match(raw)):
            kind = "argument"
        text, tags = words_of(raw[named.end() :] if named else raw)
        if named and not named[2] and text:
            named, (text, tags) = None, words_of(raw)  # a paragraph that begins with brackets of its own
            kind = "statement"
        title = " ".join(named[1].split()) if named else ""
        if not title:
            if not text:
                raise InputError("an element has neither title nor words", where=self.at(line), remedy="Write a statement there.")
            title = self.fresh()
        self.put(kind, title, text, tags, data)
        return _Element(kind, title)

    def fresh(self) -> str:
        while True:
            self.untitled += 1
            title = f"{UNTITLED}{self.untitled}"
            if title not in self.nodes["statement"] and title not in self.nodes["argument"]:
                return title

    def put(self, kind: NodeKind, title: str, text: str, tags: tuple[str, ...], data: dict[str, Any]) -> None:
        section = len(self.sections) - 1 if self.sections else None
        known = self.nodes[kind].get(title)
        if known is None:
            self.nodes[kind][title] = Node(title, text, tags, data, section)
            return
        self.nodes[kind][title] = replace(
            known,
            text=known.text or text,
            tags=tuple(dict.fromkeys((*known.tags, *tags))),
            data={**known.data, **data},
            section=known.section if known.text or not text else section,
        )

    def link(self, sign: str, parent: _Element, child: _Element) -> None:
        ends = (parent.kind, parent.title), (child.kind, child.title)
        if sign in _OUTGOING:
            self.links[Link(_OUTGOING[sign], *ends)] = None
        else:
            self.links[Link(_INCOMING[sign], *reversed(ends))] = None

    # -- structures ---------------------------------------------------------------------------------------------

    def structure(self, owner: _Element | None, line: int) -> _Open:
        if owner is None or owner.kind != "argument":
            title = self.fresh()
            self.put("argument", title, "", (), {})
        else:
            title = owner.title
        if self.nodes["argument"][title].steps:
            raise InputError(
                f"the argument <{title}> has a second premise-conclusion structure",
                where=self.at(line),
                remedy="Give the second argument a title of its own.",
            )
        return _Open(title)

    def numbered(self, structure: _Open, element: _Element, line: int) -> None:
        if element.kind != "statement":
            raise InputError("an argument stands as premise", where=self.at(line), remedy="Premises are statements.")
        if structure.inference is None:
            structure.premises.append(element.title)
            return
        rules, data = structure.inference
        structure.steps.append(Step(tuple(structure.premises), element.title, rules, data))
        structure.premises, structure.inference = [], None

    def inference(self, structure: _Open | None, lines: list[Line], place: int) -> tuple[_Open, int]:
        number, line = lines[place]
        if structure is None or structure.inference is not None or not (structure.premises or structure.steps):
            raise InputError(
                "an inference follows from nothing", where=self.at(number), remedy="Write its premises, numbered, above it."
            )
        held = line.strip()
        until = place + 1
        if not re.fullmatch(r"-{4,}", held):
            raw = held[2:]
            while not (closed := re.search(r"-{2,}$", raw.rstrip())):
                if until == len(lines):
                    raise InputError(
                        "an inference is not closed", where=self.at(number), remedy="End it with a line of two hyphens."
                    )
                raw += "\n" + lines[until][1]
                until += 1
            raw, data = data_apart(raw.rstrip()[: closed.start()], self.at(number))
            rules = tuple(rule for part in raw.split(",") if (rule := words_of(part)[0].strip("-")))
            structure.inference = rules, data
        else:
            structure.inference = (), {}
        return structure, until

    def close(self, structure: _Open, line: int) -> None:
        if structure.inference is not None or structure.premises or not structure.steps:
            raise InputError(
                f"the premise-conclusion structure of <{structure.argument}> has no conclusion",
                where=self.at(line),
                remedy="End it with a line of hyphens and a numbered conclusion.",
            )
        arguments = self.nodes["argument"]
        arguments[structure.argument] = replace(arguments[structure.argument], steps=tuple(structure.steps))
