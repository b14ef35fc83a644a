"""An argument map to statements over a text made of its words, and statements to an argument map."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kb.formats.argdown.model import ArgumentMap, Link, Node, NodeKind, RelationKind, Section, Step
from kb.formats.argdown.writing import tag_of, title_of
from kb.formats.assembling import TITLE_LEVEL, Assembly, squeezed
from kb.formats.steps import GIST, Outline, StepKind, sentence, step_kind
from kb.model import AUTHOR, ENTITY_TYPES, STANCES, UNKNOWN, Argument, Claim, Entity, Source, Statements

PIPELINE = "argdown/1"
_OWN = "doxograph"  # the name in the front matter under which a source's particulars stand
_JOINT = "jointly"  # marks a conclusion that is only there so that several premises can attack together
_FIELDS = {"id": str, "genre": str, "language": str, "licence": str, "url": str, "year": int, "constructed": bool}
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
    own = meta.get(_OWN)
    for name, kind in _FIELDS.items():
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
    value = node.data.get(_JOINT)
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
        own = {name: getattr(self.source, name) for name in _FIELDS}
        return found | {_OWN: {name: value for name, value in own.items() if value not in (None, False)}}

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
        self.statements[made] = Node(made, f"{verb}: {name}", (), {_JOINT: argument.kind}, self.arguments[title].section)
        attack: RelationKind = "undercut" if held else "attack"
        link = Link(attack if argument.kind == "attacks" else "support", ("statement", made), end)
        self.links[link] = None
        return made
