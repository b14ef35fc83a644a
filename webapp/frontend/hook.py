"""Has hatchling bundle the viewer's scripts before it packs them, for wheels and editable installs alike."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Frontend(BuildHookInterface):
    """Bundles, and counts what comes of it in although git ignores it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See hatchling's interface of build hooks."""
        runpy.run_path(str(Path(self.root) / "webapp" / "frontend" / "bundling.py"))["bundle"]()
        build_data["artifacts"].append("webapp/static/built/*")
