"""The Telegram fault table with two replicas of the bot on one PostgreSQL: ``make torture-pg``, its own part."""

import asyncio
import itertools
import signal
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import postgres
from tests.bot.channels.telegram.fake import FakeTelegram
from tests.torture.processes import QUESTION, Process

FAULTS = ("429:1", "500", "502", "reset", "hang", "409", "401", "garbage")
METHODS = ("getUpdates", "sendMessage")
EACH = 3  # of a fault, one after the other
USERS, MESSAGES = 20, 3  # who ask during one fault, and how often each
KILLS = 8
DOUBT = 2.0  # seconds in which a second answer would come
BEGUN = "已启动"


@dataclass
class Pair:
    """Two processes of the bot, of which one answers."""

    settings: Mapping[str, str]
    homes: tuple[Path, Path]
    processes: list[Process]

    async def begin(self, number: int) -> None:
        self.processes[number] = await Process(self.settings, self.homes[number]).start()

    async def bot(self) -> int:
        """Which of them answers."""
        while True:
            for number, one in enumerate(self.processes):
                assert one._process.returncode is None, "\n".join(one.said[-20:])
                if any(BEGUN in line for line in one.said):
                    return number
            await asyncio.sleep(0.05)


@asynccontextmanager
async def pair(home: Path, fake: FakeTelegram) -> AsyncIterator[Pair]:
    """Both of them, one on duty."""
    home.chmod(0o755)
    server = postgres.Server(home / "server", "-c max_connections=60")
    server.make()
    server.start()
    secret = "one-secret-for-all-the-replicas-of-a-run"
    words = {"BOT_TOKEN": fake.token, "TELEGRAM_API_BASE": fake.base}
    settings = {**words, "DATABASE_URL": server.url, "FUDAOYUAN_SECRET": secret}
    both = Pair(settings, (home / "one", home / "two"), [])
    try:
        for folder in both.homes:
            both.processes.append(await Process(settings, folder).start())
        await both.bot()
        yield both
    finally:
        for one in both.processes:
            if one._process.returncode is None:
                await one.end(signal.SIGTERM)
        server.stop()


def ask(fake: FakeTelegram, first: int) -> None:
    """Users from number ``first`` on, each with some questions for one sum after the other."""
    for turn, user in itertools.product(range(MESSAGES), range(first, first + USERS)):
        fake.say(user, QUESTION.format(100 * (turn + 1)))


def missing(fake: FakeTelegram, first: int) -> int:
    """Answers that have not come."""
    return sum(max(0, MESSAGES - len(fake.texts(user))) for user in range(first, first + USERS))


def wrong(fake: FakeTelegram, first: int) -> tuple[int, int]:
    """(answers too many, users whose answers are not those to their questions, in their order)."""
    wanted = [f"{2000 * (turn + 1):,}.00" for turn in range(MESSAGES)]
    doubled = disordered = 0
    for user in range(first, first + USERS):
        sums = [next((one for one in wanted if one in text), "?") for text in fake.texts(user)]
        doubled += len(sums) - len(set(sums))
        disordered += [one for one, _ in itertools.groupby(sums)] != wanted
    return doubled, disordered


async def fault_table(home: Path) -> None:
    """the Telegram fault table of the bot with two replicas on one PostgreSQL: every update answered once"""
    async with FakeTelegram().serving() as fake, pair(home, fake) as both:
        bad = 0
        for number, (method, fault) in enumerate(itertools.product(METHODS, FAULTS)):
            first, begun = 1_000 * (number + 1), time.monotonic()
            fake.faults[method].extend([fault] * EACH)
            ask(fake, first)
            await fake.until(lambda first=first: not missing(fake, first), 180)
            while fake.faults[method]:  # a call for updates is over when somebody says something
                fake.say(first + USERS, QUESTION.format(100))
                await asyncio.sleep(1.5)
            seconds = time.monotonic() - begun
            await asyncio.sleep(DOUBT)
            doubled, disordered = wrong(fake, first)
            bad += doubled + disordered
            print(f"  {method:11} {fault:8} {seconds:5.1f} s  doubled {doubled}, users out of order {disordered}")
        print(f"updates {len(METHODS) * len(FAULTS) * USERS * MESSAGES}, all answered; doubled or out of order {bad}")
        assert bad == 0 and await both.bot() in (0, 1)


async def bots_killed(home: Path) -> None:
    """the fault table again while the replica that is the bot is killed with -9: the other goes on"""
    async with FakeTelegram().serving() as fake, pair(home, fake) as both:
        doubles, waits = [], []
        for number in range(KILLS):
            first = 1_000 * (number + 1)
            for method, fault in itertools.product(METHODS, (FAULTS[number], FAULTS[-1 - number])):
                fake.faults[method].append(fault)
            ask(fake, first)
            await fake.until(lambda first=first: missing(fake, first) < USERS * MESSAGES - 5, 180)
            lost, begun, shown = await both.bot(), time.monotonic(), len(fake.shown)
            await both.processes[lost].end(signal.SIGKILL)
            await fake.until(lambda shown=shown: len(fake.shown) > shown + 1, 180)
            waits.append(time.monotonic() - begun)
            await both.begin(lost)
            await fake.until(lambda first=first: not missing(fake, first), 180)
            await asyncio.sleep(DOUBT)
            doubled, disordered = wrong(fake, first)
            doubles.append(doubled)
            assert disordered == 0
        print(
            f"kills {KILLS}, updates {KILLS * USERS * MESSAGES}, unanswered 0, out of order 0; doubled at each kill"
            f" {doubles}; the other went on after {max(waits):.1f} s at most"
        )
        assert max(doubles) <= 1


RUNS = (fault_table, bots_killed)
