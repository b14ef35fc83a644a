"""A picture of the vocabulary: its classes as boxes, its object properties as arrows between them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from xml.sax.saxutils import escape

from kb.vocabulary.description import TermEntry, entries

WIDTH, HEIGHT = 1040, 730
HALF = 92  #: of a box's width
LINE = 17  #: pixels of a line of words
ALONG = 0.4  #: of an arrow's way, where its words stand


@dataclass(frozen=True, slots=True)
class Box:
    """A class with those that are drawn inside it; its centre in pixels."""

    name: str
    x: int
    y: int
    inside: tuple[str, ...] = ()

    @property
    def half(self) -> int:
        """Half of its height."""
        return (LINE * (1 + len(_lines(self.inside))) + 16) // 2


# Where a box stands is the one thing that the ontology does not say.
BOXES = (
    Box("Source", 104, 70, ("ConstructedSource",)),
    Box("TextSpan", 500, 70, ("Evidence", "Block")),
    Box("Argument", 104, 260),
    Box("Claim", 376, 260),
    Box("Proposition", 650, 260),
    Box("Relation", 920, 350),
    Box("Party", 376, 460, ("TextVoice",)),
    Box("Entity", 640, 460, ("Theorist", "Group", "Work", "Theory", "Case")),
    Box("Answer", 640, 640),
    Box("Issue", 920, 640, ("WordList",)),
)
#: what the joined forms repeat (graph/derived), and what speaks of classes that share something only
LEFT_OUT = frozenset(
    {"holderEntity", "aboutEntity", "subjectEntity", "objectEntity", "assertedByEntity", "answerParty", "replaces"}
)
#: what shapes.ttl does not allow, though the property is of all statements
NEVER = frozenset({("Argument", "answers"), ("Argument", "answersTentatively")})
#: named below the boxes, for they only gather what others share, or list values
GATHERING = ("Statement", "Question", "Dated", "Extracted", "IdeaBearer", "Proponent", "Thinker")


def svg(*, paper: str = "") -> str:
    """The picture as SVG, in the ink of what surrounds it; ``paper`` gives it a ground of its own, and dark ink."""
    boxes = {name: box for box in BOXES for name in (box.name, *box.inside)}
    classes = {entry.name: entry for entry in entries() if entry.kind == "class"}
    values = sorted(name for name in classes if name not in boxes and name not in GATHERING)
    arrows = sorted(_arrows(boxes, classes).items(), key=lambda item: item[1])
    parts = [line for ends, _ in arrows if (line := _line(*ends))] + [_box(box) for box in BOXES]
    # names last, on a ground of their own: no line strikes one
    parts.append(f'<g stroke="{paper or "var(--paper, white)"}" stroke-width="4" paint-order="stroke">')
    parts += [_labels(*ends, labels) for ends, labels in arrows] + ["</g>"]
    feet = (f"What several share: {', '.join(GATHERING)}", f"Closed lists of values: {', '.join(values)}")
    parts += [_words(escape(text), 12, HEIGHT - 26 + 18 * place, "start", 12) for place, text in enumerate(feet)]
    ground = f'<rect width="{WIDTH}" height="{HEIGHT + 8}" fill="{paper}"/>' if paper else ""
    ink = ' color="#222222"' if paper else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + 8}" role="img" '
        f'font-family="Georgia, serif" fill="currentColor"{ink} stroke-linejoin="round">'
        "<title>The classes of the Doxograph vocabulary and what links them</title>"
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="currentColor"/></marker></defs>'
        f"{ground}\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _arrows(boxes: dict[str, Box], classes: dict[str, TermEntry]) -> dict[tuple[Box, Box], list[str]]:
    """The object properties that are drawn, by the boxes that they link."""
    found: dict[tuple[Box, Box], list[str]] = defaultdict(list)
    for entry in entries():
        if (
            entry.kind != "property"
            or "dox:RelationKind" in entry.types
            or entry.name in LEFT_OUT
            or "(contested)" in entry.label
        ):
            continue
        start, end = (part.removeprefix("dox:") for part in (entry.domain, entry.range))
        for first in _drawn(start, boxes, classes):
            for second in _drawn(end, boxes, classes):
                if (first.name, entry.name) not in NEVER:
                    found[first, second].append(entry.name)
    return found


def _drawn(name: str, boxes: dict[str, Box], classes: dict[str, TermEntry]) -> list[Box]:
    """The box of a class, or those of its subclasses where it has none itself."""
    if name in boxes:
        return [boxes[name]]
    below = (inner for inner, entry in classes.items() if f"dox:{name}" in entry.wider)
    return list(dict.fromkeys(box for inner in below for box in _drawn(inner, boxes, classes)))


def _box(box: Box) -> str:
    top = box.y - box.half
    words = [_words(box.name, box.x, top + 20, "middle", 15)]
    words += [
        _words(line, box.x, top + 20 + LINE * (n + 1), "middle", 12, italic=True) for n, line in enumerate(_lines(box.inside))
    ]
    size = f'x="{box.x - HALF}" y="{top}" width="{2 * HALF}" height="{2 * box.half}"'
    frame = f'<rect {size} rx="4" fill="none" stroke="currentColor"/>'
    return frame + "".join(words)


def _lines(inside: tuple[str, ...]) -> list[str]:
    """The classes inside a box, three a line."""
    return [", ".join(inside[place : place + 3]) for place in range(0, len(inside), 3)]


def _line(start: Box, end: Box) -> str:
    """The arrow between two boxes; none from a box to itself."""
    if start is end:
        return ""
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    way = f"M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}"
    return f'<path d="{way}" fill="none" stroke="currentColor" stroke-width=".8" marker-end="url(#tip)"/>'


def _labels(start: Box, end: Box, labels: list[str]) -> str:
    """What an arrow is called."""
    if start is end:
        return _words(f"{', '.join(labels)} ↺", start.x, start.y + start.half + 15, "middle", 12)
    (x1, y1), (x2, y2) = _edge(start, end), _edge(end, start)
    # nearer to where it comes from, for arrows meet where they go
    x, y = x1 + ALONG * (x2 - x1), y1 + ALONG * (y2 - y1) - (7 * len(labels) if abs(y2 - y1) < LINE else 7 * len(labels) - 11)
    return "".join(_words(label, x, y + 14 * n, "middle", 12) for n, label in enumerate(labels))


def _edge(box: Box, other: Box) -> tuple[float, float]:
    """Where the line to another box's centre leaves a box."""
    dx, dy = other.x - box.x, other.y - box.y
    share = min(HALF / abs(dx) if dx else 9.0, box.half / abs(dy) if dy else 9.0)
    return box.x + dx * share, box.y + dy * share


def _words(text: str, x: float, y: float, anchor: str, size: int, *, italic: bool = False) -> str:
    slant = ' font-style="italic"' if italic else ""
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" font-size="{size}"{slant}>{text}</text>'
