"""A node set to statements."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import replace

from kb.formats.aif.nodeset import DEFAULT, DEFAULT_SCHEME, DIALOGUE, Node, NodeSet
from kb.formats.assembling import Assembly, Span
from kb.formats.characters import squeezed
from kb.formats.steps import StepKind, sentence, step_words
from kb.model import AUTHOR, UNKNOWN, ArgumentKind, Block, Source, Stance, Statements

PIPELINE = "aif/1"
_STEPS: dict[str, tuple[StepKind, ArgumentKind]] = {
    "RA": ("Support", "supports"), "CA": ("Attack", "attacks"), "MA": ("Rephrase", "supports"),
}  # fmt: skip
_MAX_LOOKED = 200_000_000  # beyond, words that are not marked in the text are put at its end
_PREFIX = re.compile(r"([^:\n]{1,60}?) ?: ", re.DOTALL)


def to_statements(nodeset: NodeSet, source: Source) -> Statements:
    """What a node set says: an I-node is a proposition, and each locution that puts it forward a claim of who made it.

    Where the file has no text, the locutions are it, in the order of the transitions. An inference, conflict or rephrase is
    an Argument; one that is itself aimed at gains a premise, the claim that it holds.
    """
    return _Import(nodeset, source).run()


class _Import:
    def __init__(self, nodeset: NodeSet, source: Source) -> None:
        self.set = nodeset
        self.nodes = {node.id: node for node in nodeset.nodes}
        self.out: dict[str, list[str]] = defaultdict(list)
        self.into: dict[str, list[str]] = defaultdict(list)
        for a, b in nodeset.edges:
            self.out[a].append(b)
            self.into[b].append(a)
        dialogue = any(node.type == "TA" for node in nodeset.nodes)
        if dialogue and source.genre is None:
            source = replace(source, genre=DIALOGUE)
        text = nodeset.text or ""
        blocks = [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]
        self.to = Assembly(source, text=text, blocks=blocks)
        self.persons: dict[str, str] = {}
        for node, person in nodeset.locutions:
            self.persons.setdefault(node, person)
        self.places: dict[str, Span] = dict(nodeset.places)
        self.contents: dict[str, tuple[Span, ...]] = {}  # of I-nodes
        self.looked = 0  # characters that were searched for unmarked nodes
        self.claims: dict[str, list[int]] = defaultdict(list)  # by I-node
        self.steps: dict[str, int] = {}
        self.reporters = self.reported()
        #: steps that are aimed at: their sentence must say that they are steps, so that the claim they hold is known for one
        self.targets = {b for a, b in nodeset.edges if self.nodes[a].type in _STEPS and self.nodes[b].type in _STEPS}

    def run(self) -> Statements:
        for node in self.locution_order():
            self.locution(node)
        for node in self.set.nodes:
            if node.type == "I" and not self.claims[node.id]:
                content = self.content(node.id)
                whole = content[0][0], content[-1][1]
                self.claims[node.id].append(self.to.claim(UNKNOWN, "asserts", content, whole))
        steps = [node for node in self.set.nodes if node.type in _STEPS]
        for node in steps:
            for target in self.out[node.id]:
                if self.claims.get(target):
                    self.step(node, self.claims[target][0])
        aimed: dict[str, list[Node]] = defaultdict(list)  # steps by the steps that they are aimed at
        for node in steps:
            for target in self.out[node.id]:
                if node.id not in self.steps and self.nodes[target].type in _STEPS:
                    aimed[target].append(node)
        ready = deque(self.steps)
        while ready:
            known = ready.popleft()
            for node in aimed[known]:
                if node.id not in self.steps and self.premises(node):
                    self.step(node, self.to.inference(self.steps[known], UNKNOWN))
                    ready.append(node.id)
        return self.to.statements(PIPELINE)

    # -- who says what ------------------------------------------------------------------------------------------

    def reported(self) -> dict[str, str]:
        """Locutions that only report another, ``A: B: words``, by the one they report."""
        illocutionary = {node.id for node in self.set.nodes if node.type == "L" and self.illocutions(node.id)}
        words = {squeezed(node.text): node.id for node in self.set.nodes if node.type == "L"}
        found: dict[str, str] = {}
        for node in self.set.nodes:
            if node.type == "L" and node.id not in illocutionary and (prefix := _PREFIX.match(node.text)):
                inner = words.get(squeezed(node.text[prefix.end() :]))
                if inner is not None and inner != node.id:
                    found.setdefault(inner, node.id)
        return found

    def illocutions(self, id: str) -> list[tuple[Node, str]]:
        """The illocutions that a locution makes, each with the I-node it puts forward."""
        return [
            (ya, target)
            for step in self.out[id]
            if (ya := self.nodes[step]).type == "YA"
            for target in self.out[step]
            if self.nodes[target].type == "I"
        ]

    def locution_order(self) -> list[Node]:
        """The locutions that say something, a turn before its answer, else as listed."""
        said = [node for node in self.set.nodes if node.type == "L" and node.id not in self.reporters.values()]
        follows = {
            node.id: [
                answer
                for turn in self.out[node.id]
                if self.nodes[turn].type == "TA"
                for answer in self.out[turn]
                if self.nodes[answer].type == "L"
            ]
            for node in said
        }
        waiting = dict.fromkeys((node.id for node in said), 0)
        for answers in follows.values():
            for answer in answers:
                if answer in waiting:
                    waiting[answer] += 1
        ready = deque(id for id, count in waiting.items() if not count)
        order: list[str] = []
        while ready:
            id = ready.popleft()
            order.append(id)
            for answer in reversed(follows[id]):
                if answer in waiting:
                    waiting[answer] -= 1
                    if not waiting[answer]:
                        ready.appendleft(answer)
        done = set(order)
        return [self.nodes[id] for id in (*order, *(id for id in waiting if id not in done))]  # a circle of turns stays as listed

    def holder(self, id: str) -> tuple[str, str]:
        """The role of who made a locution, with the name."""
        person = self.persons.get(id)
        name = self.set.participants.get(person or "", "")
        if not name and (prefix := _PREFIX.match(self.nodes[id].text)):
            name = squeezed(prefix[1])
        name = name or (f"person {person}" if person else "")
        if name in (AUTHOR, UNKNOWN, ""):
            return name or UNKNOWN, ""
        return self.to.entity("theorist", name), name

    def locution(self, node: Node) -> None:
        illocutions = self.illocutions(node.id)
        holder, name = self.holder(node.id)
        place = self.place(node.id)
        said = self.to.between(*place)
        if name and said.startswith(name):
            self.to.entity("theorist", name, at=(place[0], place[0] + len(name)))
        chain: list[str] = []
        inner = node.id
        while (around := self.reporters.get(inner, "")) and around not in chain:
            chain.append(around)
            inner = around
        reporters = [self.holder(outer)[0] for outer in reversed(chain)]
        for ya, target in illocutions:
            if target not in self.contents and target not in self.places:
                found = _pieces(squeezed(self.nodes[target].text), said, place[0])
                if found:
                    self.contents[target] = found
            force = squeezed(ya.text or ya.scheme or "Asserting")
            stance = _stance(force)
            cue: list[Span] = []
            if force != DEFAULT[stance]:
                cue = [self.places[ya.id] if ya.id in self.places else self.to.add(force)]
            self.claims[target].append(self.to.claim(holder, stance, self.content(target), place, cue=cue, reported_by=reporters))

    # -- steps --------------------------------------------------------------------------------------------------

    def premises(self, node: Node) -> list[int]:
        return [self.claims[id][0] for id in self.into[node.id] if self.claims.get(id)]

    def step(self, node: Node, conclusion: int) -> None:
        premises = self.premises(node)
        if not premises:
            return
        label, kind = _STEPS[node.type]
        scheme = "" if node.text in ("", node.type) else squeezed(node.text)
        said = self.places.get(node.id)
        plain = scheme in ("", DEFAULT_SCHEME.get(node.type, "")) and node.id not in self.targets
        if plain and said is None and self.set.text is not None and node.type != "MA":
            spans = [span for claim in (*premises, conclusion) for span in self.to.content_of(claim)]
            said = min(start for start, _ in spans), max(end for _, end in spans)
        if said is None or not (plain or step_words(self.to.between(*said))):
            said = self.to.add(sentence(label, scheme, [self.to.words_of(p) for p in premises], self.to.words_of(conclusion)))
            self.places[node.id] = said
        self.steps[node.id] = self.to.argument(premises, conclusion, kind, said)

    def content(self, id: str) -> tuple[Span, ...]:
        """The pieces of the text that are an I-node's words."""
        if id not in self.contents:
            place = self.place(id)
            self.contents.setdefault(id, (place,))
        return self.contents[id]

    def place(self, id: str) -> Span:
        """Where a node's words stand in the text; they are put at its end where they stand nowhere."""
        if id not in self.places:
            words = squeezed(self.nodes[id].text)
            found: tuple[Span, ...] = ()
            if self.set.text and self.looked < _MAX_LOOKED:
                self.looked += len(self.set.text)
                found = _pieces(words, self.set.text, 0)
            if len(found) > 1 and self.nodes[id].type == "I":
                self.contents[id] = found
            self.places[id] = (found[0][0], found[-1][1]) if found else self.to.add(words)
        return self.places[id]


def _pieces(words: str, text: str, offset: int) -> tuple[Span, ...]:
    """Where words stand in a text that begins at an offset, each piece between ``…`` after the one before; empty for nowhere."""
    spans: list[Span] = []
    at = 0
    for piece in words.split(" … "):
        found = re.compile(r"\s+".join(map(re.escape, piece.split()))).search(text, at)
        if not found or found.start() == found.end():
            return ()
        spans.append((offset + found.start(), offset + found.end()))
        at = found.end()
    return tuple(spans)


def _stance(force: str) -> Stance:
    words = force.casefold().replace(" ", "")
    if "question" in words or "challeng" in words:
        return "questions"
    return "denies" if "disagree" in words or "deny" in words or "reject" in words else "asserts"
