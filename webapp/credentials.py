"""The token that lets a person write: a file of the data folder that only its owner may read."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from kb.errors import StoreError

FILE = "token"


def read_token(data: Path) -> str | None:
    """The token of a data folder; None where none was made yet."""
    try:
        return (data / FILE).read_text("ascii").strip() or None
    except (OSError, ValueError):
        return None


def make_token(data: Path, *, new: bool = False) -> str:
    """The token of a data folder, made where there is none, or where another is wanted: that ends every login.

    Raises StoreError where the folder cannot be written.
    """
    found = read_token(data)
    if found and not new:
        return found
    made, beside = secrets.token_urlsafe(32), data / f".{FILE}.{os.getpid()}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(made + "\n")
        if new:
            beside.replace(data / FILE)
        else:
            with suppress(FileExistsError):  # another process was quicker: its token holds
                os.link(beside, data / FILE)
            beside.unlink()
    except OSError as error:
        remedy = "See that the folder can be written: a login needs a token there."
        raise StoreError(
            f"the token cannot be kept ({error.strerror or error})", where=str(data / FILE), remedy=remedy
        ) from error
    return read_token(data) or made


def is_token(data: Path, given: str) -> bool:
    """Whether this is the data folder's token; takes as long for a wrong one as for the right one."""
    token = read_token(data)
    return token is not None and hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())


def signing_key(token: str) -> bytes:
    """What sessions are signed with; another token makes another key, and so ends them."""
    return hashlib.sha256(b"doxograph session\0" + token.encode()).digest()
