"""A comparison written down: CSV, JSON, Markdown, LaTeX.

Quotes come with it: a row each in CSV, numbered notes under the table in Markdown and LaTeX.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from kb.formats import objects
from kb.formats.csv import to_csv
from kb.queries.compare import Cell, Comparison, Support
from kb.queries.congruence import Pair, congruence

MARKS = {"affirms": "●", "denies": "⊘", "answer": "●", "contested": "⇄", "qualified": "◐", "not_stated": "–"}
_PARTINGS = 3  # issues that a sentence on what separates two parties names
_NOTES = 3  # quotes under a Markdown or LaTeX table for each cell; CSV and JSON hold all

_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def words(cell: Cell) -> str:
    """A cell in words: silence is *not stated*, never a denial."""
    labels = " / ".join(given.answer.label for given in cell.answers)
    match cell.status:
        case "answer":
            return labels
        case "contested":
            return f"contested within: {labels}"
        case "qualified":
            return f"qualified: {labels}"
        case "not_stated":
            return "not stated"
        case _:
            return cell.status


def parting(pair: Pair) -> str:
    """What separates two parties, in one sentence."""
    first, second = pair.first.label, pair.second.label
    if not pair.both:
        return f"No question is answered outright by both {first} and {second}."
    if not pair.parted:
        return f"{first} and {second} give the same answer to the {_questions(pair.both)} on which both take a side."
    named = [f"“{p.issue.question}” ({first}: {p.first.label}; {second}: {p.second.label})" for p in pair.parted[:_PARTINGS]]
    more = len(pair.parted) - len(named)
    if more:
        named.append(_questions(more, "more"))
    others = _questions(len(pair.shared), "other" if len(pair.shared) == 1 else "others")
    agreed = f", and agree on {others}" if pair.shared else ""
    return f"{first} and {second} part over {_listed(named)}{agreed}."


def to_csv_text(comparison: Comparison) -> str:
    """A row for each statement behind a cell, and one for each cell that nothing is stated for."""
    header = (
        "issue", "question", "party", "status", "answer", "tentative", "through", "holder",
        "quote", "source", "page", "start", "end", "confidence",
    )  # fmt: skip

    def rows() -> Iterator[tuple[object, ...]]:
        for row in comparison.rows:
            for party, cell in zip(comparison.parties, row.cells, strict=True):
                head = (row.issue.id, row.issue.question, party.ref.label, cell.status)
                for support in cell.supports:
                    given, quote = support.given, support.quote
                    place = (quote.quote, quote.source.id, quote.page, quote.start, quote.end, support.statement.confidence)
                    yield *head, given.answer.id, _yes(given.tentative), support.through, support.holder.label, *place
                if not cell.supports:
                    yield *head, *[None] * 10

    return to_csv(header, rows())


def to_json(comparison: Comparison) -> str:
    """Everything a comparison holds, as one JSON object."""
    data = {
        "parties": [
            {
                "iri": party.ref.iri,
                "label": party.ref.label,
                "type": party.ref.type,
                "holders": [ref.label for ref in party.holders],
                "contested_holders": [ref.label for ref in party.contested_holders],
            }
            for party in comparison.parties
        ],
        "issues": [
            {
                "id": row.issue.id,
                "question": row.issue.question,
                "cells": [
                    {"party": party.ref.label, **_cell(cell)} for party, cell in zip(comparison.parties, row.cells, strict=True)
                ],
            }
            for row in comparison.rows
        ],
        "pairs": [
            {
                "parties": [pair.first.label, pair.second.label],
                "shared": [issue.id for issue in pair.shared],
                "parted": [{"issue": p.issue.id, "answers": [p.first.id, p.second.id]} for p in pair.parted],
                "jaccard": _rounded(pair.jaccard),
                "over_both": _rounded(pair.over_both),
                "parting": parting(pair),
            }
            for pair in congruence(comparison)
        ],
    }
    return objects.to_json(data)


def to_markdown(comparison: Comparison) -> str:
    """A table with numbered quotes under it."""
    body, notes = _numbered(comparison, lambda numbers: "".join(f" [{n}]" for n in numbers))
    head = ["", *(party.ref.label for party in comparison.parties)]
    lines = [_piped(head), _piped(["---"] * len(head)), *(_piped(row) for row in body), ""]
    lines += [f"{n}. {_note(support)}" for n, support in enumerate(notes, 1)]
    return "\n".join(lines).rstrip() + "\n"


def to_latex(comparison: Comparison) -> str:
    """A ``tabularx`` table (packages ``tabularx`` and ``booktabs``) with numbered quotes under it."""
    body, notes = _numbered(comparison, lambda numbers: "".join(f" [{n}]" for n in numbers))
    head = ["", *(party.ref.label for party in comparison.parties)]
    lines = [
        rf"\begin{{tabularx}}{{\linewidth}}{{{'X' * len(head)}}}",
        r"\toprule",
        *(" & ".join(map(latex, row)) + r" \\" + (r" \midrule" if n == 0 else "") for n, row in enumerate([head, *body])),
        r"\bottomrule",
        r"\end{tabularx}",
    ]
    if notes:
        lines += ["", r"\begin{enumerate}", *(rf"\item {latex(_note(s))}" for s in notes), r"\end{enumerate}"]
    return "\n".join(lines) + "\n"


def latex(text: str) -> str:
    """Text with every character that LaTeX reads otherwise escaped."""
    return "".join(_LATEX.get(character, character) for character in text)


def _numbered(comparison: Comparison, refer: Callable[[list[int]], str]) -> tuple[list[list[str]], list[Support]]:
    """The table's rows, cells in words, and the quotes that their numbers mean."""
    notes: list[Support] = []
    body = []
    for row in comparison.rows:
        cells = []
        for cell in row.cells:
            first = len(notes) + 1
            notes += cell.supports[:_NOTES]
            cells.append(f"{words(cell)}{refer(list(range(first, len(notes) + 1)))}")
        body.append([row.issue.question, *cells])
    return body, notes


def _note(support: Support) -> str:
    quote = support.quote
    page = f", p. {quote.page}" if quote.page else ""
    year = f" ({quote.source.year})" if quote.source.year else ""
    held = f" — {support.holder.label}," if support.through == "holder" else " —"
    return f"“{' '.join(quote.quote.split())}”{held} {quote.source.title}{year}{page}, {quote.start}–{quote.end}"


def _piped(cells: list[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "status": cell.status,
        "answers": [given.answer.id for given in cell.answers],
        "supports": [
            {
                "answer": support.given.answer.id,
                "tentative": support.given.tentative,
                "through": support.through,
                "holder": support.holder.label,
                "quote": support.quote.quote,
                "source": support.quote.source.id,
                "page": support.quote.page,
                "start": support.quote.start,
                "end": support.quote.end,
                "confidence": support.statement.confidence,
                "statement": support.statement.iri,
            }
            for support in cell.supports
        ],
    }


def _questions(number: int, word: str = "") -> str:
    """ "one question", "two others", "3 more"."""
    counted = {1: "one", 2: "two"}.get(number, str(number))
    return f"{counted} {word or ('question' if number == 1 else 'questions')}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 3)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
