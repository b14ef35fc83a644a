"""The house rules as tests: style, types, import directions, and what importing costs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["mypy"], ["lint-imports", "--no-cache"]],
    ids=["ruff", "mypy", "import-linter"],
)
def test_linters_find_nothing(command: list[str]) -> None:
    done = run(str(BIN / command[0]), *command[1:])
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


@pytest.mark.parametrize("module", ["kb", "kb.queries", "kb.store", "kb.vocabulary", "webapp"])
def test_importing_loads_no_spacy(module: str) -> None:
    done = run(sys.executable, "-c", f"import sys, {module}; sys.exit('spacy' in sys.modules)")
    assert done.returncode == 0, f"importing {module} loads spaCy\n{done.stderr}"


def test_spacy_is_imported_in_the_pipeline_and_statements_only() -> None:
    allowed = ("kb/pipeline/", "kb/statements.py")
    pattern = re.compile(r"^\s*(?:from|import) spacy\b", re.MULTILINE)
    found = [
        str(path.relative_to(ROOT))
        for folder in ("kb", "webapp")
        for path in (ROOT / folder).rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8")) and not str(path.relative_to(ROOT)).startswith(allowed)
    ]
    assert found == []


def test_every_module_says_what_it_is() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for folder in ("kb", "webapp")
        for path in (ROOT / folder).rglob("*.py")
        if path.read_text(encoding="utf-8").strip() and not path.read_text(encoding="utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_vague_folder_names() -> None:
    vague = {"utils", "util", "helpers", "common", "services", "manager", "misc"}
    ours = (p for folder in ("kb", "webapp") for p in (ROOT / folder).rglob("*") if "node_modules" not in p.parts)
    assert [p for p in ours if p.stem in vague] == []
