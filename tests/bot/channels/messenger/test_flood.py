"""One limit for a user of a messenger, whichever process his messages come to."""

import pytest

from bot.channels.messenger.flood import CommonFlood
from tests.bot.channels.test_common_limit import Process, Told, clock, running, told

__all__ = ["clock", "told"]
NOON = 1_780_000_000.0
LIMIT = 5


def flood(process: Process | None, now: float = NOON) -> CommonFlood:
    return CommonFlood(LIMIT, process.counts if process else None, "wechat", lambda: now)


async def test_messages_to_two_processes_in_turn_have_one_limit(told: Told) -> None:
    processes = [Process(told), Process(told)]
    floods = [flood(one) for one in processes]
    async with running(*processes):
        verdicts = [await floods[number % 2].judge("a", NOON) for number in range(LIMIT + 4)]
        assert verdicts == [""] * LIMIT + ["first", "first", "more", "more"], "each of them says it once"
        assert await floods[0].judge("b", NOON) == ""


async def test_what_piled_up_while_nobody_answered_is_no_flood(told: Told) -> None:
    processes = [Process(told), Process(told)]
    floods = [flood(one) for one in processes]
    async with running(*processes):
        said = [NOON - 3_600 + 30 * number for number in range(60)]
        assert [await floods[number % 2].judge("a", at) for number, at in enumerate(said)] == [""] * 60


@pytest.mark.parametrize("away", [False, True])
async def test_alone_and_while_the_store_is_away_a_process_counts_for_itself(told: Told, away: bool) -> None:
    told.away = away
    process = Process(told)
    async with running(process):
        one = flood(process if away else None)
        assert [await one.judge("a", NOON) for _ in range(LIMIT + 2)] == [""] * LIMIT + ["first", "more"]
