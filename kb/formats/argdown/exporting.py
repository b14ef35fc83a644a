"""Statements to an argument map."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from kb.formats.argdown.model import FIELDS, JOINT, OWN, ArgumentMap, Link, Node, NodeKind, RelationKind, Section, Step
from kb.formats.argdown.writing import tag_of, title_of
from kb.formats.characters import squeezed
from kb.formats.steps import GIST, Outline, StepKind, step_kind
from kb.model import AUTHOR, UNKNOWN, Argument, Claim, Entity, Statements


def from_statements(statements: Statements) -> ArgumentMap:
    """The map of one text. A claim alone under a heading of the sixth level is titled by it, any other by holder and number."""
    return _Export(statements).run()


class _Export:
    def __init__(self, statements: Statements) -> None:
        self.of = statements
        self.source = statements.document.source
        self.entities = {entity.id: entity for entity in statements.entities}
        self.claims = {claim.id: claim for claim in statements.claims}
        self.outline = Outline(statements)
        self.sections: list[Section] = []
        self.section_of: dict[int, int] = {}
        self.taken: dict[NodeKind, Counter[str]] = {"statement": Counter(), "argument": Counter()}
        self.statements: dict[str, Node] = {}
        self.arguments: dict[str, Node] = {}
        self.nodes: dict[str, tuple[NodeKind, str]] = {}
        self.links: dict[Link, None] = {}
        self.held: dict[str, str] = {}  # the claim that a step holds -> the argument that has the step

    def run(self) -> ArgumentMap:
        places = [c.content[0].start for c in self.of.claims] + [a.evidence.start for a in self.of.arguments]
        headings = {block.start: block for place in places for block in self.outline.headings(place)}
        for at in sorted(headings):
            block = headings[at]
            outer = [b for b in self.outline.headings(at) if b.start in self.section_of]
            parent = self.section_of[outer[-1].start] if outer else None
            self.section_of[at] = len(self.sections)
            words = squeezed(self.of.document.text[block.start : block.end])
            self.sections.append(Section(words, max(1, block.level), parent))
        for claim in self.of.claims:
            if claim.id not in self.outline.inferences:
                self.put(claim)
        relations: list[tuple[Argument, StepKind | None]] = []
        chains: dict[str, list[Argument]] = {}
        for argument in self.of.arguments:
            kind = step_kind(argument)
            premises = [p for p in argument.premises if p not in self.outline.inferences]
            inference = [p for p in argument.premises if p in self.outline.inferences]
            if kind == "Inference" or len(premises) > 1 or inference or not premises:
                title = self.titled_argument(argument)
                chains.setdefault(title, []).append(argument)
                self.held |= dict.fromkeys(inference, title)
            else:
                relations.append((argument, kind))
        for title, steps in chains.items():
            self.structure(title, steps)
        start: tuple[NodeKind, str]
        end: tuple[NodeKind, str]
        attacks = {(a.premises[0], a.conclusion) for a, _ in relations if a.kind == "attacks" and len(a.premises) == 1}
        for argument, kind in relations:
            start = self.nodes[next(p for p in argument.premises)]
            if argument.conclusion in self.held:
                link: RelationKind = "undercut" if argument.kind == "attacks" else "support"
                self.links[Link(link, start, ("argument", self.held[argument.conclusion]))] = None
            elif argument.conclusion in self.nodes:
                end = self.nodes[argument.conclusion]
                mutual = (argument.conclusion, argument.premises[0]) in attacks and "argument" not in (start[0], end[0])
                if argument.kind == "supports":
                    self.links[Link("support", start, end)] = None
                elif mutual and kind in (None, "Contradiction") and argument.conclusion != argument.premises[0]:
                    self.links[Link("contradiction", *sorted((start, end)))] = None
                else:
                    self.links[Link("undercut" if kind == "Undercut" else "attack", start, end)] = None
        return ArgumentMap(self.meta(), tuple(self.sections), self.statements, self.arguments, tuple(self.links))

    def meta(self) -> dict[str, Any]:
        found: dict[str, Any] = {"title": squeezed(self.source.title)}
        if self.source.author:
            found["author"] = squeezed(self.source.author)
        own = {name: getattr(self.source, name) for name in FIELDS}
        return found | {OWN: {name: value for name, value in own.items() if value not in (None, False)}}

    def put(self, claim: Claim) -> None:
        gist = any(part.quote == GIST for part in claim.cue)
        kind: NodeKind = "argument" if gist else "statement"
        place = claim.content[0].start
        holder = self.name(claim.holder)
        title = self.title(kind, self.outline.title(place) or f"{holder or 'Claim'} {len(self.nodes) + 1}")
        data: dict[str, Any] = {}
        if holder:
            data["proponent"] = holder
            entity = self.entities.get(claim.holder)
            if entity is None:
                data["voice"] = AUTHOR
            elif entity.type != "theorist":
                data["proponentType"] = entity.type
        if claim.stance != "asserts":
            data["stance"] = claim.stance
        if claim.hedged:
            data["hedged"] = True
        works = [self.entities[r] for r in claim.reported_by if r in self.entities]
        if len(claim.reported_by) == 1 and works and works[0].type == "work":
            data["source"] = squeezed(works[0].name)
            if data["source"] == squeezed(self.source.title):
                data["reportedBy"] = [self.told(claim.reported_by[0])]
        elif claim.reported_by:
            data["reportedBy"] = [self.told(reporter) for reporter in claim.reported_by]
        if "source" not in data:
            data["source"] = squeezed(self.source.title)
        if claim.confidence != 1.0:
            data["confidence"] = claim.confidence
        about = [self.entities[e] for e in claim.about if e in self.entities]
        tags = tuple(dict.fromkeys(tag_of(squeezed(e.name)) for e in about))
        if any(e.type != "case" or tag_of(squeezed(e.name)) != squeezed(e.name) for e in about) or len(tags) < len(about):
            data["about"] = [{"type": e.type, "name": squeezed(e.name)} for e in about]
        node = Node(title, squeezed(claim.quote), tags, data, self.section(place))
        (self.arguments if gist else self.statements)[title] = node
        self.nodes[claim.id] = kind, title

    def told(self, role: str) -> Any:
        entity = self.entities.get(role)
        return {"type": entity.type, "name": squeezed(entity.name)} if entity else role

    def name(self, holder: str) -> str:
        if holder == UNKNOWN:
            return ""
        entity: Entity | None = self.entities.get(holder)
        return squeezed(entity.name if entity else self.source.author or self.source.title)

    def title(self, kind: NodeKind, wanted: str) -> str:
        base = title = title_of(wanted)
        nodes = self.statements if kind == "statement" else self.arguments
        while title in nodes:
            self.taken[kind][base] += 1
            title = f"{base} ({self.taken[kind][base] + 1})"
        return title

    def section(self, place: int) -> int | None:
        stack = self.outline.headings(place)
        return self.section_of[stack[-1].start] if stack else None

    def titled_argument(self, argument: Argument) -> str:
        """The node that a step belongs to: that of its description, or of its title, or a new one."""
        for premise in argument.premises:
            kind, title = self.nodes.get(premise, ("statement", ""))
            if kind == "argument" and step_kind(argument) == "Inference":
                return title
        wanted = self.outline.title(argument.evidence.start) if step_kind(argument) else None
        if wanted and title_of(wanted) in self.arguments:
            return title_of(wanted)
        title = self.title("argument", wanted or f"Argument {len(self.arguments) + 1}")
        self.arguments[title] = Node(title, section=self.section(argument.evidence.start))
        return title

    def structure(self, title: str, arguments: list[Argument]) -> None:
        steps: list[Step] = []
        seen: list[str] = []
        for argument in arguments:
            given = [
                name if kind == "statement" else self.stated(name)
                for p in argument.premises
                if p not in self.outline.inferences
                for kind, name in [self.nodes[p]]
                if (kind, name) != ("argument", title)
            ]
            conclusion = self.conclusion(argument, title)
            new = [p for p in given if p not in seen] if steps else given
            rules = self.outline.scheme(argument)
            data: dict[str, Any] = {}
            expected = [*([steps[-1].conclusion] if steps else []), *new]
            if set(given) != set(expected):
                numbers = {name: n for n, name in enumerate([*seen, *new], 1)}
                data["uses"] = [numbers[name] for name in given]
            if not new and not steps:
                new = [conclusion]  # a step that its own conclusion holds up, since Argdown wants a premise
            steps.append(Step(tuple(new), conclusion, tuple(rules.split(", ")) if rules else (), data))
            seen += [*new, conclusion]
        self.arguments[title] = replace(self.arguments[title], steps=tuple(steps))

    def stated(self, argument: str) -> str:
        """A statement that says what another argument's description says, where that is given as a premise."""
        title = title_of(f"{argument}, as a premise")
        node = self.arguments[argument]
        self.statements.setdefault(title, replace(node, title=title, steps=()))
        return title

    def conclusion(self, argument: Argument, title: str) -> str:
        held = self.held.get(argument.conclusion)
        end: tuple[NodeKind, str] = ("argument", held) if held else self.nodes[argument.conclusion]
        kind, name = end
        if argument.kind == "supports" and kind == "statement":
            return name
        verb = "Not so" if argument.kind == "attacks" else "So"
        made = self.title("statement", f"{verb}: {name}")
        self.statements[made] = Node(made, f"{verb}: {name}", (), {JOINT: argument.kind}, self.arguments[title].section)
        attack: RelationKind = "undercut" if held else "attack"
        link = Link(attack if argument.kind == "attacks" else "support", ("statement", made), end)
        self.links[link] = None
        return made
