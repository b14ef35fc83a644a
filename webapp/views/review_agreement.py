"""How far reviewers agree."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import Response, jsonify, request

from kb.review import Agreement, agreement, decisions
from webapp.knowledge import knowledge
from webapp.rendering import render


@dataclass(frozen=True, slots=True)
class Page:
    """Kappa of each pair, alpha of all, and where they differ."""

    title: str
    told: Agreement


def show() -> Response:
    """The figures; ``?format=json`` for scripts."""
    told = agreement(decisions(knowledge().data))
    if request.args.get("format") == "json":
        return jsonify(asdict(told))
    return render(Page("Agreement between reviewers", told))
