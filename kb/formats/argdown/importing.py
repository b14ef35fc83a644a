"""An argument map to statements, over a text made of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kb.formats.argdown.model import FIELDS, JOINT, OWN, ArgumentMap, Link, Node, NodeKind, RelationKind, Step
from kb.formats.argdown.writing import tag_of
from kb.formats.assembling import TITLE_LEVEL, Assembly
from kb.formats.characters import squeezed
from kb.formats.steps import GIST, StepKind, sentence
from kb.model import AUTHOR, ENTITY_TYPES, STANCES, UNKNOWN, Source, Statements

PIPELINE = "argdown/1"
_LABELS: dict[RelationKind, StepKind] = {
    "support": "Support", "attack": "Attack", "undercut": "Undercut", "contradiction": "Contradiction",
}  # fmt: skip


def to_statements(argument_map: ArgumentMap, source: Source) -> Statements:
    """What a map says. Each statement is a claim of its proponent, or of nobody named; its title is the heading above it.

    An argument's description is a claim marked by the word ``Argument``. A step of a premise-conclusion structure, like every
    relation, is an Argument whose evidence is a sentence that says it; an undercut attacks the claim that such a step holds.
    """
    return _Import(argument_map, particulars(argument_map.meta, source)).run()


def particulars(meta: Mapping[str, Any], source: Source) -> Source:
    """A source with what a map's front matter says of it, where it does not know better itself."""
    found: dict[str, Any] = {}
    own = meta.get(OWN)
    for name, kind in FIELDS.items():
        value = own.get(name) if isinstance(own, Mapping) else None
        if type(value) is kind and value not in ("", None):
            found[name] = value
    found.pop("id", None)
    for name in ("title", "author"):
        value = meta.get(name)
        if isinstance(value, str) and value.strip():
            found[name] = squeezed(value)
    year = str(meta.get("date", ""))[-4:]
    if "year" not in found and year.isdecimal() and year.isascii() and len(year) == 4:
        found["year"] = int(year)
    known = {name: value for name, value in found.items() if getattr(source, name) in (None, False, "en", source.id)}
    return replace(source, **known)


class _Import:
    def __init__(self, argument_map: ArgumentMap, source: Source) -> None:
        self.map = argument_map
        self.to = Assembly(source)
        self.claims: dict[tuple[NodeKind, str], int] = {}
        self.steps: dict[str, int] = {}  # the last step of an argument
        self.outgoing: dict[tuple[NodeKind, str], list[Link]] = defaultdict(list)
        for link in argument_map.links:
            self.outgoing[link.start].append(link)

    def run(self) -> Statements:
        made = self.map
        inside: dict[int | None, list[tuple[NodeKind, Node]]] = defaultdict(list)
        for node in made.statements.values():
            if not _joint(node):
                inside[node.section].append(("statement", node))
        for node in made.arguments.values():
            inside[node.section].append(("argument", node))
        targets = {link.end for link in made.links}
        for section in (None, *range(len(made.sections))):
            if section is not None:
                heading = made.sections[section]
                if heading.title:
                    self.to.add(heading.title, "heading", min(heading.level, TITLE_LEVEL - 1))
            for kind, node in inside[section]:
                if kind == "statement" or node.text or not node.steps or ("argument", node.title) in targets:
                    self.put(kind, node)
        # what only exists to attack together comes last: it may attack a step of another argument
        for node in sorted(made.arguments.values(), key=lambda n: any(self.joint(step) for step in n.steps)):
            self.structure(node)
        for link in made.links:
            self.link(link)
        return self.to.statements(PIPELINE)

    def put(self, kind: NodeKind, node: Node) -> None:
        if not node.untitled:
            self.to.add(node.title, "heading", TITLE_LEVEL)
        data = node.data
        before, at = "", 0
        holder = UNKNOWN
        name = data.get("proponent")
        voice = data.get("voice") == AUTHOR
        cue: list[tuple[int, int]] = []
        if kind == "argument":
            before, cue = f"{GIST}: ", [(0, len(GIST))]
        if isinstance(name, str) and name.strip() and not voice:
            at = len(before)
            before += squeezed(name) + ": "
        words = squeezed(node.text or node.title)
        start, end = self.to.add(before + words)
        if voice:
            holder = AUTHOR
        elif at or (isinstance(name, str) and name.strip()):
            shown = squeezed(str(name))
            holder = self.to.entity(_type(data.get("proponentType"), "theorist"), shown, at=(start + at, start + at + len(shown)))
        about = [self.to.entity(*named) for named in _about(node)]
        stance = data.get("stance") if data.get("stance") in STANCES else "asserts"
        confidence = data.get("confidence", 1.0)
        self.claims[kind, node.title] = self.to.claim(
            holder,
            stance,  # type: ignore[arg-type]
            (start + len(before), end),
            (start, end),
            cue=[(start + a, start + b) for a, b in cue],
            about=about,
            reported_by=self.reporters(data),
            hedged=data.get("hedged") is True,
            confidence=float(confidence) if type(confidence) in (int, float) and 0 <= confidence <= 1 else 1.0,
        )

    def reporters(self, data: Mapping[str, Any]) -> list[str]:
        found: list[str] = []
        for item in data.get("reportedBy", []) if isinstance(data.get("reportedBy"), list) else []:
            if item in (AUTHOR, UNKNOWN):
                found.append(item)
            elif isinstance(item, Mapping) and isinstance(item.get("name"), str):
                found.append(self.to.entity(_type(item.get("type"), "theorist"), squeezed(item["name"])))
        source = data.get("source")
        if not found and isinstance(source, str) and source.strip() and squeezed(source) != squeezed(self.to.source.title):
            found = [self.to.entity("work", squeezed(source))]
        return found

    def structure(self, node: Node) -> None:
        """Each step of an argument; the description goes with the last, so that who attacks it attacks what follows."""
        known: list[int] = []
        if node.steps:
            self.to.add(node.title, "heading", TITLE_LEVEL)
        for number, step in enumerate(node.steps):
            new = [self.claims["statement", title] for title in step.premises if ("statement", title) in self.claims]
            joint = self.joint(step)
            kind: StepKind = "Attack" if joint == "attacks" else "Inference"
            if joint:
                links = self.outgoing.get(("statement", step.conclusion))
                conclusion = self.target(links[0]) if links else None
            else:
                conclusion = self.claims.get(("statement", step.conclusion))
            if conclusion is None:
                continue
            uses = step.data.get("uses")
            premises = [*known[-1:], *new]
            if isinstance(uses, list) and (picked := self.used(node, number, uses)):
                premises = picked
            if number == len(node.steps) - 1 and ("argument", node.title) in self.claims:
                premises.append(self.claims["argument", node.title])
            if not premises:
                continue
            words = [self.words(premise) for premise in premises], self.words(conclusion)
            said = self.to.add(sentence(kind, ", ".join(step.rules), *words))
            made = self.to.argument(premises, conclusion, "attacks" if kind == "Attack" else "supports", said)
            self.steps[node.title] = made
            known.append(conclusion)

    def used(self, node: Node, number: int, uses: list[Any]) -> list[int]:
        """The claims that a step says it uses, by their numbers in the structure."""
        titles: list[str] = []
        for step in node.steps[: number + 1]:
            titles += [*step.premises, step.conclusion]
        picked = [titles[n - 1] for n in uses if type(n) is int and 0 < n < len(titles)]
        return [self.claims["statement", title] for title in picked if ("statement", title) in self.claims]

    def words(self, claim: int) -> str:
        return self.to.words_of(claim)

    def link(self, link: Link) -> None:
        start_node = self.map.statements.get(link.start[1]) if link.start[0] == "statement" else None
        if start_node is not None and _joint(start_node):
            return  # said by the structure that it belongs to
        start, end = self.end(link.start, outgoing=True), self.target(link)
        if start is None or end is None:
            return
        said = self.to.add(sentence(_LABELS[link.kind], "", [self.words(start)], self.words(end)))
        self.to.argument([start], end, "supports" if link.kind == "support" else "attacks", said)
        if link.kind == "contradiction":
            self.to.argument([end], start, "attacks", said)

    def joint(self, step: Step) -> str | None:
        node = self.map.statements.get(step.conclusion)
        return _joint(node) if node else None

    def target(self, link: Link) -> int | None:
        """The claim that a relation ends at: an undercut's is the claim that the argument's last step holds."""
        if link.kind == "undercut" and link.end[0] == "argument" and link.end[1] in self.steps:
            return self.to.inference(self.steps[link.end[1]], UNKNOWN)
        return self.end(link.end, outgoing=False)

    def end(self, end: tuple[NodeKind, str], *, outgoing: bool) -> int | None:
        """The claim that a relation begins or ends at; of a reconstructed argument, it goes out from the conclusion."""
        kind, title = end
        if kind == "argument" and outgoing and (steps := self.map.arguments[title].steps):
            conclusion = ("statement", steps[-1].conclusion)
            if conclusion in self.claims:
                return self.claims[conclusion]
        return self.claims.get(end)


def _joint(node: Node) -> str | None:
    """What premises do together whose conclusion is only there to let them."""
    value = node.data.get(JOINT)
    return value if value in ("attacks", "supports") else None


def _type(value: Any, default: str) -> str:
    return value if value in ENTITY_TYPES else default


def _about(node: Node) -> list[tuple[str, str]]:
    """Type and name of what a node is about: its data say so where its tags cannot."""
    listed = node.data.get("about")
    found = [
        (_type(item.get("type"), "case"), squeezed(item["name"]))
        for item in (listed if isinstance(listed, list) else [])
        if isinstance(item, Mapping) and isinstance(item.get("name"), str)
    ]
    said = {tag_of(name) for _, name in found}
    return found + [("case", tag) for tag in node.tags if tag_of(tag) not in said]
