"""公众号 and 企业微信: the process killed with hundreds of messages under way, and thousands of hostile bodies."""

import asyncio
import json
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.wechat.inbox import number_of
from bot.channels.wechat.xml import UnreadableError, read
from bot.channels.wecom.dispatch import quoted_in, said_in
from bot.channels.wecom.inbox import place_of
from tests.bot.channels.wechat.fake import FakeWechat
from tests.bot.channels.wechat.test_guarding import hostile_bodies
from tests.bot.channels.wecom.fake import FakeWecom
from tests.torture.processes import QUESTION, Process

MESSAGES, USERS, KILLS, BODIES = 500, 50, 20, 10_000
AGAIN = 0.2  # seconds until WeChat tries an address again that nobody listens at
QUIET = 22.0  # seconds after which an answer that nobody came for has been sent


@dataclass
class Figures:
    """``doubled``: answers too many, in all."""

    asked: int
    unanswered: int = 0
    doubled: int = 0
    disordered: int = 0
    codes: list[int] = field(default_factory=list)


async def wechat_killed(home: Path, messages: int, users: int, kills: int, quiet: float = QUIET) -> Figures:
    """Followers write without a pause, each one message after the other, while the process is killed at random. WeChat
    is patient here: it tries an address that nobody listens at until somebody does."""
    async with FakeWechat().serving() as fake:
        per_user = messages // users
        codes: list[int] = []

        async def write(user: int) -> None:
            for turn in range(per_user):
                fields = fake.message(f"o{user}", MsgType="text", Content=QUESTION.format(100 * (turn + 1)))
                while (await fake.post(fields, tries=1)).statuses[-1] != 200:
                    fake.said[f"o{user}"].pop()  # that the account is out of order
                    await asyncio.sleep(AGAIN)

        process = await _serving(fake.environ, home)
        fake.address = await _address(process) + "/wechat"
        writing = [asyncio.create_task(write(user)) for user in range(users)]
        for _ in range(kills):
            goal = _shown(fake.said) + random.randint(2, max(3, messages // (kills + 2)))
            await fake.until(lambda goal=goal: _shown(fake.said) >= min(goal, messages - 1))
            await asyncio.sleep(random.random() / 50)
            codes.append((await process.end(signal.SIGKILL))[0])
            process = await _serving(fake.environ, home)
            fake.address = await _address(process) + "/wechat"
        await asyncio.gather(*writing)
        await asyncio.sleep(quiet)
        codes.append((await process.end(signal.SIGTERM))[0])
        return _read(fake.said, messages, users, codes)


async def wecom_killed(home: Path, messages: int, users: int, kills: int) -> Figures:
    """Everything is queued at once; the connection is taken up again after each kill."""
    async with FakeWecom().serving() as fake:
        codes: list[int] = []
        for number in range(messages):
            turn, user = divmod(number, users)
            await fake.say(f"o{user}", QUESTION.format(100 * (turn + 1)))
        for _ in range(kills):
            process = await _serving(fake.environ, home)
            await process.line("已连上")
            goal = _shown(_texts(fake)) + random.randint(2, max(3, messages // (kills + 2)))
            await fake.until(lambda goal=goal: _shown(_texts(fake)) >= min(goal, messages - 1))
            codes.append((await process.end(signal.SIGKILL))[0])
        process = await _serving(fake.environ, home)
        await fake.until(lambda: not _read(_texts(fake), messages, users, codes).unanswered)
        await asyncio.sleep(1.0)
        codes.append((await process.end(signal.SIGTERM))[0])
        return _read(_texts(fake), messages, users, codes)


async def _serving(environ: Mapping[str, str], home: Path) -> Process:
    return await Process(environ, home, "serve").start()


async def _address(process: Process) -> str:
    return (await process.line("http://127.0.0.1")).partition("：")[2].partition("（")[0]


def _shown(said: Mapping[str, Sequence[object]]) -> int:
    return sum(len(texts) for texts in said.values())


def _texts(fake: FakeWecom) -> dict[str, list[str]]:
    return {user: fake.texts(user) for user in list(fake.said)}


def _read(said: Mapping[str, Sequence[str]], messages: int, users: int, codes: list[int]) -> Figures:
    figures = Figures(messages, codes=codes)
    for user in range(users):
        wanted = [f"{2000 * (turn + 1):,}.00" for turn in range(messages // users)]
        texts = said.get(f"o{user}", ())
        seen = [next((one for one in wanted if re.search(rf"(?<![\d,]){one}", text)), "?") for text in texts]
        counts = Counter(seen)
        figures.unanswered += sum(1 for one in wanted if not counts[one])
        figures.doubled += len(seen) - len(counts)
        # The second copy of an answer that a kill left unmarked comes when WeChat has given up asking for it
        figures.disordered += [*dict.fromkeys(seen)] != [one for one in wanted if counts[one]]
    return figures


async def wechat(home: Path) -> None:
    """公众号: 20 kills with 500 messages"""
    _judge(await wechat_killed(home, MESSAGES, USERS, KILLS), KILLS)


async def wecom(home: Path) -> None:
    """企业微信: 20 kills with 500 queued messages"""
    _judge(await wecom_killed(home, MESSAGES, USERS, KILLS), KILLS)


def _judge(figures: Figures, kills: int) -> None:
    print(f"asked {figures.asked}, unanswered {figures.unanswered}, users out of order {figures.disordered}")
    print(f"doubled {figures.doubled} in {kills} kills, exit codes {figures.codes}")
    assert figures.unanswered == figures.disordered == 0
    assert figures.doubled <= kills


async def hostile(home: Path) -> None:
    """10,000 hostile bodies to each: nothing breaks, none takes longer than 50 ms"""
    rng, slowest = random.Random(1), 0.0
    for body in hostile_bodies(rng, BODIES):
        begun = time.perf_counter()
        with suppress(UnreadableError):
            number_of(read(body))
        slowest = max(slowest, time.perf_counter() - begun)
    print(f"公众号: slowest {slowest * 1000:.1f} ms")
    for value in (_value(rng, 0) for _ in range(BODIES)):
        begun = time.perf_counter()
        body = json.loads(json.dumps(value))
        if place_of(body) is not None:
            said_in(body, group=True), quoted_in(body)
        slowest = max(slowest, time.perf_counter() - begun)
    print(f"企业微信: slowest {slowest * 1000:.1f} ms")
    assert slowest <= 0.05


KEYS = ("msgid", "from", "userid", "chattype", "chatid", "msgtype", "text", "content", "quote", "mixed", "event")


def _value(rng: random.Random, deep: int) -> object:
    kind = rng.randrange(9 if deep < 6 else 6)
    if kind < 6:
        return ("text", "group", "", "字" * rng.randrange(500), None, rng.random())[kind]
    if kind == 6:
        return [_value(rng, deep + 1) for _ in range(rng.randrange(4))]
    return {rng.choice(KEYS): _value(rng, deep + 1) for _ in range(rng.randrange(1, 9))}


RUNS = (wechat, wecom, hostile)
