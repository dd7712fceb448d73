"""What a store does is tested once for each engine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.store import Store
from tests.knowledge.engines import ENGINES


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """A database of its own of each engine."""
    made = ENGINES[request.param](tmp_path)
    yield made
    made.gone()


@pytest.fixture
def store(engine: Any) -> Iterator[Store]:
    with engine.open() as opened:
        yield opened
