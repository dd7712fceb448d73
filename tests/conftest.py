"""How the whole suite runs: random cases have no time limit each, garbage is looked for seldom, long files begin first.

A file stays with one worker and in its own order (``--dist=loadfile --no-loadscope-reorder``).
"""

import gc
import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

from bot.garbage import look_seldom
from tests import forking, memory, postgres, servers

# The same examples in every run, so that a change is judged by itself; the long runs look for others (make torture)
settings.register_profile("unhurried", deadline=None, derandomize=True)
settings.load_profile("unhurried")

TOGETHER = ("bot/replies/",)  # folders that stay with one worker: all the replies to all dialogues are made once
# What takes longest, longest first (``pytest --durations=0`` tells), so that no worker ends alone; all others follow in
# their own order
LONG = (
    "browser/test_pages.py",
    "bot/dialogue/test_generated.py",
    "browser/test_desk.py",
    "bot/replies/",
    "browser/test_sharing.py",
    "browser/test_shared_phone.py",
    "browser/test_first_screen.py",
    "browser/test_paper.py",
    "bot/channels/web/test_serving_logs.py",
    "bot/test_cli.py",
    "bot/channels/telegram/test_kills.py",
    "bot/channels/telegram/test_faults_of_two.py",
    "bot/channels/telegram/test_refusals.py",
    "bot/dialogue/test_side_by_side.py",
    "bot/test_reload.py",
    "bot/test_bootstrap.py",
    "bot/dialogue/test_talks.py",
    "knowledge/classifier/test_match.py",
    "browser/test_desk_keeping.py",
    "browser/test_card.py",
    "bot/channels/web/test_full_disk.py",
    "bot/channels/web/test_openapi.py",
    "bot/channels/web/test_owners.py",
    "bot/channels/telegram/test_order.py",
    "bot/commands/test_formulas.py",
    "browser/test_embed.py",
    "browser/test_breaks.py",
    "bot/channels/test_same_everywhere.py",
    "bot/channels/web/test_admission.py",
)


def pytest_configure() -> None:
    look_seldom()
    os.environ.setdefault("FUDAOYUAN_WORKERS", "0")  # the tests of workers ask for some
    servers.leave_no_connection()
    forking.suite = True


def pytest_sessionfinish() -> None:
    """The server of the tests ends with the last process that used it."""
    forking.leave()
    postgres.leave()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sorts whole files, and keeps the order within each."""
    items.sort(key=lambda item: _place(item.nodeid.partition("::")[0]))


def _place(file: str) -> int:
    """Of a file by its path from the root of the project."""
    return next((place for place, name in enumerate(LONG) if file.startswith(f"tests/{name}")), len(LONG))


def pytest_collection_finish() -> None:
    """What was read for all the tests stays: nobody looks through it for garbage again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """What a test left behind is let go, where that is much."""
    yield
    memory.let_go()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: a browser, a process that starts or a lock is waited for so often."""
    processors = len(os.sched_getaffinity(0))
    return processors + processors // 2


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Of files as ``--dist=loadfile``, but for the folders that stay together."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file: str = super()._split_scope(nodeid)
            return next((name for name in TOGETHER if file.startswith(f"tests/{name}")), file)

    return Scheduling(config, log)
