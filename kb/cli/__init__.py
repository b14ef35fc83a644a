"""The command line: thin verbs that parse, call, print."""

from __future__ import annotations

import io
import sys

from kb.cli.verbs import app

__all__ = ["app", "main"]


def main() -> None:
    """Run ``doxograph``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another: that ends no run
    app()
