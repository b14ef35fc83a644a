"""``python -m kb.vocabulary.document`` writes docs/vocabulary.md and its picture from the Turtle."""

from __future__ import annotations

from pathlib import Path

from kb.terms import DOX
from kb.vocabulary.description import OTHERS, TermEntry, entries
from kb.vocabulary.picture import svg

DOCS = Path(__file__).parents[2] / "docs"
PAPER = "#fffdf8"
_HEADINGS = {"class": "Classes", "property": "Properties", "individual": "Values"}
_INTRODUCTION = f"""# The vocabulary

*Generated from `kb/vocabulary/*.ttl` by `python -m kb.vocabulary.document`; a test holds the two equal.*

The terms that the graph is written in stand under `{DOX.iri}`, prefix `dox:`. The viewer shows them at `/ns`,
as a page and as RDF. `ontology.ttl` and `relations.ttl` define them, `shapes.ttl` (SHACL) says what a sound graph looks like, and
`alignments.ttl` how they stand to other vocabularies. The alignments are not loaded by default: only classes are subclasses of
others', all else is close or akin, and nothing is claimed to be the same.

![The classes and what links them](vocabulary.svg)
"""


def markdown() -> str:
    """The page."""
    parts = [_INTRODUCTION]
    for kind, heading in _HEADINGS.items():
        chosen = [entry for entry in entries() if entry.kind == kind]
        parts.append(f"## {heading}\n\n" + "\n".join(_term(entry) for entry in chosen))
    parts.append("## Others' vocabularies\n\n| prefix | namespace |\n|---|---|\n" + "\n".join(_others()) + "\n")
    return "\n".join(parts)


def _others() -> list[str]:
    used = {other.partition(":")[0] for entry in entries() for _, other in entry.aligned}
    return [f"| `{prefix}` | {iri} |" for prefix, iri in sorted(OTHERS.items()) if prefix in used]


def _term(entry: TermEntry) -> str:
    lines = [f"### dox:{entry.name}\n", f"*{entry.label}.* {entry.comment}\n"]
    facts = {
        "subclass of": ", ".join(f"`{wider}`" for wider in entry.wider),
        "is a": ", ".join(f"`{kind}`" for kind in entry.types if kind.startswith("dox:")),
        "from": f"`{entry.domain}`" if entry.domain else "",
        "to": f"`{entry.range}`" if entry.range else "",
        "example": f"`{entry.example.replace('`', '')}`",
        "elsewhere": ", ".join(f"{how.partition(':')[2]} `{other}`" for how, other in entry.aligned),
    }
    return "\n".join([*lines, *(f"- {name}: {said}" for name, said in facts.items() if said)]) + "\n"


def main() -> None:
    """Write both files."""
    (DOCS / "vocabulary.md").write_text(markdown(), "utf-8")
    (DOCS / "vocabulary.svg").write_text(svg(paper=PAPER), "utf-8")


if __name__ == "__main__":
    main()
