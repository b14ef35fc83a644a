"""HTML pages as the text they carry."""

from __future__ import annotations

import pytest
from making import shown

from kb.readers import html

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A caste – The Site</title>
<meta name="author" content="Trotsky, Leon"><meta name="author" content="Max Shachtman">
<meta property="article:published_time" content="1940-05-01"><style>p { color: red }</style></head><body>
<header><h1>The Site</h1><nav><a href="/">Home</a></nav></header>
<div class="sidebar">Buy now</div>
<main><article><header><h1>A caste,  not a class</h1></header>
<p>Trotsky<sup><a href="#fn1">1</a></sup> held that<br>the bureaucracy was a caste.<sup>2</sup> E = mc<sup>2</sup>, 10<sup>6</sup> men [<a href="#n">3</a>]</p>
<blockquote><p>It is a caste.</p><p>It is no class.</p></blockquote>
words <em>loose</em> in the article
<ul><li>one</li><li><p>two</p><p>more of two</p></li></ul><ol start="3"><li>third</li></ol>
<table><tr><th>who</th><th>when</th></tr><tr><td>Rizzi</td><td>1939</td></tr></table>
<p>Line one<br><br>Line two</p><aside>An advertisement</aside><p style="display: none">hidden</p>
<h2>References</h2><p>Burnham, James. The Managerial Revolution. 1941.</p>
<section class="footnotes"><ol><li id="fn1"><p>The Revolution Betrayed. <a href="#r1" class="footnote-backref">↩</a></p></li></ol></section>
<script>track()</script></article></main><footer>All rights reserved</footer></body></html>"""  # noqa: E501


def test_blocks_and_words() -> None:
    reading = html.read(PAGE.encode())
    assert shown(reading.text, reading.blocks) == [
        ("heading", "A caste, not a class"),
        ("paragraph", "Trotsky held that the bureaucracy was a caste. E = mc², 10⁶ men [3]"),
        ("quote", "It is a caste."),
        ("quote", "It is no class."),
        ("paragraph", "words loose in the article"),
        ("list_item", "one"),
        ("list_item", "two"),
        ("list_item", "more of two"),
        ("list_item", "3. third"),
        ("table", "who | when"),
        ("table", "Rizzi | 1939"),
        ("paragraph", "Line one"),
        ("paragraph", "Line two"),
        ("heading", "References"),
        ("reference", "Burnham, James. The Managerial Revolution. 1941."),
        ("footnote", "1. The Revolution Betrayed."),
    ]


def test_what_the_head_states() -> None:
    reading = html.read(PAGE.encode())
    assert (reading.title, reading.author, reading.year) == ("A caste, not a class", "Leon Trotsky and Max Shachtman", 1940)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<nav>menu</nav><p>The text of the page.</p><footer>foot</footer>", "The text of the page."),
        ("<div role='navigation'>menu</div><div><p>The text of the page.</p></div>", "The text of the page."),
        ("<p>An “iron”&nbsp;law&shy;s.</p>", "An “iron” laws."),
        ("<p hidden>no</p><p aria-hidden='true'>no</p><p>Yes.</p>", "Yes."),
        ("<p>Unclosed <b>bold<p>", "Unclosed bold"),
        ("<!-- a comment --><p>Words.</p>", "Words."),
    ],
)
def test_furniture_goes_and_words_stay(body: str, words: str) -> None:
    assert html.read(f"<html><body>{body}</body></html>".encode()).text == f"{words}\n"


@pytest.mark.parametrize(
    ("declared", "encoding"), [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("utf-8", "utf-8"), ("utf-8", "cp1252")]
)
def test_encodings_declared_rightly_and_wrongly(declared: str, encoding: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body><p>Castoriadis’s café</p></body></html>"
    assert html.read(page.encode(encoding)).text == "Castoriadis’s café\n"


def test_pages_without_a_main_part_or_with_many_articles() -> None:
    page = "<body><article><p>One.</p></article><article><p>Two.</p></article></body>"
    assert html.read(page.encode()).text == "One.\n\nTwo.\n"


def test_a_note_in_an_aside_is_kept() -> None:
    reading = html.read(b"<body><p>Text.</p><aside role='doc-footnote'>A note.</aside></body>")
    assert shown(reading.text, reading.blocks) == [("paragraph", "Text."), ("footnote", "A note.")]
