"""Several who ask at once: looked up together, each answered as alone, in any text."""

import asyncio
from concurrent.futures import Future

import pytest
from aiohttp.test_utils import TestClient

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from bot.channels.web.exchange import Answering
from bot.messages import Message, ReplyKind
from knowledge.classifier.match import Match
from knowledge.store import Turn
from tests.bot.channels.web.conftest import DAY

ASKED = ["专利质押贷款能贴多少", "鲁科担的费率补贴找谁", "\ud800贴息", "", "你好", "500万", "青岛的也给吗", "x" * 9_000]


async def answers(answering: Answering, texts: list[str], name: str) -> list[dict]:
    asks = [answering.answer(Message(f"{name}-{i}", text, DAY, "web")) for i, text in enumerate(texts)]
    return [{**given.payload, "conversation": ""} for given in await asyncio.gather(*asks)]


async def test_many_at_once_get_what_each_would_alone(house: House) -> None:
    answering = Answering(house.advisor, house.store)
    together = await answers(answering, ASKED, "together")
    alone = [one for i, text in enumerate(ASKED) for one in await answers(answering, [text], f"alone-{i}")]
    assert together == alone


async def test_several_lines_of_one_talk_are_answered_in_their_order(house: House) -> None:
    lines = ["鲁科担担保500万，能补多少", "费率0.5%", "是科技型企业", "找哪个部门"]
    answering = Answering(house.advisor, house.store)
    together = await asyncio.gather(*(answering.answer(Message("row", line, DAY, "web")) for line in lines))
    one_by_one = [house.advisor.reply(Message("single", line, DAY, "web")) for line in lines]
    assert [given.text for given in together] == [answer.text for answer in one_by_one]


async def test_the_same_message_sent_twice_at_once_is_answered_once(house: House) -> None:
    answering = Answering(house.advisor, house.store)
    sent = [Message("twice", "新三板挂牌补多少", DAY, "web", f"id-{n}") for n in (1, 2, 1, 1)]
    first, other, again, once_more = await asyncio.gather(*map(answering.answer, sent))
    assert first is again is once_more and other is not first
    assert len(house.store.turns("twice")) == 2


async def test_a_turn_that_fails_costs_the_others_nothing(house: House, caplog: pytest.LogCaptureFixture) -> None:
    class Failing:
        """Fails for one text, wherever it is asked."""

        explain = staticmethod(house.advisor.live.matcher.explain)
        kinds = staticmethod(house.advisor.live.matcher.kinds)
        repaired = staticmethod(house.advisor.live.matcher.repaired)
        pieces = house.advisor.live.matcher.pieces
        listener = house.advisor.live.matcher.listener

        def match(self, text: str) -> Match:
            if text == "坏了":
                raise ArithmeticError(text)
            return house.advisor.live.matcher.match(text)

    advisor = Advisor(Live(house.advisor.live.knowledge, Failing()), house.store)
    texts = ["专利质押贷款能贴多少", "坏了", "新三板"]
    asked = [Message(f"fails-{i}", text, DAY, "web") for i, text in enumerate(texts)]
    good, bad, also_good = advisor.reply_all(asked)
    assert "没处理好" in bad.text and bad.reply.kind is ReplyKind.REFUSED
    for answer, message in ((good, asked[0]), (also_good, asked[2])):
        alone = house.advisor.reply(Message(f"{message.conversation}-alone", message.text, DAY, "web"))
        assert answer.text == alone.text
    assert sum("failed, conversation" in record.getMessage() for record in caplog.records) == 1


async def test_a_record_that_fails_costs_the_others_nothing(house: House) -> None:
    class Failing:
        """A store with no place for one conversation."""

        state_of = staticmethod(house.store.state_of)

        def record(self, turn: Turn, state: str | None) -> Future[int]:
            if turn.conversation == "full-1":
                raise TypeError(turn.conversation)
            return house.store.record(turn, state)

    advisor = Advisor(house.advisor.live, Failing())
    answers = advisor.reply_all([Message(f"full-{i}", "新三板挂牌补多少", DAY, "web") for i in range(3)])
    assert len({answer.text for answer in answers}) == 1
    assert [answer.stored is None for answer in answers] == [False, True, False]


async def test_what_will_be_refused_is_not_looked_up(house: House) -> None:
    class Counting:
        explain = staticmethod(house.advisor.live.matcher.explain)
        kinds = staticmethod(house.advisor.live.matcher.kinds)
        repaired = staticmethod(house.advisor.live.matcher.repaired)
        pieces = house.advisor.live.matcher.pieces

        def __init__(self) -> None:
            self.texts: list[str] = []

        def match(self, text: str) -> Match:
            self.texts.append(text)
            return house.advisor.live.matcher.match(text)

    counting = Counting()
    texts = ["1万" * 900, "", "，，，", "新三板"]
    advisor = Advisor(Live(house.advisor.live.knowledge, counting), None)
    answers = advisor.reply_all([Message(f"long-{i}", text, DAY, "web") for i, text in enumerate(texts)])
    assert [answer.reply.kind for answer in answers[:3]] == [ReplyKind.REFUSED] * 3
    assert set(counting.texts) == {"新三板"}


async def test_thirty_windows_of_one_office_are_each_answered(site: TestClient) -> None:
    texts = [f"专利质押贷款{n}00万一年能贴多少，2024年8月放的款" for n in range(1, 31)]
    asked = [site.post("/api/ask", json={"text": text, "day": "2025-11-22"}) for text in texts]
    sums = [(await answer.json())["amount_yuan"] for answer in await asyncio.gather(*asked)]
    assert sums == [f"{min(100_000, n * 13_400)}.00" for n in range(1, 31)]
