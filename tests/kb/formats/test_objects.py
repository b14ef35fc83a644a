"""JSON that is laid out by lines says the same as any other."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kb.formats.objects import to_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), VALUES))
def test_reads_back_as_it_was(data: dict[str, object]) -> None:
    assert json.loads(to_json(data)) == data


def test_each_item_has_its_line() -> None:
    assert to_json({"a": [1, {"b": [2]}], "c": []}) == '{\n  "a": [\n    1,\n    {"b": [2]}\n  ],\n  "c": []\n}\n'
