"""Texts handed in through the browser, kept in ``uploads/`` of the data folder with what was said of them."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.errors import InputError, StoreError
from kb.readers import MAX_BYTES, extensions, reader_of
from kb.sources import slug

FOLDER = "uploads"
LISTING = "sources.toml"
LARGEST = MAX_BYTES  #: bytes of a file
_LONGEST = {"title": 300, "author": 200, "name": 120}  # characters
_YEARS = range(-3000, 3000)


@dataclass(frozen=True, slots=True)
class Upload:
    """A kept text: its folder's name, its file's name, and the particulars that were given."""

    key: str
    file: str
    title: str = ""
    author: str = ""
    year: int | None = None

    def to_payload(self) -> dict[str, Any]:
        """What a job holds of it."""
        return {"upload": self.key, "file": self.file, "title": self.title, "author": self.author, "year": self.year}


def of_payload(payload: Mapping[str, Any]) -> Upload:
    """The upload that a job speaks of. Raises InputError where it speaks of none."""
    key, file = str(payload.get("upload", "")), str(payload.get("file", ""))
    if not re.fullmatch(r"[0-9a-f]{16}", key) or file != Path(file).name or not file:
        raise InputError("the job names no kept text", remedy="Add the text again.")
    year = payload.get("year")
    return Upload(
        key, file, str(payload.get("title", "")), str(payload.get("author", "")), int(year) if year is not None else None
    )


def keep(data: Path | str, name: str, content: bytes, *, title: str = "", author: str = "", year: str = "") -> Upload:
    """Keep a file under what it holds: the same file with the same particulars is kept once.

    Raises InputError where its ending is unknown, it is empty or too large, or a particular is wrong; StoreError where the data
    folder cannot be written. Whether it can be read shows when it is read.
    """
    file = _file_name(name)
    if not content.strip():
        raise InputError("the text is empty", where=file, remedy="Choose a file with a text in it, or paste one.")
    if len(content) > MAX_BYTES:
        what = f"the file is {len(content) / 1024**2:,.0f} MB large, the limit is {MAX_BYTES // 1024**2} MB"
        raise InputError(what, where=file, remedy="Split it, or give its text alone.")
    reader_of(Path(file))
    told = {"title": _line(title, "title"), "author": _line(author, "author")}
    when = _year(year)
    said = json.dumps([file, told["title"], told["author"], when], ensure_ascii=False).encode()
    key = hashlib.sha256(said + b"\0" + content).hexdigest()[:16]
    folder = Path(data) / FOLDER / key
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / ".new"
        beside.write_bytes(content)
        beside.replace(folder / file)
    except OSError as error:
        remedy = "See that the data folder can be written and has room."
        raise StoreError(f"the text cannot be kept ({error.strerror or error})", where=str(folder), remedy=remedy) from error
    return Upload(key, file, told["title"], told["author"], when)


def pasted_name(title: str, text: str) -> str:
    """A file name for a pasted text: its title, or its first words."""
    words = title.strip() or " ".join(text.split()[:8])
    return f"{slug(words.lower())[:60].strip('-._~') or 'pasted'}.txt"


def path_of(data: Path | str, upload: Upload) -> Path:
    """The kept file."""
    return Path(data) / FOLDER / upload.key / upload.file


def list_as(data: Path | str, upload: Upload, id: str) -> Path:
    """Write the listing that gives the text its id and particulars; the folder is then a corpus of one text."""
    told: dict[str, str | int] = {"file": upload.file}
    told |= {key: value for key, value in (("title", upload.title), ("author", upload.author)) if value}
    told |= {"year": upload.year} if upload.year is not None else {}
    # JSON's strings are TOML's, but for the one control character that _line takes out
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in told.items())
    folder = Path(data) / FOLDER / upload.key
    beside = folder / ".listing"
    try:
        beside.write_text(f"[{json.dumps(id)}]\n{lines}", encoding="utf-8")
        beside.replace(folder / LISTING)
    except OSError as error:
        remedy = "Add the text again."
        raise StoreError(f"the kept text is gone ({error.strerror or error})", where=str(folder), remedy=remedy) from error
    return folder


def handed_in(data: Path | str, id: str) -> bool:
    """Whether a kept text is the source of this id."""
    listings = (Path(data) / FOLDER).glob(f"*/{LISTING}")
    return any(listing.read_text("utf-8").startswith(f"[{json.dumps(id)}]\n") for listing in listings)


def discard(data: Path | str, upload: Upload) -> None:
    """Throw a kept text away; harmless when repeated."""
    with suppress(OSError):
        shutil.rmtree(Path(data) / FOLDER / upload.key)


def formats() -> tuple[str, ...]:
    """The endings of files that can be handed in."""
    return tuple(extensions())


def _file_name(name: str) -> str:
    plain = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(char for char in plain if char.isprintable()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem, ending = plain, ""
    if not plain or plain == LISTING:
        raise InputError("the file has no name", remedy="Give it a name that says its format, such as essay.txt.")
    return f"{slug(stem)[: _LONGEST['name']].strip('-._~') or 'text'}{dot}{ending.lower()[:10]}"


def _line(text: str, what: str) -> str:
    plain = " ".join("".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", text)).split())
    if len(plain) > _LONGEST[what]:
        raise InputError(f"the {what} is {len(plain)} characters long", remedy=f"At most {_LONGEST[what]} are kept: shorten it.")
    return plain


def _year(written: str) -> int | None:
    if not written.strip():
        return None
    try:
        year = int(written.strip())
    except ValueError:
        year = _YEARS.stop
    if year not in _YEARS:
        raise InputError(
            f"{written.strip()[:20]!r} is no year", remedy="Give the year as a number, such as 1941, or leave it out."
        )
    return year
