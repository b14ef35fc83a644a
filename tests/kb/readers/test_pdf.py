"""PDF pages made by hand: what stands where is what the reader has to go by."""

from __future__ import annotations

import pytest
from making import Print, column, pdf, shown

from kb.errors import InputError
from kb.readers import pdf as reader

FIRST = [
    "In 1941 James Burnham announced that a new class of mana-",
    "gers was taking the place of the capitalists everywhere, and",
    "that Russia had gone furthest upon a road that Germany and",
]
SECOND = [
    "America were following. The self-managed factory was to him",
    "a dream of the past.",
]
INDENTED = [
    "Shachtman, who had been his ally against Trotsky the year",
    "before, thought the forecast absurd, since managers own no-",
    "thing and can be dismissed by those who do own something.",
]


THIRD = ["The third page holds a sentence that is quite as long as all", "the others of the book."]


def page(lines: list[Print], number: int, head: str = "THE MANAGERS") -> list[Print]:
    return [Print(head, 60, 560, 8), Print(str(number), 200, 30, 8), *lines]


def book() -> bytes:
    return pdf(
        [
            page([Print("The Managers", 60, 530, 18, bold=True), *column(FIRST, top=500)], 41),
            page([*column(SECOND, top=530), *indented(INDENTED, 506)], 42),
            page(column(THIRD, top=530), 43),
        ],
        info="/Title (The Managers) /Author (Doxograph, Editor)",
    )


def indented(lines: list[str], top: float) -> list[Print]:
    return [Print(text, 72 if number == 0 else 60, top - 12 * number) for number, text in enumerate(lines)]


def test_paragraphs_over_lines_and_pages() -> None:
    reading = reader.read(book())
    first = " ".join(FIRST + SECOND).replace("mana- gers", "managers")
    second = " ".join(INDENTED).replace("no- thing", "nothing")
    assert shown(reading.text, reading.blocks) == [
        ("heading", "The Managers"),
        ("paragraph", first),
        ("paragraph", second),
        ("paragraph", "The third page holds a sentence that is quite as long as all the others of the book."),
    ]


def test_pages_bear_their_printed_numbers() -> None:
    assert [block.page for block in reader.read(book()).blocks] == ["41", "41", "42", "43"]


def test_pages_are_counted_where_no_number_is_printed() -> None:
    data = pdf([column(["One sentence stands on this page."]), column(["Another stands on that one."])])
    assert [block.page for block in reader.read(data).blocks] == ["1", "2"]


def test_page_labels() -> None:
    data = pdf([column(["One sentence stands on this page."]), column(["Another stands on that one."])])
    labelled = data.replace(b"/Type /Catalog", b"/PageLabels << /Nums [0 << /S /r /St 5 >>] >> /Type /Catalog")
    assert [block.page for block in reader.read(labelled).blocks] == ["v", "vi"]


def test_title_and_author() -> None:
    reading = reader.read(book())
    assert (reading.title, reading.author, reading.year) == ("The Managers", "Editor Doxograph", None)
    untitled = pdf([page([Print("A Larger Heading", 60, 530, 18), *column(FIRST, top=500)], 1)], info="/Title (draft3.docx)")
    assert reader.read(untitled).title == "A Larger Heading"


def test_footnotes_follow_their_page_and_calls_go() -> None:
    lines = column(
        ["Rizzi published his book in Paris in the year 1939, and it was", "hardly noticed at all", "by anybody but him."]
    )
    call = Print("1", 139.8, 488 + 4, 6)
    note = column(["La Bureaucratisation du monde, signed Bruno R., and", "printed at his own cost."], x=66, top=80, size=8)
    following = column(["The next page goes on with another matter altogether, which is", "long."])
    reading = reader.read(pdf([[*lines, call, Print("1", 60, 84, 5), *note], following]))
    found = shown(reading.text, reading.blocks)
    assert [kind for kind, _ in found] == ["paragraph", "footnote", "paragraph"]
    assert "noticed at all by anybody" in found[0][1]
    assert found[1][1] == "1 La Bureaucratisation du monde, signed Bruno R., and printed at his own cost."


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [f"left line number {n} of the col-" if n % 3 == 1 else f"umn left line number {n}" for n in range(12)]
    right = [f"right line number {n} of the text" for n in range(12)]
    lines = [*column(left, x=50, top=450, size=9), *column(right, x=225, top=450, size=9)]
    title = Print("A Title That Runs Over Both of the Two Columns", 50, 500, 16)
    words = reader.read(pdf([[title, *lines]])).text
    assert words.startswith("A Title That Runs Over Both of the Two Columns\n")
    assert words.index("left line number 11") < words.index("right line number 0")


def test_block_quotations_are_set_in() -> None:
    body = [f"A line of ordinary prose that runs on to the right edge {n}" for n in range(6)]
    quoted = ["What is quoted is set in on either", "side, over two lines."]
    after = [f"The prose goes on after it, as far as the right edge {n}" for n in range(6)]
    lines = [*column(body, top=520), *column(quoted, x=90, top=436), *column(after, top=400)]
    assert [kind for kind, _ in shown(*_text(pdf([lines])))] == ["paragraph", "quote", "paragraph"]


def _text(data: bytes):  # type: ignore[no-untyped-def]
    reading = reader.read(data)
    return reading.text, reading.blocks


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["the theory of a mana-", "gerial class"], "the theory of a managerial class"),
        (["a plan for self-", "management by councils"], "a plan for self-management by councils"),
        (["the view of Merleau-", "Ponty on it"], "the view of Merleau-Ponty on it"),
        (["the non-aligned and the non-", "aligned again"], "the non-aligned and the non-aligned again"),
        (["from the years 1930-", "1940 on"], "from the years 1930-1940 on"),
    ],
)
def test_words_broken_at_line_ends(lines: list[str], words: str) -> None:
    assert reader.read(pdf([column(lines)])).text == f"{words}\n"


PROTECTED = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + "ab" * 32 + "> /U <" + "cd" * 32 + "> /P -4 >> /ID [<00> <00>]"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (pdf([column(["Some words."])], trailer=PROTECTED), "encrypted with a password"),
        (pdf([column(["Some words."])], trailer=PROTECTED.replace("/V 1 /R 2", "/V 9 /R 9")), "encrypted with a password"),
        (book()[:-60], "cut off before its end"),
        (book()[: len(book()) // 2], "cut off before its end"),
        (pdf([[]]), "no text"),
        (b"Words in a text file", "not a PDF"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        reader.read(data, where="a.pdf")
    assert caught.value.remedy and str(caught.value).startswith("a.pdf: ")


def test_a_head_that_bears_its_pages_number_goes_though_it_comes_once() -> None:
    heads = ((7, "Of Managers 7"), (8, "Of Workers 8"), (9, "Of Both 9"))
    pages = [page(column([*FIRST, *SECOND], top=500), number, head) for number, head in heads]
    words = reader.read(pdf(pages)).text
    assert not any(head in words for head in ("Of Managers", "Of Workers", "Of Both"))
    assert words.count("In 1941 James Burnham") == 3


def test_items_that_hang_and_tables_of_contents() -> None:
    lines = [
        Print("• The first item of a list, which needs more room than one line", 60, 500),
        Print("and so goes on under its own words.", 70, 488),
        Print("• The second item.", 60, 476),
        Print("1 Of Managers . . . . . . . . . . . . 12", 60, 440),
    ]
    reading = reader.read(pdf([lines]))
    assert shown(reading.text, reading.blocks) == [
        ("list_item", "• The first item of a list, which needs more room than one line and so goes on under its own words."),
        ("list_item", "• The second item."),
    ]
