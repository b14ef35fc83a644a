"""Zip containers (DOCX, EPUB) opened with their size, soundness and encryption checked first."""

from __future__ import annotations

import io
import zipfile
import zlib

from kb.errors import InputError

MAX_UNPACKED = 512 * 1024 * 1024  #: bytes; a container that would unpack to more is refused before it is unpacked
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how old Word files begin, and new ones locked with a password


def open_zip(data: bytes, kind: str, *, where: str = "") -> zipfile.ZipFile:
    """The container of a DOCX or EPUB file. Raises InputError where it is cut off, locked, damaged or unreasonably large."""
    if data.startswith(_OLE):
        raise InputError(
            f"the file is an old Word file or a {kind} locked with a password",
            where=where,
            remedy="Open it in a word processor and save it as .docx without a password.",
        )
    if not data.startswith(b"PK"):
        raise InputError(f"the file is not a {kind}", where=where, remedy="Give the file the extension of what it is.")
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
        entries = container.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise InputError(f"the {kind} is locked with a password", where=where, remedy="Save it without a password.")
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
            raise InputError(
                f"the {kind} would unpack to more than {MAX_UNPACKED // 1024**2} MB", where=where, remedy="Split the document."
            )
        damaged = container.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        raise InputError(f"the {kind} is cut off or damaged", where=where, remedy="Get the whole file again.") from error
    if damaged:
        raise InputError(f"the {kind} is damaged at {damaged}", where=where, remedy="Get the whole file again.")
    return container


def member(container: zipfile.ZipFile, name: str, kind: str, *, where: str = "") -> bytes:
    """One file of a container. Raises InputError where it is missing."""
    try:
        return container.read(name)
    except KeyError as error:
        raise InputError(f"the {kind} lacks its part {name}", where=where, remedy="Get the whole file again.") from error
