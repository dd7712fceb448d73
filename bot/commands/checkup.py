"""The check-up at the command line: lines of JSON for programs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.commands.line import with_store

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.records.model import Knowledge


def check_profiles(settings: Settings) -> None:
    """A profile a line, from standard input."""
    with_store(settings, _run)


def _run(knowledge: Knowledge) -> str:
    from bot.channels.batch import run_checkup
    from bot.commands.progress import watched

    run_checkup(knowledge, watched(sys.stdin.buffer, "已查"), sys.stdout.buffer)
    return ""
