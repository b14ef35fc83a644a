"""The viewer: server-rendered pages over a knowledge base."""

from __future__ import annotations

from webapp.app import create_app

__all__ = ["create_app"]
