"""The real process, killed: what ``make torture`` does at length and the suite does three times."""

import asyncio
import os
import random
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests import forking
from tests.bot.channels.telegram.fake import FakeTelegram

ROOT = Path(__file__).parents[2]
QUESTION = "鲁科担，担保{0}万，费率0.5%，能补多少？"


@dataclass
class Figures:
    """What came of a run. ``duplicates``: answers too many seen at each stop; what a stop doubled is seen at the next.
    ``exits``: seconds from SIGTERM to the end."""

    asked: int
    unanswered: int = 0
    out_of_order: int = 0
    duplicates: list[int] = field(default_factory=list)
    exits: list[float] = field(default_factory=list)
    codes: list[int] = field(default_factory=list)


class Process:
    """``fudaoyuan telegram`` (or ``serve``) over one data folder."""

    def __init__(self, fake: FakeTelegram | Mapping[str, str], home: Path, *words: str) -> None:
        """``fake``: the server of Telegram's, or the settings that lead to another one."""
        self._words = words or ("telegram",)
        if isinstance(fake, FakeTelegram):
            fake = {"BOT_TOKEN": fake.token, "TELEGRAM_API_BASE": fake.base}
        ours = {"FUDAOYUAN_HOME": str(home), "FUDAOYUAN_PORT": "0", "PYTHONUNBUFFERED": "1"}
        self._environ = {**os.environ, **ours, **fake}
        self.said: list[str] = []

    async def start(self, *, anew: bool = False) -> "Process":
        """``anew``: in the suite too it is no copy."""
        self._process = await self._anew() if anew or not forking.suite else self._copy()
        self._reading = asyncio.create_task(self._read())
        return self

    def _copy(self) -> forking.Running:
        also = ("aiogram", "bot.channels.telegram.service") if self._environ.get("BOT_TOKEN") else ()
        return forking.Running(self._words, self._environ, also)

    async def _anew(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *self._words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=self._environ,
            cwd=ROOT,
        )

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            self.said.append(line.decode("utf-8", "replace").rstrip())

    async def line(self, words: str) -> str:
        """The first line said with these words; waits for it."""
        while True:
            if found := next((line for line in self.said if words in line), None):
                return found
            assert self._process.returncode is None, "\n".join(self.said)
            await asyncio.sleep(0.05)

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ended(self) -> int:
        """Waits until it ends by itself; exit code."""
        code = await self._process.wait()
        await self._reading
        return code

    async def end(self, number: signal.Signals) -> tuple[int, float]:
        """Sends the signal and waits; exit code and seconds."""
        begun = time.monotonic()
        self._process.send_signal(number)
        return await self.ended(), time.monotonic() - begun


def ask(fake: FakeTelegram, updates: int, users: int) -> None:
    """So many messages, round robin; each of a user's asks for another sum (2,000 yuan more, below 10,000)."""
    for number in range(updates):
        turn, user = divmod(number, users)
        fake.say(user + 1, QUESTION.format(100 * (turn + 1)))


def read(fake: FakeTelegram, updates: int, users: int) -> tuple[int, int, int]:
    """(unanswered, answers too many, users whose answers are out of order) by what the chats show."""
    unanswered = doubled = disordered = 0
    for user in range(users):
        wanted = [f"{2000 * (turn + 1):,}" for turn in range(len(range(user, updates, users)))]
        seen = [
            next((sum_ for sum_ in wanted if re.search(rf"(?<![\d,]){sum_}\b", text)), "?")
            for text in fake.texts(user + 1)
        ]
        counts = Counter(seen)
        unanswered += sum(1 for sum_ in wanted if not counts[sum_])
        doubled += len(seen) - len(counts)
        once = [sum_ for i, sum_ in enumerate(seen) if i == 0 or seen[i - 1] != sum_]
        disordered += once != [sum_ for sum_ in wanted if counts[sum_]]
    return unanswered, doubled, disordered


async def stopped(
    fake: FakeTelegram, home: Path, updates: int, users: int, stops: list[signal.Signals], *, pause: tuple[int, int]
) -> Figures:
    """Queues everything at once, then stops the process at a random moment of its work with each signal in turn.
    ``pause``: answers between a start and its stop, from … to."""
    figures = Figures(updates)
    ask(fake, updates, users)
    for number in stops:
        process = await Process(fake, home).start()
        await process.line("已启动")
        goal = len(fake.shown) + random.randint(*pause)
        await fake.until(lambda goal=goal: len(fake.shown) >= min(goal, updates), 120)
        await asyncio.sleep(random.random() / 20)
        await ended(process, number, fake, users, figures)
    return figures


async def finished(process: Process, fake: FakeTelegram, users: int, figures: Figures) -> None:
    """Waits until everything is answered, then stops the process."""
    await fake.until(lambda: not read(fake, figures.asked, users)[0], 600)
    await ended(process, signal.SIGTERM, fake, users, figures)
    figures.unanswered, _, figures.out_of_order = read(fake, figures.asked, users)


async def ended(process: Process, number: signal.Signals, fake: FakeTelegram, users: int, figures: Figures) -> None:
    """Stops the process and notes how it went."""
    before = sum(figures.duplicates)
    code, seconds = await process.end(number)
    figures.codes.append(code)
    if number == signal.SIGTERM:
        figures.exits.append(seconds)
    figures.duplicates.append(read(fake, figures.asked, users)[1] - before)
