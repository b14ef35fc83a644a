"""A layered drawing's places: columns from the root outwards, as few crossings as a few sweeps find.

The steps of K. Sugiyama, S. Tagawa and M. Toda (1981): break cycles, assign layers, put in stand-ins for long ties, order each
layer by the medians of its neighbours (E. R. Gansner and others, "A technique for drawing directed graphs", 1993), then place
it as near to them as its order and the gaps allow (least squares, by pooling neighbours that would overlap).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

Pair = tuple[str, str]
_SWEEPS = 12
_THIN = 6.0  # the room that a passing line takes


@dataclass(frozen=True, slots=True)
class Layers:
    """The middle of each thing, the bends of each tie from its first end to its second, and the size of the whole."""

    at: Mapping[str, tuple[float, float]]
    bends: Mapping[Pair, tuple[tuple[float, float], ...]]
    width: float
    height: float


def layered(sizes: Mapping[str, tuple[float, float]], pairs: Sequence[Pair], *, between: float = 58, apart: float = 18) -> Layers:
    """Places for things of these widths and heights; of each pair the second stands in an earlier column than the first.

    ``between`` columns and ``apart`` within one, in units of the drawing. Where pairs go in a circle, one is turned.
    """
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[0] != pair[1]]
    turned = _turned(sizes, pairs)
    rank = _ranks(sizes, [(b, a) if (a, b) in turned else (a, b) for a, b in pairs])
    columns: list[list[str]] = [[] for _ in range(max(rank.values(), default=-1) + 1)]
    for key in sizes:
        columns[rank[key]].append(key)
    chains: dict[Pair, list[str]] = {}
    near: dict[str, list[str]] = {key: [] for key in sizes}
    height = {key: size[1] for key, size in sizes.items()}
    for number, (start, end) in enumerate(pairs):
        low, high = sorted((rank[start], rank[end]))
        stands_in = [f"\x00{number} {column}" for column in range(low + 1, high)]
        for column, name in zip(range(low + 1, high), stands_in, strict=True):
            columns[column].append(name)
            rank[name], near[name], height[name] = column, [], _THIN
        chain = [start, *(reversed(stands_in) if rank[start] > rank[end] else stands_in), end]
        chains[start, end] = chain
        for one, other in pairwise(chain):
            near[one].append(other)
            near[other].append(one)
    columns = _ordered(columns, near, rank)
    y = _heights(columns, near, rank, height, apart)
    widths = [max((sizes[key][0] for key in column if key in sizes), default=0) for column in columns]
    x, at_x = [], 0.0
    for wide in widths:
        x.append(at_x + wide / 2)
        at_x += wide + between
    top = min((y[key] - height[key] / 2 for key in y), default=0.0)
    at = {key: (x[rank[key]], y[key] - top) for key in y}
    bends = {pair: tuple(at[name] for name in chain[1:-1]) for pair, chain in chains.items()}
    total = max((y[key] + height[key] / 2 - top for key in y), default=0.0)
    return Layers({key: at[key] for key in sizes}, bends, max(at_x - between, 0.0), total)


def _turned(keys: Mapping[str, object], pairs: Sequence[Pair]) -> set[Pair]:
    """The pairs that close a circle, found from the things in their order: those that come first stand first."""
    inward: dict[str, list[str]] = {key: [] for key in keys}
    for start, end in pairs:
        inward[end].append(start)
    state: dict[str, int] = {}
    found: set[Pair] = set()
    for root in keys:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(inward[root]))]
        while stack:
            key, rest = stack[-1]
            for start in rest:
                if state.get(start) == 1:
                    found.add((start, key))
                elif start not in state:
                    state[start] = 1
                    stack.append((start, iter(inward[start])))
                    break
            else:
                state[key] = 2
                stack.pop()
    return found


def _ranks(keys: Mapping[str, object], pairs: Sequence[Pair]) -> dict[str, int]:
    """The column of each thing: one further out than all that it leads to; what leads nowhere as near as it can be."""
    outward: dict[str, list[str]] = {key: [] for key in keys}
    left = dict.fromkeys(keys, 0)
    for start, end in pairs:
        outward[end].append(start)
        left[start] += 1
    rank = dict.fromkeys(keys, 0)
    ahead = [key for key in keys if not left[key]]
    order = []
    while ahead:
        key = ahead.pop(0)
        order.append(key)
        for start in outward[key]:
            rank[start] = max(rank[start], rank[key] + 1)
            left[start] -= 1
            if not left[start]:
                ahead.append(start)
    leading = {start for start, _ in pairs}
    for key in reversed(order):
        if key not in leading and outward[key]:
            rank[key] = max(0, min(rank[start] for start in outward[key]) - 1)
    return rank


def _ordered(columns: list[list[str]], near: Mapping[str, Sequence[str]], rank: Mapping[str, int]) -> list[list[str]]:
    best, fewest = [list(column) for column in columns], _crossings(columns, near, rank)
    now = [list(column) for column in columns]
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        outward = sweep % 2 == 0
        for number in range(len(now)) if outward else reversed(range(len(now))):
            towards = number - 1 if outward else number + 1
            if not 0 <= towards < len(now):
                continue
            place = {key: at for at, key in enumerate(now[towards])}
            kept = {key: at for at, key in enumerate(now[number])}

            def median(key: str, place: dict[str, int] = place, kept: dict[str, int] = kept) -> float:
                known = sorted(place[other] for other in near[key] if other in place)
                if not known:
                    return float(kept[key])
                middle = len(known) // 2
                return known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) / 2

            now[number].sort(key=median)
        count = _crossings(now, near, rank)
        if count < fewest:
            best, fewest = [list(column) for column in now], count
    return best


def _crossings(columns: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]], rank: Mapping[str, int]) -> int:
    total = 0
    for number in range(1, len(columns)):
        place = {key: at for at, key in enumerate(columns[number - 1])}
        ends = [at for key in columns[number] for at in sorted(place[o] for o in near[key] if rank[o] == number - 1)]
        total += sum(1 for i, a in enumerate(ends) for b in ends[i + 1 :] if a > b)
    return total


def _heights(
    columns: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]], rank: Mapping[str, int],
    height: Mapping[str, float], apart: float,
) -> dict[str, float]:  # fmt: skip
    y: dict[str, float] = {}
    for column in columns:
        at = 0.0
        for key in column:
            y[key] = at + height[key] / 2
            at += height[key] + apart
    for sweep in range(_SWEEPS):
        numbers = range(len(columns)) if sweep % 2 else reversed(range(len(columns)))
        for number in numbers:
            towards = number - 1 if sweep % 2 else number + 1
            wanted = []
            for key in columns[number]:
                known = [y[other] for other in near[key] if rank[other] == towards]
                wanted.append(sum(known) / len(known) if known else y[key])
            for key, place in zip(columns[number], _apart(columns[number], wanted, height, apart), strict=True):
                y[key] = place
    return y


def _apart(column: Sequence[str], wanted: Sequence[float], height: Mapping[str, float], apart: float) -> list[float]:
    """Places in order, none over another, with the least sum of squared distances from those wanted."""
    offsets, at = [], 0.0
    for number, key in enumerate(column):
        at += height[key] / 2 + (height[column[number - 1]] / 2 + apart if number else 0.0)
        offsets.append(at)
    pools: list[tuple[float, int]] = []  # mean of what is wanted less the offset, and how many
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        pools.append((mean, count))
    shifts = [mean for mean, count in pools for _ in range(count)]
    return [offset + shift for offset, shift in zip(offsets, shifts, strict=True)]
