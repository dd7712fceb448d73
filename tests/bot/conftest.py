"""One checked knowledge and one house for the tests of the bot: real files, real index, real SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import House, bootstrap
from bot.settings import Settings, read_settings
from knowledge.records.model import Knowledge
from tests.city import shipped_files


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home: Path = tmp_path_factory.mktemp("house")
    built = bootstrap(read_settings({}, home=str(home)), shipped=shipped_files())
    yield built
    built.close()


@pytest.fixture(scope="session")
def known(house: House) -> Knowledge:
    return house.advisor.live.knowledge


@pytest.fixture(scope="session")
def learning(request: pytest.FixtureRequest) -> Settings:
    """Where what is learnt from documents of tests is kept from one run to the next: its names tell what it is from."""
    return read_settings({}, home=str(request.config.cache.mkdir("learnt")))
