"""Markdown without its markup."""

from __future__ import annotations

from making import shown

from kb.readers import markdown

PAGE = b"""---
title: The new class
author:
  - Djilas, Milovan
  - Paul Cardan
date: 1957-08-01
---
# The *new* class

Djilas[^1] called the [party officials](http://x.example/) a
**new class** &amp; said so.

> A quotation.
>
> Its second paragraph.

- one
- two

  and more

3. third
4. fourth

| who | when |
|-----|------|
| Rizzi | 1939 |

**Rizzi, Bruno. *La Bureaucratisation du monde*. Paris, 1939.**
A book signed Bruno R.

**A heading by hand**

Words after it. <span>kept</span> <!-- not this -->

<script>var x = 1;</script>

## References

Burnham, James. *The Managerial Revolution*. 1941.

[^1]: A Yugoslav communist.
"""


def test_blocks_and_words() -> None:
    reading = markdown.read(PAGE)
    assert shown(reading.text, reading.blocks) == [
        ("heading", "The new class"),
        ("paragraph", "Djilas called the party officials a new class & said so."),
        ("quote", "A quotation."),
        ("quote", "Its second paragraph."),
        ("list_item", "one"),
        ("list_item", "two"),
        ("list_item", "and more"),
        ("list_item", "3. third"),
        ("list_item", "4. fourth"),
        ("table", "who | when"),
        ("table", "Rizzi | 1939"),
        ("reference", "Rizzi, Bruno. La Bureaucratisation du monde. Paris, 1939."),
        ("paragraph", "A book signed Bruno R."),
        ("heading", "A heading by hand"),
        ("paragraph", "Words after it. kept"),
        ("heading", "References"),
        ("reference", "Burnham, James. The Managerial Revolution. 1941."),
        ("footnote", "1. A Yugoslav communist."),
    ]


def test_front_matter() -> None:
    reading = markdown.read(PAGE)
    assert (reading.title, reading.author, reading.year) == ("The new class", "Milovan Djilas and Paul Cardan", 1957)


def test_the_title_is_the_first_heading_where_nothing_states_it() -> None:
    assert markdown.read(b"# A title\n\nWords.\n").title == "A title"
    assert markdown.read(b"Words alone.\n").title is None


def test_paragraphs_stand_apart_by_a_blank_line() -> None:
    assert markdown.read(b"One\nline.\n\nTwo.\n").text == "One line.\n\nTwo.\n"


def test_nested_lists_and_quoted_lists() -> None:
    reading = markdown.read(b"- a\n  1. b\n  2. c\n\n> - d\n")
    assert shown(reading.text, reading.blocks) == [
        ("list_item", "a"),
        ("list_item", "1. b"),
        ("list_item", "2. c"),
        ("quote", "d"),
    ]


def test_code_and_hard_breaks() -> None:
    reading = markdown.read(b"A line  \nbroken `here`.\n\n    indented words\n")
    assert shown(reading.text, reading.blocks) == [("paragraph", "A line broken here."), ("paragraph", "indented words")]
