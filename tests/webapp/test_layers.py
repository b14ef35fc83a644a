"""Places of a layered drawing."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from webapp.layers import layered


def test_what_leads_to_a_thing_stands_in_a_later_column() -> None:
    sizes = dict.fromkeys("abcd", (100.0, 40.0))
    found = layered(sizes, [("b", "a"), ("c", "b"), ("d", "a")])
    x = {key: place[0] for key, place in found.at.items()}
    assert x["a"] < x["b"] == x["d"] < x["c"]


def test_a_circle_is_drawn_all_the_same() -> None:
    found = layered({"a": (10, 10), "b": (10, 10)}, [("a", "b"), ("b", "a"), ("a", "a")])
    assert len(set(found.at.values())) == 2


def test_nothing_is_drawn_of_nothing() -> None:
    assert layered({}, []).at == {}


def test_the_parents_of_crossed_children_are_uncrossed() -> None:
    sizes = dict.fromkeys(("r", "a", "b", "x", "y"), (10.0, 10.0))
    found = layered(sizes, [("a", "r"), ("b", "r"), ("x", "b"), ("y", "a")])
    y = {key: place[1] for key, place in found.at.items()}
    assert (y["a"] < y["b"]) == (y["y"] < y["x"])


@pytest.mark.parametrize("seed", range(12))
def test_no_box_lies_on_another_and_none_outside(seed: int) -> None:
    chance = random.Random(seed)
    sizes = {str(n): (chance.uniform(20, 200), chance.uniform(10, 120)) for n in range(chance.randint(2, 30))}
    pairs = [(a, b) for a, b in combinations(sizes, 2) if chance.random() < 0.12] + [("0", "1"), ("1", "0")]
    found = layered(sizes, pairs)
    boxes = {key: (x, y, *sizes[key]) for key, (x, y) in found.at.items()}
    for x, y, w, h in boxes.values():
        assert x - w / 2 >= -1e-6 and x + w / 2 <= found.width + 1e-6
        assert y - h / 2 >= -1e-6 and y + h / 2 <= found.height + 1e-6
    for (x, y, w, h), (a, b, c, d) in combinations(boxes.values(), 2):
        assert abs(x - a) >= (w + c) / 2 - 1e-6 or abs(y - b) >= (h + d) / 2 - 1e-6
    assert layered(sizes, pairs) == found
