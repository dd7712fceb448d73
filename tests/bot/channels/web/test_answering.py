"""Several who ask at once: looked up together, each answered as alone, in any text."""

import asyncio

from aiohttp.test_utils import TestClient

from bot.advisor import Advisor, Live
from bot.bootstrap import House
from bot.channels.web.answering import Answering
from bot.messages import Message
from knowledge.match import Match
from tests.bot.channels.web.conftest import DAY

ASKED = ["专利质押贷款能贴多少", "鲁科担的费率补贴找谁", "\ud800贴息", "", "你好", "500万", "青岛的也给吗", "x" * 9_000]


class Noting:
    """A matcher that writes down what it is asked."""

    def __init__(self, live: Live, done: list[str]) -> None:
        self.find, self.explain, self.done = live.matcher.match, live.matcher.explain, done

    def match(self, text: str) -> Match:
        self.done.append(f"match {text}")
        return self.find(text)


async def answers(answering: Answering, texts: list[str], name: str) -> list[dict]:
    asks = [answering.answer(Message(f"{name}-{i}", text, DAY, "web")) for i, text in enumerate(texts)]
    return [{**given.payload, "conversation": ""} for given in await asyncio.gather(*asks)]


async def test_many_at_once_get_what_each_would_alone(house: House) -> None:
    answering = Answering(house.advisor, house.store)
    together = await answers(answering, ASKED, "together")
    alone = [one for i, text in enumerate(ASKED) for one in await answers(answering, [text], f"alone-{i}")]
    assert together == alone


async def test_many_are_looked_up_before_the_first_is_answered_and_one_when_it_is(house: House) -> None:
    done: list[str] = []
    advisor = Advisor(Live(house.advisor.live.knowledge, Noting(house.advisor.live, done)), house.store)
    reply = advisor.reply

    def noting(message: Message, keep: object = None) -> object:
        done.append(f"reply {message.text}")
        return reply(message)

    advisor.reply = noting  # type: ignore[method-assign, assignment]
    await answers(Answering(advisor, house.store), ["专利贷款", "新三板"], "two")
    assert done[:3] == ["match 专利贷款", "match 新三板", "reply 专利贷款"]
    done.clear()
    await answers(Answering(advisor, house.store), ["专利贷款"], "one")
    assert done[0] == "reply 专利贷款"


async def test_thirty_windows_of_one_office_are_each_answered(site: TestClient) -> None:
    texts = [f"专利质押贷款{n}00万一年能贴多少，2024年8月放的款" for n in range(1, 31)]
    asked = [site.post("/api/ask", json={"text": text, "day": "2025-11-22"}) for text in texts]
    sums = [(await answer.json())["amount_yuan"] for answer in await asyncio.gather(*asked)]
    assert sums == [f"{min(100_000, n * 13_400)}.00" for n in range(1, 31)]
