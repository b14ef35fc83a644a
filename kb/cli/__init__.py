"""The command line: thin verbs that parse, call, print."""

from __future__ import annotations

from kb.cli.verbs import app

__all__ = ["app", "main"]


def main() -> None:
    """Run ``doxograph``."""
    app()
