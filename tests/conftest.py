"""Random cases have no time limit each; long files begin first, so that no worker ends alone."""

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# The files that take longest, longest first (``pytest --durations=0`` tells); all others follow in their own order
LONG = (
    "browser/test_pages.py",
    "bot/dialogue/test_generated.py",
    "bot/test_reload.py",
    "bot/channels/web/test_full_disk.py",
    "knowledge/classifier/test_match.py",
    "bot/test_cli.py",
    "bot/channels/telegram/test_albums.py",
    "bot/figures/test_properties.py",
    "bot/test_bootstrap.py",
    "bot/channels/telegram/test_kills.py",
    "browser/test_paper.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts whole files, and keeps the order within each."""

    def place(item: pytest.Item) -> int:
        return next((i for i, name in enumerate(LONG) if item.path.as_posix().endswith(f"tests/{name}")), len(LONG))

    items.sort(key=place)
