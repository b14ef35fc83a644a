"""Plain text: kept to the character, its blocks found."""

from __future__ import annotations

import pytest
from growth import steps
from hypothesis import given
from hypothesis import strategies as st
from making import check_blocks, shown

from kb.errors import InputError
from kb.readers import plain

WRAPPED = """\
The managers
============

Burnham argued in 1941 that a new class of managers was taking the place of the
capitalists, and that what had come about in Russia was the purest case of it.
He had been a Trotskyist until the year before.
    Shachtman disagreed with him from the first, and went on disagreeing with him
for as long as he lived.

> Managers are not a class. They are hired,
> and can be dismissed.

    What is set in is quoted from somebody else, and it goes on over
    more than one line.

1. councils of workers
2. councils of consumers, which
   meet once a year

[1] J. Burnham, The Managerial Revolution, New York 1941.
"""


def blocks(text: str) -> list[tuple[str, str]]:
    return shown(text, plain.find_blocks(text))


def test_hard_wrapped_text() -> None:
    assert [(kind, words[:24]) for kind, words in blocks(WRAPPED)] == [
        ("heading", "The managers"),
        ("paragraph", "Burnham argued in 1941 t"),
        ("paragraph", "Shachtman disagreed with"),
        ("quote", "Managers are not a class"),
        ("quote", "What is set in is quoted"),
        ("list_item", "1. councils of workers"),
        ("list_item", "2. councils of consumers"),
        ("footnote", "[1] J. Burnham, The Mana"),
    ]


def test_a_wrapped_paragraph_is_one_block() -> None:
    kind, words = blocks(WRAPPED)[1]
    assert kind == "paragraph" and words.endswith("until the year before.") and words.count("\n") == 2


def test_a_paragraph_on_each_line() -> None:
    long = "Rizzi held that the bureaucracy owned the state, and that it was a class. " * 3
    text = f"The bureaucratisation of the world\n{long}\n{long}\nShort but a sentence.\n{long}\n"
    assert [kind for kind, _ in blocks(text)] == ["heading", "paragraph", "paragraph", "paragraph", "paragraph"]


def test_line_ends_are_kept() -> None:
    reading = plain.read(b"A title\r\n\r\nOne sentence here.\r\nAnother one there.\r\n")
    assert reading.text == "A title\r\n\r\nOne sentence here.\r\nAnother one there.\r\n"
    assert shown(reading.text, reading.blocks)[0] == ("heading", "A title")
    assert reading.title == "A title"


def test_the_byte_order_mark_is_a_character_of_the_text_and_of_no_block() -> None:
    reading = plain.read("\ufeffA title\n\nSome words follow it.\n".encode())
    assert reading.text.startswith("\ufeffA title")
    assert reading.blocks[0].start == 1


def test_form_feeds_count_pages() -> None:
    reading = plain.read(b"The first page has this sentence.\n\fThe second page has that sentence.\n")
    assert [block.page for block in reading.blocks] == ["1", "2"]
    assert plain.find_blocks("No page here, only one sentence.")[0].page is None


def test_hash_headings_keep_their_depth_and_lose_their_marks() -> None:
    found = plain.find_blocks("# One\n\nText of the first part.\n\n### Three\n\nText of the other part.\n")
    assert [(b.kind, b.level, b.start) for b in found if b.kind == "heading"] == [("heading", 1, 2), ("heading", 3, 36)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The Russian question", "heading"),
        ("2. The Soviet experience", "heading"),
        ("What was the Soviet Union?", "heading"),
        ("He said so.", "paragraph"),
        ("and so it went on", "paragraph"),
        ("Trotsky replied, in the same year:", "paragraph"),
        ("1917", "paragraph"),
        ("- a point", "list_item"),
    ],
)
def test_what_a_line_by_itself_is(line: str, kind: str) -> None:
    text = f"Some words stand before it, in a sentence.\n\n{line}\n\nMore words stand after it, in another sentence.\n"
    assert blocks(text)[1] == (kind, line)


def test_the_last_line_is_no_heading() -> None:
    assert blocks("A sentence comes first.\n\nDoxograph editors\n")[1] == ("paragraph", "Doxograph editors")


def test_references_and_notes_by_their_heading() -> None:
    text = (
        "A text\n\nIt cites a book, and says why.\n\nReferences\n\nBurnham, James. The Managerial Revolution. New York, 1941.\n\n"
        "Notes\n\n1. See the last chapter.\n\nAppendix\n\nOrdinary words again.\n"
    )
    kinds = [kind for kind, _ in blocks(text)]
    assert kinds == ["heading", "paragraph", "heading", "reference", "heading", "footnote", "heading", "paragraph"]


def test_speakers_stay_apart() -> None:
    text = "OAKSHAW: He raised it in order to refuse it.\nVANTONGUE: He raised it because he was honest.\nOAKSHAW: No.\n"
    assert len(blocks(text)) == 3


def test_rules_are_no_blocks() -> None:
    assert [words for _, words in blocks("One sentence.\n\n* * *\n\nTwo sentences.\n\n-----\n\nThree sentences.\n")] == [
        "One sentence.", "Two sentences.", "Three sentences.",
    ]  # fmt: skip


def test_binary_is_refused() -> None:
    with pytest.raises(InputError, match="binary"):
        plain.read(bytes(range(256)) * 20)


LINES = st.lists(
    st.one_of(
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
        st.sampled_from(
            ["", "  ", "> quoted", "- item", "1. item", "# Heading", "====", "Title Case", "\tset in", "A sentence here."]
        ),
        st.text(alphabet="abc .,", min_size=60, max_size=160),
    ),
    max_size=12,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\f"]))
def test_blocks_are_sound_whatever_the_text(lines: list[str], end: str) -> None:
    text = end.join(lines)
    found = plain.find_blocks(text)
    check_blocks(text, found)
    covered = sum(block.end - block.start for block in found)
    assert covered <= len(text)


@given(st.lists(st.text(alphabet="abcdefgh ,'", min_size=1, max_size=300).filter(str.strip), min_size=1, max_size=6))
def test_no_word_of_running_text_is_lost(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    inside = " ".join(text[b.start : b.end] for b in plain.find_blocks(text))
    assert inside.split() == text.split()


@pytest.mark.parametrize(
    "paragraph", ["A sentence of words. " * 20 + "\n\n", "one line\nand another\n\n", "> quoted\n", "x " * 40 + "\n"]
)
def test_the_work_grows_with_the_text_and_no_faster(paragraph: str) -> None:
    plain.find_blocks(paragraph * 50)
    assert steps(lambda: plain.find_blocks(paragraph * 4000)) < 1.2 * 10 * steps(lambda: plain.find_blocks(paragraph * 400))
