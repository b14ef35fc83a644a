"""Overlapping spans cut at their boundaries, so that each is drawn on a text without crossing tags."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A stretch of a text that a statement underlines: code-point offsets, end exclusive."""

    start: int
    end: int
    kind: str  # claim, relation, argument or cue
    manner: str = ""  # the stance, polarity or argument kind
    number: int = 0  # of the margin note that explains it
    ends: bool = False  # the note's number stands after it
    voice: int = 0  # which of the leading voices says it, from 1 on; 0 where voices are not told apart


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of characters under one set of marks; ``opens`` begin with it, ``closes`` end with it."""

    text: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()

    @property
    def layers(self) -> tuple[Mark, ...]:
        """One mark a kind, widest first: what is drawn, since a second line of a kind would hide under the first."""
        if len(self.marks) < 2:
            return self.marks
        found: dict[str, Mark] = {}
        for mark in sorted(self.marks, key=lambda m: (m.start - m.end, m.start, m.kind, m.manner, m.number)):
            found[mark.kind] = mark
        return tuple(found.values())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The notes that speak of these characters, ascending."""
        return tuple(sorted({mark.number for mark in self.marks if mark.number}))


def cut(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> tuple[Segment, ...]:
    """The text from ``start`` to ``end`` as segments, in order; their texts joined are the text again.

    Marks that reach beyond the stretch are cut off at its ends: they open or close in the stretch that holds that end.
    """
    end = len(text) if end is None else end
    inside = sorted({m for m in marks if m.start < end and m.end > start and m.start < m.end})
    bounds = sorted({start, end} | {p for m in inside for p in (m.start, m.end) if start < p < end})
    over: list[list[Mark]] = [[] for _ in bounds[:-1]]
    for mark in inside:
        for i in range(bisect_right(bounds, max(mark.start, start)) - 1, bisect_left(bounds, min(mark.end, end))):
            over[i].append(mark)
    return tuple(
        Segment(
            text[left:right],
            tuple(covering),
            tuple(m for m in covering if m.start == left),
            tuple(m for m in covering if m.end == right),
        )
        for left, right, covering in zip(bounds, bounds[1:], over, strict=False)
        if left < right
    )


def drawn(segments: Iterable[Segment], numbered: bool = False) -> Markup:
    """Segments in their spans, ``numbered`` with the numbers of their notes. A text has thousands: no template is so quick."""
    parts: list[str] = []
    for segment in segments:
        for mark in segment.opens:
            if mark.kind == "anchor":
                parts.append(f'<span class="anchor" id="span-{mark.start}-{mark.end}"></span>')
        for mark in segment.opens:
            if mark.kind == "hit":
                parts.append(f'<span class="anchor" id="hit-{mark.start}"></span>')
        layers = [mark for mark in segment.layers if mark.kind != "anchor"] if segment.marks else []
        for mark in layers:
            notes = f' data-notes="{" ".join(map(str, segment.numbers))}"' if numbered and mark is layers[-1] else ""
            parts.append(f'<span class="m {mark.kind} {mark.manner}{_voice(mark)}"{notes}>')
        parts.append(escape(segment.text))
        parts += ["</span>"] * len(layers)
        if numbered and segment.closes:
            ending: dict[int, Mark] = {}
            for mark in segment.closes:
                if mark.ends:
                    ending.setdefault(mark.number, mark)
            parts += [_reference(ending[number]) for number in sorted(ending)]
    return Markup("".join(parts))


def _reference(mark: Mark) -> str:
    n = mark.number
    return (
        f'<a class="ref {mark.kind}{_voice(mark)}" id="ref-{n}" href="#note-{n}" aria-describedby="note-{n}">'
        f'<span class="unseen">note </span>{n}</a>'
    )


def _voice(mark: Mark) -> str:
    return f" v{mark.voice}" if mark.voice else ""
