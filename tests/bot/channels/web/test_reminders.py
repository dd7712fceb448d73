"""「存进手机日历」 on the page: a reminder is a file that says what is due, and nothing else can be put into it."""

import re

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer

from bot.bootstrap import House
from bot.channels.web import make_app
from tests.changed_settings import UNLIMITED, with_page

WISH = "贷款明年8月15号到期，提前一个月提醒我"


@pytest.fixture
async def site(house: House):
    app = make_app(house.advisor, with_page(house.settings, **UNLIMITED), house.store)
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as client:
        yield client


async def test_a_wish_on_the_page_gives_a_file_for_the_calendar_and_promises_nothing(site) -> None:
    answer = await (await site.post("/chat", json={"text": WISH})).json()
    html = answer["html"]
    [path] = re.findall(r'href="(/remind/[^"]+)" download', html)
    assert "网页不能主动找您" in html and "上午提醒您" not in html
    file = await site.get(path)
    text = (await file.text()).replace("\r\n ", "")
    assert (
        file.headers["Content-Type"].startswith("text/calendar") and "attachment" in file.headers["Content-Disposition"]
    )
    due = re.search(r"loan_due-(\d{4})-08-15-(\d{4})-07-15", path)
    assert due and f"DTSTART:{due[2]}0715T010000Z" in text
    assert f"SUMMARY:{due[1]}年8月15日：贷款到期" in text and "还清后第二天起可以申报贴息" in text
    listed = (await (await site.post("/chat", json={"text": "有哪些提醒"})).json())["html"]
    assert path in listed and "一共 1 个提醒" in listed
    assert "取消了" in (await (await site.post("/chat", json={"text": "取消提醒"})).json())["html"]


async def test_clearing_the_talk_takes_the_reminders_along(site) -> None:
    await site.post("/chat", json={"text": WISH})
    await site.post("/forget", data={})
    assert "没有记着的提醒" in (await (await site.post("/chat", json={"text": "有哪些提醒"})).json())["html"]


@pytest.mark.parametrize(
    "name",
    [
        "loan_due-2027-08-15-2027-09-15",
        "loan_due-2027-02-30-2027-02-01",
        "loan_due-2027-08-15",
        "next_step-2027-08-15-2027-07-15",
        "own-2027-08-15-2027-07-15%0d%0aX:1",
        "loan_due-２０２７-08-15-2027-07-15",
        "<script>-2027-08-15-2027-07-15",
        "a" * 3000,
    ],
)
async def test_what_no_reminder_of_ours_is_there_is_no_file_of(site, name) -> None:
    answer = await site.get(f"/remind/{name}.ics")
    assert answer.status == 404 and "BEGIN:VCALENDAR" not in await answer.text()
