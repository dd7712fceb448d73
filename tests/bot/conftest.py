"""One checked knowledge and one house for the tests of the bot: real files, real index, real SQLite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import House, bootstrap
from bot.settings import read_settings
from knowledge.records.model import Knowledge


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home: Path = tmp_path_factory.mktemp("house")
    built = bootstrap(read_settings({}, home=str(home)))
    yield built
    built.close()


@pytest.fixture(scope="session")
def known(house: House) -> Knowledge:
    return house.advisor.live.knowledge


@pytest.fixture
def warm(house: House, tmp_path: Path) -> Path:
    """A data folder that holds what was learned, and nothing else: a start then takes a second."""
    home = tmp_path / "home"
    warmed(house, home)
    return home


def warmed(house: House, home: Path) -> None:
    home.mkdir(mode=0o700)
    shutil.copytree(house.settings.cache, home / "cache")
