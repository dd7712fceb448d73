"""The replies to every dialogue that is told as data: on its day, before the document's first and after its last."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.bootstrap import House
from bot.messages import Message, Reply

TALKS = Path(__file__).parents[1] / "dialogue" / "talks"
DAYS = ("2024-05-19", "2029-01-01")


@dataclass(frozen=True)
class Told:
    """One reply of a talk; ``talk``: its name, one for each day it is told on."""

    say: str
    day: date
    reply: Reply
    talk: str = ""


@pytest.fixture(scope="session")
def told(house: House) -> tuple[Told, ...]:
    return tuple(
        one for number, (day, lines) in enumerate(_talks()) for one in _told(house, f"told-{number}", day, lines)
    )


def _talks() -> list[tuple[date, list[str]]]:
    talks = [
        talk for file in sorted(TALKS.glob("*.toml")) for talk in tomllib.loads(file.read_text("utf-8"))["dialogue"]
    ]
    return [
        (date.fromisoformat(day), [turn["say"] for turn in talk["turn"]])
        for talk in talks
        for day in (talk.get("day", "2025-11-22"), *DAYS)
    ]


def _told(house: House, name: str, day: date, lines: list[str]) -> list[Told]:
    advisor = Advisor(house.advisor.live, None)
    return [Told(line, day, advisor.reply(Message(name, line, day)).reply, name) for line in lines]
