from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from webapp.marking import Mark, cut

TEXT = "Rizzi and Burnham held that a new class rules."


def test_overlapping_spans_are_cut_at_each_boundary() -> None:
    found = cut(TEXT, [Mark(0, 17, "relation", "affirmed", 1), Mark(10, 27, "cue", "", 2), Mark(28, 45, "claim", "asserts", 2)])
    assert [(s.text, sorted(m.kind for m in s.marks)) for s in found] == [
        ("Rizzi and ", ["relation"]),
        ("Burnham", ["cue", "relation"]),
        (" held that", ["cue"]),
        (" ", []),
        ("a new class rules", ["claim"]),
        (".", []),
    ]


def test_a_segment_knows_which_marks_begin_and_end_with_it() -> None:
    outer, inner = Mark(0, 20, "relation", "denied", 1), Mark(5, 10, "claim", "asserts", 2)
    first, middle, last, rest = cut(TEXT, [outer, inner])
    assert (first.opens, first.closes) == ((outer,), ())
    assert (middle.opens, middle.closes) == ((inner,), (inner,))
    assert (last.opens, last.closes) == ((), (outer,))
    assert rest.marks == ()


def test_two_marks_of_a_kind_are_drawn_as_one_line_and_keep_both_numbers() -> None:
    segments = cut(TEXT, [Mark(0, 20, "claim", "asserts", 1), Mark(5, 12, "claim", "denies", 2)])
    assert [m.manner for m in segments[1].layers] == ["denies"]  # the narrower says more of these words
    assert segments[1].numbers == (1, 2)


def test_marks_that_reach_beyond_the_stretch_are_cut_off() -> None:
    segments = cut(TEXT, [Mark(0, 46, "claim", "asserts", 1)], 10, 17)
    assert [(s.text, s.opens, s.closes) for s in segments] == [("Burnham", (), ())]


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark], int, int]:
    text = draw(st.text(max_size=40))
    spot = st.integers(-3, len(text) + 3)
    marks = [Mark(*sorted((draw(spot), draw(spot))), draw(st.sampled_from("abc")), "", n) for n in range(draw(st.integers(0, 6)))]
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return text, marks, start, end


@given(texts_with_marks())
def test_any_marks_give_back_the_text_and_cover_just_their_characters(case: tuple[str, list[Mark], int, int]) -> None:
    text, marks, start, end = case
    segments = cut(text, marks, start, end)
    assert "".join(s.text for s in segments) == text[start:end]
    at = start
    for segment in segments:
        for offset in range(at, at + len(segment.text)):
            assert set(segment.marks) == {m for m in marks if m.start <= offset < m.end}
        at += len(segment.text)
