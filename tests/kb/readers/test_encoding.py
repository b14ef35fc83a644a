"""Bytes to characters, whatever wrote them."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputError
from kb.readers.encoding import decode

ENGLISH = "Castoriadis’s café essay – “Modern Capitalism” – was read in Zürich; Szelényi and Kołakowski had it too. "
PLAIN = "Raya Dunayevskaya wrote to Trotsky in 1938, and he answered. "


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_encodings(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


def test_the_utf8_mark_stays_and_others_go() -> None:
    assert decode(codecs.BOM_UTF8 + ENGLISH.encode()) == "\ufeff" + ENGLISH
    assert decode(ENGLISH.encode("utf-16")) == ENGLISH


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "mac_roman"])
def test_western_encodings_of_one_byte(encoding: str) -> None:
    text = PLAIN * 3 + "Castoriadis met Lefort in a café in Zürich, où l’été était déjà là; he said “no” – twice."
    text = text.replace("’", "'").replace("“", '"').replace("”", '"').replace("–", "-") if encoding == "latin-1" else text
    assert decode(text.encode(encoding)) == text


def test_curly_quotes_of_windows() -> None:
    text = PLAIN + "The workers’ state – so “degenerated” – was none."
    assert decode(text.encode("cp1252")) == text


def test_curly_quotes_of_the_old_macintosh() -> None:
    text = PLAIN + "The workers’ state — so “degenerated” — wasn’t one."
    assert decode(text.encode("mac_roman")) == text


def test_cyrillic_of_one_byte_is_decoded_so_that_its_language_can_be_named() -> None:
    text = "Бюрократия не является классом, говорил Троцкий, а является кастой, которая паразитирует на собственности. " * 4
    assert "Троцкий" in decode(text.encode("cp1251"))


def test_line_ends_survive_every_road() -> None:
    text = PLAIN + "\r\nA café.\rAnother.\n"
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert decode(text.encode(encoding)) == text


def test_utf8_cut_within_a_character() -> None:
    with pytest.raises(InputError, match="cut off within its last character"):
        decode(("é à ü ö " * 10 + "é").encode()[:-1], where="a.txt")


def test_utf8_with_one_wrong_byte_says_where() -> None:
    data = "é à ü\nö ß ñ\n".encode() * 5
    with pytest.raises(InputError, match=r"a\.txt: byte 11 \(line 2\) is not UTF-8"):
        decode(data[:11] + b"\xff" + data[11:], where="a.txt")


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03" * 50, b"text\x00with zeros" * 9, bytes(range(1, 32)) * 20, b"\xff\xfe\x00\xd8a"]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, where="a.txt")
    assert "a.txt" in str(caught.value) and caught.value.remedy


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"])))
def test_utf8_is_kept_to_the_character(text: str) -> None:
    assert decode(text.encode("utf-8")) == text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_one_clear_error(data: bytes) -> None:
    try:
        assert isinstance(decode(data), str)
    except InputError as error:
        assert error.remedy
