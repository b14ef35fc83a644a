"""Texts of gold annotations that are not kept in this repository, read from the package they come from.

``python tests/gold/fetch.py PART FOLDER`` lays PART's texts and annotations side by side into FOLDER.
"""

from __future__ import annotations

import os
import shutil
import sys
import tomllib
from hashlib import sha256
from pathlib import Path

from kb.errors import DoxographError, InputError
from kb.readers import read

FOLDER_VARIABLE = "DOXOGRAPH_FAQ"


def fetch(part: Path, into: Path) -> Path:
    """Write NAME.txt and NAME.json of every excerpt that ``part/sources.toml`` lists into a folder; gives back that folder.

    Offsets there are code points into the text that our reader gives of the package's file. Raises InputError where the package
    is missing or has another text.
    """
    sources = tomllib.loads((part / "sources.toml").read_text(encoding="utf-8"))
    package = sources.pop("package")
    folder = Path(os.environ.get(FOLDER_VARIABLE, package["folder"]))
    into.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        (into / f"{name}.txt").write_bytes(excerpt(folder / source["file"], source, package).encode())
        shutil.copy(part / f"{name}.json", into)
    return into


def excerpt(file: Path, source: dict[str, str | int], package: dict[str, str]) -> str:
    """The characters that were annotated. Raises InputError where the file is missing or reads otherwise now."""
    wanted = f"{package['name']} {package['version']}"
    if not file.exists():
        remedy = f"Install Debian's package {wanted}, or name the folder of its pages in {FOLDER_VARIABLE}."
        raise InputError("the text of this annotation is not here", where=str(file), remedy=remedy)
    text = read(file).text
    start, end = int(source["start"]), int(source["end"])
    # what stands before an excerpt may come to be read otherwise without its own words changing: look around before giving up
    for shift in sorted(range(-start, len(text) - end + 1), key=abs) if len(text) >= end else range(-start, 1):
        part = text[start + shift : end + shift]
        if sha256(part.encode()).hexdigest() == source["sha256"]:
            return part
    raise InputError("this file has another text than was annotated", where=str(file), remedy=f"Take it from {wanted}.")


if __name__ == "__main__":
    try:
        fetch(Path(sys.argv[1]), Path(sys.argv[2]))
    except DoxographError as error:
        sys.exit(str(error))
