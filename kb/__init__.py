"""Doxograph: who held which opinion, with the words that say so."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kb.errors import DoxographError, InputError, StoreError, UsageError
    from kb.explanation import Explanation, explain
    from kb.knowledge_base import KnowledgeBase, extract, open
    from kb.model import Argument, Claim, Document, Entity, Evidence, Relation, Source, Statements

__all__ = [
    "Argument",
    "Claim",
    "Document",
    "DoxographError",
    "Entity",
    "Evidence",
    "Explanation",
    "InputError",
    "KnowledgeBase",
    "Relation",
    "Source",
    "Statements",
    "StoreError",
    "UsageError",
    "explain",
    "extract",
    "open",
]

_HOME = {
    "kb.errors": ("DoxographError", "InputError", "StoreError", "UsageError"),
    "kb.explanation": ("Explanation", "explain"),
    "kb.knowledge_base": ("KnowledgeBase", "extract", "open"),
    "kb.model": ("Argument", "Claim", "Document", "Entity", "Evidence", "Relation", "Source", "Statements"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> Any:
    # a name loads its module when it is first used: importing kb alone loads no store and no spaCy
    if name not in _MODULE:
        raise AttributeError(f"module 'kb' has no attribute {name!r}")
    value = getattr(import_module(_MODULE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
