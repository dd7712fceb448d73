"""A store of one's own for what counselors write down."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "kit.sqlite3") as made:
        yield made
