"""A lineage in plain words, or as JSON."""

from __future__ import annotations

from typing import Any

from kb.formats import objects
from kb.queries.lineage import Lineage, Link, Path, Step

ARROWS = {"affirmed": "◄──", "denied": "◄·✕·", "uncertain": "◄╌╌", "contested": "◄══"}


def to_text(lineage: Lineage) -> str:
    """Paths first, where a goal was given; then every link by year, with who says what in which words."""
    lines = _heading(lineage)
    for path in lineage.paths:
        lines.append(f"  {_drawn(path)}")
    if lineage.paths:
        lines.append("")
    for link in lineage.links:
        lines.append(f"{_dated(link):>10}  {link.later.label} {ARROWS[link.standing]} {link.earlier.label}   {_kind(link)}")
        lines += [f"{'':>12}{_said(step, link)}" for step in link.steps]
    if not lineage.links:
        lines.append("No statement links it to anything earlier or later.")
    if lineage.truncated:
        lines += ["", "There is more: raise --steps."]
    return "\n".join(lines) + "\n"


def to_json(lineage: Lineage) -> str:
    """Everything a lineage holds, as one JSON object."""
    data = {
        "start": lineage.start.path,
        "goal": lineage.goal.path if lineage.goal else None,
        "direction": lineage.direction,
        "truncated": lineage.truncated,
        "nodes": [
            {
                "id": node.ref.path,
                "label": node.ref.label,
                "type": node.ref.type,
                "year": node.year,
                "year_from": node.year_from,
                "distance": node.distance,
                "margin": node.margin,
            }
            for node in lineage.nodes
        ],
        "links": [_link(link) for link in lineage.links],
        "paths": [
            {
                "nodes": [ref.path for ref in path.nodes],
                "standing": path.standing,
                "links": [[link.later.path, link.predicate, link.earlier.path] for link in path.links],
            }
            for path in lineage.paths
        ],
    }
    return objects.to_json(data)


def _heading(lineage: Lineage) -> list[str]:
    if lineage.goal is None:
        where = {"back": "what it comes from", "forward": "what came of it", "both": "what it comes from and what came of it"}
        return [f"{lineage.start.label}: {where[lineage.direction]}", ""]
    between = f"{lineage.start.label} and {lineage.goal.label}"
    if lineage.paths:
        return [f"{between}: {len(lineage.paths)} path{'s' if len(lineage.paths) > 1 else ''}", ""]
    if lineage.links:
        return [f"{between}: no path is affirmed; the links below are denied or uncertain (--through follows them)", ""]
    return [f"{between}: no path"]


def _drawn(path: Path) -> str:
    words = path.nodes[0].label
    for before, link, after in zip(path.nodes, path.links, path.nodes[1:], strict=False):
        arrow = ARROWS[link.standing] if link.later == before else ARROWS[link.standing][::-1].replace("◄", "►")
        words += f" {arrow} {after.label}"
    return words if path.standing == "affirmed" else f"{words}   [{path.standing}]"


def _dated(link: Link) -> str:
    if link.year is None:
        return "undated"
    return f"[{link.year}]" if link.year_from == "vocabulary" else str(link.year)


def _kind(link: Link) -> str:
    notes = [link.predicate.replace("_", " ")]
    if link.standing != "affirmed":
        notes.append(link.standing)
    if not link.followed:
        notes.append("not followed")
    if link.year_from == "vocabulary":
        notes.append("year from the vocabulary")
    return f"({', '.join(notes)})"


def _said(step: Step, link: Link) -> str:
    evidence = step.relation.evidence
    polarity = "" if step.polarity == "affirmed" and link.standing == "affirmed" else f"{step.polarity} by "
    words = " ".join(evidence.quote.split())
    return f"{polarity}{step.asserted_by.label}: “{words}” {evidence.source.id} {evidence.start}–{evidence.end}"


def _link(link: Link) -> dict[str, Any]:
    return {
        "later": link.later.path,
        "earlier": link.earlier.path,
        "predicate": link.predicate,
        "standing": link.standing,
        "followed": link.followed,
        "year": link.year,
        "year_from": link.year_from,
        "steps": [
            {
                "subject": step.subject.path,
                "predicate": step.predicate,
                "object": step.object.path,
                "polarity": step.polarity,
                "asserted_by": step.asserted_by.path,
                "asserter": step.asserted_by.label,
                "quote": step.relation.evidence.quote,
                "source": step.relation.evidence.source.id,
                "start": step.relation.evidence.start,
                "end": step.relation.evidence.end,
                "year": step.year,
                "year_from": step.year_from,
                "confidence": step.relation.confidence,
                "statement": step.relation.iri,
            }
            for step in link.steps
        ],
    }
