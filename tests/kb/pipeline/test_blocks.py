"""Paragraphs are parted from headings by what a line looks like."""

from __future__ import annotations

import pytest

from kb.pipeline.blocks import _by_blank_lines


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The Harvest", "heading"),
        ("B.2.1 Do tides obey the moon?", "heading"),
        ("3.4 Where do rivers rise?", "heading"),
        ("Do tides obey the moon?", "paragraph"),
        ("1. Tides obey the moon, and the moon obeys nobody.", "paragraph"),
        ("2.5 million people crossed the river that year.", "paragraph"),
    ],
)
def test_a_line_that_opens_with_the_number_of_a_section_is_a_heading_though_it_asks(line: str, kind: str) -> None:
    assert [found for found, _, _ in _by_blank_lines(f"{line}\n\nThe moon draws the water to it.")] == [kind, "paragraph"]
