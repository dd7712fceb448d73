"""Each request has a number: in its answer, on error pages, in the log."""

import logging
import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.web.app import make_app
from bot.channels.web.tracing import HEADER
from bot.messages import Message
from bot.operations.logs import ACCESS, request_id
from tests.bot.channels.web.conftest import DAY

NUMBER = re.compile(r"[0-9a-f]{8}")


@pytest.fixture
async def breaking(house):
    """The site with a page that breaks."""

    async def broken(request: web.Request) -> web.Response:
        raise ValueError("专利质押")

    app = make_app(house.advisor, house.settings, house.store, day=lambda: DAY)
    app.router.add_get("/broken/{what}", broken)
    async with TestClient(TestServer(app)) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/no-such-page", "/api/measures", "/static/", "/receipts/x"])
async def test_every_answer_has_a_number_of_its_own(site: TestClient, path: str) -> None:
    numbers = [(await site.get(path)).headers[HEADER] for _ in range(3)]
    assert len(set(numbers)) == 3 and all(map(NUMBER.fullmatch, numbers))


async def test_a_redirect_has_its_number_too(site: TestClient) -> None:
    answer = await site.post("/", data={"text": "你好"}, allow_redirects=False)
    assert answer.status in (200, 303) and NUMBER.fullmatch(answer.headers[HEADER])


async def test_the_number_of_an_error_page_is_that_of_the_request(breaking, caplog) -> None:
    answer = await breaking.get("/broken/我的电话13800138000?q=贷500万")
    assert answer.status == 500 and f"编号 {answer.headers[HEADER]}" in await answer.text()
    (record,) = [one for one in caplog.records if "request failed" in one.getMessage()]
    assert record.getMessage() == "request failed: GET /broken/{what}"


async def test_an_apology_in_the_chat_has_the_number_of_its_request(open_site, house, monkeypatch, caplog) -> None:
    def broken(heard: object, state: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("bot.turns.respond_among", broken)
    answer = await (await open_site()).post("/api/ask", json={"text": "鲁科担", "conversation": "张三的公司"})
    assert answer.headers[HEADER] in (await answer.json())["text"]
    said = [record for record in caplog.records if "a turn failed" in record.getMessage()]
    assert [record.request for record in said] == [answer.headers[HEADER]] and "张三" not in caplog.text


def test_a_message_knows_the_request_it_came_with() -> None:
    given = request_id.set("5f0c21ab")
    assert Message("c", "你好", DAY).request == "5f0c21ab"
    request_id.reset(given)
    assert Message("c", "你好", DAY).request == ""


async def test_the_access_line_tells_the_pattern_and_no_word_that_was_typed(breaking, caplog) -> None:
    with caplog.at_level(logging.INFO, ACCESS):
        await breaking.get("/?q=贷500万")
        await breaking.get("/measures/patent_pledge_interest?principal_yuan=5000000")
        await breaking.get("/没有/这一页")
        await breaking.get("/broken/张三")
        await breaking.post("/chat", json={"text": "鲁科担补多少"})
    lines = [re.sub(r" \d+ ms$", "", one.getMessage()) for one in caplog.records if one.name == ACCESS]
    expected = ["GET / 200", "GET /measures/{measure} 200", "GET - 404", "GET /broken/{what} 500", "POST /chat 200"]
    assert lines == expected
