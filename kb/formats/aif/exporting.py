"""Statements to a node set."""

from __future__ import annotations

import re
from itertools import pairwise

from kb.formats.aif.nodeset import DEFAULT, DEFAULT_SCHEME, DIALOGUE, Node, NodeSet, Type
from kb.formats.assembling import Span
from kb.formats.characters import squeezed
from kb.formats.steps import Outline, step_kind
from kb.model import UNKNOWN, Argument, Claim, Statements


def from_statements(statements: Statements) -> NodeSet:
    """The node set of one text; ids are numbers from 1.

    A claim of nobody named that is plainly asserted is an I-node alone, unless others speak to the same words. Where the
    source is a dialogue, each locution is
    followed by the next; else transitions only join what an argument joins.
    """
    return _Export(statements).run()


class _Export:
    def __init__(self, statements: Statements) -> None:
        self.of = statements
        self.source = statements.document.source
        self.entities = {entity.id: entity for entity in statements.entities}
        self.outline = Outline(statements)
        self.nodes: list[Node] = []
        self.edges: dict[tuple[str, str], None] = {}
        self.persons: dict[str, str] = {}  # by name
        self.locutions: list[tuple[str, str]] = []
        self.places: dict[str, Span] = {}

    def node(self, type: Type, text: str, scheme: str | None = None) -> str:
        id = str(len(self.nodes) + 1)
        self.nodes.append(Node(id, type, text, scheme))
        return id

    def run(self) -> NodeSet:
        contents: dict[tuple[object, ...], str] = {}
        information: dict[str, str] = {}  # I-node by claim
        locution: dict[str, str] = {}  # L-node by claim
        order: list[str] = []
        by_words: dict[tuple[str, str, tuple[str, ...]], str] = {}
        # what nobody named says of a proposition that others speak to would be taken for unsaid without a locution
        spoken_to = {_places(claim) for claim in self.of.claims if not self.silent(claim)}
        for claim in self.of.claims:
            if claim.id in self.outline.inferences:
                continue
            key = _places(claim)
            if key not in contents:
                contents[key] = self.node("I", squeezed(claim.quote))
                if len(claim.content) == 1:
                    self.places[contents[key]] = (claim.content[0].start, claim.content[0].end)
            information[claim.id] = contents[key]
            if self.silent(claim) and key not in spoken_to:
                continue
            name = self.name(claim.holder)
            said = squeezed(claim.evidence.quote)
            words = said if re.match(re.escape(name) + r" ?: ", said) else f"{name}: {said}"
            spoken = (words, f"{claim.evidence.start}", claim.reported_by)
            if spoken not in by_words:
                by_words[spoken] = id = self.node("L", words)
                self.places[id] = (claim.evidence.start, claim.evidence.end)
                order.append(id)
                self.spoke(id, name)
                for reporter in reversed(claim.reported_by):
                    words = f"{self.name(reporter)}: {words}"
                    self.spoke(self.node("L", words), self.name(reporter))
            locution[claim.id] = by_words[spoken]
            named = self.force(claim)
            force = named or DEFAULT[claim.stance]
            illocution = self.node("YA", force, force.replace(" ", ""))
            if named:
                self.places[illocution] = (claim.cue[0].start, claim.cue[0].end)
            self.path(by_words[spoken], illocution, contents[key])
        turns: dict[tuple[str, str], str] = {}
        if self.source.genre == DIALOGUE:
            for a, b in pairwise(order):
                turns[a, b] = ta = self.node("TA", "TA")
                self.path(a, ta, b)
        steps: dict[str, str] = {}
        rank = {id: n for n, id in enumerate(order)}
        for argument in self.of.arguments:
            steps[argument.id] = self.step(argument)
        for argument in self.of.arguments:
            step = steps[argument.id]
            premises = [p for p in argument.premises if self.outline.inferences.get(p) != argument.id]
            for premise in premises:
                start = information.get(premise) or steps.get(self.outline.inferences.get(premise, ""))
                if start:
                    self.edges[start, step] = None
            held = self.outline.inferences.get(argument.conclusion)
            self.edges[step, steps[held] if held else information[argument.conclusion]] = None
            ends = [locution[c] for c in (*premises[:1], argument.conclusion) if c in locution]
            if len(ends) == 2 and ends[0] != ends[1]:
                a, b = sorted(ends, key=rank.__getitem__)
                if (a, b) not in turns:
                    turns[a, b] = ta = self.node("TA", "TA")
                    self.path(a, ta, b)
                if self.nodes[int(step) - 1].type != "MA":
                    force = "Arguing" if argument.kind == "supports" else "Disagreeing"
                    self.path(turns[a, b], self.node("YA", force, force), step)
        participants = {id: name for name, id in self.persons.items()}
        return NodeSet(
            tuple(self.nodes), tuple(self.edges), tuple(self.locutions), participants, self.of.document.text, self.places
        )

    def step(self, argument: Argument) -> str:
        kind, scheme = step_kind(argument), self.outline.scheme(argument)
        type: Type = "MA" if kind == "Rephrase" else "RA" if argument.kind == "supports" else "CA"
        if kind is None:
            scheme = DEFAULT_SCHEME[type]
        id = self.node(type, scheme or type, scheme or None)
        self.places[id] = (argument.evidence.start, argument.evidence.end)
        return id

    def path(self, *ids: str) -> None:
        for a, b in pairwise(ids):
            self.edges[a, b] = None

    def spoke(self, locution: str, name: str) -> None:
        self.locutions.append((locution, self.persons.setdefault(name, str(len(self.persons) + 1))))

    def name(self, holder: str) -> str:
        entity = self.entities.get(holder)
        return squeezed(entity.name) if entity else holder

    def silent(self, claim: Claim) -> bool:
        """Whether nobody named plainly asserts it, as an I-node alone says."""
        return claim.holder == UNKNOWN and claim.stance == "asserts" and not claim.reported_by and not self.force(claim)

    @staticmethod
    def force(claim: Claim) -> str:
        """The illocution that a claim's cue names."""
        words = claim.cue[0].quote if len(claim.cue) == 1 else ""
        known = re.fullmatch(r"(?:[A-Z][a-z]+ )*[A-Z][a-z]+ing", words)
        return words if known and claim.cue[0].start >= claim.evidence.end else ""


def _places(claim: Claim) -> tuple[Span, ...]:
    return tuple((part.start, part.end) for part in claim.content)
