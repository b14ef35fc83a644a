"""Years along a line."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.timeline import laid

ROW = 34.0
years = st.lists(st.integers(-500, 2030), min_size=1, max_size=60).map(sorted)


@given(years)
def test_the_order_is_that_of_time_and_nothing_stands_on_another(given: list[int]) -> None:
    found = laid(given, row=ROW, top=20)
    assert len(found.at) == len(given) and found.at[0] == 20
    assert all(later - earlier >= ROW - 1e-6 for earlier, later in pairwise(found.at))
    assert found.at[-1] - 20 <= 3.5 * ROW * (len(given) - 1) + 1e-6  # however long ago the first was


@given(years)
def test_a_gap_is_to_scale_a_row_or_broken(given: list[int]) -> None:
    found = laid(given, row=ROW, top=0)
    for (year, y), (later, below) in pairwise(zip(given, found.at, strict=True)):
        true, drawn = (later - year) * found.scale, below - y
        if any(y < one < below for one in found.breaks):
            assert drawn < true
        else:
            assert abs(drawn - max(true, ROW)) < 1e-6


@given(years)
def test_marks_are_round_years_in_their_places(given: list[int]) -> None:
    found = laid(given, row=ROW, top=0)
    assert all(b.y - a.y >= 17 and b.year > a.year for a, b in pairwise(found.marks))
    for mark in found.marks:
        above = max(
            y for year, y in zip(given, found.at, strict=True) if year <= mark.year and (year < mark.year or y <= mark.y + 0.1)
        )
        below = min(y for year, y in zip(given, found.at, strict=True) if year >= mark.year)
        assert above - 0.1 <= mark.y <= below + 0.1
        assert not any(above < one < below for one in found.breaks)


def test_one_year_and_none_are_lines_too() -> None:
    assert laid([], row=ROW, top=0).at == ()
    one = laid([1940, 1940, 1940], row=ROW, top=10)
    assert one.at == (10, 44, 78) and one.bands == ((10, 78),) and one.breaks == ()
    two = laid([1900, 1910, 1920, 1990], row=ROW, top=0)
    assert [mark.year for mark in two.marks] == [1900, 1920]  # a mark every twenty years, none in the break
    assert len(two.breaks) == 1 and 68 < two.breaks[0] < two.at[3]
