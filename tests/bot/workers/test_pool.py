"""Workers compute what the house would have computed, and nothing is lost or doubled when they do not."""

import asyncio
import itertools
import logging
import os
import signal
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.advisor import Advisor
from bot.bootstrap import House, bootstrap
from bot.channels.web.cards import card
from bot.channels.web.exchange import Answering, Given
from bot.kit.reminders import without_wish
from bot.messages import Message
from bot.replies.phrasebook import phrasebook_of
from bot.settings import read_settings
from bot.workers import link
from bot.workers import pool as pools
from bot.workers.pool import spare_processors
from bot.workers.worker import turns_without_store
from tests.bot.workers.conftest import DAY, LOAN, MOMENT, Watched, computed, until, working
from tests.city import shipped_files

TALKS = Path(__file__).parents[1] / "dialogue" / "talks"
DIALOGUES = [
    [turn["say"] for turn in dialogue["turn"]]
    for file in sorted(TALKS.glob("*.toml"))
    for dialogue in tomllib.loads(file.read_text("utf-8"))["dialogue"]
]
EACH = int(os.environ.get("EACH_DIALOGUE", "12"))  # of the dialogues every so-manieth; 1: all of them
FILE = "policies/liaocheng-2024/measures.toml"
WORDS = "市级补贴最高不超过"
module = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers(house: House):
    async with working(house) as pool:
        yield pool


async def asked(answering: Answering, messages: list[Message]) -> list[Given]:
    return await asyncio.gather(*map(answering.answer, messages))


def rows(house: House, conversation: str) -> list[tuple[str, str]]:
    return [(turn.text, turn.reply) for turn in house.store.turns(conversation, 50)]


@module
async def test_the_turns_of_many_talks_are_the_same_in_every_word(
    house: House, workers: Watched, advisor: Advisor
) -> None:
    alone, live = Advisor(house.advisor.live, None, lambda: MOMENT), house.advisor.live
    alone.heed = advisor.heed = without_wish
    book, seen = phrasebook_of(live.knowledge), 0
    for lines in itertools.zip_longest(*DIALOGUES[::EACH]):
        said = [Message(f"talk-{i}", line, DAY, "web", f"id-{i}") for i, line in enumerate(lines) if line is not None]
        for begin in range(0, len(said), pools.SHARE):
            share = said[begin : begin + pools.SHARE]
            handed = advisor.hand_out(share)
            outcomes = await computed(workers, handed)
            for message, outcome, answer in zip(share, outcomes, advisor.take_back(handed, outcomes), strict=True):
                wanted = alone.reply(message)
                assert (answer.text, answer.payload, answer.body) == (wanted.text, wanted.payload, wanted.body)
                assert (answer.outcome.turn, answer.outcome.state) == (wanted.outcome.turn, wanted.outcome.state)
                shown = [card(one.reply, live.knowledge, book, DAY) for one in (answer, wanted)]
                assert answer.reply == wanted.reply and shown[0] == shown[1]
                seen += outcome is not None
    assert seen > 0.97 * sum(map(len, DIALOGUES[::EACH])), "nearly all of them were computed by the worker"


@module
async def test_what_needs_the_store_is_left_to_the_house(workers: Watched, advisor: Advisor) -> None:
    lines = ["明年8月15号贷款到期，提前一个月提醒我", "JB-12345678 到哪一步了", "有哪些提醒", "你好"]
    handed = advisor.hand_out([Message(f"store-{i}", line, DAY) for i, line in enumerate(lines)])
    made = await computed(workers, handed)
    assert [one is None for one in made] == [True, True, True, False]
    turns = turns_without_store()
    assert turns.heed("贷了500万一年，到期前提醒我") == without_wish("贷了500万一年，到期前提醒我")


@module
async def test_talks_at_once_keep_their_order_beside_workers(house: House, workers: Watched) -> None:
    answering, before = Answering(house.advisor, house.store), workers.computed
    answering.share_with(workers)
    talks = {f"order-{i}": [LOAN.format(100 + i), "要是600万呢", "期限两年", "找哪个部门"] for i in range(20)}
    said = [Message(name, line, DAY, "web", f"{n}") for name, lines in talks.items() for n, line in enumerate(lines)]
    together = await asked(answering, said)
    alone = Advisor(house.advisor.live, None)
    assert [given.text for given in together] == [alone.reply(message).text for message in said]
    assert workers.computed - before > 20, "the workers had a share"
    for name, lines in talks.items():
        assert [text for text, _ in rows(house, name)] == lines


@module
async def test_a_message_sent_again_while_it_is_away_is_answered_once(house: House, workers: Watched) -> None:
    answering = Answering(house.advisor, house.store)
    answering.share_with(workers)
    said = [Message(f"again-{i % 12}", LOAN.format(300 + i % 12), DAY, "web", "one") for i in range(36)]
    given = await asked(answering, said)
    assert all(given[i] is given[i % 12] for i in range(36))
    assert [len(rows(house, f"again-{i}")) for i in range(12)] == [1] * 12


@module
async def test_a_talk_that_is_forgotten_while_it_is_away_is_answered_as_from_its_beginning(
    house: House, workers: Watched
) -> None:
    advisor = Advisor(house.advisor.live, None, lambda: MOMENT)
    advisor.reply(Message("gone", LOAN.format(500), DAY))
    said = [Message("gone", "要是600万呢", DAY), Message("stays", LOAN.format(500), DAY)]
    handed = advisor.hand_out(said)
    away = asyncio.create_task(computed(workers, handed))
    await asyncio.sleep(0)
    advisor.forget("gone")
    answers = advisor.take_back(handed, await away)
    fresh = Advisor(house.advisor.live, None, lambda: MOMENT)
    assert [one.text for one in answers] == [fresh.reply(message).text for message in said]


@module
async def test_a_talk_that_goes_on_elsewhere_while_it_is_away_is_answered_from_there(
    house: House, workers: Watched
) -> None:
    advisor, alone = (Advisor(house.advisor.live, None, lambda: MOMENT) for _ in range(2))
    first, other, said = (Message("moved", text, DAY) for text in (LOAN.format(500), "期限两年", "要是600万呢"))
    advisor.reply(first)
    handed = advisor.hand_out([said])
    away = asyncio.create_task(computed(workers, handed))
    await asyncio.sleep(0)
    advisor.reply(other)
    answers = advisor.take_back(handed, await away)
    assert answers[0].text == [alone.reply(message) for message in (first, other, said)][-1].text


@module
async def test_what_is_forgotten_is_forgotten_by_the_workers_too(house: House, workers: Watched) -> None:
    forgotten: list[str] = []
    for one in workers._links:
        ask = one._ask

        def heard(back, what, *rest, ask=ask):
            ask(lambda message: (forgotten.append(message[0]), back(message)), what, *rest)

        one._ask = heard
    await asyncio.to_thread(house.advisor.forget, "anybody")
    await until(lambda: forgotten == ["forgotten"])
    await workers.forget()
    assert forgotten == ["forgotten"] * 2
    for one in workers._links:
        del one._ask


def pid_of(pool: Watched) -> int:
    """The worker of this process."""
    ours = f"PPid:\t{os.getpid()}\n".encode()
    found = [path for path in Path("/proc").glob("[0-9]*") if b"bot.workers.worker" in _read(path / "cmdline")]
    return max(int(path.name) for path in found if ours in _read(path / "status"))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def in_its_midst(turn: Callable[..., None], pid: int, number: int) -> Callable[..., None]:
    """Hands out a share, and ends or stops the worker at once."""

    def handed(*share: Any) -> None:
        turn(*share)
        with suppress(ProcessLookupError):
            os.kill(pid, number)

    return handed


async def test_a_worker_that_is_killed_or_hangs_costs_no_answer_and_is_begun_again(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pools, "AGAIN", 0.05)
    monkeypatch.setitem(link.PATIENCE, "turn", 1.0)
    alone = Advisor(house.advisor.live, None)
    async with working(house) as pool:
        answering = Answering(house.advisor, house.store)
        answering.share_with(pool)
        for number in (signal.SIGKILL, signal.SIGSTOP):
            said = [Message(f"killed-{number}-{i}", LOAN.format(100 + i), DAY, "web", "one") for i in range(120)]
            before, pid = pool.given_back, pid_of(pool)
            pool._links[0].turn = in_its_midst(pool._links[0].turn, pid, number)
            given = await asyncio.wait_for(asked(answering, said), 60)
            assert [one.text for one in given] == [alone.reply(message).text for message in said]
            assert [len(rows(house, one.conversation)) for one in said] == [1] * 120
            assert pool.given_back > before, "it was in the middle of a share"
            await until(lambda: pool.ready == 1)
            assert pid_of(pool) != pid
    assert [record for record in caplog.records if "begun again" in record.message]


async def test_every_answer_is_from_one_version_while_others_are_published(tmp_path: Path) -> None:
    house = bootstrap(read_settings({}, home=str(tmp_path)), shipped=shipped_files())
    try:
        async with working(house) as pool:
            answering = Answering(house.advisor, house.store)
            answering.share_with(pool)
            texts: dict[int, set[str]] = {}
            for number in range(2):
                said = [Message(f"v{number}-{i}", "鲁科保省里补了8万", DAY, "web", "1") for i in range(90)]
                files = shipped_files()
                files[FILE] = files[FILE].replace(WORDS, f"第{number}次补贴最高不超过")
                asking = asyncio.create_task(asked(answering, said))
                await asyncio.sleep(0.02)
                version = house.store.publish(files, author="王", note="")
                await asyncio.to_thread(_renewed, house)
                await asking
                await until(lambda: pool.ready == 1)
                before = pool.computed
                await asked(answering, [Message(f"w{number}-{i}", "鲁科保省里补了8万", DAY, "web") for i in range(30)])
                assert pool.computed > before
                for i in range(30):
                    turn = house.store.turns(f"w{number}-{i}", 1)[0]
                    assert turn.version == version.number and f"第{number}次补贴" in turn.reply
                for i in range(90):
                    turn = house.store.turns(f"v{number}-{i}", 1)[0]
                    texts.setdefault(turn.version, set()).add(turn.reply)
            assert all(len(replies) == 1 for replies in texts.values()), texts
    finally:
        house.close()


def _renewed(house: House) -> None:
    from bot.reload import renew

    assert renew(house)


async def test_a_worker_learns_nothing_itself(house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = shipped_files()
    path = "policies/liaocheng-2024/examples/4.1.txt"
    files[path] += "\n狻猊囚牛睚眦咋能进\n"
    pool = Watched(house.advisor, lambda number: files, 1, tmp_path / "nothing")
    with caplog.at_level(logging.WARNING):
        async with pool:
            await until(lambda: [one for one in caplog.records if "does not answer from version" in one.message])
            assert pool.ready == 0 and not pool.room(1_000)
    assert not (tmp_path / "nothing").exists()


def test_as_many_as_there_are_processors_besides_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    for cores, quota, wanted in ((1, 9, 0), (2, 9, 1), (4, 9, 3), (64, 9, 3), (8, 1, 0), (8, 2, 1)):
        monkeypatch.setattr(os, "sched_getaffinity", lambda _, cores=cores: set(range(cores)))
        monkeypatch.setattr(pools, "_quota", lambda quota=quota: quota)
        assert spare_processors() == wanted
