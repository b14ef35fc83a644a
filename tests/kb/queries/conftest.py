"""The golden knowledge base, made once."""

from __future__ import annotations

from typing import cast

import pytest

from kb.store import Store
from queries.golden import MemoryStore, golden_quads


@pytest.fixture(scope="session")
def store() -> Store:
    """The golden knowledge base; nothing changes it."""
    return cast(Store, MemoryStore(golden_quads()))
