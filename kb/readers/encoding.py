"""Bytes to characters: the encoding is taken from the bytes themselves."""

from __future__ import annotations

import codecs
import re
import unicodedata

from kb.errors import InputError

_SIGNATURES = (  # the longer first: the UTF-32 mark begins with the UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Encodings of Latin letters in the order of trust; the first wins where several explain the bytes equally well.
_LATIN = ("cp1252", "mac_roman", "cp1250", "cp850")
_FOREIGN_SHARE = 0.12  # above this share of bytes beyond ASCII, a text is hardly English: the statistical detector decides
_MARKS = frozenset("‘’“”„«»–—…•§°£€©®·′″¿¡\u00a0")
_SAVE_AS = "Save it as UTF-8 and try again."


def decode(data: bytes, *, where: str = "") -> str:
    """The characters of a text file, line ends and all.

    A UTF-8 byte order mark stays as the character U+FEFF, so that the text is the file to the byte; in UTF-16 and UTF-32 the mark
    belongs to the encoding and is no character. Raises InputError for binary data and where no encoding explains the bytes.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            return _checked(_strictly(data, name, where), where)
    try:
        return _checked(data.decode("utf-8"), where)
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error, where)
    if b"\x00" in data:
        return _checked(_without_mark(data, where), where)
    return _checked(_eight_bit(data, where), where)


def _strictly(data: bytes, name: str, where: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise InputError(
            f"the file begins as {name.upper()} but breaks off or is damaged at byte {error.start}", where=where, remedy=_SAVE_AS
        ) from error


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError, where: str) -> None:
    # a file that is UTF-8 nearly everywhere is damaged, not Windows-1252: decoding it so would garble every accent
    sound = data.decode("utf-8", errors="ignore")
    accents = sum(1 for c in sound if ord(c) > 127)
    broken = data.decode("utf-8", errors="replace").count("\ufffd")
    cut = error.end == len(data) and "end of data" in error.reason
    if accents >= 4 * broken and (accents or cut) and not _looks_binary(data[:4096]):
        line = data.count(b"\n", 0, error.start) + 1
        what = f"byte {error.start} (line {line}) is not UTF-8, the rest is"
        if cut:
            what = "the file is cut off within its last character"
        raise InputError(what, where=where, remedy="Get the whole file again, or save it anew as UTF-8.") from error


def _without_mark(data: bytes, where: str) -> str:
    """UTF-16 without its mark shows by zero bytes at every second place."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(data) % 2 == 0 and max(even, odd) > len(sample) * 0.3 and min(even, odd) < len(sample) * 0.05:
        return _strictly(data, "utf-16-be" if even > odd else "utf-16-le", where)
    raise _binary(where)


def _eight_bit(data: bytes, where: str) -> str:
    if _looks_binary(data[:65536]):
        raise _binary(where)
    beyond = sum(1 for byte in data[:65536] if byte > 127)
    if beyond <= _FOREIGN_SHARE * min(len(data), 65536):
        readings = [text for text in (_try(data, name) for name in _LATIN) if text is not None]
        if readings:
            return min(readings, key=_oddness)  # min keeps the first of equals
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise InputError("the file's character encoding cannot be told", where=where, remedy=_SAVE_AS)
    return data.decode(best.encoding)  # str(best) would alter line ends


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _oddness(text: str) -> float:
    """How many characters beyond ASCII stand where no English or European word would have them."""
    odd = 0.0
    for found in re.finditer(r"[^\x00-\x7f]", text):
        at, char = found.start(), found[0]
        before = text[at - 1] if at else " "
        after = text[at + 1] if at + 1 < len(text) else " "
        if char.isalpha():
            odd += 1.0 if char.isupper() and before.islower() else 0.6 if not before.isalpha() and not after.isalpha() else 0.0
            odd += 0.0 if char in _COMMON else 0.4
        elif char not in _MARKS:
            odd += 1.0
        elif char in "“‘„«¿¡" and before.isalpha():
            odd += 0.5
    return odd


_COMMON = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßœšžÀÁÂÄÅÆÇÈÉÊÍÑÓÖØÚÜŠŽŒ")


def _checked(text: str, where: str) -> str:
    head = text[:65536]
    strange = sum(1 for c in head if unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v\x1a\x85\x1b")
    if "\x00" in text or strange > max(2, len(head) * 0.01):
        raise _binary(where)
    return text


def _looks_binary(sample: bytes) -> bool:
    odd = sum(1 for byte in sample if byte < 32 and byte not in b"\t\n\r\f\v\x1a\x1b")
    return b"\x00" in sample or odd > max(2, len(sample) * 0.01)


def _binary(where: str) -> InputError:
    remedy = "Give a text, or a document under its own extension."
    return InputError("the file is binary data, not text", where=where, remedy=remedy)
