"""The check-up at the command line: lines of JSON for programs, a talk for a person at a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.commands.line import open_house, with_store

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.records.model import Knowledge

BEGIN = "体检"


def check_profiles(settings: Settings) -> None:
    """A profile a line, from standard input; somebody at a terminal is asked instead."""
    if sys.stdin.isatty():
        _talk(settings)
    else:
        with_store(settings, _run)


def _talk(settings: Settings) -> None:
    from bot.channels.terminal import converse

    house = open_house(settings)
    try:
        converse(house.advisor, first=BEGIN)
    finally:
        house.close()


def _run(knowledge: Knowledge) -> str:
    from bot.channels.batch import run_checkup
    from bot.commands.progress import watched

    run_checkup(knowledge, watched(sys.stdin.buffer, "已查"), sys.stdout.buffer)
    return ""
