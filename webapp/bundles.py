"""The scripts that esbuild made of ``frontend/src``, as a template names them."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

BUILT = Path(__file__).parent / "static" / "built"


def bundle(name: str) -> Markup:
    """The script and the style sheet of a page, as far as they were built; every page can be read without."""
    tags = []
    for ending, tag in (("css", '<link rel="stylesheet" href="{}">'), ("js", '<script type="module" src="{}"></script>')):
        try:
            changed = (BUILT / f"{name}.{ending}").stat().st_mtime_ns
        except OSError:
            continue
        tags.append(Markup(tag).format(f"/static/built/{name}.{ending}?v={_digest(name, ending, changed)}"))
    return Markup("\n").join(tags)


@lru_cache(maxsize=64)
def _digest(name: str, ending: str, changed: int) -> str:
    return hashlib.sha256((BUILT / f"{name}.{ending}").read_bytes()).hexdigest()[:12]
