"""A database of PostgreSQL that two processes share, each with a store of its own."""

from collections.abc import Iterator

import pytest

from knowledge.store import Store, open_store
from tests import postgres


@pytest.fixture
def url() -> Iterator[str]:
    made = postgres.fresh()
    yield made
    postgres.drop(made)


@pytest.fixture
def one(url: str) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def other(url: str, one: Store) -> Iterator[Store]:
    with open_store(url) as opened:
        yield opened
