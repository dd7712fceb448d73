"""How the whole suite runs: random cases have no time limit each, garbage is looked for seldom, long files begin first.

A file stays with one worker and in its own order (``--dist=loadfile --no-loadscope-reorder``).
"""

import gc

import pytest
from hypothesis import settings

from bot.garbage import look_seldom

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# The files that take longest, longest first (``pytest --durations=0`` tells), so that no worker ends alone; all others
# follow in their own order
LONG = (
    "browser/test_pages.py",
    "bot/dialogue/test_generated.py",
    "bot/channels/web/test_full_disk.py",
    "bot/dialogue/test_side_by_side.py",
    "browser/test_desk.py",
    "bot/replies/test_every_reply.py",
    "browser/test_sharing.py",
    "browser/test_shared_phone.py",
    "browser/test_first_screen.py",
    "browser/test_paper.py",
    "bot/channels/web/test_serving_logs.py",
    "bot/test_cli.py",
    "bot/channels/telegram/test_kills.py",
    "bot/channels/telegram/test_refusals.py",
    "bot/test_reload.py",
    "bot/dialogue/test_talks.py",
    "knowledge/classifier/test_match.py",
    "bot/channels/telegram/test_order.py",
    "bot/channels/web/test_admission.py",
    "bot/channels/telegram/test_albums.py",
    "bot/figures/test_properties.py",
    "bot/test_bootstrap.py",
)


def pytest_configure() -> None:
    look_seldom()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts whole files, and keeps the order within each."""
    places = {f"tests/{name}": place for place, name in enumerate(LONG)}

    def place(item: pytest.Item) -> int:
        return places.get(item.nodeid.partition("::")[0], len(LONG))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What was read for all the tests stays: nobody looks through it for garbage again."""
    gc.collect()
    gc.freeze()
