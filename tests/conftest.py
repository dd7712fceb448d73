"""Random cases have no time limit each; long files begin first, so that no worker ends alone."""

from pathlib import Path

import pytest
from hypothesis import settings

from tests import postgres

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

TESTS = Path(__file__).parent
TOGETHER = ("bot/replies/",)  # all the replies to all dialogues
# The files that take longest, longest first (``pytest --durations=0`` tells); all others follow in their own order
LONG = (
    "browser/test_desk.py",
    "bot/dialogue/test_side_by_side.py",
    "browser/test_pages.py",
    "bot/dialogue/test_generated.py",
    "bot/channels/web/test_full_disk.py",
    "bot/replies/test_every_reply.py",
    "browser/test_sharing.py",
    "browser/test_shared_phone.py",
    "bot/channels/web/test_serving_logs.py",
    "bot/channels/telegram/test_kills.py",
    "bot/test_reload.py",
    "bot/dialogue/test_talks.py",
    "knowledge/classifier/test_match.py",
    "bot/test_cli.py",
    "browser/test_paper.py",
    "bot/channels/telegram/test_albums.py",
    "bot/figures/test_properties.py",
    "bot/test_bootstrap.py",
)


def pytest_sessionfinish() -> None:
    """The server of the tests ends with the last process that used it."""
    postgres.leave()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts whole files, and keeps the order within each."""

    def place(item: pytest.Item) -> int:
        return next((i for i, name in enumerate(LONG) if item.path.as_posix().endswith(f"tests/{name}")), len(LONG))

    items.sort(key=place)
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item.path.relative_to(TESTS).as_posix())))


def _group(file: str) -> str:
    """What one worker runs: a file, or a folder whose files share what takes long to make."""
    return next((folder for folder in TOGETHER if file.startswith(folder)), file)
