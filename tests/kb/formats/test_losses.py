"""The published loss table is true: round trips keep what it says is kept, and lose what it says is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.formats import FORMATS, format_named, format_of, read, write
from kb.formats.losses import COLUMNS, features, losses, table
from kb.model import Source, Statements
from tests.kb.formats import networks
from tests.kb.formats.features import FEATURES, rich


def there_and_back(name: str, statements: Statements) -> Statements:
    return read(format_named(name), write(format_named(name), [statements]), Source("rich", "rich"))[0]


@pytest.fixture(scope="module")
def given() -> Statements:
    return rich()


def test_every_feature_is_counted_and_occurs(given: Statements) -> None:
    assert list(FEATURES) == list(features())
    assert all(facts(given) for facts in FEATURES.values())


@pytest.fixture(scope="module")
def returned(given: Statements, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Statements]]:
    """What comes back of each format; of networks, which we only write, what networkx reads of both."""
    found = {name: [there_and_back(name, given)] for name in COLUMNS if name != "network"}
    return found | {"network": [networks.read(one) for one in networks.written(given, tmp_path_factory.mktemp("network"))]}


@pytest.mark.parametrize("feature", list(FEATURES))
@pytest.mark.parametrize("name", list(COLUMNS))
def test_each_line_of_the_table(name: str, feature: str, given: Statements, returned: dict[str, list[Statements]]) -> None:
    for one in returned[name]:
        before, after = FEATURES[feature](given), FEATURES[feature](one)
        fares = "kept" if before == after else "part" if before & after else "lost"
        told = losses()[name]
        assert fares == told.fares[feature], (sorted(map(str, before ^ after)), told.reasons.get(feature))


def test_the_table_stands_in_the_documentation() -> None:
    assert table() in (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")


def test_every_format_is_documented_by_name_and_ending() -> None:
    told = (Path(__file__).parents[3] / "docs" / "formats.md").read_text("utf-8")
    for format in FORMATS:
        assert f"`{format.name}`" in told and all(f"`{suffix}`" in told for suffix in format.suffixes)


def test_a_format_is_told_by_name_and_by_ending() -> None:
    assert format_of(Path("a.xaif.json")).name == "xaif"
    assert format_of(Path("a.json")).name == "aif"
    assert format_of(Path("A.ARGDOWN")).name == "argdown"
    for format in FORMATS:
        assert format_named(format.name) is format
