from __future__ import annotations

from markupsafe import Markup

from kb.model import PREDICATES
from kb.queries.values import Quote, SourceRef
from webapp.wording import PREDICATE, aliases, counted, enumerated, format_name, in_quotes, marked, place

SOURCE = SourceRef("https://w3id.org/doxograph/source/x", "x", "The Quarrel")


def test_every_predicate_has_words_both_ways() -> None:
    assert tuple(PREDICATE) == PREDICATES


def test_a_place_says_what_the_source_has() -> None:
    assert place(Quote("", "q", SOURCE, 3, 4, "12", "On class", 4)) == "p.\u00a012, “On class”, ¶\u00a04"
    assert place(Quote("", "q", SOURCE, 3, 4, None, "the quarrel", 4)) == "¶\u00a04"  # the title again says nothing
    assert place(Quote("", "q", SOURCE, 3, 4)) == "characters 3–4"


def test_hits_are_marked_and_all_else_escaped() -> None:
    assert marked("a <b> class & Classes", "class") == Markup("a &lt;b&gt; <mark>class</mark> &amp; <mark>Classes</mark>")


def test_a_long_text_is_cut_round_its_first_hit() -> None:
    text = "word " * 100 + "the managers rule " + "word " * 100
    cut = marked(text, "managers", width=60)
    assert "<mark>managers</mark>" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) < 100


def test_numbers_agree_with_their_nouns() -> None:
    assert counted(1, "text") == "1 text"
    assert counted(1204, "theory", "theories") == "1,204 theories"


def test_names_that_capitals_and_hyphens_alone_tell_apart_are_one() -> None:
    assert aliases(["bureaucratic state capitalism", "State Capitalism", "state capitalist", "state-capitalism"]) == [
        "bureaucratic state capitalism", "State Capitalism", "state capitalist",
    ]  # fmt: skip


def test_names_in_a_sentence() -> None:
    assert [enumerated(["A"]), enumerated(["A", "B"]), enumerated(["A", "B", "C"])] == ["A", "A and B", "A, B and C"]


def test_formats_are_called_as_they_call_themselves() -> None:
    assert [format_name(name) for name in ("csv", "latex", "graphml", "csl")] == ["CSV", "LaTeX", "GraphML", "CSL-JSON"]


def test_quotation_marks_within_a_title_in_quotation_marks_are_single() -> None:
    assert in_quotes('Solidarity and "Paul Cardan"') == "“Solidarity and ‘Paul Cardan’”"
    assert in_quotes("On “class” again") == "“On ‘class’ again”"
    assert in_quotes('3" of snow') == '“3" of snow”'
